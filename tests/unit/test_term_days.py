"""Questions about the calendar are answered from the line of a document that gives the days, with what was computed."""

from datetime import date
from pathlib import Path

import pytest

from assistant import calendar_file, glossary, term_days
from assistant.retrieval.scope import Scope
from assistant.term_days import Sources, Told
from assistant.values import Asker
from tests.fixtures.made import parted, passage

CALENDAR = calendar_file.load(Path(__file__).parents[2] / "corpus")
AUTUMN, SPRING, SUMMER = (
    "Term: Autumn 2026. First day: Thursday 3 September 2026. Last day: Friday 18 December 2026. Half term: October.",
    "Term: Spring 2027. First day: Tuesday 5 January 2027. Last day: Thursday 25 March 2027. Half term: February.",
    "Term: Summer 2027. First day: Monday 12 April 2027. Last day: Wednesday 21 July 2027. Half term: May.",
)
INSET = "School year: 2026-27. Date: 4 January 2027. Day: Monday. Follows: Christmas holiday."
BANK = "Bank holiday: Early May bank holiday. 2026-27: Monday 3 May 2027."
TERMS = passage("\n".join((AUTUMN, SPRING, SUMMER)), title="Term dates")
OTHERS = passage(f"INSET days\n{INSET}\nBank holidays\n{BANK}", title="INSET days and bank holidays")
WORDS = parted('1.1 "Working day" means Monday to Friday.\n1.2 "School day" means a day with pupils.', "Scheme")
HELD = {"terms": (TERMS,), "others": (OTHERS,), "words": WORDS}


def asked(question: str, held: dict[str, tuple] = HELD, on: date = date(2026, 11, 26)) -> Told | None:  # type: ignore[type-arg]
    sources = Sources(held, Scope(Asker(), on), glossary.draw(item for items in held.values() for item in items))
    return term_days.answer(question, CALENDAR, sources)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("When does the summer term start?", SUMMER),
        ("when does term end", AUTUMN),
        ("What is the first day of the spring term?", SPRING),
        ("when is half term?", SPRING),
        ("When is May half term?", SUMMER),
        ("when do we break up for Christmas", AUTUMN),
        ("when do we go back after Easter?", SUMMER),
        ("when does the spring term 2027 end", SPRING),
        ("when is term starting in january", SPRING),
        ("What day do we go back in January 2027?", SPRING),
        ("when do we break up in december", AUTUMN),
        ("when does school start back in April?", SUMMER),
        ("when is the next INSET day?", INSET),
        ("is 4 January 2027 an INSET day?", INSET),
        ("is 3 May 2027 a bank holiday?", BANK),
        ("is 20 October a school day?", AUTUMN),
    ],
)
def test_the_line_that_gives_the_days_answers(question: str, line: str) -> None:
    told = asked(question)
    assert told is not None
    assert [item.text for item in told.statements] == [line]
    assert all(item.citations[0].quote in item.citations[0].passage.text for item in told.statements)


@pytest.mark.parametrize(
    ("question", "lead", "because"),
    [
        ("is 20 October a school day?", "Yes.", "Tuesday 20 October 2026 is a school day."),
        ("Is 28 October 2026 a school day", "No.", "it is in the autumn half term."),
        ("is 28 October 2026 in half term", "Yes.", "it is in the autumn half term."),
        ("is Saturday 5 December a school day", "No.", "it is at the weekend."),
        ("is 4 January 2027 a school day", "No.", "it is an INSET day."),
        ("is 3 May 2027 a working day", "No.", "is no working day: it is a bank holiday."),
        ("is tomorrow a school day?", "Yes.", "Friday 27 November 2026 is a school day."),
    ],
)
def test_whether_a_day_is_one_is_said_with_the_reason(question: str, lead: str, because: str) -> None:
    told = asked(question)
    assert told is not None and told.statements
    assert told.lead == lead
    assert because in told.workings[0]


def test_days_between_two_are_counted_both_included() -> None:
    told = asked("how many school days between 8 March and 19 March?")
    assert told is not None
    assert told.workings[0].startswith(
        "From Monday 8 March 2027 to Friday 19 March 2027, both included, there are 10 school"
    )
    assert [item.text for item in told.statements] == [SPRING]


def test_days_between_a_december_and_a_january_lie_in_that_winter() -> None:
    told = asked("how many working days from 20 December to 5 January?")
    assert told is not None and "there are 9 working days" in told.workings[0]
    assert told.statements[0].text.startswith('"Working day" means')


def test_so_many_days_after_a_day() -> None:
    told = asked("what date is ten school days after 10 December 2026?")
    assert told is not None
    assert "10 school days after Thursday 10 December 2026 is Friday 8 January 2027" in told.workings[0]


@pytest.mark.parametrize(
    "question",
    [
        "when does the panel meet?",
        "can I take leave in half term?",
        "how many days between 3 March and 20 March",
        "when does the autumn term 2019 start",
        "is the office open on 20 October",
        "when is half term homework set?",
        "when does term start in November",
        "when do we start appraisals in January",
    ],
)
def test_other_questions_are_left_to_the_search(question: str) -> None:
    assert asked(question) is None


def test_nothing_is_answered_where_no_document_gives_the_calendars_days() -> None:
    wrong = {"terms": (passage(SUMMER.replace("12 April", "13 April"), title="Term dates"),)}
    assert asked("When does the summer term start?", wrong) is None
    assert asked("When does the summer term start?", {}) is None
    assert (
        term_days.answer(
            "When does the summer term start?", None, Sources({}, Scope(Asker(), date.today()), glossary.NO_GLOSSARY)
        )
        is None
    )
