"""Answers kept for their permanent links: the same words and facts come back, also without the build."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import kept
from assistant.errors import AssistantError
from assistant.values import Answer, Asker, Outcome, PassedOver, Status
from tests.fixtures import handmade

ASKER = Asker(role="teacher", school="Hagg Wood")


def given() -> Answer:
    """An answer with two citations, a hit that was not cited and one that was passed over."""
    held = handmade.passage(
        "leave@3",
        "3.1",
        "\n".join((handmade.PAID, "It isn't “usual” – but £40 is.")),
        owner="Head of People",
        contact="people@trust.example",
        status=Status.IN_FORCE,
        effective_from=date(2026, 9, 1),
        review_by=date(2028, 5, 31),
        applies_to=("Hagg Wood", "Millbeck"),
        page_starts=(0, 40),
        found_in=(("owner", "the register"),),
        warnings=("could not be updated: it is encrypted",),
        registered=True,
    )
    form = replace(handmade.form, document=held.document)
    said = handmade.answer(
        ("Up to 5 paid days.", held, handmade.PAID),
        ("Send form LA1.", form, "Send form LA1 within 2 working days."),
        hits=[held, form, handmade.shoes],
    )
    assert said.retrieval is not None
    found = replace(said.retrieval, passed_over=(PassedOver(said.retrieval.hits[2], "it is for another school"),))
    return replace(
        said, question="how many days?", asked_as="how many days", retrieval=found, index="b1", notices=("n",)
    )


def test_an_answer_comes_back_as_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "new" / "kept.sqlite"
    answer = given()
    name = kept.keep(file, answer, ASKER)
    back = kept.read(file, name)
    assert back is not None and (back.school, back.role) == ("Hagg Wood", "teacher")
    assert back.asked_at.tzinfo is not None
    assert back.answer.text == answer.text and back.answer.outcome is answer.outcome
    for field in ("question", "asked_as", "notices", "index", "seconds", "confidence", "message"):
        assert getattr(back.answer, field) == getattr(answer, field)
    for before, after in zip(answer.citations, back.answer.citations, strict=True):
        assert (before.label, before.quote, before.start, before.end) == (
            after.label,
            after.quote,
            after.start,
            after.end,
        )
        old = before.passage.document
        assert replace(old, text="", sections=(), tables=()) == after.passage.document
        assert old.pages_of(before.start, before.end) == after.passage.document.pages_of(after.start, after.end)
        assert before.passage.text == after.passage.text
    assert back.answer.retrieval is not None and answer.retrieval is not None
    assert [hit.passage.id for hit in back.answer.retrieval.hits] == [hit.passage.id for hit in answer.retrieval.hits]
    assert back.answer.retrieval.passed_over[0].reason == "it is for another school"
    second = back.citation("2")
    assert second is not None and second.quote.startswith("Send form") and back.citation("9") is None


def test_an_id_cannot_be_guessed_and_an_unknown_one_is_nothing(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    assert kept.read(file, "x") is None
    first, second = (kept.keep(file, given(), Asker()) for _ in range(2))
    assert first != second and min(len(first), len(second)) >= 22
    for wrong in ("", first[:-1], first + "x", "' or 1=1 --"):
        assert kept.read(file, wrong) is None


def test_the_newest_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    names = [kept.keep(file, given(), Asker(), newest=3) for _ in range(5)]
    assert [kept.read(file, name) is not None for name in names] == [False, False, True, True, True]


@pytest.mark.parametrize("outcome", [Outcome.ACT_NOW, Outcome.OUT_OF_SCOPE])
def test_words_that_may_be_about_a_person_are_not_kept(tmp_path: Path, outcome: Outcome) -> None:
    file = tmp_path / "kept.sqlite"
    answer = replace(given(), outcome=outcome, question="Ada Smith told me", asked_as="Ada Smith told me")
    back = kept.read(file, kept.keep(file, answer, Asker()))
    assert back is not None and back.answer.question == kept.NOT_KEPT == back.answer.asked_as
    assert back.answer.text == answer.text


def test_many_keep_at_once_and_none_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    names: list[str] = []
    threads = [threading.Thread(target=lambda: names.append(kept.keep(file, given(), ASKER))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names)) == 12 and all(kept.read(file, name) for name in names)


def test_a_file_that_is_no_store_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    file.write_bytes(b"this is not a database" * 100)
    with pytest.raises(AssistantError, match="cannot be used"):
        kept.read(file, "x")
    with pytest.raises(AssistantError, match="cannot be used"):
        kept.keep(file, given(), Asker())
