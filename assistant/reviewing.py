"""What a trust officer looks through: what people said and what went unanswered, filtered, grouped, and as tables."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant import gaps
from assistant.feedback import Feedback
from assistant.gaps import Group, Kept, Settled
from assistant.values import Document

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would calculate what begins with one of these
NOBODY = "no owner known"


class State(StrEnum):
    """Whether something still waits for the trust officer."""

    OPEN = "open"
    SETTLED = "settled"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the officer asked to see; "" and None leave a field open. The days are part of the time."""

    state: State = State.OPEN
    owner: str = ""
    reason: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What was said of one document, the latest first; `document` is None where it is not in the library any more."""

    key: str
    document: Document | None
    said: tuple[Feedback, ...]

    @property
    def owner(self) -> str:
        """Who owns it, "" where that is not known."""
        return self.document.owner if self.document is not None else ""


def groups(kept: Kept, wanted: Wanted) -> tuple[Group, ...]:
    """Unanswered questions in groups of like ones; of an owner, those groups that belong to them."""
    chosen = [item for item in kept.gaps if _in_time(item.day, wanted) and _in_state(item.id, kept, wanted)]
    return tuple(group for group in gaps.grouped(chosen) if wanted.owner in ("", group.owner or NOBODY))


def by_owner(found: Iterable[Group]) -> dict[str, list[Group]]:
    """The groups of each owner, the owner with most questions first, those without one last."""
    owned: dict[str, list[Group]] = defaultdict(list)
    for group in found:
        owned[group.owner or NOBODY].append(group)
    order = sorted(owned, key=lambda name: (name == NOBODY, -sum(len(item.gaps) for item in owned[name]), name))
    return {name: owned[name] for name in order}


def said(
    feedback: Sequence[Feedback], kept: Kept, library: Mapping[str, Document], wanted: Wanted
) -> tuple[About, ...]:
    """Feedback by the document it is about, the document with most of it first, that about none last."""
    found: dict[str, list[Feedback]] = defaultdict(list)
    for item in feedback:
        fits = _in_time(day_of(item), wanted) and wanted.reason in ("", item.reason.value)
        owner = _owner(library.get(item.document))
        if fits and _in_state(item.id, kept, wanted) and wanted.owner in ("", owner):
            found[item.document].append(item)
    made = [About(key, library.get(key), tuple(reversed(items))) for key, items in found.items()]
    return tuple(sorted(made, key=lambda item: (not item.key, -len(item.said), item.key)))


def owners(kept: Kept, feedback: Sequence[Feedback], library: Mapping[str, Document]) -> tuple[str, ...]:
    """All owners to whom a gap or feedback belongs."""
    names = {item.owner or NOBODY for item in kept.gaps} | {_owner(library.get(item.document)) for item in feedback}
    return tuple(sorted(names))


def day_of(item: Feedback) -> date:
    """The day on which something was said; the first of all days where it cannot be read."""
    try:
        return datetime.fromisoformat(item.at).date()
    except ValueError:
        return date.min


def gaps_table(kept: Kept, found: Sequence[Group]) -> str:
    """The unanswered questions of some groups as CSV."""
    head = ("group", "day", "question", "outcome", "school", "role", "nearest document", "owner", *_SETTLED)
    rows = (
        (
            number,
            item.day.isoformat(),
            item.question,
            item.outcome,
            item.school,
            item.role,
            item.title,
            group.owner,
            *_settlement(kept.settlement(item.id)),
        )
        for number, group in enumerate(found, start=1)
        for item in group.gaps
    )
    return _csv(head, rows)


def said_table(kept: Kept, found: Sequence[About]) -> str:
    """What was said as CSV."""
    head = ("at", "reason", "question", "note", "signed", "school", "role", "outcome", "document", "owner", *_SETTLED)
    rows = (
        (
            item.at,
            item.reason.value,
            item.question,
            item.note,
            item.signed,
            item.school,
            item.role,
            item.outcome,
            about.document.title if about.document is not None else about.key,
            about.owner,
            *_settlement(kept.settlement(item.id)),
        )
        for about in found
        for item in about.said
    )
    return _csv(head, rows)


_SETTLED = ("state", "settled on", "by", "what was done", "now in document")


def _settlement(done: Settled | None) -> tuple[str, ...]:
    if done is None:
        return (State.OPEN.value, "", "", "", "")
    return (done.how, done.at[:10], done.signed, done.note, done.document)


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(head)
    table.writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + written.getvalue()  # without the mark a spreadsheet takes the pound sign for something else


def cell(value: object) -> str:
    """A value as a spreadsheet may have it: never a formula."""
    words = str(value)
    return f"'{words}" if words.startswith(FORMULA) else words


def of_ids(kept: Kept, feedback: Iterable[Feedback]) -> frozenset[str]:
    """The ids that can be settled."""
    return frozenset(item.id for item in kept.gaps) | frozenset(item.id for item in feedback)


def _owner(document: Document | None) -> str:
    return (document.owner if document is not None else "") or NOBODY


def _in_time(day: date, wanted: Wanted) -> bool:
    return (wanted.since is None or wanted.since <= day) and (wanted.until is None or day <= wanted.until)


def _in_state(name: str, kept: Kept, wanted: Wanted) -> bool:
    return wanted.state is State.ALL or (kept.settlement(name) is None) == (wanted.state is State.OPEN)
