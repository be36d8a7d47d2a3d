"""A table as a grid of cells, whatever format it came from: what are its header, its fields, its title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.reading.composing import Composer, cleaned

MOST_ACROSS = 64
MOST_PLACES = 200_000
LONGEST_LABEL = 40
LONGEST_NAME = 60
LONGEST_HEAD = 160
VALUE = re.compile(r"[-(+]?[£$€]?\s?\d[\d.,:/ %-]*(?:%|\)|[kKmM])?")
DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2,8} \d{4}")
SENTENCE_ENDS = (".", ";", ",", "?", "!")
CONTROL = re.compile(
    r"(?:(?:policy|document|plan|procedure|date|last|next|first|current|lead|responsible|target|review|issue|approval)\s)*"
    r"(?:owner|author|title|name|version|status|approved|adopted|approval|approver|ratified|review(?:ed)?|reviewer|"
    r"date|effective|issued?|reference|ref|contact|committee|applies|audience|supersedes|replaces|category|"
    r"classification|department|governor|lead|cycle|frequency|number|type)\b",
    re.IGNORECASE,
)
Grid = Sequence[Sequence["Cell"]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a grid. `strong` is set for bold or shaded words; `across` and `down` count what the cell covers.

    A cell that covers several places stands in each of them, and `first` is True in the first one only.
    """

    words: str = ""
    strong: bool = False
    across: int = 1
    down: int = 1
    first: bool = True


