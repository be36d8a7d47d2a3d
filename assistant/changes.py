"""What changed between two texts of one document, clause by clause: changed, added, removed.

Clauses are paired by their words, and by heading and number where the words alone do not tell. A clause that was only
moved or renumbered has not changed; what a document says of itself (version, dates, its own list of changes) is left
out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from math import log

import numpy

from assistant.saying import dates, roles
from assistant.values import Document, Section
from assistant.wording import FUNCTION_WORDS, content_words, modals, negations, numbers

LIKE = 0.4  # from here on two clauses are the same one, reworded
ALIKE_ENOUGH = 0.12  # share of content words in common below which two clauses are not compared word by word
SAME_HEADING = 0.2
SAME_NUMBER = 0.06
SAME_ROW = 0.3
SAME_THING = 0.5  # words in common of the first cells of two rows that are about the same thing
SHORT = 8  # words that differ, at most, to be named by themselves
TOKEN = re.compile(r"[£$€]?\d[\d,]*(?:\.\d+)*%?|[^\W\d_]+(?:['’-][^\W\d_]+)*")
MARKER = re.compile(r"\s*\(?\d{1,2}(?:\.\d{1,3})+\.?\)?\s+")
LIST_ITEM = re.compile(r"\s*(?:[-•*–]\s|\(?[a-z]{1,2}[.)]\s|\(?[ivx]{1,5}[.)]\s|\(\d{1,3}\)\s)", re.IGNORECASE)
REFERENCE = re.compile(
    r"\((?:(?:clauses?|sections?|see) )?\d{1,2}\.\d{1,2}(?:\([a-z]\))?"
    r"(?:(?:, | and | to )\d{1,2}\.\d{1,2}(?:\([a-z]\))?)*\)"
    r"|\b(?:clauses?|sections?|paragraphs?) \d{1,2}(?:\.\d{1,2})?(?:\([a-z]\))?",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"\b(?:version|document|revision) (?:history|record)\b|\bwhat (?:has |is )?(?:changed|new)\b|\bamendments?\b"
    r"|^changes?(?: (?:since|to|from|in) .*)?$|\bsummary of changes\b",
    re.IGNORECASE,
)
ACCOUNT_COLUMN = re.compile(r"^(?:what (?:has )?changed|changes?|amendments?)$", re.IGNORECASE)
SENTENCE = re.compile(r"\w+(?:\W+\w+){4}.*[.!?;:)]\s*\Z", re.DOTALL)
ADMINISTRATIVE = re.compile(
    r"\s*(?:(?:reference|version|status|owner|contact|author|date|approved(?: by| on)?|effective(?: from)?"
    r"|in force(?: from)?|(?:next )?review(?:ed)?(?: by| date| cycle| due)?|applies to|for|supersedes|replaces|issued"
    r"|signed)\s*:|version \d|approved by|page \d|\.{4,})",
    re.IGNORECASE,
)

CLAIMS: tuple[tuple[Callable[[str], object], int], ...] = (
    (numbers, 4),
    (dates, 4),
    (roles, 2),
    (modals, 1),
    (negations, 1),
)

Span = tuple[int, int]


class Kind(StrEnum):
    """What happened to a clause."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, paragraph, list or table row without its heading and number: `text == document.text[start:end]`.

    `row` is the first cell of a table row, "" for everything else.
    """

    number: str
    heading: str
    start: int
    end: int
    text: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that is not as it was. `old` is None for one that was added, `new` for one that was removed.

    `pairs` are the words that differ, the old ones and those in their place, as offsets in the clauses' texts; one of
    the two is empty where words were only added or only taken out.
    """

    kind: Kind
    old: Clause | None
    new: Clause | None
    pairs: tuple[tuple[Span, Span], ...] = ()

    @property
    def old_spans(self) -> tuple[Span, ...]:
        """The words of the old clause that are not in the new one."""
        return tuple(before for before, _ in self.pairs if before[1] > before[0])

    @property
    def new_spans(self) -> tuple[Span, ...]:
        """The words of the new clause that were not in the old one."""
        return tuple(after for _, after in self.pairs if after[1] > after[0])

    @property
    def clause(self) -> Clause:
        """The new clause, or the old one where there is no new one."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def weight(self) -> int:
        """How much of what people act on it touches: numbers and dates most, then who does it, then must and not."""
        before, after = self.old.text if self.old else "", self.new.text if self.new else ""
        return sum(weight for claim, weight in CLAIMS if claim(before) != claim(after))

    @property
    def in_short(self) -> tuple[tuple[str, str], ...]:
        """The old and new words of what people act on, where they are few and of one kind: ("3 days", "5 days")."""
        if self.old is None or self.new is None:
            return ()
        said = [(self.old.text[slice(*before)], self.new.text[slice(*after)]) for before, after in self.pairs]
        alone = len(said) == 1
        return tuple((old, new) for old, new in said if _few(old) and _few(new) and (alone or _act_on(old, new)))


def _few(words: str) -> bool:
    return 0 < len(TOKEN.findall(words)) <= SHORT


def _act_on(old: str, new: str) -> bool:
    return any(claim(old) and claim(new) and claim(old) != claim(new) for claim, _ in CLAIMS)


def between(old: Document, new: Document) -> tuple[Change, ...]:
    """The changes that make `new` of `old`, in the order of the new text; what was removed stands where it stood."""
    before, after = clauses(old), clauses(new)
    pairs = _paired(before, after)
    partners = {later: earlier for earlier, later in pairs.items()}
    placed: list[tuple[float, Change]] = []
    for place, clause in enumerate(after):
        if place not in partners:
            placed.append((place, Change(Kind.ADDED, None, clause)))
        elif _compared(before[partners[place]].text) != _compared(clause.text):
            placed.append((place, _changed(before[partners[place]], clause)))
    for place, clause in enumerate(before):
        if place not in pairs:
            earlier = max((pairs[other] for other in range(place) if other in pairs), default=-1)
            placed.append((earlier + 0.5, Change(Kind.REMOVED, clause, None)))
    return tuple(change for _, change in sorted(placed, key=lambda entry: entry[0]))


def clauses(document: Document) -> tuple[Clause, ...]:
    """The clauses of a document that say something: not its headings, its front matter or its account of changes."""
    found: list[Clause] = []
    opening = True
    for section in document.sections or (Section("", (), None, 0, len(document.text)),):
        opening = opening and not section.number and len(section.heading_path) < 2
        if not (section.heading_path and ACCOUNT.search(section.heading_path[-1])):
            held = _clauses(document, section)
            found.extend(clause for clause in held if not opening or SENTENCE.search(clause.text))
    return tuple(found)


def account(document: Document) -> tuple[Clause, ...]:
    """The lines in which a document itself says what changed: its version history, or under a heading of that name."""
    found: list[Clause] = []
    for section in document.sections:
        named = bool(section.heading_path and ACCOUNT.search(section.heading_path[-1]))
        for start, end in _lines(document, section):
            row = _table_of(document, start)
            if named or (row is not None and any(ACCOUNT_COLUMN.match(name) for name in row)):
                found.append(_clause(document, section, start, end))
    return tuple(clause for clause in found if not re.match(r"\s*signed\s*:", clause.text, re.IGNORECASE))


def _clauses(document: Document, section: Section) -> Iterator[Clause]:
    """Each row of a table alone, a numbered clause whole, other text line by line with lists at their opening."""
    held: list[Span] = []
    for start, end in _lines(document, section):
        header = _table_of(document, start)
        line = document.text[start:end]
        if header is not None:
            if not ADMINISTRATIVE.match(line) and not any(ACCOUNT_COLUMN.match(name) for name in header):
                yield _clause(document, section, start, end)
        elif not ADMINISTRATIVE.match(line):
            joins = bool(held) and ("." in section.number or LIST_ITEM.match(line) is not None)
            if joins:
                held[-1] = (held[-1][0], end)
            else:
                held.append((start, end))
    for start, end in held:
        yield _clause(document, section, start, end)


def _lines(document: Document, section: Section) -> Iterator[Span]:
    """The lines of a section that are no headings."""
    headings = document.headings()
    for match in re.compile(r"[^\n]+").finditer(document.text, section.start, section.end):
        if match.group().strip() and match.start() not in headings:
            yield match.span()


def _table_of(document: Document, place: int) -> tuple[str, ...] | None:
    """The header of the table that a place lies in, None outside of tables."""
    return next((table.header for table in document.tables if table.start <= place < table.end), None)


def _clause(document: Document, section: Section, start: int, end: int) -> Clause:
    marker = MARKER.match(document.text, start, end)
    start = marker.end() if marker else start
    text = document.text[start:end].rstrip()
    heading = section.heading_path[-1] if section.heading_path else ""
    row = text.split(". ")[0].partition(": ")[2] if _table_of(document, start) is not None else ""
    return Clause(section.number, heading, start, start + len(text), text, row)


def _paired(before: Sequence[Clause], after: Sequence[Clause]) -> dict[int, int]:
    """Which clause became which, by place: first those that say the same, then the likest ones."""
    pairs: dict[int, int] = {}
    same: dict[tuple[str, ...], list[int]] = {}
    for place, clause in enumerate(after):
        same.setdefault(_compared(clause.text), []).append(place)
    for place, clause in enumerate(before):
        if waiting := same.get(_compared(clause.text)):
            pairs[place] = waiting.pop(0)
    taken = set(pairs.values())
    likenesses = likeness(before, after)
    for earlier, later in zip(
        *numpy.unravel_index(numpy.argsort(-likenesses, axis=None), likenesses.shape), strict=True
    ):
        if likenesses[earlier, later] < LIKE:
            break
        if int(earlier) not in pairs and int(later) not in taken:
            pairs[int(earlier)] = int(later)
            taken.add(int(later))
    return pairs


def likeness(before: Sequence[Clause], after: Sequence[Clause]) -> "numpy.ndarray":
    """How likely each earlier clause became each later one, shape (before, after).

    The cosine of their words, each weighed by how few clauses have it, and more where heading, number or row agree.
    """
    said = [Counter(_without_numbers(content_words(clause.text))) for clause in (*before, *after)]
    held_by = Counter(word for words in said for word in words)
    place = {word: number for number, word in enumerate(held_by)}
    rows = numpy.zeros((len(said), max(1, len(place))))
    for row, words in zip(rows, said, strict=True):
        for word, count in words.items():
            row[place[word]] = (1 + log(count)) * log(1 + len(said) / held_by[word])
    rows /= numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    found: numpy.ndarray = rows[: len(before)] @ rows[len(before) :].T
    found[found < ALIKE_ENOUGH] = 0.0
    for earlier, later in zip(*numpy.nonzero(found), strict=True):
        found[earlier, later] = _with_place(float(found[earlier, later]), before[earlier], after[later])
    return found


def _with_place(share: float, one: Clause, other: Clause) -> float:
    """Likeness of words made likeness of clauses. A row answers to a row whose first cell names the same thing."""
    if bool(one.row) != bool(other.row):
        return 0.0
    numbered = SAME_NUMBER * (one.number == other.number != "")
    if one.row:
        rows = _shared(content_words(one.row), content_words(other.row))
        return share + numbered + SAME_ROW * rows if rows >= SAME_THING else 0.0
    return share + numbered + SAME_HEADING * _shared(content_words(one.heading), content_words(other.heading))


def _without_numbers(words: Sequence[str]) -> list[str]:
    """Numbers are what changes; they do not tell which clause is which."""
    return [word for word in words if not word[0].isdigit()]


def _shared(one: Sequence[str], other: Sequence[str]) -> float:
    """Dice's coefficient of two bags of words."""
    both = sum((Counter(one) & Counter(other)).values())
    return 2 * both / (len(one) + len(other)) if one or other else 0.0


