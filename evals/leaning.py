"""Learn which questions lean on the one before them: `python -m evals.leaning`, four minutes.

Learns from the follow-ups of the dev side (`evals/questions/dev`, `evals/training`, `evals/dialogues`), from changes of
topic there, and from questions that stand alone, asked after one about another document, about the same one, or as the
follow-up asked whole after what it followed; among them those that no document answers, which find nothing near alone.
Prints how often it takes each for a follow-up, of documents that it did not see, beside what their words alone say, and
writes `assistant/leaning.json`.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy

from assistant import conversation, embedding, index, leaning
from assistant import settings as settings_room
from assistant.answering import known_of
from assistant.conversation import Known
from assistant.values import Outcome, Turn
from evals import fitting, questions
from evals.values import Question

DIALOGUES = questions.FOLDER.parent / "dialogues"
ALONE = 450  # questions asked after another, each for one about another document and one about the same


@dataclass(frozen=True, slots=True)
class Example:
    """A question after others. `about` is the document by which it is put into its part, `of` the kind of example."""

    history: tuple[str, ...]
    question: str
    about: str
    of: str
    leans: bool


def main() -> None:
    """Measure, fit and write."""
    settings = settings_room.load()
    opened = index.open_published(settings)
    known, embed = known_of(opened), embedding.encoder(settings)
    items = examples()
    befores = [before(item, known) for item in items]
    rows = numpy.stack(
        [
            leaning.features(item.question, last, known, embed, opened.library)
            for item, last in zip(items, befores, strict=True)
        ]
    )
    opened.close()
    for line in measured(items, rows):
        _say(line)
    fitted = fitting.logistic(rows, numpy.asarray([item.leans for item in items]), leaning.NAMES)
    leaning.FILE.write_text(json.dumps(fitted) + "\n", encoding="utf-8")
    for name, weight in zip(fitted["names"], fitted["weights"], strict=True):
        _say(f"  {name}: {weight:+.3f}")


def before(item: Example, known: Known) -> str:
    """The question before it, understood in the light of those before that."""
    *earlier, last = item.history
    return conversation.standalone(last, [Turn(said, "") for said in earlier], known)


def examples() -> list[Example]:
    """What is learned from, in an order that does not change."""
    asked = [*questions.read(fitting.TRAINING), *questions.read(fitting.DEV)]
    follow = [item for item in asked if item.history and item.whole]
    further = questions.read(DIALOGUES / "follow-ups.jsonl")
    changes = questions.read(DIALOGUES / "topic-changes.jsonl")
    return [
        *(Example(item.history, item.question, _about(item), "follow-up", True) for item in follow),
        *(Example(item.history, item.question, _about(item), "dialogue", True) for item in further),
        *(Example(item.history, item.question, _about(item), "change of topic", False) for item in changes),
        *(Example(item.history, item.whole, _about(item), "asked whole", False) for item in follow),
        *_alone([item for item in asked if not item.history and item.outcome in fitting.USED]),
    ]


def _alone(asked: Sequence[Question]) -> Iterator[Example]:
    drawn = random.Random(0)
    for item in drawn.sample(asked, ALONE):
        same = [other for other in asked if other is not item and _about(other) == _about(item)]
        other = [other for other in asked if _about(other) != _about(item)]
        yield Example((drawn.choice(other).question,), item.question, _about(item), "after another document", False)
        yield Example((drawn.choice(same or other).question,), item.question, _about(item), "after the same", False)
    for item in asked:
        if item.outcome == Outcome.NOT_FOUND.value:
            other = [other for other in asked if _about(other) != _about(item)]
            yield Example((drawn.choice(other).question,), item.question, _about(item), "on what none says", False)


def _about(item: Question) -> str:
    named = item.documents_about or tuple(clause.split("@")[0] for group in item.gold for clause in group)
    return (named or ("",))[0]


def measured(items: Sequence[Example], rows: numpy.ndarray) -> Iterator[str]:
    """How often what is learned takes each kind of example for a follow-up, documents not seen, and its words alone."""
    labels = numpy.asarray([item.leans for item in items])
    part = numpy.asarray(fitting.folds([item.about for item in items]))
    likely = numpy.zeros(len(items))
    for fold in range(fitting.FOLDS):
        fitted = fitting.logistic(rows[part != fold], labels[part != fold], leaning.NAMES)
        scaled = (rows[part == fold] - fitted["mean"]) / fitted["scale"]
        likely[part == fold] = 1 / (1 + numpy.exp(-(scaled @ fitted["weights"] + fitted["start"])))
    for kind in dict.fromkeys(item.of for item in items):
        those = numpy.asarray([item.of == kind for item in items])
        words = rows[those, leaning.NAMES.index("by its words")].mean()
        shares = ", ".join(f"{(likely[those] >= least).mean():.2f} from {least}" for least in (0.3, 0.4, 0.5))
        yield f"{kind} ({those.sum()}): taken for a follow-up {shares}; by its words {words:.2f}"


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
