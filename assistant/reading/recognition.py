"""Words of a scanned page by optical character recognition: the installed tesseract looks at the page's picture."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from assistant.reading.pdf.printed import Word
from assistant.reading.pdf.turning import clockwise

DOTS_PER_INCH = 300
MOST_PIXELS = 25_000_000  # a larger page is looked at more coarsely; A3 at 300 dots per inch has 17 million
PAGE_SECONDS = 60.0
LEAST_CONFIDENCE = 30  # of 100; a line of words below it is specks, rules and handwriting
RULED = re.compile(r"[|_—–~=]+")  # what the lines of a table look like when they are taken for letters
WINDOWS = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")
BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
TYPE_SIZE = re.compile(r"x_size (\d+(?:\.\d+)?)")
CONFIDENCE = re.compile(r"x_wconf (\d+)")
ROTATE = re.compile(r"Rotate: (\d+)")
DOUBTFUL = 60  # of 100, as a mean over the words of a page


@cache
def program() -> str:
    """Where tesseract is installed; "" when it is not."""
    return shutil.which("tesseract") or (str(WINDOWS) if WINDOWS.is_file() else "")


def recognise(path: Path, number: int, width: float, height: float) -> list[Word] | None:
    """The words on page `number` (from 1) of a PDF, in points from the upper left corner of a page of that size.

    A page that lies on its side or upside down is looked at upright; its words have their turn and their place on the
    page as it is. None when tesseract is not installed, fails, or takes longer than a minute.
    """
    if not program():
        return None
    scale = min(DOTS_PER_INCH / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = _picture(path, number, scale)
    dots = round(scale * 72)
    found = _asked(picture, dots, "hocr")
    if found is None:
        return None
    words = list(words_of(found, scale))
    quarters = _quarters(picture, dots) if _is_doubtful(found, words) else 0
    if not quarters:
        return words
    again = _asked(picture.rotate(-90 * quarters, expand=True), dots, "hocr")
    if again is None:
        return words
    across = quarters % 2 == 1
    size = (height, width) if across else (width, height)
    return [_placed(word, quarters, *size) for word in words_of(again, scale)]


def _is_doubtful(found: bytes, words: Sequence[Word]) -> bool:
    """Whether the page may lie another way: tesseract is unsure of it, or its longer words are higher than wide."""
    sure = [int(confidence) for confidence in CONFIDENCE.findall(found.decode("utf-8", "replace"))]
    long = [word for word in words if len(word.text) > 3]
    tall = sum(word.bottom - word.top > word.right - word.left for word in long)
    return bool(sure) and (sum(sure) < DOUBTFUL * len(sure) or 2 * tall > len(long))


def _quarters(picture: Any, dots: int) -> int:
    """By how many quarters the text is turned counter-clockwise, as tesseract tells; 0 when it cannot."""
    answer = _asked(picture, dots, "--psm", "0")
    rotate = ROTATE.search(answer.decode("utf-8", "replace")) if answer is not None else None
    return int(rotate[1]) // 90 % 4 if rotate else 0


def _placed(word: Word, quarters: int, width: float, height: float) -> Word:
    """A word of the upright page of a width and height at its place on the page as it lies."""
    edges = clockwise((word.left, word.top, word.right, word.bottom), -quarters, width, height)
    return replace(word, left=edges[0], top=edges[1], right=edges[2], bottom=edges[3], turn=(word.turn + quarters) % 4)


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


def _picture(path: Path, number: int, scale: float) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return document[number - 1].render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()


def _asked(picture: Any, dots_per_inch: int, *what: str) -> bytes | None:
    written = BytesIO()
    picture.save(written, "PNG", compress_level=1)
    command = [program(), "stdin", "stdout", "--dpi", str(dots_per_inch), *what]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # one page gains nothing from more, and the files wait in line
    try:
        done = subprocess.run(
            command, input=written.getvalue(), capture_output=True, timeout=PAGE_SECONDS, env=environment, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
