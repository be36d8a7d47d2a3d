"""Places of words on pages, packed for the library: 26 bytes a word, compressed."""

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.values import Box

if TYPE_CHECKING:
    pass

PARTS = [
    ("start", "<u4"),
    ("end", "<u4"),
    ("page", "<u2"),
    ("left", "<f4"),
    ("top", "<f4"),
    ("right", "<f4"),
    ("bottom", "<f4"),
]


def packed(boxes: Sequence[Box]) -> bytes:
    """Boxes in the order of the text as bytes; b"" for none. Edges keep a hundredth of a point."""
    if not boxes:
        return b""
    import numpy

    rows = [(box.start, box.end, box.page, box.left, box.top, box.right, box.bottom) for box in boxes]
    return zlib.compress(numpy.array(rows, dtype=PARTS).tobytes())


def unpacked(found: bytes, start: int, end: int) -> tuple[Box, ...]:
    """The boxes of words that have a character between `start` and `end`, from bytes made by `packed`."""
    if not found:
        return ()
    import numpy

    rows: numpy.ndarray = numpy.frombuffer(zlib.decompress(found), dtype=PARTS)
    rows = rows[(rows["start"] < end) & (rows["end"] > start)]
    return tuple(
        Box(int(row[0]), int(row[1]), int(row[2]), *(round(float(edge), 2) for edge in row.tolist()[3:]))
        for row in rows
    )
