"""The periods that a text sets, each with what it runs from: "within 10 school days of receiving it"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.calendar import Unit
from assistant.wording import NUMBER_WORDS

ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth".split(),
        range(1, 11),
        strict=True,
    )
)
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(NUMBER_WORDS)})"
_ORDINAL = rf"(?:{'|'.join(ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"
_KIND = r"(?:(?P<kind>school|working|calendar|clear|consecutive)\s+)?"
_UNIT = _KIND + r"(?P<unit>day|week|month)s?"
_ANCHOR = r"(?P<anchor>[^.,;:()]{0,80})"
_LEAD = r"within|at the latest|no later than|not later than|by|at least|not less than|no fewer than|has|have"
_AFTER = r"of|after|from|following|before"
COUNTED = re.compile(
    rf"(?:\b(?P<lead>{_LEAD})\s+(?:a\s+(?:further|period of)\s+)?)?(?<![\d.])(?P<number>\b{_NUMBER})[\s-]+{_UNIT}\b"
    rf"(?P<notice>['’]?\s+notice\b)?(?:\s+(?:later than|(?P<late>later)|in advance|beforehand))?"
    rf"(?:\s+(?P<relation>{_AFTER})\b{_ANCHOR})?",
    re.IGNORECASE,
)
ORDINAL = re.compile(
    r"\b(?:on|by|from|not later than|at the latest)\s+(?:or before\s+)?(?:the\s+end\s+of\s+)?"
    rf"the\s+(?P<number>{_ORDINAL}|next|following)\s+{_UNIT}\b"
    rf"(?:\s+(?P<relation>after|following|before|of)\b{_ANCHOR})?",
    re.IGNORECASE,
)
CELL = re.compile(r"(?P<header>[A-Z][^.:;]{1,80}): (?P<cell>[^:]*?)(?=\. [A-Z][^.:;]{1,80}: |$)")
HEADS_PERIOD = re.compile(r"\b(?:within|from|after|before|latest|by when|deadline|when|time|days?)\b", re.IGNORECASE)
STOPS = re.compile(
    r"\b(?:unless|if|but|and|or|with|where|except|so that|who|which|because|while|whichever|at stage|in writing)\b.*",
    re.IGNORECASE,
)
FROM = re.compile(r"\b(?:from|after|of)\s+(?P<anchor>.+)", re.IGNORECASE)
EARLIER = re.compile(r"\b(?:before|beforehand|in advance)$")
MOST_LEADING = 14  # words
NAMED = re.compile(r": [A-Z][^.:,;]{2,40}, $")  # a cell that is a step and its time: "Answer, 15 school days"
ENDED = re.compile(r"s?(?:\.|$)")
NO_DEADLINE = re.compile(
    r"(?:more than|fewer than|less than|up to|for|every|exceed|lasts?|over|about)\s+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """`number` units, negative where it lies before its day; `anchor` is what it runs from, "" where the text has none.

    `words` are the text's own, with the row's first cell where it stands in a table.
    """

    number: int
    unit: Unit
    anchor: str
    words: str


def periods(text: str) -> tuple[Period, ...]:
    """The periods in which something is to be done, in the order of the text; lengths of time are left out."""
    return tuple(period for line in text.split("\n") for period in _of_line(line))


def _of_line(line: str) -> Iterator[Period]:
    found = dict((*_ordinals(line), *_counted(line)))
    return (found[place] for place in sorted(found))


def _counted(text: str) -> Iterator[tuple[int, Period]]:
    cells = [(match.span("cell"), match["header"]) for match in CELL.finditer(text)]
    for found in COUNTED.finditer(text):
        place = found.start("number")
        header = next((head for (start, end), head in cells if len(cells) > 1 and start <= place < end), "")
        if (found["kind"] and found["unit"].casefold() != "day") or not _is_deadline(text, found, header):
            continue
        anchor = _anchor(found["anchor"])
        of_header = FROM.search(header)
        if not anchor and of_header:
            anchor = of_header["anchor"]
        number = int(NUMBER_WORDS.get(found["number"].casefold(), found["number"]))
        said = _ended(found.group(), found)
        row = f"{cells[0][1]}: {text[slice(*cells[0][0])]}" if header else ""
        words = (
            _led(text, found) + said if not header else row if header == cells[0][1] else f"{row} … {header}: {said}"
        )
        yield place, Period(-number if _is_back(found) else number, _unit(found), anchor, words)


def _is_deadline(text: str, found: re.Match[str], header: str) -> bool:
    """Whether a number of days sets a time, and is not a length: "within 5 days", "5 days after", a cell "By when"."""
    if NO_DEADLINE.search(text[: found.start()]):
        return False
    lead, relation = (found["lead"] or "").casefold(), (found["relation"] or "").casefold()
    limits = lead in ("within", "at the latest", "no later than", "not later than") or bool(found["late"])
    allowed = lead in ("has", "have") and text[found.end("unit") :].lstrip("s").startswith(" to ")
    before = text[: found.start("number")]
    of_cell = bool(HEADS_PERIOD.search(header)) and not NO_DEADLINE.search(before)
    of_cell = of_cell or bool(header and NAMED.search(before) and ENDED.match(text, found.end("unit")))
    return limits or allowed or of_cell or _is_back(found) or relation in ("after", "from", "following")


def _is_back(found: re.Match[str]) -> bool:
    said = found.group().casefold()
    return (found["relation"] or "").casefold() == "before" or bool(found["notice"]) or bool(EARLIER.search(said))


def _led(text: str, found: re.Match[str]) -> str:
    """The words of the same sentence part that lead to a period: "The school must answer it "."""
    before = re.split(r"[.,;:()\n]|\b(?:days?|weeks?|months?) and\b", text[: found.start()])[-1]
    return "" if len(before.split()) > MOST_LEADING else re.sub(r"^\s*(?:\d+\s+)?", "", before)


def _ordinals(text: str) -> Iterator[tuple[int, Period]]:
    for found in ORDINAL.finditer(text):
        said = found["number"].casefold()
        number = ORDINALS.get(said) or (1 if said in ("next", "following") else int(re.sub(r"\D", "", said)))
        relation = (found["relation"] or "").casefold()
        if relation == "of" or (said in ("next", "following") and found["unit"].casefold() != "day"):
            continue
        signed = -number if relation == "before" else number
        words = _led(text, found) + _ended(found.group(), found)
        yield found.start("number"), Period(signed, _unit(found), _anchor(found["anchor"]), words)


def _unit(found: re.Match[str]) -> Unit:
    if found["unit"].casefold() != "day":
        return Unit(found["unit"].casefold())
    kind = (found["kind"] or "calendar").casefold()
    return Unit(f"{'calendar' if kind == 'consecutive' else kind} day")


def _anchor(words: str | None) -> str:
    return STOPS.sub("", words or "").strip()


def _ended(said: str, found: re.Match[str]) -> str:
    """The words of a period up to where its anchor ends."""
    anchor = found["anchor"] or ""
    kept = STOPS.sub("", anchor).rstrip()
    return (said[: len(said) - len(anchor)] + kept if anchor and said.endswith(anchor) else said).strip()
