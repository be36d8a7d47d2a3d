"""Shelves: the documents of invented trusts and the questions their staff ask, from which reranker and quoting learn.

Each is a question set of its own, as docs/evaluation.md describes. Language models wrote them from general knowledge,
without sight of the documents and questions here, so that what is learned from them can be judged on all of these.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant import index, trees
from assistant.retrieval import UNREAD
from assistant.settings import Settings
from evals import fitting, questions
from evals.sets import folder as sets_folder

FOLDER = Path(__file__).parent / "shelves"
KEPT_BACK = ("holt", "orchard")  # judged on, never learned from
RIGHT, WRONG = 2, 7  # passages of a question that are kept, the likeliest first


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with texts as the reranker reads them, likeliest first: those that answer it, and others that are
    found with them. A question that nothing answers has no right ones.
    """

    question: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def names() -> tuple[str, ...]:
    """The shelves that may be learned from."""
    return tuple(path.name for path in sorted(FOLDER.iterdir()) if path.is_dir() and path.name not in KEPT_BACK)


def asked(name: str, settings: Settings) -> list[Asked]:
    """Every question of a shelf with what is found for it in the shelf's own index, built when it is not there; one
    whose answer is not among what is found is left out.

    Raises:
        AssistantError: there is no such shelf.
    """
    own, _ = sets_folder.indexed(FOLDER / name, settings)
    opened = index.open_published(own)
    samples = fitting.collect(questions.read(FOLDER / name / sets_folder.QUESTIONS), own, opened)
    opened.close()
    model = trees.load(UNREAD)
    found = []
    for sample in samples:
        order = numpy.argsort(-model.probabilities(sample.rows), kind="stable")
        read = [(sample.hits[place].passage.embedded_text, bool(sample.met[place])) for place in order]
        right = tuple(text for text, answers in read if answers)[:RIGHT]
        wrong = tuple(text for text, answers in read if not answers)[:WRONG]
        if right or not sample.item.gold:
            found.append(Asked(sample.asked_as, right, wrong))
    return found
