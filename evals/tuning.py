"""Learn how the vectors of late interaction are shortened: `python -m evals.tuning`, about ten minutes on two cores.

The packaged model ends before its last layer; what is learned here takes its place: one matrix, from the vectors of the
clauses and questions of the phrase book that the model gives, so that the clause which answers stands nearer than those
found beside it. Writes `assistant/interaction.npz`. Then run `assistant index`, and `python -m evals.fitting`.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from assistant import embedding, interaction
from assistant import settings as settings_room
from assistant.interaction import Interaction
from assistant.progress import Bar
from assistant.settings import Settings
from evals import phrases
from evals.phrases import Phrase

FOUND = 25  # nearest clauses to a question by the embedding model: the wrong ones stand beside the right one
AGAINST = 12  # of these, drawn anew each time
AT_ONCE = 8  # questions between two steps, each also against the others' clauses
ROUNDS = 3
RATE = 1e-3
SHARPNESS = 3.0  # at first, as a logarithm: cosines are told apart this much sharper than they differ
READ_AT_ONCE = 256

Shortened = numpy.ndarray


@dataclass(frozen=True, slots=True)
class States:
    """What the model gives before its vectors are shortened, of each clause and each question, by place: float16, shape
    (pieces, the model's dimension).
    """

    clauses: tuple[numpy.ndarray, ...]
    questions: tuple[numpy.ndarray, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, its clause, and the nearest of the other clauses, by place."""

    question: int
    right: int
    wrong: tuple[int, ...]


def main() -> None:
    """Learn, write, and say how the phrases that were kept back are found."""
    settings = settings_room.load()
    book = phrases.read()
    learned_from, rest = phrases.split(book)
    states = read(learned_from, settings)
    shortened = learn(cases_of(learned_from, settings), states)
    numpy.savez_compressed(interaction.SHORTENED, shortened=shortened.astype(numpy.float16))
    _say(f"{interaction.SHORTENED.name}: {shortened.size} numbers from {len(states.questions)} questions")
    before, after = (first(matrix, rest, settings) for matrix in (principal(states.clauses), shortened))
    _say(f"Of {len(rest)} other clauses the right one is nearest to a question for {after:.3f}; before: {before:.3f}")
    _say("Now run: assistant index, and python -m evals.fitting")


def read(book: Sequence[Phrase], settings: Settings) -> States:
    """The states of all clauses and questions of a phrase book."""
    model = reader(settings, numpy.eye(interaction.STATES, dtype=numpy.float32))
    texts = [phrase.text for phrase in book]
    asked = [question for phrase in book for question in phrase.questions]
    clauses: list[numpy.ndarray] = []
    questions: list[numpy.ndarray] = []
    with Bar(sys.stderr) as bar:
        for start in range(0, len(texts), READ_AT_ONCE):
            clauses += [its.astype(numpy.float16) for its in model.vectors(texts[start : start + READ_AT_ONCE])]
            bar.show("Reading clauses", len(clauses), len(texts))
        for question in asked:
            questions.append(model.question(question).astype(numpy.float16))
            bar.show("Reading questions", len(questions), len(asked))
    return States(tuple(clauses), tuple(questions))


def cases_of(book: Sequence[Phrase], settings: Settings) -> list[Case]:
    """Every question of a phrase book with its clause and the nearest others by the embedding model."""
    embed = embedding.encoder(settings)
    clauses = embed([phrase.text for phrase in book])
    right = [place for place, phrase in enumerate(book) for _ in phrase.questions]
    cosines = embed([question for phrase in book for question in phrase.questions]) @ clauses.T
    nearest = numpy.argsort(-cosines, axis=1)[:, : FOUND + 1]
    return [
        Case(question, place, tuple(int(other) for other in row if other != place)[:FOUND])
        for question, (place, row) in enumerate(zip(right, nearest, strict=True))
    ]


def reader(settings: Settings, shortened: Shortened) -> Interaction:
    """The packaged model with another matrix than the one that ships."""
    return Interaction(interaction.PACKAGED.folder(), settings.threads, shortened)


def first(shortened: Shortened, book: Sequence[Phrase], settings: Settings) -> float:
    """The share of the questions of a phrase book to which their clause is the nearest of all its clauses."""
    model = reader(settings, shortened)
    clauses = model.passages([phrase.text for phrase in book])
    return phrases.first(book, lambda question: interaction.nearness(model.question(question), clauses))


def learn(cases: Sequence[Case], states: States) -> Shortened:
    """The matrix, float32, shape (the model's dimension, `interaction.DIMENSION`).

    It begins as the directions in which the vectors of clauses differ most, and is moved by the loss of a choice: the
    right clause among those found beside it and those of the other questions of a step.
    """
    import torch
    from torch.nn.functional import normalize

    drawn = random.Random(0)
    weights = torch.tensor(principal(states.clauses), requires_grad=True)
    sharpness = torch.tensor(SHARPNESS, requires_grad=True)
    optimiser = torch.optim.AdamW(
        [{"params": [weights], "lr": RATE}, {"params": [sharpness], "lr": 50 * RATE}], weight_decay=0.0
    )
    steps = ROUNDS * (len(cases) // AT_ONCE)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=[RATE, 50 * RATE], total_steps=steps + 1, pct_start=0.1
    )

    def short(states: numpy.ndarray) -> torch.Tensor:
        return normalize(torch.tensor(states, dtype=torch.float32) @ weights, dim=1)

    with Bar(sys.stderr) as bar:
        for step in range(steps):
            if step % (steps // ROUNDS) == 0:
                order = drawn.sample(list(cases), len(cases))
            batch = [order.pop() for _ in range(AT_ONCE)]
            right = [case.right for case in batch]
            wrong = [drawn.sample(case.wrong, min(AGAINST, len(case.wrong))) for case in batch]
            shown = list(dict.fromkeys([*right, *(place for places in wrong for place in places)]))
            lengths = torch.tensor([len(states.clauses[place]) for place in shown])
            of_clauses = short(numpy.concatenate([states.clauses[place] for place in shown]))
            loss = torch.tensor(0.0)
            for case in batch:
                cosines = of_clauses @ short(states.questions[case.question]).T
                nearest = torch.segment_reduce(cosines, "max", lengths=lengths, axis=0).mean(dim=1)
                loss = loss - torch.log_softmax(nearest * sharpness.exp(), 0)[shown.index(case.right)]
            (loss / AT_ONCE).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            optimiser.zero_grad()
            pace.step()
            bar.show("Learning", step + 1, steps)
    return numpy.asarray(weights.detach().numpy(), dtype=numpy.float32)


def principal(states: Sequence[numpy.ndarray], most: int = 40_000) -> Shortened:
    """The first `interaction.DIMENSION` right singular vectors of unit vectors of at most `most` word pieces."""
    every = numpy.concatenate(states)
    drawn = numpy.random.default_rng(0).permutation(len(every))[:most]
    some = every[drawn].astype(numpy.float32)
    some /= numpy.linalg.norm(some, axis=1, keepdims=True)
    _, directions = numpy.linalg.eigh(some.T @ some)
    return numpy.ascontiguousarray(directions[:, ::-1][:, : interaction.DIMENSION])


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
