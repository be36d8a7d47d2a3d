"""How sure it is that what was found answers the question: learned from evidence, not one score alone.

The weights are the mean of two logistic regressions fitted on the dev questions (`python -m evals.fitting`): one knows
a right answer, the other a question that has any. Both also learn from the same questions asked as if the documents
that answer them were not there. How many words question and passage share is no evidence: what no document answers is
commonly asked in the words of a clause about the same thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant import logistic
from assistant.retrieval.evidence import Rarity, covered, weights
from assistant.values import Hit
from assistant.wording import content_words

FILE = Path(__file__).parent / "retrieval" / "abstention.json"
NAMES = (
    "likeliest",
    "second likeliest",
    "likely in all",
    "nearness of the likeliest",
    "greatest nearness",
)
# Where no passage is even this much like the question, the documents are about other things: of the dev questions that
# have an answer .5% are less alike, of the same questions asked without the documents that answer them 3%.
LEAST_ALIKE = 0.2


def features(hits: Sequence[Hit]) -> numpy.ndarray:
    """What speaks for an answer from these hits, likeliest first, shape (features,), in the order of `NAMES`. What is
    not known is NaN: the nearness of what no reranker has read.
    """
    scores = [*(hit.score for hit in hits[:5]), 0.0, 0.0]
    near = [hit.nearness for hit in hits if hit.nearness is not None]
    lowest, greatest = (min(near), max(near)) if near else (numpy.nan, numpy.nan)
    best = hits[0].nearness if hits else None
    return numpy.asarray([scores[0], scores[1], sum(scores), lowest if best is None else best, greatest])


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
    likely = logistic.probability(FILE, features(hits))
    alike = [hit.similarity for hit in hits if hit.similarity is not None]
    if alike and max(alike) < LEAST_ALIKE:
        likely = 0.0
    said = frozenset(content_words(hits[0].passage.embedded_text))
    return Weighed(likely, covered(weights(question, rarity), said))
