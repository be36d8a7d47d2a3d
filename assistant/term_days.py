"""Questions about the calendar itself: when a term starts, when half term is, whether a day is a school day, how many.

The calendar computes; what answers is the line of a document that gives the days. Where no document gives the days that
the calendar holds, nothing is answered here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.calendar import BANK_HOLIDAY, CLOSED, INSET, WEEKEND, Calendar, Term, Unit
from assistant.days_named import Named, days_named
from assistant.front_matter.days import MONTHS
from assistant.glossary import Glossary
from assistant.retrieval.scope import Scope, why_not
from assistant.values import Citation, Passage, Statement
from assistant.wording import NUMBER_WORDS, long_date
from assistant.workings import is_range, left_out, spelled, weekday_date

MONTHS_OF_HALF_TERM = {"october": "autumn", "february": "spring", "may": "summer"}
AFTER_HOLIDAY = {"christmas": "spring", "new year": "spring", "easter": "summer", "summer": "autumn"}
BEFORE_HOLIDAY = {"christmas": "autumn", "easter": "spring", "summer": "summer"}
SEASON = r"(?P<season>autumn|spring|summer|next|this|the)"
YEAR = r"(?: (?:of |in |for )?(?P<year>20\d\d)(?:[-/]\d\d)?)?"
KIND = r"(?P<kind>school|teaching|working|calendar)?"
BEGIN = re.compile(r"\b(?:start|begin|back|return|first day)", re.IGNORECASE)
ENDS = re.compile(r"break|finish|end|clos", re.IGNORECASE)
ASKS_TERM = re.compile(
    rf"^when (?:do|does|is|did|will)(?: we| pupils| the)*(?: {SEASON})? term{YEAR} (?:start|begin|end|finish)s?"
    rf"{YEAR.replace('year', 'later')}$|^(?:when|what|which)(?: day)?(?: is|'s|s)? the"
    rf" (?:start|beginning|end|first day|last day) of(?: the)?"
    rf"(?: {SEASON.replace('season', 'of')})? term{YEAR.replace('year', 'then')}$",
    re.IGNORECASE,
)
ASKS_HOLIDAY = re.compile(
    r"^when (?:do|does|will) (?:we|pupils|the children|children|school|term) (?P<does>break up|finish|end|close"
    r"|(?:go|come|be) back|return|start back|start)(?: again)? (?:for|after|at)(?: the)?"
    r" (?P<holiday>christmas|new year|easter|summer)(?: holidays?| break)?$",
    re.IGNORECASE,
)
ASKS_MONTH = re.compile(
    r"^(?:when|wh(?:at|ich) (?:day|date)) (?:do|does|is|are|will)(?: we| pupils| children| school| staff)?"
    r"(?: the)?(?: new)?(?: term)? (?P<does>break(?:ing)? up|finish(?:ing)?|end(?:ing)?|clos(?:e|ing)"
    r"|(?:go|come|be|going|coming)? ?back|return(?:ing)?|(?:re)?start(?:ing)?|begin(?:ning)?)"
    rf"(?: back| again| term| school)* in (?P<month>{'|'.join(MONTHS)}){YEAR}$",
    re.IGNORECASE,
)
ASKS_HALF_TERM = re.compile(
    rf"^when(?: is|'s|s)(?: the)?(?: (?P<month>october|february|may))?(?: {SEASON})? half[- ]?term"
    rf"(?: holiday| break)?{YEAR}$",
    re.IGNORECASE,
)
ASKS_INSET = re.compile(
    rf"^when(?: is|'s|s| are)(?: the| our)*(?: (?P<next>next))? (?:inset|staff training) day(?P<many>s)?"
    rf"(?: this year)?{YEAR}$",
    re.IGNORECASE,
)
ASKS_WHETHER = re.compile(
    r"^(?:is|was|will)\s+(?P<day>.{3,40}?)\s+(?:be\s+)?(?:an?\s+|in\s+|during\s+)?"
    r"(?P<what>school day|working day|inset day|bank holiday|term time|term|half[- ]?term)$",
    re.IGNORECASE,
)
ASKS_COUNT = re.compile(rf"^how many {KIND}\s?days\b.{{0,30}}\b(?:between|from)\b", re.IGNORECASE)
ASKS_AFTER = re.compile(
    rf"^(?:(?:what|which)(?: date| day)?|when)(?: is|'s|s)? (?P<number>\d+|{'|'.join(NUMBER_WORDS)}) {KIND}\s?days"
    r" (?P<side>after|from|before)\b",
    re.IGNORECASE,
)
UNITS = {"school": Unit.SCHOOL_DAY, "teaching": Unit.SCHOOL_DAY, "working": Unit.WORKING_DAY}
ROW = re.compile(r"[A-Z0-9][^.:;]{0,80}: \S")


@dataclass(frozen=True, slots=True)
class Told:
    """What the documents say of the days asked for, what was worked out beside it, and "Yes." or "No."."""

    statements: tuple[Statement, ...]
    workings: tuple[str, ...] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where lines that give days are looked for: the passages of each document, for whom and when, and the glossary."""

    passages: Mapping[str, Sequence[Passage]]
    scope: Scope
    glossary: Glossary

    def line(self, days: Sequence[date], words: str = "") -> Statement | None:
        """The first table row that gives all the days, in a document that may answer; with `words` near it."""
        for passage in self._passages():
            for line in passage.text.split("\n"):
                near = words.casefold() in f"{passage.place} {line}".casefold()
                if near and ROW.match(line) and all(_written(day).search(line) for day in days):
                    return Statement(line.strip(), (Citation("", passage, line.strip()),))
        return None

    def meaning(self, term: str) -> Statement | None:
        """What a word means, from the first document that may answer."""
        for entry in self.glossary.of(term):
            if not why_not(entry.passage, self.scope) and self.scope.looks_in(entry.document):
                return Statement(entry.citation.quote, (entry.citation,))
        return None

    def _passages(self) -> Iterator[Passage]:
        for held in self.passages.values():
            if held and self.scope.looks_in(held[0].document) and not why_not(held[0], self.scope):
                yield from held


