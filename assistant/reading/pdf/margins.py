"""What is printed on a page beside its text: running heads and feet, and page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.reading.composing import NAMED
from assistant.reading.pdf.layout import fragments, lines_of
from assistant.reading.pdf.page import PrintedPage
from assistant.reading.pdf.printed import Line

EDGE = 0.25  # running heads and feet stand in so much of a page's height, from its edge
EDGE_LINES = 12
NEAR = 4.0  # points by which a running head may move from page to page
FEW_PAGES = 6  # of so many pages two are enough to know a running head by; of more, three
SMALL = 0.95  # of the body's type; running heads and feet of many words are set in smaller type
LONG_LINE = 10  # words
FEW_WORDS = 3  # in a running line that is known again in another place
TITLE = 1.12  # type this much larger than the body's on the first page is a title's
PAGE_NUMBER = re.compile(r"(?:page|p\.?)\s*#(?:\s*(?:of|/)\s*#)?|#\s*(?:of|/)\s*#", re.IGNORECASE)
NUMBER = re.compile(r"[0-9]{1,9}")
BARE_NUMBER = re.compile(r"[-–—|\s]*#[-–—|\s]*")
ROMAN = re.compile(r"\b[ivxl]{1,6}\b(?=\s*$)")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A line at the edge of a page: how far away from the edge, in what type, and the numbers in it.

    `named` is True where the number is that of a part: "Appendix 2".
    """

    page: int
    away: float
    size: float
    numbers: tuple[int, ...]
    named: bool

    def repeats(self, other: "_Seen") -> bool:
        """Whether two pages print the same: the same numbers, or one that counts up with the pages.

        "Appendix 1" and "Appendix 2" on pages 30 and 34 are headings.
        """
        pages = other.page - self.page
        counted = not self.named and any(
            there - here == pages for here, there in zip(self.numbers, other.numbers, strict=False)
        )
        return self.numbers == other.numbers or counted


def without_margins(pages: Sequence[PrintedPage], body: float) -> tuple[list[PrintedPage], list[str]]:
    """The pages without running heads, feet and page numbers, and the words of these, each once.

    `body` is the height of most type. What the first page prints in larger type is its title and stays.
    """
    edges = [_edges(page) for page in pages]
    seen: dict[tuple[str, bool], list[_Seen]] = defaultdict(list)
    for page, (head, foot) in zip(pages, edges, strict=True):
        for line, at_top in [*((line, True) for line in head), *((line, False) for line in foot)]:
            for part in fragments(line):
                seen[masked(part.text), at_top].append(_seen(part, page, at_top))
    needed = 2 if len(pages) <= FEW_PAGES else 3
    margins: dict[str, str] = {}
    known: set[tuple[str, bool]] = set()
    gone: set[int] = set()

    def leave_out(line: Line, at_top: bool) -> None:
        margins.setdefault(masked(line.text), line.text)
        known.update((masked(part.text), at_top) for part in fragments(line))
        gone.update(id(word) for word in line.words)

    for page, (head, foot) in zip(pages, edges, strict=True):
        for lines, at_top in ((head, True), (foot, False)):
            for line in _running(_until_text(lines, body), page, at_top, seen, needed, len(pages) / 2):
                if page.number > 1 or not at_top or line.size < TITLE * body:
                    leave_out(line, at_top)
    for head, foot in edges:
        for lines, at_top in ((head, True), (foot, False)):
            small = [line for line in lines if line.size < SMALL * body]
            for line in _elsewhere(small, at_top, known):
                leave_out(line, at_top)
    return [_without(page, gone) for page in pages], list(margins.values())


def _without(page: PrintedPage, gone: set[int]) -> PrintedPage:
    words = [word for word in page.words if id(word) not in gone]
    return replace(page, words=words) if len(words) < len(page.words) else page


def _elsewhere(lines: Sequence[Line], at_top: bool, known: set[tuple[str, bool]]) -> list[Line]:
    """Small lines that other pages print as running heads or feet, and what stands outside of them in the same type.

    A page that is turned or has other margins prints them in another place, and breaks them in other places.
    """
    sizes: list[float] = []
    found: list[Line] = []
    for line in reversed(lines):
        parts = [masked(part.text) for part in fragments(line)]
        if any(len(part.split()) >= FEW_WORDS and (part, at_top) in known for part in parts):
            sizes.append(line.size)
        if any(abs(line.size - size) <= 0.12 * size for size in sizes):
            found.append(line)
    return found


