"""`calendar.toml`, the trust's calendar as people keep it: read, checked, and made a `Calendar`.

A build keeps the file as it was, so that it answers alone.
"""

import shutil
import tomllib
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assistant.calendar import SATURDAY, Calendar, Term
from assistant.errors import CalendarError
from assistant.wording import long_date

FILE = "calendar.toml"
LONGEST_HOLIDAY = 70  # days; between two terms that lie further apart, one is missing
AGAIN = "Correct it and run: assistant index"
MENDS = {
    "extra_forbidden": "the calendar has no field of this name",
    "missing": "it is missing; add it",
    "date_from_datetime_parsing": "write the day as 2026-09-01, without quotation marks",
    "date_type": "write the day as 2026-09-01, without quotation marks",
    "string_pattern_mismatch": "write the school year as 2026-27",
}
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
SchoolYear = Annotated[str, StringConstraints(pattern=r"^20\d\d-\d\d$")]
Year = Annotated[str, StringConstraints(pattern=r"^20\d\d$")]


class _Term(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Words
    year: SchoolYear
    first: date
    last: date
    half_term: Annotated[tuple[date, ...], Field(max_length=2)] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    term: tuple[_Term, ...]
    inset: Mapping[SchoolYear, tuple[date, ...]] = Field(default_factory=dict)
    closed: Mapping[SchoolYear, tuple[date, ...]] = Field(default_factory=dict)
    bank_holidays: Mapping[Year, tuple[date, ...]] = Field(default_factory=dict)


def load(folder: Path) -> Calendar | None:
    """The calendar of a folder, of documents or of a build; None where there is none.

    Raises:
        CalendarError: it cannot be read, or says something that cannot be; the sentence names the entry.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        said = _File.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CalendarError(f"{FILE} cannot be read: {error}. Correct the line and run: assistant index") from error
    except ValidationError as error:
        fault = error.errors()[0]
        place = ", ".join(str(step + 1 if isinstance(step, int) else step) for step in fault["loc"])
        raise CalendarError(f"{FILE}: {place}: {MENDS.get(fault['type']) or fault['msg']}. {AGAIN}") from error
    terms = tuple(sorted((_term(item) for item in said.term), key=lambda term: term.first))
    _check_terms(terms)
    _check_days(said, terms)
    return Calendar(terms, _all(said.inset), _all(said.closed), _all(said.bank_holidays))


def keep(corpus: Path, build: Path) -> None:
    """Copy the calendar of the documents, where they have one, into a build."""
    if (corpus / FILE).is_file():
        shutil.copyfile(corpus / FILE, build / FILE)


def _term(said: _Term) -> Term:
    if len(said.half_term) == 1:
        raise _fault(f"term {said.name}", "a half term has a first and a last day")
    half_term = (said.half_term[0], said.half_term[1]) if said.half_term else None
    return Term(said.name, said.year, said.first, said.last, half_term)


def _all(days: Mapping[str, tuple[date, ...]]) -> frozenset[date]:
    return frozenset(day for listed in days.values() for day in listed)


def _fault(place: str, words: str) -> CalendarError:
    return CalendarError(f"{FILE}: {place}: {words}. {AGAIN}")


def _check_terms(terms: tuple[Term, ...]) -> None:
    if not terms:
        raise _fault("term", "there is no term")
    for term in terms:
        place = f"term {term.name}"
        if term.last <= term.first:
            raise _fault(place, f"it ends on {long_date(term.last)}, before it begins")
        for day in (term.first, term.last):
            if day.weekday() >= SATURDAY:
                raise _fault(place, f"{long_date(day)} is a {day:%A}, on which no pupil attends")
        if term.half_term is not None and not term.first < term.half_term[0] <= term.half_term[1] < term.last:
            raise _fault(place, "its half term does not lie within it, or ends before it begins")
        if _school_year(term.first) != term.year:
            raise _fault(place, f"{long_date(term.first)} does not lie in the school year {term.year}")
    for before, after in pairwise(terms):
        if after.first <= before.last:
            raise _fault(f"term {after.name}", f"it begins before the term {before.name} ends")
        if (after.first - before.last).days > LONGEST_HOLIDAY:
            raise _fault(f"term {after.name}", f"a term is missing between it and the term {before.name}")


def _check_days(said: _File, terms: tuple[Term, ...]) -> None:
    """INSET days and closed days are weekdays of their own year; bank holidays lie in theirs."""
    for name, listed in (("inset", said.inset), ("closed", said.closed)):
        for year, days in listed.items():
            for day in days:
                place = f"{name}, {year}"
                if _school_year(day) != year:
                    raise _fault(place, f"{long_date(day)} does not lie in that school year")
                if day.weekday() >= SATURDAY:
                    raise _fault(place, f"{long_date(day)} is a {day:%A}")
                if any(day in (term.first, term.last) for term in terms):
                    raise _fault(place, f"{long_date(day)} is the first or last day of a term, on which pupils attend")
    for year, days in said.bank_holidays.items():
        for day in days:
            if str(day.year) != year:
                raise _fault(f"bank_holidays, {year}", f"{long_date(day)} does not lie in that year")


def _school_year(day: date) -> str:
    """The school year of a day, which begins in the middle of August: "2026-27"."""
    begins = day.year if (day.month, day.day) >= (8, 15) else day.year - 1
    return f"{begins}-{(begins + 1) % 100:02}"
