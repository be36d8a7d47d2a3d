"""Plain text: lines to paragraphs, headings, lists and table rows."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.reading.composing import FIELD, NAMED, NUMBERED, Composer, cleaned
from assistant.reading.plain.characters import decode, mended
from assistant.reading.plain.markdown import without_tags

BULLETS = "•●○◦▪■*·–o-"
LIST_ITEM = re.compile(rf"\s*(?:[{BULLETS}]\s|\(?[a-z]{{1,3}}\)\s|\(\d+\)\s)")
LONE_BULLET = re.compile(rf"\s*[{BULLETS.replace('o', '')}]\s*")
COUNTED = re.compile(r"\s*\d{1,2}[.)]\s")
UNDERLINE = re.compile(r"\s*(={3,}|-{3,}|~{3,}|_{3,}|\*{3,})\s*")
CONTENTS_LINE = re.compile(r".*\S\s*(?:\.\s?){4,}\s*\d{1,3}\s*")
EMPHASIS = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
LONGEST_HEADING = 80
WRAPPED_AT = 120  # characters; a file with many longer lines is not wrapped
MANY_SHORT = 3
SLACK = 4
SHORT_WORD = 3


def compose(path: Path) -> Composer:
    """Compose a text file.

    Raises:
        UnreadableFile: its bytes are not text.
    """
    composer = Composer()
    write(composer, mended(composer, decode(path.read_bytes())))
    return composer


def write(composer: Composer, text: str, *, wrapped: bool = True) -> None:
    """Write a text into a composer; `wrapped` is False where every line is known to be a whole paragraph.

    Blank lines part paragraphs, wrapped lines are joined, a short line alone is a heading, tabs make table rows.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    lines = _without_contents([line.rstrip() for line in EMPHASIS.sub(r"\1", text).split("\n")])
    lines = list(_with_bullets(lines))
    width = _width(lines) if wrapped else 0
    blocks = list(_blocks(lines))
    listed = _listed(blocks)
    for number, block in enumerate(blocks):
        _Block(composer, block, width, number in listed).write()


def _width(lines: Sequence[str]) -> int:
    """The length at which lines are wrapped; 0 where every line is a paragraph of its own."""
    lengths = sorted(len(line) for line in lines if line.strip() and "\t" not in line)
    long = [length for length in lengths if length > WRAPPED_AT]
    if not lengths or len(long) * 50 > len(lengths):
        return 0
    return lengths[int(len(lengths) * 0.98) - (1 if len(lengths) > 1 else 0)]


def _without_contents(lines: Sequence[str]) -> list[str]:
    """The lines without a list of contents, whose lines end in dots and a page number."""
    listed = [CONTENTS_LINE.fullmatch(line) is not None for line in lines]
    return (
        list(lines) if sum(listed) < MANY_SHORT else [line for line, out in zip(lines, listed, strict=True) if not out]
    )


