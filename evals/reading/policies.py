"""School policies as PDF: are there headings, are running heads and feet gone, is the front matter right?

Running heads and feet are looked for by another reader, pypdf: a line among the first or last of a page, its digits
masked, that stands there on at least 60 % of the pages of a document of three pages or more. One such line may stay in
the passages, for it can be the title; what stands there again is a fault.
"""

import re
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant import embedding, passages
from assistant import settings as settings_room
from assistant.index.opening import sizes_of
from assistant.values import Passage, Reading
from evals.reading.measures import Measure, Part, table_lines
from evals.reading.shelf import Shelf

FOLDER = "school-policies"
AT_THE_EDGE = 3  # lines at the top of a page, and as many at its foot
REPEATED = 0.6
FEWEST_PAGES = 3
LONG_LINE = 6  # words: a running line as long as that is also looked for inside other lines
SHOWN = 60
DIGITS = re.compile(r"\d+")
PRECISION, RECALL = 0.95, 0.85
JUDGED_SPLIT = "test"


def part(shelf: Shelf) -> Part:
    """Measure every PDF of the folder that can be read."""
    title = "School policies as PDF"
    if find_spec("pypdf") is None:
        return Part(title, (), ("Not measured: pypdf is not installed, which is asked for the running heads.",))
    read = shelf.readable(FOLDER, ".pdf")
    bare = [path.name for path, reading in read.items() if without_headings(path, reading)]
    left = list(_left(read))
    measures = [
        Measure(f"text PDFs without a heading, of {len(read)}", len(bare), most=0),
        Measure("running heads and feet left in passages", sum(count for _, _, count in left), most=0),
    ]
    lines = [f"no heading: {name}" for name in bare]
    lines += (
        table_lines(("running line left", "in", "times"), [(line[:SHOWN], name, times) for name, line, times in left])
        if left
        else ()
    )
    front, more, details = _front_matter(shelf)
    return Part(
        title,
        (*measures, *front),
        (*lines, *more),
        {"without_headings": bare, "left": left, "front_matter": details},
    )


def without_headings(path: Path, reading: Reading) -> bool:
    """Whether a PDF that holds text of its own, by pypdf, was read without any heading."""
    return not any(section.heading_path for section in reading.document.sections) and any(
        "".join(lines).strip() for lines in page_lines(path)
    )


def page_lines(path: Path) -> list[list[str]]:
    """The lines of every page that are not blank, as pypdf reads them."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    pages = PdfReader(path).pages
    return [[line.strip() for line in page.extract_text().splitlines() if line.strip()] for page in pages]


def running_lines(pages: list[list[str]]) -> set[str]:
    """The masked lines that stand at the edge of most pages; without a letter it may be a number of the text."""
    if len(pages) < FEWEST_PAGES:
        return set()
    counted = Counter(
        line for lines in pages for line in {masked(line) for line in (*lines[:AT_THE_EDGE], *lines[-AT_THE_EDGE:])}
    )
    return {
        line
        for line, count in counted.items()
        if count >= max(FEWEST_PAGES, REPEATED * len(pages)) and any(letter.isalpha() for letter in line)
    }


def masked(line: str) -> str:
    """A line in small letters, blanks made one, every number "#"."""
    return " ".join(DIGITS.sub("#", line).casefold().split())


def again(line: str, found: tuple[Passage, ...]) -> int:
    """How often a masked running line stands in the passages, the first time not counted.

    A short one counts where it is a line of its own, a long one also where it stands inside another line.
    """
    lines = [masked(own) for passage in found for own in passage.text.split("\n")]
    times = sum(own.count(line) for own in lines) if len(line.split()) >= LONG_LINE else lines.count(line)
    return max(0, times - 1)


def _left(read: dict[Path, Reading]) -> Iterator[tuple[str, str, int]]:
    settings = settings_room.load()
    count, sizes = embedding.token_counter(settings), sizes_of(settings)
    for path, reading in read.items():
        lines = running_lines(page_lines(path))
        if not lines:
            continue
        found = passages.split(reading.document, count, sizes)
        for line in sorted(lines):
            times = again(line, found)
            if times:
                yield path.name, line, times


def _front_matter(shelf: Shelf) -> tuple[list[Measure], tuple[str, ...], Any]:
    """Precision and recall of the front matter, judged on the half that may not be tuned on."""
    from evals import front_matter

    found = front_matter.report(shelf.data / FOLDER, shelf.read)
    measures: list[Measure] = []
    rows: list[tuple[object, ...]] = []
    for split, result in found.items():
        judged = split == JUDGED_SPLIT
        scores: Any = result["all"]
        name = f'front matter, {result["documents"]} documents of the half "{split}"'
        measures.append(Measure(f"{name}: precision", scores["precision"], least=PRECISION if judged else None))
        measures.append(Measure(f"{name}: recall", scores["recall"], least=RECALL if judged else None))
        by_field: Any = result["by_field"]
        rows += [
            (f"{split}: {field}", *(score[key] for key in ("precision", "recall", "right", "found", "true")))
            for field, score in by_field.items()
        ]
    lines = table_lines(("front matter", "precision", "recall", "right", "found", "true"), rows)
    return measures, lines, found
