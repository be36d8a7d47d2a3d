"""Named measures with their targets, and the comparison of two texts word by word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

WORD = re.compile(r"[^\W_]+")
PLAIN_WORD = re.compile(r"[a-z0-9]+")
LIST_MARK = re.compile(r"(?<!\S)(?:o|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])(?=\s)")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure and what it should be: at least `least`, or at most `most`; with neither it is told, not judged."""

    name: str
    value: float
    least: float | None = None
    most: float | None = None
    remark: str = ""

    @property
    def judged(self) -> bool:
        """Whether it has a target."""
        return self.least is not None or self.most is not None

    @property
    def reached(self) -> bool:
        """Whether the target, if there is one, is reached."""
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    def as_json(self) -> dict[str, Any]:
        """The measure with its verdict as plain values."""
        return asdict(self) | {"reached": self.reached if self.judged else None}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: its measures, the lines of its table for people, and its figures for programs."""

    title: str
    measures: tuple[Measure, ...]
    lines: tuple[str, ...] = ()
    details: Any = None

    @property
    def reached(self) -> bool:
        """Whether every target is reached."""
        return all(measure.reached for measure in self.measures)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well the words of a text agree with those of the truth; all from 0 to 1.

    `bag` is F1 over the words without their order, `ordered` over the longest matching runs of words.
    """

    bag: float
    ordered: float


def words(text: str) -> list[str]:
    """The words in order, case folded and ligatures opened; punctuation and list marks are no words."""
    opened = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return WORD.findall(LIST_MARK.sub(" ", opened))


def plain_words(text: str) -> list[tuple[str, int, int]]:
    """Every run of a-z and 0-9 of the text in small letters, with where it starts and ends."""
    return [(match.group(), match.start(), match.end()) for match in PLAIN_WORD.finditer(text.lower())]


def agreement(found: Sequence[str], truth: Sequence[str]) -> Agreement:
    """Compare two lists of words."""
    in_both = (Counter(found) & Counter(truth)).total()
    matcher = SequenceMatcher(None, found, truth, autojunk=False)
    matched = sum(block.size for block in matcher.get_matching_blocks())
    return Agreement(f1(in_both, len(found), len(truth)), f1(matched, len(found), len(truth)))


def f1(right: int, found: int, true: int) -> float:
    """The harmonic mean of precision and recall, 0 to 1; 1 when there is nothing to find and nothing was found."""
    return 2 * right / (found + true) if found + true else 1.0


def pairs_in_order(places: Sequence[int]) -> tuple[int, int]:
    """How many pairs of places stand in rising order, and how many pairs there are."""
    pairs = list(combinations(places, 2))
    return sum(1 for first, second in pairs if first < second), len(pairs)


def table_lines(header: Sequence[str], rows: Sequence[Sequence[object]]) -> tuple[str, ...]:
    """Rows as lines with aligned columns: the first to the left, the others to the right."""
    shown = [[_shown(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[column]) for row in shown) for column in range(len(header))]
    return tuple(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in shown
    )


def _shown(cell: object) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)
