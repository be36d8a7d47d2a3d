"""Teach the reranker which clause answers a question: `python -m evals.reranking`, about two hours on two cores.

As it is packaged it puts first what is about the same thing. From the phrase book it learns to put the clause that
answers before the others found beside it, and to give a low score to a clause that only sounds as if it answered; then
from the shelves, where the others are what the searches find in whole documents. `shelves` behind the command goes on
from what is kept with that second lesson alone. The upper half of its layers gets low-rank additions; the lower half
reads as packaged, in int8, as it will when it is used. Writes `assistant/reranking.npz`. Then run
`python -m evals.fitting ranking`.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy

from assistant import interaction, low_rank, reranking
from assistant import settings as settings_room
from assistant.progress import Bar
from assistant.settings import Settings
from evals import phrases, shelves
from evals.phrases import Phrase
from evals.shelves import Asked
from evals.teachable import Reader

T = TypeVar("T")
Pair = tuple[str, str]  # of a question and a text

FOUND = 15  # clauses beside the right one, nearest first, from which the wrong ones are drawn:
DRAWN = ((0, 3), (3, 8), (3, FOUND))  # one from each of these ranges
AT_ONCE, MISSES = 8, 4  # questions and near misses between two steps
WRONG, MISSED = 5, 4  # of a shelf: wrong passages beside a right one, and questions that nothing answers, to a step
STEPS, STEPS_OF_SHELVES = 2600, 600
RATE, RATE_OF_SHELVES = 4e-4, 2e-4
WARM_UP = 0.06
HALF = 0.5  # weight of the loss that judges each pair alone, and within it of the pairs that are no answer

JUDGED = 260  # questions about phrases that were kept back, each with its clause and the seven found first beside it


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the place of its clause in the book, and the places of those found beside it, nearest first."""

    question: str
    right: int
    beside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is read between two steps: `choices`, for each question equally many pairs, the right one first, and pairs
    that are `missed`: the text does not answer the question, though it is about the same thing.
    """

    choices: tuple[tuple[Pair, ...], ...]
    missed: tuple[Pair, ...]


def cases_of(book: Sequence[Phrase], settings: Settings) -> list[Case]:
    """Every question of a phrase book with its clause and those of the same part of the book that late interaction
    finds beside it. Another part may say the same again, so that its clauses would not be wrong.
    """
    model = interaction.load(settings)
    assert model is not None  # it is packaged
    parts: dict[str, list[int]] = {}
    for place, phrase in enumerate(book):
        parts.setdefault(phrase.part, []).append(place)
    cases = []
    with Bar(sys.stderr) as bar:
        for places in parts.values():
            clauses = model.passages([book[place].text for place in places])
            for right in places:
                for question in book[right].questions:
                    near = interaction.nearness(model.question(question), clauses)
                    order = (places[nearest] for nearest in numpy.argsort(-near))
                    cases.append(Case(question, right, tuple(place for place in order if place != right)[:FOUND]))
                bar.show("Finding what is beside", right + 1, len(book))
    return cases


def of_book(book: Sequence[Phrase], cases: Sequence[Case]) -> Iterator[Lesson]:
    """Lessons of the phrase book without end: each clause among three of those found beside it, and near misses."""
    drawn = random.Random(0)
    near = [(asked, phrase.text) for phrase in book for asked in phrase.unanswered]
    questions, missed = _endless(cases, drawn), _endless(near, drawn)
    while True:
        batch = [next(questions) for _ in range(AT_ONCE)]
        shown = [(case, [case.right, *(drawn.choice(case.beside[slice(*part)]) for part in DRAWN)]) for case in batch]
        choices = tuple(tuple((case.question, book[place].text) for place in places) for case, places in shown)
        yield Lesson(choices, tuple(next(missed) for _ in range(MISSES)))


def of_shelves(asked: Sequence[Asked]) -> Iterator[Lesson]:
    """Lessons of the shelves without end: an answer among what is found with it, and what is found without."""
    drawn = random.Random(0)
    questions = _endless([item for item in asked if item.right and len(item.wrong) >= WRONG], drawn)
    missed = _endless([item for item in asked if item.wrong and not item.right], drawn)
    while True:
        batch = [next(questions) for _ in range(AT_ONCE)]
        shown = [(item, [drawn.choice(item.right), *drawn.sample(item.wrong, WRONG)]) for item in batch]
        choices = tuple(tuple((item.question, text) for text in texts) for item, texts in shown)
        without = [next(missed) for _ in range(MISSED)]
        yield Lesson(choices, tuple((item.question, drawn.choice(item.wrong)) for item in without))


def learn(reader: Reader, lessons: Iterator[Lesson], steps: int = STEPS, rate: float = RATE) -> None:
    """Move the additions of a reader, by two losses: the choice of the right text among those beside it, and of every
    pair alone whether the text answers the question.
    """
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

    weights = [part for both in reader.additions.values() for part in both]
    even = torch.tensor(0.0, requires_grad=True)  # the score from which a text is more likely an answer than not
    optimiser = torch.optim.AdamW(
        [{"params": weights, "lr": rate}, {"params": [even], "lr": 25 * rate}], weight_decay=0.0, betas=(0.9, 0.98)
    )
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [rate, 25 * rate], total_steps=steps + 1, pct_start=WARM_UP, anneal_strategy="linear"
    )
    with Bar(sys.stderr) as bar:
        for step in range(steps):
            lesson = next(lessons)
            scores = reader.scores([*(pair for choice in lesson.choices for pair in choice), *lesson.missed])
            asked = len(lesson.choices)
            chosen = scores[: len(scores) - len(lesson.missed)].view(asked, -1)
            yes, no, missed = chosen[:, 0] - even, chosen[:, 1:] - even, scores[chosen.numel() :] - even
            alone = binary_cross_entropy_with_logits(yes, torch.ones_like(yes)) + HALF * sum(
                binary_cross_entropy_with_logits(part, torch.zeros_like(part)) for part in (no, missed)
            )
            right = torch.zeros(asked, dtype=torch.long)
            (cross_entropy(chosen, right) + HALF * alone).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            pace.step()
            bar.show("Learning", step + 1, steps)


def _endless(items: Sequence[T], drawn: random.Random) -> Iterator[T]:
    """All items in a random order, then in another."""
    while True:
        yield from drawn.sample(list(items), len(items))


def judged(score: Callable[[str, Sequence[str]], numpy.ndarray], book: Sequence[Phrase], cases: Sequence[Case]) -> str:
    """In words: how often the clause that answers is first of eight, and how well scores tell it from a near miss."""
    from sklearn.metrics import roc_auc_score

    some = random.Random(0).sample(list(cases), min(JUDGED, len(cases)))
    scores = [score(case.question, [book[place].text for place in (case.right, *case.beside[:7])]) for case in some]
    missed = [
        float(score(asked, [book[place].text])[0])
        for place in sorted({case.right for case in some})
        for asked in book[place].unanswered
    ]
    answers = [float(its[0]) for its in scores]
    first = numpy.mean([its.argmax() == 0 for its in scores])
    apart = roc_auc_score([1] * len(answers) + [0] * len(missed), answers + missed)
    return (
        f"the clause that answers is first of eight for {first:.3f}; told from near misses with an AUROC of {apart:.3f}"
    )


def first(score: Callable[[str, Sequence[str]], numpy.ndarray], asked: Sequence[Asked]) -> str:
    """In words, of the questions of a shelf: how often a text that answers is first, and how well the best score of a
    question tells whether any text answers it.
    """
    from sklearn.metrics import roc_auc_score

    best, hits = [], []
    for item in asked:
        scores = score(item.question, item.right + item.wrong)
        best.append(float(scores.max()))
        if item.right:
            hits.append(scores.argmax() < len(item.right))
    apart = roc_auc_score([bool(item.right) for item in asked], best)
    return (
        f"on shelves kept back what answers is first for {numpy.mean(hits):.3f}; "
        f"questions with an answer are told from others with an AUROC of {apart:.3f}"
    )


def main() -> None:
    """Learn, write, and say how the phrases and shelves that were kept back are judged."""
    settings = settings_room.load()
    known = low_rank.read(reranking.LEARNED) if sys.argv[1:] == ["shelves"] else {}
    reader = Reader(settings.threads, known)
    book, rest = phrases.split(phrases.read())
    kept_back = cases_of(rest, settings)
    unseen = [item for name in shelves.KEPT_BACK for item in shelves.asked(name, settings)]
    shelf = [item for name in shelves.names() for item in shelves.asked(name, settings)]
    before = reranking.reader(reranking.PACKAGED.folder(), settings.threads, known)
    _say(f"Before, {judged(before, rest, kept_back)}; {first(before, unseen)}")
    if not known:
        learn(reader, of_book(book, cases_of(book, settings)))
    learn(reader, of_shelves(shelf), STEPS_OF_SHELVES, RATE_OF_SHELVES)
    low_rank.write(reader.learned(), reranking.LEARNED)
    taught = reranking.load(settings)
    assert taught is not None  # it is packaged
    _say(f"Now {judged(taught, rest, kept_back)}; {first(taught, unseen)}")
    _say("Now run: python -m evals.fitting ranking")


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
