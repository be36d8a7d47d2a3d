"""What can be quoted: sentences with their conditions, lists with the line that introduces them, table rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.values import Passage
from assistant.wording import WORD, sentences

LONGEST_LIST = 900  # characters
LONGEST_CLAUSE = 450

LIST_ITEM = re.compile(r"\s*(?:[-•*·–]\s|\(?[a-z]{1,2}[.)]\s|\(?[ivx]{1,5}[.)]\s|\(?\d{1,3}[.)]\s)", re.IGNORECASE)
MARKER = re.compile(
    r"^\s*(?:[-•*·–]\s+|\(?[a-z]{1,2}[.)]\s+|\(?\d{1,3}[.)]\s+|\d{1,2}(?:\.\d{1,3})+\.?\s+)", re.IGNORECASE
)
CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,3})+\.?\s+[A-Z]")
CELL = re.compile(r"[A-Z][^.:;]{1,80}: \S")
CONDITION = re.compile(
    r"(?:unless|except|however|but|only|provided|otherwise|where|if|in (?:exceptional|such|these|other)"
    r"|this (?:does|is|will|may|must|applies|limit|rule)|these|exceptions?|they (?:do|may|must))\b",
    re.IGNORECASE,
)
TO_BE_FILLED_IN = re.compile(r"\.{4,}|_{4,}|…{2,}")
FORM = re.compile(
    r"\W*(?:[A-Z][^.:;]{1,80}: [^\n]*[.;] )?"  # another cell of the row
    r"(?:to be (?:filled in|completed)|for (?:office|school) use)\b",
    re.IGNORECASE,
)
FORM_ROW = re.compile(
    r"(?P<column>fields?|parts?|questions?|columns?|items?|sections?|details?): "
    r"(?![^\n]*[.;?!)] [A-Z0-9][^:;?!\n]{0,40}: )\S",  # and no second cell
    re.IGNORECASE,
)
RUN_IN = 8  # words: a first sentence as short as this may only name what the next ones are about
POINTS_BACK = re.compile(r"(?:this|that|these|those|it|they|such|he|she|both|either|the same)\b", re.IGNORECASE)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that can be quoted of a passage: `spans` are offsets in its text."""

    passage: Passage
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Its words as they are shown."""
        return shown(self.passage.text, self.spans)

    @property
    def length(self) -> int:
        """How many words that are."""
        return len(WORD.findall(self.text))


def lines(passage: Passage) -> list[Span]:
    """The lines of a passage that are no headings and not left blank to be filled in, as spans of its text."""
    headings = passage.document.headings()
    return [
        match.span()
        for match in re.finditer(r"[^\n]+", passage.text)
        if match.group().strip()
        and passage.start + match.start() not in headings
        and not TO_BE_FILLED_IN.search(match.group())
    ]


def is_form(passage: Passage) -> bool:
    """Whether all lines that could be quoted only say what is to be written there: "To be filled in by ...: Class", or
    several rows of a table of which one and the same column alone says anything: "Field: Name and class."
    """
    held = lines(passage)
    if held and all(FORM.match(passage.text, start, end) for start, end in held):
        return True
    rows = [FORM_ROW.match(passage.text, start, end) for start, end in held]
    return len(rows) > 1 and all(rows) and len({row["column"] for row in rows if row}) == 1


def quotable(passage: Passage) -> Iterator[tuple[Span, ...]]:
    """The pieces of a passage that say something alone, each a tuple of spans: the last says it, others lead to it."""
    held = lines(passage)
    position = 0
    while position < len(held):
        after = position + 1
        leads = passage.text[slice(*held[position])].rstrip().endswith(":")
        while leads and after < len(held) and LIST_ITEM.match(passage.text, *held[after]):
            after += 1
        if after > position + 1:
            yield from _list(held[position:after])
        else:
            yield from _with_conditions(passage.text, held[position])
        position = after


def shown(text: str, spans: Sequence[Span]) -> str:
    """Quoted words without clause numbers, list items one below the other."""
    return " ".join(MARKER.sub("", text[start:end]) for start, end in spans)


def is_row(line: str) -> bool:
    """Whether a line is a table row: at least two cells, each behind the name of its column."""
    cells = [CELL.match(line, start) for start, _ in sentences(line)]
    return len(cells) > 1 and cells[0] is not None and sum(cell is not None for cell in cells) >= 2


def _list(held: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    if held[-1][1] - held[0][0] <= LONGEST_LIST:
        yield ((held[0][0], held[-1][1]),)
    else:
        for item in held[1:]:
            yield (held[0], item)


def _with_conditions(text: str, line: Span) -> Iterator[tuple[Span, ...]]:
    """The sentences of a line, each with the conditions that follow it, and with the sentence it points back to.

    A rule without its condition is a wrong answer. A short numbered clause is one rule, and a table row one fact.
    """
    words = text[slice(*line)]
    if (CLAUSE.match(words) and len(words) <= LONGEST_CLAUSE) or is_row(words):
        yield (line,)
        return
    offset = line[0]
    found = [(offset + start, offset + end) for start, end in sentences(words)]
    if len(found) > 1 and len(WORD.findall(text[slice(*found[0])])) <= RUN_IN:
        found[:2] = [(found[0][0], found[1][1])]
    for position, (start, end) in enumerate(found):
        if position and POINTS_BACK.match(text, start):
            start = found[position - 1][0]
        for following in found[position + 1 :]:
            if not CONDITION.match(text, following[0]):
                break
            end = following[1]
        if len(WORD.findall(text[start:end])) >= 3:
            yield ((start, end),)
