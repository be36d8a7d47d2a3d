"""Rows inside a drawn row: a table may rule its columns and its header and leave the rows below without a line."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.pdf.aligned import LABEL, wraps
from assistant.reading.pdf.layout import lines_of
from assistant.reading.pdf.printed import Cell, Line

LEAST_LINES = 3
SEVERAL = 1.5  # words in a line
LEVEL = 2.5  # points by which the lines of one row may stand apart
SHARED = 0.6  # of the lines of a drawn row: so many are filled in two columns or more

Row = tuple[Cell, ...]


def parted(rows: Sequence[Row], ends: Sequence[float]) -> list[Row]:
    """The rows of a grid, each drawn row that holds several rows of cells taken apart; `ends` are the columns' right.

    A row is taken apart where its cells have line beside line and each line is seen to begin anew.
    """
    found: list[Row] = []
    for number, row in enumerate(rows):
        near = [*rows[max(0, number - 1) : number], *rows[number + 1 : number + 2]]
        merged = any(cell and any(other[column] == cell for other in near) for column, cell in enumerate(row))
        merged = merged or any(cell and cell == following for cell, following in pairwise(row))
        found.extend([row] if merged else _parted(row, ends))
    return found


def _parted(row: Row, ends: Sequence[float]) -> list[Row]:
    columns = [lines_of(cell) for cell in row]
    if sorted(map(len, columns))[-2] < LEAST_LINES or sum(map(_is_list, columns)) > 1:
        return [row]
    if any(_is_running(lines, end) for lines, end in zip(columns, ends, strict=True)):
        return [row]
    places: list[float] = []
    for bottom in sorted(line.bottom for lines in columns for line in lines):
        if not places or bottom - places[-1] > LEVEL:
            places.append(bottom)
    parts = [tuple(_at(lines, place) for lines in columns) for place in places]
    beside = sum(sum(map(bool, part)) >= 2 for part in parts)
    begun = all(_begins(part, above, ends) for above, part in pairwise(parts))
    return parts if begun and beside >= SHARED * len(parts) else [row]


def _begins(part: Row, above: Row, ends: Sequence[float]) -> bool:
    """Whether a line is seen not to go on with the one above: a word had room there, or they share no column."""
    both = [(over, cell, end) for over, cell, end in zip(above, part, ends, strict=True) if over and cell]
    return not both or not all(wraps(over, cell, end) for over, cell, end in both)


def _is_running(lines: Sequence[Line], end: float) -> bool:
    """Whether the lines of a cell are one text: each of several words, and full."""
    full = [wraps(above.words, line.words, end) for above, line in pairwise(lines)]
    return bool(full) and all(full) and sum(len(line.words) for line in lines) >= SEVERAL * len(lines)


def _is_list(lines: Sequence[Line]) -> bool:
    """Whether the lines of a cell begin with marks or numbers, the first perhaps not."""
    marked = [bool(LABEL.fullmatch(line.words[0].text)) and len(line.words) > 1 for line in lines[1:]]
    return len(marked) > 1 and all(marked)


def _at(lines: Sequence[Line], place: float) -> Cell:
    return tuple(word for line in lines if 0 <= line.bottom - place <= LEVEL for word in line.words)
