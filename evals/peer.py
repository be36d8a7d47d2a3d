"""The plain peer: LlamaIndex's SimpleDirectoryReader, VectorStoreIndex and Chroma with their defaults and our model.

Run as `python -m evals.peer DOCUMENTS STORE ASKED`, where ASKED is a JSON file of `questions` and of our `passages`;
prints one JSON line. Only the bench calls it, in a process of
its own, so that its memory and its imports are its own.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from assistant import embedding, settings


def measure(documents: Path, store: Path, questions: list[str], passages: list[str]) -> dict[str, Any]:
    """Index a folder and ask; seconds throughout. `times` are of the search alone, without any answer being written.

    `embedded` is for the peer's own nodes, which it cuts longer than the model reads; `same_embedded` for our passages.
    """
    settings.stay_offline()
    import chromadb
    import torch
    from llama_index.core import MockEmbedding, SimpleDirectoryReader, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    chosen = settings.load()
    torch.set_num_threads(chosen.threads)
    model = HuggingFaceEmbedding(str(embedding.locate(chosen)), device="cpu")
    model.get_text_embedding("ready")

    began = time.perf_counter()
    read = SimpleDirectoryReader(str(documents), recursive=True).load_data()
    nodes = SentenceSplitter().get_nodes_from_documents(read)
    cut = time.perf_counter() - began

    texts = [node.get_content(metadata_mode="embed") for node in nodes]  # type: ignore[arg-type]
    began = time.perf_counter()
    vectors = model.get_text_embedding_batch(texts)
    embedded = time.perf_counter() - began

    began = time.perf_counter()
    model.get_text_embedding_batch(passages)
    same_embedded = time.perf_counter() - began

    for node, vector in zip(nodes, vectors, strict=True):
        node.embedding = vector
    collection = chromadb.PersistentClient(str(store)).create_collection("peer", embedding_function=None)
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    began = time.perf_counter()
    made = VectorStoreIndex(nodes, storage_context=context, embed_model=MockEmbedding(embed_dim=len(vectors[0])))
    stored = time.perf_counter() - began

    made = VectorStoreIndex.from_vector_store(context.vector_store, embed_model=model)
    retriever = made.as_retriever()
    retriever.retrieve(questions[0])
    times = []
    for question in questions:
        began = time.perf_counter()
        retriever.retrieve(question)
        times.append(time.perf_counter() - began)
    return {
        "nodes": len(nodes),
        "cut": cut,
        "embedded": embedded,
        "same_embedded": same_embedded,
        "stored": stored,
        "times": times,
    }


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]), **asked)), flush=True)  # noqa: T201
    sys.stdin.readline()  # stay until the bench has read the memory used
