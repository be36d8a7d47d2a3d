"""Excel workbooks and CSV: every visible sheet is a section, its blocks of cells are tables, fields or paragraphs."""

import csv
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading import grids, packages
from assistant.reading.composing import Composer, cleaned
from assistant.reading.grids import Cell
from assistant.reading.office.number_formats import printed
from assistant.reading.plain.characters import decode, mended
from assistant.reading.word.parts import Parts

LARGEST_SHEET = 60_000_000
MOST_SPREAD = 10_000
DELIMITERS = (",", ";", "\t", "|")
ROWS_LOOKED_AT = 50
HEAD_CODES = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-F]{6}|&[A-Z]')
WHITE = ("FFFFFFFF", "00FFFFFF")
Rows = dict[int, dict[int, Cell]]
HIDDEN_PARTS = "Hidden rows, columns or cells of the sheet “{}” were left out."
HIDDEN_SHEETS = "Hidden sheets were left out: {}."
NOT_STORED = (
    "{} formulas of the sheet “{}” have no stored result and are empty here. Open the file in Excel and save it again."
)


@dataclass(frozen=True, slots=True)
class _Look:
    strong: bool
    white: bool
    form: str


def compose(path: Path) -> Composer:
    """Compose an .xlsx or .xlsm workbook; macros are not read, formulas give the result that was stored.

    Raises:
        UnreadableFile: it is broken, locked, unpacks to too much, or declares XML entities.
    """
    packages.check(path)
    formulas = _look_at_the_sheets(path)
    composer = Composer()
    try:
        workbook = _opened(path, values=True)
        asked = _opened(path, values=False) if formulas else None
    except UnreadableFile:
        from assistant.reading.office import bare_sheets

        return bare_sheets.compose(path)
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        composer.note(HIDDEN_SHEETS.format(", ".join(hidden)))
    try:
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                _sheet(composer, sheet, asked[sheet.title] if asked is not None else None)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise UnreadableFile(packages.BROKEN) from error
    parts = Parts(path)
    try:
        composer.properties.update(parts.properties())
    finally:
        parts.close()
    return composer


def compose_separated(path: Path) -> Composer:
    """Compose a file of values parted by commas, semicolons, tabs or bars."""
    composer = Composer()
    text = mended(composer, decode(path.read_bytes()))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rows = _separated(lines)
    cells = {
        number: {column: Cell(words) for column, words in enumerate(map(cleaned, row)) if words}
        for number, row in enumerate(rows)
    }
    write_rows(composer, {number: row for number, row in cells.items() if row})
    return composer


def _separated(lines: Sequence[str]) -> list[list[str]]:
    best: tuple[float, list[list[str]]] = (-1.0, [[line] for line in lines])
    for delimiter in DELIMITERS:
        try:
            some = list(csv.reader(lines[:ROWS_LOOKED_AT], delimiter=delimiter))
        except csv.Error:
            continue
        widths = [len(row) for row in some if row]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        if usual > 1 and widths.count(usual) + usual / 1000 > best[0]:
            try:
                best = (
                    widths.count(usual) + usual / 1000,
                    list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter)),
                )
            except csv.Error:
                continue
    return best[1]


