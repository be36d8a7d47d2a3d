"""The days that people name, in the year that they mean."""

from datetime import date

import pytest

from assistant.days_named import days_named

ON = date(2026, 11, 26)  # a Thursday


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("complaint received 18 July, when must we reply?", [date(2026, 7, 18)]),
        ("I posted it on Friday 12 December", [date(2025, 12, 12)]),
        ("We meet on Saturday 12 December", [date(2026, 12, 12)]),
        ("if the request came in today", [ON]),
        ("it came yesterday morning", [date(2026, 11, 25)]),
        ("is tomorrow a school day", [date(2026, 11, 27)]),
        ("the day before yesterday", [date(2026, 11, 24)]),
        ("suspended on 3rd march", [date(2026, 3, 3)]),
        ("if we suspend her on 3rd march", [date(2027, 3, 3)]),
        ("the trip is on 3 March", [date(2027, 3, 3)]),
        ("got it last tuesday", [date(2026, 11, 24)]),
        ("it came in on Thursday", [ON]),
        ("the meeting is next Thursday", [date(2026, 12, 3)]),
        ("the meeting is on Monday", [date(2026, 11, 30)]),
        ("a complaint came in on Monday", [date(2026, 11, 23)]),
        ("between 3 March and 20 March", [date(2027, 3, 3), date(2027, 3, 20)]),
        ("sent 3/3/27", [date(2027, 3, 3)]),
        ("sent 2027-03-04", [date(2027, 3, 4)]),
        ("Sept 3 2026", [date(2026, 9, 3)]),
        ("on May 5th", [date(2027, 5, 5)]),
        ("the 20th of october", [date(2026, 10, 20)]),
        ("it came on the 18th, by when", [date(2026, 11, 18)]),
        ("29 February", [date(2028, 2, 29)]),
        ("received 5 May. By when?", [date(2026, 5, 5)]),
        ("only 2 may attend", []),
        ("on the 15th week", []),
        ("is 31 June a day", []),
        ("£3.50 or 24/7", []),
        ("version 2.1 of 2026", []),
    ],
)
def test_days_that_people_name(question: str, days: list[date]) -> None:
    assert [found.day for found in days_named(question, ON)] == days


def test_whether_the_year_was_chosen_is_told() -> None:
    assert [found.year_chosen for found in days_named("18 July, 18 July 2026, today and last Tuesday", ON)] == [
        True,
        False,
        False,
        False,
    ]
    (found,) = days_named("it came on 18 July 2026.", ON)
    assert "it came on 18 July 2026."[found.start : found.end] == "18 July 2026"
