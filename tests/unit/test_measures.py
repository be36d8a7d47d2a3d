"""Every measure on hand-made answers whose right score is known."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.values import Answer, Outcome
from evals import measures
from evals.matching import is_clause, normalised, said
from evals.values import Question
from tests.fixtures.handmade import (
    FORM,
    PAID,
    QUESTION,
    RIGHT,
    TODAY,
    answer,
    form,
    old,
    paid,
    passage,
    quoted,
    shoes,
)


def scored(given: Answer, question: Question = QUESTION) -> dict[str, float | None]:
    return {name: score.value for name, score in measures.score(question, given, TODAY).items()}


def test_a_right_answer_has_every_point() -> None:
    found = scored(RIGHT)
    for name in (
        "whole answer right",
        "right outcome",
        "expected citation",
        "citation precision",
        "fact recall",
        "condition recall",
        "quote verbatim",
        "Recall@5",
        "nDCG@10",
        "RR@10",
    ):
        assert found[name] == 1, name
    assert found["forbidden facts"] == 0
    assert found["superseded as current"] == 0
    assert found["right school"] is None  # nobody's school is at stake
    assert found["words"] == len(PAID.split()) + 1  # and its label


def test_a_wrong_number_loses_the_fact_and_is_a_forbidden_one() -> None:
    wrong = answer((PAID.replace("5", "10"), paid, PAID), hits=[paid])
    found = scored(wrong)
    assert found["fact recall"] == 0
    assert found["forbidden facts"] == 1
    assert found["whole answer right"] == 0
    assert found["expected citation"] == 1  # the right passage is cited all the same


def test_a_lost_condition_is_seen() -> None:
    short = PAID[: PAID.index(", unless")]
    found = measures.score(QUESTION, answer(quoted(paid, short), hits=[paid]), TODAY)
    assert found["fact recall"].value == 1
    assert found["condition recall"].value == 0
    assert "unless the Head of People agrees" in found["condition recall"].seen
    assert found["whole answer right"].value == 0


def test_an_irrelevant_citation_halves_precision_and_a_passage_with_the_fact_does_not() -> None:
    found = scored(answer(quoted(paid), quoted(shoes), hits=[paid, shoes]))
    assert found["citation precision"] == 0.5
    assert found["expected citation"] == 1
    elsewhere = passage("handbook@1", "9", "Up to 5 paid days are given for a sick child.")
    assert scored(answer(quoted(paid), quoted(elsewhere)))["citation precision"] == 1


def test_silence_scores_zero() -> None:
    for silent in (answer(outcome=Outcome.NOT_FOUND), Answer("", "", Outcome.FAILED)):
        found = scored(silent)
        for name in ("expected citation", "citation precision", "fact recall", "condition recall", "nDCG@10", "RR@10"):
            assert found[name] == 0, name
        assert found["right outcome"] == 0
        assert found["whole answer right"] == 0
        assert found["quote verbatim"] is None and found["words"] is None


def test_a_refusal_is_right_where_nothing_can_be_found() -> None:
    absent = Question("q2", "how much is parking", outcome="not found")
    refused = scored(answer(outcome=Outcome.NOT_FOUND, hits=[shoes]), absent)
    assert refused["right outcome"] == 1 and refused["whole answer right"] == 1
    assert refused["citation precision"] is None and refused["Recall@5"] is None
    answered = scored(answer(quoted(shoes), hits=[shoes]), absent)
    assert answered["right outcome"] == 0 and answered["citation precision"] == 0


def test_every_gold_group_must_be_cited() -> None:
    both = replace(QUESTION, gold=(("leave@3/3.1", "leave@3/9"), ("leave@3/3.2",)), conditions=())
    one = scored(answer(quoted(paid), hits=[paid, shoes, form]), both)
    assert one["expected citation"] == 0
    assert one["Recall@5"] == 1
    assert one["nDCG@10"] == pytest.approx((1 + 1 / 2) / (1 + 1 / 1.584962500721156))
    assert scored(answer(quoted(paid), quoted(form)), both)["expected citation"] == 1


def test_ranks_count_from_the_first_right_passage_and_once_for_a_group() -> None:
    found = scored(answer(quoted(paid), hits=[shoes, paid, paid]))
    assert found["RR@10"] == 0.5
    assert found["nDCG@10"] == pytest.approx(1 / 1.584962500721156)
    late = scored(answer(quoted(paid), hits=[shoes] * 10 + [paid]))
    assert late["RR@10"] == 0 and late["Recall@10"] == 0
    assert scored(answer(quoted(paid), hits=[shoes] * 7 + [paid]))["Recall@5"] == 0


def test_gold_given_as_snippets_is_found_by_containment() -> None:
    snippets = Question("q3", "?", gold_quotes=(("up to 5 PAID days,a year",), (f"Before. {FORM} After.",)))
    found = scored(answer(quoted(paid), quoted(form), hits=[paid, form]), snippets)
    assert found["Recall@5"] == 1 and found["expected citation"] == 1
    assert scored(answer(quoted(shoes), hits=[shoes]), snippets)["Recall@5"] == 0


def test_a_quote_that_is_not_in_its_passage_is_not_verbatim() -> None:
    assert scored(answer(("It is ten.", paid, "It is ten."), quoted(form)))["quote verbatim"] == 0.5


def test_a_superseded_text_counts_against_unless_it_is_asked_for() -> None:
    assert scored(answer(quoted(old), hits=[old]))["superseded as current"] == 1
    then = replace(QUESTION, asked_on=TODAY.replace(year=2024), gold=(("leave@2/3.1",),))
    assert scored(answer(quoted(old)), then)["superseded as current"] == 0
    changed = replace(QUESTION, gold=(("leave@2/3.1",), ("leave@3/3.1",)))
    assert scored(answer(quoted(paid), quoted(old)), changed)["superseded as current"] == 0


def test_a_superseded_text_is_right_where_the_question_asks_for_its_day_and_the_answer_states_it() -> None:
    then = replace(QUESTION, question="how many days off for my sick kid in March 2025?", gold=(), forbidden=())
    day = date(2025, 3, 1)
    stated = replace(answer(quoted(old)), as_of=day, notices=("Answered from what was in force on 1 March 2025.",))
    assert scored(stated, then)["superseded as current"] == 0
    assert scored(replace(stated, notices=()), then)["superseded as current"] == 1  # nobody is told
    assert (
        scored(replace(stated, as_of=date(2022, 1, 1)), then)["superseded as current"] == 1
    )  # not in force then either
    now = replace(then, question="how many days off for my sick kid")
    assert scored(stated, now)["superseded as current"] == 1  # an answer cannot choose its own day


def test_a_superseded_text_is_right_where_it_is_asked_for_and_named() -> None:
    asked = replace(QUESTION, question="what did the old leave policy say about a sick kid?", gold=(), forbidden=())
    plain = answer(quoted(old))
    lead = "Version 2, superseded since 1 September 2026:"
    named = replace(plain, statements=tuple(replace(item, lead=lead) for item in plain.statements))
    assert scored(named, asked)["superseded as current"] == 0
    assert scored(plain, asked)["superseded as current"] == 1
    other = tuple(replace(item, lead=lead.replace("2,", "1,")) for item in plain.statements)
    assert scored(replace(plain, statements=other), asked)["superseded as current"] == 1
    assert scored(named, replace(asked, question="how many days for a sick kid"))["superseded as current"] == 1


def test_a_document_of_another_school_is_wrong_unless_the_question_names_it() -> None:
    asked = replace(QUESTION, school="Millbeck")
    assert scored(answer(quoted(paid), quoted(shoes)), asked)["right school"] == 0
    assert scored(answer(quoted(paid)), asked)["right school"] == 1
    named = replace(asked, question="what shoes at St Oswald's?")
    assert scored(answer(quoted(shoes)), named)["right school"] == 1
    assert scored(answer(quoted(shoes)), replace(QUESTION, school="St Oswald's"))["right school"] == 1


def test_a_follow_up_is_measured_beside_the_same_question_asked_whole() -> None:
    asked = replace(QUESTION, question="and who approves?", history=("sick child?",), whole="Who approves leave?")
    asked = replace(asked, gold=(("leave@3/3.2",),), facts=(("headteacher approves",),), conditions=(), forbidden=())
    good, bad = answer(quoted(form), hits=[form]), answer(quoted(shoes), hits=[shoes])
    found = measures.score(asked, bad, TODAY, whole=good)
    assert found["follow-up"].value == 0 and found["follow-up asked whole"].value == 1
    assert measures.score(asked, good, TODAY)["follow-up"].value == 1
    assert "follow-up" not in measures.score(QUESTION, RIGHT, TODAY)


def test_words_are_compared_and_not_characters() -> None:
    assert said("Pay £12,500.00 at-once", (("£12500", "x"), ("at once",), ("once at",))) == (False, True, False)
    assert said("up to £12,500, at once", (("£12500",),)) == (True,)
    assert said("15 days", (("5 days",),)) == (False,)
    assert normalised("2.5 km,  don’t") == "2_5 km don t"


def test_a_clause_is_its_passage_and_every_piece_of_it() -> None:
    assert is_clause("x@1/5", "x@1/5") and is_clause("x@1/5-2", "x@1/5") and is_clause("x@1/5", "x@1/*")
    assert not is_clause("x@1/5.1", "x@1/5") and not is_clause("x@1/51", "x@1/5") and not is_clause("x@1/5", "x@1/5-2")


def test_every_measure_is_described_and_given() -> None:
    follow = replace(QUESTION, history=("a",), whole="b")
    given = measures.score(follow, RIGHT, TODAY, RIGHT)
    assert set(given) == set(measures.MEASURES)
