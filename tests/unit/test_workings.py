"""Dates are worked out for periods that are shown and run from what the question says happened; for nothing else."""

from datetime import date
from pathlib import Path

import pytest

from assistant import calendar_file, glossary
from assistant.values import Passage, Statement
from assistant.workings import Counting, workings
from tests.fixtures.made import parted, quoted

ON = date(2026, 11, 26)
CALENDAR = calendar_file.load(Path(__file__).parents[2] / "corpus")
COMPLAINTS = parted(
    "3.1 The school must acknowledge it within 3 school days and answer it within 15 school days.\n"
    "3.2 The headteacher writes the answer.\n"
    "4.1 A panel may be asked for within 10 school days of the answer at stage two.\n"
    "9.1 The day on which something is received is not counted; the first day is the next school day.\n"
    "9.3 What is received outside term time counts as received on the first school day of the following term.\n"
    "9.4 A letter sent by post counts as received on the second working day after posting."
)
GRIEVANCES = parted(
    '2.1 "Working day" means a day on which pupils attend the school.\n'
    "6.1 You may appeal within 10 working days of receiving the decision.\n"
    "6.2 An answer is given within 20 school days, or within 60 calendar days, whichever is sooner.",
    "Grievance policy",
)
VOLUNTEERS = parted(
    '2.1 "Working day" means a day on which the volunteer comes to school.\n'
    "7.3 Claims are made within 20 working days of the expense.",
    "Volunteers policy",
)
ACCESS = parted(
    "3.1 The answer is given within one month of receipt.\n"
    "3.2 If the last day is a Saturday, Sunday or bank holiday, it is the next working day.",
    "Access procedure",
)
CAPABILITY = parted(
    "2.4 Times in weeks do not run during closures.\n5.1 The plan is reviewed within 6 weeks of the meeting.",
    "Capability policy",
)
VISITS = parted("1.4 A visit is entered at least 10 school days before the visit.", "Visits policy")
EVERY = {held[0].document.key: held for held in (COMPLAINTS, GRIEVANCES, VOLUNTEERS, ACCESS, CAPABILITY, VISITS)}


def worked(question: str, *shown: Passage, on: date = ON) -> str:
    counting = Counting(CALENDAR, glossary.draw(item for held in EVERY.values() for item in held), EVERY)
    return "\n".join(workings(question, on, [quoted(item, item.text) for item in shown], counting))


def clause(held: tuple[Passage, ...], number: str) -> Passage:
    return next(item for item in held if item.number == number)


def test_each_period_of_a_clause_is_counted_from_the_day_that_is_named() -> None:
    said = worked("complaint received 18 July, when must we reply?", clause(COMPLAINTS, "3.1"))
    assert (
        "“answer it within 15 school days”: 15 school days after Saturday 18 July 2026 is Tuesday 22 September" in said
    )
    assert "3 school days after Saturday 18 July 2026 is Friday 4 September 2026" in said
    assert "summer holiday, 21 July to 31 August 2026; INSET days, 1 to 2 September 2026" in said
    assert "No year is said; 2026 is taken." in said
    assert "“The day on which something is received is not counted" in said and "(Complaints policy, 9.1)" in said


def test_nothing_is_worked_out_where_the_period_is_not_among_the_statements() -> None:
    question = "complaint received 18 July, when must we reply?"
    assert worked(question, clause(COMPLAINTS, "3.2")) == ""
    assert worked(question) == ""


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("The hearing was on 18 July, when must we reply?", clause(COMPLAINTS, "3.1")),
        ("A trip is on 18 July. When must we reply?", clause(COMPLAINTS, "3.1")),
        ("The complaint came in on 18 July, by when may she ask for a panel?", clause(COMPLAINTS, "4.1")),
        ("The complaint came in on 18 July, how long does she have to appeal?", clause(GRIEVANCES, "6.1")),
        ("complaint received, when must we reply?", clause(COMPLAINTS, "3.1")),
        ("complaint received 18 July, who writes?", clause(COMPLAINTS, "3.1")),
        ("how many complaints came in between 3 March and 20 March, and when?", clause(COMPLAINTS, "3.1")),
    ],
)
def test_nothing_is_worked_out_for_another_event_or_where_no_day_is_asked_for(question: str, shown: Passage) -> None:
    assert worked(question, shown) == ""


def test_what_comes_in_the_holidays_is_counted_as_the_document_says() -> None:
    said = worked(
        "A complaint came in on Tuesday 11 August 2026. By what date do we answer?", clause(COMPLAINTS, "3.1")
    )
    assert "15 school days after Thursday 3 September 2026 is Thursday 24 September 2026" in said
    assert "11 August 2026 lies outside term: “What is received outside term time counts" in said


def test_a_letter_is_received_so_many_days_after_posting() -> None:
    said = worked("I posted it on Friday 12 December, when is it due?", clause(COMPLAINTS, "9.4"))
    assert "2 working days after Friday 12 December 2025 is Tuesday 16 December 2025" in said


def test_days_are_counted_by_the_documents_own_definition() -> None:
    said = worked("I received the decision on 10 February 2026. When must I appeal?", clause(GRIEVANCES, "6.1"))
    assert "10 school days after Tuesday 10 February 2026 is Tuesday 3 March 2026" in said
    assert 'School days are counted here: “"Working day" means a day on which pupils attend the school”' in said


def test_days_that_depend_on_the_person_are_not_counted() -> None:
    said = worked("I paid the bus fare, an expense of 3 March. When is the deadline?", clause(VOLUNTEERS, "7.3"))
    assert said.count("\n") == 0
    assert "no date is worked out" in said and "a day on which the volunteer comes to school" in said


def test_weeks_that_stand_still_are_not_counted() -> None:
    said = worked("We met on 3 March 2026 for the meeting, when is the review due?", clause(CAPABILITY, "5.1"))
    assert "no date is worked out" in said and "Times in weeks do not run during closures" in said


def test_a_last_day_at_the_weekend_moves_on_where_the_document_says_so() -> None:
    said = worked("a request came in on 31 January 2026, when must we answer", clause(ACCESS, "3.1"))
    assert "1 month after Saturday 31 January 2026 is Saturday 28 February 2026, and so Monday 2 March 2026" in said


def test_the_sooner_of_two_days_is_told() -> None:
    said = worked("if the request came in today, when is the answer due", clause(GRIEVANCES, "6.2"))
    assert "The sooner of these is Friday 8 January 2027." in said


def test_days_before_an_event_are_counted_back_from_one_to_come() -> None:
    said = worked("Day visit to the museum on 11 June, by when must it be entered?", clause(VISITS, "1.4"))
    assert "10 school days before Friday 11 June 2027 is Thursday 20 May 2027" in said


def test_beyond_the_calendar_no_date_is_told_and_how_far_it_reaches_is() -> None:
    said = worked("The complaint came in on 18 July 2028, when do we answer?", clause(COMPLAINTS, "3.1"))
    assert "it holds school days from 1 September 2025 to 20 July 2028" in said
    assert " is taken as the day" not in said


def test_without_a_calendar_nothing_is_worked_out() -> None:
    shown: list[Statement] = [quoted(clause(COMPLAINTS, "3.1"))]
    counting = Counting(None, glossary.NO_GLOSSARY, EVERY)
    assert workings("complaint received 18 July, when must we reply?", ON, shown, counting) == ()
