"""Pure HTML of a source in its place: headings, pages and tables as issued, the cited words marked."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.reading.composing import row_text
from assistant.values import Document, Passage, Status, Table
from assistant.web.render import chip, page, safe, whereabouts
from assistant.wording import long_date

MOST_SHOWN = 150_000  # characters of a document shown around a quote
Span = tuple[int, int]


def source(passage: Passage, start: int, end: int, on: date) -> str:
    """The passage in its place in the document, the words from `start` to `end` highlighted.

    Offsets count characters of the document's text; a pair outside the document highlights the whole passage.
    """
    document = passage.document
    if not 0 <= start < end <= len(document.text):
        start, end = passage.start, passage.end
    facts = [
        *whereabouts(passage, start, end),
        f"owner {document.owner}" if document.owner else "",
        f"in force from {long_date(document.effective_from)}" if document.effective_from else "",
        f"approved by {document.approved_by}" if document.approved_by else "",
        f"review by {long_date(document.review_by)}" if document.review_by else "",
    ]
    warning = "" if document.governs(on) else f"This text may not be used: it is {document.standing(on)}."
    if document.status is Status.SUPERSEDED:
        warning = "This text has been superseded. Do not act on it."
    notes = [warning, *document.warnings]
    head = (
        f"<header><h1>{safe(document.title)}</h1><p>{chip(document, on)} {safe(' · '.join(filter(None, facts)))}</p>"
        + "".join(f'<p class="notice">{safe(note)}</p>' for note in notes if note)
        + "</header>"
    )
    return page(document.title, f"{head}<main>{''.join(_body(passage, start, end))}</main>")


def _body(passage: Passage, start: int, end: int) -> Iterator[str]:
    document = passage.document
    first, last = max(0, start - MOST_SHOWN // 2), min(len(document.text), end + MOST_SHOWN // 2)
    view = _View(passage, (start, end))
    if first:
        yield '<p class="about">The document begins before this.</p>'
    for line in re.compile(r"[^\n]+").finditer(document.text, first, last):
        yield from view.line(*line.span())
    yield from view.end()
    if last < len(document.text):
        yield '<p class="about">The document goes on after this.</p>'


class _View:
    """Turns the lines of a document into HTML one after another."""

    def __init__(self, passage: Passage, quote: Span) -> None:
        document = passage.document
        self._document = document
        self._passage = passage
        self._quote = quote
        self._headings = document.headings()
        self._depths = {section.start: len(section.heading_path) for section in document.sections}
        self._pages = list(enumerate(document.page_starts, start=1))
        self._tables = _rows(document)
        self._table: Table | None = None
        self._anchored = False

    def line(self, at: int, stop: int) -> Iterator[str]:
        """One line of the text, from offset `at` to `stop`."""
        table, row = self._tables.get(at, (None, 0))
        if table is not self._table:
            yield from self.end()
            page_mark = self._page(at)
            if page_mark:
                yield f'<p class="page">{page_mark}</p>'
            if table is not None:
                self._table = table
                yield _table_head(table)
        if table is not None:
            yield from self._row(table, row, at)
            return
        page_mark = self._page(at)
        if page_mark:
            yield f'<p class="page">{page_mark}</p>'
        tag = f"h{min(6, 1 + self._depths.get(at, 1))}" if at in self._headings else "p"
        yield f"<{tag}{self._inside(at, stop)}>{self._marked((at, stop))}</{tag}>"

    def end(self) -> Iterator[str]:
        """Close what is open."""
        if self._table is not None:
            self._table = None
            yield "</tbody></table></div>"

    def _row(self, table: Table, row: int, at: int) -> Iterator[str]:
        cells = table.rows[row]
        words, offsets = row_text(table.header, cells)
        page_mark = self._page(at)
        if page_mark:
            yield f'<tr class="page"><td colspan="{len(cells)}">{page_mark}</td></tr>'
        shown: list[tuple[str, int]] = []
        for cell, offset in zip(cells, offsets, strict=True):
            if offset >= 0:
                shown.append((self._marked((at + offset, at + offset + len(cell))), 1))
            elif cell and shown:
                shown[-1] = (shown[-1][0], shown[-1][1] + 1)
            else:
                shown.append(("", 1))
        columns = "".join(_cell(inner, wide) for inner, wide in shown)
        yield f"<tr{self._inside(at, at + len(words))}>{columns}</tr>"

    def _page(self, at: int) -> str:
        """The mark of a page that begins at or before an offset, once."""
        begun = [number for number, page_start in self._pages if page_start <= at]
        self._pages = self._pages[len(begun) :]
        return f"Page {begun[-1]}" if begun else ""

    def _inside(self, at: int, stop: int) -> str:
        return ' class="passage"' if at < self._passage.end and self._passage.start < stop else ""

    def _marked(self, line: Span) -> str:
        """A part of the text as HTML with what the quote holds of it marked; the first mark is the page's anchor."""
        text = self._document.text
        begin, stop = max(line[0], self._quote[0]), min(line[1], self._quote[1])
        if begin >= stop:
            return safe(text[slice(*line)])
        name = "" if self._anchored else ' id="quote"'
        self._anchored = True
        before, within, after = text[line[0] : begin], text[begin:stop], text[stop : line[1]]
        return f"{safe(before)}<mark{name}>{safe(within)}</mark>{safe(after)}"


def _rows(document: Document) -> dict[int, tuple[Table, int]]:
    """The offset of every table row's line, with its table and its number there."""
    found = {}
    for table in document.tables:
        lines = re.compile(r"[^\n]+").finditer(document.text, table.start, table.end)
        found.update({line.start(): (table, row) for row, line in enumerate(lines) if row < len(table.rows)})
    return found


def _cell(inner: str, wide: int) -> str:
    return f'<td colspan="{wide}">{inner}</td>' if wide > 1 else f"<td>{inner}</td>"


def _table_head(table: Table) -> str:
    names = "".join(f'<th scope="col">{safe(name)}</th>' for name in table.header)
    head = f"<thead><tr>{names}</tr></thead>" if any(table.header) else ""
    return f'<div class="table" role="region" aria-label="Table" tabindex="0"><table>{head}<tbody>'
