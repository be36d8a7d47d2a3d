"""Printed lines put together to blocks: paragraphs, list items and headings, each whole, over pages and columns too."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from assistant.reading.composing import CLAUSE, FIELD, NAMED, NUMBERED
from assistant.reading.grids import CONTROL
from assistant.reading.pdf.layout import lines_of, regions
from assistant.reading.pdf.page import PrintedPage
from assistant.reading.pdf.printed import Line, PrintedTable, Rule, Word

BULLETS = frozenset("•‣▪▫■□●○◦◆◇➢➤►▶✓✔❖·*-–—oØü§")
LETTERS = frozenset("oØü§—")  # marks of a list, some as symbol fonts name them, only where a gap follows
ITEM = re.compile(r"(?:\(?(?:[a-z]|[ivx]{2,5}|([a-z])\1)[.)]|\(?\d{1,2}\)|\d{1,2}\.)\s+(?=\S)", re.IGNORECASE)
SENTENCE_ENDS = (".", ":", ";", "?", "!")
SAME_TYPE = 0.12  # of its height: type that differs by less is the same
WIDER = 1.3  # of the usual pitch: a wider one parts paragraphs
SLIGHTLY = 1.1  # a step that is wider by so little parts "Label: value" lines, which are not running text
HANGING = 0.3  # of the type: a line set in so nearly as far as the words behind a number hangs under them
USUAL_PITCH = 1.25  # of the height of the type, where a document has no two lines of one sentence
LINK_WORDS = frozenset("a an and at by for from in of on or the to with & – -".split())


@dataclass(frozen=True, slots=True)
class Placed:
    """A line in its column: `left` and `right` are the column's edges, `pitch` the usual step from line to line.

    The pitch is in heights of the type, so that it holds for smaller type too.
    """

    line: Line
    page: int
    region: int
    left: float
    right: float
    pitch: float
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A table and the page on which it begins."""

    table: PrintedTable
    page: int


@dataclass(slots=True)
class Block:
    """Lines that are read as one. `gap` is the step down to its first line in usual pitches, None on a new page."""

    lines: list[Placed] = field(default_factory=list)
    gap: float | None = None

    @property
    def text(self) -> str:
        """Its words as printed."""
        return " ".join(placed.line.text for placed in self.lines)

    @property
    def size(self) -> float:
        """The height of the type of its first line."""
        return self.lines[0].line.size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(placed.line.bold for placed in self.lines)

    @property
    def underlined(self) -> bool:
        """Whether all of it is underlined."""
        return all(placed.underlined for placed in self.lines)

    @property
    def bullet(self) -> bool:
        """Whether it begins with the mark of a list."""
        return has_bullet(self.lines[0].line)

    @property
    def item(self) -> bool:
        """Whether it begins like the item of a list, with a mark, a letter or a number."""
        return self.bullet or bool(ITEM.match(self.text))


Flow = Placed | PlacedTable


def has_bullet(line: Line) -> bool:
    """Whether a line begins with the mark of a list."""
    first = line.words[0].text
    if first not in BULLETS or len(line.words) < 2:
        return False
    return first not in LETTERS or line.words[1].left - line.words[0].right > 0.4 * line.size


def flow_of(page: PrintedPage, tables: Sequence[PrintedTable], pitch: float | None = None) -> Iterator[Flow]:
    """The lines and tables of a page in reading order; `pitch` is the document's, where this page shows none."""
    words = [word for word in page.words if not any(table.holds(word) for table in tables)]
    level = sorted((rule for rule in page.rules if rule.top == rule.bottom), key=lambda rule: rule.top)
    count = 0
    for table in [*tables, None]:
        above = words if table is None else [word for word in words if word.down < table.top]
        kept = {id(word) for word in above}
        words = [word for word in words if id(word) not in kept]
        for region in regions(above, page.rules):
            yield from _placed(region, page.number, count, level, pitch)
            count += 1
        if table is not None:
            yield PlacedTable(table, page.number)


def _placed(
    words: Sequence[Word], page: int, region: int, level: Sequence[Rule], pitch: float | None
) -> Iterator[Placed]:
    lines = lines_of(words)
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    usual = pitch_of(lines) or pitch or USUAL_PITCH
    for line in lines:
        yield Placed(line, page, region, left, right, usual, bool(level) and _is_underlined(line, level))


def pitch_of(lines: Sequence[Line], least: int = 3) -> float | None:
    """The step from line to line inside of sentences, in heights of the type; None where too few lines show it."""
    steps = [
        (below.bottom - line.bottom) / line.size
        for line, below in pairwise(lines)
        if below.words[0].text[0].islower()
        and not line.text.endswith(SENTENCE_ENDS)
        and 0 < below.bottom - line.bottom < 4 * line.size
    ]
    return median(steps) if len(steps) >= least else None


