"""Tables whose columns are known by the alignment of their words, with level rules or with none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from assistant.reading.pdf.printed import Cell, Line, PrintedTable, Word

Gap = tuple[float, float]

FAR = 1e6  # points: beyond every page
SAME = 4.0  # points
NEAR = 2.5  # points by which the words of one column may be out of line
LABEL = re.compile(
    r"[^\w\s£$€%]{1,2}|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z]{1,2}|[ivxl]{1,6})[.):]{0,2}|o", re.IGNORECASE
)
PAGE = re.compile(r"\d{1,3}|[ivxl]{1,6}", re.IGNORECASE)
WORDY = 4.0  # words in a line: running text has so many
GOING_ON = 0.25  # and so many of its lines begin in the middle of a sentence
LEVELS_OF_ROWS = 4  # so many rules part rows, fewer a header and an end
SPACED = 1.25  # lines this much further apart than those of one cell begin a row


class Block:
    """Lines that share gaps: `gaps` are the gutters between columns, from left to right.

    `cells[i][j]` are the words of line i in column j; a line that crosses a gutter is one cell, in the first column.
    """

    def __init__(self, lines: Sequence[Line], gaps: Sequence[Gap]) -> None:
        self.lines = tuple(lines)
        self.gaps = tuple(gaps)
        self.columns = len(self.gaps) + 1
        middles = [(left + right) / 2 for left, right in self.gaps]
        self.crossing = [crosses(self.gaps, line) for line in self.lines]
        self.cells: list[list[list[Word]]] = []
        for line, whole in zip(self.lines, self.crossing, strict=True):
            cells: list[list[Word]] = [[] for _ in range(self.columns)]
            for word in line.words:
                cells[0 if whole else bisect_left(middles, word.across)].append(word)
            self.cells.append(cells)

    @property
    def edges(self) -> tuple[float, ...]:
        """The left edge of every column: where its leftmost word begins."""
        inside = [cells for cells, whole in zip(self.cells, self.crossing, strict=True) if not whole]
        lefts = [[word.left for cells in inside for word in cells[column]] for column in range(self.columns)]
        return tuple(min(places, default=FAR) for places in lefts)

    def texts(self, column: int) -> list[str]:
        """What each line has in a column, if anything."""
        return [" ".join(word.text for word in cells[column]) for cells in self.cells if cells[column]]

    def row(self, numbers: Iterable[int]) -> tuple[Cell, ...]:
        """The words of some lines, column by column."""
        cells: list[list[Word]] = [[] for _ in range(self.columns)]
        for number in numbers:
            for cell, words in zip(cells, self.cells[number], strict=True):
                cell.extend(words)
        return tuple(tuple(cell) for cell in cells)


def crosses(gaps: Iterable[Gap], line: Line) -> bool:
    """Whether a word of a line stands in one of the gaps."""
    return any(word.left < right - 0.5 and word.right > left + 0.5 for left, right in gaps for word in line.words)


def shared(gaps: Iterable[Gap], line: Line, least: float) -> list[Gap]:
    """What is left of some gaps where a line has no word; gaps narrower than `least` points are gone."""
    free: list[Gap] = []
    edge = -FAR
    for word in line.words:
        if word.left > edge:
            free.append((edge, word.left))
            edge = word.right
        elif word.right > edge:
            edge = word.right
    free.append((edge, FAR))
    found: list[Gap] = []
    for left, right in gaps:
        for start, end in free:
            if min(right, end) - max(left, start) >= least:
                found.append((max(left, start), min(right, end)))
    return found


def between(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The gaps that have columns on both sides."""
    return tuple(gap for gap in gaps if gap[0] > -FAR and gap[1] < FAR)


def block_of(lines: Sequence[Line], least: float) -> Block | None:
    """Lines with the gaps of `least` times their type that all of them share; None when there are none."""
    gaps = none_yet()
    for line in lines:
        gaps = shared(gaps, line, least * line.size)
    return Block(lines, between(gaps)) if between(gaps) else None


def none_yet() -> list[Gap]:
    """The gaps before any line is known: the whole breadth of the page."""
    return [(-FAR, FAR)]


def settled(gaps: Sequence[Gap], least: float, lines: Sequence[Line]) -> tuple[Gap, ...]:
    """The gaps between columns that are `least` times the type of some lines."""
    size = median(line.size for line in lines) if lines else 0.0
    return tuple(gap for gap in between(gaps) if gap[1] - gap[0] >= least * size)


def table_of(block: Block, levels: Sequence[float], *, ruled: bool) -> PrintedTable:
    """A block as a table; `levels` are the places of the rules drawn through it, each of which ends a row."""
    rows = [block.row(group) for group in grouped(block, levels)]
    lines = block.lines
    return PrintedTable(
        rows=tuple(rows),
        left=min(line.left for line in lines),
        top=min(line.top for line in lines),
        right=max(line.right for line in lines),
        bottom=max(line.bottom for line in lines),
        edges=block.edges,
        ruled=ruled,
    )


