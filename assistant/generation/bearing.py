"""How likely each piece of a long passage says what is asked: learned from questions about the shelves.

A clause or table of which a part answers is not quoted whole. Which part is told by trees (`python -m evals.bearing`)
over what the searches compare passages by: vectors, word pieces in their contexts, translation, and shared words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant import asking, translation, trees
from assistant.generation.quoting import CONDITION, Piece
from assistant.interaction import Compared
from assistant.retrieval.evidence import Rarity, weights
from assistant.values import Passage
from assistant.vocabulary import named
from assistant.wording import content_words, money, numbers, parts

FILE = Path(__file__).parent / "bearing.json"
NAMES = (
    "similarity below best",
    "cover",
    "cover below best",
    "of the kind asked for",
    "interaction below best",
    "interaction of its own words below best",
    "translation below best",
    "cover shared out",
    "nearest by word piece",
    "words",
    "place",
    "numbers",
    "leads to a list",
    "opens with a condition",
)
LONGEST_EMBEDDED = 500  # characters of a piece that are embedded; a list says early on what it lists
PLACE_CREDIT = 0.7  # a question word that stands in the title or heading counts this much of one in the text

Embed = Callable[[Sequence[str]], numpy.ndarray]
Compare = Callable[[str, Passage], Compared | None]


def uncompared(_question: str, _passage: Passage) -> None:
    """What stands in for late interaction where there is none."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """Compares the pieces of a passage with a question. `embed` gives unit vectors, shape (texts, dimension); `rarity`
    the inverse document frequency of a stem; `compare` the word pieces of a passage with those of a question.
    """

    embed: Embed
    rarity: Rarity
    compare: Compare = uncompared

    def likely(self, question: str, pieces: Sequence[Piece]) -> numpy.ndarray:
        """The probability that each piece says what is asked, shape (pieces,)."""
        return trees.load(FILE).probabilities(self.features(question, pieces))

    def features(self, question: str, pieces: Sequence[Piece]) -> numpy.ndarray:
        """A row of `NAMES` for each of the pieces of one passage, shape (pieces, features); NaN is not known."""
        vectors = self.embed([question, *(f"{p.passage.place}\n\n{p.text[:LONGEST_EMBEDDED]}" for p in pieces)])
        similar = vectors[1:] @ vectors[0]
        asked = parts(question)
        cover = numpy.asarray([max(self._cover(part, piece) for part in asked) for piece in pieces])
        stems = [content_words(piece.text) for piece in pieces]
        translated = translation.Texts(stems, [0] * len(stems)).likelihood(content_words(question), translation.load())
        near, own, nearest = self._interaction(question, pieces)
        columns = (
            similar - similar.max(),
            cover,
            cover - cover.max(),
            [asking.fits(question, piece.text) for piece in pieces],
            near - _greatest(near),
            own - _greatest(own),
            translated - translated.max(),
            _shared_out(weights(question, self.rarity), stems),
            nearest,
            [piece.length for piece in pieces],
            range(len(pieces)),
            [len(numbers(piece.text)) for piece in pieces],
            [piece.text.rstrip().endswith(":") for piece in pieces],
            [bool(CONDITION.match(piece.passage.text, piece.spans[0][0])) for piece in pieces],
        )
        return numpy.asarray([numpy.asarray(column, dtype=float) for column in columns]).T

    def _cover(self, question: str, piece: Piece) -> float:
        """The share of what is asked that a piece names; a word only in its title or heading counts for less."""
        wanted = weights(question, self.rarity)
        whole = sum(wanted.values())
        said = set(content_words(piece.text)) | asking.within(money(question), piece.text)
        above = set(content_words(piece.passage.place))
        got = sum(
            weight * (1.0 if named(word, said) else PLACE_CREDIT * named(word, above))
            for word, weight in wanted.items()
        )
        return got / whole if whole else 0.0

    def _interaction(
        self, question: str, pieces: Sequence[Piece]
    ) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
        """Of each piece: how near it is by late interaction with the title and headings over it, without them, and the
        share of the question's word pieces of which none in the passage is nearer. NaN where it was not compared.
        """
        found = numpy.full((3, len(pieces)), numpy.nan)
        compared = self.compare(question, pieces[0].passage)
        if compared is not None and len(compared.spans):
            begin, end = numpy.asarray(compared.spans).T
            above = compared.cosines[begin < 0].max(axis=0, initial=-1.0)
            greatest = compared.cosines.max(axis=0)
            for place, piece in enumerate(pieces):
                held = numpy.any([(first <= begin) & (end <= last) for first, last in piece.spans], axis=0)
                if held.any():
                    own = compared.cosines[held].max(axis=0)
                    found[:, place] = numpy.maximum(own, above).mean(), own.mean(), (own >= greatest).mean()
        return found[0], found[1], found[2]


def _shared_out(wanted: dict[str, float], stems: Sequence[Sequence[str]]) -> list[float]:
    """The share of what is asked that each piece names, a word that several name divided among them."""
    whole = sum(wanted.values()) or 1.0
    held = [[word for word in wanted if named(word, set(said))] for said in stems]
    times = {word: sum(word in words for words in held) for word in wanted}
    return [sum(wanted[word] / times[word] for word in words) / whole for words in held]


def _greatest(values: numpy.ndarray) -> float:
    """Of those that are known; NaN where none is."""
    known = values[~numpy.isnan(values)]
    return float(known.max()) if len(known) else numpy.nan
