"""What the lines of a document and its running heads state about it: behind labels, as events and in sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.front_matter import meanings
from assistant.front_matter.days import DAY, days, without_days
from assistant.front_matter.labels import Label, label
from assistant.front_matter.said import Line, Said, Strength
from assistant.values import Reading

BLOCK = 3  # so many fields and labels on neighbouring lines are a control table that was printed without rules
LONGEST_LINE = 300
LONGEST_PROSE = 4000
LONGEST_EVENT = 140
OF_ANY_FORM = frozenset(("title", "date", "contact", "reference", "status", "kind"))
DATES = ("approved", "effective_from", "review_by", "review_date", "last_review", "reviewed")
BULLET = re.compile(r"^[\s•*·▪●○–—|-]+")
SEPARATOR = re.compile(r"\s*[:;|]\s*|\s+[–—-]\s+|\t+")
_NOUN = (
    r"(?:polic(?:y|ies)|procedures?|document|plan|statement|framework|handbook|guidance|guide|code|matrix|scheme"
    r"|strategy|protocol|programme|charter|register)"
)
_THIS = rf"\b(?:this|the) (?:[\w&'’-]+ ){{0,4}}?{_NOUN}(?: (?:and|and its) [\w ]{{1,40}}?)?"
_VERB = r"(?:reviewed|revised|approved|adopted|ratified|agreed|signed off|endorsed)"
PARTS = re.compile(r"\s+[|•·¦]\s+|\t+|\s{3,}")
EVENT = re.compile(
    rf"(?:(?:this|the) )?(?:{_NOUN} )?(?:(?:was|has been|is) )?(?:last |first |formally )?"
    rf"(?P<verbs>{_VERB}(?:(?:,? and |, | & |/){_VERB})*)\b(?P<rest>.*)",
    re.IGNORECASE,
)
APPROVED_SENTENCE = re.compile(
    rf"{_THIS} (?:was|has been) (?:[a-z]+ and )?(?:approved|adopted|ratified|agreed)"
    r"(?: by (?:the |our )?(?P<body>[^.;:]{2,70}?))?,? (?:on|in|at|during)\b (?P<when>[^.;]{4,60})",
    re.IGNORECASE,
)
CYCLE_SENTENCE = re.compile(
    rf"{_THIS} (?:will|shall|should|must|is|are|is to)(?: next)?(?: be)? (?:\w+ly )?(?:monitored and )?reviewed\b"
    rf"(?P<rest>[^.;]{{0,120}})",
    re.IGNORECASE,
)
REVIEW_SENTENCE = re.compile(
    r"(?:will|shall|is due to|is to) (?:next )?be (?:next )?reviewed (?:again )?(?:in|by|on|before|during)\b"
    r" (?P<when>[^.;]{4,40})",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"sign(?:ed|ature)\b.*?(?P<role>\b(?:chair\w*(?: of (?:the )?(?:\w+ ){0,3}?(?:gov\w*(?: body| board)?|trustees"
    r"|board|committee))?|head ?teacher|principal))\b.*?\bdated?\b(?P<when>.*)",
    re.IGNORECASE,
)
PRINTED_VERSION = re.compile(
    r"(?:\b(?:version|issue|revision)(?: (?:no|number))?[.:]?\s*v?|\bv)"
    r"(?P<number>(?:20\d\d|\d{1,3})(?:\.\d+){0,3})(?![\w./-]*\d)",
    re.IGNORECASE,
)
DRAFT = re.compile(r"(?:\w+ )?draft(?: (?:for \w+|only|document|policy|version|v?[\d.]+|copy))*", re.IGNORECASE)


def from_lines(found: Sequence[Line]) -> Iterator[Said]:
    """Everything that the lines state behind a label, as an event ("Ratified by the board, May 2025") or in prose."""
    block: list[Said] = []
    labels = missed = 0
    before = ""
    for line, following in pairwise([*found, Line("", -1, -1, "", False)]):
        strength = Strength.COVER if line.front and line.page <= 1 else Strength.BACK
        said = list(_stated(line, following, strength))
        if before == "approved_by" and said and said[0].field == "date":
            said[0] = replace(said[0], field="approved", rank=1)
        before = said[-1].field if said else ""
        missed = 0 if said else missed + 1
        if missed > 1 or (said and block and said[0].place != block[-1].place):
            yield from _block(block, labels)
            block, labels = [], 0
        block.extend(said)
        labels += max(len(pairs(line.words)), bool(said))
        yield from _prose(line)
    yield from _block(block, labels)


def _block(said: list[Said], labels: int) -> Iterator[Said]:
    """Statements on neighbouring lines; enough of them, under so many labels, are a control table."""
    fields = {item.field for item in said}
    control = min(len(fields), labels) >= BLOCK and len(fields - OF_ANY_FORM) >= 2
    for item in said:
        if control or item.strength is not Strength.BARE:
            yield replace(item, strength=Strength.CONTROL) if control else item


def _stated(line: Line, following: Line, strength: Strength) -> Iterator[Said]:
    if len(line.words) > LONGEST_LINE:
        return
    stated = pairs(line.words)
    for position, (known, words) in enumerate(stated):
        if position == len(stated) - 1 and following.page == line.page:
            words = _continued(known, words, following.words)
        yield from said_of(known, words, line.place, strength)
    if stated:
        return
    alone = label(line.words)
    if alone and following.page == line.page and not (label(following.words) or pairs(following.words)):
        yield from said_of(alone, following.words, line.place, Strength.BARE)
    yield from _labelled_days(line, strength)
    yield from _events(line, strength)
    yield from _marks(line.words, line.place, strength)
    if line.front and line.page <= 1 and meanings.EMAIL.fullmatch(line.words):
        yield Said("contact", line.words, line.place, strength, 3)


def _labelled_days(line: Line, strength: Strength) -> Iterator[Said]:
    """A label and a day without a mark between them: "In force from 1 March 2026"."""
    day = DAY.search(line.words)
    known = label(line.words[: day.start()]) if day and not line.words[day.end() :].strip(" .") else None
    if day and known and known.field in DATES:
        yield Said(known.field, day.group(), line.place, strength, known.rank + 1)


def said_of(known: Label, words: str, place: str, strength: Strength) -> Iterator[Said]:
    """A label with its words; a date among the words of "Approved by", and a body among those of a date, count too."""
    yield Said(known.field, words, place, strength, known.rank)
    if known.field == "approved_by" and days(words):
        yield Said("approved", words, place, strength, known.rank)
    if known.field == "approved":
        body = known.body or without_days(words)
        if known.body or meanings.BODY.search(body):
            yield Said("approved_by", _with_day(meanings.body(_trimmed(body)), words), place, strength, known.rank)


def pairs(words: str) -> list[tuple[Label, str]]:
    """The labels of a line with the words behind each: "Version: 2 Owner: Head of People" gives two pairs."""
    words = BULLET.sub("", words)
    found: list[tuple[Label, int, int]] = []
    after = 0
    for separator in SEPARATOR.finditer(words):
        begins = _label_before(words[after : separator.start()], first=not found)
        if begins is not None:
            known, offset = begins
            found.append((known, after + offset, separator.end()))
            after = separator.end()
        elif not found:
            return []
    ends = [*(start for _, start, _ in found[1:]), len(words)][: len(found)]
    return resolved([(known, words[at:end].strip(" ,")) for (known, _, at), end in zip(found, ends, strict=True)])


def resolved(stated: Sequence[tuple[Label, str]]) -> list[tuple[Label, str]]:
    """A bare "Date:" right behind "Approved by:" is the day of approval."""
    before = ["", *(known.field for known, _ in stated)]
    return [
        (Label("approved", 1) if (known.field, field) == ("date", "approved_by") else known, words)
        for (known, words), field in zip(stated, before, strict=False)
    ]


def _label_before(words: str, *, first: bool) -> tuple[Label, int] | None:
    """The longest label that ends the words, and where it starts; in the middle of a line it begins with a capital."""
    starts = [match.start() for match in re.finditer(r"(?<!\S)\S", words)]
    if first and len(starts) > MOST_BEFORE:
        return None
    for start in starts[-8:]:
        known = label(words[start:])
        if known is not None and (start == starts[0] or (words[start].isupper() and known.field != "title")):
            return known, start
    return None


MOST_BEFORE = 16  # words before the first separator of a line that may still end in a label


def _continued(known: Label, words: str, following: str) -> str:
    """Words that go on in the next line: the value under a label, a second date, the year of a month."""
    if pairs(following) or label(following):
        return words
    date_only = known.field in DATES and bool(re.search(r"\d{4}", following)) and not without_days(following).strip()
    year_only = bool(re.fullmatch(r"(?:19|20)\d\d", following))
    if not words or date_only or (year_only and not days(words)):
        return f"{words} {following}".strip()
    return words


def _events(line: Line, strength: Strength) -> Iterator[Said]:
    """Short lines such as "Ratified TB 8 July 2021" or "Approved by the Governing Body on 12 March 2025"."""
    words = line.words.strip(" .")
    if len(words) > LONGEST_EVENT:
        return
    signed = SIGNED.match(words)
    if signed and days(signed["when"]) and not meanings.UNFILLED.search(words):
        yield Said("approved", signed["when"], line.place, min(strength, Strength.BACK), 3)
    found = EVENT.fullmatch(words)
    if not found:
        return
    rest, when = found["rest"], days(found["rest"])
    body = meanings.body(_trimmed(without_days(rest)))
    if not (body or when) or (_trimmed(without_days(rest)) and not body):
        return
    field = "reviewed" if not re.search(r"approv|adopt|ratif|agree|sign|endors", found["verbs"], re.I) else "approved"
    if when:
        yield Said(field, _days_alone(rest), line.place, strength, 0)
    if body and field == "approved":
        yield Said("approved_by", _with_day(body, rest), line.place, strength)


def _days_alone(words: str) -> str:
    """The words from the first day that they name to the last."""
    named = list(DAY.finditer(words))
    return words[named[0].start() : named[-1].end()] if named else words


def _with_day(body: str, words: str) -> str:
    """A body with the day on which it approved, by which the last of several bodies is known."""
    day = DAY.search(words)
    return f"{body}, {day.group()}" if body and day else body


def _trimmed(words: str) -> str:
    """A body without the small words and marks that tie it to its verb and its date."""
    words = re.sub(r"^[\s:;,–—-]*(?:(?:by|at|with)\s+)?(?:(?:a|the|our)\s+)?", "", " ".join(words.split()))
    return re.sub(r"[\s:;,()–—-]*(?:\b(?:on|in|at|dated?|meeting)\b[\s:;,()–—-]*)*$", "", words)


def _marks(words: str, place: str, strength: Strength) -> Iterator[Said]:
    """A line that is nothing but a version or the word "draft"."""
    version = PRINTED_VERSION.match(words.strip(" .()"))
    beside = words.strip(" .()")[version.end() :] if version else ""
    if version and not without_days(beside).strip(" ,.:;()–—-"):
        yield Said("version", version["number"], place, strength, 1)
        if days(beside):
            yield Said("reviewed", beside, place, strength, 1)
    if DRAFT.fullmatch(words.strip(" .()-–*")):
        yield Said("status", words, place, strength, 1)


def _prose(line: Line) -> Iterator[Said]:
    """What sentences about "this policy" say of its approval and its review."""
    text = line.words[:LONGEST_PROSE]
    for found in APPROVED_SENTENCE.finditer(text):
        day = DAY.match(found["when"])
        if day:
            yield Said("approved", day.group(), line.place, Strength.PROSE)
            yield Said("approved_by", found["body"] or "", line.place, Strength.PROSE)
    for found in CYCLE_SENTENCE.finditer(text):
        period = meanings.CYCLE.search(found["rest"])
        if period and not re.search(r"\b(?:if|when|where|unless)\b", found["rest"][: period.start()]):
            yield Said("review_cycle", period.group(), line.place, Strength.PROSE)
        when = REVIEW_SENTENCE.search(found.group())
        day = DAY.match(when["when"]) if when else None
        if day:
            yield Said("review_by", day.group(), line.place, Strength.PROSE)


def from_margins(reading: Reading) -> Iterator[Said]:
    """What running heads and feet state."""
    place = "the running head or foot"
    for words in (part for margin in reading.margins for part in PARTS.split(margin) if part):
        line = Line(words, 0, 0, place, False)
        stated = pairs(words)
        for known, value in stated:
            yield from said_of(known, value, place, Strength.MARGIN)
        if not stated:
            yield from _events(line, Strength.MARGIN)
            yield from _marks(words, place, Strength.MARGIN)
        for version in PRINTED_VERSION.finditer(words):
            yield Said("version", version["number"], place, Strength.MARGIN, 2)
