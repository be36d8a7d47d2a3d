"""Statements of a document about itself, the lines that may make them, and how much their places weigh."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum

from assistant.values import Document

HEAD_CHARACTERS = 3000  # of a document without pages, in place of its first two and its last two pages


class Strength(IntEnum):
    """How much a place weighs when two places say different things.

    BARE is a label without a mark behind it, its value in the next line: it counts only inside a control table.
    """

    BARE = 0
    PROSE = 1
    BACK = 2
    MARGIN = 3
    HISTORY = 4
    COVER = 5
    CONTROL = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A field, the words that were said for it, and where. `rank` is 0 for the surest label."""

    field: str
    words: str
    place: str
    strength: Strength
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that may state something, and where it starts; `page` is 0 where there are no pages."""

    words: str
    start: int
    page: int
    place: str
    front: bool


def lines(document: Document) -> list[Line]:
    """The lines of the first two and the last two pages, or the first and the last 3,000 characters."""
    found: list[Line] = []
    start, last = 0, len(document.page_starts)
    end = len(document.text) - HEAD_CHARACTERS
    for words in document.text.split("\n"):
        page = max(1, bisect_right(document.page_starts, start)) if last else 0
        near_start = page <= 2 if page else start < HEAD_CHARACTERS
        near_end = page >= last - 1 if page else start > end
        if words.strip() and (near_start or near_end):
            where = "the first lines" if near_start else "the last lines"
            place = where if not page else "the cover page" if page == 1 else f"page {page}"
            found.append(Line(words.strip(), start, page, place, near_start))
        start += len(words) + 1
    return found