def _look_at_the_sheets(path: Path) -> bool:
    """Whether any sheet has formulas.

    Raises:
        UnreadableFile: a sheet is too large to be held ("too large"), or the package is broken.
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = [item for item in package.infolist() if re.search(r"worksheets/[^/]*\.xml$", item.filename)]
            if sum(item.file_size for item in names) > LARGEST_SHEET:
                raise UnreadableFile(packages.TOO_LARGE, "too large")
            return any(re.search(rb"<(?:\w+:)?f[ >]", package.read(item)) for item in names)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OSError) as error:
        raise UnreadableFile(packages.BROKEN) from error
    except Exception as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(packages.BROKEN) from error


def _opened(path: Path, *, values: bool) -> Any:
    from openpyxl import load_workbook

    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(file, data_only=values, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableFile(packages.BROKEN) from error


def _sheet(composer: Composer, sheet: Any, asked: Any) -> None:
    rows, unseen = _visible(sheet)
    if unseen:
        composer.note(HIDDEN_PARTS.format(sheet.title))
    empty = sum(
        1
        for place, cell in (asked._cells.items() if asked is not None else ())
        if cell.data_type == "f" and sheet._cells[place].value is None
    )
    if empty:
        composer.note(NOT_STORED.format(empty, sheet.title))
    for line in (sheet.oddHeader, sheet.oddFooter):
        for part in (line.left, line.center, line.right):
            words = cleaned(HEAD_CODES.sub("", part.text or ""))
            if any(character.isalpha() for character in words) and words not in composer.margins:
                composer.margins.append(words)
    if rows:
        composer.heading(1, sheet.title)
        write_rows(composer, rows)


def _visible(sheet: Any) -> tuple[Rows, bool]:
    """The cells with words that can be seen, by row and column, and whether others are hidden."""
    columns = {
        number
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min or 0, min(dimension.max or 0, 16384) + 1)
    }
    lines = {number for number, dimension in sheet.row_dimensions.items() if dimension.hidden}
    looks: dict[int, _Look] = {}
    rows: Rows = {}
    unseen = False
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is None:
            continue
        look = looks.get(cell.style_id)
        if look is None:
            look = looks[cell.style_id] = _look(cell)
        words = cleaned(printed(cell.value, look.form))
        if not words:
            continue
        if row in lines or column in columns or look.white:
            unseen = True
            continue
        rows.setdefault(row, {})[column] = Cell(words, look.strong)
    _spread(sheet, rows, lines, columns)
    return rows, unseen


def _look(cell: Any) -> _Look:
    font, fill = cell.font, cell.fill
    filled = fill is not None and fill.fill_type not in (None, "none")
    colour = fill.fgColor.rgb if filled and fill.fill_type == "solid" and fill.fgColor is not None else None
    coloured = filled and colour not in WHITE
    white = font is not None and font.color is not None and font.color.rgb in WHITE and not filled
    return _Look(bool(font is not None and font.b) or coloured, white, cell.number_format or "General")


def _spread(sheet: Any, rows: Rows, lines: set[int], columns: set[int]) -> None:
    """Write merged cells into every visible place that they cover."""
    for area in sheet.merged_cells.ranges:
        cell = rows.get(area.min_row, {}).get(area.min_col)
        across = [column for column in range(area.min_col, area.max_col + 1) if column not in columns]
        down = [row for row in range(area.min_row, area.max_row + 1) if row not in lines]
        if cell is None or len(across) * len(down) > MOST_SPREAD:
            continue
        for row in down:
            for column in across:
                first = (row, column) == (area.min_row, area.min_col)
                rows.setdefault(row, {})[column] = replace(cell, across=len(across), down=len(down), first=first)


def write_rows(composer: Composer, rows: Rows) -> None:
    """Write cells by row and column: blocks that empty rows part, each with its titles, its table and its notes."""
    above: list[list[Cell]] = []
    before: set[int] = set()
    for block in _blocks(rows):
        columns = sorted({column for row in block for column in row})
        block = _titles(composer, block, len(columns))
        ending = _ending(block)
        notes = [next(iter(row.values())) for row in block[len(block) - ending :]]
        block = block[: len(block) - ending]
        if block:
            columns = sorted({column for row in block for column in row})
            grid = [[row.get(column, Cell()) for column in columns] for row in block]
            count = grids.header_rows(grids.tidy(grid))
            if not count and above and set(columns) <= before:
                wider = sorted(before)
                grid = [[row.get(column, Cell()) for column in wider] for row in block]
                grids.write(composer, [*above, *grid], len(above))
            else:
                above, before = (grid[:count], set(columns)) if count else ([], set())
                _write(composer, grid)
        for note in notes:
            composer.paragraph(note.words)


def _write(composer: Composer, grid: list[list[Cell]]) -> None:
    if len(grid[0]) == 1:
        composer.paragraph(grid[0][0].words)
        for row in grid[1:]:
            composer.line(row[0].words)
    elif len(grid) == 1 and len(grid[0]) == 2:
        label = grid[0][0].words.rstrip(": ")
        composer.paragraph(f"{label}: {grid[0][1].words}")
    else:
        grids.write(composer, grid)


def _blocks(rows: Rows) -> Iterator[list[dict[int, Cell]]]:
    block: list[dict[int, Cell]] = []
    last = None
    for number in sorted(rows):
        if last is not None and number > last + 1 and block:
            yield block
            block = []
        block.append(rows[number])
        last = number
    if block:
        yield block


def _alone(row: dict[int, Cell]) -> bool:
    """Whether a row holds one cell only, which may stand across several columns."""
    cells = list(row.values())
    return sum(cell.first for cell in cells) <= 1 and len({cell.words for cell in cells}) == 1


def _titles(composer: Composer, block: list[dict[int, Cell]], width: int) -> list[dict[int, Cell]]:
    """Write the rows of one cell that stand above a table, and give the rest."""
    while len(block) > 1 and width > 1 and _alone(block[0]):
        composer.paragraph(next(iter(block[0].values())).words)
        block = block[1:]
    return block


def _ending(block: list[dict[int, Cell]]) -> int:
    """How many rows at the end are remarks below a table: one cell in the table's first column, and long."""
    width = len({column for row in block for column in row})
    count = 0
    while width > 2 and count < len(block) - 1:
        row = block[len(block) - 1 - count]
        words = next(iter(row.values())).words
        if not _alone(row) or len(words) <= grids.LONGEST_LABEL or min(row) > min(block[0]):
            break
        count += 1
    return count
