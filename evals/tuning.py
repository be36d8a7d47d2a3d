"""Learn how the vectors of late interaction are shortened, from questions as schools ask them.

The packaged model ends before its last layer; what is learned here takes its place: one matrix, from the vectors of the
passages and questions that the model gives, so that a right passage stands nearer than those that were found beside it.

What is learned from a question flatters it. So the questions are split in two halves by the document they are about,
and each half is searched with what was learned from the other when `evals.fitting` learns the rest. What ships is
learned from both.
"""

import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy

from assistant import interaction
from assistant.index import Index
from assistant.interaction import Interaction
from assistant.progress import Bar
from assistant.settings import Settings
from assistant.values import Outcome
from evals import questions
from evals.values import Question

DEV = questions.FOLDER / "dev"
TRAINING = questions.FOLDER.parent / "training"
USED = (Outcome.ANSWERED.value, Outcome.PARTLY.value, Outcome.NOT_FOUND.value)
AGAINST = 12  # wrong passages, of the nearest, that stand beside a right one
AT_ONCE = 8  # questions between two steps, each also against the others' passages
ROUNDS = 3
RATE = 1e-3
SHARPNESS = 3.0  # at first, as a logarithm: cosines are told apart this much sharper than they differ
LONGEST = 256  # passages that are read together

Shortened = numpy.ndarray


@dataclass(frozen=True, slots=True)
class States:
    """What the model gives before its vectors are shortened: of each passage, by row of the library, and each question,
    by id; float16, shape (pieces, the model's dimension).
    """

    passages: tuple[numpy.ndarray, ...]
    questions: Mapping[str, numpy.ndarray]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the rows of the right passages, and the rows of the nearest of the wrong ones."""

    name: str
    right: tuple[int, ...]
    wrong: tuple[int, ...]


def all_questions() -> list[Question]:
    """Everything that may be learned from: the dev half and the questions that were written for learning."""
    found = [*questions.read(DEV), *(questions.read(TRAINING) if TRAINING.is_dir() else ())]
    return [item for item in found if item.outcome in USED and "instructions" not in item.tags]


def halves(about: Sequence[str]) -> list[int]:
    """The half, 0 or 1, of each question, so that every document is in one of them and both are of about one size."""
    side: dict[str, int] = {}
    total = [0, 0]
    for name, count in sorted(Counter(about).items(), key=lambda item: (-item[1], item[0])):
        side[name] = int(total[0] > total[1])
        total[side[name]] += count
    return [side[name] for name in about]


def read(settings: Settings, opened: Index, asked: Mapping[str, str]) -> States:
    """The states of all passages of a build, and of the questions by id."""
    model = reader(settings, numpy.eye(interaction.STATES, dtype=numpy.float32))
    texts = [passage.embedded_text for passage in opened.library.passages.values()]
    passages: list[numpy.ndarray] = []
    with Bar(sys.stderr) as bar:
        for start in range(0, len(texts), LONGEST):
            passages += [vectors.astype(numpy.float16) for vectors in model.vectors(texts[start : start + LONGEST])]
            bar.show("Reading", len(passages), len(texts))
    return States(tuple(passages), {name: model.question(text).astype(numpy.float16) for name, text in asked.items()})


def reader(settings: Settings, shortened: Shortened) -> Interaction:
    """The packaged model with another matrix than the one that ships."""
    return Interaction(interaction.PACKAGED.folder(), settings.threads, shortened)


def learn(cases: Sequence[Case], states: States) -> Shortened:
    """The matrix, float32, shape (the model's dimension, `interaction.DIMENSION`).

    It begins as the directions in which the vectors of passages differ most, and is moved by the loss of a choice: the
    right passage among those found beside it and those of the other questions of a step.
    """
    import torch
    from torch.nn.functional import normalize

    drawn = random.Random(0)
    weights = torch.tensor(principal(states.passages), requires_grad=True)
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
            right = [drawn.choice(case.right) for case in batch]
            wrong = [drawn.sample(case.wrong, min(AGAINST, len(case.wrong))) for case in batch]
            shown = list(dict.fromkeys([*right, *(row for rows in wrong for row in rows)]))
            lengths = torch.tensor([len(states.passages[row]) for row in shown])
            of_passages = short(numpy.concatenate([states.passages[row] for row in shown]))
            loss = torch.tensor(0.0)
            for case, row in zip(batch, right, strict=True):
                cosines = of_passages @ short(states.questions[case.name]).T
                nearest = torch.segment_reduce(cosines, "max", lengths=lengths, axis=0).mean(dim=1)
                barred = torch.tensor([-1e9 if other in case.right and other != row else 0.0 for other in shown])
                loss = loss - torch.log_softmax(nearest * sharpness.exp() + barred, 0)[shown.index(row)]
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
