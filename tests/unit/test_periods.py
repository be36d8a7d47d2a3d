"""Periods that set a time are found with what they run from; lengths of time are not."""

import pytest

from assistant.calendar import Unit
from assistant.periods import periods

SCHOOL, WORKING = Unit.SCHOOL_DAY, Unit.WORKING_DAY


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The school must acknowledge it within 3 school days and answer it within 15 school days.",
            [(3, SCHOOL, ""), (15, SCHOOL, "")],
        ),
        ("You may appeal within 10 working days of receiving it.", [(10, WORKING, "receiving it")]),
        ("The answer is then due 15 school days after the reply, but not on a Friday.", [(15, SCHOOL, "the reply")]),
        ("It counts as received on the second working day after posting.", [(2, WORKING, "posting")]),
        ("Pass it on by the end of the next working day.", [(1, WORKING, "")]),
        ("It must be given at the latest within one month of receipt.", [(1, Unit.MONTH, "receipt")]),
        ("At least 14 Clear Days' notice is given of a general meeting.", [(-14, Unit.CLEAR_DAY, "")]),
        ("Papers go out at least 5 school days before the hearing.", [(-5, SCHOOL, "the hearing")]),
        (
            "Training is completed within 8 weeks of their appointment and repeated.",
            [(8, Unit.WEEK, "their appointment")],
        ),
        ("You have 10 working days to appeal.", [(10, WORKING, "")]),
        ("Parents are told within 28 days of the decision.", [(28, Unit.CALENDAR_DAY, "the decision")]),
        ("A pupil may be suspended for no more than 45 school days in a school year.", []),
        ("Suspensions of more than 5 school days are reported.", []),
        ("The course lasts 10 days.", []),
        ("Leave of up to 10 days before the wedding is paid.", []),
        ("Notes are kept for 6 months after the visit.", []),
        ("Plans end not later than 6 school weeks after the start.", []),
    ],
)
def test_periods_of_sentences(text: str, found: list[tuple[int, Unit, str]]) -> None:
    assert [(item.number, item.unit, item.anchor) for item in periods(text)] == found


def test_a_period_of_a_table_row_is_told_with_the_rows_first_cell_and_its_column() -> None:
    row = "Total in the term: More than 15 school days. What must be done: Meet. Within, from notice: 15 school days."
    (found,) = periods(row)
    assert (found.number, found.unit, found.anchor) == (15, SCHOOL, "notice")
    assert found.words == "Total in the term: More than 15 school days … Within, from notice: 15 school days"


def test_a_cell_that_is_a_step_and_its_time_sets_a_period() -> None:
    (found,) = periods("Step: Answer, 15 school days. Received by post on 11 August: 24 September.")
    assert (found.number, found.unit, found.anchor) == (15, SCHOOL, "")
    assert found.words == "Step: Answer, 15 school days"


def test_a_period_is_told_in_the_words_that_lead_to_it() -> None:
    text = "3.1 The school must acknowledge it within 3 school days and answer it within 15 school days."
    assert [item.words for item in periods(text)] == [
        "The school must acknowledge it within 3 school days",
        "answer it within 15 school days",
    ]
