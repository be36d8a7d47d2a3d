"""Tables whose cells are drawn: lines are joined to grids, and what no line parts is one cell."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from assistant.reading.pdf.inner import parted
from assistant.reading.pdf.layout import lines_of
from assistant.reading.pdf.printed import Cell, PrintedTable, Rule, Word

SNAP = 3.0  # points: lines so near to each other are one line, and so small a gap closes
DASH = 6.0  # points: the widest gap in a dashed line, whose pieces stand exactly in a row
SHORTEST = 5.0  # points
SLIMMEST = 9.0  # points: an empty column or row narrower than this is the space between two lines
BLANK = 0.35  # of the type: a gap between words that is no wider is a blank
COVERED = 0.6  # of the side of a cell: a line that covers more is a wall
MOST_UNITS = 20_000  # a grid with more is a drawing
MOST_LINES = 1_000  # so is a page with more lines when their pieces are joined

Span = tuple[float, float, float]  # where a line stands, and from where to where it runs


class Grid:
    """Lines that touch: `levels` as (down, left, right), `uprights` as (across, top, bottom)."""

    def __init__(self, levels: Sequence[Span], uprights: Sequence[Span]) -> None:
        self.levels = sorted(levels)
        self.uprights = sorted(uprights)
        self.left = min([start for _, start, _ in levels] + [at for at, _, _ in uprights])
        self.right = max([end for _, _, end in levels] + [at for at, _, _ in uprights])
        self.top = min([at for at, _, _ in levels] + [start for _, start, _ in uprights])
        self.bottom = max([at for at, _, _ in levels] + [end for _, _, end in uprights])

    @property
    def across(self) -> list[float]:
        """Where columns begin and the last one ends; the ends of level lines close a grid that is open at its sides."""
        return _distinct([self.left, self.right, *(at for at, _, _ in self.uprights)])

    @property
    def down(self) -> list[float]:
        """Where rows begin and the last one ends."""
        return _distinct([self.top, self.bottom, *(at for at, _, _ in self.levels)])


def joined(rules: Iterable[Rule]) -> tuple[list[Span], list[Span]]:
    """Level and upright lines made whole of their pieces: dots, dashes, double lines and the edges of boxes."""
    levels = [(rule.top, rule.left, rule.right) for rule in rules if rule.top == rule.bottom]
    uprights = [(rule.left, rule.top, rule.bottom) for rule in rules if rule.left == rule.right]
    return _whole(levels), _whole(uprights)


def grids(levels: Sequence[Span], uprights: Sequence[Span]) -> list[Grid]:
    """The lines in groups that touch each other, from top to bottom; nothing for a page that is a drawing."""
    if len(levels) + len(uprights) > MOST_LINES:
        return []
    parent = list(range(len(levels) + len(uprights)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    corners = 0
    for number, (down, left, right) in enumerate(levels):
        for other, (across, top, bottom) in enumerate(uprights, start=len(levels)):
            if left - SNAP <= across <= right + SNAP and top - SNAP <= down <= bottom + SNAP:
                parent[root(number)] = root(other)
                corners += 1
        if corners > MOST_UNITS:
            return []
    groups: dict[int, tuple[list[Span], list[Span]]] = defaultdict(lambda: ([], []))
    for number, line in enumerate(levels):
        groups[root(number)][0].append(line)
    for number, line in enumerate(uprights, start=len(levels)):
        groups[root(number)][1].append(line)
    found = [Grid(*group) for group in groups.values()]
    return sorted(found, key=lambda grid: (grid.top, grid.left))


def table_of(grid: Grid, words: Sequence[Word]) -> PrintedTable | None:
    """The cells of a grid with their words; None when it has no two columns, or no words."""
    across, down = grid.across, grid.down
    if len(across) < 3 or len(down) < 2 or (len(across) - 1) * (len(down) - 1) > MOST_UNITS:
        return None
    regions = _regions(grid, across, down)
    cells = _filled(regions, across, down, words)
    if _runs_through(regions, across, down, words):
        return None
    columns = [index for index in range(len(across) - 1) if _stays(regions, cells, across, index, upright=True)]
    rows = [index for index in range(len(down) - 1) if _stays(regions, cells, down, index, upright=False)]
    closed = _closed(grid, across, down)
    rows = [row for row in rows if row in closed and any(regions[row][column] in cells for column in columns)]
    if len(columns) < 2 or not rows:
        return None
    ends = [*(across[column] for column in columns[1:]), across[-1]]
    return PrintedTable(
        rows=tuple(parted([tuple(cells.get(regions[row][column], ()) for column in columns) for row in rows], ends)),
        left=grid.left,
        top=down[rows[0]],
        right=grid.right,
        bottom=down[rows[-1] + 1],
        edges=tuple(across[column] for column in columns),
        ruled=True,
    )


def _whole(pieces: list[Span]) -> list[Span]:
    """Pieces that stand exactly in a row are joined over dashes; then lines close together are made one."""
    exact = _merged(pieces, lambda at: round(2 * at) / 2, DASH)
    long = [piece for piece in exact if piece[2] - piece[1] >= SHORTEST]
    places = _distinct([at for at, _, _ in long])
    nearest: dict[float, float] = {}
    position = 0
    for at in sorted({at for at, _, _ in long}):
        while position + 1 < len(places) and abs(places[position + 1] - at) <= abs(places[position] - at):
            position += 1
        nearest[at] = places[position]
    return _merged(long, nearest.__getitem__, SNAP)


def _merged(pieces: Iterable[Span], place: Callable[[float], float], gap: float) -> list[Span]:
    groups: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for at, start, end in pieces:
        groups[place(at)].append((start, end))
    found: list[Span] = []
    for at, spans in groups.items():
        spans.sort()
        begun, ended = spans[0]
        for start, end in spans[1:]:
            if start > ended + gap:
                found.append((at, begun, ended))
                begun, ended = start, end
            ended = max(ended, end)
        found.append((at, begun, ended))
    return found


def _distinct(places: Iterable[float]) -> list[float]:
    """Places in order, those within 3 points of a group's first as their mean."""
    groups: list[list[float]] = []
    for at in sorted(set(places)):
        if groups and at - groups[-1][0] <= SNAP:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [sum(group) / len(group) for group in groups]


