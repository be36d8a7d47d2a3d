"""Days are counted as the trust's documents count them in their own examples, and no further than the calendar goes."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import calendar_file
from assistant.calendar import Calendar, Gap, Unit, months_later
from assistant.errors import CalendarError, RegisterError

CORPUS = Path(__file__).parents[2] / "corpus"
SCHOOL, WORKING = Unit.SCHOOL_DAY, Unit.WORKING_DAY


def calendar() -> Calendar:
    found = calendar_file.load(CORPUS)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        # Complaints policy, 9.5
        (date(2026, 7, 14), 3, SCHOOL, date(2026, 7, 17)),
        (date(2026, 7, 14), 15, SCHOOL, date(2026, 9, 17)),
        (date(2026, 9, 17), 10, SCHOOL, date(2026, 10, 1)),
        (date(2026, 10, 1), 20, SCHOOL, date(2026, 11, 6)),
        (date(2026, 9, 3), 15, SCHOOL, date(2026, 9, 24)),
        # Suspension and permanent exclusion policy, annex B
        (date(2026, 12, 17), 15, SCHOOL, date(2027, 1, 22)),
        (date(2026, 12, 17), 50, SCHOOL, date(2027, 3, 19)),
        (date(2027, 2, 5), 15, SCHOOL, date(2027, 3, 5)),
        # Grievance policy, 2.2
        (date(2026, 2, 10), 10, SCHOOL, date(2026, 3, 3)),
        # Articles, 2.1: the meeting may be held on 9 June at the earliest
        (date(2026, 6, 1), 7, Unit.CLEAR_DAY, date(2026, 6, 9)),
        (date(2025, 12, 12), 2, WORKING, date(2025, 12, 16)),
        (date(2026, 12, 24), 1, WORKING, date(2026, 12, 29)),
        (date(2026, 7, 18), 15, SCHOOL, date(2026, 9, 22)),
        (date(2026, 6, 12), -10, SCHOOL, date(2026, 5, 21)),
        (date(2026, 6, 12), -14, Unit.CLEAR_DAY, date(2026, 5, 28)),
        (date(2026, 1, 31), 1, Unit.MONTH, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, Unit.MONTH, date(2027, 2, 28)),
        (date(2026, 10, 1), 8, Unit.WEEK, date(2026, 11, 26)),
        (date(2026, 10, 1), 21, Unit.CALENDAR_DAY, date(2026, 10, 22)),
    ],
)
def test_a_period_ends_where_the_documents_say_it_does(start: date, number: int, unit: Unit, end: date) -> None:
    counted = calendar().after(start, number, unit)
    assert counted is not None
    assert counted.day == end


def test_each_term_has_the_days_that_the_term_dates_give() -> None:
    found = calendar()
    counted = {term.name: (found.between(term.first, term.last, SCHOOL) or (0,))[0] for term in found.terms}
    assert counted == {
        "autumn 2025": 72,
        "spring 2026": 54,
        "summer 2026": 64,
        "autumn 2026": 71,
        "spring 2027": 53,
        "summer 2027": 66,
        "autumn 2027": 71,
        "spring 2028": 58,
        "summer 2028": 61,
    }


@pytest.mark.parametrize(
    ("day", "unit", "why"),
    [
        (date(2026, 10, 20), SCHOOL, ""),
        (date(2026, 10, 24), SCHOOL, "weekend"),
        (date(2026, 10, 28), SCHOOL, "autumn half term"),
        (date(2026, 11, 2), SCHOOL, "INSET day"),
        (date(2027, 5, 3), SCHOOL, "bank holiday"),
        (date(2026, 12, 30), SCHOOL, "Christmas holiday"),
        (date(2027, 4, 1), SCHOOL, "Easter holiday"),
        (date(2026, 8, 12), SCHOOL, "summer holiday"),
        (date(2026, 12, 28), WORKING, "bank holiday"),
        (date(2026, 12, 30), WORKING, ""),
    ],
)
def test_a_day_says_why_it_is_not_counted(day: date, unit: Unit, why: str) -> None:
    assert calendar().why_not(day, unit) == why


def test_what_was_left_out_is_told_in_order_without_weekends() -> None:
    counted = calendar().after(date(2026, 7, 18), 15, SCHOOL)
    assert counted is not None
    assert counted.skipped == (
        Gap(date(2026, 7, 21), date(2026, 8, 31), "summer holiday"),
        Gap(date(2026, 9, 1), date(2026, 9, 2), "INSET day"),
    )


def test_no_day_is_told_beyond_the_calendar() -> None:
    found = calendar()
    assert found.after(date(2028, 7, 18), 15, SCHOOL) is None
    assert found.after(date(2024, 3, 1), 5, SCHOOL) is None
    assert found.between(date(2028, 7, 1), date(2028, 9, 30), SCHOOL) is None
    assert found.after(date(2030, 1, 1), 5, WORKING) is None
    assert found.after(date(2035, 1, 31), 1, Unit.MONTH) is not None
    assert Calendar(()).after(date(2026, 9, 3), 1, WORKING) is None


@given(st.dates(date(2025, 9, 1), date(2027, 12, 1)), st.integers(1, 60), st.sampled_from([SCHOOL, WORKING]))
def test_so_many_days_on_and_back_again(start: date, number: int, unit: Unit) -> None:
    found = calendar()
    counted = found.after(start, number, unit)
    assert counted is not None and found.counts(counted.day, unit)
    told = found.between(start + timedelta(days=1), counted.day, unit)
    assert told is not None and told[0] == number
    back = found.after(counted.day + timedelta(days=1), -number, unit)
    assert back is not None and back.day > start


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(-40, 40))
def test_a_month_later_has_the_same_date_or_is_the_last_of_its_month(day: date, number: int) -> None:
    later = months_later(day, number)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == number
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


TERM = '[[term]]\nname = "autumn 2026"\nyear = "2026-27"\nfirst = 2026-09-03\nlast = 2026-12-18\n'


def test_documents_without_a_calendar_have_none(tmp_path: Path) -> None:
    assert calendar_file.load(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TERM.replace("2026-12-18", "2026-08-18"), "term autumn 2026: it ends on 18 August 2026, before it begins"),
        (TERM.replace("2026-12-18", "2026-12-19"), "19 December 2026 is a Saturday"),
        (TERM.replace("2026-27", "2027-28"), "3 September 2026 does not lie in the school year 2027-28"),
        (TERM.replace("2026-27", "2026"), "write the school year as 2026-27"),
        (TERM + "half_term = [2026-10-26]\n", "a half term has a first and a last day"),
        (TERM + "half_term = [2026-12-26, 2026-12-30]\n", "its half term does not lie within it"),
        (TERM + "colour = 3\n", "the calendar has no field of this name"),
        (TERM.replace("last = 2026-12-18\n", ""), "term, 1, last: it is missing"),
        (TERM + TERM.replace("first = 2026-09-03", "first = 2026-10-05"), "begins before the term"),
        (TERM + '\n[inset]\n"2026-27" = [2026-09-05]\n', "inset, 2026-27: 5 September 2026 is a Saturday"),
        (TERM + '\n[inset]\n"2026-27" = [2025-09-01]\n', "1 September 2025 does not lie in that school year"),
        (TERM + '\n[inset]\n"2026-27" = [2026-09-03]\n', "is the first or last day of a term"),
        (TERM + '\n[bank_holidays]\n"2026" = [2027-01-01]\n', "1 January 2027 does not lie in that year"),
        (
            TERM + '[[term]]\nname = "summer 2027"\nyear = "2026-27"\nfirst = 2027-04-12\nlast = 2027-07-21\n',
            "a term is missing between it and the term autumn 2026",
        ),
        ("term = []\n", "there is no term"),
        ("[[term\n", "calendar.toml cannot be read"),
    ],
)
def test_a_wrong_entry_is_named_in_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "calendar.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CalendarError, match="assistant index") as told:
        calendar_file.load(tmp_path)
    assert words in str(told.value)
    assert isinstance(told.value, RegisterError)
