"""Pictures of the pages of PDFs, and where words stand on them in percent of the page, so that marks grow with it."""

import json
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant import checksums
from assistant.values import Box, Document

SCALE = 1.6  # pixels per point: a page of A4 is 952 wide, sharp at the width of the pane
LARGE_SCALE = 2.6
MOST_KEPT = 24  # pictures in memory, about 0.3 MB each
SECONDS = 20
GAP = 1.2  # words further apart than this many heights of a line are marked one by one
CHANGED = "The file has changed since it was read, so its pages cannot be shown. This is its text as it was read."
NOT_DRAWN = "This page cannot be shown as a picture. This is its text as it was read."


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a PNG; `width` and `height` are those of the page in points, `pages` is how many the file has."""

    png: bytes
    width: float
    height: float
    pages: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle over a page, its edges in percent of the page's width and height from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Pictures:
    """Draws pages in a child process with limits and keeps a few. Safe to use from several threads at once."""

    def __init__(self, corpus: Path) -> None:
        """`corpus` is the folder that the documents' sources are relative to."""
        self._corpus = corpus
        self._kept: OrderedDict[tuple[str, int, float], Picture | None] = OrderedDict()
        self._lock = threading.Lock()
        self._drawing = threading.BoundedSemaphore(2)

    def original(self, document: Document) -> Path | None:
        """The document's file, if it is still the one that was read: inside the corpus, no link, the same bytes."""
        path = self._corpus / document.source
        try:
            if path.is_symlink() or not path.resolve().is_relative_to(self._corpus.resolve()) or not path.is_file():
                return None
            digest = checksums.remembered(path)
        except (OSError, ValueError):
            return None
        return path if document.digest and digest == document.digest else None

    def page(self, document: Document, number: int, scale: float = SCALE) -> Picture | None:
        """Page `number`, counted from 1; None when the file has changed or the page cannot be drawn."""
        file = self.original(document)
        if file is None or not 1 <= number <= max(1, len(document.page_starts)):
            return None
        key = (document.digest, number, scale)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._drawing:
            drawn = _drawn(file, number, scale)
        with self._lock:
            self._kept[key] = drawn
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return drawn


def has_pages(document: Document) -> bool:
    """Whether a document is one whose pages can be pictured."""
    return bool(document.page_starts) and document.source.casefold().endswith(".pdf")


def marks(boxes: Iterable[Box], page: int, picture: Picture) -> tuple[Mark, ...]:
    """The places of words on one page, those of a line put together."""
    lines: list[Box] = []
    for box in boxes:
        if box.page != page:
            continue
        last = lines[-1] if lines else None
        if last is not None and _same_line(last, box):
            lines[-1] = Box(
                last.start,
                box.end,
                page,
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            lines.append(box)
    return tuple(_mark(line, picture) for line in lines)


def _same_line(line: Box, word: Box) -> bool:
    height = min(line.bottom - line.top, word.bottom - word.top)
    overlap = min(line.bottom, word.bottom) - max(line.top, word.top)
    near = -height <= word.left - line.right <= GAP * max(height, 1)
    return near and overlap > height / 2


def _mark(box: Box, picture: Picture) -> Mark:
    left, right = (min(max(edge / picture.width * 100, 0), 100) for edge in (box.left, box.right))
    top, bottom = (min(max(edge / picture.height * 100, 0), 100) for edge in (box.top, box.bottom))
    return Mark(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def _drawn(file: Path, number: int, scale: float) -> Picture | None:
    command = [sys.executable, "-m", "assistant.reading.picturing", str(file.resolve()), str(number), str(scale)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    line, _, png = done.stdout.partition(b"\n")
    if done.returncode or not png:
        return None
    about = json.loads(line)
    return Picture(png, about["width"], about["height"], about["pages"])
