"""Fusion, which documents may answer, and questions that ask several things."""

from datetime import date
from typing import Any

import pytest

from assistant import retrieval
from assistant.generation import extractive
from assistant.retrieval import Scope, fuse, why_not
from assistant.values import Asker, Document, Hit, Passage, PassedOver, Retrieval, Status

TODAY = date(2026, 11, 24)


def passage(**about: object) -> Passage:
    document = Document("leave", "Leave", "leave.md", "0" * 64, "Five days.", (), **about)  # type: ignore[arg-type]
    return Passage("leave/1", document, (), "1", (), "Five days.", 0, 10)


def scope(school: str = "") -> Scope:
    return Scope(Asker(school=school), TODAY)


def test_a_passage_found_by_both_searches_outranks_one_found_first_by_either() -> None:
    fused = fuse([{"a": 0.9, "both": 0.8}, {"b": 12.0, "both": 11.0}])
    assert list(fused) == ["both", "a", "b"]
    assert fused["both"] == 2 / 62
    assert fused["a"] == 1 / 61


def test_fusing_nothing_gives_nothing() -> None:
    assert fuse([]) == {}
    assert fuse([{}, {}]) == {}


def test_text_in_force_may_answer() -> None:
    assert why_not(passage(), scope()) == ""


def test_a_draft_a_superseded_and_a_future_text_may_not() -> None:
    assert "draft" in why_not(passage(status=Status.DRAFT), scope())
    assert "superseded" in why_not(passage(status=Status.SUPERSEDED), scope())
    assert "1 January 2027" in why_not(passage(effective_from=date(2027, 1, 1)), scope())


def test_a_school_document_answers_its_school_and_the_trust_but_no_other_school() -> None:
    annex = passage(applies_to=("Ashby",))
    assert why_not(annex, scope("Ashby")) == ""
    assert why_not(annex, scope()) == ""
    assert "Ashby only" in why_not(annex, scope("Bexley"))


def found_by_question(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[Hit]]) -> list[tuple[str, int]]:
    """Each search gives what is written for the last word of its question; returns what was searched for."""
    searched: list[tuple[str, int]] = []

    def retrieve(question: str, _opened: Any, _models: Any, _scope: Scope, depths: retrieval.Depths) -> Retrieval:
        searched.append((question, depths.reranked))
        over = (PassedOver(Hit(passage(), 0.5), "draft"),)
        return Retrieval(question, tuple(answers[question.split()[-1]]), over, "build")

    monkeypatch.setattr(retrieval, "retrieve", retrieve)
    monkeypatch.setattr(retrieval, "around", lambda hits, opened: ())
    return searched


def hit(name: str, score: float) -> Hit:
    document = Document(name, name, f"{name}.md", "0" * 64, f"{name} is a rule.", ())
    return Hit(Passage(f"{name}/1", document, (), "1", (), document.text, 0, len(document.text)), score)


def each(question: str) -> Retrieval:
    anything: Any = None
    depths = retrieval.Depths(candidates=40, weighed=24, reranked=8, hits=3)
    return retrieval.retrieve_each(question, anything, anything, scope(), depths)


def test_the_best_of_each_thing_asked_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [hit("a", 0.9), hit("b", 0.8), hit("c", 0.7)]
    searched = found_by_question(monkeypatch, {"signs": many, "wait": [hit("d", 0.2), hit("b", 0.85)]})
    found = each("We buy stools. Who signs, and how long do we wait")
    assert searched == [("We buy stools. Who signs", 4), ("We buy stools. how long do we wait", 4)]
    assert [(item.passage.document.id, item.score) for item in found.hits] == [("a", 0.9), ("d", 0.2), ("b", 0.85)]
    assert found.question == "We buy stools. Who signs, and how long do we wait" and len(found.passed_over) == 1
    assert [item.score for item in found.best if item] == [0.9, 0.2]


def test_one_thing_asked_is_searched_for_once_and_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    searched = found_by_question(monkeypatch, {"stools?": [hit("a", 0.9), hit("b", 0.1)]})
    assert [item.passage.document.id for item in each("Who signs for stools?").hits] == ["a", "b"]
    assert searched == [("Who signs for stools?", 8)]


def test_an_answer_says_something_of_each_thing_asked_however_unlikely() -> None:
    hits = (hit("a", 0.9), hit("d", 0.12), hit("b", 0.1))
    both = Retrieval("Who signs, and when?", hits, each=((hits[0],), (hits[1],)))
    assert [item.document.id for item in extractive._chosen(both)] == ["a", "d"]
    same = Retrieval("Who signs, and when?", hits, each=((hits[0],), (hits[0],)))
    assert [item.document.id for item in extractive._chosen(same)] == ["a"]
    assert [item.document.id for item in extractive._chosen(Retrieval("Who signs?", hits))] == ["a"]
    nearly = (hit("a", 0.9), hit("d", 0.25))
    assert len(extractive._chosen(Retrieval("Who signs?", nearly))) == 2
    assert len(extractive._chosen(Retrieval("Who signs, and when?", nearly, each=((nearly[0],), ())))) == 2
