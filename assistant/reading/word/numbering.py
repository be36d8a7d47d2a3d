"""Automatic numbers of Word paragraphs, counted as Word counts them when it prints."""

import re
from dataclasses import dataclass
from typing import Any

from assistant.reading.office.number_formats import counted
from assistant.reading.word.names import child, is_set, value, w
from assistant.reading.word.styles import Styles

LEVELS = 9
MOST_LETTERED = 780
ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
)
ROMAN += ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
WORDS = "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen".split()
WORDS += "Seventeen Eighteen Nineteen Twenty".split()
ORDER = "Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth".split()
PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Label:
    """What Word prints before a paragraph: "4.2", "(a)", "Annex B", "-" for a bullet; `level` from 0."""

    words: str
    level: int
    bullet: bool


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    restart: int | None
    legal: bool
    style: str


class Numbering:
    """Counts through a document; ask for the label of every paragraph once, in order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        """`root` is the element of numbering.xml, or None when the package has none."""
        self._styles = styles
        self._abstract: dict[str, Any] = {}
        self._numbers: dict[str, Any] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._used: set[tuple[str, int]] = set()
        self._levels: dict[tuple[str, int], _Level | None] = {}
        if root is not None:
            self._abstract = {item.get(w("abstractNumId"), ""): item for item in root.iterfind(w("abstractNum"))}
            self._numbers = {item.get(w("numId"), ""): item for item in root.iterfind(w("num"))}

    def label(self, paragraph: Any) -> Label | None:
        """The label printed before a paragraph, which is counted; None where it has none."""
        found = self._place(paragraph)
        if found is None:
            return None
        number, depth = found
        level = self._level(number, depth)
        if level is None:
            return None
        counters = self._count(number, depth, level)
        if level.format == "bullet":
            return Label("-", depth, True)
        words = PLACE.sub(lambda place: self._shown(number, int(place[1]) - 1, counters, level), level.text)
        words = words.strip() if level.format != "none" or PLACE.search(level.text) else level.text.strip()
        return Label(words, depth, False) if words else None

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The numId and the level, from 0, of a paragraph."""
        depth: int | None = None
        for properties, style in self._styles.numbering(paragraph):
            said = value(properties, "ilvl")
            if depth is None and said:
                depth = counted(said, 0, LEVELS - 1)
            number = value(properties, "numId")
            if number is None:
                continue
            if number not in self._numbers:
                return None
            linked = self._linked(number, style) if style else None
            depth = linked if linked is not None and not _own_level(paragraph) else depth or 0
            return number, min(depth, LEVELS - 1)
        return None

    def _linked(self, number: str, style: str) -> int | None:
        """The level that a style is linked to."""
        for depth in range(LEVELS):
            level = self._level(number, depth)
            if level is not None and level.style == style:
                return depth
        return None

    def _base(self, number: str, seen: int = 0) -> tuple[str, Any]:
        """The id and element of the abstract numbering behind a numId, also through a numbering style."""
        identifier = value(self._numbers.get(number), "abstractNumId") or ""
        base = self._abstract.get(identifier)
        link = value(base, "numStyleLink")
        further = self._styles.numbered_by(link) if link else None
        if further and further != number and seen < LEVELS:
            return self._base(further, seen + 1)
        return identifier, base

    def _override(self, number: str, depth: int) -> Any:
        for item in self._numbers[number].iterfind(w("lvlOverride")):
            if item.get(w("ilvl")) == str(depth):
                return item
        return None

    def _level(self, number: str, depth: int) -> _Level | None:
        if (number, depth) not in self._levels:
            element = child(self._override(number, depth), "lvl")
            if element is None:
                base = self._base(number)[1]
                levels = base.iterfind(w("lvl")) if base is not None else ()
                element = next((item for item in levels if item.get(w("ilvl")) == str(depth)), None)
            self._levels[(number, depth)] = _level(element) if element is not None else None
        return self._levels[(number, depth)]

    def _count(self, number: str, depth: int, level: _Level) -> list[int | None]:
        counters = self._counters.setdefault(self._base(number)[0], [None] * LEVELS)
        start = value(self._override(number, depth), "startOverride")
        if start and (number, depth) not in self._used:
            counters[depth] = counted(start, level.start)
        else:
            before = counters[depth]
            counters[depth] = level.start if before is None else before + 1
        self._used.add((number, depth))
        for deeper in range(depth + 1, LEVELS):
            below = self._level(number, deeper)
            restart = below.restart if below is not None else None
            if restart is None or depth < restart:
                counters[deeper] = None
        return counters

    def _shown(self, number: str, depth: int, counters: list[int | None], level: _Level) -> str:
        other = self._level(number, depth)
        if other is None:
            return ""
        count = counters[depth]
        if count is None:
            count = counters[depth] = other.start
        return formatted(count, "decimal" if level.legal else other.format)


def _own_level(paragraph: Any) -> bool:
    return value(child(child(paragraph, "pPr"), "numPr"), "ilvl") is not None


def _level(element: Any) -> _Level:
    restart = value(element, "lvlRestart")
    return _Level(
        counted(value(element, "start"), 0),
        value(element, "numFmt") or "decimal",
        value(element, "lvlText") or "",
        counted(restart, 0, LEVELS) if restart else None,
        is_set(element, "isLgl"),
        value(element, "pStyle") or "",
    )


def formatted(count: int, form: str) -> str:
    """A count in one of Word's number formats; one that is not known is written in digits."""
    match form:
        case "lowerLetter" | "upperLetter" if 0 < count <= MOST_LETTERED:
            letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman" if 0 < count < 4000:
            return _roman(count) if form == "lowerRoman" else _roman(count).upper()
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{count:02d}"
        case "ordinal":
            return f"{count}{_ending(count)}"
        case "cardinalText" if 0 <= count < len(WORDS):
            return WORDS[count]
        case "ordinalText" if 0 <= count < len(ORDER):
            return ORDER[count]
    return str(count)


def _roman(count: int) -> str:
    letters = ""
    for size, name in ROMAN:
        letters += name * (count // size)
        count %= size
    return letters


def _ending(count: int) -> str:
    return "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
