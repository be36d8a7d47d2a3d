"""Which blocks of a PDF are headings, and of which level: by the looks of their type and by their numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.reading.composing import FIELD, NAMED, NUMBERED
from assistant.reading.grids import DAY, is_value
from assistant.reading.pdf.blocks import SAME_TYPE, Block, Placed, PlacedTable

LARGER = 1.12  # of the body's type; what is smaller than that needs another sign
LONGEST = 120
LONGEST_LABEL = 60  # a heading that ends with a colon, or is known by its place alone, is not longer
MOST_LINES = 3
MOSTLY = 0.5  # a sign that more of the text carries is not a heading's
DEEPEST = 6
ONE_HEADING = 1.2  # usual pitches from line to line of one heading
PLACE_GAP = 1.35  # usual pitches above a heading that is known by its place alone
NO_ENDS = (".", ",", ";", "-", "…")
BLANKS_TO_FILL = re.compile(r"_{3,}|\.{4,}|…{2,}|…\.|☐|□")
REFERENCE = re.compile(r"(?:please|see|note|nb)\b", re.IGNORECASE)
ADDRESS = re.compile(r"@|https?:|www\.", re.IGNORECASE)
DATE = re.compile(r"(?:\d{1,2} )?[A-Z][a-z]{2,8} \d{4}")
APART = re.compile(r"annex|appendix|schedule|part|chapter|section", re.IGNORECASE)
MOST_DIGITS = 8  # more are a telephone number or dates
LONGEST_RUN = 3  # so many in a row with nothing under them are a list or a form
NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,3})*)[.)]?\s")
LETTERED = re.compile(r"(?:\(?[a-z]\)|\(?[ivx]+\)|[a-z]\.)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How a heading is set, the more prominent the greater."""

    size: float
    capitals: bool
    bold: bool
    underlined: bool

    @property
    def rank(self) -> tuple[float, int, int]:
        return self.size, 2 * self.bold + 2 * self.capitals + self.underlined, self.bold


Item = Block | PlacedTable


def whole(items: Sequence[Item]) -> list[Item]:
    """The blocks of a document, those put together that are one heading in large type, broken by hand into lines."""
    body = body_size(placed for item in items if isinstance(item, Block) for placed in item.lines)
    found: list[Item] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(last, Block) and isinstance(item, Block) and _is_one(last, item, body):
            found[-1] = Block([*last.lines, *item.lines], last.gap)
        else:
            found.append(item)
    return found


def _is_one(block: Block, following: Block, body: float) -> bool:
    """Whether a block goes on with the heading above it: set like it, at the distance of one heading's lines."""
    above, below = block.lines[-1].line, following.lines[0].line
    alike = abs(above.size - below.size) <= SAME_TYPE / 2 * above.size and block.bold == following.bold
    if not alike or below.size < LARGER * body or following.gap is None or not 0 < following.gap <= ONE_HEADING:
        return False
    dated = DATE.fullmatch(block.text) or DATE.fullmatch(following.text)
    if dated or not (_may_be(block) and _may_be(following)):
        return False
    level = abs(above.left - below.left) < above.size / 2
    centred = abs(above.left + above.right - below.left - below.right) < above.size
    words = f"{block.text} {following.text}"
    begins = NUMBERED.match(following.text) or NAMED.match(following.text) or following.item
    ends = block.text.endswith((":", "?", "!")) or DAY.search(words)
    short = len(block.lines) + len(following.lines) <= MOST_LINES and len(words) <= LONGEST
    return short and not (begins or ends) and (level or centred) and block.text.isupper() == following.text.isupper()


def levels(items: Sequence[Item]) -> dict[int, int]:
    """The level of every heading among the blocks of a document, by its position, 1 the outermost."""
    found = _by_looks(items)
    numbered = _by_numbers(items, found)
    below = [position for position in found if _under(items, position)]
    if not numbered and len(below) < 2:
        for position in _by_place(items):
            found.setdefault(position, _Looks(0.0, capitals=False, bold=False, underlined=False))
    for position in numbered:
        found.setdefault(position, _Looks(0.0, capitals=False, bold=False, underlined=False))
    if not found:
        first = next((place for place, item in enumerate(items[:-1]) if _may_be_title(item)), None)
        return {} if first is None else {first: 1}
    return _ranked(items, found)


