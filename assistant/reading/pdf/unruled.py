"""Tables without rules: a header row and short cells that stand in columns with clear gaps between them."""

import re
from collections.abc import Iterator, Sequence
from statistics import median

from assistant.reading.pdf.aligned import (
    Block,
    Gap,
    between,
    block_of,
    crosses,
    grouped,
    is_aligned,
    is_listing,
    is_prose,
    none_yet,
    same_columns,
    shared,
    table_of,
)
from assistant.reading.pdf.layout import fragments, lines_of
from assistant.reading.pdf.printed import Cell, Line, PrintedTable, Word, cell_text
from assistant.reading.pdf.ruled import Span

GUTTER = 1.0  # of its type: the narrowest gutter
WIDE = 1.5  # of its type: the gap by which a line is seen to have two cells
MOST_LINES = 400  # a page with more is a drawing
LONGEST = 150  # lines of one table on one page
MOST_BLANK = 2.2  # of the type: a wider blank ends a table
NEAR = 0.6  # of the type: a line so near to the next one is of the same cell
BOX = 1.6  # of the height of a word
ENDS = 6.0  # points
LEAST_ROWS = 3
LONGEST_HEAD = 6  # words in a cell of the header row
MOST_WORDS = 9  # in most lines of a cell
LEADER = re.compile(r"[._…·‥]{4,}|…")
NUMBER = re.compile(r"\d")


def tables(
    words: Sequence[Word], levels: Sequence[Span], uprights: Sequence[Span] = (), going_on: Sequence[float] = ()
) -> list[PrintedTable]:
    """The tables that are known by alignment alone, from top to bottom.

    First lines with the edges `going_on` are the rest of the last page's table: they need no header.
    """
    lines = lines_of(words)
    if len(lines) > MOST_LINES:
        return []
    return [table for table in _tables(lines, levels, going_on) if not _is_drawn_over(table, uprights)]


def _tables(lines: Sequence[Line], levels: Sequence[Span], going_on: Sequence[float]) -> Iterator[PrintedTable]:
    rest = _rest(lines, going_on) if going_on else None
    if rest is not None:
        yield table_of(rest, [], ruled=False)
    first = free = len(rest.lines) if rest is not None else 0
    while first < len(lines):
        block = _grown(lines, first)
        table = _table(_topped(block, lines[free:first]), levels) if block is not None else None
        if table is None or block is None:
            first += 1
            continue
        yield table
        first = free = first + len(block.lines)


def _topped(block: Block, above: Sequence[Line]) -> Block:
    """A block with the line above it, where that begins a name of the header which ends below the other names."""
    head, *below = block.lines
    if not above or not below or not (above[-1].bold and head.bold and below[0].bold):
        return block
    near = abs(above[-1].size - head.size) <= 1 and head.top - above[-1].bottom <= NEAR * head.size
    if not near or crosses(block.gaps, above[-1]) or crosses(block.gaps, below[0]):
        return block
    taller = Block([above[-1], *block.lines], block.gaps)
    begun, _, ended = (list(map(bool, cells)) for cells in taller.cells[:3])
    return taller if begun == ended and sum(begun) == 1 else block


def _rest(lines: Sequence[Line], edges: Sequence[float]) -> Block | None:
    """The first lines of a page where they stand in columns with these edges."""
    taken = _taken(lines, 0)
    while taken:
        block = block_of(taken, GUTTER)
        if block is not None and same_columns(block.edges, edges):
            lines = [block.lines[number] for row in _trimmed(block) for number in row]
            return Block(lines, block.gaps) if lines and not is_listing(block) and not is_prose(block) else None
        taken.pop()
    return None


def _trimmed(block: Block) -> list[list[int]]:
    """The rows of a block, by their lines' numbers, without the last ones of a single cell."""
    rows = grouped(block, [])
    while rows and sum(map(bool, block.row(rows[-1]))) < 2:
        rows.pop()
    return rows


def _grown(lines: Sequence[Line], first: int) -> Block | None:
    """The lines from one with two cells or more, as far as the gaps between its columns go down."""
    parts = fragments(lines[first], WIDE)
    if len(parts) < 2 or _has_leader(lines[first]) or not _may_name([part.text for part in parts]):
        return None
    taken = _taken(lines, first)
    return block_of(taken, GUTTER) if len(taken) >= LEAST_ROWS else None


def _taken(lines: Sequence[Line], first: int) -> list[Line]:
    """The lines from one on that keep all gutters between their columns."""
    gaps: list[Gap] = none_yet()
    taken: list[Line] = []
    for line in lines[first : first + LONGEST]:
        if taken and line.top - taken[-1].bottom > MOST_BLANK * line.size:
            break
        kept = shared(gaps, line, GUTTER * line.size)
        if _has_leader(line) or (taken and not _keeps(gaps, kept)):
            break
        gaps = kept
        taken.append(line)
    return taken


