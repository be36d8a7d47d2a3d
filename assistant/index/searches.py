"""The two searches derived from a library: vectors in Chroma and words in bm25s. Chroma is imported here only."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import nodes, settings
from assistant.errors import DamagedIndex
from assistant.values import Passage

if TYPE_CHECKING:
    from llama_index.retrievers.bm25 import BM25Retriever
    from llama_index.vector_stores.chroma import ChromaVectorStore

VECTORS = "vectors"
WORDS = "words"
COLLECTION = "passages"
CHROMA_FILE = "chroma.sqlite3"  # Chroma writes to it whenever it opens it; its other files stay as they are
LEAST_THRESHOLD = 2  # the least that Chroma accepts
BATCH = 1000  # Chroma takes at most 5,461 at a time


@dataclass(frozen=True, slots=True)
class VectorSearch:
    """A LlamaIndex vector store over a Chroma collection, and the client that must be closed after it."""

    store: "ChromaVectorStore"
    client: Any

    def count(self) -> int:
        """Vectors in the collection."""
        return int(self.store.client.count())

    def close(self) -> None:
        """Let go of the files."""
        self.client.close()


def create_vectors(folder: Path, expected: int) -> VectorSearch:
    """An empty collection with the cosine distance in `folder/vectors`, for `expected` vectors.

    Chroma writes its vector files when as many vectors have come as its threshold says, and makes those that have
    not been written anew at every open. With the threshold at `expected` they are written once, at the end.
    """
    client = _client(folder / VECTORS)
    threshold = max(LEAST_THRESHOLD, expected)
    space = {"hnsw": {"space": "cosine", "sync_threshold": threshold, "batch_size": min(100, threshold)}}
    collection = client.create_collection(COLLECTION, configuration=space, embedding_function=None)
    return VectorSearch(_store(collection), client)


def open_vectors(folder: Path) -> VectorSearch:
    """The collection of a finished build.

    Raises:
        DamagedIndex: it is missing or Chroma cannot open it.
    """
    if not (folder / VECTORS / CHROMA_FILE).is_file():
        raise DamagedIndex(f"The build {folder.name} has lost its vectors.")
    try:
        client = _client(folder / VECTORS)
        return VectorSearch(_store(client.get_collection(COLLECTION, embedding_function=None)), client)
    except Exception as error:  # Chroma raises its own errors, sqlite's and Rust panics alike
        raise DamagedIndex(f"The vectors of the build {folder.name} cannot be opened ({error}).") from error


def add_vectors(search: VectorSearch, vectors: Iterable[tuple[str, Sequence[float]]]) -> None:
    """Add (passage id, unit vector) pairs."""
    rows = iter(vectors)
    while batch := [nodes.for_vectors(name, vector) for name, vector in islice(rows, BATCH)]:
        search.store.add(list(batch))


def is_settled(file: Path, passages: int) -> bool:
    """Whether a file of a finished build of `passages` passages stays byte for byte as it is when it is opened."""
    in_vectors = VECTORS in file.parts[-3:-1]
    return file.name != CHROMA_FILE and not (in_vectors and passages < LEAST_THRESHOLD)


def write_words(folder: Path, passages: Sequence[Passage]) -> None:
    """Index the words of all passages and keep the result in `folder/words`."""
    from llama_index.retrievers.bm25 import BM25Retriever

    target = folder / WORDS
    target.mkdir()
    if passages:
        retriever = BM25Retriever.from_defaults(nodes=[nodes.for_words(item) for item in passages], similarity_top_k=1)
        retriever.persist(str(target), show_progress=False)


def open_words(folder: Path, passages: int, candidates: int) -> "BM25Retriever | None":
    """The search by words of a finished build, `candidates` results a question; None for an empty library.

    Raises:
        DamagedIndex: it is missing or does not hold as many passages as the library.
    """
    if not passages:
        return None
    from llama_index.retrievers.bm25 import BM25Retriever

    try:
        retriever = BM25Retriever.from_persist_dir(str(folder / WORDS))
        held = int(retriever.bm25.scores["num_docs"])
    except (OSError, ValueError, KeyError) as error:
        raise DamagedIndex(f"The words of the build {folder.name} cannot be opened ({error}).") from error
    if held != passages:
        raise DamagedIndex(f"The words of the build {folder.name} hold {held} passages, its library {passages}.")
    retriever.similarity_top_k = min(candidates, held)
    return retriever


def limited_words(retriever: "BM25Retriever", within: frozenset[str]) -> "BM25Retriever":
    """The same search by words, among the passages of these ids only."""
    from llama_index.retrievers.bm25 import BM25Retriever

    return BM25Retriever(
        existing_bm25=retriever.bm25,
        stemmer=retriever.stemmer,
        similarity_top_k=retriever.similarity_top_k,
        token_pattern=retriever.token_pattern,
        skip_stemming=retriever.skip_stemming,
        corpus_weight_mask=[int(node["node_id"] in within) for node in retriever.corpus],
    )


def by_vector(search: VectorSearch, vector: Sequence[float], count: int) -> Mapping[str, float]:
    """Passage ids with their score as LlamaIndex gives it, best first."""
    from llama_index.core.vector_stores.types import VectorStoreQuery

    found = search.store.query(VectorStoreQuery(query_embedding=list(vector), similarity_top_k=count))
    return dict(zip(found.ids or [], found.similarities or [], strict=True))


def _client(folder: Path) -> Any:
    settings.stay_offline()
    logging.getLogger("chromadb").setLevel(logging.ERROR)
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _store(collection: Any) -> "ChromaVectorStore":
    from llama_index.vector_stores.chroma import ChromaVectorStore

    return ChromaVectorStore(chroma_collection=collection)
