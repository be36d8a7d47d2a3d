"""How late interaction is learned from the phrase book, and the second model of screening."""

from pathlib import Path

import numpy
import pytest

from assistant import companion, interaction
from assistant import settings as settings_room
from assistant.errors import AssistantError, ModelError
from evals import phrases, tuning
from tests.fixtures.handmade import paid, shoes

QUESTION = "How many paid days are there for a sick child?"


def test_learning_moves_the_right_clause_nearer() -> None:
    drawn = numpy.random.default_rng(0)
    clauses = tuple(drawn.standard_normal((6, 384)).astype(numpy.float16) for _ in range(48))
    questions = tuple(its[:3] + drawn.standard_normal((3, 384)).astype(numpy.float16) for its in clauses)
    states = tuning.States(clauses, questions)
    every = tuple(range(48))
    cases = [tuning.Case(place, place, tuple(other for other in every if other != place)) for place in every]

    def right(shortened: numpy.ndarray) -> float:
        read = [interaction.packed(interaction.short(its, shortened)) for its in clauses]
        near = numpy.stack([interaction.nearness(interaction.short(its, shortened), read) for its in questions])
        return float((near.diagonal() - (near.sum(axis=1) - near.diagonal()) / 47).mean())

    begun, learned = tuning.principal(clauses), tuning.learn(cases, states)
    assert begun.shape == learned.shape == (384, interaction.DIMENSION)
    assert numpy.abs(begun.T @ begun - numpy.eye(interaction.DIMENSION)).max() < 1e-3
    assert right(learned) > right(begun)


def test_every_question_of_the_phrase_book_has_its_clause_and_others_beside_it() -> None:
    book = phrases.read()[:30]
    settings = settings_room.load()
    cases, states = tuning.cases_of(book, settings), tuning.read(book, settings)
    assert len(cases) == len(states.questions) == sum(len(phrase.questions) for phrase in book)
    assert len(states.clauses) == len(book)
    assert [case.question for case in cases] == list(range(len(cases)))
    assert all(case.right not in case.wrong and len(case.wrong) == tuning.FOUND for case in cases)


def test_what_ships_finds_clauses_better_that_it_did_not_learn_from() -> None:
    book = phrases.split(phrases.read())[1][:40]
    settings = settings_room.load()
    with numpy.load(interaction.SHORTENED) as kept:
        shipped = kept["shortened"].astype(numpy.float32)
    begun = tuning.principal(tuning.read(book, settings).clauses)
    assert tuning.first(shipped, book, settings) > tuning.first(begun, book, settings) + 0.05


def test_the_phrase_book_holds_phrases_and_a_faulty_line_is_a_sentence(tmp_path: Path) -> None:
    book = phrases.read()
    assert len(book) > 6000 and len({phrase.clause for phrase in book}) == len(book)
    assert all(len(phrase.questions) >= 4 for phrase in book)
    with pytest.raises(AssistantError, match="no phrases"):
        phrases.read(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"heading": "x", "clause": "y"}\n', encoding="utf-8")
    with pytest.raises(AssistantError, match=r"a\.jsonl, line 1"):
        phrases.read(tmp_path)
    (tmp_path / "a.jsonl").write_text('{"heading": "x", "clause": " ", "questions": ["z"]}\n', encoding="utf-8")
    with pytest.raises(AssistantError, match="empty"):
        phrases.read(tmp_path)


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
