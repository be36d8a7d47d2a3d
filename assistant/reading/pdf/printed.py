"""What is printed on a page of a PDF: words, lines, drawn rules and tables, with their places.

Edges are in points (1/72 inch) from the page's upper left corner, so `top` is less than `bottom`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a blank between them. `size` is the height of their type in points.

    `turn` is by how many quarters they are turned counter-clockwise: a word with 1 is read from below upwards.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float = 10.0
    bold: bool = False
    turn: int = 0

    @property
    def across(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def down(self) -> float:
        """The middle between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)  # without slots: what is asked of a line is asked many times, and is kept
class Line:
    """The words of one printed line, from left to right; at least one."""

    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        """The words with a blank between each two."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def size(self) -> float:
        """The height of most of its type, to half a point."""
        return round(2 * median(word.size for word in self.words)) / 2

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    @cached_property
    def left(self) -> float:
        """The left edge of its first word."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """The right edge of its last word."""
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        """Its upper edge."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(word.bottom for word in self.words)


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line or one edge of a drawn box: upright when left equals right, level when top equals bottom."""

    left: float
    top: float
    right: float
    bottom: float


Cell = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table found on one page: `rows[i][j]` are the words of a cell in reading order, empty for an empty cell.

    Every row has the same number of cells; a merged cell stands in every row and column that it covers. `edges` are the
    left edges of the columns, by which a table is known again on the next page. `ruled` is True when it was found by
    its drawn rules.
    """

    rows: tuple[tuple[Cell, ...], ...]
    left: float
    top: float
    right: float
    bottom: float
    edges: tuple[float, ...]
    ruled: bool

    def holds(self, word: Word) -> bool:
        """Whether the middle of a word lies inside the table."""
        return self.left - 1 <= word.across <= self.right + 1 and self.top - 1 <= word.down <= self.bottom + 1


def cell_text(cell: Sequence[Word]) -> str:
    """A cell's words with a blank between each two."""
    return " ".join(word.text for word in cell)
