"""The phrase book: how staff, governors and heads ask, beside how the rules of English schools and trusts are worded.

It was written by language models from general knowledge, without sight of the documents or questions here, so that
what is learned from it can be judged on all of them. One JSON object a line: a heading, a clause, the questions that
the clause answers, and those that are about the same thing and not answered by it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant.errors import AssistantError

FOLDER = Path(__file__).parent / "phrases"
KEPT_BACK = 20  # one phrase in so many is not learned from but judged on


@dataclass(frozen=True, slots=True)
class Phrase:
    """A clause below its heading, "TITLE › SECTION", questions that it answers, and near misses: `unanswered` ones
    about the same thing. `part` names the file it stands in; no other clause of a part gives the same answer.
    """

    heading: str
    clause: str
    questions: tuple[str, ...]
    unanswered: tuple[str, ...] = ()
    part: str = ""

    @property
    def text(self) -> str:
        """Heading and clause as a passage is read, title and headings first."""
        return f"{self.heading}\n\n{self.clause}"


def read(folder: Path = FOLDER) -> tuple[Phrase, ...]:
    """All phrases of the .jsonl files in a folder, in the order of the files' names.

    Raises:
        AssistantError: there are none, or a line is not a phrase; the sentence names it.
    """
    found: list[Phrase] = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                said = json.loads(line)
                phrase = Phrase(
                    str(said["heading"]),
                    str(said["clause"]),
                    tuple(map(str, said["questions"])),
                    tuple(map(str, said.get("unanswered", ()))),
                    file.stem,
                )
            except (ValueError, KeyError, TypeError) as error:
                raise AssistantError(f"{file.name}, line {number}, is no phrase ({error}). Correct it.") from error
            if not (
                phrase.clause.strip() and phrase.questions and all(map(str.strip, phrase.questions + phrase.unanswered))
            ):
                raise AssistantError(f"{file.name}, line {number}, has an empty clause or question. Correct it.")
            found.append(phrase)
    if not found:
        raise AssistantError(f"There are no phrases at {folder}. Name a folder of .jsonl files.")
    return tuple(found)


def split(book: Sequence[Phrase]) -> tuple[list[Phrase], list[Phrase]]:
    """The phrases to learn from, and those that are kept back."""
    return (
        [phrase for place, phrase in enumerate(book) if place % KEPT_BACK],
        [phrase for place, phrase in enumerate(book) if not place % KEPT_BACK],
    )


def first(book: Sequence[Phrase], near: Callable[[str], numpy.ndarray]) -> float:
    """The share of the questions of a phrase book to which their clause is the nearest of all its clauses, where `near`
    says of a question how near each clause is, shape (clauses,).
    """
    hits = [near(asked).argmax() == place for place, phrase in enumerate(book) for asked in phrase.questions]
    return float(numpy.mean(hits))
