"""One page of a PDF as data: its words with their places, its drawn rules, and what was seen beside them."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import pi
from operator import sub
from statistics import median
from typing import Any

from assistant.reading.pdf.behind import Fill, Ground, drawn_behind
from assistant.reading.pdf.printed import Rule, Word

BOLD = 600
BOLD_NAMES = ("bold", "black", "heavy", "demi")
SMALLEST_TYPE = 1.0
WHOLE_PAGE = 0.5  # pictures that cover more than this share of a page are the page
MANY_SHAPES = 200  # a page without words on which more is painted has its letters drawn as shapes
RAISED = 0.15  # of the height of the type beside it
INVISIBLE_MODE, STROKED_MODE = 3, 2
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "-"}
UNKNOWN = "\ufffd"
BULLET = "•"

_Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page, counted from 1; `width` and `height` in points, as it is seen: turned and cropped.

    `picture` is True when pictures cover most of the page or its letters are drawn as shapes, `hidden` when words that
    nobody can see were left out. `slanted` are words printed across the page, such as a watermark. `fault` says why a
    page could not be read.
    """

    number: int
    words: Sequence[Word]
    rules: Sequence[Rule]
    width: float
    height: float
    picture: bool = False
    hidden: bool = False
    slanted: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Type:
    """How one piece of text is set: `turn` in quarters counter-clockwise as seen, None for a slant."""

    bold: bool
    fill: tuple[int, int, int] | None
    opaque: bool
    mode: int
    turn: int | None


@dataclass(slots=True)
class _Found:
    """A word on its way: its characters and their boxes."""

    kind: _Type
    characters: list[str] = field(default_factory=list)
    boxes: list[_Box] = field(default_factory=list)

    def word(self) -> Word:
        lefts, tops, rights, bottoms = zip(*self.boxes, strict=True)
        begins, ends = (lefts, rights) if (self.kind.turn or 0) % 2 else (tops, bottoms)
        return Word(
            text=_mended("".join(self.characters)),
            left=min(lefts),
            top=min(tops),
            right=max(rights),
            bottom=max(bottoms),
            size=round(median(map(sub, ends, begins)), 2),
            bold=self.kind.bold,
            turn=self.kind.turn or 0,
        )


def words_of(page: Any) -> list[Word]:
    """The words of a pypdfium2 page that can be seen, in the order in which they were written to the file."""
    return list(read(page, 1, ()).words)


def read(page: Any, number: int, rules: Sequence[Rule]) -> PrintedPage:
    """Read the words of a pypdfium2 page; `rules` are those drawn on it."""
    width, height = page.get_size()
    behind = drawn_behind(page)
    ground = Ground(behind)
    kept: dict[tuple[str, int, int], Word] = {}
    slanted: list[str] = []
    hidden = False
    for found in _found(page):
        word = found.word()
        if not word.text or not (0 <= word.across <= width and 0 <= word.down <= height):
            continue
        if not _visible(found.kind, word, behind, ground):
            hidden = hidden or any(map(str.isalnum, word.text))  # a bullet on a bullet hides nothing
        elif found.kind.turn is None:
            slanted.append(word.text)
        else:
            # Bold type is sometimes made by printing a word twice, a fraction of a point apart.
            kept.setdefault((word.text, round(word.left / 2), round(word.top / 2)), word)
    covered = sum(fill.area for fill in behind if fill.picture)  # some scanners cut a page into strips
    picture = covered > WHOLE_PAGE * width * height or (not kept and len(behind) > MANY_SHAPES)
    return PrintedPage(number, list(kept.values()), rules, width, height, picture, hidden, " ".join(slanted))


def _visible(kind: _Type, word: Word, behind: Sequence[Fill], ground: Ground) -> bool:
    """Whether a word can be seen; the text layer of a scan stands invisibly on its picture and counts as seen."""
    if word.size < SMALLEST_TYPE or not kind.opaque:
        return False
    if kind.mode == INVISIBLE_MODE:
        return any(fill.picture and fill.holds(word) for fill in behind)
    return kind.fill is None or ground.shows(kind.fill, word)


def _found(page: Any) -> Iterator[_Found]:
    """The words of a page as they were written, hidden ones too."""
    from pypdfium2 import raw

    text = page.get_textpage()
    total = raw.FPDFText_CountChars(text)
    place = _placing(page)
    types = _Types(text, page.get_rotation())
    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    now: _Found | None = None
    for position, code in enumerate(_codes(text, total)):
        if code in (0x20, 0x0A, 0x0D, 0x09, 0xA0, 0x2007, 0x202F, 0x3000):
            if now is not None:
                yield now
            now = None
            continue
        raw.FPDFText_GetLooseCharBox(text, position, pointer)
        edges = place(box.left, box.top, box.right, box.bottom)
        if now is not None and _breaks(now, edges, code):
            yield now
            now = None
        if now is None:
            now = _Found(types.at(position))
        now.characters.append(HYPHENS.get(code) or (chr(code) if code >= 0x20 else UNKNOWN))
        now.boxes.append(edges)
    if now is not None:
        yield now
    text.close()


