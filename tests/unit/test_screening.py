"""What is settled before anything is searched."""

import pytest

from assistant.screening import clean, screen
from assistant.values import Outcome


def outcome(question: str) -> Outcome | None:
    screened = screen(question, 2000)
    return screened.outcome if screened is not None else None


@pytest.mark.parametrize(
    "question",
    ["", "   ", "???", "\x00\x07\x1b", "\u200b\u202e", "x" * 20_000, "hello", "Thank you!"],
)
def test_what_is_no_question_gets_a_sentence(question: str) -> None:
    screened = screen(question, 2000)
    assert screened is not None and screened.outcome is Outcome.CLARIFY
    assert screened.message.endswith(".") or screened.message.endswith("?")
    assert not screened.go_on


@pytest.mark.parametrize(
    "question",
    [
        "Combien de jours de congé pour un enfant malade ?",
        "¿Quién aprueba los pedidos de más de 5000 libras?",
        "Ile dni wolnego na chore dziecko, kto to jest?",
        "كم يوما من الإجازة المدفوعة؟",
        "有薪假期有多少天?",
    ],
)
def test_another_language_is_asked_for_in_english(question: str) -> None:
    assert outcome(question) is Outcome.CLARIFY


@pytest.mark.parametrize(
    "question",
    [
        "How many days of leave are there?",
        "What is the policy on résumés and CVs?",
        "Who is the DSL?",
        "attendance",
        "What does the policy say about self-harm?",
        "When must a knife be reported to the police?",
    ],
)
def test_a_question_goes_on(question: str) -> None:
    assert outcome(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "A boy in year 4 told me his uncle hits him, what should I do?",
        "A pupil said she is being abused by her stepfather",
        "I think a child in my class is self-harming",
        "a student has just disclosed that he wants to kill himself",
    ],
)
def test_a_child_in_danger_comes_first_and_the_search_goes_on(question: str) -> None:
    screened = screen(question, 2000)
    assert screened is not None and screened.outcome is Outcome.ACT_NOW and screened.go_on
    assert "999" in screened.message and "designated safeguarding lead" in screened.message


def test_control_characters_go_and_words_stay() -> None:
    assert clean("How\x00 many\u200b  days\n of\tleave?") == "How many days of leave?"
