"""Compose the text of a document block by block, keeping its sections and its pages as offsets."""

import re
from collections.abc import Sequence

from assistant.values import Section

LONGEST_HEADING = 160
NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3})*|[A-Z]\d{1,2}(?:\.\d{1,3})*)[.)]?\s+(?=\S)")
NAMED = re.compile(
    r"(?P<number>(?:Annex|Appendix|Schedule|Section|Part|Chapter|Clause)\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4}))\b\s*[.:–—-]?\s*",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,3})+)\.?\s+(?=[A-Z“\"'‘(])")
FIELD = re.compile(r"[A-Z][\w /()'’-]{1,40}:\s+\S")
BLANKS = re.compile(r"[ \t\u00a0\u2007\u202f]+")
INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]"
)


class Composer:
    """Collects blocks in reading order; `text`, `sections` and `page_starts` are what a `Document` needs."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._page: int | None = None
        self._path: list[tuple[int, str]] = []
        self._open: Section | None = None
        self._number = ""
        self.page_starts: list[int] = []
        self._sections: list[Section] = []

    @property
    def text(self) -> str:
        """All that was composed so far."""
        return "".join(self._parts)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections, in order; text before the first heading is a section without one."""
        last = self._open
        done = [*self._sections, *([_ended(last, self._length)] if last is not None else [])]
        return tuple(section for section in done if section.end > section.start)

    def page(self, number: int) -> None:
        """What follows stands on page `number`, counted from 1."""
        while len(self.page_starts) < number:
            self.page_starts.append(self._length)
        self._page = number

    def heading(self, level: int, words: str) -> None:
        """A heading, 1 the outermost; a heading too long to be one, or one that states a field, is a paragraph."""
        words = cleaned(words)
        if not words:
            return
        if len(words) > LONGEST_HEADING or (FIELD.match(words) and not NAMED.match(words)):
            self.paragraph(words)
            return
        number, name = numbered(words)
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, name))
        self._number = number
        self._begin(number)
        self._write(words, "\n\n")

    def paragraph(self, words: str) -> None:
        """A paragraph; one that begins with a clause number of the section it stands in is a section of its own."""
        words = cleaned(words)
        clause = CLAUSE.match(words)
        if clause and self._belongs(clause["number"]):
            self._begin(clause["number"])
        self._write(words, "\n\n")

    def line(self, words: str) -> None:
        """A line that follows closely on the one before it: a list item, a table row, a line of an address."""
        self._write(cleaned(words), "\n")

    def row(self, headers: Sequence[str], cells: Sequence[str], *, first: bool = False) -> None:
        """A table row as one line that makes sense alone: "Header: cell. Header: cell."."""
        words = row_text([cleaned(header) for header in headers], [cleaned(cell) for cell in cells])
        self._write(words, "\n\n" if first else "\n")

    def _belongs(self, number: str) -> bool:
        """Whether a clause number can stand here: under a numbered heading only that heading's clauses do."""
        top = self._number.split(".")[0]
        return not top[:1].isdigit() or number.split(".")[0] == top

    def _begin(self, number: str) -> None:
        if self._open is not None:
            self._sections.append(_ended(self._open, self._length))
        path = tuple(name for _, name in self._path)
        start = self._length + (2 if self._parts else 0)
        self._open = Section(number, path, self._page, start, start)

    def _write(self, words: str, gap: str) -> None:
        if not words:
            return
        if self._open is None:
            self._begin("")
        if self._parts:
            self._parts.append(gap)
            self._length += len(gap)
        self._parts.append(words)
        self._length += len(words)


def _ended(section: Section, end: int) -> Section:
    return Section(section.number, section.heading_path, section.page, section.start, max(section.start, end))


def numbered(words: str) -> tuple[str, str]:
    """A heading's number and its words: "4.2 Sick pay" gives "4.2" and "Sick pay", "Annex B" gives "Annex B" twice."""
    found = NAMED.match(words) or NUMBERED.match(words)
    if not found:
        return "", words
    return found["number"], words[found.end() :].strip() or words


def row_text(headers: Sequence[str], cells: Sequence[str]) -> str:
    """One line for a table row; empty cells are left out, and a cell under an empty header stands alone."""
    parts = []
    for position, cell in enumerate(cells):
        header = headers[position] if position < len(headers) else ""
        if cell:
            words = f"{header.rstrip(':')}: {cell}" if header and header != cell else cell
            parts.append(words if words[-1] in ".!?:;" else f"{words}.")
    return " ".join(parts)


def cleaned(words: str) -> str:
    """One line of text without control characters, soft hyphens and runs of blanks."""
    return BLANKS.sub(" ", INVISIBLE.sub("", words.replace("\n", " "))).strip()
