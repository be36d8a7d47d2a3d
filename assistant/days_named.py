"""The days that a question names, as people type them: "Friday 12 December", "18th july", "yesterday", "3/3/27".

Where no year is said it is the one that puts the day nearest to the day of asking, among those in which the weekday,
where one is said, is right; and not ahead of that day, where the words before it tell of something that has happened.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.front_matter.days import MONTHS

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = r"(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?"
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS if name != "september") + "|sept?(?:ember)?"
_YEAR = r"20\d\d"
NAMED = re.compile(
    rf"""(?<![\w/£.])(?:
      (?P<iso>{_YEAR}-\d\d-\d\d)
    | (?P<d>\d{{1,2}})[./-](?P<m>\d{{1,2}})[./-](?P<y>{_YEAR}|\d\d)
    | (?:(?P<weekday>{_WEEKDAY}),?\s+)?(?:the\s+)?(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?\s+(?:of\s+)?
      (?P<month>{_MONTH})\b(?:[.,]?\s+(?P<year>{_YEAR}))?
    | (?P<first>{_MONTH})\s+(?:the\s+)?(?P<nth>\d{{1,2}})(?:(?:st|nd|rd|th)\b|(?=,?\s+{_YEAR}))
      (?:,?\s+(?P<then>{_YEAR}))?
    | (?P<word>the\s+day\s+before\s+yesterday|yesterday|last\s+night|today|this\s+(?:morning|afternoon|evening)
      |tonight|tomorrow)
    | (?P<which>last|on|this|next|since|by)\s+(?P<only>{_WEEKDAY})
      (?!,?\s+(?:the\s+)?\d)(?:\s+(?:morning|afternoon|evening|night|just\s+gone))?
    | (?:on|since|by|from)\s+the\s+(?P<bare>\d{{1,2}})(?:st|nd|rd|th)
      (?=\s*(?:[,.;?!)]|$)|\s+(?:and|by|when|of\s+this)\b)
    )(?![\w/])""",
    re.IGNORECASE | re.VERBOSE,
)
IS_VERB = re.compile(
    r"may\s+(?!(?:and|or|to|until|till|for|when|by|at|in|is|was|but|so|we|must|then)\b)[a-z]", re.IGNORECASE
)
YEARS_AROUND = 6  # a weekday falls on the same date again within so many years
PAST = re.compile(
    r"\b(?:was|were|had|got|came|sent|made|did|put|gave|wrote|went|began|told|met|left|fell|last|since)\b"
    r"|\b(?!need|exceed|proceed|speed|indeed)\w{2,}ed\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(r"\b(?:if|when|suppose|imagine|say|should|would|will|is|are|be|being|gets?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A day, and where in the question it is named. `year_chosen`: the question gives a day and a month only."""

    day: date
    start: int
    end: int
    year_chosen: bool


def days_named(question: str, on: date) -> tuple[Named, ...]:
    """Every day that a question asked on the day `on` names, in their order; what is no day (31 June) is left out."""
    return tuple(_all(question, on))


def _all(question: str, on: date) -> Iterator[Named]:
    for found in NAMED.finditer(question):
        try:
            day = _day(found, on, question)
        except ValueError:
            continue
        verb = found["month"] and IS_VERB.search(question, found.start("month"), found.end() + 20)
        if day is not None and not verb:
            chosen = bool(found["month"] or found["first"]) and not (found["year"] or found["then"])
            yield Named(day, found.start(), found.end(), chosen)


def _day(found: re.Match[str], on: date, question: str) -> date | None:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["d"]:
        year = int(found["y"])
        return date(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))
    if found["word"]:
        return on + timedelta(days=_from_today(found["word"].casefold()))
    if found["only"]:
        return _on_weekday(found, on, question)
    if found["bare"]:
        return _of_nearest_month(int(found["bare"]), on)
    month, number = _month(found["month"] or found["first"]), int(found["day"] or found["nth"])
    if found["year"] or found["then"]:
        return date(int(found["year"] or found["then"]), month, number)
    return _nearest(month, number, on, _weekday(found["weekday"]), _is_past(question[: found.start()]))


def _from_today(words: str) -> int:
    if words.startswith("the day before"):
        return -2
    return {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(" ".join(words.split()), 0)


def _on_weekday(found: re.Match[str], on: date, question: str) -> date | None:
    """The weekday before or after the day of asking: "next" and "this" look ahead, "on" unless something is past."""
    which, weekday = found["which"].casefold(), _weekday(found["only"])
    assert weekday is not None
    ahead = (weekday - on.weekday()) % 7
    back = (on.weekday() - weekday) % 7
    if which in ("last", "since"):
        return on - timedelta(days=back or 7)
    if which in ("next", "this", "by") or not PAST.search(question):
        return on + timedelta(days=ahead or (7 if which == "next" else 0))
    return on - timedelta(days=back)


def _of_nearest_month(number: int, on: date) -> date | None:
    days = []
    for months in (-1, 0, 1):
        year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
        try:
            days.append(date(year, month + 1, number))
        except ValueError:
            continue
    return min(days, key=lambda day: abs(day - on), default=None)


def _is_past(before: str) -> bool:
    """Whether the words before a day, in its own part of the sentence, tell of something that has happened."""
    said = re.split(r"[.?!;,]", before)[-1]
    return PAST.search(said) is not None and not SUPPOSED.search(said)


def _nearest(month: int, number: int, on: date, weekday: int | None, past: bool) -> date | None:
    """The date in the year that puts it nearest; what has happened lies not ahead; a weekday must be right."""
    days = [day for day in _in_years(month, number, on) if not past or day <= on]
    right = [day for day in days if weekday is None or day.weekday() == weekday]
    return min(right or days, key=lambda day: abs(day - on), default=None)


def _in_years(month: int, number: int, on: date) -> Iterator[date]:
    for year in range(on.year - YEARS_AROUND, on.year + YEARS_AROUND + 1):
        try:
            yield date(year, month, number)
        except ValueError:
            continue


def _weekday(name: str | None) -> int | None:
    if not name:
        return None
    return next(number for number, full in enumerate(WEEKDAYS) if full.startswith(name[:3].casefold()))


def _month(name: str) -> int:
    return next(number for number, full in enumerate(MONTHS, start=1) if full.startswith(name[:3].casefold()))
