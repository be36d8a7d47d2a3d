"""The peers that every set is measured beside: words alone, vectors alone, plain fusion, and plain LlamaIndex.

They only search, so only the measures of retrieval apply to them. All are asked what the assistant searched for, so
that none is hurt by a follow-up that does not stand alone, and are restricted to the same documents.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import embedding, index, retrieval
from assistant.index import Index
from assistant.settings import Settings
from evals import measures
from evals.matching import groups_met, normalised
from evals.run import Progress, silent
from evals.values import Groups, Result, Run

MOST = 10
PLAIN = "plain LlamaIndex"
NAMES = ("words alone (BM25)", "vectors alone", "plain fusion", PLAIN)
SHINGLE = 5
ENOUGH_SHINGLES = 0.6  # of a gold passage's runs of five words that a node must hold, as readers differ in their breaks

Ranking = Sequence[frozenset[int]]


def ask_all(run: Run, settings: Settings, progress: Progress = silent, names: Sequence[str] = NAMES) -> tuple[Run, ...]:
    """The same questions as `run`, searched by each peer over the same documents."""
    opened = index.open_published(settings)
    try:
        searches = _searches(settings, opened, names)
        runs = []
        for name, search in searches.items():
            results = []
            for number, item in enumerate(run.results, start=1):
                results.append(_result(item, search(item)))
                progress(f"Peer: {name}", number, len(run.results))
            runs.append(Run(run.name, name, run.index, run.made_at, tuple(results)))
        return tuple(runs)
    finally:
        opened.close()


def _result(item: Result, met: Ranking) -> Result:
    scores = measures.retrieval(item.question, (), met) if met else measures.retrieval(item.question, ())
    return Result(item.question, {"outcome": "", "statements": [], "asked_as": _asked(item)}, scores, item.slices)


def _asked(item: Result) -> str:
    return item.question.whole or str(item.answer["asked_as"])


def _searches(settings: Settings, opened: Index, names: Sequence[str]) -> dict[str, Callable[[Result], Ranking]]:
    model = embedding.load(settings)

    def embed(texts: Sequence[str]) -> Any:
        return model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def within(item: Result) -> frozenset[str] | None:
        named = set(item.question.documents)
        kept = (
            name
            for name, passage in opened.library.passages.items()
            if {passage.document.source, passage.document.id, passage.document.kind} & named
        )
        return frozenset(kept) if named else None

    def by_words(item: Result) -> Ranking:
        return _met(retrieval.by_words(_asked(item), opened, within(item)), item, opened)

    def by_meaning(item: Result) -> Ranking:
        return _met(retrieval.by_meaning(_asked(item), opened, embed, settings.candidates, within(item)), item, opened)

    def fused(item: Result) -> Ranking:
        limit = within(item)
        legs = [
            retrieval.by_meaning(_asked(item), opened, embed, settings.candidates, limit),
            retrieval.by_words(_asked(item), opened, limit),
        ]
        return _met(retrieval.fuse(legs), item, opened)

    found: dict[str, Callable[[Result], Ranking]] = dict(zip(NAMES, (by_words, by_meaning, fused), strict=False))
    if PLAIN in names:
        found[PLAIN] = _PlainLlamaIndex(settings, opened).search
    return {name: search for name, search in found.items() if name in names}


def _met(found: Any, item: Result, opened: Index) -> Ranking:
    passages = [opened.library.passages[name] for name in list(found)[:MOST]]
    return [groups_met(passage, item.question.gold, item.question.gold_quotes) for passage in passages]


@dataclass(frozen=True, slots=True)
class _Node:
    words: str
    file: str


class _PlainLlamaIndex:
    """SimpleDirectoryReader, SentenceSplitter and VectorStoreIndex with their defaults, and our model.

    Its nodes are not our passages: a node is right when it holds most of the words of a gold passage or of a snippet.
    """

    def __init__(self, settings: Settings, opened: Index) -> None:
        from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._opened = opened
        read = SimpleDirectoryReader(str(settings.corpus), recursive=True).load_data()
        nodes = SentenceSplitter().get_nodes_from_documents(read)
        model = HuggingFaceEmbedding(str(embedding.locate(settings)), device="cpu")
        made = VectorStoreIndex(nodes, embed_model=model)
        self._retriever = made.as_retriever(similarity_top_k=max(MOST, 200))
        self._root = settings.corpus.resolve()

    def search(self, item: Result) -> Ranking:
        """Which gold groups each of the first ten nodes satisfies."""
        wanted = self._wanted(item)
        nodes = [self._node(found) for found in self._retriever.retrieve(_asked(item))]
        named = set(item.question.documents)
        kept = [node for node in nodes if not named or node.file in named][:MOST]
        return [_satisfied(node.words, wanted) for node in kept]

    def _node(self, found: Any) -> _Node:
        file = Path(found.node.metadata.get("file_path", ""))
        name = file.resolve().relative_to(self._root).as_posix() if file.is_absolute() else str(file)
        return _Node(normalised(found.node.get_content()), name)

    def _wanted(self, item: Result) -> Groups:
        """The gold groups as texts: those of the gold passages, then the snippets."""
        texts = tuple(
            tuple(
                passage.text for passage in self._opened.library.passages.values() if groups_met(passage, (group,), ())
            )
            for group in item.question.gold
        )
        return (*texts, *item.question.gold_quotes)


def _satisfied(node: str, wanted: Groups) -> frozenset[int]:
    held = _shingles(node)
    return frozenset(
        number
        for number, group in enumerate(wanted)
        if any(_share(normalised(text), node, held) >= ENOUGH_SHINGLES for text in group)
    )


def _share(text: str, node: str, held: frozenset[str]) -> float:
    runs = _shingles(text)
    if not runs:
        return float(f" {text} " in f" {node} ")
    return len(runs & held) / len(runs)


def _shingles(text: str) -> frozenset[str]:
    words = text.split()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
