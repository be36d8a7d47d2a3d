"""Answers in the documents' own words: the likeliest clauses, short, with the conditions that bear on them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy

from assistant import asking
from assistant.generation import banding, conditions
from assistant.generation.quoting import LIST_ITEM, POINTS_BACK, Span, is_form, is_row, lines, quotable, shown
from assistant.values import Citation, Passage, Retrieval, Statement
from assistant.vocabulary import is_generic, named
from assistant.wording import WORD, content_words, money, parts, sentences

MOST_STATEMENTS = 3
FURTHER = 1  # more, where several things are asked
MOST_CONDITIONS = 1
NEAR_BEST = 0.2  # a further passage must be this likely, beside the likeliest one
SHORT = 75  # words of a passage that is quoted whole
SHORT_TABLE = 60
ROOM = 65  # words taken of a longer one
AS_GOOD = 0.6  # of the best piece of a longer one: what bears less on the question is not quoted to fill the room
ROOM_FOR_ALL = 260  # words of a list or table that is asked for as a whole
FORMS = frozenset(content_words("form forms log sheet template record fill"))  # who asks for one is shown its fields
PIECE = re.compile(r"-\d+$")
SUMS_UP = re.compile(r"\b(?:Clause|Section|Paragraph)s?: ([\d., and]+)")  # a cell of a row
NUMBER = re.compile(r"\d+(?:\.\d+)*")
LONGEST_EMBEDDED = 500  # characters of a piece that are embedded; a list says early on what it lists
ALIKE = 0.8
FEW_WORDS = 2
PLACE_CREDIT = 0.7  # a question word that stands in the title or heading counts this much of one in the text
GENERIC_WEIGHT = 0.3  # of a word such as "policy" or "rate", beside one that names a subject
OF_ITS_KIND = 0.25

Embed = Callable[[Sequence[str]], numpy.ndarray]
Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that can be quoted of a passage: `spans` are offsets in its text."""

    passage: Passage
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return shown(self.passage.text, self.spans)

    @property
    def length(self) -> int:
        return len(WORD.findall(self.text))


