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


def test_sure_is_the_mean_of_knowing_a_right_answer_and_a_question_that_has_one() -> None:
    drawn = numpy.random.default_rng(0).standard_normal((600, 5))
    right, answerable = drawn[:, 0] > 0.5, drawn[:, 1] > -0.5
    asked = numpy.arange(600) < 400
    said = fitting.agreed(drawn, right, answerable, asked)
    first, second, *rest = said["weights"]
    assert first > 1 and second > 1 and max(map(abs, rest)) < 0.4
    only = fitting.agreed(drawn[:400], right[:400], answerable[:400], asked[:400])
    assert said["weights"] == pytest.approx(only["weights"], abs=0.5)


def test_what_a_threshold_does_is_said_of_each_kind_of_question() -> None:
    drawn = numpy.random.default_rng(1).standard_normal((480, 5))
    number = numpy.arange(480)
    answerable = number % 2 == 0
    drawn[answerable] += 1
    asked, plain = number % 6 != 1, number % 6 != 3
    about = [str(place % 16) for place in number]
    first, *lines = fitting.choices(drawn, answerable, answerable, about, plain, asked)
    assert first.startswith("AUROC right or not 0.9") and len(lines) == 13
    assert lines[0].startswith("from 0.10: refuses 0.") and "are right" in lines[0]
