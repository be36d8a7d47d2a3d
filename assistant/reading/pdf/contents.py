"""Lists of contents, which say again what the document's headings say, and so are left out of its text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.reading.pdf.layout import fragments, lines_of
from assistant.reading.pdf.page import PrintedPage
from assistant.reading.pdf.printed import Line, Word

HEADING = re.compile(r"(?:table of )?contents(?: page)?\s*:?", re.IGNORECASE)
LEADER = re.compile(r"(?:[.…·_]\s?){4,}\s*(?:page\s*)?(?:\d{1,3}|[ivxl]{1,6})\s*$|…\s*\d{1,3}\s*$", re.IGNORECASE)
LEADER_DOTS = re.compile(r"\.{4,}|…|_{4,}|·{4,}")
ENTRY = re.compile(r"\S.*\s(?:\d{1,3}|[ivxl]{1,6})\s*$")
NUMBER = re.compile(r"^(?:[•▪●○◦*·–-]\s*)?(?:(?:\d{1,2}|[A-Za-z])(?:\.\d{1,2})*[.):]?\s+)?")
LEAST_ENTRIES = 4
LEAST_UNDER_HEADING = 2
LEAST_REPEATED = 3  # entries without page numbers, known by the headings that repeat them
BETWEEN = 3  # so many lines between entries are captions of the list or entries over two lines


def without_contents(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """The pages without lists of contents: lines that end in a page number, under their heading or behind dots.

    Under the heading "Contents" there may be no page numbers; then the entries are lines that stand again further on.
    """
    kept: list[PrintedPage] = []
    going_on = False
    for number, page in enumerate(pages):
        lines = lines_of(page.words) if going_on or _may_list(page.words) else []
        gone, going_on = _contents(lines, going_on)
        if lines and not gone:
            gone = _repeated(lines, pages[number:])
        words = {id(word) for line in gone for word in line.words}
        kept.append(replace(page, words=[word for word in page.words if id(word) not in words]) if gone else page)
    return kept


def _may_list(words: Sequence[Word]) -> bool:
    return any(word.text.casefold().startswith("contents") or LEADER_DOTS.search(word.text) for word in words) or (
        sum(word.text == "." for word in words) > 20
    )


def _contents(lines: Sequence[Line], going_on: bool) -> tuple[list[Line], bool]:
    """The lines of a page that list contents, and whether the page ends among them."""
    gone: list[Line] = []
    position = 0
    while position < len(lines):
        heading = bool(HEADING.fullmatch(lines[position].text))
        under = heading or (going_on and position == 0)
        end = _entries(lines, position + heading, under=under)
        least = LEAST_UNDER_HEADING if under else LEAST_ENTRIES
        if sum(_is_entry(line, under=under) for line in lines[position:end]) >= least:
            gone.extend(lines[position:end])
            if end >= len(lines):
                return gone, True
            position = end
        else:
            position += 1
    return gone, False


def _entries(lines: Sequence[Line], start: int, *, under: bool) -> int:
    """The end of a run of entries, with the captions and first lines of entries between them."""
    end = start
    most = BETWEEN if under else 1
    while end < len(lines):
        ahead = next(
            (step for step in range(min(most + 1, len(lines) - end)) if _is_entry(lines[end + step], under=under)), None
        )
        if ahead is None or (ahead and not under and not _close(lines[end], lines[end + ahead])):
            break
        end += ahead + 1
    return end


def _close(line: Line, following: Line) -> bool:
    return following.bottom - line.bottom < 2.5 * line.size


def _is_entry(line: Line, *, under: bool) -> bool:
    words = line.text
    if LEADER.search(words):
        return True
    if not under or not ENTRY.fullmatch(words):
        return False
    label = len(line.words) > 2 and line.words[-2].text.casefold() in ("page", "p.", "p")
    before, last = list(pairwise(line.words))[-2 if label else -1]
    return last.left - before.right > line.size


def _repeated(lines: Sequence[Line], pages: Sequence[PrintedPage]) -> list[Line]:
    """The heading "Contents" and the lines under it that stand again further on, up to the first of them that does."""
    start = next((number for number, line in enumerate(lines) if HEADING.fullmatch(line.text)), None)
    if start is None:
        return []
    later = {_plain(line.text) for page in pages[1:] for line in lines_of(page.words)}
    here = [{_plain(part.text) for part in fragments(line) if any(map(str.isalpha, part.text))} for line in lines]
    seen: set[str] = set()
    end, found = start + 1, 0
    for number in range(start + 1, len(lines)):
        if here[number] & seen or number - end > BETWEEN:
            break
        seen |= here[number]
        if here[number] & later or any(here[number] & below for below in here[number + 1 :]):
            end, found = number + 1, found + 1
    return list(lines[start:end]) if found >= max(LEAST_REPEATED, (end - start) // 2) else []


def _plain(text: str) -> str:
    """A line's words without its number or mark, as they are compared."""
    return NUMBER.sub("", text).casefold().strip(" :.")
