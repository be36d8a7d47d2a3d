"""Does the reader know on which page words stand? Sixty places that a person chose on rendered pages.

A line of the truth names a file, a page, counted from 1, and the digest of six words that stand there one after the
other: the first 16 hexadecimal digits of the SHA-256 of the words in small letters, joined by blanks.
"""

import hashlib
import json
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.values import Document
from evals.reading.measures import Measure, Part, plain_words, table_lines
from evals.reading.shelf import Shelf

TRUTH = Path(__file__).parent / "pages.jsonl"
WORDS = 6


def part(shelf: Shelf) -> Part:
    """Look up every place of the truth."""
    places = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]
    indexed: dict[str, dict[str, set[int]]] = {}
    wrong: list[tuple[str, int, str]] = []
    for place in places:
        file, page = place["file"], place["page"]
        if file not in indexed:
            indexed[file] = _of_file(shelf, file)
        found = indexed[file].get(place["digest"], set())
        if page not in found:
            said = " and ".join(map(str, sorted(found)))
            wrong.append((file, page, f"read as page {said}" if found else "the words were not found together"))
    right = len(places) - len(wrong)
    measure = Measure(f"places on the right page, of {len(places)}", right, least=len(places))
    lines = table_lines(("wrong place", "page", "what was read"), wrong) if wrong else ()
    return Part(
        "Page numbers", (measure,), lines, [dict(zip(("file", "page", "read"), row, strict=True)) for row in wrong]
    )


def _of_file(shelf: Shelf, file: str) -> dict[str, set[int]]:
    try:
        return pages_by_digest(shelf.read(shelf.data / file).document)
    except UnreadableFile:
        return {}


def pages_by_digest(document: Document) -> dict[str, set[int]]:
    """For every six words one after the other: their digest, and the pages on which they begin or end."""
    found: dict[str, set[int]] = {}
    spans = plain_words(document.text)
    for first in range(len(spans) - WORDS + 1):
        run = spans[first : first + WORDS]
        pages = document.pages_of(run[0][1], run[-1][2])
        found.setdefault(digest([word for word, _, _ in run]), set()).update(pages)
    return found


def digest(words: list[str]) -> str:
    """The digest of words as the truth keeps it."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]
