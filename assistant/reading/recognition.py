"""Words of a scanned page by optical character recognition: the installed tesseract looks at the page's picture."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.reading.pdf.printed import Word

DOTS_PER_INCH = 300
MOST_PIXELS = 25_000_000  # a larger page is looked at more coarsely; A3 at 300 dots per inch has 17 million
PAGE_SECONDS = 60.0
LEAST_CONFIDENCE = 30  # of 100; a line of words below it is specks, rules and handwriting
RULED = re.compile(r"[|_—–~=]+")  # what the lines of a table look like when they are taken for letters
WINDOWS = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")
BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
TYPE_SIZE = re.compile(r"x_size (\d+(?:\.\d+)?)")
CONFIDENCE = re.compile(r"x_wconf (\d+)")


@cache
def program() -> str:
    """Where tesseract is installed; "" when it is not."""
    return shutil.which("tesseract") or (str(WINDOWS) if WINDOWS.is_file() else "")


def recognise(path: Path, number: int, width: float, height: float) -> list[Word] | None:
    """The words on page `number` (from 1) of a PDF, in points from the upper left corner of a page of that size.

    None when tesseract is not installed, fails, or takes longer than a minute.
    """
    if not program():
        return None
    scale = min(DOTS_PER_INCH / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    found = _asked(_picture(path, number, scale), round(scale * 72))
    return list(words_of(found, scale)) if found is not None else None


def words_of(found: bytes, scale: float) -> Iterator[Word]:
    """The words in tesseract's hOCR output (http://kba.cloud/hocr-spec/1.2/) for a picture of `scale` dots a point."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(found, parser)
    for line in root.iterfind(".//{*}span[@title]") if root is not None else ():
        size = TYPE_SIZE.search(line.get("title", ""))
        if size is None:
            continue
        words = list(_words(line, float(size[1]), scale))
        mostly_sure = sum(is_sure for _, is_sure in words) * 2 >= len(words)
        for word, is_sure in words:
            if is_sure or (mostly_sure and any(character.isalnum() for character in word.text)):
                yield word


def _words(line: Any, size: float, scale: float) -> Iterator[tuple[Word, bool]]:
    """The words of a line, each with whether tesseract is sure of it; what drawn lines were taken for is left out."""
    for element in line.iterfind(".//{*}span[@class='ocrx_word']"):
        about = element.get("title", "")
        box, confidence = BOX.search(about), CONFIDENCE.search(about)
        text = "".join(element.itertext()).strip()
        if box is None or not text or RULED.fullmatch(text):
            continue
        left, top, right, bottom = (int(edge) / scale for edge in box.groups())
        bold = element.find("{*}strong") is not None
        word = Word(text, left, top, right, bottom, size=round(size / scale, 1), bold=bold)
        yield word, confidence is None or int(confidence[1]) >= LEAST_CONFIDENCE


def _picture(path: Path, number: int, scale: float) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        picture = document[number - 1].render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1)
    return written.getvalue()


def _asked(picture: bytes, dots_per_inch: int) -> bytes | None:
    command = [program(), "stdin", "stdout", "--dpi", str(dots_per_inch), "-l", "eng", "hocr"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # one page gains nothing from more, and the files wait in line
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=PAGE_SECONDS, env=environment, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
