"""Whether two passages say different things about one point, as far as it can be read off.

A false difference is worse than none. So a point is the same only where one text names the subject of the other, in its
title or in the very sentence; and the difference must be another number of the same unit, bounded in the same way, of
the same act or under the same heading; or, beside a text that governs who decides, another person who decides.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.precedence.texts import Texts
from assistant.saying import ROLE
from assistant.values import Document, Passage
from assistant.vocabulary import is_generic
from assistant.wording import NUMBER_WORDS, QUANTITY, WORD, content_words, sentences

ALIKE = 0.2  # cosine of two sentences, their words weighted by rarity, beside the same act
ALIKE_UNDER_ONE_HEADING = 0.35
ALIKE_DECISIONS = 0.4
NAMED = 0.66  # of the words of a title that tell it from others
FAR = 6  # words after a number in which the act is looked for where none stands before it
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "session": 0.5, "day": 1, "week": 7, "month": 30.4, "term": 91, "year": 365}
TEACHING_DAY = 1.4  # school days and working days, in calendar days
SAME = 0.1  # share by which two lengths of time may differ that are only counted in other units
SENTENCES = 20_000  # whose amounts, roles and words are kept once they have been read
SHARED = 2  # words that two sentences on who decides must share
UNITS = frozenset(
    content_words(
        "day days week weeks month months year years term terms hour hours minute minutes school schools working"
        " calendar within trust policy staff"
    )
)
LIGHT = frozenset(
    content_words("annex anti use pupils staff school schools summary new members statement information working")
)
ACT_WORDS = {
    "approve": "approve approves approved approval authorise authorised agree agreed",
    "declare": "declare declared",
    "refuse": "refuse refused",
    "acknowledge": "acknowledge acknowledges acknowledged acknowledgement",
    "answer": "answer answers answered",
    "reply": "reply replies replied",
    "appeal": "appeal appeals appealed",
    "decide": "decide decides decided decision",
    "report": "report reported tell tells told inform informed notify notified",
    "pay": "pay pays paid",
    "keep": "keep keeps kept retain retained",
    "meet": "meet meets met",
    "hand in": "return returns returned hand hands handed submit submitted",
    "record": "record records recorded enter entered",
    "send": "send sends sent",
    "claim": "claim claims claimed",
    "hear": "hear hears heard",
    "review": "review reviews reviewed",
    "reduce": "reduce reduces reduced reduction",
}
ACTS = {word: act for act, words in ACT_WORDS.items() for word in words.split()}
BOUNDS = {
    "at most": r"within|up to|at most|no more than|not more than|no longer than|not later than|by",
    "at least": r"at least|no less than|not less than|no fewer than|minimum of",
    "above": r"more than|above|over|exceeds?|exceeding",
    "below": r"less than|below|under|fewer than",
    "after": r"after|following",
}
EVEN = re.compile(r"\b(?:even|whatever|for example|e\.g\.|instead of|in place of|rather than)\b", re.IGNORECASE)
LABEL = re.compile(r"[A-Z][\w /,'’-]{1,60}: ")
_DECIDE = r"(?:approv|decid|appoint|authoris|agree|sign|waiv|consent)"
_ROLES = rf"(?:the\s+)?{ROLE.pattern}(?:\s*(?:,|and|or|together with|with)\s+(?:the\s+)?{ROLE.pattern})*"
PASSIVE = re.compile(rf"\b{_DECIDE}\w*\s+(?:only\s+|first\s+)?by\s+(?P<who>{_ROLES})", re.IGNORECASE)
ACTIVE = re.compile(rf"(?P<who>{_ROLES})\s+(?:alone\s+|may\s+|must\s+|then\s+|also\s+)*{_DECIDE}\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit: `size` in one unit of its family, the `act` it limits, and how it is bounded."""

    family: str
    number: float
    size: float
    act: str
    bound: str


def another_amount(said: str, words: str, cited: Passage, other: Passage, opened: Texts) -> bool:
    """Whether two sentences bound the same act, or the same thing under one heading, by another number."""
    if EVEN.search(said) or EVEN.search(words):
        return False
    one, two = _amounts(said), _amounts(words)
    pairs = [(a, b) for a in one for b in two if _differ(a, b)]
    if not pairs or not (names(cited.document, other, words) or names(other.document, cited, said)):
        return False
    alike = _alike(content_words(said), content_words(words), opened)
    if any(a.act and a.act == b.act for a, b in pairs) and alike >= ALIKE:
        return True
    return _heading(cited) == _heading(other) != () and alike >= ALIKE_UNDER_ONE_HEADING


def _differ(one: _Amount, other: _Amount) -> bool:
    if (one.family, one.bound) != (other.family, other.bound) or one.number == other.number:
        return False
    return abs(one.size - other.size) > SAME * max(one.size, other.size)