def _codes(text: Any, total: int) -> Iterable[int]:
    """The code of every character; in one go where the text has as many characters as the page."""
    from pypdfium2 import raw

    buffer = (ctypes.c_ushort * (total + 1))()
    if raw.FPDFText_GetText(text, 0, total, buffer) == total + 1:
        codes = list(buffer)[:total]
        if not any(0xD800 <= code < 0xE000 or code == 0 for code in codes):
            return codes
    return [raw.FPDFText_GetUnicode(text, position) for position in range(total)]


def _breaks(now: _Found, edges: _Box, code: int) -> bool:
    """Whether a character stands apart from the word before it: on another line, after a gap, or raised above it.

    Raised letters, as in 4th, belong to their word; a raised figure is the mark of a footnote.
    """
    last = now.boxes[-1]
    if now.kind.turn is None:
        return False
    if now.kind.turn:
        last, edges = _upright(last, now.kind.turn), _upright(edges, now.kind.turn)
    left, top, _, bottom = edges
    height, before = bottom - top, last[3] - last[1]
    if top == last[1] and height == before and -0.5 * height <= left - last[0] and left - last[2] <= 0.6 * height:
        return False
    size = max(height, before, 0.1)
    if left > last[2] + 0.6 * size or left < last[0] - 0.5 * size:
        return True
    if min(bottom, last[3]) - max(top, last[1]) < 0.3 * min(height, before):
        return True
    ratio = height / before if before > 0 else 1.0
    raised = not 0.87 < ratio < 1.15 and abs(bottom - last[3]) > RAISED * size and _raised(edges, last)
    return raised and not chr(code).isalpha()


def _raised(edges: _Box, last: _Box) -> bool:
    """Whether the smaller of two neighbours stands higher than the larger, as a footnote's mark does."""
    small, large = (edges, last) if edges[3] - edges[1] < last[3] - last[1] else (last, edges)
    return small[3] < large[3]


def _upright(box: _Box, turn: int) -> _Box:
    left, top, right, bottom = box
    if turn == 1:
        return -bottom, left, -top, right
    if turn == 2:
        return -right, -bottom, -left, -top
    return top, -right, bottom, -left


def _placing(page: Any) -> Any:
    """A function from a box in the file's own space (left, top, right, bottom) to one as seen from the upper left."""
    left, bottom, right, top = page.get_bbox()
    match page.get_rotation():
        case 90:
            return lambda x, y, x2, y2: (y2 - bottom, x - left, y - bottom, x2 - left)
        case 180:
            return lambda x, y, x2, y2: (right - x2, y2 - bottom, right - x, y - bottom)
        case 270:
            return lambda x, y, x2, y2: (top - y, right - x2, top - y2, right - x)
        case _:
            return lambda x, y, x2, y2: (x - left, top - y, x2 - left, top - y2)


class _Types:
    """How the characters of a page are set; asked once for every piece of text, and once for every font."""

    def __init__(self, text: Any, rotation: int) -> None:
        self._text = text
        self._rotation = rotation
        self._types: dict[int | None, _Type] = {}
        self._fonts: dict[int | None, bool] = {}

    def at(self, position: int) -> _Type:
        from pypdfium2 import raw

        piece = raw.FPDFText_GetTextObject(self._text, position)
        address = ctypes.cast(piece, ctypes.c_void_p).value
        if address is None:
            return _Type(False, None, True, 0, 0)
        if address not in self._types:
            self._types[address] = self._type(piece, position)
        return self._types[address]

    def _type(self, piece: Any, position: int) -> _Type:
        from pypdfium2 import raw

        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        known = raw.FPDFPageObj_GetFillColor(piece, red, green, blue, alpha)
        mode = raw.FPDFTextObj_GetTextRenderMode(piece)
        angle = -raw.FPDFText_GetCharAngle(self._text, position) * 2 / pi - self._rotation / 90  # it counts clockwise
        slant = abs(angle - round(angle)) > 0.05
        stroked = mode == STROKED_MODE
        return _Type(
            bold=stroked or self._bold(raw.FPDFTextObj_GetFont(piece)),
            fill=(red.value, green.value, blue.value) if known and not stroked and mode != 1 else None,
            opaque=not known or alpha.value > 0 or mode == INVISIBLE_MODE,
            mode=mode,
            turn=None if slant else round(angle) % 4,
        )

    def _bold(self, font: Any) -> bool:
        from pypdfium2 import raw

        address = ctypes.cast(font, ctypes.c_void_p).value
        if address not in self._fonts:
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            named = name.value.decode("latin-1").casefold()
            self._fonts[address] = raw.FPDFFont_GetWeight(font) >= BOLD or any(word in named for word in BOLD_NAMES)
        return self._fonts[address]


def _mended(characters: str) -> str:
    """A word's letters: ligatures opened; a sign of a symbol font that stands alone is a list mark."""
    words = characters.translate(LIGATURES)
    if len(words) == 1 and (words == UNKNOWN or 0xE000 <= ord(words) <= 0xF8FF or 0x7F <= ord(words) < 0xA0):
        return BULLET
    return words
