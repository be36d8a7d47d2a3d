"""What speaks for each passage found: the features from which its probability of being the right one is learned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy

from assistant import asking
from assistant.asking import within
from assistant.values import Hit
from assistant.vocabulary import is_generic, named
from assistant.wording import content_words, money, numbers

Rarity = Callable[[str], float]

GENERIC_WEIGHT = 0.3  # of a word such as "policy" or "rate", beside one that names a subject
NAMES = (
    "nearness",
    "nearness below best",
    "similarity",
    "similarity below best",
    "keywords",
    "keywords below best",
    "fused rank",
    "cover by text",
    "cover by place",
    "cover by both",
    "cover of document",
    "document interaction",
    "document hits",
    "neighbour interaction",
    "characters",
    "of the kind asked for",
    "amount in band",
    "numbers shared",
    "for this school only",
    "opening of document",
    "content words asked",
    "interaction",
    "interaction below best",
    "translation below best",
)


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    weights: dict[str, float]

    def cover(self, said: frozenset[str]) -> float:
        """The share of what is asked, by weight, that some stems name."""
        return covered(self.weights, said)


def covered(asked: dict[str, float], said: frozenset[str]) -> float:
    """The share of what is asked, by the `weights` of its words, that some stems name; 0 where nothing is asked."""
    whole = sum(asked.values())
    return sum(weight for word, weight in asked.items() if named(word, said)) / whole if whole else 0.0


def weights(question: str, rarity: Rarity) -> dict[str, float]:
    """The content words of a question with their weight: rare ones most; numbers and words without a subject less."""
    return {
        word: rarity(word) * (GENERIC_WEIGHT if word.isdigit() or is_generic(word) else 1)
        for word in dict.fromkeys(content_words(question))
    }


def features(question: str, hits: Sequence[Hit], rarity: Rarity) -> numpy.ndarray:
    """One row of `NAMES` for each hit, shape (hits, features); what is not known of a hit is NaN."""
    asked = _Question(question, weights(question, rarity))
    near, meant, compared, translated = (
        (_known(values) for values in zip(*map(_scores, hits), strict=True)) if hits else ((),) * 4
    )
    worded = [0.0 if hit.keywords is None else hit.keywords for hit in hits]
    groups: dict[str, list[int]] = {}
    for place, hit in enumerate(hits):
        groups.setdefault(hit.passage.document.key, []).append(place)
    words_of = {
        key: frozenset(word for place in places for word in content_words(hits[place].passage.embedded_text))
        for key, places in groups.items()
    }
    best = {
        key: fmean(sorted((compared[place] for place in places), reverse=True)[:3]) for key, places in groups.items()
    }
    starts = {(hit.passage.document.key, hit.passage.start): place for place, hit in enumerate(hits)}
    ends = {(hit.passage.document.key, hit.passage.end): place for place, hit in enumerate(hits)}
    rows = []
    for place, hit in enumerate(hits):
        passage, key = hit.passage, hit.passage.document.key
        text, heading = frozenset(content_words(passage.text)), frozenset(content_words(passage.place))
        beside = [starts.get((key, passage.end + gap)) for gap in (0, 1, 2)] + [
            ends.get((key, passage.start - gap)) for gap in (0, 1, 2)
        ]
        rows.append(
            (
                near[place],
                near[place] - _greatest(near),
                meant[place],
                meant[place] - _greatest(meant),
                worded[place],
                worded[place] - max(worded),
                1 / (10 + place),
                asked.cover(text),
                asked.cover(heading),
                asked.cover(text | heading),
                asked.cover(words_of[key]),
                best[key],
                len(groups[key]),
                max((compared[other] for other in beside if other is not None), default=numpy.nan),
                len(passage.text),
                asking.fits(question, passage.text),
                float(bool(within(money(question), passage.text))),
                len(numbers(question) & numbers(passage.text)),
                float(bool(passage.document.applies_to)),
                float(passage.start == 0),
                len(asked.weights),
                compared[place],
                compared[place] - _greatest(compared),
                translated[place] - _greatest(translated),
            )
        )
    return numpy.asarray(rows, dtype=float).reshape(len(hits), len(NAMES))


def read(rows: numpy.ndarray, hits: Sequence[Hit]) -> numpy.ndarray:
    """The rows of hits that `features` gave before the reranker read some of them, with what it said."""
    near = _known([hit.nearness for hit in hits])
    found = rows.copy()
    found[:, NAMES.index("nearness")] = near
    found[:, NAMES.index("nearness below best")] = numpy.asarray(near) - _greatest(near)
    return found


def _scores(hit: Hit) -> tuple[float | None, ...]:
    return hit.nearness, hit.similarity, hit.interaction, hit.translation


def _known(values: Sequence[float | None]) -> tuple[float, ...]:
    return tuple(numpy.nan if value is None else float(value) for value in values)


def _greatest(values: Sequence[float]) -> float:
    """Of those that are known; NaN where none is."""
    return max((value for value in values if value == value), default=numpy.nan)
