"""What is known of one document among the others: who refers to it, what is asked of it and what it leaves open."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.feedback import Feedback, Reason
from assistant.index.library import Library
from assistant.upkeep import LITTLE, REFERENCE
from assistant.values import Document, Outcome, Passage
from assistant.wording import content_words

MOST = 30


@dataclass(frozen=True, slots=True)
class Referring:
    """A passage of another document that names this one; the words stand at `start` to `end` of its document."""

    passage: Passage
    start: int
    end: int


def referring(library: Library, document: Document) -> tuple[Referring, ...]:
    """Where documents that are in use name this one, by its title or its reference: the first place in each."""
    wanted = _words(document.title)
    code = re.compile(rf"\b{re.escape(document.reference)}\b") if document.reference else None
    found = []
    for other in library.documents.values():
        if other.id == document.id or other.status.value in ("superseded", "withdrawn"):
            continue
        coded = code.search(other.text) if code is not None else None
        named = (span for words, span in _references(library)[other.key] if wanted and words == wanted)
        place = coded.span() if coded else next(named, None)
        passage = place and _passage_at(library.by_document[other.key], place[0])
        if place and passage:
            found.append(Referring(passage, *place))
    return tuple(found[:MOST])


@lru_cache(maxsize=2)
def _references(library: Library) -> Mapping[str, tuple[tuple[frozenset[str], tuple[int, int]], ...]]:
    """By document: the words of every title that it names, and where. To look takes a second, so it is done once."""
    return {
        document.key: tuple((_words(found["name"]), found.span("name")) for found in REFERENCE.finditer(document.text))
        for document in library.documents.values()
    }


def _words(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w'’]+", words.casefold())) - LITTLE


def _passage_at(passages: Sequence[Passage], offset: int) -> Passage | None:
    return next((item for item in passages if item.start <= offset < item.end), None)


def places(library: Library, document: Document) -> dict[int, Passage]:
    """The passage in which each section of a document begins, by the section's offset."""
    passages = library.by_document[document.key]
    found: dict[int, Passage] = {}
    for section in document.sections:
        passage = next((item for item in passages if item.end > section.start), None)
        if passage is not None:
            found[section.start] = passage
    return found


def asked(said: Sequence[Feedback], library: Library, document: Document) -> tuple[tuple[Passage, int], ...]:
    """The passages of a document that kept answers cited most, each with how often."""
    counted = Counter(passage for item in said for passage in set(item.cited))
    own = {passage.id: passage for passage in library.by_document[document.key]}
    return tuple((own[name], number) for name, number in counted.most_common() if name in own)[:10]


def unanswered(said: Sequence[Feedback], library: Library, document: Document) -> tuple[Feedback, ...]:
    """Questions that lack an answer and are nearest to this document, the latest first."""
    names = {item.key: frozenset(content_words(item.title)) for item in library.documents.values()}
    lacking = (item for item in reversed(said) if item.reason is Reason.MISSING or item.outcome == Outcome.NOT_FOUND)
    found: dict[str, Feedback] = {}
    for item in lacking:
        if document.id in _nearest(item, names, library):
            found.setdefault(item.question.casefold(), item)
    return tuple(found.values())[:20]


def _nearest(item: Feedback, names: Mapping[str, frozenset[str]], library: Library) -> frozenset[str]:
    """The ids of the documents that a question is about: those it cited, else the one whose title says most of it."""
    cited = {library.passages[name].document.id for name in item.cited if name in library.passages}
    if cited:
        return frozenset(cited)
    asked_words = set(content_words(item.question))
    weights = {key: sum(library.rarity(word) for word in title & asked_words) for key, title in names.items()}
    best = max(weights, key=weights.__getitem__, default="")
    return frozenset({library.documents[best].id}) if best and weights[best] else frozenset()
