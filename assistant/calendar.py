"""The trust's days: which are school days and working days, and which day lies so many of them after another.

A school day is a weekday of a term outside half term that is no INSET day, closed day or bank holiday. A working day is
Monday to Friday without bank holidays. Of clear days neither the day of the notice nor the day it is for counts.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
SATURDAY = 5
WEEKEND = "weekend"
BANK_HOLIDAY = "bank holiday"
INSET = "INSET day"
CLOSED = "closed day"


class Unit(StrEnum):
    """In what a period is counted."""

    SCHOOL_DAY = "school day"
    WORKING_DAY = "working day"
    CALENDAR_DAY = "calendar day"
    CLEAR_DAY = "clear day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a school year ("2026-27"): pupils attend on `first` and `last`; `half_term` is a first and last day."""

    name: str
    year: str
    first: date
    last: date
    half_term: tuple[date, date] | None = None

    @property
    def season(self) -> str:
        """The term's name without its year: "autumn"."""
        return self.name.split()[0].casefold()


@dataclass(frozen=True, slots=True)
class Gap:
    """Days in a row that were not counted, and why."""

    first: date
    last: date
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """`day` is the `number`-th `unit` after `start` (before it, where `number` is negative); `skipped` was left out.

    Weekends are not among `skipped`, unless they lie in a holiday.
    """

    start: date
    number: int
    unit: Unit
    day: date
    skipped: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Terms in order, and the single days that are not as their weekday says."""

    terms: tuple[Term, ...]
    inset: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    bank_holidays: frozenset[date] = frozenset()

    def term_of(self, day: date) -> Term | None:
        """The term in which a day lies, half term included; None in the holidays and outside the calendar."""
        return next((term for term in self.terms if term.first <= day <= term.last), None)

    def next_term(self, day: date) -> Term | None:
        """The first term that begins on a day or after it."""
        return next((term for term in self.terms if term.first >= day), None)

    def in_half_term(self, day: date) -> bool:
        """Whether a day lies between the first and the last day of a half term."""
        term = self.term_of(day)
        return term is not None and term.half_term is not None and term.half_term[0] <= day <= term.half_term[1]

    def span(self, unit: Unit) -> tuple[date, date] | None:
        """From which day to which the calendar knows school days or working days; None where it knows none."""
        if unit is Unit.SCHOOL_DAY:
            known = [*(term.first for term in self.terms), *(term.last for term in self.terms), *self.inset]
            return (min(known), max(known)) if known else None
        if unit is Unit.WORKING_DAY and self.bank_holidays:
            return min(self.bank_holidays), date(max(self.bank_holidays).year, 12, 31)
        return None

    def reaches(self, day: date, unit: Unit) -> bool:
        """Whether the calendar knows of a day whether it counts; calendar days, weeks and months need no calendar."""
        if unit not in (Unit.SCHOOL_DAY, Unit.WORKING_DAY):
            return True
        span = self.span(unit)
        return span is not None and span[0] <= day <= span[1]

    def why_not(self, day: date, unit: Unit) -> str:
        """Why a day does not count as a school day or a working day; "" where it does."""
        if unit is Unit.WORKING_DAY:
            return BANK_HOLIDAY if day in self.bank_holidays else WEEKEND if day.weekday() >= SATURDAY else ""
        if unit is not Unit.SCHOOL_DAY:
            return ""
        if day in self.inset:
            return INSET
        term = self.term_of(day)
        if term is None:
            return self._holiday(day)
        if self.in_half_term(day):
            return f"{term.season} half term"
        if day in self.bank_holidays:
            return BANK_HOLIDAY
        if day in self.closed:
            return CLOSED
        return WEEKEND if day.weekday() >= SATURDAY else ""

    def counts(self, day: date, unit: Unit) -> bool:
        """Whether a day is a day of that kind."""
        return not self.why_not(day, unit)

    def _holiday(self, day: date) -> str:
        """The name of the holiday in which a day outside the terms lies."""
        before = max((term.last for term in self.terms if term.last < day), default=day)
        after = min((term.first for term in self.terms if term.first > day), default=day)
        if before.month <= 8 <= after.month or (before == day and after.month in (8, 9)):
            return "summer holiday"
        if before.month == 12 or after.month == 1:
            return "Christmas holiday"
        return "Easter holiday" if 3 <= after.month <= 5 else "school holiday"

    def first_counted(self, day: date, unit: Unit) -> date | None:
        """The day itself where it counts, else the next one that does; None where the calendar ends before."""
        while not self.counts(day, unit):
            day += ONE_DAY
            if not self.reaches(day, unit):
                return None
        return day

    def after(self, start: date, number: int, unit: Unit) -> Counted | None:
        """The `number`-th unit after `start`, which is not counted itself; before it, where `number` is negative.

        A month ends on the same date of the next, or on that month's last day where it has no such date. None where
        the calendar does not reach so far.
        """
        sign = 1 if number >= 0 else -1
        if unit is Unit.WEEK:
            return Counted(start, number, unit, start + timedelta(weeks=number))
        if unit is Unit.MONTH:
            return Counted(start, number, unit, months_later(start, number))
        if unit is Unit.CALENDAR_DAY:
            return Counted(start, number, unit, start + timedelta(days=number))
        if unit is Unit.CLEAR_DAY:
            return Counted(start, number, unit, start + timedelta(days=number + sign))
        day, left = start, abs(number)
        passed: list[tuple[date, str]] = []
        if not self.reaches(day, unit):
            return None
        while left:
            day += sign * ONE_DAY
            if not self.reaches(day, unit):
                return None
            why = self.why_not(day, unit)
            passed.append((day, why))
            left -= not why
        return Counted(start, number, unit, day, gaps(passed))

    def between(self, first: date, last: date, unit: Unit) -> tuple[int, tuple[Gap, ...]] | None:
        """How many units lie from `first` to `last`, both included, and what was left out; None beyond the calendar."""
        if not (self.reaches(first, unit) and self.reaches(last, unit)):
            return None
        days = [(day, self.why_not(day, unit)) for day in days_from(first, last)]
        return sum(not why for _, why in days), gaps(days)


def days_from(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def months_later(day: date, number: int) -> date:
    """The same date so many months later, or the last day of that month where it has no such date."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def gaps(days: list[tuple[date, str]]) -> tuple[Gap, ...]:
    """Days in order of time that do not count, those in a row for the same reason together, weekends left out."""
    found: list[Gap] = []
    for day, why in sorted(days):
        if not why or why == WEEKEND:
            continue
        if found and found[-1].why == why and day - found[-1].last == ONE_DAY:
            found[-1] = Gap(found[-1].first, day, why)
        else:
            found.append(Gap(day, day, why))
    return tuple(found)
