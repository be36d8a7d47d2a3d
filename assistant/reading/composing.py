"""Compose the text of a document block by block, keeping its sections and its pages as offsets."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from unicodedata import normalize

from assistant.values import Box, PageQuality, Section, Table

LONGEST_HEADING = 160
NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3})*|[A-Z]\d{1,2}(?:\.\d{1,3})*)[.)]?\s+(?=\S)")
NAMED = re.compile(
    r"(?P<number>(?:Annex|Appendix|Schedule|Section|Part|Chapter|Clause|Stage|Step|Phase)\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4}))\b\s*[.:–—-]?\s*",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3})+)\.?\s+(?=[A-Z“\"'‘(])")
FIELD = re.compile(r"(?!(?:Annex|Appendix)\b)[A-Z][\w /()'’-]{1,40}:\s+\S")
BLANKS = re.compile(r"[ \t\u00a0\u2007\u202f]+")
CONTROL = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\ufeff]")
UNSEEN = re.compile(  # zero width, direction marks and tags; joiners only where no script needs them
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\U000e0000-\U000e007f]"
    "|(?<=[\u0020-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\u0020-\u024f])"
)
SURROGATE = re.compile("[\ud800-\udfff]")
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
UNSEEN_NOTE = "Characters that cannot be seen were left out of the text."


class Composer:
    """Collects blocks in reading order, and beside the text what else a `Reading` needs.

    Every method that writes returns the offset in `text` at which its words, cleaned, begin.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._path: list[tuple[int, str]] = []
        self._open: tuple[str, tuple[str, ...], int] | None = None
        self._number = ""
        self._sections: list[tuple[str, tuple[str, ...], int, int]] = []
        self.page_starts: list[int] = []
        self.tables: list[Table] = []
        self.boxes: list[Box] = []
        self.pages: list[PageQuality] = []
        self.properties: dict[str, str] = {}
        self.margins: list[str] = []
        self.notes: list[str] = []

    @property
    def text(self) -> str:
        """All that was composed so far."""
        return "".join(self._parts)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections, in order; text before the first heading is a section without one."""
        done = [*self._sections, *([(*self._open, self._length)] if self._open is not None else [])]
        return tuple(
            Section(number, path, bisect_right(self.page_starts, start) or None, start, end)
            for number, path, start, end in done
            if end > start
        )

    def page(self, number: int, at: int | None = None) -> None:
        """Page `number`, counted from 1, begins at offset `at`, or with whatever is written next."""
        while len(self.page_starts) < number:
            self.page_starts.append(self._next() if at is None else at)

    def heading(self, level: int, words: str) -> int:
        """A heading, 1 the outermost; a heading too long to be one, or one that states a field, is a paragraph."""
        words = self._cleaned(words)
        if not words:
            return self._next()
        if len(words) > LONGEST_HEADING or (FIELD.match(words) and not NAMED.match(words)):
            return self.paragraph(words)
        number, name = numbered(words)
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, name))
        self._number = number
        self._begin(number)
        return self._write(words, "\n\n")

    def paragraph(self, words: str) -> int:
        """A paragraph; one that begins with a clause number of the section it stands in is a section of its own."""
        words = self._cleaned(words)
        clause = CLAUSE.match(words)
        if clause and self._belongs(clause["number"]):
            self._begin(clause["number"])
        return self._write(words, "\n\n")

    def line(self, words: str) -> int:
        """A line that follows closely on the one before it: a list item, a line of an address."""
        return self._write(self._cleaned(words), "\n")

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[int]]:
        """A table, each row as one line that makes sense alone: "Header: cell. Header: cell.".

        Returns for every row the offset of every cell's words, -1 for a cell that is not written; empty rows are
        left out of the table, with an empty list in their place. A merged cell is given again in every row and
        column that it covers.
        """
        columns = max([len(header), *(len(row) for row in rows)], default=0)
        names = tuple(self._cleaned(name) for name in (*header, *[""] * (columns - len(header))))
        kept: list[tuple[str, ...]] = []
        offsets: list[list[int]] = []
        first = self._next()
        for row in rows:
            cells = tuple(self._cleaned(cell) for cell in (*row, *[""] * (columns - len(row))))
            words, at = row_text(names, cells)
            if not words:
                offsets.append([])
                continue
            start = self._write(words, "\n" if kept else "\n\n")
            offsets.append([position + start if position >= 0 else -1 for position in at])
            kept.append(cells)
        if kept:
            self.tables.append(Table(first, self._length, names, tuple(kept)))
        return offsets

    def note(self, sentence: str) -> None:
        """Something that a trust officer must know about how the file was read; said once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def _cleaned(self, words: str) -> str:
        if not words.isascii() and UNSEEN.search(words):
            self.note(UNSEEN_NOTE)
        return cleaned(words)

    def _belongs(self, number: str) -> bool:
        """Whether a clause number can stand here: under a numbered heading only that heading's clauses do."""
        top = self._number.split(".")[0]
        return not top[:1].isdigit() or number.split(".")[0] == top

    def _next(self) -> int:
        """Where a paragraph written now would begin."""
        return self._length + (2 if self._parts else 0)

    def _begin(self, number: str) -> None:
        start = self._next()
        if self._open is not None:
            self._sections.append((*self._open, self._length))
        self._open = (number, tuple(name for _, name in self._path), start)

    def _write(self, words: str, gap: str) -> int:
        if not words:
            return self._length
        if self._open is None:
            self._begin("")
        if self._parts:
            self._parts.append(gap)
            self._length += len(gap)
        start = self._length
        self._parts.append(words)
        self._length += len(words)
        return start


def numbered(words: str) -> tuple[str, str]:
    """A heading's number and its words: "4.2 Sick pay" gives "4.2" and "Sick pay", "Annex B" gives "Annex B" twice."""
    found = NAMED.match(words) or NUMBERED.match(words)
    if not found:
        return "", words
    return found["number"], words[found.end() :].strip() or words


def row_text(header: Sequence[str], cells: Sequence[str]) -> tuple[str, list[int]]:
    """One line for a table row, and where each cell stands in it, -1 for a cell that is left out.

    Empty cells are left out, and so is a cell that says the same as its neighbour under the same name, which a cell
    merged over columns does; a cell under an empty header stands alone.
    """
    line = ""
    offsets: list[int] = []
    before = ("", "")
    for name, cell in zip(header, cells, strict=True):
        if not cell or (name, cell) == before or (cell == before[1] and not name):
            offsets.append(-1)
            continue
        before = (name, cell)
        line += " " if line else ""
        line += f"{name.rstrip(':')}: " if name and name != cell else ""
        offsets.append(len(line))
        line += cell if cell[-1] in ".!?:;" else f"{cell}."
    return line, offsets


def cleaned(words: str) -> str:
    """One line of text without control and invisible characters, soft hyphens and runs of blanks, its accents composed.

    Ligatures are opened ("ﬁ" is "fi"); half of a character pair becomes U+FFFD.
    """
    words = CONTROL.sub("", words.replace("\n", " "))
    if not words.isascii():
        words = normalize("NFC", SURROGATE.sub("\ufffd", UNSEEN.sub("", words)).translate(LIGATURES))
    return BLANKS.sub(" ", words).strip()