class Extractive:
    """Chooses a few statements, at least one for each thing asked, and what takes something back from them."""

    def __init__(self, embed: Embed, rarity: Rarity) -> None:
        """`embed` gives unit vectors, shape (texts, dimension); `rarity` the inverse document frequency of a stem."""
        self._embed = embed
        self._rarity = rarity

    def draft(self, question: str, retrieval: Retrieval) -> tuple[Statement, ...]:
        """The statements, likeliest first, each followed by the clauses that are an exception to it."""
        if not retrieval.hits:
            return ()
        drafted: list[_Piece] = []
        for passage in _chosen(retrieval):
            _add(drafted, self._pieces(question, passage, retrieval))
            bearing = list(conditions.bearing_on(passage, retrieval.around))[:MOST_CONDITIONS]
            for exception in bearing:
                _add(drafted, self._pieces(question, exception, Retrieval(question, ())))
        return tuple(_statements(drafted, retrieval.around))

    def _pieces(self, question: str, passage: Passage, retrieval: Retrieval) -> list[_Piece]:
        """The whole passage when it is short, all of a list that is asked for, else what of it answers best."""
        held = lines(passage)
        if not held or (is_form(passage) and not FORMS.intersection(content_words(question))):
            return []
        own = _own_rows(passage, held, retrieval)
        if own:
            return [_Piece(passage, (line,)) for line in own]
        rows = sum(is_row(passage.text[start:end]) for start, end in held)
        whole = _Piece(passage, ((held[0][0], held[-1][1]),))
        table = [passage, *continued(passage, retrieval.around)]
        met = banding.rows(question, table) if rows else None
        if met is not None:
            return [_Piece(at, (line,)) for at, line in met]
        if asking.for_all(question) and (rows or whole.text.count("\n") > 1):
            return _all_of(whole, continued(passage, retrieval.around))
        if whole.length <= (SHORT_TABLE if rows > 1 else SHORT):
            return [whole]
        pieces = [_Piece(passage, spans) for spans in quotable(passage)]
        if not pieces:
            return []
        taken: list[_Piece] = []
        for piece in self._ranked(question, pieces):
            used = sum(item.length for item in taken)
            if taken and used + piece.length > ROOM:
                break
            taken.append(piece)
        if any(piece.text.rstrip().endswith(":") for piece in taken) and len(taken) == 1:
            return _all_of(whole, ())
        taken.sort(key=lambda piece: piece.spans[-1][0])
        return _joined(taken)

    def _ranked(self, question: str, pieces: Sequence[_Piece]) -> list[_Piece]:
        """The pieces that bear on a question nearly as much as the best of them, best first."""
        asked = parts(question)
        vectors = self._embed([question, *(f"{p.passage.place}\n\n{p.text[:LONGEST_EMBEDDED]}" for p in pieces)])
        similar = vectors[1:] @ vectors[0]
        scores = [
            float(cosine)
            + max(self._cover(part, piece) for part in asked)
            + OF_ITS_KIND * asking.fits(question, piece.text)
            for piece, cosine in zip(pieces, similar, strict=True)
        ]
        order = sorted(range(len(pieces)), key=lambda place: -scores[place])
        return [pieces[place] for place in order if scores[place] >= AS_GOOD * scores[order[0]]]

    def _cover(self, question: str, piece: _Piece) -> float:
        """The share of what is asked that a piece names; a word only in its title or heading counts for less."""
        wanted = {word: self._weight(word) for word in content_words(question)}
        whole = sum(wanted.values())
        said = set(content_words(piece.text)) | asking.within(money(question), piece.text)
        above = set(content_words(piece.passage.place))
        got = sum(
            weight * (1.0 if named(word, said) else PLACE_CREDIT * named(word, above))
            for word, weight in wanted.items()
        )
        return got / whole if whole else 0.0

    def _weight(self, word: str) -> float:
        """A word counts by its rarity; a number, and a word that names no subject, for less."""
        return self._rarity(word) * (GENERIC_WEIGHT if word.isdigit() or is_generic(word) else 1)


def _chosen(found: Retrieval) -> list[Passage]:
    """The likeliest passages: the first for each of the things asked, and those that are nearly as likely."""
    best = max(hit.score for hit in found.hits)
    first = {hit.passage.id for hit in found.best or found.hits[:1] if hit is not None}
    most = MOST_STATEMENTS + FURTHER if found.each else MOST_STATEMENTS
    likely = [hit.passage for hit in found.hits[:most] if hit.passage.id in first or hit.score >= NEAR_BEST * best]
    return _rules_first(likely)


def _rules_first(passages: Sequence[Passage]) -> list[Passage]:
    """The same, but a clause before the row of its document that sums it up and names it: "Clause: 3.1"."""
    ordered: list[Passage] = []
    for passage in passages:
        named = set(NUMBER.findall(" ".join(SUMS_UP.findall(passage.text))))
        for rule in passages:
            sums_it_up = rule.number in named and rule.document.key == passage.document.key
            if sums_it_up and rule not in ordered:
                ordered.append(rule)
        if passage not in ordered:
            ordered.append(passage)
    return ordered


def _add(drafted: list[_Piece], pieces: Sequence[_Piece]) -> None:
    """What has not been said yet is added."""
    for piece in pieces:
        if not any(_alike(piece, other) for other in drafted):
            drafted.append(piece)


def continued(passage: Passage, around: Sequence[Passage]) -> list[Passage]:
    """The further pieces of the clause or table of which a passage is one, in order: "x@1/5-2" goes on from "x@1/5"."""
    base = PIECE.sub("", passage.id)
    same = [item for item in around if PIECE.sub("", item.id) == base and item.number == passage.number]
    return sorted((item for item in same if item.document.key == passage.document.key), key=lambda item: item.start)