def _keeps(gaps: Sequence[Gap], kept: Sequence[Gap]) -> bool:
    """Whether every gutter between two columns is still there."""
    return all(any(left < gap[1] and right > gap[0] for left, right in between(kept)) for gap in between(gaps))


def _has_leader(line: Line) -> bool:
    dots = sum(word.text in (".", "_", "…") for word in line.words)
    return dots >= 4 or any(LEADER.search(word.text) for word in line.words)


def _table(block: Block, levels: Sequence[Span]) -> PrintedTable | None:
    """A block as a table, without its last rows of one cell; None when it is something else."""
    if not _may_be_headed(block, levels):
        return None
    rows = _trimmed(block)
    if len(rows) < LEAST_ROWS:
        return None
    kept = block_of([block.lines[number] for row in rows for number in row], GUTTER)
    if kept is None or is_listing(kept) or is_prose(kept) or not is_aligned(kept, rows) or not _short(kept):
        return None
    table = table_of(kept, [], ruled=False)
    full = sum(sum(map(bool, row)) >= 2 for row in table.rows)
    used = all(sum(map(bool, column)) >= 2 for column in zip(*table.rows, strict=True))
    return table if used and full >= LEAST_ROWS and _headed(table, levels) else None


def _short(block: Block) -> bool:
    """Whether the cells of most lines are short, in one column or more."""
    wordy = 0
    for column in range(block.columns):
        lengths = sorted(len(cells[column]) for cells in block.cells if cells[column])
        wordy += bool(lengths) and lengths[len(lengths) // 2] > MOST_WORDS
    return wordy < block.columns


def _headed(table: PrintedTable, levels: Sequence[Span]) -> bool:
    """Whether the first row names the columns: in other type, over a rule, or in words over numbers."""
    head, *body = table.rows
    names = [cell_text(cell) for cell in head]
    if sum(map(bool, names)) < max(2, len(names) - 1) or any(len(cell) > LONGEST_HEAD for cell in head):
        return False
    if not _may_name([name for name in names if name]):
        return False
    return _set_apart(head, body) or _over_rule(table, levels) or _over_numbers(names, body)


def _set_apart(head: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> bool:
    """Whether the header alone is bold, or alone is not, in a column."""
    for column, cell in enumerate(head):
        others = [row[column] for row in body if row[column]]
        apart = sum(other[0].bold != cell[0].bold for other in others) if cell else 0
        if len({word.bold for word in cell}) == 1 and apart >= max(2, 0.7 * len(others)):
            return True
    return False


def _may_be_headed(block: Block, levels: Sequence[Span]) -> bool:
    """Whether a block can have a header at all: a quick look, for most lines of a page begin none."""
    words = [word for line in block.lines for word in line.words]
    if len({word.bold for word in words}) == 2:
        return True
    if not NUMBER.search(block.lines[0].text) and any(NUMBER.search(word.text) for word in words):
        return True
    return any(block.lines[0].top < at < block.lines[-1].bottom for at, _, _ in levels)


def _may_name(names: Sequence[str]) -> bool:
    """Whether words can be the names of columns: they have letters, and are no names of fields or ends of sentences."""
    return all(any(map(str.isalpha, name)) and not name.endswith((":", ".", ",", ";")) for name in names)


def _is_drawn_over(table: PrintedTable, uprights: Sequence[Span]) -> bool:
    """Whether upright lines end inside, as the sides of a chart's boxes do; a box round a link is lower than those."""
    height = median(word.bottom - word.top for row in table.rows for cell in row for word in cell)
    inside = [
        (top, bottom)
        for across, top, bottom in uprights
        if table.left < across < table.right
        and min(bottom, table.bottom) > max(top, table.top)
        and bottom - top > BOX * height
    ]
    return sum(top > table.top + ENDS or bottom < table.bottom - ENDS for top, bottom in inside) >= 3


def _over_rule(table: PrintedTable, levels: Sequence[Span]) -> bool:
    foot = max(word.bottom for cell in table.rows[0] for word in cell)
    next_row = min(word.top for cell in table.rows[1] for word in cell)
    width = table.right - table.left
    return any(
        foot - 3 < at < next_row + 3 and min(end, table.right) - max(start, table.left) > 0.6 * width
        for at, start, end in levels
    )


def _over_numbers(names: Sequence[str], body: Sequence[Sequence[Sequence[Word]]]) -> bool:
    """Whether words stand over a column of numbers, and no number in the header."""
    if any(NUMBER.search(name) for name in names):
        return False
    share = 0.6 if len(names) > 2 else 0.8
    for column, name in enumerate(names):
        texts = [cell_text(row[column]) for row in body if row[column]]
        numeric = sum(_is_number(text) for text in texts)
        if name and column and numeric >= 2 and numeric >= share * len(texts):
            return True
    return False


def _is_number(words: str) -> bool:
    """Whether a cell is an amount, a share, a date or a time rather than words with a number in them."""
    signs = [character for character in words if not character.isspace()]
    return sum(character.isdigit() for character in signs) >= 0.3 * len(signs) and ":" not in words[:-3]
