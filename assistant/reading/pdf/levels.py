"""Tables with level rules only: the rules part their rows, the alignment of the words gives their columns."""

from collections.abc import Iterator, Sequence

from assistant.reading.pdf.aligned import Block, Gap, between, crosses, is_listing, none_yet, settled, shared, table_of
from assistant.reading.pdf.layout import fragments, lines_of
from assistant.reading.pdf.printed import Line, PrintedTable, Word
from assistant.reading.pdf.ruled import Span

ALIKE = 4.0  # points by which the rules of one table may differ in length
BESIDE = 12.0  # points between the pieces of one rule, as under the column heads of a printed table
NARROW = 0.6  # of its type: a gutter between drawn rules may be so narrow
CLEAR = 0.9  # of its type: a gutter that few lines show
FEW_LINES = 2
LEAST_LENGTH = 60.0  # points
FEW_WORDS = 6  # a line that names a group of rows has no more
MOST_RULES = 300
MOST_BLANK = 2.5  # of the type: lines further below the last rule are not of its table


def tables(words: Sequence[Word], levels: Sequence[Span]) -> list[PrintedTable]:
    """The tables that stand between level rules of one length, from top to bottom."""
    found: list[PrintedTable] = []
    if len(levels) > MOST_RULES:
        return found
    for left, right, places in _stacks(levels):
        inside = [word for word in words if left - ALIKE <= word.across <= right + ALIKE]
        found.extend(_between(inside, places))
    return found


def _stacks(levels: Sequence[Span]) -> Iterator[tuple[float, float, list[float]]]:
    """Rules of one length above each other: their left and right ends and their places."""
    stacks: list[tuple[float, float, list[float]]] = []
    for at, start, end in _rows(levels):
        if end - start < LEAST_LENGTH:
            continue
        for left, right, places in stacks:
            if abs(left - start) <= ALIKE and abs(right - end) <= ALIKE:
                places.append(at)
                break
        else:
            stacks.append((start, end, [at]))
    return (stack for stack in stacks if len(stack[2]) >= 2)


def _rows(levels: Sequence[Span]) -> list[Span]:
    """Pieces of rule side by side as one rule."""
    found: list[Span] = []
    for at, start, end in sorted(levels):
        if found and abs(found[-1][0] - at) < 1 and start - found[-1][2] <= BESIDE:
            found[-1] = (found[-1][0], found[-1][1], max(end, found[-1][2]))
        else:
            found.append((at, start, end))
    return found


def _between(words: Sequence[Word], places: Sequence[float]) -> Iterator[PrintedTable]:
    bands = [
        lines_of([word for word in words if top < word.down <= bottom])
        for top, bottom in zip(places, [*places[1:], places[-1] + 10_000], strict=True)
    ]
    first = 0
    while first < len(places) - 1:
        last, block = _run(bands, first)
        if block is None or is_listing(block):
            first += 1
            continue
        start, block = _headed(block, first, places, bands, words)
        yield table_of(block, places[start : last + 1], ruled=True)
        first = last


def _run(bands: Sequence[Sequence[Line]], first: int) -> tuple[int, Block | None]:
    """The longest run of bands that share gutters, the number of the band after it, and its lines."""
    gaps: list[Gap] = none_yet()
    lines: list[Line] = []
    last = first
    while last < len(bands) - 1:
        kept = _kept(gaps, bands[last], NARROW)
        if not kept and not (lines and _heads_group(bands[last])):
            break
        gaps = kept or gaps
        lines.extend(bands[last])
        last += 1
    filled = sum(bool(band) for band in bands[first:last])
    if filled == 1 and last == len(bands) - 1:
        gaps, below = _below(gaps, lines[-1], bands[last])
        lines.extend(below)
        filled += bool(below)
    inside = [line for line in lines if not crosses(between(gaps), line)]
    clear = settled(gaps, CLEAR if len(inside) <= FEW_LINES else NARROW, lines)
    return (last, Block(lines, clear)) if filled >= 2 and clear else (first + 1, None)


def _kept(gaps: Sequence[Gap], lines: Sequence[Line], least: float) -> list[Gap]:
    """The gaps that a band of lines leaves, or none when it leaves no gutter."""
    kept = list(gaps)
    for line in lines:
        kept = shared(kept, line, least * line.size)
    return kept if not lines or settled(kept, least, lines) else []


def _heads_group(lines: Sequence[Line]) -> bool:
    """Whether a band is one short line over all columns, which names the rows below it."""
    return len(lines) == 1 and len(fragments(lines[0])) == 1 and len(lines[0].words) <= FEW_WORDS


def _headed(
    block: Block, first: int, places: Sequence[float], bands: Sequence[Sequence[Line]], words: Sequence[Word]
) -> tuple[int, Block]:
    """The first rule of a block and the block with its header, which may stand above a row that names a group."""
    if first and _heads_group(bands[first - 1]):
        group = Block([*bands[first - 1], *block.lines], block.gaps)
        headed = _with_head(group, places[first - 1], words)
        if headed is not group:
            return first - 1, headed
    return first, _with_head(block, places[first], words)


def _with_head(block: Block, place: float, words: Sequence[Word]) -> Block:
    """A block with the line right above its first rule, where that keeps its columns: a header with no rule over it."""
    near = lines_of([word for word in words if place - 2 * word.size < word.down <= place])
    if not near or place - near[-1].bottom > near[-1].size or len(fragments(near[-1], NARROW)) < 2:
        return block
    gaps = shared(block.gaps, near[-1], NARROW * near[-1].size)
    return Block([near[-1], *block.lines], gaps) if len(gaps) == len(block.gaps) else block


def _below(gaps: list[Gap], above: Line, lines: Sequence[Line]) -> tuple[list[Gap], list[Line]]:
    """The lines below a header that stands between two rules, as far as its gutters go down."""
    found: list[Line] = []
    for line in lines:
        kept = shared(gaps, line, CLEAR * line.size)
        columns = len(settled(kept, CLEAR, [line]))
        if columns < len(settled(gaps, CLEAR, [line])) or line.top - above.bottom > MOST_BLANK * line.size:
            break
        gaps, above = kept, line
        found.append(line)
    while found and len(fragments(found[-1])) < 2:
        found.pop()
    return gaps, found
