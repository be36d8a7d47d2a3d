"""The nouns of the evaluation: a question with what is right about it, what came of it, and a whole run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is right about it.

    `outcome` is the words of an `Outcome`, "" where it does not matter. `gold` are groups of passage ids ("id@1/4.2",
    any further piece of the clause counts too): a right answer cites one of every group. `gold_quotes` say the same by
    snippets of text. Each of `facts`, `forbidden` and `conditions` is a group of accepted wordings. `documents`
    restrict the search to these sources; empty is all. `documents_about` are the ids of the documents it is about.
    `whole` is a follow-up asked in one sentence that stands alone. The first of `tags` is the kind of question.
    """

    id: str
    question: str
    outcome: str = ""
    gold: Groups = ()
    gold_quotes: Groups = ()
    facts: Groups = ()
    forbidden: Groups = ()
    conditions: Groups = ()
    tags: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    school: str = ""
    role: str = ""
    asked_on: date | None = None
    documents: tuple[str, ...] = ()
    documents_about: tuple[str, ...] = ()
    whole: str = ""
    note: str = ""

    @property
    def kind(self) -> str:
        """The main kind of question, "" where none is said."""
        return self.tags[0] if self.tags else ""


@dataclass(frozen=True, slots=True)
class Score:
    """One measure of one answer: its value, None where it does not apply, and in words what it saw."""

    value: float | None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question.

    `answer` is as `assistant.web.as_json.answer_json` gives it; `scores` are by the name of their measure; `slices`
    say of what it is a part: {"kind": ("table", "slang"), "document": ("lettings",), ...}; `confidence` is how sure the
    system was (any scale, more is surer), None where it says nothing of it.
    """

    question: Question
    answer: Mapping[str, Any]
    scores: Mapping[str, Score]
    slices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: float | None = None

    def value(self, measure: str) -> float | None:
        """The value of a measure, None where it does not apply."""
        score = self.scores.get(measure)
        return score.value if score is not None else None


@dataclass(frozen=True, slots=True)
class Run:
    """A question set that was asked. `system` is "assistant" or the name of a peer; `index` names the build."""

    name: str
    system: str
    index: str
    made_at: str
    results: Sequence[Result]
    notes: tuple[str, ...] = field(default=())
