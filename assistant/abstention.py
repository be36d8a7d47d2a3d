"""How sure it is that what was found answers the question: learned from evidence, not one score alone.

The weights are the mean of two logistic regressions fitted on the dev questions (`python -m evals.fitting`): one over
all of the evidence and all questions, and one over three pieces of it that keeps short plain questions from refusal.
Both also learn from the same questions asked as if the documents that answer them were not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant import asking, logistic
from assistant.retrieval.evidence import Rarity, weights
from assistant.values import Hit
from assistant.vocabulary import named
from assistant.wording import content_words

FILE = Path(__file__).parent / "retrieval" / "abstention.json"
NAMES = (
    "likeliest",
    "second likeliest",
    "likely in all",
    "nearness of the likeliest",
    "greatest nearness",
    "interaction of the likeliest",
    "greatest interaction",
    "greatest similarity",
    "cover of the likeliest",
    "cover of the first three",
    "rarest word in the first three",
    "of the kind asked for",
    "both searches",
)
FIRST = 3
# Where no passage is even this much like the question, the documents are about other things: of the dev questions that
# have an answer .5% are less alike, of the same questions asked without the documents that answer them 3%.
LEAST_ALIKE = 0.2


def features(question: str, hits: Sequence[Hit], rarity: Rarity) -> numpy.ndarray:
    """What speaks for an answer from these hits, shape (features,), in the order of `NAMES`."""
    asked = weights(question, rarity)
    whole = sum(asked.values()) or 1.0
    scores = [hit.score for hit in hits] or [0.0]
    near = [hit.nearness for hit in hits if hit.nearness is not None] or [0.0]
    compared = [hit.interaction for hit in hits if hit.interaction is not None] or [0.0]
    alike = [hit.similarity for hit in hits if hit.similarity is not None] or [0.0]
    said = [frozenset(content_words(hit.passage.embedded_text)) for hit in hits[:FIRST]] or [frozenset[str]()]
    together = frozenset[str]().union(*said)
    best = hits[0] if hits else None
    rarest = max(asked, key=lambda word: asked[word], default="")
    return numpy.asarray(
        [
            scores[0],
            scores[1] if len(scores) > 1 else 0.0,
            sum(scores[:5]),
            best.nearness if best is not None and best.nearness is not None else min(near),
            max(near),
            best.interaction if best is not None and best.interaction is not None else 0.0,
            max(compared),
            max(alike),
            sum(weight for word, weight in asked.items() if named(word, said[0])) / whole,
            sum(weight for word, weight in asked.items() if named(word, together)) / whole,
            float(named(rarest, together)) if rarest else 0.0,
            asking.fits(question, best.passage.text) if best is not None else 0.0,
            float(best is not None and best.similarity is not None and best.keywords is not None),
        ]
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """`sure` is the probability that an answer is a right one; `cover` the share of what is asked, by weight, that the
    first passage and its heading name.
    """

    sure: float
    cover: float


def sure(question: str, hits: Sequence[Hit], rarity: Rarity) -> float:
    """The probability that an answer from these hits is a right one."""
    return weigh(question, hits, rarity).sure


def weigh(question: str, hits: Sequence[Hit], rarity: Rarity) -> Weighed:
    """What these hits are worth as an answer."""
    if not hits:
        return Weighed(0.0, 0.0)
    found = features(question, hits, rarity)
    likely = logistic.probability(FILE, found)
    known = any(hit.similarity is not None for hit in hits)
    if known and found[NAMES.index("greatest similarity")] < LEAST_ALIKE:
        likely = 0.0
    return Weighed(likely, float(found[NAMES.index("cover of the likeliest")]))
