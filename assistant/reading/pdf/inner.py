"""Rows inside a drawn row: a table may rule its columns and its header and leave the rows below without a line."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.pdf.aligned import LABEL, wraps
from assistant.reading.pdf.layout import lines_of
from assistant.reading.pdf.printed import Cell, Line

LEAST_LINES = 3
RUNNING = 3  # words in a line that is full and goes on
LEVEL = 2.5  # points by which the lines of one row may stand apart
SHARED = 0.6  # of the lines of a drawn row: so many are filled in two columns or more

Row = tuple[Cell, ...]


def parted(rows: Sequence[Row], ends: Sequence[float]) -> list[Row]:
    """The rows of a grid, each drawn row that holds several rows of cells taken apart; `ends` are the columns' right.

    A row is taken apart where its cells have line beside line and the lines are not those of running text.
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
    if sorted(map(len, columns))[-2] < LEAST_LINES or not _are_entries(columns, ends):
        return [row]
    places: list[float] = []
    for bottom in sorted(line.bottom for lines in columns for line in lines):
        if not places or bottom - places[-1] > LEVEL:
            places.append(bottom)
    parts = [tuple(_at(lines, place) for lines in columns) for place in places]
    beside = sum(sum(map(bool, part)) >= 2 for part in parts)
    return parts if beside >= SHARED * len(parts) else [row]


def _are_entries(columns: Sequence[Sequence[Line]], ends: Sequence[float]) -> bool:
    """Whether the lines of cells are entries of their own: one column shows it, none is running text or a list."""
    clear = lists = 0
    for lines, end in zip(columns, ends, strict=True):
        full = [(len(above.words), wraps(above.words, line.words, end)) for above, line in pairwise(lines)]
        if any(wrapped and words >= RUNNING for words, wrapped in full):
            return False
        clear += len(full) > 1 and not any(wrapped for _, wrapped in full)
        marks = [LABEL.fullmatch(line.words[0].text) and len(line.words) > 1 for line in lines[1:]]
        lists += len(marks) > 1 and all(marks)
    return clear > 0 and lists < 2


def _at(lines: Sequence[Line], place: float) -> Cell:
    return tuple(word for line in lines if 0 <= line.bottom - place <= LEVEL for word in line.words)