def masked(words: str) -> str:
    """Words by which a running head is known on every page: small letters, numbers as one sign."""
    return re.sub(r"\d+", "#", ROMAN.sub("#", " ".join(words.casefold().split())))


def _edges(page: PrintedPage) -> tuple[list[Line], list[Line]]:
    """The lines at a page's head and foot, the outermost first."""
    lines = lines_of(page.words)
    head = [line for line in lines[:EDGE_LINES] if line.bottom <= EDGE * page.height]
    foot = [line for line in lines[-EDGE_LINES:] if line.top >= (1 - EDGE) * page.height]
    return head, foot[::-1]


def _until_text(lines: Sequence[Line], body: float) -> list[Line]:
    """The outermost lines, up to the first one of running text: what two pages both say is not a running head."""
    long = [
        position
        for position, line in enumerate(lines)
        if line.size >= SMALL * body and max(len(part.words) for part in fragments(line)) >= LONG_LINE
    ]
    return list(lines[: long[0]]) if long else list(lines)


def _seen(line: Line, page: PrintedPage, at_top: bool) -> _Seen:
    away = line.top if at_top else page.height - line.bottom
    numbers = tuple(int(digits) for digits in NUMBER.findall(line.text))
    return _Seen(page.number, away, line.size, numbers, bool(NAMED.match(line.text)))


def _running(
    lines: Sequence[Line],
    page: PrintedPage,
    at_top: bool,
    seen: dict[tuple[str, bool], list[_Seen]],
    needed: float,
    most: float,
) -> Iterable[Line]:
    """The lines of one edge that run from page to page; the first two lines of text end them."""
    missed = 0
    for position, line in enumerate(lines):
        if at_top and (_heads_table(line, lines[position + 1 :]) or _in_table(line, page)):
            return
        numbered = bool(PAGE_NUMBER.fullmatch(masked(line.text))) and position == 0
        # Behind a line that changes from page to page only what most pages print is a running head.
        least = max(needed, most) if missed else needed
        if numbered or _share(line, page, at_top, seen, least) >= 0.5:
            yield line
            continue
        missed += 1
        if missed > 1:
            return


def _share(
    line: Line, page: PrintedPage, at_top: bool, seen: dict[tuple[str, bool], list[_Seen]], needed: float
) -> float:
    """The share of a line's characters that other pages repeat in the same place."""
    parts = fragments(line)
    repeated = [part for part in parts if _repeated(part, page, at_top, seen, needed)]
    return sum(len(part.text) for part in repeated) / sum(len(part.text) for part in parts)


def _in_table(line: Line, page: PrintedPage) -> bool:
    """Whether rules between its words go on far down the page: it is the first row of a table, and no running head."""
    reach = line.bottom
    for rule in sorted((rule for rule in page.rules if rule.left == rule.right), key=lambda rule: rule.top):
        if line.left < rule.left < line.right and rule.top <= reach + NEAR and rule.bottom > reach:
            reach = rule.bottom
    return reach > EDGE * page.height


def _repeated(
    part: Line, page: PrintedPage, at_top: bool, seen: dict[tuple[str, bool], list[_Seen]], needed: float
) -> bool:
    words = masked(part.text)
    here = _seen(part, page, at_top)
    near = NEAR * (3 if BARE_NUMBER.fullmatch(words) or PAGE_NUMBER.search(words) else 1)
    alike = {
        other.page
        for other in seen[words, at_top]
        if abs(other.away - here.away) <= near
        and abs(other.size - here.size) <= 0.12 * here.size
        and here.repeats(other)
    }
    return len(alike) >= needed


def _heads_table(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line is the header row of a table: three cells or more, with other cells right under them."""
    cells = fragments(line)
    if len(cells) < 3 or not below or below[0].top - line.bottom > 2 * line.size:
        return False
    under = [part.left for part in fragments(below[0])]
    return sum(any(abs(cell.left - left) < 3 for left in under) for cell in cells) >= 2
