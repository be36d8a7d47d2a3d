"""Search by meaning and by words, fused, kept to what may answer here and today, and reranked by what speaks for it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.index import Index
from assistant.reranking import Rerank
from assistant.retrieval import evidence, trees
from assistant.retrieval.scope import Scope, why_not
from assistant.retrieval.searching import Embed, by_meaning, by_words, fuse, within
from assistant.values import Hit, Passage, PassedOver, Retrieval
from assistant.vocabulary import expanded

AROUND = 3  # best hits whose neighbours are kept as well
RELEVANCE = Path(__file__).parent / "relevance.json"


def retrieve(
    question: str,
    opened: Index,
    embed: Embed,
    scope: Scope,
    *,
    candidates: int,
    hits: int,
    reranked: int,
    rerank: Rerank | None = None,
) -> Retrieval:
    """The best `hits` passages for `question` that may answer it, and the better ones that may not, with the reason.

    `embed` gives unit vectors, shape (texts, dimension). Each search contributes `candidates` passages; the first
    `reranked` of their fusion are put in the order of their probability of being right, which becomes their score.
    """
    if not opened.library.passages:
        return Retrieval(question, (), (), opened.name)
    found, passed_over = candidates_of(question, opened, embed, scope, candidates, max(hits, reranked))
    first, rest = found[:reranked], found[reranked:]
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
    question: str, opened: Index, embed: Embed, scope: Scope, candidates: int, most: int
) -> tuple[list[Hit], list[PassedOver]]:
    """The first `most` of the fusion that may answer, and what was passed over on the way, both best first."""
    among = within(opened, scope)
    similarities = by_meaning(question, opened, embed, candidates, among)
    keywords = by_words(expanded(question), opened, among)
    kept: list[Hit] = []
    passed_over: list[PassedOver] = []
    for passage_id, score in fuse([similarities, keywords]).items():
        if len(kept) == most:
            break
        passage = opened.library.passages[passage_id]
        hit = Hit(passage, score, similarities.get(passage_id), keywords.get(passage_id))
        reason = why_not(passage, scope)
        if reason:
            passed_over.append(PassedOver(hit, reason))
        else:
            kept.append(hit)
    return kept, passed_over


__all__ = ["RELEVANCE", "Embed", "Scope", "by_meaning", "by_words", "candidates_of", "fuse", "retrieve", "why_not"]
