"""Dates worked out beside an answer: the periods of its clauses, counted from a day that the question names.

A working is shown only for a period that stands in the statements, and only where it runs from what the question says
happened on that day. How days are counted is taken from the document of the period, where that says it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, pairwise

from assistant.asking import ASKS_TIME
from assistant.calendar import BANK_HOLIDAY, CLOSED, INSET, Calendar, Counted, Gap, Unit, months_later
from assistant.days_named import Named, days_named
from assistant.glossary import Glossary
from assistant.periods import Period, periods
from assistant.values import Document, Passage, Statement
from assistant.wording import content_words, long_date, sentences

MOST = 3
SINGLE = (BANK_HOLIDAY, CLOSED, INSET)
EVENTS = {
    "received": r"receiv|receipt|arriv|\bc[ao]me in|\bcomes? in|\bgot\b|\bget\b|land|reach|hand(?:ed)? in|handed|submit"
    r"|put in|lodg|\bmade\b|\bask|request|appl(?:y|ied|ication)|complain|rais|in the post|claim|\bhad an?\b",
    "notice": r"notic|notif|\btold\b|inform|suspend|exclu|warn|served|given",
    "sent": r"\bsen[dt]|post(?:ed|ing)|e-?mailed|issued|offer",
    "meeting": r"\bmeet|\bmet\b|hearing|\bheard\b|interview",
    "decision": r"decision|decid|answer|\brepl|outcome|result|refus|response",
    "event": r"incident|happen|accident|injur|occur|took place|breach|aware|discover|found out|\bevent",
    "beginning": r"\bstart|\bbeg[aiu]n|\bjoin|appoint|first day|\btook over",
    "birth": r"birth|\bborn\b|\bbaby|placement|adopt|due date",
    "absence": r"absen|\boff\b|\bsick|\bill\b|unwell",
    "return": r"return|\bback\b",
    "visit": r"visit|\btrip|excursion|residential|journey",
    "leaving": r"\bleav|\bleft\b|resign|transfer|end of employment",
    "payment": r"invoice|paid\b|payment|deliver|bought|purchas|travel|expense|spent",
    "closing": r"clos(?:e|ed|ing)|deadline|last day",
}
_EVENTS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in EVENTS.items()}
MESSAGES = frozenset({"received", "sent", "notice"})
ASKS_DAY = re.compile(
    r"\b(?:late|in time|on time|deadline|due|dates?|days?|how long|expire|by then|latest|still)\b", re.IGNORECASE
)
PART = re.compile(
    r"(?<=[.?!;])\s+|,\s+|\s+(?:and|but|so)\s+(?=(?:by |from )?(?:when|what|how|who|must|do|can|if|is)\b)",
    re.IGNORECASE,
)
RANGE = re.compile(r"\b(?:between|from)\s+$", re.IGNORECASE)
OUTSIDE_TERM = re.compile(
    r"\b(?:outside|out of) term\b.*\bcounts? as (?:being )?received on the first school day", re.IGNORECASE
)
LAST_DAY = re.compile(r"last day (?:is|falls on) a Saturday, Sunday or bank holiday.*next working day", re.IGNORECASE)
NOT_COUNTED = re.compile(r"\bday\b.*\b(?:is|are) not counted[;,].*\b(?:first day|day 1)\b", re.IGNORECASE)
FIRST_DAY = re.compile(r"\bday one is\b|\bbegin on the (?:school |working )?day after\b", re.IGNORECASE)
WHICHEVER = re.compile(r"\bwhichever (?:is|comes) (?:sooner|earlier|first)\b", re.IGNORECASE)
STANDS_STILL = re.compile(r"\b(?P<unit>week|month)s?\b.*\bdo(?:es)? not run\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Counting:
    """What is needed to count: the calendar, the glossary, and the passages of each document."""

    calendar: Calendar | None
    glossary: Glossary
    passages: Mapping[str, Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A period of a statement and the day from which it runs."""

    period: Period
    day: Named
    statement: Statement

    @property
    def document(self) -> Document:
        return self.statement.citations[0].passage.document


@dataclass(frozen=True, slots=True)
class _Worked:
    """A sentence, the day that was worked out, the day from which it was counted, and what else is to be said."""

    sentence: str
    day: date | None = None
    begins: date | None = None
    notes: tuple[str, ...] = ()


def workings(question: str, on: date, statements: Sequence[Statement], counting: Counting) -> tuple[str, ...]:
    """Sentences with the dates of the periods in some statements; empty where they run from no day that is named."""
    named = days_named(question, on)
    if not named or counting.calendar is None or is_range(question, named):
        return ()
    if not (ASKS_TIME.search(question) or ASKS_DAY.search(question)):
        return ()
    found = list(islice(_matching(question, named, statements, on), MOST))
    worked = [_working(item, counting, counting.calendar) for item in found]
    said = [item.sentence for item in worked]
    if any(item.day is not None for item in worked):
        notes = [note for item in worked for note in item.notes]
        said += [*_sooner(found, worked), *notes, *_rules(found, worked, counting)]
    return tuple(dict.fromkeys(said))


