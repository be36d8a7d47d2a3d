"""Times as people name them in questions: days, months, terms, years, "last September", "two years ago"."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.front_matter.days import DAY, MONTHS, TERMS, days
from assistant.wording import NUMBER_WORDS

_YEAR = r"(?:19|20)\d\d"
_MONTH = "|".join(MONTHS)
_SEASON = "autumn|spring|summer|winter"
_NAMED = "|".join([*(name.title() for name in MONTHS), *(name for name in MONTHS if name != "may")])
WINTER = (12, 2)
NUMBERS = NUMBER_WORDS | {"a": "1", "an": "1"}

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Time:
    """A time that words name: `first` to `last`, both included; `start` and `end` are its place in the text.

    `relative` says that it is counted from today ("last year"), `bare` that its year was left to be guessed.
    """

    words: str
    start: int
    end: int
    first: date
    last: date
    relative: bool = False
    bare: bool = False


def times(text: str, on: date) -> tuple[Time, ...]:
    """The times that a text of the day `on` names, in their order; a month without a year is the last that has begun.

    Terms and school years are those of `front_matter.days`. Where two readings overlap, the fuller one stands.
    """
    text = text.replace("’", "'")
    found: list[Time] = []
    for pattern, span, relative, bare in READINGS:
        for match in pattern.finditer(text):
            taken = any(match.start() < other.end and other.start < match.end() for other in found)
            when = None if taken else span(match, on)
            if when is not None:
                found.append(Time(match.group(), match.start(), match.end(), *when, relative, bare))
    return tuple(sorted(found, key=lambda time: time.start))


def _written(match: re.Match[str], _on: date) -> Span | None:
    first, last = days(match.group()), days(match.group(), last=True)
    return (first[0], last[0]) if first and last else None


def _school_years(match: re.Match[str], _on: date) -> Span | None:
    begins, ends = int(match[1]), int(match[2])
    return _school_year(begins) if ends == begins + 1 else None


def _school_year(begins: int) -> Span:
    return date(begins, 9, 1), date(begins + 1, 8, 31)


def _season(name: str, year: int) -> Span:
    """A term or season that begins in a year."""
    begins, ends = TERMS.get(name.casefold(), WINTER)
    return _months(year, begins, year + (ends < begins), ends)


def _months(year: int, month: int, last_year: int, last_month: int) -> Span:
    return date(year, month, 1), date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def _month(name: str, year: int) -> Span:
    month = _number(name)
    return _months(year, month, year, month)


def _number(name: str) -> int:
    return MONTHS.index(name.casefold()) + 1


def _of_last_year(match: re.Match[str], on: date) -> Span:
    year = on.year + (-1 if match[2].casefold() == "last" else 1)
    return _month(match[1], year) if match[1].casefold() in MONTHS else _season(match[1], year)


def _last(match: re.Match[str], on: date) -> Span:
    """What lies wholly before today and nearest to it, or with "next" wholly after."""
    back = match["which"].casefold() == "last"
    what = (match["what"] or "").casefold()
    if what == "year":
        return date(on.year + (-1 if back else 1), 1, 1), date(on.year + (-1 if back else 1), 12, 31)
    if match["month"]:
        near = [_month(match["month"], year) for year in range(on.year - 1, on.year + 2)]
    elif match["season"]:
        near = [_season(match["season"], year) for year in range(on.year - 2, on.year + 2)]
    elif what == "month":
        near = [_months(year, month, year, month) for year in range(on.year - 1, on.year + 2) for month in range(1, 13)]
    elif what == "term":
        near = sorted(_season(name, year) for name in TERMS for year in range(on.year - 1, on.year + 2))
    else:
        near = [_school_year(year) for year in range(on.year - 2, on.year + 2)]
    return max(span for span in near if span[1] < on) if back else min(span for span in near if span[0] > on)


def _before_last(_match: re.Match[str], on: date) -> Span:
    return date(on.year - 2, 1, 1), date(on.year - 2, 12, 31)


def _ago(match: re.Match[str], on: date) -> Span | None:
    number = int(NUMBERS.get(match[1].casefold(), match[1]))
    unit = match[2].casefold()
    if unit == "week":
        day = on - timedelta(weeks=number)
    else:
        months = on.year * 12 + on.month - 1 - number * (12 if unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        if year < 1:
            return None
        day = date(year, month, min(on.day, calendar.monthrange(year, month)[1]))
    return day, day


def _of_year(match: re.Match[str], _on: date) -> Span:
    return _season(match[1], int(match[2]))


def _year(match: re.Match[str], _on: date) -> Span:
    return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)


def _bare(match: re.Match[str], on: date) -> Span | None:
    year = on.year if _month(match[2], on.year)[0] <= on else on.year - 1
    if not match[1]:
        return _month(match[2], year)
    try:
        day = date(year, _number(match[2]), int(match[1]))
        day = day if day <= on else day.replace(year=year - 1)
    except ValueError:
        return None
    return day, day


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


Read = Callable[[re.Match[str], date], Span | None]
READINGS: tuple[tuple[re.Pattern[str], Read, bool, bool], ...] = (
    (
        _any_case(r"\b(?:(?:school|academic) year )?(20\d\d) ?(?:to|[/–-]) ?(20\d\d)\b(?: (?:school|academic) year)?"),
        _school_years,
        False,
        False,
    ),
    (DAY, _written, False, False),
    (_any_case(rf"\b({_SEASON})(?: term)?(?: of|,)? ({_YEAR})\b"), _of_year, False, False),
    (_any_case(rf"\b({_MONTH}|{_SEASON}),? (last|next) year\b"), _of_last_year, True, False),
    (_any_case(r"\b(?:the )?year before last\b"), _before_last, True, False),
    (
        _any_case(
            rf"\b(?P<which>last|next) (?:(?P<what>(?:(?:school|academic) )?year|month|term)|(?P<month>{_MONTH})"
            rf"|(?P<season>{_SEASON})(?: term)?)\b"
        ),
        _last,
        True,
        False,
    ),
    (_any_case(rf"\b(\d{{1,2}}|an?|{'|'.join(NUMBER_WORDS)}) (year|month|week)s? ago\b"), _ago, True, False),
    (
        re.compile(
            rf"(?<![\w£$€/.,–-])(?<!\bto )(?<!\bversion )(?<!\bv)({_YEAR})"
            rf"(?!['\w/–-]|[.,]\d|\s*(?:to|and|until|–|-)\s*(?:20)?\d\d\b)"
        ),
        _year,
        False,
        False,
    ),
    (re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?({_NAMED})\b(?! \d)"), _bare, False, True),
)
