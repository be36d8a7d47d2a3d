"""Printed words as written ones: words cut at a line's end put together, and where each stands in the text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.composing import cleaned
from assistant.reading.pdf.printed import Line, Word

HYPHENS = ("-", "\u2010")
RAISED_SIZE = 0.8  # of the type beside it
CLOSE = 0.15  # of the height of the type: words so near to each other are one
KEPT_BEFORE = frozenset(
    "well self non co ex pre post re multi cross long short full part high low half one two three inter anti sub "
    "semi follow up on off in out year day decision ill".split()
)
CLOSING = (",", ".", ";", ":", ")", "?", "!", "]", "’", "”")


@dataclass(frozen=True, slots=True)
class Part:
    """One printed word, or a part of it, and its place in the written words: `words[start:end]`."""

    start: int
    end: int
    word: Word
    page: int


class Vocabulary:
    """The words of one document, by which a hyphen at a line's end is known to be a real one."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: set[str] = set()
        cut = False
        for line in lines:
            texts = [word.text for word in line.words]
            first, cut = cut, _cut(texts[-1])
            self._words.update(map(_bare, texts[int(first) : len(texts) - int(cut)]))

    def knows(self, word: str) -> bool:
        """Whether the document has a word, or its plural, elsewhere, whole."""
        return _bare(word) in self._words or f"{_bare(word)}s" in self._words

    def joint(self, first: str, second: str) -> str:
        """What stands between the parts of a word cut at a line's end: a hyphen or nothing."""
        if "/" in first or "@" in first:  # an address is written as it stands
            return "-"
        one, other = _bare(first).rpartition("-")[2], _bare(second)
        if not second[:1].islower() or f"{one}-{other}" in self._words or one in KEPT_BEFORE or not one.isalpha():
            return "-"
        if one + other in self._words:
            return ""
        both = min(len(one), len(other)) >= 3 and one in self._words and other in self._words
        return "-" if both else ""


def _bare(text: str) -> str:
    return text.casefold().strip("-.,;:()[]‘’“”'\"?!\u2010")


def written(
    lines: Sequence[tuple[int, Line]],
    vocabulary: Vocabulary,
    left_out: frozenset[int] = frozenset(),
    mark: str = "",
    rests: frozenset[int] = frozenset(),
) -> tuple[str, list[Part]]:
    """The words of lines, each with the number of its page, as one clean text, and the place of every word in it.

    `left_out` are the ids of words that are not written, `rests` of those that end the word before them; `mark`, when
    given, is written in place of the first word.
    """
    words = ""
    parts: list[Part] = []
    for page, word, text, joint in _joints(lines, vocabulary, left_out, mark):
        if joint == "" and parts and words.endswith(HYPHENS) and parts[-1].word.text.endswith(HYPHENS):
            words = words[:-1]
            last = parts[-1]
            parts[-1] = Part(last.start, last.end - 1, last.word, last.page)
        words += (" " if joint == " " and words and id(word) not in rests else "") + text
        parts.append(Part(len(words) - len(text), len(words), word, page))
    clean = cleaned(words)
    return clean, parts if clean == words else list(_found(clean, words, parts))


def _joints(
    lines: Sequence[tuple[int, Line]], vocabulary: Vocabulary, left_out: frozenset[int], mark: str
) -> Iterator[tuple[int, Word, str, str]]:
    """Every word with its page, its clean text and what stands before it: a blank, "" in place of a hyphen, or "|"."""
    before: Word | None = None
    for page, line in lines:
        first = True
        marked = False
        for word in line.words:
            text = cleaned(word.text) if before is not None or not mark else mark
            if id(word) in left_out or not text:
                marked = id(word) in left_out
                continue
            joint = " "
            if before is not None and first and _cut(before.text):
                joint = "|" if vocabulary.joint(before.text, word.text) else ""
            elif before is not None and not first and ((marked and text.startswith(CLOSING)) or _touches(before, word)):
                joint = "|"
            yield page, word, text, joint
            before, first, marked = word, False, False


def _cut(text: str) -> bool:
    return len(text) > 1 and text.endswith(HYPHENS) and text[-2].isalnum()


def _touches(before: Word, word: Word) -> bool:
    """Whether a small raised or lowered sign belongs to its neighbour: the 2 of m², but not the 1 of 48 ½."""
    if before.text[-1].isdigit() and word.text[0].isdigit():
        return False
    smaller, larger = sorted((before.size, word.size))
    return smaller < RAISED_SIZE * larger and word.left - before.right < CLOSE * larger


def _found(clean: str, words: str, parts: Sequence[Part]) -> Iterator[Part]:
    """The places of words in a text that cleaning has changed."""
    at = 0
    for part in parts:
        text = cleaned(words[part.start : part.end])
        place = clean.find(text, at) if text else -1
        if place >= 0:
            at = place + len(text)
            yield Part(place, at, part.word, part.page)
