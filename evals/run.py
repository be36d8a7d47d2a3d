"""Run a question set through `Assistant.ask` and print what came of it, question by question and in all.

A question is a JSON line: `question` and the `outcome` that is right; where it has an answer, `passages` lists the
passage ids of which one must be cited and `says` the words that the statements must hold; `school` and `history`
say who asks and what was asked before. Nothing is searched twice: retrieval is measured on the answer's own.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.values import Answer, Asker, Turn

QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is right about it."""

    id: str
    question: str
    outcome: str
    passages: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    school: str = ""
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question. `cited` and `says` are None where there is nothing to cite or to say.

    `found_at` is the rank of the first right passage among the hits, from 1, or None when it is not among them.
    """

    id: str
    question: str
    expected: str
    outcome: str
    right_outcome: bool
    cited: bool | None
    says: bool | None
    found_at: int | None
    seconds: float
    answer: str


def read(path: Path) -> list[Question]:
    """The questions of a file, or of every .jsonl file of a folder.

    Raises:
        AssistantError: a line is not a question; the sentence names it.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise AssistantError(f"There are no questions at {path}. Name a .jsonl file, or a folder of them.")
    return [question for file in files for question in _lines(file)]


def _lines(file: Path) -> Iterator[Question]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said: dict[str, Any] = json.loads(line)
            listed: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
            }
            yield Question(**listed)
        except (ValueError, TypeError, AttributeError) as error:
            raise AssistantError(f"{file.name}, line {number}, is not a question: {error}. Correct it.") from error


def judge(question: Question, answer: Answer) -> Result:
    """Compare an answer with what is right."""
    hits = [hit.passage.id for hit in answer.retrieval.hits] if answer.retrieval else []
    right = [rank for rank, name in enumerate(hits, start=1) if _is_among(name, question.passages)]
    cited = [citation.passage.id for citation in answer.citations]
    text = " ".join(answer.text.split())
    return Result(
        id=question.id,
        question=question.question,
        expected=question.outcome,
        outcome=answer.outcome.value,
        right_outcome=answer.outcome.value == question.outcome,
        cited=any(_is_among(name, question.passages) for name in cited) if question.passages else None,
        says=all(words in text for words in question.says) if question.says else None,
        found_at=right[0] if right else None,
        seconds=round(answer.seconds, 4),
        answer=answer.text,
    )


def _is_among(name: str, passages: Sequence[str]) -> bool:
    """Whether a passage is one of those named; "id/5-2" is the second piece of the section "id/5"."""
    return any(name == passage or name.startswith(f"{passage}-") for passage in passages)


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """Shares of questions, each beside how many it is a share of, and the time at the 95th percentile in seconds."""
    found = [result for result in results if result.cited is not None]
    none = [result for result in results if result.expected == "not found"]
    times = sorted(result.seconds for result in results)
    return {
        "questions": len(results),
        "right outcome": _share([result.right_outcome for result in results]),
        "right passage cited": _share([bool(result.cited) for result in found]),
        "says the right words": _share([result.says for result in results if result.says is not None]),
        "recall@5": _share([result.found_at is not None and result.found_at <= 5 for result in found]),
        "abstention": _share([result.right_outcome for result in none]),
        "p95 seconds": times[max(0, math.ceil(0.95 * len(times)) - 1)] if times else None,
    }


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right)}/{len(right)}" + (f" = {sum(right) / len(right):.3f}" if right else "")


def run(assistant: Assistant, questions: Sequence[Question]) -> list[Result]:
    """Ask every question once, in order."""
    results = []
    for item in questions:
        history = [Turn(question, "") for question in item.history]
        answer = assistant.ask(item.question, history=history, asker=Asker(school=item.school))
        results.append(judge(item, answer))
    return results


def main(assistant: Assistant, questions: Path | None, *, as_json: bool) -> None:
    """Run and print; without `questions`, the test split."""
    results = run(assistant, read(questions or QUESTIONS / "test.jsonl"))
    whole = summary(results)
    if as_json:
        print(json.dumps({"summary": whole, "results": [asdict(item) for item in results]}, indent=1))  # noqa: T201
        return
    for item in results:
        wrong = [
            f"{item.outcome}, not {item.expected}" if not item.right_outcome else "",
            "the right passage is not cited" if item.cited is False else "",
            "the right words are missing" if item.says is False else "",
        ]
        faults = "; ".join(filter(None, wrong))
        print(f"{'wrong' if faults else 'right'}  {item.id}  {item.question}" + (f"  ({faults})" if faults else ""))  # noqa: T201
    print("\n".join(f"{name}: {value}" for name, value in whole.items()))  # noqa: T201
