"""Search by meaning and by words, fused, kept to what may answer here and today, and ordered by what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from assistant.index import Index
from assistant.reranking import Rerank
from assistant.retrieval import evidence, trees
from assistant.retrieval.scope import Scope, why_not
from assistant.retrieval.searching import Embed, by_companion, by_meaning, by_words, fuse, within
from assistant.values import Hit, Passage, PassedOver, Retrieval
from assistant.vocabulary import expanded

AROUND = 3  # best hits whose neighbours are kept as well
RELEVANCE = Path(__file__).parent / "relevance.json"


@dataclass(frozen=True, slots=True)
class Models:
    """What a search reads with. `embed` and `companion` give unit vectors, shape (texts, dimension); what is None is
    done without.
    """

    embed: Embed
    companion: Embed | None = None
    rerank: Rerank | None = None


def retrieve(
    question: str,
    opened: Index,
    models: Models,
    scope: Scope,
    *,
    candidates: int,
    hits: int,
    reranked: int,
) -> Retrieval:
    """The best `hits` passages for `question` that may answer it, and the better ones that may not, with the reason.

    Each search contributes `candidates` passages; the first
    `reranked` of their fusion are put in the order of their probability of being right, which becomes their score.
    """
    if not opened.library.passages:
        return Retrieval(question, (), (), opened.name)
    found, passed_over = candidates_of(question, opened, models, scope, candidates, max(hits, reranked))
    first, rest = found[:reranked], found[reranked:]
    rerank = models.rerank
    nearness = rerank(question, [hit.passage.embedded_text for hit in first]) if rerank is not None and first else None
    rows = evidence.features(question, first, nearness, opened.library.rarity)
    likely = trees.load(RELEVANCE).probabilities(rows)
    scored = [
        replace(hit, score=float(share), nearness=None if nearness is None else float(nearness[place]))
        for place, (hit, share) in enumerate(zip(first, likely, strict=True))
    ]
    scored.sort(key=lambda hit: -hit.score)
    kept = (*scored, *(replace(hit, score=0.0) for hit in rest))[:hits]
    school = scope.asker.school
    others = tuple(name for name in opened.manifest.schools if name != school) if school else ()
    return Retrieval(question, kept, tuple(passed_over), opened.name, around(kept[:AROUND], opened), school, others)


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
    seconded = by_companion(question, opened, models.companion, among) if models.companion is not None else {}
    kept: list[Hit] = []
    passed_over: list[PassedOver] = []
    for passage_id, score in fuse([similarities, keywords, dict(islice(seconded.items(), candidates))]).items():
        if len(kept) == most:
            break
        passage = opened.library.passages[passage_id]
        hit = Hit(
            passage,
            score,
            similarities.get(passage_id),
            keywords.get(passage_id),
            companion=seconded.get(passage_id),
        )
        reason = why_not(passage, scope)
        if reason:
            passed_over.append(PassedOver(hit, reason))
        else:
            kept.append(hit)
    return kept, passed_over


__all__ = [
    "RELEVANCE",
    "Embed",
    "Models",
    "Scope",
    "by_meaning",
    "by_words",
    "candidates_of",
    "fuse",
    "retrieve",
    "why_not",
]
