"""Answers in the documents' own words: the likeliest clauses, short, with the conditions that bear on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy

from assistant import asking
from assistant.generation import conditions
from assistant.generation.quoting import Span, is_row, lines, quotable, shown
from assistant.values import Citation, Hit, Passage, Retrieval, Statement
from assistant.vocabulary import is_generic, named
from assistant.wording import WORD, content_words, money, parts

MOST_STATEMENTS = 3
MOST_CONDITIONS = 1
NEAR_BEST = 0.45  # a further passage must be this likely, beside the likeliest one
SHORT = 75  # words of a passage that is quoted whole
ROOM = 60  # words taken of a longer one
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
    """Chooses at most three statements for each thing asked, and what takes something back from them."""

    def __init__(self, embed: Embed, rarity: Rarity) -> None:
        """`embed` gives unit vectors, shape (texts, dimension); `rarity` the inverse document frequency of a stem."""
        self._embed = embed
        self._rarity = rarity

    def draft(self, question: str, retrieval: Retrieval) -> tuple[Statement, ...]:
        """The statements, likeliest first, each followed by the clauses that are an exception to it."""
        if not retrieval.hits:
            return ()
        drafted: list[_Piece] = []
        for hit in self._chosen(retrieval.hits):
            for piece in self._pieces(question, hit):
                if not any(_alike(piece, other) for other in drafted):
                    drafted.append(piece)
            bearing = list(conditions.bearing_on(hit.passage, retrieval.around))[:MOST_CONDITIONS]
            for passage in bearing:
                drafted.extend(
                    piece
                    for piece in self._pieces(question, Hit(passage, 0.0))
                    if not any(_alike(piece, other) for other in drafted)
                )
        return tuple(_statement(piece) for piece in drafted)

    def _chosen(self, hits: Sequence[Hit]) -> list[Hit]:
        best = hits[0].score
        return [hit for hit in hits[:MOST_STATEMENTS] if hit.score >= NEAR_BEST * best]

    def _pieces(self, question: str, hit: Hit) -> list[_Piece]:
        """The whole passage when it is short, else what of it answers best, in the order of the document."""
        passage = hit.passage
        held = lines(passage)
        if not held:
            return []
        rows = sum(is_row(passage.text[start:end]) for start, end in held)
        whole = _Piece(passage, ((held[0][0], held[-1][1]),))
        if rows < 2 and whole.length <= SHORT:
            return [whole]
        pieces = [_Piece(passage, spans) for spans in quotable(passage)]
        if not pieces:
            return []
        ranked = self._ranked(question, pieces)
        taken: list[_Piece] = []
        for piece in ranked:
            used = sum(item.length for item in taken)
            if taken and (rows or used + piece.length > ROOM):
                break
            taken.append(piece)
        taken.sort(key=lambda piece: piece.spans[-1][0])
        return _joined(taken)

    def _ranked(self, question: str, pieces: Sequence[_Piece]) -> list[_Piece]:
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
        return [pieces[place] for place in order]

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
    """Whether two pieces overlap in the document or say nearly the same words."""
    if one.passage.id == other.passage.id:
        (a, b), (c, d) = one.spans[-1], other.spans[-1]
        if a < d and c < b:
            return True
    first, second = set(content_words(one.text)), set(content_words(other.text))
    return bool(first and second) and len(first & second) >= ALIKE * min(len(first), len(second))


def _statement(piece: _Piece) -> Statement:
    passage = piece.passage
    citations = tuple(Citation("", passage, passage.text[start:end]) for start, end in piece.spans)
    return Statement(piece.text, citations)
