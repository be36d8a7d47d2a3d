"""How sure it is that what was found answers the question: learned from evidence, not one score alone.

The weights are those of a logistic regression fitted on the dev questions (`python -m evals.fitting`).
"""

import json
from collections.abc import Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import numpy

from assistant.retrieval.evidence import Rarity, weights
from assistant.values import Hit
from assistant.vocabulary import named
from assistant.wording import content_words

UNREAD = -1.0  # nearness where no reranker reads: about the mean of passages that are searched for in vain
FILE = Path(__file__).parent / "retrieval" / "abstention.json"
NAMES = ("likeliest", "nearness of the likeliest", "cover of the likeliest")


def features(question: str, hits: Sequence[Hit], rarity: Rarity) -> numpy.ndarray:
    """What speaks for an answer from these hits, best first, shape (features,), in the order of `NAMES`."""
    best = hits[0]
    said = frozenset(content_words(best.passage.embedded_text))
    asked = weights(question, rarity)
    cover = sum(weight for word, weight in asked.items() if named(word, said)) / (sum(asked.values()) or 1.0)
    return numpy.asarray([best.score, UNREAD if best.nearness is None else best.nearness, cover])


def sure(question: str, hits: Sequence[Hit], rarity: Rarity) -> float:
    """The probability that an answer from these hits is a right one."""
    if not hits:
        return 0.0
    fitted = _fitted(FILE)
    row = (features(question, hits, rarity) - numpy.asarray(fitted["mean"])) / numpy.asarray(fitted["scale"])
    return float(1 / (1 + exp(-(float(row @ numpy.asarray(fitted["weights"])) + fitted["start"]))))


@cache
def _fitted(file: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return said
