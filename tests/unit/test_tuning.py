"""The second model of screening, and how the halves of the questions that are learned from are made."""

from pathlib import Path

import numpy
import pytest

from assistant import companion, interaction
from assistant import settings as settings_room
from assistant.errors import ModelError
from evals import tuning
from tests.fixtures.handmade import paid, shoes

QUESTION = "How many paid days are there for a sick child?"


def test_every_document_is_in_one_half_and_both_are_of_about_one_size() -> None:
    about = ["leave"] * 5 + ["pay"] * 4 + ["visits"] * 2 + ["fire"]
    side = tuning.halves(about)
    assert all(len({half for name, half in zip(about, side, strict=True) if name == known}) == 1 for known in about)
    assert side.count(0) == side.count(1) == 6
    assert tuning.halves([]) == []


def test_learning_moves_the_right_passage_nearer() -> None:
    drawn = numpy.random.default_rng(0)
    passages = tuple(drawn.standard_normal((6, 384)).astype(numpy.float16) for _ in range(48))
    questions = {
        str(row): passages[row][:3] + drawn.standard_normal((3, 384)).astype(numpy.float16) for row in range(48)
    }
    states = tuning.States(passages, questions)
    every = tuple(range(48))
    cases = [tuning.Case(str(row), (row,), tuple(other for other in every if other != row)) for row in every]

    def right(shortened: numpy.ndarray) -> float:
        read = [interaction.packed(interaction.short(its, shortened)) for its in passages]
        near = numpy.stack(
            [interaction.nearness(interaction.short(questions[str(row)], shortened), read) for row in every]
        )
        return float((near.diagonal() - (near.sum(axis=1) - near.diagonal()) / 47).mean())

    begun, learned = tuning.principal(passages), tuning.learn(cases, states)
    assert begun.shape == learned.shape == (384, interaction.DIMENSION)
    assert numpy.abs(begun.T @ begun - numpy.eye(interaction.DIMENSION)).max() < 1e-3
    assert right(learned) > right(begun)


def test_the_second_model_gives_unit_vectors_and_puts_the_answer_nearer() -> None:
    encode = companion.load(settings_room.load())
    assert encode is not None
    texts = [companion.QUESTION + QUESTION, paid.text, shoes.text, ""]
    vectors = encode(texts)
    assert vectors.shape == (4, companion.DIMENSION) and vectors.dtype == numpy.float32
    assert numpy.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_a_second_model_can_be_done_without_and_a_missing_one_is_a_sentence(tmp_path: Path) -> None:
    assert companion.load(settings_room.load(companion="")) is None
    with pytest.raises(ModelError, match=r"model\.onnx"):
        companion.load(settings_room.load(companion=str(tmp_path)))
