"""PDF: lines with their type sizes from pdfium, ruled tables from pdfplumber, composed into headings and paragraphs."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading.composing import CLAUSE, NAMED, NUMBERED, Composer, cleaned

MOST_PAGES = 2000
RULES_OF_A_TABLE = 4  # a page with fewer drawn lines has no ruled table
LONGEST_HEADING = 120
LARGER = 1.12  # type this much larger than the body's is a heading's
BOLD = 600
EDGE_LINES = 3  # running heads and feet are among so many lines at the top and bottom of a page
REPEATED = 0.6
LIST_ITEM = re.compile(
    r"(?:[-•*·–▪●○◦➢✓]|\uf0b7|\uf0a7|o(?=\s)|\(?[a-z]{1,2}[.)]|\(?[ivx]{1,5}[.)]|\(?\d{1,2}\))\s+", re.IGNORECASE
)
BULLET = re.compile(r"^(?:[•*·▪●○◦➢✓]|\uf0b7|\uf0a7|o(?=\s))\s*")
SENTENCE_END = (".", ":", ";", "?", "!")


_Character = tuple[str, bool, tuple[float, float, float, float]]  # bold or not; left, right, bottom, top


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line: `size` is the height of its type; edges are counted from the page's lower left, in points."""

    words: str
    size: float
    bold: bool
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[tuple[str, ...], ...]
    top: float
    bottom: float
    left: float
    right: float

    def holds(self, line: _Line) -> bool:
        """Whether the middle of a line lies inside the table."""
        across, up = (line.left + line.right) / 2, (line.top + line.bottom) / 2
        return self.left - 1 <= across <= self.right + 1 and self.bottom - 1 <= up <= self.top + 1


def compose(path: Path) -> Composer:
    """Read and compose one PDF.

    Raises:
        UnreadableFile: it is broken, protected with a password, or has more than 2,000 pages.
    """
    pages = list(_pages(path))
    furniture = _repeated([lines for lines, _ in pages])
    body = _body_size(line for lines, _ in pages for line in lines)
    sizes = sorted({line.size for lines, _ in pages for line in lines if line.size >= body * LARGER}, reverse=True)
    writer = _Writer(body, sizes)
    for number, (lines, tables) in enumerate(pages, start=1):
        kept = [line for line in lines if number == 1 or _outline(line.words) not in furniture]
        writer.page(number, kept, tables)
    writer.finish()
    return writer.composer


def _pages(path: Path) -> Iterator[tuple[list[_Line], list[_Table]]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableFile("it is protected with a password. Save a copy without the password") from error
        raise UnreadableFile("it is broken and could not be opened. Export it again as PDF") from error
    if len(document) > MOST_PAGES:
        raise UnreadableFile(f"it has more than {MOST_PAGES:,} pages. Split it into smaller documents")
    ruled = []
    found: list[list[_Line]] = []
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            found.append([])
            continue
        found.append(list(_lines(page)))
        rules = sum(1 for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=2))
        if rules >= RULES_OF_A_TABLE and found[-1]:
            ruled.append(number)
        page.close()
    document.close()
    tables = _tables(path, ruled) if ruled else {}
    for number, lines in enumerate(found):
        yield lines, tables.get(number, [])


def _lines(page: Any) -> Iterator[_Line]:
    """The lines of a page in the order in which they were written, cut where pdfium sees a line end."""
    from pypdfium2 import raw

    text = page.get_textpage()
    characters: list[_Character] = []
    box = raw.FS_RECTF()
    for position in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, position)
        if code in (0x0A, 0x0D, 0):
            if characters:
                yield _line(characters)
                characters = []
            continue
        if code in (0x02, 0xAD, 0xFFFE, 0xFFFF):
            continue
        raw.FPDFText_GetLooseCharBox(text, position, ctypes.byref(box))
        bold = raw.FPDFText_GetFontWeight(text, position) >= BOLD
        characters.append((chr(code), bold, (box.left, box.right, box.bottom, box.top)))
    if characters:
        yield _line(characters)


def _line(characters: Sequence[_Character]) -> _Line:
    printed = [item for item in characters if not item[0].isspace()] or list(characters)
    boxes = [box for _, _, box in printed]
    return _Line(
        words=cleaned("".join(item[0] for item in characters)),
        size=round(2 * median(box[3] - box[2] for box in boxes)) / 2,
        bold=all(bold for _, bold, _ in printed),
        left=min(box[0] for box in boxes),
        right=max(box[1] for box in boxes),
        bottom=min(box[2] for box in boxes),
        top=max(box[3] for box in boxes),
    )


def _tables(path: Path, numbers: Sequence[int]) -> dict[int, list[_Table]]:
    """The ruled tables of some pages; a page that pdfplumber cannot read has none."""
    import pdfplumber

    tables: dict[int, list[_Table]] = {}
    with pdfplumber.open(path, pages=[number + 1 for number in numbers]) as document:
        for number, page in zip(numbers, document.pages, strict=True):
            try:
                tables[number] = [table for found in page.find_tables() if (table := _table(found, page.height))]
            except Exception:
                tables[number] = []
            page.close()
    return tables


