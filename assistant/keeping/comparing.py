"""What differs between two versions of a document, clause by clause."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from assistant.values import Document


class Kind(StrEnum):
    """What became of a clause."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs: its number and heading, what became of it, and its words before and after."""

    clause: str
    kind: Kind
    old: str
    new: str


def between(old: Document, new: Document) -> tuple[Change, ...]:
    """What changed from one version to the next, in the order of the new one; () where every clause reads the same."""
    before, after = dict(_clauses(old)), dict(_clauses(new))
    olds, news = list(before), list(after)
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(olds[a:b], news[c:d], strict=True)
            found += [Change(n, Kind.CHANGED, before[o], after[n]) for o, n in pairs if before[o] != after[n]]
        else:
            found += [Change(name, Kind.REMOVED, before[name], "") for name in olds[a:b]]
            found += [Change(name, Kind.ADDED, "", after[name]) for name in news[c:d]]
    return tuple(found)


def _clauses(document: Document) -> Iterator[tuple[str, str]]:
    """The clauses by name, number and heading, each once; a clause without words of its own is left out."""
    taken: dict[str, int] = {}
    for section in document.sections:
        words = " ".join(document.text[section.start : section.end].split())
        heading = section.heading_path[-1] if section.heading_path else ""
        named = heading if heading.startswith(section.number) else f"{section.number} {heading}"
        name = named.strip() or "Beginning"
        taken[name] = taken.get(name, 0) + 1
        if words and words not in (name, heading):
            yield (name if taken[name] == 1 else f"{name} ({taken[name]})"), words
