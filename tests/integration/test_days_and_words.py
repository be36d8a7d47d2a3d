"""Days, bands and words on the repository's own corpus: dates counted, deciders named, words answered and cited."""

from datetime import date

import pytest

from assistant.answering import Assistant
from assistant.values import Answer, Asker, Outcome

TODAY = date(2026, 11, 24)


def ask(assistant: Assistant, question: str, role: str = "") -> Answer:
    answer = assistant.ask(question, asked_on=TODAY, asker=Asker(role))
    for citation in answer.citations:
        assert citation.passage.document.text[citation.start : citation.end] == citation.quote
    return answer


def test_a_date_is_counted_from_the_day_that_is_named(assistant: Assistant) -> None:
    answer = ask(assistant, "We received a formal complaint on 14 July 2026. By when must the school answer it?")
    assert any(citation.passage.id.startswith("complaints@3.0/") for citation in answer.citations)
    assert "15 school days after Tuesday 14 July 2026 is Thursday 17 September 2026" in "\n".join(answer.workings)


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        ("When does the summer term start?", "term-dates@2026/2026-27-2", "Monday 12 April 2027"),
        ("Is 28 October 2026 a school day?", "term-dates@2026/2026-27", "No."),
        ("How many school days between 8 March and 19 March?", "term-dates@2026/2026-27", "there are 10 school days"),
        ("What is a close relative?", "leave-of-absence@3.1/17-2", "grandparent or grandchild"),
        ("What's an ECT?", "governance-handbook@2026/3.1-2", "Early career teacher (ECT)"),
        ("Define persistent absence", "attendance@4.0/5.8", "10% or more"),
    ],
)
def test_what_the_calendar_and_the_glossary_know_is_answered_and_cited(
    assistant: Assistant, question: str, passage: str, words: str
) -> None:
    answer = ask(assistant, question)
    assert answer.outcome is Outcome.ANSWERED
    assert passage in {citation.passage.id for citation in answer.citations}
    assert words in answer.text


def test_an_amount_in_peoples_words_is_met_by_its_row_and_its_decider(assistant: Assistant) -> None:
    answer = ask(assistant, "Can I sign an order for twelve and a half grand alone?", "headteacher")
    assert answer.text.startswith("No: the row names the Headteacher together with the Chief Financial Officer.")
    assert "£12,500 lies in the band" in answer.text


def test_the_glossary_is_there_for_a_page(assistant: Assistant) -> None:
    entries = assistant.glossary()
    assert {"Working day", "Close relative", "LGB"} <= {entry.term for entry in entries}
    assert all(entry.citation.quote in entry.passage.text for entry in entries)
