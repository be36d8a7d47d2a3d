"""Answers in the documents' own words: the likeliest clauses, short, with the conditions that bear on them."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy

from assistant import asking
from assistant.generation import banding, conditions, numbered
from assistant.generation.bearing import Bearing
from assistant.generation.quoting import LIST_ITEM, POINTS_BACK, Piece, is_form, is_row, lines, quotable
from assistant.values import Citation, Passage, Retrieval, Statement
from assistant.wording import content_words, sentences

MOST_STATEMENTS = 3
FURTHER = 1  # more, where several things are asked
MOST_CONDITIONS = 1
NEAR_BEST = 0.2  # a further passage must be this likely, beside the likeliest one
SHORT = 75  # words of a passage that is quoted whole, where it is no table
ROOM = 85  # words taken of a longer one
WORTH_QUOTING = 0.2  # how likely a further piece of a longer one must say what is asked
ROOM_FOR_ALL = 260  # words of a list or table that is asked for as a whole
FORMS = frozenset(content_words("form forms log sheet template record fill"))  # who asks for one is shown its fields
PIECE = re.compile(r"-\d+$")
SUMS_UP = re.compile(r"\b(?:Clause|Section|Paragraph)s?: ([\d., and]+)")  # a cell of a row
NUMBER = re.compile(r"\d+(?:\.\d+)*")
ALIKE = 0.8


class Extractive:
    """Chooses a few statements, at least one for each thing asked, and what takes something back from them."""

    def __init__(self, bearing: Bearing) -> None:
        """`bearing` tells which pieces of a long passage say what is asked."""
        self._bearing = bearing

    def draft(self, question: str, retrieval: Retrieval) -> tuple[Statement, ...]:
        """The statements, likeliest first, each followed by the clauses that are an exception to it."""
        if not retrieval.hits:
            return ()
        drafted: list[Piece] = []
        for passage in _bands_first(question, _chosen(retrieval), retrieval.around):
            _add(drafted, self._pieces(question, passage, retrieval))
            bearing = list(conditions.bearing_on(passage, retrieval.around))[:MOST_CONDITIONS]
            for exception in bearing:
                _add(drafted, self._pieces(question, exception, Retrieval(question, ())))
        return tuple(_statements(drafted, retrieval.around))

    def _pieces(self, question: str, passage: Passage, retrieval: Retrieval) -> list[Piece]:
        """The whole passage when it is short, all of a form or list that is asked for, else what of it answers best."""
        held = lines(passage)
        form = is_form(passage)
        if not held or (form and not FORMS.intersection(content_words(question))):
            return []
        table = [passage, *continued(passage, retrieval.around)]
        own = _own_rows(table, retrieval)
        if own:
            return own
        rows = sum(is_row(passage.text[start:end]) for start, end in held)
        whole = Piece(passage, ((held[0][0], held[-1][1]),))
        met = banding.rows(question, table) if rows else None
        met = numbered.rows(question, table) if met is None else met
        if met is not None:
            return [Piece(at, (line,)) for at, line in met]
        if form or (asking.for_all(question) and (rows or whole.text.count("\n") > 1)):
            return _all_of(whole, continued(passage, retrieval.around))
        if whole.length <= SHORT and rows < 2:
            return [whole]
        pieces = [Piece(passage, spans) for spans in quotable(passage)]
        if not pieces:
            return []
        likely = self._bearing.likely(question, pieces) if len(pieces) > 1 else numpy.ones(1)
        taken = worth_quoting(pieces, likely)
        if any(piece.text.rstrip().endswith(":") for piece in taken) and len(taken) == 1:
            return _all_of(whole, ())
        taken.sort(key=lambda piece: piece.spans[-1][0])
        return _joined(taken)


def worth_quoting(pieces: Sequence[Piece], likely: numpy.ndarray) -> list[Piece]:
    """The likeliest of the pieces of a passage, and as many more that are worth quoting as there is room for.

    `likely` is the probability that each says what is asked, shape (pieces,).
    """
    first, *further = numpy.argsort(-likely, kind="stable").tolist()
    taken = [pieces[first]]
    for place in further:
        used = sum(item.length for item in taken)
        if likely[place] < WORTH_QUOTING or used + pieces[place].length > ROOM:
            break
        taken.append(pieces[place])
    return taken


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


def _bands_first(question: str, passages: Sequence[Passage], around: Sequence[Passage]) -> list[Passage]:
    """The same, but first those that hold the row for an amount of the question: the rest says what bears on it."""
    return sorted(passages, key=lambda passage: not banding.rows(question, [passage, *continued(passage, around)]))


def _add(drafted: list[Piece], pieces: Sequence[Piece]) -> None:
    """What has not been said yet is added."""
    for piece in pieces:
        if not any(_alike(piece, other) for other in drafted):
            drafted.append(piece)


def continued(passage: Passage, around: Sequence[Passage]) -> list[Passage]:
    """The further pieces of the clause or table of which a passage is one, in order: "x@1/5-2" goes on from "x@1/5"."""
    base = PIECE.sub("", passage.id)
    same = [item for item in around if PIECE.sub("", item.id) == base and item.number == passage.number]
    return sorted((item for item in same if item.document.key == passage.document.key), key=lambda item: item.start)


def _own_rows(table: Sequence[Passage], retrieval: Retrieval) -> list[Piece]:
    """Of a table with a row for each school, the asker's; empty where it has none or no other school's.

    `table` are the passages over which it runs, that which was found first: the asker's row may stand in another one.
    """
    if not retrieval.school:
        return []
    rows = [
        Piece(passage, (line,)) for passage in table for line in lines(passage) if is_row(passage.text[slice(*line)])
    ]
    theirs = [any(name.casefold() in row.text.casefold() for name in retrieval.others) for row in rows]
    if not any(other for row, other in zip(rows, theirs, strict=True) if row.passage is table[0]):
        return []
    school = retrieval.school.casefold()
    return [row for row, other in zip(rows, theirs, strict=True) if not other and school in row.text.casefold()]


def _all_of(whole: Piece, others: Sequence[Passage]) -> list[Piece]:
    """A passage and the others of its list, in their order, as long as there is room."""
    pieces = [whole]
    for passage in others:
        held = lines(passage)
        if held:
            pieces.append(Piece(passage, ((held[0][0], held[-1][1]),)))
    pieces.sort(key=lambda piece: piece.passage.start)
    taken: list[Piece] = []
    for piece in pieces:
        if piece is whole or sum(item.length for item in taken) + piece.length <= ROOM_FOR_ALL:
            taken.append(piece)
    return taken


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that follow one another in the text become one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and len(piece.spans) == 1 and len(joined[-1].spans) == 1:
            (start, end), (from_, to) = joined[-1].spans[0], piece.spans[0]
            between = piece.passage.text[end:from_]
            if from_ <= end or (not between.strip() and "\n" not in between):
                joined[-1] = Piece(piece.passage, ((start, max(end, to)),))
                continue
        joined.append(piece)
    return joined


def _alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces overlap in the document, or say nearly the same words in two passages."""
    if one.passage.id == other.passage.id:
        (a, b), (c, d) = one.spans[-1], other.spans[-1]
        return a < d and c < b
    first, second = set(content_words(one.text)), set(content_words(other.text))
    return bool(first and second) and len(first & second) >= ALIKE * min(len(first), len(second))


def _lead(piece: Piece, around: Sequence[Passage]) -> Piece | None:
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
            return Piece(earlier, ((said[-1], end),))
    return None


def _statements(pieces: Sequence[Piece], around: Sequence[Passage]) -> Iterator[Statement]:
    """A statement for each piece; items of a list that follow one another under the same line are one."""
    for lead, items in groupby(pieces, lambda piece: _lead(piece, around)):
        held = list(items)
        if lead is None:
            yield from (Statement(piece.text, _citations([piece])) for piece in held)
        else:
            said = "; ".join(piece.text.rstrip(" ;,") if piece is not held[-1] else piece.text for piece in held)
            yield Statement(f"{lead.text} {said}", _citations([lead, *held]))


def _citations(pieces: Sequence[Piece]) -> tuple[Citation, ...]:
    return tuple(
        Citation("", piece.passage, piece.passage.text[start:end]) for piece in pieces for start, end in piece.spans
    )
