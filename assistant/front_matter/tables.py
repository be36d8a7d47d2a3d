"""Control tables and version histories: tables in which a document states facts about itself."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.front_matter import meanings
from assistant.front_matter.days import days
from assistant.front_matter.labels import Label, label
from assistant.front_matter.said import HEAD_CHARACTERS, Said, Strength
from assistant.front_matter.saying import pairs, resolved, said_of
from assistant.values import Document, Table

NEAR = 3  # a control table stands on the first three or the last three pages
OF_HISTORY = ("version", "approved", "approved_by", "effective_from", "review_by", "review_date", "reviewed", "owner")
DATE_COLUMN = re.compile(
    r"(?:policy |version |revision |document )?date(?: of (?:change|version|revision))?", re.IGNORECASE
)
REVIEWER = re.compile(r"(?:reviewed|approved|considered) by", re.IGNORECASE)
OF_ACTIONS = re.compile(
    r"\b(?:actions?|risks?|tasks?|targets?|objectives?|outcomes?|activity|milestones?|hazards?|control)\b",
    re.IGNORECASE,
)
SIGNER = re.compile(r"^[A-Z][\w ]{2,30}:\s*")
Row = Sequence[str]


def from_tables(document: Document) -> Iterator[Said]:
    """Everything that the control tables and the version histories near the document's start and end state."""
    for table in document.tables:
        place = _place(document, table)
        if not place:
            continue
        rows = [row for row in (table.header, *table.rows) if any(row)]
        head = _head(rows)
        if head is None:
            yield from _labelled(rows, place)
        elif len(rows) == head + 2:
            yield from _columns(rows[head], rows[head + 1], place)
        else:
            yield from _history(rows[head], rows[head + 1 :], place)


def _place(document: Document, table: Table) -> str:
    pages = document.pages_of(table.start, table.start + 1)
    if pages:
        near = pages[0] <= NEAR or pages[0] > len(document.page_starts) - NEAR
        return f"the table on page {pages[0]}" if near else ""
    if table.start < HEAD_CHARACTERS:
        return "the table in the first lines"
    return "the table in the last lines" if table.end > len(document.text) - HEAD_CHARACTERS else ""


def _head(rows: Sequence[Row]) -> int | None:
    """The row that names columns: most of its cells are labels, and the cells under them are none."""
    for position, row in enumerate(rows[:2]):
        cells = [cell for cell in row if cell]
        known = [cell for cell in cells if label(cell) or _names_column(cell)]
        below = rows[position + 1] if position + 1 < len(rows) else ()
        enough = len(known) >= 2 and 2 * len(known) > len(cells)
        if enough and below and not any(cell and label(cell) and cell[-1] != ":" for cell in below):
            return position
    return None


def _names_column(cell: str) -> bool:
    return bool(DATE_COLUMN.fullmatch(cell.strip(" :")) or REVIEWER.fullmatch(cell.strip(" :")))


def _labelled(rows: Sequence[Row], place: str) -> Iterator[Said]:
    """Labels with their values to the right: in two columns, in four, or inside one cell."""
    found: list[tuple[Label, str]] = []
    labelled = 0
    for row in rows:
        before = len(found)
        cells = [cell for position, cell in enumerate(row) if cell and cell not in row[:position]]
        position = 0
        while position < len(cells):
            known = label(cells[position])
            value = cells[position + 1] if position + 1 < len(cells) else ""
            if known and value and not label(value) and not pairs(value):
                found.append((known, value))
                position += 1
            elif not known:
                found.extend(pairs(cells[position]))
            position += 1
        found[before:] = resolved(found[before:])
        labelled += len(found) > before
    if 2 * labelled < len(rows):
        return  # a table of something else in which a label happens to stand
    control = len({known.field for known, _ in found}) >= 2
    for known, value in found:
        yield from said_of(known, value, place, Strength.CONTROL if control else Strength.COVER)


def _columns(head: Row, row: Row, place: str) -> Iterator[Said]:
    """A row of labels over one row of values."""
    if any(OF_ACTIONS.search(name) for name in head):
        return
    for name, cell in zip(head, row, strict=True):
        known = label(name)
        if known and cell:
            yield from said_of(known, cell, place, Strength.CONTROL)


def _history(head: Row, rows: Sequence[Row], place: str) -> Iterator[Said]:
    """The latest row of a history of versions or reviews; a row under "Next review due:" is still to come."""
    columns = _Columns(head)
    if any(OF_ACTIONS.search(name) for name in head) or not ("version" in columns.fields or columns.past):
        return
    past: list[Row] = []
    to_come: Row | None = None
    for position, row in enumerate(rows):
        known = [label(cell) for cell in row if cell]
        if len(known) == 1 and known[0] is not None and known[0].field == "review_by":
            to_come = rows[position + 1] if position + 1 < len(rows) else None
            for cell in to_come or ():
                if days(cell):
                    yield Said("review_by", cell, place, Strength.HISTORY)
        elif row is not to_come:
            past.append(row)
    if columns.signs:
        past = [row for row in past if columns.signer(row)]
    if past:
        yield from _latest(columns, max(past, key=columns.age), place)


class _Columns:
    """What the columns of a history hold: `past` gives the day of a row, `signs` who signed it, by position."""

    def __init__(self, head: Row) -> None:
        self.names = head
        self.fields = [known.field if (known := label(name)) else "" for name in head]
        self.ranks = [known.rank if (known := label(name)) else 0 for name in head]
        self.signs = [at for at, name in enumerate(head) if re.search(r"sign(?:ed|ature)", name, re.IGNORECASE)]
        certain = [
            at
            for at, name in enumerate(head)
            if at not in self.signs
            and (
                self.fields[at] in ("approved", "reviewed", "effective_from") or DATE_COLUMN.fullmatch(name.strip(" :"))
            )
        ]
        self.past = certain or [at for at, field in enumerate(self.fields) if field == "review_date"]

    def age(self, row: Row) -> tuple[date, tuple[int, ...]]:
        """By what the latest row is known: its date, or else its version."""
        when = [day for at in self.past for day in days(row[at])]
        version = next((row[at] for at, field in enumerate(self.fields) if field == "version"), "")
        return max(when, default=date.min), tuple(int(part) for part in re.findall(r"\d+", meanings.version(version)))

    def signer(self, row: Row) -> str:
        """Who signed a row; "" where the place for it is empty."""
        cells = [row[at] for at in self.signs if row[at] and not row[at].endswith(":")]
        return next((found for cell in cells if (found := meanings.name(SIGNER.sub("", cell)))), "")


def _latest(columns: _Columns, row: Row, place: str) -> Iterator[Said]:
    """What the latest row says; its day is that of an approval only where someone signed it or the column says so."""
    signer = columns.signer(row)
    for at, (field, rank, cell) in enumerate(zip(columns.fields, columns.ranks, row, strict=True)):
        if not cell or at in columns.signs or (field == "owner" and rank > 0):
            continue  # the author of a change is not the owner of the document
        if at in columns.past:
            held = "approved" if signer else field if field in OF_HISTORY else "reviewed"
            yield Said("reviewed" if held == "review_date" else held, cell, place, Strength.HISTORY)
        elif field == "review_date":
            yield Said("review_by", cell, place, Strength.HISTORY)
        elif field in OF_HISTORY:
            yield Said(field, cell, place, Strength.HISTORY)
    if signer:
        reviewer = next((cell for name, cell in zip(columns.names, row, strict=True) if REVIEWER.fullmatch(name)), "")
        yield Said("approved_by", meanings.body(reviewer) or signer, place, Strength.HISTORY)
