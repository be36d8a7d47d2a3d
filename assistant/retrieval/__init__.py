"""Search by meaning and by words, fused, kept to what may answer here and today, and ordered by what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy

from assistant import asking, trees
from assistant.index import Index
from assistant.interaction import Interaction
from assistant.reranking import Rerank
from assistant.retrieval import evidence
from assistant.retrieval.evidence import Rarity
from assistant.retrieval.scope import Scope, why_not
from assistant.retrieval.searching import (
    Embed,
    by_interaction,
    by_meaning,
    by_translation,
    by_words,
    fuse,
    within,
)
from assistant.values import Hit, Passage, PassedOver, Retrieval
from assistant.vocabulary import expanded

AROUND = 3  # best hits whose neighbours are kept as well
LEAST_RERANKED = 4  # passages that the reranker reads for each of several things asked
UNREAD = Path(__file__).parent / "unread.json"  # how likely a passage is right before the reranker has read it
RELEVANCE = Path(__file__).parent / "relevance.json"  # and afterwards


@dataclass(frozen=True, slots=True)
class Models:
    """What a search reads with. `embed` gives unit vectors, shape (texts, dimension); what is None is done without."""

    embed: Embed
    interaction: Interaction | None = None
    rerank: Rerank | None = None


@dataclass(frozen=True, slots=True)
class Depths:
    """How many passages each search contributes, how many of their fusion are put in the order of their probability of
    being right, how many of these the reranker reads, and how many are given back.
    """

    candidates: int
    weighed: int
    reranked: int
    hits: int


def retrieve(question: str, opened: Index, models: Models, scope: Scope, depths: Depths) -> Retrieval:
    """The best passages for `question` that may answer it, and the better ones that may not, with the reason.

    The score of a hit is its probability of being right, 0 for one that was not weighed.
    """
    if not opened.library.passages:
        return Retrieval(question, (), (), opened.name)
    found, passed_over = candidates_of(
        question, opened, models, scope, depths.candidates, max(depths.hits, depths.weighed)
    )
    first, rest = found[: depths.weighed], found[depths.weighed :]
    first, likely = weigh(question, first, models.rerank, depths.reranked, opened.library.rarity)
    scored = [replace(hit, score=float(share)) for hit, share in zip(first, likely, strict=True)]
    scored.sort(key=lambda hit: -hit.score)
    kept = (*scored, *(replace(hit, score=0.0) for hit in rest))[: depths.hits]
    school = scope.asker.school
    others = tuple(name for name in opened.manifest.schools if name != school) if school else ()
    return Retrieval(question, kept, tuple(passed_over), opened.name, around(kept[:AROUND], opened), school, others)


def retrieve_each(question: str, opened: Index, models: Models, scope: Scope, depths: Depths) -> Retrieval:
    """The same where a question may ask several things: each is searched for by itself, and the reranker's passages are
    shared out among them. The best passage of each comes first, best first, then the rest by their probability.
    """
    asked = asking.things(question)
    shared = max(LEAST_RERANKED, depths.reranked // len(asked)) if depths.reranked else 0
    found = [retrieve(thing, opened, models, scope, replace(depths, reranked=shared)) for thing in asked]
    if len(found) == 1:
        return found[0]
    best: dict[str, Hit] = {}
    for hit in sorted((hit for each in found for hit in each.hits), key=lambda hit: -hit.score):
        best.setdefault(hit.passage.id, hit)
    first = {each.hits[0].passage.id for each in found if each.hits}
    kept = tuple(sorted(best.values(), key=lambda hit: (hit.passage.id not in first, -hit.score)))[: depths.hits]
    over = {item.hit.passage.id: item for each in found for item in each.passed_over}
    return replace(
        found[0],
        question=question,
        hits=kept,
        passed_over=tuple(over.values()),
        around=around(kept[:AROUND], opened),
        each=tuple(each.hits for each in found),
    )


def weigh(
    question: str, hits: Sequence[Hit], rerank: Rerank | None, most: int, rarity: Rarity
) -> tuple[list[Hit], numpy.ndarray]:
    """The hits, the `most` likeliest with the reranker's score, and the probability of each, shape (hits,)."""
    rows = evidence.features(question, hits, rarity)
    likely = trees.load(UNREAD).probabilities(rows)
    if rerank is None or not most:
        return list(hits), likely
    first = read(question, hits, likely, rerank, most)
    return first, trees.load(RELEVANCE).probabilities(evidence.read(rows, first))


def read(question: str, hits: Sequence[Hit], likely: numpy.ndarray, rerank: Rerank, most: int) -> list[Hit]:
    """The hits, of which the `most` likeliest have the reranker's score."""
    places = numpy.argsort(-likely, kind="stable")[:most].tolist()
    scores = rerank(question, [hits[place].passage.embedded_text for place in places])
    known = dict(zip(places, map(float, scores), strict=True))
    return [replace(hit, nearness=known.get(place)) for place, hit in enumerate(hits)]


def around(hits: Sequence[Hit], opened: Index) -> tuple[Passage, ...]:
    """The other clauses under the same top heading as each hit, each once, in the order of the document."""
    found: dict[str, Passage] = {}
    for hit in hits:
        path = hit.passage.heading_path[:1]
        for item in opened.library.by_document[hit.passage.document.key]:
            if path and item.heading_path[:1] == path and item.id != hit.passage.id:
                found[item.id] = item
    return tuple(found.values())


def candidates_of(
    question: str, opened: Index, models: Models, scope: Scope, candidates: int, most: int
) -> tuple[list[Hit], list[PassedOver]]:
    """The first `most` of the fusion that may answer, and what was passed over on the way, both best first."""
    among = within(opened, scope)
    similarities = by_meaning(question, opened, models.embed, candidates, among)
    keywords = by_words(expanded(question, opened.names), opened, among)
    compared: dict[str, float] = {}
    if models.interaction is not None:
        vector = models.embed([question])[0]
        compared = by_interaction(question, opened, models.interaction, vector, keywords, among)
    translated = by_translation(question, opened, among)
    kept: list[Hit] = []
    passed_over: list[PassedOver] = []
    best = (dict(islice(found.items(), candidates)) for found in (compared, translated))
    for passage_id, score in fuse([similarities, keywords, *best]).items():
        if len(kept) == most:
            break
        passage = opened.library.passages[passage_id]
        hit = Hit(
            passage,
            score,
            similarities.get(passage_id),
            keywords.get(passage_id),
            interaction=compared.get(passage_id),
            translation=translated.get(passage_id),
        )
        reason = why_not(passage, scope)
        if reason:
            passed_over.append(PassedOver(hit, reason))
        else:
            kept.append(hit)
    return kept, passed_over


__all__ = [
    "RELEVANCE",
    "UNREAD",
    "Depths",
    "Embed",
    "Models",
    "Scope",
    "by_meaning",
    "by_translation",
    "by_words",
    "candidates_of",
    "fuse",
    "read",
    "retrieve",
    "retrieve_each",
    "weigh",
    "why_not",
]
