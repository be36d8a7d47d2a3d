"""The sheets of an OpenDocument spreadsheet, with their numbers and dates as they were printed."""

from typing import Any

from assistant.reading.composing import Composer, cleaned
from assistant.reading.grids import Cell
from assistant.reading.office.number_formats import counted
from assistant.reading.office.open_names import TABLE, TEXT, Styles, attribute, count, local, rows_of
from assistant.reading.office.spreadsheet import HIDDEN_PARTS, HIDDEN_SHEETS, MOST_SPREAD, Rows, write_rows

MOST_BESIDE = 100


def write(composer: Composer, styles: Styles, element: Any) -> None:
    """Write the visible sheets of an office:spreadsheet element, each as a section."""
    _Sheets(composer, styles).write(element)


class _Sheets:
    """The visible sheets of a spreadsheet."""

    def __init__(self, composer: Composer, styles: Styles) -> None:
        self._composer = composer
        self._styles = styles

    def write(self, element: Any) -> None:
        sheets = [item for item in element if local(item) == "table"]
        hidden = [sheet for sheet in sheets if self._styles.is_undisplayed(attribute(sheet, "style-name"))]
        if hidden:
            names = ", ".join(attribute(sheet, "name") for sheet in hidden)
            self._composer.note(HIDDEN_SHEETS.format(names))
        for sheet in sheets:
            if sheet in hidden:
                continue
            rows, unseen = self._visible(sheet)
            if unseen:
                self._composer.note(HIDDEN_PARTS.format(attribute(sheet, "name")))
            if rows:
                self._composer.heading(1, attribute(sheet, "name"))
                write_rows(self._composer, rows)

    def _visible(self, sheet: Any) -> tuple[Rows, bool]:
        columns = _hidden_columns(sheet)
        rows: Rows = {}
        unseen = False
        number = 0
        for row, _ in rows_of(sheet):
            repeated = count(attribute(row, "number-rows-repeated"))
            cells = self._cells(row)
            seen = {column: cell for column, cell in cells.items() if column not in columns}
            if attribute(row, "visibility") in ("collapse", "filter"):
                unseen, seen = unseen or bool(cells), {}
            unseen = unseen or len(seen) < len(cells)
            for place in range(number, number + (repeated if seen else 0)):
                rows.setdefault(place, {}).update(seen)
                self._spread(rows, place, seen)
            number += repeated
        return rows, unseen

    def _spread(self, rows: Rows, place: int, seen: dict[int, Cell]) -> None:
        for column, cell in list(seen.items()):
            if cell.down * cell.across > MOST_SPREAD:
                continue
            for below in range(cell.down):
                for beside in range(cell.across):
                    if below or beside:
                        covered = Cell(cell.words, cell.strong, cell.across, cell.down, False)
                        rows.setdefault(place + below, {}).setdefault(column + beside, covered)

    def _cells(self, row: Any) -> dict[int, Cell]:
        found: dict[int, Cell] = {}
        column = 0
        for item in row:
            if local(item) not in ("table-cell", "covered-table-cell"):
                continue
            places = counted(attribute(item, "number-columns-repeated"), 1)
            words = " ".join(cleaned("".join(part.itertext())) for part in item.iterfind(TEXT + "p"))
            if words and local(item) == "table-cell":
                strong = self._styles.is_bold(attribute(item, "style-name"))
                across, down = (count(attribute(item, f"number-{way}-spanned")) for way in ("columns", "rows"))
                for place in range(column, column + min(places, MOST_BESIDE)):
                    found[place] = Cell(words, strong, across, down)
            column += places
        return found


def _hidden_columns(sheet: Any) -> set[int]:
    hidden: set[int] = set()
    column = 0
    for item in sheet.iter(TABLE + "table-column"):
        places = counted(attribute(item, "number-columns-repeated"), 1)
        if attribute(item, "visibility") in ("collapse", "filter"):
            hidden.update(range(column, column + min(places, 16384)))
        column += places
    return hidden
