"""Search by meaning and by words, fused, and kept to what may answer this person today."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

import numpy

from assistant import nodes
from assistant.index import Index, searches
from assistant.index.searches import by_vector
from assistant.values import Asker, Document, Hit, Passage, PassedOver, Retrieval

RANK_CONSTANT = 60

Embed = Callable[[Sequence[str]], numpy.ndarray]


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom and for which day to search: the asker's school decides which school documents may answer.

    `documents` restrict the search to files ("policies/people/pay.pdf"), ids ("pay") or kinds of document ("policy");
    empty is all.
    """

    asker: Asker
    on: date
    documents: frozenset[str] = frozenset()

    def looks_in(self, document: Document) -> bool:
        """Whether the search is to look into a document at all."""
        named = (document.source, document.id, document.kind)
        return not self.documents or any(name in self.documents for name in named if name)


def retrieve(question: str, opened: Index, embed: Embed, scope: Scope, *, candidates: int, hits: int) -> Retrieval:
    """The best `hits` passages for `question` that may answer it, and the better ones that may not, with the reason.

    `embed` gives unit vectors, shape (texts, dimension). Each search contributes `candidates` passages.
    """
    if not opened.library.passages:
        return Retrieval(question, (), (), opened.name)
    within = _within(opened, scope)
    similarities = by_meaning(question, opened, embed, candidates, within)
    keywords = by_words(question, opened, within)
    fused = fuse([similarities, keywords])
    kept: list[Hit] = []
    passed_over: list[PassedOver] = []
    for passage_id, score in fused.items():
        if len(kept) == hits:
            break
        passage = opened.library.passages[passage_id]
        hit = Hit(passage, score, similarities.get(passage_id), keywords.get(passage_id))
        reason = why_not(passage, scope)
        if reason:
            passed_over.append(PassedOver(hit, reason))
        else:
            kept.append(hit)
    return Retrieval(question, tuple(kept), tuple(passed_over), opened.name)


def _within(opened: Index, scope: Scope) -> frozenset[str] | None:
    """The ids of the passages to search among, or None for all of them."""
    if not scope.documents:
        return None
    return frozenset(name for name, item in opened.library.passages.items() if scope.looks_in(item.document))


def by_meaning(
    question: str, opened: Index, embed: Embed, candidates: int, within: frozenset[str] | None = None
) -> Mapping[str, float]:
    """Passage ids with the cosine of their vectors to the question's, best first; `within` limits them.

    LlamaIndex scores a Chroma hit exp(-distance) and the distance is 1 - cosine, so cosine = 1 + ln(score).
    """
    vector = embed([question])[0]
    if within is not None:
        if not within:
            return {}
        names = sorted(within)
        cosines = opened.library.matrix([opened.library.passages[name] for name in names]) @ vector
        order = numpy.argsort(-cosines, kind="stable")[:candidates]
        return {names[place]: float(cosines[place]) for place in order}
    found = by_vector(opened.vectors, vector.tolist(), min(candidates, opened.manifest.passages))
    return {name: 1 + log(score) for name, score in found.items() if name in opened.library.passages}


def by_words(question: str, opened: Index, within: frozenset[str] | None = None) -> Mapping[str, float]:
    """Passage ids with their BM25 score, best first; passages that share no word with the question are left out."""
    if opened.words is None:
        return {}
    if within is not None and not within:
        return {}
    words = opened.words if within is None else searches.limited_words(opened.words, within)
    found = words.retrieve(question)
    return {nodes.passage_id(hit.node): float(hit.score) for hit in found if hit.score}


def fuse(rankings: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Reciprocal rank fusion: each ranking adds 1 / (60 + rank), rank from 1; best first.

    Source: Cormack, Clarke and Buettcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods", SIGIR 2009.
    """
    fused: dict[str, float] = {}
    for ranking in rankings:
        for rank, name in enumerate(ranking, start=1):
            fused[name] = fused.get(name, 0.0) + 1 / (RANK_CONSTANT + rank)
    return dict(sorted(fused.items(), key=lambda item: -item[1]))


def why_not(passage: Passage, scope: Scope) -> str:
    """Why a passage may not answer this person on this day; "" when it may."""
    document = passage.document
    if not document.governs(scope.on):
        return f"{document.title} {document.version}".strip() + f" is {_plainly(document, scope.on)}"
    if document.applies_to and scope.asker.school and scope.asker.school not in document.applies_to:
        return f"{document.title} applies to {' and '.join(document.applies_to)} only"
    return ""


def _plainly(document: Document, on: date) -> str:
    words = document.standing(on)
    return f"a {words}" if words == "draft" else words