def answer(question: str, calendar: Calendar | None, sources: Sources) -> Told | None:
    """What the calendar and the documents together say; None where something else is asked or they do not agree."""
    if calendar is None:
        return None
    plain = " ".join(question.split()).rstrip(" ?.!")
    on = sources.scope.on
    named = days_named(plain, on)
    if len(named) == 2 and ASKS_COUNT.match(plain) and is_range(plain, named):
        return _count(plain, named, calendar, sources)
    if len(named) == 1 and ASKS_AFTER.match(plain):
        return _after(plain, named[0], calendar, sources)
    if len(named) == 1 and ASKS_WHETHER.match(plain):
        return _whether(plain, named[0].day, calendar, sources)
    if ASKS_INSET.match(plain):
        return _inset(plain, calendar, sources)
    term = _term_asked(plain, calendar, on)
    return _told(sources.line([term.first, term.last])) if term is not None else None


def _told(*lines: Statement | None, workings: Iterable[str] = (), lead: str = "") -> Told | None:
    found = tuple(dict.fromkeys(line for line in lines if line is not None))
    return Told(found, tuple(workings), lead) if found else None


def _term_asked(plain: str, calendar: Calendar, on: date) -> Term | None:
    """The term whose beginning, end or half term a question asks for; of terms with the same name the next one."""
    asked, holiday, half = ASKS_TERM.match(plain), ASKS_HOLIDAY.match(plain), ASKS_HALF_TERM.match(plain)
    begins = bool(BEGIN.search(plain))
    season, year = "", ""
    if asked:
        season, year = asked["season"] or asked["of"] or "", asked["year"] or asked["later"] or asked["then"] or ""
    elif holiday:
        begins = not ENDS.match(holiday["does"])
        season = (AFTER_HOLIDAY if begins else BEFORE_HOLIDAY).get(holiday["holiday"].casefold(), "")
        if not season:
            return None
    elif half:
        season = MONTHS_OF_HALF_TERM.get((half["month"] or "").casefold(), half["season"] or "")
        year = half["year"] or ""
    elif month := ASKS_MONTH.match(plain):
        begins = not ENDS.match(month["does"])
        days = [(term.first if begins else term.last, term) for term in calendar.terms]
        of_month = [(day, term) for day, term in days if day.month == MONTHS.index(month["month"].casefold()) + 1]
        return next(
            (term for day, term in of_month if str(day.year) == month["year"] or (not month["year"] and day >= on)),
            None,
        )
    else:
        return None
    named = [term for term in calendar.terms if season.casefold() in ("", "next", "this", "the", term.season)]
    if year:
        named = [term for term in named if str(term.first.year) == year]
        return named[0] if named else None
    if season.casefold() == "this":
        return calendar.term_of(on) or calendar.next_term(on)
    if half:
        return next((term for term in named if term.half_term is not None and term.half_term[1] >= on), None)
    return next((term for term in named if (term.first if begins else term.last) >= on), None)


