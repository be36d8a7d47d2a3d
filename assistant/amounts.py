"""Amounts of money as people say them, and the bands that a table or a sentence sets, each with its edges.

"12k", "five grand", "twelve and a half thousand" and "12500 quid" are written as documents write them; words about VAT
are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, inf

SMALL = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
        " eighteen nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
POWERS = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 1_000_000, "k": 1000, "m": 1_000_000}
_DIGITS = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = rf"(?:{'|'.join([*SMALL, *TENS])})"
_NUMBER = rf"(?:a\s+quarter\s+of\s+an?|half\s+an?|a\s+couple\s+of|{_WORD}(?:[\s-]{_WORD})?|an?)"
_WORDS = rf"{_NUMBER}(?:[\s-]+(?:and\s+)?(?:{_WORD}|hundred|thousand|grand|million|a\s+half))+"
_POUNDS = r"(?:pounds?(?:\s+sterling)?|quid|gbp|sterling)"
_OTHER_THINGS = (
    r"(?!\s*(?:%|per\s?cent|run|race|walk|pupils?|children|people|parents|students?|staff|words?|hours?|days?|miles?"
    r"|pages?|times|metres?|thanks|sessions?|books?|letters?)\b)"
)
SAID = re.compile(
    rf"""(?:
      (?P<slang>\ba\s+(?:fiver|tenner)\b)
    | £\s?(?P<short>\d+(?:[.,]\d+)*)(?P<power>k|mn?|\s?(?:million|thousand|grand))\b(?!&)
    | £\s?(?P<spaced>\d{{1,3}}(?:\s\d{{3}})+)(?![\d,])
    | \bgbp\s?(?P<coded>{_DIGITS})
    | (?<![£\d.,])\b(?P<thousands>\d+(?:\.\d+)?)\s?k\b{_OTHER_THINGS}
    | (?<![£\d.,])\b(?P<mixed>\d+(?:\.\d+)?)\s+(?P<of>grand|thousand|million|hundred)\b(?:\s+{_POUNDS}\b)?
      {_OTHER_THINGS}
    | (?<![£\d.,])\b(?P<plain>{_DIGITS})\s*{_POUNDS}\b
    | \b(?P<worded>{_WORDS})\b(?:\s+{_POUNDS}\b)?{_OTHER_THINGS}
    | \b(?P<pounds>{_NUMBER}(?:[\s-]{_WORD})?)\s+{_POUNDS}\b
    | (?P<verb>\b(?:approve|authorise|authorize|sign(?:\s+off)?(?:\s+for)?|spend(?:ing)?|agree(?:\s+to)?|pay(?:ing)?
        |worth|costs?|costing|for|of|at)\s+)(?P<bare>\d{{1,3}}(?:,\d{{3}})+(?:\.\d\d)?|\d{{3,}}\.\d\d)(?![\d,.]*\d)(?:\s*{_POUNDS}\b)?
      {_OTHER_THINGS}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
THOUSANDS = re.compile(rf"\b(?:thousand|grand|million|{_POUNDS})\b", re.IGNORECASE)  # "a hundred" alone is no money
SLANG = {"fiver": 5.0, "tenner": 10.0}
POUNDS = r"£\s?(\d[\d,]*(?:\.\d+)?)"


def plainly(text: str) -> str:
    """The text with its amounts of money as documents write them: "£12,500"."""
    return SAID.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    loose = (found["worded"] or found["mixed"] or "") and not THOUSANDS.search(found.group())
    value = None if loose else _value(found)
    if value is None:
        return found.group()
    before = found["verb"] or ""
    return f"{before}{pounds(value)}"


def pounds(value: float) -> str:
    """An amount as documents write it: £12,500 or £12.50."""
    return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"


def _value(found: re.Match[str]) -> float | None:
    if found["slang"]:
        return SLANG[found["slang"].split()[-1].casefold()]
    if found["short"]:
        return _digits(found["short"]) * POWERS[found["power"].strip().casefold().replace("mn", "m")]
    if found["thousands"]:
        return float(found["thousands"]) * 1000
    if found["mixed"]:
        return float(found["mixed"]) * POWERS[found["of"].casefold()]
    for name in ("spaced", "coded", "plain", "bare"):
        if found[name]:
            return _digits(found[name])
    return _in_words((found["worded"] or found["pounds"]).casefold())


def _digits(said: str) -> float:
    return float(re.sub(r"[,\s]", "", said))


def _in_words(said: str) -> float | None:
    """The value of a number in words: "twelve and a half thousand" is 12,500, "two hundred and fifty" is 250."""
    said = re.sub(r"\ba quarter of an?\b", "0.25", said)
    said = re.sub(r"\bhalf an?\b", "0.5", said)
    said = re.sub(r"\ba couple of\b", "two", said)
    said = re.sub(r"\band a half\b", "0.5", said)
    whole, part = 0.0, 0.0
    for word in re.split(r"[\s-]+", said):
        if word in ("a", "an"):
            part += 1
        elif word in SMALL or word in TENS:
            part += SMALL.get(word) or TENS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in POWERS:
            whole += (part or 1) * POWERS[word]
            part = 0.0
        elif re.fullmatch(r"\d+(?:\.\d+)?", word):
            part += float(word)
        elif word != "and":
            return None
    return whole + part or None


@dataclass(frozen=True, slots=True)
class Band:
    """Amounts from `low` to `high` in pounds; an edge belongs to the band where `holds_low` and `holds_high` say so.

    `words` are those that set it; of two columns for the edges they are put together.
    """

    low: float
    high: float
    holds_low: bool
    holds_high: bool
    words: str

    def holds(self, amount: float) -> bool:
        """Whether an amount lies in the band. In bands of whole pounds, £501 begins where £500 ends: pence go up."""
        whole = ceil(amount) if self.low % 10 == 1 else amount
        above = whole >= self.low if self.holds_low else amount > self.low
        below = amount <= self.high if self.holds_high else amount < self.high
        return above and below

    def on_edge(self, amount: float) -> bool:
        """Whether an amount is exactly where the band begins or ends."""
        return amount in (self.low, self.high) and amount > 0


COLUMNS = re.compile(
    r"[^:.]*\bfrom(?: \(£\))?: (?P<low>£?[\d,]+|Any)\. [^:.]*\bto(?: \(£\))?: "
    r"(?P<high>£?[\d,]+|No limit|Any)(?=\.|$)",
    re.IGNORECASE,
)
BETWEEN = re.compile(rf"(?:between )?{POUNDS}\s*(?:to|and|–|—|-)\s*{POUNDS}", re.IGNORECASE)
FROM = rf"(?P<from>above|over|more than|exceeding|at least|from|not less than)\s+{POUNDS}"
UP_TO = (
    r"(?P<to>up to and including|up to|below|under|less than|no more than|not more than|at most|not exceeding)"
    rf"\s+{POUNDS}"
)
BOTH = re.compile(rf"{FROM}(?:,|\s+and|\s+but)?\s+(?:is\s+)?{UP_TO}", re.IGNORECASE)
AFTER = re.compile(rf"{POUNDS}\s+(?:or|and) (?:more|above|over),?\s+(?:and|but)\s+(?:is\s+)?{UP_TO}", re.IGNORECASE)
AT_LEAST = re.compile(rf"{FROM}(?!\s*(?:to|–|-))|{POUNDS}\s+(?:or more|and (?:above|over|more)|upwards)", re.IGNORECASE)
AT_MOST = re.compile(rf"{UP_TO}|{POUNDS}\s+(?:or less|or under|and (?:below|under))", re.IGNORECASE)
OUTSIDE = ("above", "over", "more than", "exceeding", "below", "under", "less than")


def bands(text: str) -> tuple[Band, ...]:
    """The bands that a text sets, in its order."""
    taken: list[tuple[int, Band]] = []
    rest = text
    for pattern, made in _MADE:
        for found in pattern.finditer(rest):
            taken.append((found.start(), made(found)))
        rest = pattern.sub(lambda found: " " * len(found.group()), rest)
    return tuple(band for _, band in sorted(taken, key=lambda pair: pair[0]))


def _columns(found: re.Match[str]) -> Band:
    low = 0.0 if found["low"].casefold() == "any" else _digits(found["low"].strip("£"))
    open_ended = found["high"].casefold() in ("any", "no limit")
    high = inf if open_ended else _digits(found["high"].strip("£"))
    words = f"{pounds(low)} to {pounds(high)}" if high != inf else f"{pounds(low)} and above" if low else "any amount"
    return Band(low, high, True, True, words)


def _both(found: re.Match[str]) -> Band:
    low, high = (_digits(digits) for digits in re.findall(POUNDS, found.group()))
    holds_low, holds_high = (found[side].casefold() not in OUTSIDE for side in ("from", "to"))
    return Band(low, high, holds_low, holds_high, found.group())


def _after(found: re.Match[str]) -> Band:
    low, high = (_digits(digits) for digits in re.findall(POUNDS, found.group()))
    return Band(low, high, True, found["to"].casefold() not in OUTSIDE, found.group())


def _between(found: re.Match[str]) -> Band:
    low, high = (_digits(digits) for digits in re.findall(POUNDS, found.group()))
    return Band(low, high, True, True, found.group())


def _at_most(found: re.Match[str]) -> Band:
    high = _digits(re.findall(POUNDS, found.group())[0])
    return Band(0.0, high, True, (found["to"] or "").casefold() not in OUTSIDE, found.group())


def _at_least(found: re.Match[str]) -> Band:
    low = _digits(re.findall(POUNDS, found.group())[0])
    return Band(low, inf, (found["from"] or "").casefold() not in OUTSIDE, True, found.group())


_MADE = (
    (COLUMNS, _columns),
    (BOTH, _both),
    (AFTER, _after),
    (BETWEEN, _between),
    (AT_MOST, _at_most),
    (AT_LEAST, _at_least),
)


def neighbours(amount: float, held: Sequence[Band]) -> Iterator[Band]:
    """Of bands that do not hold an amount, the nearest that ends below it and the nearest that begins above it."""
    below = [band for band in held if band.high <= amount]
    above = [band for band in held if band.low >= amount]
    if below:
        yield max(below, key=lambda band: band.high)
    if above:
        yield min(above, key=lambda band: band.low)