def _closed(grid: Grid, across: Sequence[float], down: Sequence[float]) -> range:
    """The rows without an outer one that is open: neither its end nor its sides nor all its inner lines are drawn."""

    def is_open(row: int, end: float) -> bool:
        drawn = _walls(grid.levels, end, across)
        first, *inner, last = [_walls(grid.uprights, at, (down[row], down[row + 1]))[0] for at in across]
        return sum(drawn) < 2 and not (first and last) and not all(inner)

    last = len(down) - 2
    return range(int(is_open(0, down[0])), last + 1 - is_open(last, down[-1]))


def _regions(grid: Grid, across: Sequence[float], down: Sequence[float]) -> list[list[int]]:
    """For every unit between neighbouring lines, the number of the cell that it belongs to."""
    width, height = len(across) - 1, len(down) - 1
    levels = [_walls(grid.levels, at, across) for at in down]
    uprights = [_walls(grid.uprights, at, down) for at in across]
    regions = [[-1] * width for _ in range(height)]
    number = 0
    for row in range(height):
        for column in range(width):
            if regions[row][column] >= 0:
                continue
            units = _open(row, column, regions, levels, uprights)
            for part in _boxes(units):
                for unit_row, unit_column in part:
                    regions[unit_row][unit_column] = number
                number += 1
    return regions


def _walls(lines: Sequence[Span], at: float, places: Sequence[float]) -> list[bool]:
    """For each unit between two places, whether lines that stand at `at` cover its side."""
    spans = [(start, end) for place, start, end in lines if abs(place - at) <= SNAP]
    return [
        sum(max(0.0, min(end, after) - max(start, before)) for start, end in spans) >= COVERED * (after - before)
        for before, after in pairwise(places)
    ]


def _open(
    row: int,
    column: int,
    regions: Sequence[Sequence[int]],
    levels: Sequence[Sequence[bool]],
    uprights: Sequence[Sequence[bool]],
) -> set[tuple[int, int]]:
    """The units that can be reached from one without passing a wall."""
    reached = {(row, column)}
    waiting = [(row, column)]
    while waiting:
        at_row, at_column = waiting.pop()
        for to_row, to_column, wall in (
            (at_row - 1, at_column, levels[at_row][at_column]),
            (at_row + 1, at_column, levels[at_row + 1][at_column]),
            (at_row, at_column - 1, uprights[at_column][at_row]),
            (at_row, at_column + 1, uprights[at_column + 1][at_row]),
        ):
            inside = 0 <= to_row < len(regions) and 0 <= to_column < len(regions[0])
            if inside and not wall and (to_row, to_column) not in reached and regions[to_row][to_column] < 0:
                reached.add((to_row, to_column))
                waiting.append((to_row, to_column))
    return reached


def _boxes(units: set[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Units as one cell when they fill a box; else, where a line is missing, row by row."""
    rows = {row for row, _ in units}
    columns = {column for _, column in units}
    if len(units) == (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
        return [list(units)]
    parts: list[list[tuple[int, int]]] = []
    for unit in sorted(units):
        if parts and parts[-1][-1] == (unit[0], unit[1] - 1):
            parts[-1].append(unit)
        else:
            parts.append([unit])
    return parts


def _filled(
    regions: Sequence[Sequence[int]], across: Sequence[float], down: Sequence[float], words: Sequence[Word]
) -> dict[int, Cell]:
    """The words of every cell that has any, in reading order."""
    held: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        number = _region(regions, across, down, word)
        if number is not None:
            held[number].append(word)
    return {number: tuple(word for line in lines_of(cell) for word in line.words) for number, cell in held.items()}


def _runs_through(
    regions: Sequence[Sequence[int]], across: Sequence[float], down: Sequence[float], words: Sequence[Word]
) -> bool:
    """Whether the text runs on over the sides of most cells: what is drawn is highlighting, or a picture under text."""
    inside = [word for word in words if across[0] <= word.across <= across[-1] and down[0] <= word.down <= down[-1]]
    through = beside = 0
    for line in lines_of(inside):
        for word, following in pairwise(line.words):
            if _region(regions, across, down, word) != _region(regions, across, down, following):
                beside += 1
                through += following.left - word.right < BLANK * word.size
    return 2 * through > beside


def _region(regions: Sequence[Sequence[int]], across: Sequence[float], down: Sequence[float], word: Word) -> int | None:
    """The number of the cell that holds the middle of a word."""
    column, row = bisect_right(across, word.across) - 1, bisect_right(down, word.down) - 1
    inside = 0 <= column < len(across) - 1 and 0 <= row < len(down) - 1
    return regions[row][column] if inside else None


def _stays(
    regions: Sequence[Sequence[int]], cells: dict[int, Cell], places: Sequence[float], index: int, *, upright: bool
) -> bool:
    """Whether a column (or row) is one of the table's: not the same as the one before, nor a gap between two lines."""

    def band(at: int) -> list[int]:
        if not 0 <= at < len(places) - 1:
            return []
        return [row[at] for row in regions] if upright else list(regions[at])

    before, here, after = band(index - 1), band(index), band(index + 1)
    if here == before:
        return False
    if places[index + 1] - places[index] >= SLIMMEST:
        return True
    return bool({number for number in here if number in cells}.difference(before, after))
