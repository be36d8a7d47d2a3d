"""Footnotes: the small type at the foot of a page, and the raised marks that call for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.pdf.blocks import Flow, Placed, PlacedTable
from assistant.reading.pdf.printed import Line, Word
from assistant.reading.pdf.wording import RAISED_SIZE

MARK = re.compile(r"\(?(?:\d{1,3}|[*†‡§]{1,3})\)?")
LOWER_PART = 0.4  # of the lines of a page: footnotes do not begin above


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote with its mark ("1"), the id of the word that is its mark in the text, and its lines without it."""

    mark: str
    called_by: int
    lines: tuple[tuple[int, Line], ...]


def apart(flow: Sequence[Flow]) -> tuple[list[Flow], list[Footnote]]:
    """One page's flow without its footnotes, and these. A footnote without a mark in the text stays where it is."""
    calls = dict(_calls(flow))
    lines = [item for item in flow if isinstance(item, Placed)]
    if not calls or not lines or isinstance(flow[-1], PlacedTable):
        return list(flow), []
    first = int((1 - LOWER_PART) * len(lines))
    starts = [
        position
        for position in range(max(first, 1), len(lines))
        if _begins(lines[position].line, calls, lines[position - 1].line)
    ]
    if not starts:
        return list(flow), []
    begin = starts[0]
    small = max(placed.line.size for placed in lines[begin:])
    if small > max(placed.line.size for placed in lines[:begin]):
        return list(flow), []
    notes = [_footnote(lines[start:end], calls) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    gone = {id(placed) for placed in lines[begin:]}
    return [item for item in flow if id(item) not in gone], notes


def _calls(flow: Sequence[Flow]) -> Iterator[tuple[str, int]]:
    """The raised marks in the lines of text, not those at the beginning of a line."""
    for item in reversed(flow):
        if not isinstance(item, Placed):
            continue
        for before, word in zip(item.line.words, item.line.words[1:], strict=False):
            if MARK.fullmatch(word.text) and _is_raised(word, before):
                yield word.text.strip("()"), id(word)


def _is_raised(word: Word, beside: Word) -> bool:
    return word.size < RAISED_SIZE * beside.size and word.bottom < beside.bottom - 0.1 * beside.size


def _begins(line: Line, calls: dict[str, int], above: Line) -> bool:
    """Whether a line begins with a mark that the text calls, raised or in type smaller than the text's."""
    if len(line.words) < 2:
        return False
    mark, following = line.words[0], line.words[1]
    if mark.text.strip("().") not in calls:
        return False
    return _is_raised(mark, following) or line.size < 0.95 * above.size or line.bottom - above.bottom > 2 * line.size


def _footnote(lines: Sequence[Placed], calls: dict[str, int]) -> Footnote:
    mark = lines[0].line.words[0].text.strip("().")
    rest = Line(lines[0].line.words[1:])
    return Footnote(mark, calls[mark], ((lines[0].page, rest), *((item.page, item.line) for item in lines[1:])))
