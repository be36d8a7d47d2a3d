"""What an officer says of a document in the form: checked field by field, faults as sentences."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.keeping.register_file import Value
from assistant.register import Register
from assistant.values import Document, Status
from assistant.wording import slug

LONGEST = 200  # characters of one field
TEXTS = ("title", "kind", "reference", "version", "owner", "contact", "approved_by", "review_cycle", "supersedes")
DAYS = {"approved": "approved on", "effective_from": "in force from", "review_by": "review by"}
LABELS = {
    "title": "Title",
    "kind": "Kind",
    "reference": "Reference",
    "version": "Version",
    "status": "Status",
    "owner": "Owner",
    "contact": "Contact",
    "approved_by": "Approved by",
    "approved": "Approved on",
    "effective_from": "In force from",
    "review_cycle": "Reviewed",
    "review_by": "Review by",
    "applies_to": "For these schools",
    "supersedes": "Version that it replaces",
}
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, and what to do."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Front:
    """The form as it was filled in: words by field, and the schools that were ticked."""

    words: Mapping[str, str]
    schools: tuple[str, ...] = ()


def of(document: Document) -> Front:
    """The form as a document fills it."""
    words = {name: str(getattr(document, name) or "") for name in (*TEXTS, *DAYS)}
    return Front({**words, "status": document.status.value}, document.applies_to)


def filled(said: Mapping[str, str], schools: Iterable[str]) -> Front:
    """The form as it came back, every field on one line, without characters that do not show."""
    words = {name: _plain(said.get(name, "")) for name in (*TEXTS, *DAYS, "status")}
    return Front(words, tuple(dict.fromkeys(_plain(school) for school in schools)))


def checked(front: Front, register: Register) -> tuple[dict[str, Value], tuple[Fault, ...]]:
    """The values for the register, and what is wrong with them; a value with a fault is left out."""
    faults: list[Fault] = []
    values: dict[str, Value] = {}
    for name in TEXTS:
        values[name] = front.words.get(name, "")
        if len(front.words.get(name, "")) > LONGEST:
            faults.append(Fault(name, f"{LABELS[name]} is longer than {LONGEST} characters. Shorten it."))
    if not values["title"]:
        faults.append(Fault("title", "The document needs a title. Write it as it stands on its first page."))
    for name, words in DAYS.items():
        try:
            values[name] = date.fromisoformat(said) if (said := front.words.get(name, "")) else None
        except ValueError:
            faults.append(Fault(name, f"“{said}” in {words} is not a day. Write it as 2026-09-01."))
    try:
        values["status"] = Status(front.words.get("status") or Status.IN_FORCE).value
    except ValueError:
        faults.append(Fault("status", f"Choose a status: {', '.join(status.value for status in Status)}."))
    approved, review = values.get("approved"), values.get("review_by")
    if isinstance(approved, date) and isinstance(review, date) and review < approved:
        faults.append(Fault("review_by", "The review is before the approval. Correct one of the two days."))
    unknown = [school for school in front.schools if register.schools and school not in register.schools]
    if unknown:
        faults.append(Fault("applies_to", f"{unknown[0]} is not a school of the register. Choose from the list."))
    values["applies_to"] = front.schools if set(front.schools) != set(register.schools) else ()
    return values, tuple(faults)


def free_id(title: str, taken: Iterable[str]) -> str:
    """An id for a new document, from its title: small letters, digits and hyphens, and one that no other has."""
    plain = re.sub(r"[^a-z0-9]+", "-", slug(title).encode("ascii", "ignore").decode()).strip("-")
    name, number, known = plain or "document", 1, set(taken)
    while name in known:
        number += 1
        name = f"{plain or 'document'}-{number}"
    return name


def same_version(values: Mapping[str, Value], name: str, register: Register, source: str) -> Fault | None:
    """A fault when another file of the register is the same version of the same document."""
    for file, entry in register.entries.items():
        if file != source and entry.id == name and (entry.version or "") == (values.get("version") or ""):
            version = f"version {entry.version}" if entry.version else "a text without a version"
            return Fault(
                "version", f"The register has {version} of this document already. Give this one another version."
            )
    return None


def likely(document: Document, others: Sequence[Document]) -> Document | None:
    """The document that a new file most likely replaces: by reference, by title, by what it says it replaces."""
    current = [item for item in others if item.status in (Status.IN_FORCE, Status.DRAFT)]
    for same in (
        lambda item: document.reference and item.reference.casefold() == document.reference.casefold(),
        lambda item: _key(item.title) and _key(item.title) == _key(document.title),
        lambda item: _key(item.id) == _key(document.title) or _key(item.id) == _key(document.id),
    ):
        found = [item for item in current if same(item)]
        if found:
            return max(found, key=lambda item: (item.status is Status.IN_FORCE, item.effective_from or date.min))
    return None


def _key(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", words.casefold())) - {
        "the",
        "policy",
        "of",
        "and",
        "draft",
        "final",
        "docx",
    }


def _plain(words: str) -> str:
    """On one line, without characters that do not show or would steer a screen."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
