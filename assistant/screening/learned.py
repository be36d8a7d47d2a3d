"""What kind of message it is, learned from examples: a child in danger, outside the documents, or a question for them.

A logistic regression over the embedding of the message, fitted by `python -m evals.fitting screening` on the examples
in `evals/screening` and the dev questions. It is only as good as the packaged model whose vectors it was fitted on, and
is not used with another one.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy

FILE = Path(__file__).parent / "learned.json"
ACT_NOW, OUT_OF_SCOPE, GO = "act now", "out of scope", "go"


@dataclass(frozen=True, slots=True)
class Kinds:
    """The probability of each kind; together they are 1."""

    act_now: float
    out_of_scope: float


def kinds(vector: numpy.ndarray) -> Kinds:
    """From the unit vector of a message, shape (dimension,)."""
    fitted = _fitted(FILE)
    scores = numpy.asarray(fitted["weights"]) @ vector + numpy.asarray(fitted["start"])
    likely = numpy.exp(scores - scores.max())
    shares = dict(zip(fitted["kinds"], (likely / likely.sum()).tolist(), strict=True))
    return Kinds(shares[ACT_NOW], shares[OUT_OF_SCOPE])


@cache
def _fitted(file: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return said
