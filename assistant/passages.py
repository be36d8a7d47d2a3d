"""A document cut into passages that respect clauses, lists and table rows and fit the model's window."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.values import Document, Passage, Section
from assistant.wording import place, sentences, slug

SHORT = 0.3  # of a full passage: what is shorter says too little by itself to be found
HEADING = 0.15  # of a full passage: so little, a heading mostly, is not left alone before a longer piece
FRAME = 2  # word pieces that the model adds around every text
LIST_ITEM = re.compile(r"\s*(?:[-•*–]\s|\(?[a-z]{1,2}\)\s|\(?[ivx]{1,5}\)\s|\(\d{1,3}\)\s)", re.IGNORECASE)

Span = tuple[int, int]
Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Sizes:
    """`window` is the longest text the model reads and `filled` the size at which a passage is full, in word pieces."""

    window: int
    filled: int


def split(document: Document, count: Count, sizes: Sizes) -> tuple[Passage, ...]:
    """The passages of `document` in reading order: together they hold every character that is not white space, once.

    `count` gives the word pieces of a text. `passage.embedded_text` never exceeds `sizes.window`, counted with
    the frame; a clause with a number of its own is a passage of its own, a list stays with the line that introduces
    it and a table row is never cut, unless it alone is longer than the window. Short sections without a number that
    follow one another under the same heading are one passage, under that heading.
    """
    found: list[Passage] = []
    taken: dict[str, int] = {}
    for section in _siblings(list(_joined(document)), document, count, sizes):
        overhead = count(place(document.title, section.heading_path)) + FRAME
        room = max(1, sizes.window - overhead)
        filled = min(room, max(1, sizes.filled - overhead))
        for span in _filled(document.text, _atoms(document.text, section.start, section.end), count, room, filled):
            found.append(_passage(document, section, span, taken))
    return tuple(found)


def _joined(document: Document) -> Iterator[Section]:
    """The sections, a heading with nothing under it joined to the section that follows it."""
    text = document.text
    waiting: Section | None = None
    sections = document.sections or (Section("", (), None, 0, len(text)),)
    for section in sections:
        start = waiting.start if waiting is not None else section.start
        body = text[section.start : section.end].strip()
        section = Section(section.number, section.heading_path, section.page, start, section.end)
        if body and "\n" not in body and section.heading_path and body.endswith(section.heading_path[-1]):
            waiting = section
            continue
        waiting = None
        yield section
    if waiting is not None:
        yield waiting


def _siblings(sections: Sequence[Section], document: Document, count: Count, sizes: Sizes) -> Iterator[Section]:
    """The sections, runs of short ones that share a heading put together up to the size of a full passage.

    One with a clause number stays alone: it is cited by it.
    """
    run: list[Section] = []
    room = 0
    for section in sections:
        pieces = count(document.text[section.start : section.end])
        short = not section.number and len(section.heading_path) > 1 and pieces <= sizes.filled * SHORT
        if run and (not short or section.heading_path[:-1] != run[0].heading_path[:-1] or pieces > room):
            yield _one(run)
            run = []
        if not short:
            yield section
            continue
        if not run:
            room = sizes.filled - FRAME - count(place(document.title, section.heading_path[:-1]))
        run.append(section)
        room -= pieces
    if run:
        yield _one(run)


def _one(run: Sequence[Section]) -> Section:
    first, last = run[0], run[-1]
    if len(run) == 1:
        return first
    return Section("", first.heading_path[:-1], first.page, first.start, last.end)


def _atoms(text: str, start: int, end: int) -> Iterator[Span]:
    """The spans that are better not cut: a line, or a list with the line that introduces it."""
    lines = [
        (match.start(), match.end())
        for match in re.compile(r"[^\n]+").finditer(text, start, end)
        if match.group().strip()
    ]
    position = 0
    while position < len(lines):
        first, last = lines[position]
        introduces = text[first:last].rstrip().endswith(":")
        after = position + 1
        if introduces or LIST_ITEM.match(text, first, last):
            while after < len(lines) and LIST_ITEM.match(text, *lines[after]):
                after += 1
        last = lines[after - 1][1]
        yield _trimmed(text, first, last)
        position = after


def _filled(text: str, atoms: Iterator[Span], count: Count, room: int, filled: int) -> Iterator[Span]:
    """Atoms joined up to `filled` word pieces; an atom longer than `room` is cut where it hurts least."""
    begin = stop = 0
    size = 0
    for start, end in _cut(text, atoms, count, room):
        pieces = count(text[start:end])
        if size and size + pieces > (room if size <= HEADING * filled else filled):
            yield begin, stop
            size = 0
        if not size:
            begin = start
        stop = end
        size += pieces
    if size:
        yield begin, stop


def _cut(text: str, atoms: Iterator[Span], count: Count, room: int) -> Iterator[Span]:
    for start, end in atoms:
        if count(text[start:end]) <= room:
            yield start, end
            continue
        lines = [(match.start(), match.end()) for match in re.compile(r"[^\n]+").finditer(text, start, end)]
        if len(lines) > 1:
            yield from _cut(text, iter(lines), count, room)
            continue
        parts = [_trimmed(text, start + a, start + b) for a, b in sentences(text[start:end])]
        if len(parts) > 1 and _covers(text, start, end, parts):
            yield from _cut(text, iter(parts), count, room)
        else:
            yield from _halves(text, start, end, count, room)


def _covers(text: str, start: int, end: int, parts: list[Span]) -> bool:
    edges = [start, *(edge for part in parts for edge in part), end]
    gaps = [text[a:b] for a, b in list(pairwise(edges))[::2]]
    return not any(gap.strip() for gap in gaps)


def _halves(text: str, start: int, end: int, count: Count, room: int) -> Iterator[Span]:
    """Cut at the white space nearest to the middle, or in the middle, until every part fits."""
    start, end = _trimmed(text, start, end)
    if start >= end:
        return
    if end - start == 1 or count(text[start:end]) <= room:
        yield start, end
        return
    middle = (start + end) // 2
    space = max(text.rfind(" ", start, middle), text.rfind("\t", start, middle))
    at = space if space > start + (end - start) // 4 else middle
    yield from _halves(text, start, at, count, room)
    yield from _halves(text, at, end, count, room)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _passage(document: Document, section: Section, span: Span, taken: dict[str, int]) -> Passage:
    start, end = span
    pages = document.pages_of(start, end)
    last_heading = section.heading_path[-1] if section.heading_path else ""
    local = slug(section.number, keep=".()") or slug(last_heading) or (f"p{pages[0]}" if pages else "start")
    taken[local] = taken.get(local, 0) + 1
    while taken[local] > 1 and f"{local}-{taken[local]}" in taken:
        taken[local] += 1
    if taken[local] > 1:
        local = f"{local}-{taken[local]}"
        taken[local] = 1
    return Passage(
        id=f"{document.key}/{local}",
        document=document,
        heading_path=section.heading_path,
        number=section.number,
        pages=pages,
        text=document.text[start:end],
        start=start,
        end=end,
    )