def grouped(block: Block, levels: Sequence[float]) -> list[list[int]]:
    """The lines of each row, by number: a rule or a wide gap begins one; else what cannot be the rest of the row."""
    right = max(line.right for line in block.lines)
    ends = [*(gap[1] for gap in block.gaps), right + 1]
    tight = _pitch(block)
    spaced = is_spaced(block)
    rows: list[list[int]] = [[0]]
    for number, (above, line) in enumerate(pairwise(block.lines), start=1):
        parted = any(above.bottom - 2 < level < line.bottom - 2 for level in levels)
        wide = spaced and line.bottom - above.bottom > SPACED * tight
        goes_on = _belongs if spaced or len(levels) >= LEVELS_OF_ROWS else _wraps_over
        if parted or wide or not goes_on(block, rows[-1], number, ends):
            rows.append([])
        rows[-1].append(number)
    return rows


def is_spaced(block: Block) -> bool:
    """Whether rows stand further apart than the lines of a cell."""
    pitches = [line.bottom - above.bottom for above, line in pairwise(block.lines)]
    return max(pitches, default=0.0) > SPACED * _pitch(block)


def _pitch(block: Block) -> float:
    """The distance of lines within a cell, the least in any column; FAR where no cell may have two lines."""
    size = median(line.size for line in block.lines)
    pitches: list[float] = []
    for column in range(block.columns):
        inside = [line.bottom for line, cells in zip(block.lines, block.cells, strict=True) if cells[column]]
        pitches.extend(low - high for high, low in pairwise(inside) if 0.7 * size < low - high < 1.8 * size)
    return min(pitches, default=FAR)


def _belongs(block: Block, row: Sequence[int], number: int, ends: Sequence[float]) -> bool:
    """Whether a line near a row is part of it, where rows are parted by rules or wide gaps; cells may be centred."""
    here = block.cells[number]
    filled = [column for column, cell in enumerate(here) if cell]
    against = 0
    for column in filled:
        above = [block.cells[part][column] for part in row if block.cells[part][column]]
        against += bool(above) and not wraps(above[-1], here[column], ends[column])
    return len(filled) == 1 or 2 * against <= len(filled)


def _wraps_over(block: Block, row: Sequence[int], number: int, ends: Sequence[float]) -> bool:
    """Whether a line is the rest of the cells of the line above it, where nothing but the words tells."""
    here, above = block.cells[number], block.cells[row[-1]]
    filled = [column for column, cell in enumerate(here) if cell]
    whole = all(above[column] and wraps(above[column], here[column], ends[column]) for column in filled)
    return whole and len(filled) < block.columns


def wraps(above: Sequence[Word], here: Sequence[Word], end: float) -> bool:
    """Whether the first word of a line had no room at the end of the line above it; a number begins anew."""
    first = here[0]
    signs = [sign for word in (*above, *here) for sign in word.text]
    if any(map(str.isdigit, signs)) and not any(map(str.isalpha, signs)):
        return False
    room = end - above[-1].right
    return first.right - first.left + 0.2 * first.size > room - first.size * 0.5


def is_listing(block: Block) -> bool:
    """Whether a block is no table: one column of words behind marks or numbers, named fields, or a list of contents."""
    columns = [block.texts(column) for column in range(block.columns)]
    named = [texts for texts in columns if not _most(LABEL.fullmatch(text) is not None for text in texts)]
    marked = len(named) < 2 and _most(LABEL.fullmatch(text) is not None for text in columns[0])
    fields = len(columns) == 2 and _most(text.endswith(":") for text in columns[0])
    return marked or fields or any(map(_is_contents, columns[1:]))


def _is_contents(texts: Sequence[str]) -> bool:
    """Whether a column has page numbers that rise, under no name but that of pages."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    names = [text for text in texts if not PAGE.fullmatch(text)]
    unnamed = not names or (len(names) == 1 and names[0].casefold().startswith(("page", "pg")))
    return unnamed and len(numbers) >= 3 and numbers == sorted(numbers)


def _most(answers: Iterable[bool]) -> bool:
    given = list(answers)
    return 2 * sum(given) > len(given)


def is_prose(block: Block) -> bool:
    """Whether all columns or all but one are running text, in the same type."""
    running = 0
    for column in range(block.columns):
        texts = block.texts(column)
        words = sum(len(text.split()) for text in texts)
        going_on = sum(text[:1].islower() for text in texts)
        running += len(texts) > 3 and words >= WORDY * len(texts) and going_on >= GOING_ON * len(texts)
    if running < max(2, block.columns - 1):
        return False
    bold = [_most(word.bold for cells in block.cells for word in cells[column]) for column in range(block.columns)]
    return all(bold) or not any(bold)


def is_aligned(block: Block, rows: Sequence[Sequence[int]]) -> bool:
    """Whether the cells of every column begin, end or are centred at one place, most of them."""
    for column in range(block.columns):
        cells = [block.cells[row[0]][column] for row in rows if block.cells[row[0]][column]]
        if len(cells) < 2:
            continue
        lefts = [cell[0].left for cell in cells]
        rights = [cell[-1].right for cell in cells]
        middles = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
        if max(map(_together, (lefts, rights, middles))) < 0.6 * len(cells):
            return False
    return True


def _together(places: Sequence[float]) -> int:
    """How many places stand within 2.5 points of one of them."""
    return max(sum(abs(place - other) <= NEAR for other in places) for place in places)


def same_columns(edges: Sequence[float], others: Sequence[float]) -> bool:
    """Whether the columns of two tables begin at the same places, to within 4 points."""
    return len(edges) == len(others) and all(
        abs(edge - other) <= SAME for edge, other in zip(edges, others, strict=True)
    )
