"""Word tables as grids, merged cells in every place that they cover."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

from assistant.reading.grids import MOST_ACROSS, Cell
from assistant.reading.office.number_formats import counted
from assistant.reading.word.names import ALTERNATE, branch, child, is_set, local, value, w
from assistant.reading.word.styles import Styles, is_colour


class CellReader(Protocol):
    """Reads one cell: its words, and whether they are all bold."""

    def __call__(self, cell: Any, *, pale_is_hidden: bool) -> tuple[str, bool]: ...


def grid_of(table: Any, styles: Styles, read: CellReader) -> tuple[list[list[Cell]], int | None]:
    """A table's cells, and how many rows it says are its header (None where it does not say)."""
    rows: list[list[Cell]] = []
    marked = 0
    first_row, first_column = styles.marks(table, "firstRow"), styles.marks(table, "firstCol")
    plain = styles.is_plain_table(table)
    for row in rows_of(table):
        if child(child(row, "trPr"), "del") is not None:
            continue
        if is_set(child(row, "trPr"), "tblHeader") and marked == len(rows):
            marked += 1
        rows.append(_row(row, rows[-1] if rows else [], read, plain))
    for row_number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.words and ((first_row and not row_number) or (first_column and not column)):
                row[column] = replace(cell, strong=True)
    width = max((len(row) for row in rows), default=0)
    grid = [[*row, *[Cell()] * (width - len(row))] for row in rows]
    return grid, marked if 0 < marked < len(rows) else (1 if first_row and len(rows) > 1 else None)


def _row(row: Any, above: list[Cell], read: CellReader, plain: bool) -> list[Cell]:
    cells = [Cell()] * counted(value(child(row, "trPr"), "gridBefore"), 0, MOST_ACROSS)
    for element in cells_of(row):
        properties = child(element, "tcPr")
        across = max(1, counted(value(properties, "gridSpan"), 1, MOST_ACROSS))
        merge = child(properties, "vMerge")
        if merge is not None and merge.get(w("val"), "continue") == "continue" and len(cells) < len(above):
            covered = above[len(cells) : len(cells) + across]
            cells += [replace(cell, first=False, down=max(2, cell.down)) for cell in covered]
            continue
        shading = child(properties, "shd")
        filled = shading is not None and is_colour(shading)
        words, bold = read(element, pale_is_hidden=plain and not filled)
        down = 2 if merge is not None else 1
        cell = Cell(words, (bold or filled) and bool(words), across, down)
        cells += [cell, *[replace(cell, first=False)] * (across - 1)]
    return cells


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table, also those inside content controls."""
    yield from _inside(table, "tr")


def cells_of(row: Any) -> Iterator[Any]:
    """The cells of a row, also those inside content controls."""
    yield from _inside(row, "tc")


def only_cell(table: Any) -> Any:
    """The cell of a table that has one column throughout its rows, or None: [cell, cell, ...] are its frames."""
    cells = [list(cells_of(row)) for row in rows_of(table)]
    return [row[0] for row in cells] if cells and all(len(row) == 1 for row in cells) else None


def _inside(element: Any, name: str) -> Iterator[Any]:
    for item in element:
        if item.tag == w(name):
            yield item
        elif item.tag == ALTERNATE:
            chosen = branch(item)
            yield from _inside(chosen, name) if chosen is not None else ()
        elif local(item) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _inside(item, name)
