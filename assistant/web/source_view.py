"""Pure HTML of a source in its place: the page as issued, or headings, pages and tables as text, the words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as quoted

from assistant.reading.composing import row_text
from assistant.values import Document, Passage, Status, Table
from assistant.web.as_json import source_address
from assistant.web.page_pictures import Mark, Picture
from assistant.web.render import chip, page, safe, whereabouts
from assistant.wording import long_date

MOST_SHOWN = 150_000  # characters of a document shown around a quote
NO_MARKS = "Where the words stand on this page is not known. They are: "
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Room:
    """What stands around a source: the build it is in, its neighbours in the document, and how it may be looked at.

    `pictured` says whether its pages can be shown; `original` whether its file can be had; `note` is a sentence for
    the reader about either.
    """

    build: str = ""
    before: str = ""
    after: str = ""
    pictured: bool = False
    original: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF to be shown: its number from 1, its picture, where the quote stands, and whether it is large."""

    number: int
    picture: Picture
    marks: Sequence[Mark] = ()
    large: bool = False


def source(passage: Passage, start: int, end: int, on: date, room: Room = Room()) -> str:
    """The passage in its place in the document as text, the words from `start` to `end` highlighted.

    Offsets count characters of the document's text; a pair outside the document highlights the whole passage.
    """
    start, end = span(passage, start, end)
    tools = _tools(passage, start, end, room, "text")
    body = "".join(_body(passage, start, end))
    head, about = _head(passage, start, end, on)
    return page(passage.document.title, f"{head}<main>{about}{tools}{body}</main>")


def pictured(passage: Passage, start: int, end: int, on: date, room: Room, sheet: Sheet) -> str:
    """A page of the document as issued, the places of the words from `start` to `end` marked on it."""
    start, end = span(passage, start, end)
    document = passage.document
    here = document.pages_of(start, end)
    words = f"<mark>{safe(document.text[start:end])}</mark>"
    if sheet.number not in here:
        said = f'<p class="about">The words cited stand on page {here[0] if here else 1}.</p>'
    elif sheet.marks:
        said = f'<p class="unseen">Marked on this page: {words}</p>'
    else:
        said = f'<p class="about">{NO_MARKS}{words}</p>'
    body = f"{said}{_turning(passage, start, end, room, sheet)}{_sheet(document, room.build, sheet)}"
    tools = _tools(passage, start, end, room, "picture")
    head, about = _head(passage, start, end, on)
    return page(document.title, f"{head}<main>{about}{tools}{body}</main>")


def span(passage: Passage, start: int, end: int) -> Span:
    """A pair of offsets that lies in the document: the given one, or the whole passage."""
    return (start, end) if 0 <= start < end <= len(passage.document.text) else (passage.start, passage.end)


def page_address(build: str, document: Document, number: int, *, large: bool = False) -> str:
    """Where the picture of a page is."""
    return f"/page/{quoted(build)}/{quoted(document.key)}/{number}.png{'?size=large' if large else ''}"


def original_address(build: str, document: Document) -> str:
    """Where the file of a document can be had."""
    return f"/original/{quoted(build)}/{quoted(document.key)}"


def _head(passage: Passage, start: int, end: int, on: date) -> tuple[str, str]:
    """The line that stays in view, and what else is known of the document."""
    document = passage.document
    where = safe(" · ".join(whereabouts(passage, start, end)))
    facts = [
        f"owner {document.owner}" if document.owner else "",
        f"for {' and '.join(document.applies_to)}" if document.applies_to else "",
        f"in force from {long_date(document.effective_from)}" if document.effective_from else "",
        f"approved by {document.approved_by}" if document.approved_by else "",
        f"review by {long_date(document.review_by)}" if document.review_by else "",
    ]
    warning = "" if document.governs(on) else f"This text may not be used: it is {document.standing(on)}."
    if document.status is Status.SUPERSEDED:
        warning = "This text has been superseded. Do not act on it."
    head = f"<header><h1>{safe(document.title)}</h1><p>{chip(document, on)} {where}</p></header>"
    return head, (
        f'<p class="about">{safe(" · ".join(filter(None, facts)))}</p>'
        + "".join(f'<p class="notice">{safe(note)}</p>' for note in (warning, *document.warnings) if note)
    )


