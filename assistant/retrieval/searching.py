"""The searches and their fusion: by meaning in the vectors of passages, by words, and by words in their contexts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from math import log

import numpy

from assistant import interaction, nodes, translation
from assistant.index import Index, searches
from assistant.index.searches import by_vector
from assistant.interaction import Interaction
from assistant.retrieval.scope import Scope
from assistant.wording import content_words

RANK_CONSTANT = 60
NEAREST = 400  # passages whose word pieces are compared: comparing all of them would gain .005 of recall@24

Embed = Callable[[Sequence[str]], numpy.ndarray]
Within = frozenset[str] | None


def within(opened: Index, scope: Scope) -> Within:
    """The ids of the passages to search among, or None for all of them."""
    if not scope.documents:
        return None
    return frozenset(name for name, item in opened.library.passages.items() if scope.looks_in(item.document))


def by_meaning(
    question: str, opened: Index, embed: Embed, candidates: int, within: Within = None
) -> Mapping[str, float]:
    """Passage ids with the cosine of their vectors to the question's, best first; `within` limits them.

    LlamaIndex scores a Chroma hit exp(-distance) and the distance is 1 - cosine, so cosine = 1 + ln(score).
    """
    vector = embed([question])[0]
    if within is not None:
        if not within:
            return {}
        names = sorted(within)
        cosines = opened.library.matrix[[opened.library.rows[name] for name in names]] @ vector
        order = numpy.argsort(-cosines, kind="stable")[:candidates]
        return {names[place]: float(cosines[place]) for place in order}
    found = by_vector(opened.vectors, vector.tolist(), min(candidates, opened.manifest.passages))
    return {name: 1 + log(score) for name, score in found.items() if name in opened.library.passages}


def by_interaction(
    question: str, opened: Index, read: Interaction, vector: numpy.ndarray, among: Iterable[str], within: Within = None
) -> dict[str, float]:
    """Passage ids with their nearness by late interaction, best first; empty where the build has none of its vectors.

    Compared are the `NEAREST` to the question's `vector`, and those that are named in `among`.
    """
    library = opened.library
    names = list(library.passages)
    order = numpy.argsort(-(library.matrix @ vector), kind="stable") if names else ()
    near = islice((names[place] for place in order if within is None or names[place] in within), NEAREST)
    compared = [name for name in dict.fromkeys((*near, *among)) if len(library.pieces[library.rows[name]])]
    if not compared:
        return {}
    found = interaction.nearness(read.question(question), [library.pieces[library.rows[name]] for name in compared])
    return {compared[place]: float(found[place]) for place in numpy.argsort(-found, kind="stable")}


def by_translation(question: str, opened: Index, within: Within = None) -> dict[str, float]:
    """All passage ids, or those `within`, by how likely the question is, in everyday words, given them; best first."""
    names = list(opened.library.passages)
    found = opened.library.texts.likelihood(content_words(question), translation.load())
    order = (names[place] for place in numpy.argsort(-found, kind="stable"))
    rows = opened.library.rows
    return {name: float(found[rows[name]]) for name in order if within is None or name in within}


def by_words(question: str, opened: Index, within: Within = None) -> Mapping[str, float]:
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