def is_range(question: str, named: Sequence[Named]) -> bool:
    """Whether a question names two days as the ends of a time: "between 3 March and 20 March"."""
    return len(named) > 1 and RANGE.search(question[: named[0].start]) is not None


def _matching(question: str, named: Sequence[Named], statements: Sequence[Statement], on: date) -> Iterator[_Found]:
    """The periods that run from what the question says happened on a day, each once, in the order of the answer.

    Only the document that answers first is looked at: another's times are for another matter.
    """
    seen: set[tuple[Period, date]] = set()
    first = statements[0].citations[0].passage.document.key if statements else ""
    for statement in statements:
        if statement.citations[0].passage.document.key != first:
            continue
        for period in periods(statement.text):
            for day in named:
                if (period, day.day) not in seen and runs_from(period, event(question, day), statement.text):
                    seen.add((period, day.day))
                    yield _Found(period, _to_come(day, on) if period.number < 0 else day, statement)
                    break


def _to_come(day: Named, on: date) -> Named:
    """The day before which something must be done: in a year that is not past, where the question says none."""
    if not day.year_chosen or day.day >= on:
        return day
    return replace(day, day=months_later(day.day, 12))


def event(question: str, day: Named) -> str:
    """What the question says of a day: the part of it that names the day, without the day."""
    cuts = [0, *(match.end() for match in PART.finditer(question)), len(question)]
    parts = list(pairwise(cuts))
    place = next((n for n, (start, end) in enumerate(parts) if start <= day.start < end), 0)
    start, end = parts[place]
    said = f"{question[start : day.start]} {question[day.end : max(end, day.end)]}"
    if len(content_words(said)) < 1 and len(parts) > 1:
        start, end = parts[place + 1] if place + 1 < len(parts) else parts[place - 1]
        said = f"{said} {question[start:end]}"
    return said


def runs_from(period: Period, said: str, text: str) -> bool:
    """Whether a period runs from the event that a question speaks of.

    A period that does not say from what it runs, as in "must reply within 5 school days", runs from receipt. One that
    names the thing received runs from the receipt of that thing.
    """
    happened, wanted = kinds(said), kinds(period.anchor)
    if period.anchor and not wanted:
        return _names_the_same(period.anchor, said)
    if period.anchor:
        thing = wanted - MESSAGES
        return bool(thing & happened) if thing else bool(wanted & happened) and happened - MESSAGES <= kinds(text)
    if period.number < 0:
        return bool((kinds(text) & happened) - MESSAGES)
    return "received" in happened and happened <= MESSAGES


def kinds(words: str) -> frozenset[str]:
    """The kinds of event that some words speak of."""
    return frozenset(name for name, pattern in _EVENTS.items() if pattern.search(words))


def _names_the_same(anchor: str, said: str) -> bool:
    return bool(set(content_words(anchor)) & set(content_words(said)))


def _working(found: _Found, counting: Counting, calendar: Calendar) -> _Worked:
    period, start = found.period, found.day.day
    unit, why = _unit(period.unit, found.document, counting)
    words = f"“{period.words}”"
    if unit is None:
        return _Worked(f"{words}: no date is worked out, because it is counted in a way of its own: {why}")
    begins, note = _begun(found, counting, calendar)
    counted = calendar.after(begins, period.number, unit) if begins is not None else None
    if begins is None or counted is None:
        return _Worked(f"{words}: {_beyond(start, unit, calendar)}")
    end, moved = _on_working_day(counted.day, unit, found.document, counting, calendar)
    much = f"{abs(period.number)} {unit if abs(period.number) == 1 else f'{unit}s'}"
    side = "before" if period.number < 0 else "after"
    on = f", and so {weekday_date(end)}" if end != counted.day else ""
    sentence = f"{words}: {much} {side} {weekday_date(begins)} is {weekday_date(counted.day)}{on}{left_out(counted)}."
    return _Worked(sentence, end, begins, tuple(filter(None, (why, note, moved))))


def _beyond(start: date, unit: Unit, calendar: Calendar) -> str:
    known = calendar.span(unit)
    reach = f"it holds {unit}s from {long_date(known[0])} to {long_date(known[1])}" if known else f"it holds no {unit}s"
    return f"no date is worked out from {long_date(start)}, because the calendar does not reach that far; {reach}."