def _is_underlined(line: Line, level: Sequence[Rule]) -> bool:
    """Whether one rule, as long as the line, is drawn right under it."""
    low, high = line.bottom - 0.35 * line.size, line.bottom + 0.2 * line.size
    length = 0.0
    for rule in level[bisect_left(level, low, key=lambda rule: rule.top) :]:
        if rule.top > high:
            break
        if rule.left >= line.left - 4 and rule.right <= line.right + 4:
            length += rule.right - rule.left
    return 0.85 * (line.right - line.left) <= length <= 2.2 * (line.right - line.left)


def blocks_of(flow: Iterable[Flow]) -> Iterator[Block | PlacedTable]:
    """Lines put together to blocks, in order, with the tables between them."""
    now = Block()
    last: Placed | None = None
    for item in flow:
        if isinstance(item, PlacedTable):
            if now.lines:
                yield now
            yield item
            now, last = Block(), None
            continue
        if now.lines and last is not None and goes_on(now, last, item):
            now.lines.append(item)
        else:
            if now.lines:
                yield now
            now = Block([item], _gap(last, item))
        last = item
    if now.lines:
        yield now


def _gap(last: Placed | None, item: Placed) -> float | None:
    if last is None or (last.page, last.region) != (item.page, item.region):
        return None
    step = item.line.bottom - last.line.bottom
    return step / (item.pitch * max(item.line.size, 0.1))


def goes_on(block: Block, last: Placed, item: Placed) -> bool:
    """Whether a line goes on with a block whose last line is given."""
    line = item.line
    small = line.words[0].text[0].islower()
    full = _is_full(last, line)
    if abs(line.size - last.line.size) > SAME_TYPE * max(line.size, last.line.size):
        return False
    if line.bold != last.line.bold and not (full and small):
        return False
    named = full and NAMED.match(f"{last.line.words[-1].text} {line.text}")  # "Annex" ends one line, "C." begins one
    if not named and begins_item(line, full=full and not last.line.text.endswith(SENTENCE_ENDS)):
        return False
    gap = _gap(last, item)
    ended = last.line.text.endswith(SENTENCE_ENDS)
    if gap is None or gap < 0:
        kept = not ended or (full and _keeps_edge(block, item))
        return kept and (small or full) and not (block.bold and not small)
    if FIELD.match(line.text) and (gap > SLIGHTLY or not full or CONTROL.match(line.text)):
        return False
    if gap > WIDER and not (small and full and gap < 1.5 * WIDER):
        return False
    if _steps_in_or_out(block, last, item, full=full):
        return False
    return full or (small and not ended) or _last_word(last.line) in LINK_WORDS


def begins_item(line: Line, *, full: bool) -> bool:
    """Whether a line begins a list item or a clause; after a full line only a plain sign of one counts."""
    if has_bullet(line):
        return not full or line.words[0].text not in "-–—"
    text = line.text
    if CLAUSE.match(text) or ITEM.match(text):
        return True
    return not full and bool(NAMED.match(text) or (NUMBERED.match(text) and text[:1].isdigit() and _is_far(line)))


def _is_far(line: Line) -> bool:
    """Whether the first word stands apart from the second as a number does from its heading."""
    return len(line.words) > 1 and line.words[1].left - line.words[0].right > 0.6 * line.size


def _is_full(last: Placed, line: Line) -> bool:
    """Whether the next line's first word would not have fitted behind a line: it was broken for want of room."""
    first = line.words[0]
    needed = first.right - first.left + 0.25 * line.size
    centred = abs((last.line.left + last.line.right) - (line.left + line.right)) < line.size and (
        abs(last.line.left - line.left) > line.size
    )
    room = last.right - last.line.right + (last.line.left - last.left if centred else 0.0)
    slack = 0.02 * (last.right - last.left)
    return room - slack <= needed


def _steps_in_or_out(block: Block, last: Placed, item: Placed, *, full: bool) -> bool:
    """Whether a line's left edge says that something new begins."""
    line, size = item.line, item.line.size
    if full and len(block.lines) == 1 and _hangs(line, last.line):
        return False
    if len(block.lines) > 1 or not block.item:
        step = line.left - last.line.left
        if step > 0.8 * size:  # a first line set in, or words below a label
            return last.line.text.endswith(SENTENCE_ENDS) or (not full and len(block.lines) > 1)
        return step < -0.8 * size and block.item
    mark = last.line.words[0]
    return line.left < mark.left - 0.8 * size or (line.left < mark.right and not full)


def _keeps_edge(block: Block, item: Placed) -> bool:
    """Whether the lines of a block hang under its first one, and a line on the next page does too."""
    placed = block.lines[-1]
    hanging = len(block.lines) > 1 and _hangs(block.lines[1].line, block.lines[0].line)
    return hanging and abs(item.line.left - placed.line.left) < HANGING * item.line.size


def _hangs(line: Line, first: Line) -> bool:
    """Whether a line begins where the words of the first one do, behind its number, its mark or its label."""
    numbered = NUMBERED.match(first.text) or ITEM.match(first.text) or has_bullet(first)
    return any(
        abs(line.left - word.left) < HANGING * line.size
        and (word.left - before.right > 0.6 * first.size or (numbered and before is first.words[0]))
        for before, word in pairwise(first.words)
    )


def _last_word(line: Line) -> str:
    return line.words[-1].text.casefold()
