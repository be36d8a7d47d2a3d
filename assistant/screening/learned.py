"""What kind of message it is, learned from examples: a child in danger, outside the documents, or a question for them.

Two logistic regressions, one for each kind that is no question for the documents, over the vectors that the two
packaged embedding models give the message, and over its pieces of words, words, and pairs of words that stand near each
other, hashed. Each has a threshold of its own, so that few questions are lost. They are fitted by
`python -m evals.fitting screening` on the examples in `evals/screening`, the dev questions and the training ones, and
are only as good as the packaged models. There are three of each kind: for the words alone, which serves before a model
is loaded and beside one that is not the packaged one; for the first model as well; and for both.
"""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy

FILE = Path(__file__).parent / "learned.npz"
ACT_NOW, OUT_OF_SCOPE, GO = "act now", "out of scope", "go"
KINDS = (ACT_NOW, OUT_OF_SCOPE)
PLACES = 1 << 15
GRAMS_COUNT = 1.5  # as much as the vectors of both models, squared, by cross validation
WORD = re.compile(r"[a-z0-9']+|[£?!]")
LETTERS = (3, 4, 5)
WORDS = (1, 2, 3)
APART = 5  # words of a pair stand at most so far from each other


@dataclass(frozen=True, slots=True)
class Kinds:
    """Whether a message is of each kind, and by how much: above 0 it is."""

    act_now: float
    out_of_scope: float


def kinds(text: str, vectors: Sequence[numpy.ndarray]) -> Kinds:
    """From the words of a message and its unit vectors: none, by the first model, or by the first and the second."""
    fitted = _fitted(FILE)
    which = len(vectors)
    places, counts = grams(text)
    weights = weighed(counts, fitted["rarity"][places])
    dense = numpy.concatenate([numpy.zeros(0, dtype=numpy.float32), *vectors])
    found = []
    for kind in KINDS:
        of_grams, start = fitted[f"{kind}, {which}, grams"], fitted[f"{kind}, {which}, start"]
        score = dense @ fitted[f"{kind}, {which}, vectors"] + weights @ of_grams[places] + start[0]
        found.append(float(score - fitted[f"{kind}, {which}, from"][0]))
    return Kinds(*found)


def grams(text: str) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The places, each once, of what a text is made of, and how often each occurs."""
    hashed = [zlib.crc32(piece.encode()) % PLACES for piece in _pieces(text)]
    return numpy.unique(numpy.asarray(hashed, dtype=numpy.int64), return_counts=True)


def weighed(counts: numpy.ndarray, rarity: numpy.ndarray) -> numpy.ndarray:
    """How much each gram says: more the oftener it is in the text and the rarer elsewhere; all have one length."""
    weights = (1 + numpy.log(counts)) * rarity
    length = float(numpy.linalg.norm(weights)) or 1.0
    return numpy.asarray(weights * (GRAMS_COUNT / length))


def _pieces(text: str) -> Iterator[str]:
    said = WORD.findall(text.casefold().replace("’", "'"))
    for word in said:
        padded = f" {word} "
        for length in LETTERS:
            for start in range(max(1, len(padded) - length + 1)):
                yield f"c{padded[start : start + length]}"
    line = ["^", *said, "$"]
    for length in WORDS:
        for start in range(len(line) - length + 1):
            yield f"w{' '.join(line[start : start + length])}"
    for start, word in enumerate(line):
        for other in line[start + 2 : start + APART + 1]:
            yield f"s{word} {other}"


@cache
def _fitted(file: Path) -> Mapping[str, numpy.ndarray]:
    with numpy.load(file) as stored:
        return {name: stored[name].astype(numpy.float32) for name in stored.files}
