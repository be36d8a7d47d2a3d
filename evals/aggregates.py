"""Means with intervals, slices, refusals, the risk-coverage curve and times of a run."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy

from assistant.values import Outcome
from evals.measures import MEASURES, refused
from evals.values import Result

RESAMPLES = 2000
SEED = 20260901
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over `count` questions with its 95% bootstrap interval; None where no question has the measure."""

    value: float | None
    low: float | None
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Slice:
    """The questions of one kind, role, document or format, and the means of all measures over them."""

    by: str
    name: str
    questions: int
    means: dict[str, Mean]


@dataclass(frozen=True, slots=True)
class Refusals:
    """Of what was refused, the share that should be; of what should be, the share that was; of the answerable, too."""

    precision: float | None
    recall: float | None
    answerable_refused: float | None
    refused: int
    should_be: int
    answerable: int


@dataclass(frozen=True, slots=True)
class Point:
    """When only the surest answers are given: the share of questions answered, and of those the wrong ones."""

    coverage: float
    risk: float


def mean(values: Sequence[float]) -> Mean:
    """Mean and percentile bootstrap interval (Efron, "Bootstrap methods", Annals of Statistics 1979)."""
    if not values:
        return Mean(None, None, None, 0)
    known = numpy.asarray(values, dtype=float)
    low, high = interval(known)
    return Mean(float(known.mean()), low, high, len(known))


def interval(values: numpy.ndarray) -> tuple[float, float]:
    """The middle 95% of the means of 2,000 resamples; the same values give the same interval every time."""
    means = values[_draws(len(values))].mean(axis=1)
    edge = (1 - CONFIDENCE) / 2
    low, high = numpy.quantile(means, (edge, 1 - edge))
    return float(low), float(high)


@cache
def _draws(count: int) -> numpy.ndarray:
    return numpy.random.default_rng(SEED).integers(0, count, size=(RESAMPLES, count))


def means(results: Iterable[Result]) -> dict[str, Mean]:
    """Every measure over the questions to which it applies."""
    held = list(results)
    found = {}
    for name in MEASURES:
        values = [value for item in held if (value := item.value(name)) is not None]
        found[name] = mean(values)
    return found


def slices(results: Sequence[Result]) -> tuple[Slice, ...]:
    """The run cut by kind, asker, document and format, in this order; the biggest slice of each first."""
    grouped: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        for by, names in result.slices.items():
            for name in names:
                grouped.setdefault((by, name), []).append(result)
    order = list(dict.fromkeys(by for result in results for by in result.slices))
    ranked = sorted(grouped.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1]))
    return tuple(Slice(by, name, len(held), means(held)) for (by, name), held in ranked)


def refusals(results: Sequence[Result]) -> Refusals:
    """How well it is known what cannot be answered. "clarify" and "act now" count on neither side."""
    was = [item for item in results if refused(item.answer["outcome"])]
    should = [item for item in results if refused(item.question.outcome)]
    answered = (Outcome.ANSWERED.value, Outcome.PARTLY.value)
    answerable = [item for item in results if item.question.outcome in answered]
    right = sum(refused(item.question.outcome) for item in was)
    wrongly = sum(refused(item.answer["outcome"]) for item in answerable)
    return Refusals(
        precision=right / len(was) if was else None,
        recall=right / len(should) if should else None,
        answerable_refused=wrongly / len(answerable) if answerable else None,
        refused=len(was),
        should_be=len(should),
        answerable=len(answerable),
    )


def risk_coverage(results: Sequence[Result]) -> tuple[Point, ...]:
    """The curve over all questions that ended with or without statements, surest first; a wrong answer is a risk.

    Questions without an answer are never covered. Source: El-Yaniv and Wiener, "On the foundations of
    noise-free selective classification", JMLR 2010.
    """
    answered = [item for item in results if item.answer["statements"] and item.confidence is not None]
    judged = [item for item in answered if item.value("whole answer right") is not None]
    judged.sort(key=lambda item: -(item.confidence or 0.0))
    points, wrong = [], 0
    for number, item in enumerate(judged, start=1):
        wrong += item.value("whole answer right") != 1
        points.append(Point(number / len(results), wrong / number))
    return tuple(points)


def area(points: Sequence[Point]) -> float | None:
    """Mean risk over the curve, less is better; None without a point."""
    return sum(point.risk for point in points) / len(points) if points else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value at or below which a share of the values lie (nearest rank); None without values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else None


def seconds(results: Sequence[Result]) -> tuple[float, ...]:
    """The time of every answer."""
    return tuple(value for item in results if (value := item.value("seconds")) is not None)


def failing(results: Sequence[Result], worse: Callable[[Result], bool] | None = None) -> tuple[Result, ...]:
    """The questions whose answer is not whole and right."""
    wrong = worse or (lambda item: item.value("whole answer right") != 1)
    return tuple(item for item in results if wrong(item))
