"""Clauses in force that contradict one another, looked for across the whole library before anybody asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import numpy

from assistant.index.library import Library
from assistant.index.manifest import Manifest
from assistant.precedence.differences import another_amount, another_person, bounds_something, lets_decide, rules
from assistant.precedence.governing import UNDECIDED, WHO_DECIDES, governing, governs_who_decides
from assistant.precedence.texts import Texts
from assistant.upkeep import Conflict
from assistant.values import Document, Passage

AIMS = frozenset({"strategy"})  # what is aimed at does not contradict what is the rule
AMOUNT = "amount"
NEAREST = 12  # passages nearest by meaning that are looked at beside each
NEAR = 0.5


@dataclass(frozen=True, slots=True)
class _Held:
    manifest: Manifest
    library: Library


@dataclass(frozen=True, slots=True)
class _Rules:
    """A passage with those of its sentences that another text could contradict."""

    passage: Passage
    amounts: tuple[str, ...]
    deciding: tuple[str, ...]


def conflicts(library: Library, manifest: Manifest, on: date) -> tuple[Conflict, ...]:
    """Where two documents in force on the day `on` say different things of one point, in the order of the documents.

    A school's own text that stands in place of the trust's is no conflict; where both only differ, which one governs is
    said as it is in answers.
    """
    held = _Held(manifest, library)
    telling = tuple(_telling(library, on))
    found: dict[frozenset[str], Conflict] = {}
    for one, other in _pairs(telling, library):
        conflict = _conflict(one, other, held)
        if conflict is not None:
            found.setdefault(frozenset((conflict.words, conflict.other_words)), conflict)
    return tuple(found.values())


def _telling(library: Library, on: date) -> Iterator[_Rules]:
    for passage in library.passages.values():
        if not passage.document.governs(on) or passage.document.kind in AIMS:
            continue
        said = rules(passage.text)
        amounts = tuple(filter(bounds_something, said))
        deciding = tuple(filter(lets_decide, said))
        if amounts or deciding:
            yield _Rules(passage, amounts, deciding)


def _pairs(telling: Sequence[_Rules], library: Library) -> Iterator[tuple[_Rules, _Rules]]:
    """Passages of two documents that are near in meaning, each pair once."""
    if not telling:
        return
    vectors = library.matrix[[library.rows[item.passage.id] for item in telling]]
    seen: set[tuple[int, int]] = set()
    for place, item in enumerate(telling):
        near = vectors @ vectors[place]
        close = numpy.flatnonzero(near >= NEAR)
        others = (int(row) for row in close[numpy.argsort(-near[close])])
        differing = (row for row in others if _may_differ(item.passage, telling[row].passage))
        for other in islice(differing, NEAREST):
            pair = (min(place, other), max(place, other))
            if pair not in seen:
                seen.add(pair)
                yield telling[pair[0]], telling[pair[1]]


def _may_differ(one: Passage, other: Passage) -> bool:
    """Whether both can hold for the same person and are not two texts of one document."""
    first, second = one.document, other.document
    apart = first.applies_to and second.applies_to and not set(first.applies_to) & set(second.applies_to)
    return first.id != second.id and not apart


def _conflict(one: _Rules, other: _Rules, held: Texts) -> Conflict | None:
    first, second = one.passage, other.passage
    for said in one.amounts:
        for words in other.amounts:
            if another_amount(said, words, first, second, held):
                return _settled(AMOUNT, (first, said), (second, words), held)
    if not any(_decides(passage.document, held) for passage in (first, second)):
        return None
    for said in one.deciding:
        for words in other.deciding:
            if another_person(said, words, first, second, held):
                return _settled(WHO_DECIDES, (first, said), (second, words), held)
    return None


def _decides(document: Document, held: Texts) -> bool:
    return governs_who_decides(document, held.manifest.precedence)


def _settled(kind: str, one: tuple[Passage, str], other: tuple[Passage, str], held: Texts) -> Conflict:
    """The conflict with the clause that governs first."""
    governs, why = governing(one[0], other[0], kind, held)
    first, second = (one, other) if governs is one[0] else (other, one)
    decided = not why.startswith(UNDECIDED.split("{")[0])
    return Conflict(first[0], first[1], second[0], second[1], why, decided)
