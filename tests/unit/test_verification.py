"""Only what a cited passage says is kept."""

import pytest

from assistant.values import Citation, Document, Hit, Passage, Retrieval, Statement
from assistant.verification import check, unmet, without

TEXT = "Staff must report within 15 school days, unless the head has agreed. Visitors may not park."
DOCUMENT = Document("rules", "Rules", "rules.md", "0" * 64, TEXT, ())
PASSAGE = Passage("rules/1", DOCUMENT, ("Reporting",), "1", (), TEXT, 0, len(TEXT))
ELSEWHERE = Passage("rules/2", DOCUMENT, (), "2", (), TEXT, 0, len(TEXT))
FOUND = Retrieval("?", (Hit(PASSAGE, 1.0),))
RULE = "Staff must report within 15 school days, unless the head has agreed."
BAN = "Visitors may not park."


def stated(text: str, *quotes: str, passage: Passage = PASSAGE) -> Statement:
    return Statement(text, tuple(Citation("", passage, quote) for quote in quotes))


def test_a_statement_in_the_documents_words_stands_and_gets_a_label() -> None:
    kept = check([stated(RULE, RULE), stated(BAN, BAN), stated(RULE, RULE)], FOUND)
    assert [[citation.label for citation in item.citations] for item in kept] == [["1"], ["2"], ["1"]]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Staff must report within 10 school days.", RULE),
        ("Staff must report within 15 working days.", RULE),
        ("Staff should report within 15 school days.", RULE),
        ("Staff must not report within 15 school days.", RULE),
        ("Visitors may park.", BAN),
        (RULE, "Staff must report within 10 school days"),
        (RULE, ""),
        ("", RULE),
    ],
)
def test_another_number_unit_duty_negation_or_quote_does_not_stand(text: str, quote: str) -> None:
    assert check([stated(text, quote)], FOUND) == ()


def test_a_passage_that_was_not_retrieved_supports_nothing() -> None:
    assert check([stated(RULE, RULE, passage=ELSEWHERE)], FOUND) == ()


def test_labels_that_nobody_gave_are_removed() -> None:
    (kept,) = check([stated("Visitors may not park. [7]", BAN)], FOUND)
    assert kept.text == "Visitors may not park."


def test_offsets_of_a_quote_count_in_the_document() -> None:
    (kept,) = check([stated(BAN, BAN)], FOUND)
    citation = kept.citations[0]
    assert DOCUMENT.text[citation.start : citation.end] == BAN


@pytest.mark.parametrize(
    ("question", "open_still"),
    [
        ("When must staff report?", ()),
        ("Who pays the invoice?", ()),
        ("When must staff report, and how loud is the bell?", (1,)),
        ("We have a new bell. How loud is it? When must staff report?", (0,)),
        ("When must staff report? I was told something else at the bell", ()),
    ],
    ids=["covered", "found for it", "second of two", "first of two", "only told"],
)
def test_what_no_statement_meets_of_several_things_asked(question: str, open_still: tuple[int, ...]) -> None:
    assert unmet(question, check([stated(RULE, RULE)], FOUND)) == open_still


def test_what_is_likely_to_answer_meets_a_thing_asked_in_other_words_unless_a_name_is_asked_for() -> None:
    statements, likely = check([stated(RULE, RULE)], FOUND), [Hit(PASSAGE, 0.6), Hit(ELSEWHERE, 0.6)]
    assert unmet("When must staff report, and is it all right to shout?", statements, likely) == ()
    assert unmet("When must staff report, and which bell do we buy?", statements, likely) == (1,)
    assert unmet("When must staff report, and is it all right to shout?", statements) == (1,)


def test_what_was_found_by_the_words_before_a_thing_does_not_meet_it() -> None:
    statements, twice = check([stated(RULE, RULE)], FOUND), [Hit(PASSAGE, 0.6), Hit(PASSAGE, 0.6)]
    asked = "When must staff report, and where is the trampoline?"
    assert unmet(asked, statements, twice) == (1,)
    assert unmet(asked, statements, [Hit(PASSAGE, 0.6), Hit(ELSEWHERE, 0.6)]) == ()
    assert unmet("When must staff report, and whose job is the trampoline?", statements, twice) == ()
    assert unmet("When must staff report, and is it fine for visitors to halt?", statements, twice) == ()


def test_a_word_that_names_no_subject_does_not_meet_a_thing_asked() -> None:
    statements = check([stated(RULE, RULE)], FOUND)
    assert unmet("When must staff report, and where are the days?", statements) == ()
    assert unmet("When must staff report, and where do trampolines go for days?", statements) == (1,)


def test_what_was_found_only_for_a_thing_that_it_does_not_meet_is_not_shown() -> None:
    around = Passage("rules/3", DOCUMENT, (), "3", (), TEXT, 0, len(TEXT))
    rule, bell, exception = (
        Statement(words, (Citation(label, passage, words),))
        for label, words, passage in (("1", RULE, PASSAGE), ("2", BAN, ELSEWHERE), ("3", TEXT, around))
    )
    each = ((Hit(PASSAGE, 0.6), Hit(ELSEWHERE, 0.1)), (Hit(ELSEWHERE, 0.2), Hit(PASSAGE, 0.1)))
    said = (rule, bell, exception)
    assert without(said, (), each) == said
    assert [item.text for item in without(said, (1,), each)] == [RULE]
    assert [item.text for item in without((rule, exception, bell), (1,), each)] == [RULE, TEXT]
    left = without(said, (0,), each)
    assert [(item.text, item.citations[0].label) for item in left] == [(BAN, "1"), (TEXT, "2")]
    assert without(said, (0, 1), each) == ()
    likelier_for_the_other = ((Hit(PASSAGE, 0.5),), (Hit(PASSAGE, 0.6),))
    assert without((rule,), (1,), likelier_for_the_other) == (rule,)
    assert without(said, (), ()) == said


def test_nothing_said_meets_nothing() -> None:
    assert unmet("When must staff report?", ()) == (0,)
