"""What is painted behind the words of a page: by it hidden words and scanned pages are known."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from assistant.reading.pdf.printed import Word

WHITE = (255, 255, 255)
LEAST_CONTRAST = 20  # of 255, in the colour that differs most
SIMPLE = 6  # a painted path of so few points is a box; what a longer one covers is not known
DEEPEST = 4
SMALLEST = 2.0  # points: what is smaller hides no word
MOST_FILLS = 2_000  # a page with more is a drawing; only what is painted last is looked at
MOST_PIECES = 20_000

Colour = tuple[int, int, int]  # red, green and blue to 255
_Matrix = tuple[float, float, float, float, float, float]
_UNMOVED: _Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Fill:
    """A painted area; `colour` is red, green and blue to 255, or None where it is not one colour."""

    left: float
    top: float
    right: float
    bottom: float
    colour: Colour | None
    picture: bool = False

    @property
    def area(self) -> float:
        """In square points."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, word: Word) -> bool:
        """Whether the middle of a word lies on it."""
        return self.left <= word.across <= self.right and self.top <= word.down <= self.bottom


class Ground:
    """What words are printed on: white paper, and the areas painted on it, the lowest first."""

    def __init__(self, behind: Sequence[Fill]) -> None:
        held = [fill for fill in behind if min(fill.right - fill.left, fill.bottom - fill.top) >= SMALLEST]
        self._above = held[-MOST_FILLS:][::-1]
        self._colours = {fill.colour for fill in self._above if fill.colour is not None} | {WHITE}
        self._everywhere: dict[Colour, bool] = {}

    def shows(self, colour: Colour, word: Word) -> bool:
        """Whether a word of one colour can be told from what lies behind it; on a picture it is taken to be seen."""
        if colour not in self._everywhere:
            self._everywhere[colour] = all(_differ(colour, other) for other in self._colours)
        if self._everywhere[colour]:
            return True
        fill = next((fill for fill in self._above if fill.holds(word)), None)
        if fill is None:
            return _differ(colour, WHITE)
        return fill.colour is None or _differ(colour, fill.colour)


def _differ(one: Colour, other: Colour) -> bool:
    return max(abs(part - also) for part, also in zip(one, other, strict=True)) >= LEAST_CONTRAST


def drawn_behind(page: Any) -> list[Fill]:
    """The painted areas and pictures of a pypdfium2 page, the lowest first, edges from the page's upper left."""
    from pypdfium2 import raw

    left, bottom, right, top = page.get_bbox()
    width, height = page.get_size()
    rotation = page.get_rotation()
    fills: list[Fill] = []
    for piece, kind, matrix in islice(_pieces(page), MOST_PIECES):
        box = _bounds(piece, matrix)
        if box is None:
            continue
        x1, y1, x2, y2 = box[0] - left, top - box[3], box[2] - left, top - box[1]
        edges = {
            90: (height_flip(y1, y2, top - bottom)[0], x1, height_flip(y1, y2, top - bottom)[1], x2),
            180: (right - left - x2, top - bottom - y2, right - left - x1, top - bottom - y1),
            270: (y1, right - left - x2, y2, right - left - x1),
        }.get(rotation, (x1, y1, x2, y2))
        picture = kind == raw.FPDF_PAGEOBJ_IMAGE
        visible = (max(edges[0], 0.0), max(edges[1], 0.0), min(edges[2], width), min(edges[3], height))
        if visible[2] > visible[0] and visible[3] > visible[1]:
            fills.append(Fill(*visible, None if kind != raw.FPDF_PAGEOBJ_PATH else _colour(piece), picture))
    return fills


def height_flip(y1: float, y2: float, height: float) -> tuple[float, float]:
    """Two distances from the top as distances from the bottom, the smaller first."""
    return height - y2, height - y1


def _pieces(page: Any) -> Iterator[tuple[Any, int, _Matrix]]:
    """Painted paths, shadings and pictures, also those inside of groups, with the matrix of their group."""
    from pypdfium2 import raw

    waiting: list[tuple[Any, _Matrix, int]] = [
        (raw.FPDFPage_GetObject(page, position), _UNMOVED, 0)
        for position in reversed(range(raw.FPDFPage_CountObjects(page)))
    ]
    while waiting:
        piece, matrix, depth = waiting.pop()
        kind = raw.FPDFPageObj_GetType(piece)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix(piece), matrix)
            waiting.extend(
                (raw.FPDFFormObj_GetObject(piece, position), inner, depth + 1)
                for position in reversed(range(raw.FPDFFormObj_CountObjects(piece)))
            )
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING) or (
            kind == raw.FPDF_PAGEOBJ_PATH and _painted(piece)
        ):
            yield piece, kind, matrix


def _painted(piece: Any) -> bool:
    from pypdfium2 import raw

    mode, stroked = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(piece, mode, stroked)) and mode.value != raw.FPDF_FILLMODE_NONE


def _colour(piece: Any) -> Colour | None:
    """The colour of a painted box, mixed with white as far as light shines through; None for any other shape."""
    from pypdfium2 import raw

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if raw.FPDFPath_CountSegments(piece) > SIMPLE or not raw.FPDFPageObj_GetFillColor(piece, red, green, blue, alpha):
        return None
    share = alpha.value / 255
    mixed = [round(part.value * share + 255 * (1 - share)) for part in (red, green, blue)]
    return mixed[0], mixed[1], mixed[2]


def _bounds(piece: Any, matrix: _Matrix) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of a piece in the page's own space."""
    from pypdfium2 import raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(piece, left, bottom, right, top):
        return None
    a, b, c, d, e, f = matrix
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*((x * a + y * c + e, x * b + y * d + f) for x, y in corners), strict=True)
    return min(across), min(up), max(across), max(up)


def _matrix(piece: Any) -> _Matrix:
    from pypdfium2 import raw

    found = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(piece, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m