def _table(found: Any, height: float) -> _Table | None:
    rows = tuple(tuple(cleaned(cell or "") for cell in row) for row in found.extract())
    filled = sum(1 for row in rows if sum(1 for cell in row if cell) >= 2)
    if filled < max(2, len(rows) / 2):
        return None  # a frame around text, not a table
    left, top, right, bottom = found.bbox
    return _Table(rows, height - top, height - bottom, left, right)


def _repeated(pages: Sequence[Sequence[_Line]]) -> set[str]:
    """Running heads and feet: lines at the edge of a page that most pages repeat, page numbers aside."""
    if len(pages) < 3:
        return set()
    counted = Counter(
        outline
        for lines in pages
        for outline in {_outline(line.words) for line in (*lines[:EDGE_LINES], *lines[-EDGE_LINES:])}
    )
    return {outline for outline, times in counted.items() if times >= max(3, REPEATED * len(pages))}


def _outline(words: str) -> str:
    return re.sub(r"\d+", "#", words.casefold())


def _body_size(lines: Iterable[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.words)
    return sizes.most_common(1)[0][0] if sizes else 10.0


class _Writer:
    """Joins lines to paragraphs and headings and hands them to the composer, page by page."""

    def __init__(self, body: float, sizes: Sequence[float]) -> None:
        self.composer = Composer()
        self._body = body
        self._sizes = list(sizes)
        self._paragraph: list[_Line] = []
        self._spacing = body * 1.3
        self._right = 0.0

    def page(self, number: int, lines: Sequence[_Line], tables: Sequence[_Table]) -> None:
        """Write one page; a paragraph that runs over from the page before goes on."""
        lines = [line for line in lines if line.words and not any(table.holds(line) for table in tables)]
        gaps = [a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 3 * self._body]
        self._spacing = median(gaps) if gaps else self._spacing
        self._right = max((line.right for line in lines), default=0.0)
        waiting = sorted(tables, key=lambda table: -table.top)
        if self._paragraph and lines and not self._runs_over(lines[0]):
            self._flush()
        if not self._paragraph:
            self.composer.page(number)
        for heading, group in groupby(lines, key=self._heading_level):
            for line in group:
                while waiting and waiting[0].top >= line.top:
                    self._write_table(waiting.pop(0))
                self._take(line, heading)
        if waiting:
            self._flush()
        for table in waiting:
            self._write_table(table)

    def finish(self) -> None:
        """Write what is still waiting."""
        self._flush()

    def _heading_level(self, line: _Line) -> int:
        """The level of a heading, 1 the largest type; 0 for a line that is none."""
        if len(line.words) > LONGEST_HEADING or not any(character.isalpha() for character in line.words):
            return 0
        if BULLET.match(line.words) or line.words[0].islower() or line.words[-1] in ".,;":
            return 0
        if line.size >= self._body * LARGER:
            return min(5, 1 + self._sizes.index(line.size))
        plain = not CLAUSE.match(line.words) and line.words[-1] != ":"
        return 6 if line.bold and plain and line.right < self._right - 2 * self._body else 0

    def _take(self, line: _Line, heading: int) -> None:
        last = self._paragraph[-1] if self._paragraph else None
        if last is not None and (self._heading_level(last) != heading or self._begins(last, line, heading)):
            self._flush()
        self._paragraph.append(line)

    def _begins(self, last: _Line, line: _Line, heading: int) -> bool:
        """Whether a line begins a paragraph rather than goes on with the one before."""
        if heading:
            far = last.bottom - line.bottom > 2.2 * line.size
            return far or bool(NUMBERED.match(line.words) or NAMED.match(line.words))
        if LIST_ITEM.match(line.words) or CLAUSE.match(line.words):
            return True
        gap = last.bottom - line.bottom
        if gap > 1.35 * self._spacing or gap < -2 * self._body:
            return True
        short = last.right < self._right - 0.25 * (self._right - last.left)
        return short and (last.words.endswith(SENTENCE_END) or line.words[:1].isupper())

    def _runs_over(self, line: _Line) -> bool:
        """Whether a page's first line goes on with the last page's last paragraph."""
        last = self._paragraph[-1]
        if self._heading_level(last) or self._heading_level(line) or LIST_ITEM.match(line.words):
            return False
        return not last.words.endswith(SENTENCE_END) and line.words[:1].islower()

    def _flush(self) -> None:
        lines, self._paragraph = self._paragraph, []
        if not lines:
            return
        words = _joined([line.words for line in lines])
        level = self._heading_level(lines[0])
        if level:
            self.composer.heading(level, words)
        elif LIST_ITEM.match(words):
            self.composer.line(BULLET.sub("- ", words))
        else:
            self.composer.paragraph(words)

    def _write_table(self, table: _Table) -> None:
        self._flush()
        headers, *rows = table.rows
        self.composer.table(headers, rows)


def _joined(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one; a word cut by a hyphen is put together, its hyphen kept."""
    words = lines[0]
    for line in lines[1:]:
        cut = words.endswith("-") and words[-2:-1].isalpha() and line[:1].islower()
        words = f"{words}{line}" if cut else f"{words} {line}"
    return words
