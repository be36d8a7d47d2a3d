"""The tables of all pages: where one runs over a page's end, the part that is left there is known by its columns."""

from collections.abc import Sequence

from assistant.reading.pdf import tables
from assistant.reading.pdf.page import PrintedPage
from assistant.reading.pdf.printed import PrintedTable

SMALL = 0.95  # of the body's type: footnotes, which may stand below a table that goes on, are smaller


def tables_of(pages: Sequence[PrintedPage], body: float) -> list[list[PrintedTable]]:
    """The tables of every page; `body` is the height of most type.

    One row alone is no table, but it is the rest of the table that the page before ends with, or the beginning of the
    one that the next page begins with, where its columns stand in the same places.
    """
    found: list[list[PrintedTable]] = []
    for number, page in enumerate(pages):
        last = _last(pages[number - 1], found[-1], body) if found else None
        found.append(tables.find(page.words, page.rules, last.edges if last is not None else ()))
    for number in reversed(range(len(pages) - 1)):
        page = pages[number]
        first = _first(pages[number + 1], found[number + 1])
        if first is None or not page.words or _last(page, found[number], body) is not None:
            continue
        last = _last(page, tables.find(page.words, page.rules, first.edges), body)
        if last is not None and all(table.bottom < last.top + 1 for table in found[number]):
            found[number].append(last)
    return found


def _last(page: PrintedPage, found: Sequence[PrintedTable], body: float) -> PrintedTable | None:
    """The table that a page ends with."""
    if not found or any(word.down > found[-1].bottom + 1 and word.size >= SMALL * body for word in page.words):
        return None
    return found[-1]


def _first(page: PrintedPage, found: Sequence[PrintedTable]) -> PrintedTable | None:
    """The table that a page begins with."""
    return None if not found or any(word.down < found[0].top - 1 for word in page.words) else found[0]