def _tools(passage: Passage, start: int, end: int, room: Room, view: str) -> str:
    """Links to the other view, the neighbouring passages and the file."""
    if not room.build:
        return ""
    here = source_address(room.build, passage, start, end)
    links = []
    if room.pictured:
        links = [
            _switch("Page as issued", f"{here}&view=picture#quote", view == "picture"),
            _switch("Text", f"{here}&view=text#quote", view == "text"),
        ]
    for words, name in (("Previous passage", room.before), ("Next passage", room.after)):
        if name:
            view_too = f"?view={view}" if room.pictured else ""
            links.append(
                f'<a href="{safe(f"/source/{quoted(room.build)}/{quoted(name)}{view_too}#quote")}">{words}</a>'
            )
    if room.original:
        links.append(f'<a href="{safe(original_address(room.build, passage.document))}">Download the file</a>')
    note = f'<p class="notice">{safe(room.note)}</p>' if room.note else ""
    items = "".join(f"<li>{link}</li>" for link in links)
    return f'{note}<nav class="tools" aria-label="This source"><ul>{items}</ul></nav>' if links else note


def _switch(words: str, address: str, is_here: bool) -> str:
    return f'<a href="{safe(address)}"{" aria-current=true" if is_here else ""}>{words}</a>'


def _turning(passage: Passage, start: int, end: int, room: Room, sheet: Sheet) -> str:
    """Links to the pages around, and to the same page larger or smaller."""
    here = f"{source_address(room.build, passage, start, end)}&view=picture"
    size = "&size=large" if sheet.large else ""
    other = "" if sheet.large else "&size=large"
    links = []
    if sheet.number > 1:
        links.append((f"{here}&page={sheet.number - 1}{size}", "Previous page"))
    if sheet.number < sheet.picture.pages:
        links.append((f"{here}&page={sheet.number + 1}{size}", "Next page"))
    links.append((f"{here}&page={sheet.number}{other}", "Fit the page" if sheet.large else "Larger"))
    items = "".join(f'<li><a href="{safe(address)}">{words}</a></li>' for address, words in links)
    return (
        f'<nav class="tools" aria-label="Pages"><ul><li>Page {sheet.number} of {sheet.picture.pages}</li>'
        f"{items}</ul></nav>"
    )


def _sheet(document: Document, build: str, sheet: Sheet) -> str:
    """The picture with its marks over it; both grow together."""
    names = (' id="quote"', "")
    rectangles = "".join(
        f'<rect{names[number > 0]} class="marked" x="{mark.left}%" y="{mark.top}%" '
        f'width="{mark.width}%" height="{mark.height}%"/>'
        for number, mark in enumerate(sheet.marks)
    )
    address = page_address(build, document, sheet.number, large=sheet.large)
    alt = f"Page {sheet.number} of {document.title} as issued"
    width, height = round(sheet.picture.width), round(sheet.picture.height)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="The page as issued">'
        f'<div class="paper{" large" if sheet.large else ""}">'
        f'<img src="{safe(address)}" alt="{safe(alt)}" width="{width}" height="{height}">'
        f'<svg aria-hidden="true" focusable="false">{rectangles}</svg></div></div>'
    )


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
        self._numbered = 0
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
                self._numbered += 1
                yield _table_head(table, self._numbered)
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


def _table_head(table: Table, number: int) -> str:
    names = "".join(f'<th scope="col">{safe(name)}</th>' for name in table.header)
    head = f"<thead><tr>{names}</tr></thead>" if any(table.header) else ""
    return f'<div class="table" role="region" aria-label="Table {number}" tabindex="0"><table>{head}<tbody>'
