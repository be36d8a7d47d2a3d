"""What abstention learns from: questions without the documents that answer them, and how sure it is on the whole."""

from dataclasses import replace

import numpy
import pytest

from assistant.retrieval import evidence
from assistant.values import Hit
from evals import fitting
from tests.fixtures.handmade import QUESTION, form, paid, shoes


class Library:
    """All that is asked of one."""

    def rarity(self, word: str) -> float:
        return 1.0


def sample() -> fitting.Sample:
    hits = (Hit(paid, 0.3, 0.7, interaction=0.9), Hit(shoes, 0.2, 0.3, interaction=0.5), Hit(form, 0.1, 0.4))
    rows = evidence.features(QUESTION.question, hits, Library().rarity)
    return fitting.Sample(replace(QUESTION, documents_about=("leave",)), "?", hits, rows, (frozenset({0}),) * 3)


def test_a_question_without_its_documents_has_no_answer() -> None:
    left = fitting.without(sample(), Library())  # type: ignore[arg-type]
    assert [hit.passage.document.id for hit in left.hits] == ["uniform"]
    assert left.item.outcome == "not found" and left.item.gold == () and left.met == (frozenset(),)
    assert left.rows.shape == (1, len(evidence.NAMES)) and left.about == "leave"


def test_the_mean_probability_is_the_share_that_is_right() -> None:
    rows = numpy.random.default_rng(0).standard_normal((400, 2))
    right = rows[:, 0] > 0.8
    said = fitting.calibrated({"mean": [0, 0], "scale": [1, 1], "weights": [2.0, 0.0], "start": 9.0}, rows, right)
    sure = 1 / (1 + numpy.exp(-(rows @ numpy.asarray(said["weights"]) + said["start"])))
    assert sure.mean() == pytest.approx(right.mean(), abs=1e-3)
