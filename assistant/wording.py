"""What words say: content words, sentences with their offsets, numbers, negations, and must, should or may."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import inf
from typing import Any

PLACE_CHARACTERS = 200
FUNCTION_WORDS = frozenset(
    """a about above after again all also am an and any are as at be been before being below between both but by can
    could did do does doing done down during each few for from further get give given go had has have having he her here
    hers him his how i if in into is it its itself just know let like may me might more most must my need no nor not of
    off on once only or other our ours out over own per please s same shall she should so some such t tell than that
    the their theirs them then there these they this those through to too under until up us very was we were what when
    where which while who whom whose why will with would you your yours say says said happen happens there's i'm
    does don't it's much many long""".split()
)
WORD = re.compile(r"[£$€]?\d[\d,]*(?:\.\d+)?%?|[^\W\d_]+(?:['’][^\W\d_]+)*")
NUMBER_WORDS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        map(str, range(1, 21)),
        strict=True,
    )
) | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90"}
KIND_OF_TIME = r"(?:(?:school|working|calendar|clear|consecutive|paid|unpaid)\s+)*"
UNIT = KIND_OF_TIME + r"(?:days?|weeks?|months?|years?|terms?|hours?|minutes?|sessions?)"
QUANTITY = re.compile(
    rf"(?P<money>£)?(?P<number>\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(NUMBER_WORDS)})\b)(?P<percent>\s?%|\sper\s?cent)?"
    rf"(?:[\s-]+(?P<unit>{UNIT})\b)?",
    re.IGNORECASE,
)
OPENS = "who|whom|whose|when|where|why|how|what|which|do|does|can|must|is|are"  # a question that goes on from another
SECOND_QUESTION = re.compile(rf"\?+\s+(?=\S)|[,;]?\s+and\s+(?=(?:{OPENS})\b)", re.IGNORECASE)
ASKS = re.compile(
    rf"(?:^|[.,;:!–—-]\s+|\b(?:and|so|but|or|then)\s+)(?:{OPENS}|did|could|was|were|will|would|should|shall|may|has|have|had"
    r"|am|any)\b",
    re.IGNORECASE,
)
TOPIC_ADDED = re.compile(r"\s*\([^)]*\)\?$")  # what a follow-up is about, as `conversation` adds it
AMOUNT = r"£\s?(\d[\d,]*(?:\.\d+)?)"
BETWEEN = re.compile(rf"{AMOUNT}\s*(?:to|and|–|—|-)\s*{AMOUNT}", re.IGNORECASE)
AT_MOST = re.compile(
    rf"(?:up to(?: and including)?|below|under|less than|no more than|at most)\s+{AMOUNT}", re.IGNORECASE
)
AT_LEAST = re.compile(rf"(?:above|over|more than|exceeding|at least|from)\s+{AMOUNT}(?!\s*(?:to|–|-))", re.IGNORECASE)
NEGATION = re.compile(r"\b(?:not|no|never|none|neither|nor|cannot|without|nobody|\w+n['’]t)\b", re.IGNORECASE)
MODAL = re.compile(r"\b(must|shall|should|may|can|cannot|will|need|ought)\b(\s+not\b)?", re.IGNORECASE)
ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|para|paras|nos|art|sec|cl|vs|cf|mr|mrs|ms|dr|rev|st|fig|ref|approx|dept|hon|prof|incl|[a-z])\.$",
    re.IGNORECASE,
)
MARKER_ALONE = re.compile(r"\(?(?:[ivx]{1,4}|[a-z]{1,2}|\d{1,3}(?:\.\d{1,3})*)\)?\.$", re.IGNORECASE)
ENDING = re.compile(r"[.!?]+[\"'’”)\]]*(?=\s|$)")


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, numbers without their commas and signs ("£12,500" is "12500")."""
    return tuple(_plain(match.group().casefold()) for match in WORD.finditer(text))


def _plain(word: str) -> str:
    return word.strip("£$€%").replace(",", "") if word[-1].isdigit() or word[-1] == "%" else word


