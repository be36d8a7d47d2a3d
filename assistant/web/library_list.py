"""Which documents the library shows: searched, filtered, sorted, and as a table for other programs."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from assistant.upkeep import SOON, Finding
from assistant.values import Document, Status

CURRENT, COMING, ANY = "in force", "not yet in force", "any"
STATUSES = (CURRENT, COMING, Status.DRAFT.value, Status.SUPERSEDED.value, Status.WITHDRAWN.value, ANY)
DUE = {"soon": "in three months", "overdue": "overdue", "none": "no date known"}
SORTS = {"title": "title", "owner": "owner", "review": "review date", "changed": "last changed"}
SHOWN = {
    "missing": ("Missing by law", (Finding.MISSING_STATUTORY, Finding.STATUTORY_LATE)),
    "references": ("References that lead nowhere", (Finding.DANGLING,)),
    "conflicts": ("Conflicts", (Finding.SAME_TITLE,)),  # and the clauses that contradict one another
    "register": ("Register incomplete", (Finding.WITHOUT_ENTRY, Finding.WITHOUT_FILE, Finding.INCOMPLETE)),
}
COLUMNS: Mapping[str, Callable[[Document], object]] = {
    "id": lambda item: item.id,
    "title": lambda item: item.title,
    "kind": lambda item: item.kind,
    "reference": lambda item: item.reference,
    "version": lambda item: item.version,
    "status": lambda item: item.status.value,
    "owner": lambda item: item.owner,
    "contact": lambda item: item.contact,
    "approved by": lambda item: item.approved_by,
    "approved": lambda item: item.approved or "",
    "in force from": lambda item: item.effective_from or "",
    "reviewed": lambda item: item.review_cycle,
    "review by": lambda item: item.review_by or "",
    "applies to": lambda item: "; ".join(item.applies_to) or "all schools",
    "supersedes": lambda item: item.supersedes,
    "file": lambda item: item.source,
    "in the register": lambda item: "yes" if item.registered else "no",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would calculate what begins with one of these


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for in the address of the page; "" leaves a field open."""

    q: str = ""
    kind: str = ""
    status: str = CURRENT
    school: str = ""
    owner: str = ""
    due: str = ""
    sort: str = "title"

    def address(self, **changed: str) -> str:
        """The page's address for this choice, `changed` in places."""
        other = replace(self, **changed)
        said = {item.name: getattr(other, item.name) for item in fields(other)}
        standard = Wanted()
        query = urlencode({name: value for name, value in said.items() if value != getattr(standard, name)})
        return f"/library?{query}" if query else "/library"


def wanted(said: Mapping[str, str]) -> Wanted:
    """The choice that an address makes; a value that is none of those offered is taken as open."""
    words = {item.name: " ".join(said.get(item.name, "").split())[:200] for item in fields(Wanted)}
    if "status" not in said or words["status"] not in STATUSES:
        words["status"] = CURRENT
    if words["sort"] not in SORTS:
        words["sort"] = "title"
    if words["due"] not in DUE:
        words["due"] = ""
    return Wanted(**words)


def standing(document: Document, on: date) -> str:
    """One of `STATUSES`: a document's standing without its dates."""
    if document.governs(on):
        return CURRENT
    if document.status in (Status.DRAFT, Status.WITHDRAWN):
        return document.status.value
    coming = document.effective_from is not None and document.effective_from > on
    return COMING if coming else Status.SUPERSEDED.value


def chosen(documents: Iterable[Document], want: Wanted, on: date) -> tuple[Document, ...]:
    """The documents that fit every field, in the order asked for."""
    fitting = [item for item in documents if _fits(item, want, on)]
    return tuple(sorted(fitting, key=lambda item: _order(item, want.sort)))


def _fits(document: Document, want: Wanted, on: date) -> bool:
    names = ("title", "id", "reference", "kind", "owner", "contact", "approved_by", "source")
    about = " ".join([*(getattr(document, name) for name in names), *document.applies_to]).casefold()
    return (
        all(word in about for word in want.q.casefold().split())
        and want.kind in ("", document.kind)
        and want.owner in ("", document.owner)
        and (not want.school or not document.applies_to or want.school in document.applies_to)
        and want.status in (ANY, standing(document, on))
        and _is_due(document, want.due, on)
    )


def _is_due(document: Document, due: str, on: date) -> bool:
    if not due:
        return True
    review = document.review_by
    if document.status is not Status.IN_FORCE:
        return False
    if review is None:
        return due == "none"
    return review < on if due == "overdue" else due == "soon" and on <= review <= on + SOON


def _order(document: Document, sort: str) -> tuple[object, ...]:
    title = document.title.casefold()
    if sort == "owner":
        return (not document.owner, document.owner.casefold(), title, document.version)
    if sort == "review":
        return ((document.review_by or date.max).toordinal(), title, document.version)
    if sort == "changed":
        return (-(changed(document) or date.min).toordinal(), title, document.version)
    return (title, document.version)


def changed(document: Document) -> date | None:
    """The last day on which something about a document's text became so: its approval or its coming into force."""
    return max(filter(None, (document.approved, document.effective_from)), default=None)


def offered(documents: Sequence[Document], name: str) -> tuple[str, ...]:
    """The values of a field that documents have, each once, in order."""
    return tuple(sorted({getattr(item, name) for item in documents if getattr(item, name)}, key=str.casefold))


def as_csv(documents: Iterable[Document]) -> str:
    """The register as comma-separated values, a row for each document; nothing in it is a formula."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for document in documents:
        rows.writerow(_still(str(value(document))) for value in COLUMNS.values())
    return written.getvalue()


def _still(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words