def _unit(unit: Unit, document: Document, counting: Counting) -> tuple[Unit | None, str]:
    """In what a period is counted by the document's own definition, None where that depends on the person; and why."""
    if unit in (Unit.WEEK, Unit.MONTH):
        still = next((said for said in _said(STANDS_STILL, document, counting) if unit in said.casefold()), "")
        return (None, still) if still else (unit, "")
    entry = counting.glossary.within(unit, document) if unit in (Unit.SCHOOL_DAY, Unit.WORKING_DAY) else None
    if entry is None:
        return unit, ""
    meaning = entry.meaning.casefold()
    if "monday to friday" in meaning:
        return Unit.WORKING_DAY, ""
    source = f"“{entry.citation.quote.rstrip('.')}” ({_place(entry.passage)})."
    if "pupils" in meaning and "attend" in meaning:
        return Unit.SCHOOL_DAY, "" if unit is Unit.SCHOOL_DAY else f"School days are counted here: {source}"
    return None, source


def _begun(found: _Found, counting: Counting, calendar: Calendar) -> tuple[date | None, str]:
    """From which day to count: what comes outside term counts as received on the next school day by some rules."""
    start = found.day.day
    receipt = not found.period.anchor or "received" in kinds(found.period.anchor)
    away = calendar.term_of(start) is None or calendar.in_half_term(start)
    rule = next(_said(OUTSIDE_TERM, found.document, counting), "")
    if found.period.number < 0 or not (receipt and away and rule):
        return start, ""
    begins = calendar.first_counted(start, Unit.SCHOOL_DAY) if calendar.reaches(start, Unit.SCHOOL_DAY) else None
    return begins, f"{long_date(start)} lies outside term: {rule}"


def _on_working_day(
    day: date, unit: Unit, document: Document, counting: Counting, calendar: Calendar
) -> tuple[date, str]:
    if unit not in (Unit.WEEK, Unit.MONTH, Unit.CALENDAR_DAY) or calendar.counts(day, Unit.WORKING_DAY):
        return day, ""
    rule = next(_said(LAST_DAY, document, counting), "")
    later = calendar.first_counted(day, Unit.WORKING_DAY) if rule else None
    return (later, rule) if later is not None else (day, "")


def _said(pattern: re.Pattern[str], document: Document, counting: Counting) -> Iterator[str]:
    """The sentences of a document that say something, quoted, with their place."""
    for passage in counting.passages.get(document.key, ()):
        if pattern.search(passage.text):
            for start, end in sentences(passage.text):
                if pattern.search(passage.text[start:end]):
                    words = re.sub(r"^[A-Z]?\d+(?:\.\d+)*\s+", "", passage.text[start:end].rstrip("."))
                    yield f"“{words}” ({_place(passage)})."


def _place(passage: Passage) -> str:
    return ", ".join(filter(None, [passage.document.title, passage.number]))


def _sooner(found: Sequence[_Found], worked: Sequence[_Worked]) -> Iterator[str]:
    """Which of two days it is, where the clause says that the sooner one counts."""
    by_statement: dict[str, list[date]] = {}
    for item, result in zip(found, worked, strict=True):
        if WHICHEVER.search(item.statement.text) and result.day is not None:
            by_statement.setdefault(item.statement.text, []).append(result.day)
    for days in by_statement.values():
        if len(days) > 1:
            yield f"The sooner of these is {weekday_date(min(days))}."


def _rules(found: Sequence[_Found], worked: Sequence[_Worked], counting: Counting) -> Iterator[str]:
    """By which rule the days are counted, and which year was chosen."""
    for item, result in zip(found, worked, strict=True):
        if result.begins is not None:
            chosen = f" No year is said; {result.begins.year} is taken." if item.day.year_chosen else ""
            day = weekday_date(result.begins)
            yield f"{day} is taken as the day from which the period runs, and is not counted itself.{chosen}"
    for document in {item.document.key: item.document for item in found}.values():
        said = [*_said(NOT_COUNTED, document, counting), *_said(FIRST_DAY, document, counting)]
        yield from said[:1]


def left_out(counted: Counted) -> str:
    """The days that were not counted, in words: " (not counted: weekends; half term, 26 to 30 October 2026)"."""
    if counted.unit not in (Unit.SCHOOL_DAY, Unit.WORKING_DAY):
        return ""
    return f" (not counted: {'; '.join(['weekends', *map(spelled, counted.skipped)])})"


def spelled(gap: Gap) -> str:
    """A gap in words: "summer holiday, 21 July to 31 August 2026"."""
    if gap.first == gap.last:
        return f"{gap.why}, {long_date(gap.first)}"
    first = f"{gap.first.day}"
    if (gap.first.year, gap.first.month) != (gap.last.year, gap.last.month):
        first = f"{gap.first.day} {gap.first:%B}" if gap.first.year == gap.last.year else long_date(gap.first)
    why = f"{gap.why}s" if gap.why in SINGLE else gap.why
    return f"{why}, {first} to {long_date(gap.last)}"


def weekday_date(day: date) -> str:
    """A day with its weekday: Tuesday 22 September 2026."""
    return f"{day:%A} {long_date(day)}"
