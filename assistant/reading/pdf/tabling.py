"""Printed tables as the grids that are written: pieces over pages joined, header and labels told from values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading import grids
from assistant.reading.pdf.blocks import PlacedTable
from assistant.reading.pdf.printed import Cell, Line, PrintedTable, Word
from assistant.reading.pdf.wording import Part, Vocabulary, written

LETTER = re.compile(r"[b-hj-z][,.;:]?")  # no word by itself
SHORTEST = 2  # letters: a piece of a word that a single letter ends has more
SAME_EDGE = 4.0  # points
LEAST_COLUMNS = 4  # a row of two cells across a table of more columns than this is its title


@dataclass(frozen=True, slots=True)
class Written:
    """Words and where each of them is printed."""

    words: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """Lines that stand above the table, then either its fields "Label: value" or its header and rows."""

    titles: tuple[Written, ...] = ()
    fields: tuple[Written, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[Written, ...], ...] = ()


def goes_on(table: PrintedTable, following: PrintedTable) -> bool:
    """Whether the table at the top of the next page is the rest of one: their columns stand in the same places."""
    if len(table.edges) != len(following.edges):
        return False
    return all(abs(one - other) <= SAME_EDGE for one, other in zip(table.edges, following.edges, strict=True))


def as_written(placed: Sequence[PlacedTable], vocabulary: Vocabulary) -> WrittenTable:
    """What is written of a table whose pieces are given, one for every page."""
    rows, pages = _joined(placed)
    rests = frozenset(rest for piece in placed for rest in _rests(piece.table, vocabulary))
    cells = [[_written(cell, page, vocabulary, rests) for cell in row] for row, page in zip(rows, pages, strict=True)]
    used = [column for column in range(len(rows[0])) if any(row[column].words for row in cells)]
    kept = [number for number, row in enumerate(cells) if any(cell.words for cell in row)]
    grid = [[_cell(rows, number, column, cells[number][column].words) for column in used] for number in kept]
    texts = [[cells[number][column] for column in used] for number in kept]
    count = _titles(grid)
    titles = tuple(_title(row) for row in texts[:count])
    grid, texts = grid[count:], texts[count:]
    pairs = grids.fields(grid)
    if pairs:
        return WrittenTable(titles, fields=tuple(_fields(texts)))
    headers = min(grids.header_rows(grid), max(0, len(grid) - 1))
    return WrittenTable(titles, header=grids.joined(grid[:headers]), rows=tuple(map(tuple, texts[headers:])))


def _joined(placed: Sequence[PlacedTable]) -> tuple[list[tuple[Cell, ...]], list[int]]:
    """The rows of all pieces with their pages; a header repeated on a later page is left out."""
    rows = list(placed[0].table.rows)
    pages = [placed[0].page] * len(rows)
    head = [_words(row) for row in rows[:2]]
    for piece in placed[1:]:
        skipped = 0
        while skipped < min(len(head), len(piece.table.rows)) and _words(piece.table.rows[skipped]) == head[skipped]:
            skipped += 1
        rows.extend(piece.table.rows[skipped:])
        pages.extend([piece.page] * (len(piece.table.rows) - skipped))
    return rows, pages


def _words(row: Sequence[Cell]) -> list[list[str]]:
    return [[word.text for word in cell] for cell in row]


def _rests(table: PrintedTable, vocabulary: Vocabulary) -> Iterator[int]:
    """The ids of words that are the rest of one too long for its cell, cut without a hyphen."""
    walls = [*table.edges[1:], table.right]
    for row in table.rows if table.ruled else ():
        for column, cell in enumerate(row):
            alone = cell and not (column + 1 < len(row) and _is(cell, row[column + 1]))
            for run in _cut(_lines(cell), table.edges[column], walls[column]) if alone else ():
                yield from map(id, _ends(run, vocabulary))


def _ends(run: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Word]:
    """Those of some words, each of which fills a line, that end a word of the document begun before them."""
    first = 0
    while first < len(run) - 1:
        last = len(run)
        while last > first + 1 and not vocabulary.knows("".join(word.text for word in run[first:last])):
            last -= 1
        if last == first + 1 and len(run[first].text) > SHORTEST and LETTER.fullmatch(run[last].text):
            last += 1
        yield from run[first + 1 : last]
        first = last


def _cut(lines: Sequence[Line], left: float, right: float) -> Iterator[list[Word]]:
    """Words of a cell that alone fill their lines from wall to wall, with the first word of the line after them."""
    run: list[Word] = []
    for above, line in pairwise(lines):
        last, first = above.words[-1], line.words[0]
        letter = (first.right - first.left) / len(first.text)
        room = right - last.right - (last.left - left)  # the margin of a cell is the same on both sides
        if len(above.words) == 1 and room < letter and first.text[0].islower():
            run = [*(run or [last]), first]
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _written(cell: Cell, page: int, vocabulary: Vocabulary, rests: frozenset[int]) -> Written:
    if not cell:
        return Written("")
    lines = _lines(cell)
    words, parts = written([(page, line) for line in lines], vocabulary, rests=rests)
    return Written(words, tuple(parts))


def _lines(cell: Cell) -> list[Line]:
    """The lines of a cell whose words are in reading order."""
    lines = [[cell[0]]]
    for before, word in pairwise(cell):
        if word.left < before.right and word.top > before.down:
            lines.append([])
        lines[-1].append(word)
    return [Line(tuple(line)) for line in lines]


def _cell(rows: Sequence[Sequence[Cell]], number: int, column: int, words: str) -> grids.Cell:
    cell = rows[number][column]
    same = [row for row in range(len(rows)) if _is(rows[row][column], cell)]
    beside = [other for other in range(len(rows[number])) if _is(rows[number][other], cell)]
    first = not cell or (same[0] == number and beside[0] == column)
    strong = bool(cell) and all(word.bold for word in cell)
    return grids.Cell(words, strong, max(1, len(beside)), max(1, len(same)), first)


def _is(one: Cell, other: Cell) -> bool:
    """Whether two places show the same merged cell: the very same words."""
    return bool(one) and bool(other) and one[0] is other[0]


def _titles(grid: grids.Grid) -> int:
    """How many rows at the top are no row of the table: one cell across it, or across half of it and one beside."""
    count = 0
    for row in grid[:-1]:
        cells = sum(cell.first and bool(cell.words) for cell in row)
        wide = row[0].across >= max(2, len(row) / 2) and row[0].first
        if not wide or cells > (2 if len(row) > LEAST_COLUMNS else 1):
            break
        count += 1
    return count


def _title(row: Sequence[Written]) -> Written:
    """The different cells of a row as one line."""
    words = ""
    parts: list[Part] = []
    before = ""
    for cell in row:
        if cell.words and cell.words != before:
            words += " " if words else ""
            shift = len(words)
            parts.extend(Part(part.start + shift, part.end + shift, part.word, part.page) for part in cell.parts)
            words += cell.words
            before = cell.words
    return Written(words, tuple(parts))


def _fields(texts: Sequence[Sequence[Written]]) -> list[Written]:
    found = []
    for row in texts:
        for label, value in zip(row[::2], row[1::2], strict=False):
            name = label.words.rstrip(": ")
            if not name or not value.words:
                found.append(label if label.words else value)
                continue
            shift = len(name) + 2
            moved = tuple(Part(part.start + shift, part.end + shift, part.word, part.page) for part in value.parts)
            kept = tuple(
                Part(part.start, min(part.end, len(name)), part.word, part.page)
                for part in label.parts
                if part.start < len(name)
            )
            found.append(Written(f"{name}: {value.words}", (*kept, *moved)))
    return [field for field in found if field.words]
