"""The lines drawn on a page of a PDF: table borders, underlines, the edges of boxes and of shaded bands."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from assistant.reading.pdf.printed import Rule
from assistant.reading.pdf.shading import Colour, Edges, edges_of

THINNEST_BOX = 3.0
SLANT = 1.0
WHITE = 250
FAINT_ALPHA = 8
MOST_SEGMENTS = 20_000
DEEPEST_FORM = 8

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn(page: Any) -> list[Rule]:
    """Every visible upright or level line of a pypdfium2 page, in points from the upper left corner as displayed.

    A box thinner than 3 points is one line at its middle; a larger box that is stroked or shaded gives its four edges,
    but none where a box of the same colour goes on.
    Curves, slanted lines and white or transparent paint are left out. A page with more than 20,000 segments is a
    drawing: it has no rules.
    """
    from pypdfium2 import raw

    found: list[Rule] = []
    shades: dict[Colour | None, list[Edges]] = defaultdict(list)
    segments = 0
    for path, matrix in _paths(page, _placement(page)):
        segments += _count(path)
        if segments > MOST_SEGMENTS:
            return []
        filled, stroked = _painted(path)
        if filled or stroked:
            for points, closed in _outlines(path, matrix):
                if filled and not stroked and _is_wide_box(points):
                    shades[_colour(path, raw.FPDFPageObj_GetFillColor)].append(_edges(points))
                else:
                    found.extend(_rules(points, closed, filled, stroked))
    found.extend(edges_of(shades))
    width, height = page.get_size()
    return [rule for rule in found if _on_page(rule, width, height)]


def _placement(page: Any) -> Matrix:
    """From the page's own coordinates to points from the upper left corner of its crop box, as it is turned."""
    left, bottom, right, top = page.get_bbox()
    turned: dict[int, Matrix] = {
        0: (1, 0, 0, -1, -left, top),
        90: (0, 1, 1, 0, -bottom, -left),
        180: (-1, 0, 0, 1, right, -bottom),
        270: (0, -1, -1, 0, top, right),
    }
    return turned[page.get_rotation() % 360]


def _paths(page: Any, placement: Matrix) -> Iterator[tuple[Any, Matrix]]:
    """Every path object of the page, those inside form objects too, with the matrix that places it."""
    from pypdfium2 import raw

    def within(count: int, get: Any, holder: Any, outer: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
        for index in range(count):
            item = get(holder, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                yield item, _product(_matrix(item), outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
                inner = _product(_matrix(item), outer)
                yield from within(raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, item, inner, depth + 1)

    yield from within(raw.FPDFPage_CountObjects(page), raw.FPDFPage_GetObject, page, placement, 0)


def _matrix(item: Any) -> Matrix:
    from pypdfium2 import raw

    given = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, given):
        return IDENTITY
    return given.a, given.b, given.c, given.d, given.e, given.f


def _product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first`, then `second`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _count(path: Any) -> int:
    from pypdfium2 import raw

    return max(0, int(raw.FPDFPath_CountSegments(path)))


def _painted(path: Any) -> tuple[bool, bool]:
    """Whether a path is visibly filled, and whether it is visibly stroked."""
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke):
        return False, False
    filled = fill.value != raw.FPDF_FILLMODE_NONE and _visible(path, raw.FPDFPageObj_GetFillColor)
    return filled, bool(stroke.value) and _visible(path, raw.FPDFPageObj_GetStrokeColor)


def _visible(path: Any, colour_of: Any) -> bool:
    """Whether a colour can be seen on white paper; a pattern, which has no colour, can."""
    colour = _colour(path, colour_of)
    return colour is None or (colour[3] >= FAINT_ALPHA and min(colour[:3]) < WHITE)


def _colour(path: Any, colour_of: Any) -> Colour | None:
    """Red, green, blue and how opaque, each from 0 to 255; None for a pattern."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(path, red, green, blue, alpha):
        return None
    return red.value, green.value, blue.value, alpha.value


def _outlines(path: Any, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The corners of every part of a path that has no curve, and whether it is closed."""
    from pypdfium2 import raw

    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    closed = curved = False
    for index in range(_count(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points, closed
            points, closed, curved = [], False, False
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        closed = closed or bool(raw.FPDFPathSegment_GetClose(segment))
    if len(points) > 1 and not curved:
        yield points, closed


def _rules(points: list[Point], closed: bool, filled: bool, stroked: bool) -> Iterator[Rule]:
    """The upright and level lines that one outline shows."""
    if closed or filled:
        points = [*points, points[0]]
    if _is_box(points):
        left, top, right, bottom = _edges(points)
        flat, slim = bottom - top < THINNEST_BOX, right - left < THINNEST_BOX
        middle, centre = (top + bottom) / 2, (left + right) / 2
        # A dot is a piece of a dotted line in either direction.
        if flat:
            yield Rule(left, middle, right, middle)
        if slim:
            yield Rule(centre, top, centre, bottom)
        if not flat and not slim:
            yield from (Rule(left, top, right, top), Rule(left, bottom, right, bottom))
            yield from (Rule(left, top, left, bottom), Rule(right, top, right, bottom))
    elif stroked:
        for (x, y), (to_x, to_y) in pairwise(points):
            if abs(y - to_y) <= SLANT < abs(x - to_x):
                yield Rule(min(x, to_x), (y + to_y) / 2, max(x, to_x), (y + to_y) / 2)
            elif abs(x - to_x) <= SLANT < abs(y - to_y):
                yield Rule((x + to_x) / 2, min(y, to_y), (x + to_x) / 2, max(y, to_y))


def _edges(points: Sequence[Point]) -> Edges:
    """The left, top, right and bottom edge of an outline."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _is_wide_box(points: list[Point]) -> bool:
    """Whether a filled outline is a box and no line."""
    left, top, right, bottom = _edges(points)
    return min(right - left, bottom - top) >= THINNEST_BOX and _is_box([*points, points[0]])


def _is_box(points: list[Point]) -> bool:
    """Whether an outline goes round an axis-parallel box."""
    if len(points) < 5 or any(abs(one - other) > 0.01 for one, other in zip(points[0], points[-1], strict=True)):
        return False
    turns = [
        0 if abs(x - to_x) <= 0.05 else 1 if abs(y - to_y) <= 0.05 else 2
        for (x, y), (to_x, to_y) in pairwise(points)
        if abs(x - to_x) + abs(y - to_y) > 0.01
    ]
    return len(turns) == 4 and 2 not in turns and turns[0] != turns[1] and turns[0] == turns[2]


def _on_page(rule: Rule, width: float, height: float) -> bool:
    return rule.right >= 0 and rule.bottom >= 0 and rule.left <= width and rule.top <= height