def bounds_something(sentence: str) -> bool:
    """Whether a sentence holds an amount that another sentence could contradict."""
    return bool(_amounts(sentence)) and not EVEN.search(sentence)


def lets_decide(sentence: str) -> bool:
    """Whether a sentence says who decides."""
    return bool(_deciders(sentence))


@lru_cache(maxsize=SENTENCES)
def _amounts(sentence: str) -> tuple[_Amount, ...]:
    return tuple(_read_amounts(sentence))


def _read_amounts(sentence: str) -> Iterator[_Amount]:
    acts = [(match.start(), ACTS[match.group().casefold()]) for match in WORD.finditer(sentence) if _is_act(match)]
    for match in QUANTITY.finditer(sentence):
        unit = " ".join((match["unit"] or "").casefold().split())
        number = float(NUMBER_WORDS.get(match["number"].casefold(), match["number"].replace(",", "")))
        if match["money"] or match["percent"]:
            family, size = ("£" if match["money"] else "%"), number
        elif unit:
            last = unit.split()[-1].removesuffix("s")
            teaching = TEACHING_DAY if last == "day" and re.search("school|working", unit) else 1.0
            family, size = "time", number * DAYS[last] * teaching
        else:
            continue
        before = [act for place, act in acts if place < match.start()]
        behind = [act for place, act in acts if match.end() <= place <= match.end() + FAR]
        yield _Amount(family, number, size, [*before[-1:], *behind, ""][0], _bound(sentence[: match.start()]))


def _is_act(match: re.Match[str]) -> bool:
    return match.group().casefold() in ACTS


def _bound(before: str) -> str:
    """How a number is bounded by the words right before it; "" where nothing says."""
    return next((name for name, words in BOUNDS.items() if re.search(rf"\b(?:{words})\s*\Z", before, re.I)), "")


def another_person(said: str, words: str, cited: Passage, other: Passage, opened: Texts) -> bool:
    """Whether two sentences let other people decide about the same thing."""
    one, two = _deciders(said), _deciders(words)
    if not one or not two or one == two:
        return False
    alone = content_words(said), content_words(words)
    led = content_words(f"{_led(cited, said)} {said}"), content_words(f"{_led(other, words)} {words}")
    shared = {word for word in set(led[0]) & set(led[1]) if not is_generic(word) and not word.isdigit()}
    return len(shared) >= SHARED and max(_alike(*alone, opened), _alike(*led, opened)) >= ALIKE_DECISIONS


@lru_cache(maxsize=SENTENCES)
def _deciders(sentence: str) -> frozenset[str]:
    found = [match["who"] for pattern in (PASSIVE, ACTIVE) for match in pattern.finditer(sentence)]
    return frozenset(role for who in found for role in _people(who))


def _people(words: str) -> list[str]:
    return [match.group().casefold().removesuffix("s") for match in ROLE.finditer(words)]


def _led(passage: Passage, sentence: str) -> str:
    """The sentence before one, which may say what it is about."""
    held = rules(passage.text)
    place = next((number for number, words in enumerate(held) if sentence in words or words in sentence), 0)
    return held[place - 1] if place else ""


def rules(text: str) -> list[str]:
    """The sentences of a text that are no table rows."""
    return [text[start:end] for start, end in sentences(text) if not LABEL.match(text[start:end])]


def _heading(passage: Passage) -> tuple[str, ...]:
    return content_words(passage.heading_path[-1]) if len(passage.heading_path) > 1 else ()


def names(document: Document, other: Passage, sentence: str = "") -> bool:
    """Whether a passage, or one sentence of it, names the subject of a document: most of the words of its title."""
    schools = {word for name in document.applies_to for word in _stems(name)}
    titled = {word for word in _stems(document.title) if not is_generic(word) and word not in LIGHT}
    titled -= schools
    said = _stems(other.place) | _stems(sentence or other.text)
    return bool(titled) and len(titled & said) >= NAMED * len(titled)


@lru_cache(maxsize=SENTENCES)
def _stems(words: str) -> frozenset[str]:
    return frozenset(content_words(words))


def _alike(one: Sequence[str], other: Sequence[str], opened: Texts) -> float:
    """The cosine of two bags of words, each weighted by its rarity; numbers and units are left out."""
    first, second = (
        {word: opened.library.rarity(word) for word in words if not word[0].isdigit() and word not in UNITS}
        for words in (one, other)
    )
    shared = sum(weight * second[word] for word, weight in first.items() if word in second)
    size = sum(weight**2 for weight in first.values()) * sum(weight**2 for weight in second.values())
    return float(shared / size**0.5) if size else 0.0
