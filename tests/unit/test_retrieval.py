"""Fusion, and which documents may answer."""

from datetime import date

from assistant.retrieval import Scope, fuse, why_not
from assistant.values import Asker, Document, Passage, Status

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
