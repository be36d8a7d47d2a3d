"""What a document says of itself: its title, version, owner, approval and review, each with where it says so.

Only what is stated counts. Where two places say different things the stronger one wins: a control table, the cover, a
history of versions, running heads and feet, the last pages, a sentence in the text.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.front_matter import meanings
from assistant.front_matter.days import days
from assistant.front_matter.said import Said, Strength, lines
from assistant.front_matter.saying import from_lines, from_margins
from assistant.front_matter.tables import from_tables
from assistant.front_matter.titles import title
from assistant.values import Reading, Status


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Facts as the document states them, in the types of `Document`; empty or None where it does not.

    `found_in` says of every field that is filled where it stands, in words for people: ("owner", "the cover page").
    A date that names no day is read as `days` explains: its first day, for `review_by` its last.
    """

    title: str = ""
    kind: str = ""
    reference: str = ""
    version: str = ""
    status: Status | None = None
    owner: str = ""
    contact: str = ""
    approved_by: str = ""
    approved: date | None = None
    effective_from: date | None = None
    review_cycle: str = ""
    review_by: date | None = None
    applies_to: tuple[str, ...] = ()
    supersedes: str = ""
    found_in: tuple[tuple[str, str], ...] = ()


MEANINGS: dict[str, Callable[[str], object]] = {
    "kind": meanings.name,
    "reference": meanings.reference,
    "version": meanings.version,
    "status": meanings.status,
    "owner": meanings.name,
    "contact": meanings.contact,
    "approved_by": meanings.approver,
    "review_cycle": meanings.cycle,
    "applies_to": meanings.several,
    "supersedes": meanings.predecessor,
}
PERIODIC = ("review_date", "review_by", "reviewed")  # also said as "Review date: annually"
# Pages of useful addresses end many documents: such a field counts only beside others of its kind or on the cover.
LEAST = {"contact": Strength.COVER, "applies_to": Strength.COVER}


def read(reading: Reading) -> FrontMatter:
    """What the document states about itself in its first and last pages, tables, running heads and properties."""
    near = lines(reading.document)
    tables = [(table.start, table.end) for table in reading.document.tables]
    free = [line for line in near if not any(start <= line.start < end for start, end in tables)]
    said = [*from_tables(reading.document), *from_lines(free), *from_margins(reading)]
    found: dict[str, tuple[object, str]] = {}
    named = [(item.words, item.place) for item in _ordered(said, "title")]
    found["title"] = title(reading, near, [(words, place) for words, place in named if meanings.name(words)])
    dates = _dates(said)
    said += [replace(item, field="review_cycle", rank=9) for item in said if item.field in PERIODIC]
    for field, meaning in MEANINGS.items():
        first = next(((value, item.place) for item in _ordered(said, field) if (value := meaning(item.words))), None)
        if first is not None:
            found[field] = first
    found |= dates
    values = {field: value for field, (value, _) in found.items()}
    return FrontMatter(**values, found_in=tuple((field, place) for field, (_, place) in found.items()))  # type: ignore[arg-type]


def _ordered(said: Iterable[Said], field: str) -> list[Said]:
    """The statements of a field, the strongest first; of equals the one that names the latest day, then the first."""

    def weight(item: Said) -> tuple[int, int, int]:
        latest = max(days(item.words), default=date.min) if field == "approved_by" else date.min
        return -item.strength, item.rank, -latest.toordinal()

    least = LEAST.get(field, Strength.PROSE)
    of_field = (item for item in said if item.field == field and item.strength >= least)
    return sorted((item for item in of_field if not _is_loose(item)), key=weight)


def _is_loose(item: Said) -> bool:
    """Whether it is a task that someone is responsible for, as "Lead: ..." on a late page is, not the document."""
    return item.field == "owner" and item.rank >= 2 and item.strength < Strength.MARGIN


@dataclass(frozen=True, slots=True)
class _Dated:
    day: date
    said: Said


def _dates(said: Sequence[Said]) -> dict[str, tuple[object, str]]:
    """The day of approval, of coming into force and of the next review; what is not certain is left out."""
    approved, effective = _days(said, "approved"), _days(said, "effective_from")
    reviewed, coming = _days(said, "reviewed"), _days(said, "review_by", last=True)
    certain = [*approved, *effective, *_days(said, "last_review")]
    for item in _days(said, "review_date", last=True):
        known = [other.day for other in (*certain, *reviewed)]
        if any(other.day > item.day for other in coming):
            reviewed.extend(_days([item.said], "review_date"))
        elif any(day < item.day for day in known) or (not known and item.said.strength is Strength.CONTROL):
            coming.append(item)
    periodic = any(meanings.cycle(item.words) for item in said if item.field in ("review_cycle", *PERIODIC))
    settled = [item for item in reviewed if periodic or any(other.day > item.day for other in coming)]
    last = [*_days(said, "last_review"), *settled]
    found: dict[str, tuple[object, str]] = {}
    _take(found, "approved", [*approved, *(_weaker(item) for item in last)])
    _take(found, "effective_from", effective)
    _take(found, "review_by", coming)
    return found


def _days(said: Sequence[Said], field: str, *, last: bool = False) -> list[_Dated]:
    """The statements of a field that name a day, each with the latest day it names."""
    of_field = [item for item in said if item.field == field and meanings.states_day(item.words)]
    return [_Dated(max(days(item.words, last=last)), item) for item in of_field]


def _weaker(item: _Dated) -> _Dated:
    """A last review counts as the approval only where the same place names no approval."""
    return replace(item, said=replace(item.said, rank=10))


def _take(found: dict[str, tuple[object, str]], field: str, stated: Sequence[_Dated]) -> None:
    """Of the strongest statements the latest day: a document that was approved twice gives both."""
    best = min(
        stated, key=lambda item: (-item.said.strength, item.said.rank >= 10, -item.day.toordinal()), default=None
    )
    if best is not None:
        found[field] = (best.day, best.said.place)
