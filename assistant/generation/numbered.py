"""Rows of a table that are told apart by a number: "Third year", "Fourth and later years", "Years 7 to 9", "Step 2"."""

import re
from collections.abc import Iterator, Sequence
from math import inf

from assistant.generation.banding import LEAST, Row, cells
from assistant.generation.quoting import Span, is_row, lines
from assistant.periods import ORDINALS
from assistant.values import Passage
from assistant.wording import content_words

_ORDINAL = rf"(?:{'|'.join(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
_TO = r"\s*(?:to|and|or|-|–)\s*"
_ON = r"(?P<on>\s+(?:and|or)\s+(?:later|further|following|above|over|subsequent)|\s+onwards|\+)?"
COUNTED = re.compile(rf"\b(?P<low>{_ORDINAL})(?:{_TO}(?P<high>{_ORDINAL}))?{_ON}\s+(?P<noun>[a-z]{{3,}}?)s?\b", re.I)
NAMED = re.compile(rf"\b(?P<noun>[a-z]{{4,}}?)s?\s(?P<low>\d{{1,2}})(?:{_TO}(?P<high>\d{{1,2}}))?s?\b{_ON}", re.I)
YEAR_GROUP = re.compile(r"\by(?:(?:ea)?rs?)?\.?\s?(?=\d{1,2}s?\b)", re.IGNORECASE)  # "yr 9", "Y9"

Numbered = tuple[str, float, float]  # what has a number, and from and to which


def rows(question: str, table: Sequence[Passage]) -> list[Row] | None:
    """The rows whose first cell holds a number that the question names of the same thing, in the order of the table;
    None where it names none, or where fewer than three rows are told apart so.

    `table` are the passages over which a table runs, that which was found first; it must hold such a row as well.
    """
    held = [(at, span) for at in table for span in lines(at) if is_row(at.text[slice(*span)])]
    firsts = [list(numbered(first_cell(at, span))) for at, span in held]
    for noun, low, _ in numbered(question):
        apart = [[(begin, end) for what, begin, end in first if what == noun] for first in firsts]
        met = [row for row, ranges in zip(held, apart, strict=True) if any(a <= low <= b for a, b in ranges)]
        found = any(ranges for (at, _), ranges in zip(held, apart, strict=True) if at is table[0])
        if found and met and sum(map(bool, apart)) >= LEAST:
            return sorted(met, key=lambda row: row[0].start + row[1][0])
    return None


def first_cell(table: Passage, span: Span) -> str:
    """What stands in the first cell of a row; "" where it cannot be told."""
    return next((cell for _, cell in cells(table.text[slice(*span)])), "")


def numbered(text: str) -> Iterator[Numbered]:
    """The things of a text that have a number: "year" from 3 to 3 in "my third year", from 7 to 9 in "Years 7 to 9"."""
    plain = YEAR_GROUP.sub("year ", text)
    for found in (*COUNTED.finditer(plain), *NAMED.finditer(plain)):
        low = _number(found["low"])
        high = inf if found["on"] else _number(found["high"]) if found["high"] else low
        if content_words(found["noun"]):
            yield found["noun"].casefold(), low, high


def _number(words: str) -> float:
    return ORDINALS.get(words.casefold()) or int(re.sub(r"\D", "", words))
