"""The tables of a printed page: grids and bands that are drawn, columns under level rules, and columns by alignment."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from assistant.reading.composing import FIELD
from assistant.reading.pdf import levels, ruled, unruled
from assistant.reading.pdf.aligned import same_columns
from assistant.reading.pdf.layout import lines_of
from assistant.reading.pdf.printed import Cell, PrintedTable, Rule, Word, cell_text

MOST_WORDS = 20_000
LEAST_DRAWN = 3  # rows of a form
LEAST_NAMES = 3  # over a single empty row
LONGEST_LABEL = 25  # words
LARGER = 1.12  # of the type below it: so large is a title and no name of a column
FURTHEST = 20_000.0  # points: the longest side that a page can have


def find(words: Sequence[Word], rules: Sequence[Rule], going_on: Sequence[float] = ()) -> list[PrintedTable]:
    """The tables of one page, from top to bottom; no two hold the same word.

    `words` and `rules` are in points from the page's upper left corner. `going_on` are the edges of a table that ended
    the page before: a grid, or first lines, with the same edges are its rest, even without a header or with one row. A
    page with more than 1,000 separate lines is a drawing and has only the tables that its words show. Never raises.
    """
    seen = [word for word in words if _sound(word.left, word.top, word.right, word.bottom, word.size)]
    if not seen or len(seen) > MOST_WORDS:
        return []
    drawn = [rule for rule in rules if _sound(rule.left, rule.top, rule.right, rule.bottom)]
    level, upright = ruled.joined(drawn)
    found: list[PrintedTable] = []
    free: list[ruled.Span] = []
    for grid in ruled.grids(level, upright):
        if min(len(grid.across), len(grid.down)) < 3:
            free.extend(grid.levels)
        table = ruled.table_of(grid, seen)
        if table is None:
            continue
        if is_table(table) or is_form(table, len(grid.down) - 1) or same_columns(table.edges, going_on):
            _keep(table, _outside(seen, found), found)
    left = _outside(seen, found)
    for table in levels.tables(left, free):
        if is_table(table):
            _keep(table, left, found)
    left = _outside(seen, found)
    for table in unruled.tables(left, free, upright, going_on):
        if is_table(table) or same_columns(table.edges, going_on):
            _keep(table, left, found)
    return sorted(found, key=lambda table: (table.top, table.left))


def is_table(table: PrintedTable) -> bool:
    """Whether it has two rows that are not one merged cell, and half of its rows or more have two filled cells."""
    parted = sum(not (all(row) and _filled(row) == 1) for row in table.rows)
    return parted >= 2 and 2 * sum(_filled(row) >= 2 for row in table.rows) >= len(table.rows)


def is_form(table: PrintedTable, drawn: int) -> bool:
    """Whether it is drawn to be filled in: its first row alone is bold, and below it every row begins with few words.

    `drawn` is how many rows its lines part, the empty ones too: a header over empty rows alone is a form as well.
    """
    head, *body = table.rows
    named = _filled(head)
    merged = any(sum(map(bool, row)) != _filled(row) for row in table.rows)
    if not named or merged or not all(word.bold for cell in head for word in cell):
        return False
    if not body or drawn < LEAST_DRAWN:
        return not body and named == len(head) and drawn >= (LEAST_DRAWN if named < LEAST_NAMES else 2)
    labels = [row[0] for row in body]
    short = all(0 < len(label) <= LONGEST_LABEL for label in labels)
    filled_in = 2 * sum(FIELD.match(cell_text(label)) is not None for label in labels) > len(labels)
    largest = max((word.size for label in labels for word in label), default=0.0)
    titled = any(word.size > LARGER * largest for cell in head for word in cell)
    blank = named > 1 or all(_filled(row) == 1 for row in body)
    return short and blank and not (filled_in or titled or all(word.bold for word in labels[0]))


def _whole(table: PrintedTable, words: Sequence[Word]) -> PrintedTable:
    """A table that holds just the words of its cells: a word that stands between them goes to the nearest cell."""
    inside = [word for row in table.rows for cell in row for word in cell]
    grown = replace(
        table,
        left=min([table.left, *(word.across for word in inside)]),
        top=min([table.top, *(word.down for word in inside)]),
        right=max([table.right, *(word.across for word in inside)]),
        bottom=max([table.bottom, *(word.down for word in inside)]),
    )
    own = set(map(id, inside))
    lost = [word for word in words if id(word) not in own and grown.holds(word)]
    if not lost:
        return grown
    rows = [list(row) for row in grown.rows]
    for word in lost:
        column = max(0, bisect_right(grown.edges, word.across) - 1)
        nearest = min(range(len(rows)), key=lambda number: _away(word, rows[number]))
        old = rows[nearest][column]
        new = tuple(part for line in lines_of([*old, word]) for part in line.words)
        for row in rows:
            row[:] = [new if cell is old and old else cell for cell in row]
        rows[nearest][column] = new
    return replace(grown, rows=tuple(map(tuple, rows)))


def _away(word: Word, row: Sequence[Cell]) -> float:
    """How far a word stands above or below the words of a row, in points."""
    words = [other for cell in row for other in cell]
    return max(0.0, min(other.top for other in words) - word.down, word.down - max(other.bottom for other in words))


def _outside(words: Sequence[Word], tables: Sequence[PrintedTable]) -> list[Word]:
    return [word for word in words if not any(table.holds(word) for table in tables)]


def _keep(table: PrintedTable, words: Sequence[Word], found: list[PrintedTable]) -> None:
    whole = _whole(table, words)
    if not any(_overlap(whole, other) for other in found):
        found.append(whole)


def _filled(row: Sequence[Cell]) -> int:
    """How many cells of a row have words; a merged cell counts once."""
    return len({id(cell[0]) for cell in row if cell})


def _overlap(one: PrintedTable, other: PrintedTable) -> bool:
    return (
        min(one.right, other.right) - max(one.left, other.left) > 1
        and min(one.bottom, other.bottom) - max(one.top, other.top) > 1
    )


def _sound(*edges: float) -> bool:
    left, top, right, bottom, *_ = edges
    return all(isfinite(edge) and abs(edge) < FURTHEST for edge in edges) and left <= right and top <= bottom