def spread(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows of cells as written, each once, as a full grid in which a merged cell stands in every place it covers."""
    taken: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            room = len(taken) < MOST_PLACES
            across = min(cell.across, MOST_ACROSS) if room else 1
            for below in range(min(cell.down, len(rows) - number) if room else 1):
                for beside in range(across):
                    here = cell if not below and not beside else replace(cell, first=False)
                    taken.setdefault((number + below, column + beside), here)
            column += across
    width = max((column for _, column in taken), default=-1) + 1
    return [[taken.get((number, column), Cell()) for column in range(width)] for number in range(len(rows))]


def write(composer: Composer, grid: Grid, headers: int | None = None) -> tuple[str, ...]:
    """Write a grid as fields, or as a table below the lines that stand across it; returns the header it was given.

    `headers` is how many rows name the columns, where the format says so.
    """
    grid = tidy(grid)
    titles = _titles(grid) if headers is None or headers > 1 else 0
    for row in grid[:titles]:
        composer.paragraph(row[0].words)
    grid = grid[titles:]
    pairs = fields(grid) if not headers else []
    if pairs:
        composer.paragraph(pairs[0])
        for pair in pairs[1:]:
            composer.line(pair)
        return ()
    count = headers - titles if headers is not None else header_rows(grid)
    count = min(max(count, 0), len(grid) - 1) if grid else 0
    header = joined(grid[:count])
    composer.table(header, [[cell.words for cell in row] for row in grid[count:]])
    return header


def tidy(grid: Grid) -> list[list[Cell]]:
    """The grid with clean words, without its empty rows and columns."""
    rows = [[replace(cell, words=cleaned(cell.words)) for cell in row] for row in grid]
    rows = [row for row in rows if any(cell.words for cell in row)]
    used = sorted({column for row in rows for column, cell in enumerate(row) if cell.words})
    return [[row[column] if column < len(row) else Cell() for column in used] for row in rows]


def fields(grid: Grid) -> list[str]:
    """The lines "Label: value" of a grid of labels and values side by side; empty when it is not one."""
    width = max((len(row) for row in grid), default=0)
    if width not in (2, 4, 6) or any(cell.across > 1 and cell.first for row in grid for cell in row[:1]):
        return []
    labels = [row[column] for row in grid for column in range(0, width, 2) if row[column].words]
    values = [row[column] for row in grid for column in range(1, width, 2) if row[column].words]
    if not labels or not values or any(len(label.words) > LONGEST_LABEL or is_value(label.words) for label in labels):
        return []
    if len({label.words for label in labels}) < len(labels) or any(cell.down != 1 for cell in labels):
        return []
    asked = all(label.words.endswith(":") for label in labels)
    marked = all(label.strong for label in labels) and not any(value.strong for value in values)
    control = len(labels) > 1 and sum(CONTROL.match(label.words) is not None for label in labels) > len(labels) / 2
    headed = all(cell.strong for cell in grid[0]) and not all(value.strong for value in values)
    if headed or not (asked or marked or (control and _control_begins(grid[0]))):
        return []
    lines = []
    for row in grid:
        for label, value in zip(row[::2], row[1::2], strict=True):
            name = label.words.rstrip(": ")
            lines.append(f"{name}: {value.words}" if name and value.words else name or value.words)
    return [line for line in lines if line]


def _control_begins(row: Sequence[Cell]) -> bool:
    """Whether the first row is a label with its value and not two names of columns."""
    return CONTROL.match(row[0].words) is not None and CONTROL.match(row[1].words) is None


def header_rows(grid: Grid) -> int:
    """How many rows at the top name the columns, as far as their looks tell: 0, 1 or 2."""
    if len(grid) < 2 or not (_names(grid[0]) or _stands_out(grid)):
        return 0
    double = any(cell.across > 1 for cell in grid[0]) or any(cell.down > 1 for cell in grid[0])
    if double and len(grid) > 2 and _names(grid[1]) and any(not cell.first for cell in grid[0]):
        spanned = {column for column, cell in enumerate(grid[0]) if cell.across > 1}
        if spanned and len({grid[1][column].words for column in spanned}) == len(spanned):
            return 2
    if all(cell.strong for cell in grid[0] if cell.words):
        return 1 if any(not cell.strong for row in grid[1:] for cell in row if cell.words) else _by_words(grid)
    return 0 if any(cell.strong for cell in grid[0]) and not grid[0][0].strong else _by_words(grid)


def _stands_out(grid: Grid) -> bool:
    """Whether the whole first row is bold or shaded and none of the others is: then it may be years or sentences."""
    head = [cell for cell in grid[0] if cell.words]
    striking = len(head) == len(grid[0]) and all(cell.strong and len(cell.words) <= LONGEST_HEAD for cell in head)
    return striking and not any(all(cell.strong for cell in row if cell.words) for row in grid[1:])


def _by_words(grid: Grid) -> int:
    """1 when the words of the first row read like names above the cells below them."""
    head = [cell.words for cell in grid[0]]
    if len(set(head)) < len(head):
        return 0
    below = [row[column].words for row in grid[1:] for column in range(len(head))]
    differs = any(is_value(words) or len(words) > LONGEST_NAME or words.endswith(".") for words in below)
    return int(differs or len(grid) > 2)


def _names(row: Sequence[Cell]) -> bool:
    words = [cell.words for cell in row]
    if sum(not name for name in words) > (1 if len(words) > 2 else 0) and not all(
        cell.strong for cell in row if cell.words
    ):
        return False
    return all(
        len(name) <= LONGEST_NAME and not name.endswith(SENTENCE_ENDS) and not is_value(name) for name in words if name
    )


def is_value(words: str) -> bool:
    """Whether words are a number, an amount, a share or a date."""
    return bool(VALUE.fullmatch(words) or DAY.fullmatch(words))


def joined(rows: Grid) -> tuple[str, ...]:
    """The names of the columns from one or more header rows: "Spend › Approver"."""
    names = []
    for column in range(max((len(row) for row in rows), default=0)):
        parts: list[str] = []
        for row in rows:
            if row[column].words and row[column].words not in parts:
                parts.append(row[column].words)
        names.append(" › ".join(parts))
    return tuple(names)


def _titles(grid: Grid) -> int:
    """How many rows at the top are one cell that stands across the whole table."""
    count = 0
    for row in grid[:-1]:
        if len(row) < 2 or row[0].across < len(row) or not row[0].first:
            break
        count += 1
    return count
