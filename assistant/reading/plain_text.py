"""Plain text: bytes to characters, and lines to paragraphs, headings, lists and table rows."""

import re
from collections.abc import Sequence

from assistant.errors import UnreadableFile
from assistant.reading.composing import NUMBERED, Composer, cleaned
from assistant.reading.markdown import without_tags

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LIST_ITEM = re.compile(r"\s*(?:[•*·▪–o-]\s|\(?[a-z]{1,3}\)\s|\(\d+\)\s)")
LONGEST_HEADING = 80
BINARY_SHARE = 0.02


def decode(content: bytes) -> str:
    """The characters of a text file: UTF-8, UTF-16 with its mark, or Windows-1252, which many older files use.

    Raises:
        UnreadableFile: the bytes are not text.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    control = sum(content.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13))
    if control > len(content) * BINARY_SHARE:
        raise UnreadableFile("it is not a text file, although its name says so. Save it again as text or Word")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def compose(text: str) -> Composer:
    """Compose a plain text: blank lines part paragraphs, a short line alone is a heading, tabs make table rows."""
    composer = Composer()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    lines = [line.rstrip() for line in text.split("\n")]
    position = 0
    while position < len(lines):
        if not lines[position].strip():
            position += 1
            continue
        after = position
        while after < len(lines) and lines[after].strip():
            after += 1
        _block(composer, lines[position:after])
        position = after
    return composer


def _block(composer: Composer, lines: Sequence[str]) -> None:
    """One run of lines without a blank line between them."""
    if len(lines) == 1 and _is_heading(lines[0]):
        words = cleaned(lines[0])
        number = NUMBERED.match(words)
        composer.heading(2 + (number["number"].count(".") if number else 0), words)
        return
    header: list[str] = []
    rows: list[list[str]] = []
    for position, line in enumerate(lines):
        cells = [cleaned(without_tags(cell)) for cell in line.strip("\n").split("\t")]
        if len([cell for cell in cells if cell]) >= 2:
            if not rows and not header and _is_header(line, cells, lines[position + 1 :]):
                header = cells
            else:
                rows.append(cells)
            continue
        words = " ".join(cell for cell in cells if cell)
        continues = position > 0 and not rows
        composer.table(header, rows)
        header, rows = ([], []) if not rows else (header, [])
        (composer.line if continues or LIST_ITEM.match(words) else composer.paragraph)(words)
    composer.table(header, rows)


def _is_header(line: str, cells: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row names the columns: short words in every cell, no mark-up, and a row below it."""
    return (
        bool(below)
        and "\t" in below[0]
        and "<" not in line
        and all(0 < len(cell) <= 60 and cell[-1] not in ".;" for cell in cells)
    )


def _is_heading(line: str) -> bool:
    words = cleaned(line)
    letters = sum(character.isalpha() for character in words)
    return (
        3 <= len(words) <= LONGEST_HEADING
        and letters >= len(words) / 2
        and words[-1] not in ".,;:?!"
        and (words[0].isupper() or NUMBERED.match(words) is not None)
        and not LIST_ITEM.match(line)
        and "\t" not in line
        and "<" not in words
    )