def content_words(text: str) -> tuple[str, ...]:
    """Stems of the words that carry meaning, in order; number words as digits (Snowball's English stemmer)."""
    kept = [NUMBER_WORDS.get(word, word) for word in words(text) if word not in FUNCTION_WORDS]
    return tuple(_stemmer().stemWords([word.replace("’", "'").removesuffix("'s") for word in kept]))


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of a text, in order, without the white space around them; a line end ends a sentence."""
    spans: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        begin = line.start()
        for ending in ENDING.finditer(text, line.start(), line.end()):
            if ending.end() < line.end() and not _ends(text[begin : ending.end()], text[ending.end() : line.end()]):
                continue
            _append(spans, text, begin, ending.end())
            begin = ending.end()
        _append(spans, text, begin, line.end())
    return tuple(spans)


def _ends(before: str, after: str) -> bool:
    """Whether a full stop ends a sentence: not after an abbreviation or a clause number, nor before a small letter."""
    if after.lstrip()[:1].islower():
        return False
    last = before.split()[-1] if before.split() else ""
    return not (before.endswith(".") and (ABBREVIATION.search(last) or MARKER_ALONE.fullmatch(before)))


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def parts(question: str) -> tuple[str, ...]:
    """A question cut where it asks a second thing: "how many days, and who approves?" gives both; else the whole.

    What only tells something at the end ("Is that so? He is in year 5") stays with what was asked before it.
    """
    cut = [part.strip(" ,;.") for part in SECOND_QUESTION.split(question)]
    asked = [part for part in cut if part]
    if len(asked) > 1 and not _asks(asked[-1]):
        asked[-2:] = [f"{asked[-2]}? {asked[-1]}"]
    if len(asked) < 2 or any(not content_words(part) for part in asked):
        return (question,)
    return tuple(asked)


def _asks(part: str) -> bool:
    own = TOPIC_ADDED.sub("", part)
    return own.endswith("?") or bool(ASKS.search(own))


def numbers(text: str) -> frozenset[str]:
    """The amounts of a text in one form: "10 school day", "£12500", "5%"; a number without unit stands alone."""
    found = set()
    for match in QUANTITY.finditer(text):
        number = match["number"].casefold().replace(",", "")
        number = NUMBER_WORDS.get(number, number)
        unit = " ".join((match["unit"] or "").casefold().split()).removesuffix("s")
        sign = "%" if match["percent"] else ""
        found.add(f"{'£' if match['money'] else ''}{number}{sign}{' ' + unit if unit else ''}")
    return frozenset(found)


def money(text: str) -> tuple[float, ...]:
    """The amounts of a text, in pounds."""
    return tuple(_pounds(found) for found in re.findall(AMOUNT, text))


def bands(text: str) -> tuple[tuple[float, float], ...]:
    """The bands of money that a text names, in pounds: "£501 to £5,000", "up to £500", "above £213,000"."""
    between = [(_pounds(low), _pounds(high)) for low, high in BETWEEN.findall(text)]
    at_most = [(0.0, _pounds(high)) for high in AT_MOST.findall(text)]
    at_least = [(_pounds(low), inf) for low in AT_LEAST.findall(text)]
    return (*between, *at_most, *at_least)


def _pounds(digits: str) -> float:
    return float(digits.replace(",", ""))


def negations(text: str) -> int:
    """How many words of a text negate."""
    return len(NEGATION.findall(text))


def modals(text: str) -> tuple[str, ...]:
    """The words of duty and permission, in order, each with its "not": "must", "may not", "should"."""
    return tuple((found[0] + found[1]).casefold().replace("shall", "must") for found in MODAL.findall(text))


def slug(words: str, keep: str = "") -> str:
    """Lower-case words joined by hyphens, at most 60 characters, for ids that people can read."""
    pattern = rf"[^\w{re.escape(keep)}]+"
    return re.sub(pattern, "-", words.casefold()).strip("-.")[:60].strip("-.")


def place(title: str, heading_path: Sequence[str]) -> str:
    """Title and heading path as one line of at most `PLACE_CHARACTERS`, so that it leaves room in the model's window.

    A heading that repeats the title is left out; of a long path the innermost headings are kept.
    """
    line = _clipped(title, PLACE_CHARACTERS // 2)
    headings = [heading for heading in heading_path if heading.casefold() != title.casefold()]
    kept: list[str] = []
    room = PLACE_CHARACTERS - len(line)
    for heading in reversed(headings):
        words = " › " + _clipped(heading, PLACE_CHARACTERS // 3)
        if len(words) > room:
            break
        kept.insert(0, words)
        room -= len(words)
    return line + "".join(kept)


def _clipped(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"


def long_date(day: date) -> str:
    """A date as people in schools write it: 4 September 2026."""
    return f"{day.day} {day:%B %Y}"


def spelled_out(name: str) -> str:
    """A file's name for people: characters that would not show, or would steer a terminal, are spelled out."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in name)