def body_size(lines: Iterable[Placed]) -> float:
    """The height of most type, in points; 10 where there is none."""
    sizes: Counter[float] = Counter()
    for placed in lines:
        sizes[placed.line.size] += len(placed.line.text)
    return max(sizes, key=lambda size: sum(n for other, n in sizes.items() if abs(other - size) <= 0.5), default=10.0)


def _by_looks(items: Sequence[Item]) -> dict[int, _Looks]:
    """Blocks whose type is larger, bold, underlined or in capitals where most of the text is not."""
    blocks = [item for item in items if isinstance(item, Block)]
    body = body_size(placed for block in blocks for placed in block.lines)
    total = sum(len(block.text) for block in blocks)
    bold = sum(len(block.text) for block in blocks if block.bold) < MOSTLY * total
    capitals = sum(len(block.text) for block in blocks if block.text.isupper()) < MOSTLY * total
    found: dict[int, _Looks] = {}
    for position, item in enumerate(items):
        if not isinstance(item, Block) or not _may_be(item):
            continue
        looks = _Looks(
            size=item.size if item.size >= LARGER * body else 0.0,
            capitals=capitals and _is_capital(item.text),
            bold=bold and item.bold and item.size > (1 - SAME_TYPE) * body,
            underlined=item.underlined and item.size > (1 - SAME_TYPE) * body,
        )
        if looks.size or looks.bold or looks.underlined or (looks.capitals and len(item.lines) == 1):
            found[position] = looks
    listed = _listed(found)
    return {place: looks for place, looks in found.items() if place not in listed and _heads(items, place, found)}


def _listed(found: dict[int, _Looks]) -> set[int]:
    """The places of those that stand in a row, set alike in the type of the body, with nothing between them."""
    listed: set[int] = set()
    run: list[int] = []
    for position, looks in found.items():
        if run and position == run[-1] + 1 and looks == found[run[0]]:
            run.append(position)
        else:
            run = [position]
        if len(run) >= LONGEST_RUN and not looks.size:
            listed.update(run)
    return listed


def _may_be(block: Block) -> bool:
    """Whether a block can be a heading by its words."""
    text = block.text
    if len(text) > LONGEST or len(block.lines) > MOST_LINES or block.bullet or text.endswith(NO_ENDS):
        return False
    letters = sum(character.isalpha() for character in text)
    if letters < 3 or letters < 0.4 * len(text.replace(" ", "")) or is_value(text):
        return False
    if BLANKS_TO_FILL.search(text) or (FIELD.match(text) and not NAMED.match(text)):
        return False
    if REFERENCE.match(text) or ADDRESS.search(text):
        return False
    if sum(map(str.isdigit, text)) > MOST_DIGITS and not NAMED.match(text):
        return False
    if text.endswith(":") and len(text) > LONGEST_LABEL:
        return False
    if LETTERED.match(text) and not block.bold:
        return False
    first = next(character for character in text if character.isalnum())
    return not first.islower() or bool(LETTERED.match(text))


def _may_be_title(item: Item) -> bool:
    return isinstance(item, Block) and _may_be(item) and len(item.text) <= LONGEST_LABEL and item.text[-1] not in ":?!"


