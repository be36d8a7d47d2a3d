"""Dates as people in schools write them, day before month.

A date that names no day is the first day of what it names, or with `last` its last day: "March 2025" is 1 March, or
31 March. Terms: autumn is 1 September to 31 December, spring 1 January to 31 March, summer 1 April to 31 August; the
school year "2024-25" is 1 September 2024 to 31 August 2025. A year alone is too vague to be a date.
"""

import calendar
import re
from datetime import date

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS if name != "september") + "|sep(?:t(?:ember)?)?"
_YEAR = r"(?:19|20)\d\d"
DAY = re.compile(
    rf"""(?<![\w/])(?:
      (?P<iso>{_YEAR}-\d\d-\d\d)
    | (?P<d>\d{{1,2}})\s?[./-]\s?(?P<m>\d{{1,2}})\s?[./-]\s?(?P<y>{_YEAR}|\d\d)
    | (?:(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?\s*(?:of\s+|-)?)?
      (?P<month>{_MONTH})(?:[.,]*\s*(?P<year>{_YEAR})|\s?'(?P<short>\d\d)|-(?P<brief>\d\d))
    | (?P<first>{_MONTH})\s+(?P<nth>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<then>{_YEAR})
    | (?P<on>\d{{1,2}})\s?(?:st|nd|rd|th)?\s+(?P<of>{_MONTH})\.?\s+(?P<in>\d\d)
    | (?P<term>autumn|spring|summer)(?:\s+term)?(?:\s+\d)?,?\s+(?P<from>{_YEAR})(?:\s?[/–-]\s?(?P<to>{_YEAR}|\d\d))?
    | (?P<begins>20\d\d)\s?[/–-]\s?(?P<ends>20\d\d|\d\d)
    )(?![\w/])""",
    re.IGNORECASE | re.VERBOSE,
)
TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 8)}


def days(words: str, *, last: bool = False) -> list[date]:
    """Every date in some words, in their order; what only looks like a date (31.02.2025) is left out."""
    words = words.replace("’", "'")
    return [day for found in DAY.finditer(words) if (day := _day(found, last)) is not None]


def without_days(words: str) -> str:
    """The words with their dates taken out."""
    return DAY.sub(" ", words.replace("’", "'"))


def _day(found: re.Match[str], last: bool) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["d"]:
            return date(_year(found["y"]), int(found["m"]), int(found["d"]))
        if found["month"]:
            year = _year(found["year"] or found["short"] or found["brief"])
            month = _month(found["month"])
            return date(year, month, int(found["day"])) if found["day"] else _edge(year, month, month, last)
        if found["first"]:
            return date(int(found["then"]), _month(found["first"]), int(found["nth"]))
        if found["on"]:
            return date(_year(found["in"]), _month(found["of"]), int(found["on"]))
        return _of_school_year(found, last)
    except ValueError:
        return None


def _of_school_year(found: re.Match[str], last: bool) -> date | None:
    """A term, or a whole school year; "Spring 2024/25" lies in the second of the two years."""
    if found["term"]:
        first, final = TERMS[found["term"].casefold()]
        year = int(found["from"])
        if found["to"] and first < 9:
            year += 1
        return _edge(year, first, final, last)
    year, ends = int(found["begins"]), _year(found["ends"])
    if ends != year + 1:
        return None
    return date(ends, 8, 31) if last else date(year, 9, 1)


def _edge(year: int, first: int, final: int, last: bool) -> date:
    return date(year, final, calendar.monthrange(year, final)[1]) if last else date(year, first, 1)


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, start=1) if month.startswith(name[:3].casefold()))