def _own_rows(passage: Passage, held: Sequence[Span], retrieval: Retrieval) -> list[Span]:
    """Of a table with a row for each school, the asker's; empty where it has none or no other school's."""
    if not retrieval.school:
        return []
    said = [passage.text[start:end].casefold() for start, end in held]
    theirs = [any(name.casefold() in words for name in retrieval.others) for words in said]
    own = [
        line
        for line, words, other in zip(held, said, theirs, strict=True)
        if retrieval.school.casefold() in words and not other and is_row(passage.text[slice(*line)])
    ]
    return own if any(theirs) else []


def _all_of(whole: _Piece, others: Sequence[Passage]) -> list[_Piece]:
    """A passage and the others of its list, in their order, as long as there is room."""
    pieces = [whole]
    for passage in others:
        held = lines(passage)
        if held:
            pieces.append(_Piece(passage, ((held[0][0], held[-1][1]),)))
    pieces.sort(key=lambda piece: piece.passage.start)
    taken: list[_Piece] = []
    for piece in pieces:
        if piece is whole or sum(item.length for item in taken) + piece.length <= ROOM_FOR_ALL:
            taken.append(piece)
    return taken


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces that follow one another in the text become one."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and len(piece.spans) == 1 and len(joined[-1].spans) == 1:
            (start, end), (from_, to) = joined[-1].spans[0], piece.spans[0]
            between = piece.passage.text[end:from_]
            if from_ <= end or (not between.strip() and "\n" not in between):
                joined[-1] = _Piece(piece.passage, ((start, max(end, to)),))
                continue
        joined.append(piece)
    return joined


def _alike(one: _Piece, other: _Piece) -> bool:
    """Whether two pieces overlap in the document, or say nearly the same words in two passages."""
    if one.passage.id == other.passage.id:
        (a, b), (c, d) = one.spans[-1], other.spans[-1]
        return a < d and c < b
    first, second = set(content_words(one.text)), set(content_words(other.text))
    return bool(first and second) and len(first & second) >= ALIKE * min(len(first), len(second))


def _lead(piece: _Piece, around: Sequence[Passage]) -> _Piece | None:
    """What an item of a list is said under ("You must not:"), where that stands in an earlier piece of its clause.

    Without it "come to work under the influence of alcohol" would read as what one may do.
    """
    passage, (start, _) = piece.passage, piece.spans[0]
    if not LIST_ITEM.match(passage.text, start) or ":\n" in passage.text[:start]:
        return None
    for earlier in reversed(continued(passage, around)):
        leads = [line for line in lines(earlier) if earlier.text[slice(*line)].rstrip().endswith(":")]
        if earlier.start < passage.start and leads:
            begin, end = leads[-1]
            said = [begin + start for start, _ in sentences(earlier.text[begin:end])]
            if len(said) > 1 and POINTS_BACK.match(earlier.text, said[-1]):
                said.pop()  # "It includes:" needs the sentence that says what it is
            return _Piece(earlier, ((said[-1], end),))
    return None


def _statements(pieces: Sequence[_Piece], around: Sequence[Passage]) -> Iterator[Statement]:
    """A statement for each piece; items of a list that follow one another under the same line are one."""
    for lead, items in groupby(pieces, lambda piece: _lead(piece, around)):
        held = list(items)
        if lead is None:
            yield from (Statement(piece.text, _citations([piece])) for piece in held)
        else:
            said = "; ".join(piece.text.rstrip(" ;,") if piece is not held[-1] else piece.text for piece in held)
            yield Statement(f"{lead.text} {said}", _citations([lead, *held]))


def _citations(pieces: Sequence[_Piece]) -> tuple[Citation, ...]:
    return tuple(
        Citation("", piece.passage, piece.passage.text[start:end]) for piece in pieces for start, end in piece.spans
    )