def _is_capital(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return text.isupper() and (len(letters) >= 6 or (" " in text and len(letters) >= 4)) and len(text) <= LONGEST_LABEL


def _heads(items: Sequence[Item], position: int, found: dict[int, _Looks]) -> bool:
    """Whether something stands under it, or it is the title; the last words of a document head nothing."""
    block = items[position]
    if isinstance(block, Block) and block.text.endswith(":") and not found[position].size:
        return position + 1 < len(items) and position + 1 not in found
    return any(place not in found for place in range(position + 1, len(items))) or position == 0


def _under(items: Sequence[Item], position: int) -> bool:
    """Whether a heading stands directly over text: a title alone does not divide a document."""
    return position + 1 < len(items) and position > 0


def _by_numbers(items: Sequence[Item], known: dict[int, _Looks]) -> list[int]:
    """Plain lines "1. Aims", "2. Scope" that count up through the document with text under each."""
    places: list[int] = []
    expected = 1
    for position, item in enumerate(items[:-1]):
        if not isinstance(item, Block):
            continue
        number = NUMBERED.match(item.text)
        if number is None or not number["number"].split(".")[0].isdigit():
            continue
        whole = re.fullmatch(r"(\d+)(?:\.0)?", number["number"])
        if whole is None or int(whole[1]) != expected or not _stands_over_text(items, position):
            continue
        if position in known or (_may_be(item) and len(item.text) <= LONGEST_LABEL and len(item.lines) == 1):
            places.append(position)
            expected += 1
    return places if len(places) >= 2 and len([place for place in places if place not in known]) else []


def _stands_over_text(items: Sequence[Item], position: int) -> bool:
    following = items[position + 1]
    if isinstance(following, PlacedTable):
        return True
    number = NUMBER.match(following.text)
    return number is None or "." in number[1]


def _by_place(items: Sequence[Item]) -> list[int]:
    """Short lines that stand apart above text, in a document without any other headings."""
    places: list[int] = []
    for position, item in enumerate(items[:-1]):
        following = items[position + 1]
        if not isinstance(item, Block) or not _may_be(item) or len(item.lines) > 1 or item.item:
            continue
        apart = item.gap is None or item.gap >= PLACE_GAP
        text = isinstance(following, PlacedTable) or len(following.text) > 1.5 * len(item.text)
        if apart and text and len(item.text) <= LONGEST_LABEL and item.text[-1] not in ":?!" and position:
            places.append(position)
    return places


def _ranked(items: Sequence[Item], found: dict[int, _Looks]) -> dict[int, int]:
    """Levels by prominence; a number decides where there is one: 2 stands one level above 2.1, wherever it is."""
    ranks = _ranks(found.values())
    by_depth: defaultdict[int, list[int]] = defaultdict(list)
    depths: dict[int, int] = {}
    for position, looks in found.items():
        depth = _depth(items[position])
        if depth:
            depths[position] = depth
            by_depth[depth].append(ranks[looks])
    of_depth: dict[int, int] = {}
    for depth in sorted(by_depth):
        usual = Counter(by_depth[depth]).most_common(1)[0][0]
        above = of_depth.get(depth - 1, 0)
        of_depth[depth] = max(usual, above + 1)
    levels: dict[int, int] = {}
    first, last = min(depths, default=0), max(depths, default=0)
    under = 0
    for position in sorted(found):
        rank = of_depth[depths[position]] if position in depths else ranks[found[position]]
        if position in depths:
            under = rank
        elif first < position < last and rank == of_depth.get(1) and not _is_apart(items[position]):
            rank = under + 1  # the numbered section that it stands in goes on until the next number
        levels[position] = min(DEEPEST, rank)
    return levels


def _is_apart(item: Item) -> bool:
    """Whether a heading names a part of the document that numbered sections may stand in."""
    return isinstance(item, Block) and bool(NAMED.match(item.text)) and bool(APART.match(item.text))


def _ranks(looks: Iterable[_Looks]) -> dict[_Looks, int]:
    """Looks in order of prominence, from 1; type of nearly one height counts as one."""
    ranks: dict[_Looks, int] = {}
    rank = 0
    before: _Looks | None = None
    size = 0.0
    for one in sorted(set(looks), key=lambda item: item.rank, reverse=True):
        near = before is not None and size - one.size <= SAME_TYPE / 2 * size
        alike = before is not None and near and one.rank[1:] == before.rank[1:]
        if not alike:
            rank += 1
            size = one.size
        ranks[one] = rank
        before = one
    return ranks


def _depth(item: Item) -> int:
    """How deep a heading's number goes: 1 for "2" and "2.0", 2 for "2.1", 0 without a number."""
    assert isinstance(item, Block)
    number = NUMBER.match(item.text)
    if number is None:
        return 0
    return len([part for part in number[1].split(".") if part != "0"]) or 1
