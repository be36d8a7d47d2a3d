"""Pages whose text lies on its side or upside down, as seen: turned upright for reading, and places turned back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.reading.pdf.page import PrintedPage
from assistant.reading.pdf.printed import Rule, Word
from assistant.values import Box

MOST = 0.6  # of the letters of a page must lie the same way, or the page stays as it is
Edges = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Turned:
    """How a page was turned: by so many quarters clockwise, and the width and height that it has now, in points."""

    quarters: int
    width: float
    height: float


def upright(pages: Sequence[PrintedPage]) -> tuple[list[PrintedPage], dict[int, Turned]]:
    """The pages with their text upright, and by page number how those were turned that were not."""
    turned: dict[int, Turned] = {}
    found = []
    for page in pages:
        quarters = _quarters(page.words)
        if quarters:
            page = _turned(page, quarters)
            turned[page.number] = Turned(quarters, page.width, page.height)
        found.append(page)
    return found, turned


def turned_back(boxes: Iterable[Box], turned: Mapping[int, Turned]) -> list[Box]:
    """The places of words on the pages as they are seen."""
    return [_back(box, turned[box.page]) if box.page in turned else box for box in boxes]


def clockwise(edges: Edges, quarters: int, width: float, height: float) -> Edges:
    """Left, top, right and bottom after a page of a width and height was turned by so many quarters clockwise."""
    left, top, right, bottom = edges
    match quarters % 4:
        case 1:
            return height - bottom, left, height - top, right
        case 2:
            return width - right, height - bottom, width - left, height - top
        case 3:
            return top, width - right, bottom, width - left
        case _:
            return edges


def _quarters(words: Sequence[Word]) -> int:
    lying: Counter[int] = Counter()
    for word in words:
        lying[word.turn] += len(word.text)
    quarters, letters = max(lying.items(), key=lambda item: item[1], default=(0, 0))
    return quarters if letters > MOST * lying.total() else 0


def _turned(page: PrintedPage, quarters: int) -> PrintedPage:
    width, height = page.width, page.height

    def placed(edges: Edges) -> Edges:
        return clockwise(edges, quarters, width, height)

    words = []
    for word in page.words:
        left, top, right, bottom = placed((word.left, word.top, word.right, word.bottom))
        turn = (word.turn - quarters) % 4
        words.append(replace(word, left=left, top=top, right=right, bottom=bottom, turn=turn))
    rules = [Rule(*placed((rule.left, rule.top, rule.right, rule.bottom))) for rule in page.rules]
    across = quarters % 2 == 1
    return replace(
        page, words=words, rules=rules, width=height if across else width, height=width if across else height
    )


def _back(box: Box, turned: Turned) -> Box:
    edges = (box.left, box.top, box.right, box.bottom)
    left, top, right, bottom = clockwise(edges, -turned.quarters, turned.width, turned.height)
    return replace(box, left=left, top=top, right=right, bottom=bottom)
