"""The edges of shaded boxes that can be seen: where boxes of one colour meet or cover each other there are none."""

from collections.abc import Iterator, Sequence

from assistant.reading.pdf.printed import Rule

Colour = tuple[int, int, int, int]
Edges = tuple[float, float, float, float]  # left, top, right, bottom

TOUCHING = 0.3  # points
SLIM = 9.0  # points: a narrower box is the margin of a cell rather than a cell
MOST_BOXES = 400  # of one colour: beyond that a page is a drawing and its boxes are taken as they are


def edges_of(shades: dict[Colour | None, list[Edges]]) -> Iterator[Rule]:
    """The four edges of every box, without those parts where the same colour goes on.

    Word processors shade a cell in pieces: its margins, and a box for each line of its text. Boxes of one height beside
    each other are kept apart, for so the cells of a row are shaded. A colour of None, a pattern, is taken as it is.
    """
    for colour, boxes in shades.items():
        if colour is None or len(boxes) > MOST_BOXES:
            joined: Sequence[Edges] = boxes
            apart = True
        else:
            joined = _outermost(boxes)
            apart = False
        for left, top, right, bottom in joined:
            for at in (top, bottom):
                hidden = [] if apart else _stacked(joined, at, (left, top, right, bottom))
                for start, end in _without((left, right), hidden):
                    yield Rule(start, at, end, at)
            for at in (left, right):
                hidden = [] if apart else _beside(joined, at, (left, top, right, bottom))
                for start, end in _without((top, bottom), hidden):
                    yield Rule(at, start, at, end)


def _outermost(boxes: Sequence[Edges]) -> list[Edges]:
    """The boxes that do not lie inside another."""
    kept: list[Edges] = []
    for box in sorted(set(boxes), key=lambda box: (box[0] - box[2]) * (box[3] - box[1])):
        left, top, right, bottom = box
        if not any(
            other[0] - TOUCHING <= left
            and other[1] - TOUCHING <= top
            and right <= other[2] + TOUCHING
            and bottom <= other[3] + TOUCHING
            for other in kept
        ):
            kept.append(box)
    return kept


def _stacked(boxes: Sequence[Edges], at: float, box: Edges) -> list[tuple[float, float]]:
    """Where boxes of the same colour stand directly above or below a level edge."""
    far = 3 if at == box[1] else 1
    return [(other[0], other[2]) for other in boxes if other is not box and abs(other[far] - at) <= TOUCHING]


def _beside(boxes: Sequence[Edges], at: float, box: Edges) -> list[tuple[float, float]]:
    """Where boxes of the same colour stand directly beside an upright edge, cells of the same row left out."""
    far = 2 if at == box[0] else 0
    found: list[tuple[float, float]] = []
    for other in boxes:
        if abs(other[far] - at) <= TOUCHING:
            alike = abs(other[1] - box[1]) <= TOUCHING and abs(other[3] - box[3]) <= TOUCHING
            if not alike or min(other[2] - other[0], box[2] - box[0]) < SLIM:
                found.append((other[1], other[3]))
    return found


def _without(span: tuple[float, float], hidden: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of a span when some stretches of it are taken away."""
    left = [span]
    for start, end in hidden:
        cut: list[tuple[float, float]] = []
        for begun, ended in left:
            cut.extend(
                piece
                for piece in ((begun, min(ended, start)), (max(begun, end), ended))
                if piece[1] - piece[0] > TOUCHING
            )
        left = cut
    return left