def _compared(text: str) -> tuple[str, ...]:
    """The words of a clause as they are compared: references to other clauses are left out, for they only move."""
    return tuple(word.casefold() for word in TOKEN.findall(REFERENCE.sub(" ", text)))


def _changed(old: Clause, new: Clause) -> Change:
    before, after = list(TOKEN.finditer(old.text)), list(TOKEN.finditer(new.text))
    matcher = SequenceMatcher(None, _folded(before), _folded(after), autojunk=False)
    differing = _bridged([code[1:] for code in matcher.get_opcodes() if code[0] != "equal"], before, after)
    pairs = tuple((_span(before, a, b), _span(after, c, d)) for a, b, c, d in differing)
    return Change(Kind.CHANGED, old, new, pairs)


def _bridged(
    differing: Sequence[tuple[int, int, int, int]], before: Sequence[re.Match[str]], after: Sequence[re.Match[str]]
) -> list[tuple[int, int, int, int]]:
    """Differences with only a little word between them are one; a number is shown with the word it counts."""
    joined: list[tuple[int, int, int, int]] = []
    for a, b, c, d in differing:
        if (
            joined
            and a - joined[-1][1] <= 1
            and all(t.group().casefold() in FUNCTION_WORDS for t in before[joined[-1][1] : a])
        ):
            joined[-1] = (joined[-1][0], b, joined[-1][2], d)
        else:
            joined.append((a, b, c, d))
    return [_with_unit(entry, before, after) for entry in joined]


def _with_unit(
    entry: tuple[int, int, int, int], before: Sequence[re.Match[str]], after: Sequence[re.Match[str]]
) -> tuple[int, int, int, int]:
    a, b, c, d = entry
    counts = b > a and d > c and before[b - 1].group()[-1].isdigit() and after[d - 1].group()[-1].isdigit()
    more = counts and b < len(before) and d < len(after)
    return (a, b + more, c, d + more)


def _folded(tokens: Sequence[re.Match[str]]) -> list[str]:
    return [token.group().casefold() for token in tokens]


def _span(tokens: Sequence[re.Match[str]], first: int, last: int) -> Span:
    if first == last:
        return (0, 0)
    return tokens[first].start(), tokens[last - 1].end()
