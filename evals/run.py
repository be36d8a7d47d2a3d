"""Ask a question set through `Assistant.ask`, score every answer, and keep the run."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.values import Answer, Asker, Document, Turn
from assistant.web.as_json import answer_json
from evals import measures, questions
from evals.values import Question, Result, Run, Score

FILE = "run.json"
FORMAT = 1
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def ask_all(
    assistant: Assistant,
    asked: Sequence[Question],
    *,
    name: str = "",
    today: date | None = None,
    progress: Progress = silent,
) -> Run:
    """Ask every question once, in order, and a follow-up also as a whole. `today` stands where a day is missing."""
    today = today or date.today()
    shelf = {document.key: document for document in assistant.documents()}
    results, build = [], ""
    for number, item in enumerate(asked, start=1):
        answer = ask(assistant, item, today)
        whole = ask(assistant, measures.question_alone(item), today) if item.whole else None
        build = answer.index or build
        scores = measures.score(item, answer, today, whole)
        results.append(Result(item, answer_json(answer), scores, slices(item, shelf), answer.confidence))
        progress("Asking", number, len(asked))
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return Run(name or made_at, "assistant", build, made_at, tuple(results))


def ask(assistant: Assistant, item: Question, today: date) -> Answer:
    """One question, as the page would ask it. Of the conversation before it, only the questions are known."""
    return assistant.ask(
        item.question,
        history=[Turn(question, "") for question in item.history],
        asker=Asker(item.role, item.school),
        asked_on=item.asked_on or today,
        documents=item.documents,
    )


def slices(item: Question, shelf: Mapping[str, Document]) -> dict[str, tuple[str, ...]]:
    """Of what a question is a part: its kinds, its asker, the documents it is about and their formats."""
    gold = {clause.split("/", 1)[0] for group in item.gold for clause in group}
    about = set(item.documents_about) | {key.split("@", 1)[0] for key in gold}
    files = {document.source for key, document in shelf.items() if key in gold or (not gold and document.id in about)}
    files |= set(item.documents)
    return {
        "kind": item.tags,
        "asker": (item.role or "anyone",),
        "document": tuple(sorted(about | set(item.documents))),
        "format": tuple(sorted({Path(file).suffix.lstrip(".").upper() for file in files} - {""})),
    }


def save(run: Run, folder: Path) -> Path:
    """Write the run into a folder as JSON, and return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    file.write_text(json.dumps(as_json(run), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def as_json(run: Run, *, answers: bool = True) -> dict[str, Any]:
    """A run for programs; without `answers` only the outcomes of the answers are kept, and what measures saw is not."""
    return {
        "format": FORMAT,
        **{name: getattr(run, name) for name in ("name", "system", "index", "made_at", "notes")},
        "results": [
            {
                "question": questions.as_json(item.question),
                "answer": dict(item.answer) if answers else {**item.answer, **{name: [] for name in LEFT_OUT}},
                "scores": {
                    name: [round(score.value, 4), score.seen] if answers else [round(score.value, 4)]
                    for name, score in item.scores.items()
                    if score.value is not None
                },
                "slices": item.slices,
                "confidence": item.confidence,
            }
            for item in run.results
        ],
    }


LEFT_OUT = ("statements", "citations", "hits", "passed_over", "notices")


def load(path: Path) -> Run:
    """A run from its file or folder.

    Raises:
        AssistantError: there is none, or it was written by another version.
    """
    file = path / FILE if path.is_dir() else path
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if said["format"] != FORMAT:
            raise AssistantError(f"The run {file} was written by another version of this program. Run it anew.")
        results = tuple(
            Result(
                questions.question(item["question"]),
                item["answer"],
                {name: Score(*value) for name, value in item["scores"].items()},
                {by: tuple(names) for by, names in item["slices"].items()},
                item["confidence"],
            )
            for item in said["results"]
        )
        about = {name: said[name] for name in ("name", "system", "index", "made_at")}
        return Run(**about, results=results, notes=tuple(said["notes"]))
    except FileNotFoundError as error:
        raise AssistantError(f"There is no run at {path}. Name a run.json, or the folder that holds it.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"{file} is not a run of this program ({error}).") from error