def _with_bullets(lines: Sequence[str]) -> Iterator[str]:
    """The lines, a bullet that stands alone put before the words that follow it."""
    waiting = False
    for line in lines:
        if LONE_BULLET.fullmatch(line) and not UNDERLINE.fullmatch(line):
            waiting = True
        elif waiting and line.strip():
            yield f"- {line.strip()}"
            waiting = False
        elif not waiting:
            yield line


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """The runs of lines without a blank line between them."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _listed(blocks: Sequence[Sequence[str]]) -> set[int]:
    """Which blocks are the short lines of a list of names, many in a row, and so no headings.

    At the beginning of a file such lines are its title page.
    """
    found: set[int] = set()
    run: list[int] = []
    for number, block in enumerate([*blocks, ()]):
        words = block[0] if len(block) == 1 else ""
        if words and reads_like_a_heading(words) and not (NUMBERED.match(words.strip()) or NAMED.match(words.strip())):
            run.append(number)
            continue
        if len(run) > MANY_SHORT and run[0]:
            found.update(run)
        run = []
    return found


class _Block:
    """One run of lines; `width` is where lines are wrapped, 0 where they are not; `listed` lines name nothing."""

    def __init__(self, composer: Composer, lines: Sequence[str], width: int, listed: bool) -> None:
        self._composer = composer
        self._lines = lines
        self._width = width
        self._listed = listed
        self._header: list[str] = []
        self._rows: list[list[str]] = []
        self._first = True

    def write(self) -> None:
        position = 0
        while position < len(self._lines):
            position += self._take(position)
        self._end_table()

    def _take(self, position: int) -> int:
        """Write what begins at a line; how many lines it took."""
        line = self._lines[position]
        below = self._lines[position + 1] if position + 1 < len(self._lines) else ""
        cells = [cleaned(without_tags(cell)) for cell in line.strip("\n").split("\t")]
        if len([cell for cell in cells if cell]) >= 2 and not LIST_ITEM.match(line) and not _is_numbered(cells):
            self._row(line, cells, self._lines[position + 1 :])
            return 1
        self._end_table()
        if UNDERLINE.fullmatch(line):
            return 1
        if below and UNDERLINE.fullmatch(below) and len(line.strip()) <= LONGEST_HEADING:
            self._composer.heading(_level(line, below), line)
            self._first = True
            return 2
        if self._is_heading(position):
            words = cleaned(line)
            self._composer.heading(_level(words, ""), words)
            self._first = True
            return 1
        taken = self._wrapped(position)
        joined = " ".join(part.strip() for part in self._lines[position : position + taken])
        words = cleaned(without_tags(joined)) if "<" in joined else cleaned(joined)
        close = LIST_ITEM.match(line) is not None or (not self._first and (self._width > 0 or len(words) < WRAPPED_AT))
        (self._composer.line if close else self._composer.paragraph)(words)
        self._first = False
        return taken

    def _row(self, line: str, cells: list[str], below: Sequence[str]) -> None:
        if not self._rows and not self._header and _is_header(line, cells, below):
            self._header = cells
        else:
            self._rows.append(cells)

    def _end_table(self) -> None:
        if self._header or self._rows:
            self._composer.table(self._header, self._rows)
            self._header, self._rows = [], []
            self._first = True

    def _wrapped(self, position: int) -> int:
        """How many lines make up the paragraph or item that begins at a line."""
        taken = 1
        while self._width and position + taken < len(self._lines):
            before, line = self._lines[position + taken - 1], self._lines[position + taken]
            starts = LIST_ITEM.match(line) or COUNTED.match(line) or UNDERLINE.fullmatch(line) or "\t" in line.strip()
            room = self._width - SLACK - len(before)
            fits = len((line.split() or [""])[0]) < room - self._width // 4
            if starts or fits or FIELD.match(line.strip()) or self._is_heading(position + taken):
                break
            taken += 1
        return taken

    def _is_heading(self, position: int) -> bool:
        """Whether a line names what follows: alone in its block, or followed by longer lines."""
        line = self._lines[position]
        if self._listed or not reads_like_a_heading(line):
            return False
        if len(self._lines) == 1:
            return True
        words = cleaned(line)
        after = self._lines[position + 1] if position + 1 < len(self._lines) else ""
        if "\t" in after:
            return False
        if self._width:
            numbered = NUMBERED.match(words) is not None and not position
            return bool(after) and ((words.isupper() and not after.isupper()) or (numbered and len(after) > len(words)))
        if words.endswith(":"):
            return bool(after)
        if not after or reads_like_a_heading(after):
            return not after and not self._short_before(position)
        return len(after) > len(words) and self._short_before(position) < MANY_SHORT

    def _short_before(self, position: int) -> int:
        """How many lines just above read like headings too: many of them are a list of names."""
        count = 0
        while position - count > 0 and reads_like_a_heading(self._lines[position - count - 1]):
            count += 1
        return count


def _is_numbered(cells: Sequence[str]) -> bool:
    """Whether tabs only part a number from its words: "1.1", "(a)"."""
    filled = [cell for cell in cells if cell]
    return (
        len(filled) == 2 and re.fullmatch(r"\(?(?:[A-Z]?\d{1,2}(?:\.\d{1,3})*|[a-z]{1,3})[.)]?", filled[0]) is not None
    )


def _level(words: str, underline: str) -> int:
    number = NUMBERED.match(cleaned(words))
    if number:
        return 2 + number["number"].count(".")
    return 1 if underline.strip().startswith("=") else 2


def _is_header(line: str, cells: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a row names the columns: short words in every cell, no mark-up, and a row below it."""
    return (
        bool(below)
        and "\t" in below[0]
        and "<" not in line
        and all(0 < len(cell) <= 60 and cell[-1] not in ".;" for cell in cells)
    )


def reads_like_a_heading(line: str) -> bool:
    """Whether a line is short, begins with a capital or a number and ends without a mark.

    It may end with a colon when all of its longer words begin with capitals.
    """
    words = cleaned(line)
    if words.endswith(":") and all(word[0].isupper() for word in words.split() if len(word) > SHORT_WORD):
        words = words[:-1]
    named = NAMED.match(words) is not None
    words = words.removesuffix("?") if named else words
    letters = sum(character.isalpha() for character in words)
    return (
        3 <= len(words) <= LONGEST_HEADING
        and letters >= len(words) / 2
        and words[-1] not in ".,;:?!"
        and (words[0].isupper() or NUMBERED.match(words) is not None)
        and not LIST_ITEM.match(line)
        and (named or FIELD.match(words) is None)
        and ("\t" not in line.strip() or _is_numbered(line.split("\t")))
        and "<" not in words
    )