def _count(plain: str, named: Sequence[Named], calendar: Calendar, sources: Sources) -> Told | None:
    found = ASKS_COUNT.match(plain)
    first, last = named[0].day, named[1].day
    if found is None:
        return None
    if last < first and named[1].year_chosen:
        last = next((day for year in (1, 2) if (day := last.replace(year=last.year + year)) > first), last)
    unit = UNITS.get((found["kind"] or "").casefold())
    counted = calendar.between(first, last, unit) if unit is not None and first <= last else None
    if unit is None or counted is None:
        return None
    number, skipped = counted
    left = "; ".join(["weekends", *map(spelled, skipped)])
    much = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    said = f"From {weekday_date(first)} to {weekday_date(last)}, both included, there are {much} (not counted: {left})."
    years = f" Where no year is said, {first.year} is taken." if any(day.year_chosen for day in named) else ""
    terms = [term for term in calendar.terms if term.last >= first and term.first <= last]
    lines = [sources.line([term.first, term.last]) for term in terms] if unit is Unit.SCHOOL_DAY else []
    return _told(*lines[:3], *([] if lines else [sources.meaning(unit)]), workings=[said + years])


def _after(plain: str, named: Named, calendar: Calendar, sources: Sources) -> Told | None:
    found = ASKS_AFTER.match(plain)
    unit = UNITS.get((found["kind"] or "").casefold()) if found else None
    if found is None or unit is None:
        return None
    number = int(NUMBER_WORDS.get(found["number"].casefold(), found["number"]))
    back = found["side"].casefold() == "before"
    counted = calendar.after(named.day, -number if back else number, unit)
    if counted is None:
        return None
    side = "before" if back else "after"
    much = f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    said = f"{much} {side} {weekday_date(named.day)} is {weekday_date(counted.day)}{left_out(counted)}."
    terms = [term for day in (named.day, counted.day) if (term := calendar.term_of(day)) is not None]
    lines = [sources.line([term.first, term.last]) for term in terms] if unit is Unit.SCHOOL_DAY else []
    return _told(sources.meaning(unit), *lines, workings=[said])


def _whether(plain: str, day: date, calendar: Calendar, sources: Sources) -> Told | None:
    found = ASKS_WHETHER.match(plain)
    unit = Unit.WORKING_DAY if found and found["what"].casefold() == "working day" else Unit.SCHOOL_DAY
    if found is None or not calendar.reaches(day, unit):
        return None
    why = calendar.why_not(day, unit)
    what = found["what"].casefold().replace("-", " ")
    right = {
        "inset day": day in calendar.inset,
        "bank holiday": day in calendar.bank_holidays,
        "half term": calendar.in_half_term(day),
        "halfterm": calendar.in_half_term(day),
        "term time": calendar.term_of(day) is not None and not calendar.in_half_term(day),
        "term": calendar.term_of(day) is not None,
    }.get(what, not why)
    term = calendar.term_of(day) or calendar.next_term(day)
    line = sources.line([day], "INSET") if day in calendar.inset else None
    line = sources.line([day], "bank holiday") if line is None and day in calendar.bank_holidays else line
    if line is None and unit is Unit.WORKING_DAY:
        line = sources.meaning(unit)
    elif line is None and term is not None:
        line = sources.line([term.first, term.last])
    return _told(line, workings=[_because(day, unit, why)], lead="Yes." if right else "No.")


def _because(day: date, unit: Unit, why: str) -> str:
    article = {INSET: "an ", BANK_HOLIDAY: "a ", CLOSED: "a ", WEEKEND: "at the "}.get(why, "in the ")
    reason = f"{article}{why}"
    return f"{weekday_date(day)} is {f'a {unit}' if not why else f'no {unit}: it is {reason}'}."


def _inset(plain: str, calendar: Calendar, sources: Sources) -> Told | None:
    found = ASKS_INSET.match(plain)
    on = sources.scope.on
    coming = sorted(day for day in calendar.inset if day >= on)
    if found is None or not coming:
        return None
    if found["next"] or not found["many"]:
        return _told(sources.line(coming[:1], "INSET"))
    year = int(found["year"]) if found["year"] else on.year if on.month >= 8 else on.year - 1
    days = sorted(day for day in calendar.inset if date(year, 8, 1) <= day < date(year + 1, 8, 1))
    return _told(*(sources.line([day], "INSET") for day in days))


def _written(day: date) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d){re.escape(long_date(day))}(?!\d)")
