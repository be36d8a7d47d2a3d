"""Passages as LlamaIndex nodes, and back: the only place that knows how a passage is laid out in a node."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.values import Passage

if TYPE_CHECKING:
    from llama_index.core.schema import BaseNode, TextNode


def for_words(passage: Passage) -> "TextNode":
    """A node whose embedded content is `passage.embedded_text`, for the search by words."""
    from llama_index.core.schema import TextNode

    return TextNode(
        id_=passage.id,
        text=passage.text,
        metadata={"place": passage.place},
        metadata_template="{value}",
        text_template="{metadata_str}\n\n{content}",
    )


def for_vectors(passage_id: str, vector: Sequence[float]) -> "TextNode":
    """A node with a vector and no text: the words stay in the library, so that they stand in one place only."""
    from llama_index.core.schema import TextNode

    return TextNode(id_=passage_id, text="", embedding=list(vector))


def passage_id(node: "BaseNode") -> str:
    """The id of the passage that a node stands for."""
    return str(node.node_id)
