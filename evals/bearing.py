"""Learn which pieces of a long passage say what is asked: `python -m evals.bearing`, five minutes once
the shelves are indexed.

Learns from the shelves: every question with the passages that answer it, and of those that are too long to be quoted
whole the pieces that say one of its facts or conditions. Prints what is quoted of such passages of the shelves kept
back and of the dev documents, neither of which it learns from, and writes `assistant/generation/bearing.json`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import numpy

from assistant import embedding, index, interaction
from assistant import settings as settings_room
from assistant.generation import bearing
from assistant.generation.bearing import Bearing
from assistant.generation.extractive import Extractive, worth_quoting
from assistant.generation.quoting import Piece
from assistant.index.library import Library
from assistant.interaction import Compared
from assistant.published import compared
from assistant.settings import Settings
from assistant.trees import Trees
from assistant.values import Hit, Passage, Retrieval
from assistant.wording import WORD
from evals import fitting, questions, shelves
from evals.matching import groups_met, normalised, said
from evals.sets import folder as sets_folder
from evals.values import Question


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question and a passage that answers it, of which not all is quoted: `rows` have shape (pieces, features)."""

    item: Question
    passage: Passage
    rows: numpy.ndarray
    pieces: tuple[Piece, ...]

    @property
    def wanted(self) -> tuple[tuple[str, ...], ...]:
        """The facts and conditions that are asked for and stand in the passage."""
        groups = (*self.item.facts, *self.item.conditions)
        held = said(normalised(self.passage.text), groups)
        return tuple(group for group, holds in zip(groups, held, strict=True) if holds)

    @property
    def says(self) -> numpy.ndarray:
        """Of each piece whether it says one of them, shape (pieces,)."""
        return numpy.asarray([any(said(normalised(piece.text), self.wanted)) for piece in self.pieces])


@dataclass(frozen=True, slots=True)
class Watched(Bearing):
    """Keeps what it is asked about, and answers by a model that is not kept in a file: without one that all is 0."""

    model: Trees | None = None
    asked: list[tuple[numpy.ndarray, tuple[Piece, ...]]] = field(default_factory=list)

    def likely(self, question: str, pieces: Sequence[Piece]) -> numpy.ndarray:
        """The probability that each piece says what is asked, shape (pieces,)."""
        rows = self.features(question, pieces)
        self.asked.append((rows, tuple(pieces)))
        return self.model.probabilities(rows) if self.model is not None else numpy.zeros(len(pieces))


def main() -> None:
    """Collect, fit, write and measure."""
    settings = settings_room.load()
    learned = [lesson for name in shelves.names() for lesson in of_shelf(name, settings)]
    rows = numpy.concatenate([lesson.rows for lesson in learned])
    model = fitting.fitted(rows, numpy.concatenate([lesson.says for lesson in learned]), bearing.NAMES)
    bearing.FILE.write_text(fitting.as_text(model), encoding="utf-8")
    _say(f"{bearing.FILE.name}: {len(model.trees)} trees from {len(learned)} passages")
    for name in shelves.KEPT_BACK:
        _say(f"{name}: {quoted(of_shelf(name, settings), model)}")
    opened = index.open_published(settings)
    asked = questions.read(fitting.DEV)
    _say(f"dev: {quoted(list(lessons(asked, opened.library, settings)), model)}")
    opened.close()


def of_shelf(name: str, settings: Settings) -> list[Lesson]:
    """The lessons of a shelf, from its own index, built when it is not there.

    Raises:
        AssistantError: there is no such shelf.
    """
    own, _ = sets_folder.indexed(shelves.FOLDER / name, settings)
    opened = index.open_published(own)
    found = list(lessons(questions.read(shelves.FOLDER / name / sets_folder.QUESTIONS), opened.library, own))
    opened.close()
    return found


def lessons(asked: Sequence[Question], library: Library, settings: Settings) -> Iterator[Lesson]:
    """Each question with each passage that answers it, says something that is asked for, and is not quoted whole."""
    read = interaction.load(settings)

    def compare(question: str, passage: Passage) -> Compared | None:
        return compared(read, library, question, passage)

    watched = Watched(embedding.encoder(settings), library.rarity, compare)
    writer = Extractive(watched)
    for item in asked:
        for passage in library.passages.values() if item.gold else ():
            if groups_met(passage, item.gold, ()):
                watched.asked.clear()
                writer.draft(item.question, Retrieval(item.question, (Hit(passage, 1.0),)))
                for rows, pieces in watched.asked:
                    lesson = Lesson(item, passage, rows, pieces)
                    if len(pieces) > 1 and lesson.wanted:
                        yield lesson


def quoted(held: Sequence[Lesson], model: Trees) -> str:
    """What is quoted of passages when their pieces are chosen by a model."""
    first, facts, words, useful = [], [], [], []
    for lesson in held:
        likely = model.probabilities(lesson.rows)
        taken = worth_quoting(lesson.pieces, likely)
        first.append(bool(lesson.says[likely.argmax()]))
        facts.append(fmean(said(normalised(" ".join(piece.text for piece in taken)), lesson.wanted)))
        words.append(sum(len(WORD.findall(piece.text)) for piece in taken))
        useful += [any(said(normalised(piece.text), lesson.wanted)) for piece in taken]
    return (
        f"of {len(held)} passages the likeliest piece says what is asked of {fmean(first):.3f}; quoted are"
        f" {fmean(facts):.3f} of the facts and conditions in {fmean(words):.1f} words,"
        f" {fmean(useful):.3f} of the pieces of use"
    )


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
