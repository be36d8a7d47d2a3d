"""Question sets as files: one JSON object a line, with the fields of `evals.values.Question`.

A line {"defaults": {...}} gives the fields of the questions below it that do not say otherwise, such as `asked_on`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.values import Outcome
from evals.values import Question

FOLDER = Path(__file__).parent / "questions"
TEST = FOLDER / "test"
GROUPS = frozenset({"gold", "gold_quotes", "facts", "forbidden", "conditions"})
LISTS = frozenset({"tags", "history", "documents", "documents_about"})
KNOWN = frozenset(item.name for item in fields(Question))
OUTCOMES = frozenset(outcome.value for outcome in Outcome)


def read(path: Path) -> tuple[Question, ...]:
    """The questions of a .jsonl file, or of every one in a folder and the folders inside it.

    Raises:
        AssistantError: there are none, a line is not a question, or two have the same id; the sentence names it.
    """
    files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise AssistantError(f"There are no questions at {path}. Name a .jsonl file, or a folder of them.")
    found: dict[str, Question] = {}
    for file in files:
        for place, question in _lines(file):
            if question.id in found:
                raise AssistantError(f"{place}: the id {question.id} is there twice. Give every question its own.")
            found[question.id] = question
    if not found:
        raise AssistantError(f"The files at {path} hold no question.")
    return tuple(found.values())


def _lines(file: Path) -> Iterator[tuple[str, Question]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError(f"{file.name} cannot be read as UTF-8 text ({error}).") from error
    defaults: Mapping[str, Any] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            place = f"{file.name}, line {number}"
            try:
                said = json.loads(line)
            except ValueError as error:
                raise AssistantError(f"{place}, is not JSON: {error}. Correct it.") from error
            if isinstance(said, Mapping) and isinstance(said.get("defaults"), Mapping):
                defaults = said["defaults"]
            else:
                yield place, question({**defaults, **said} if isinstance(said, Mapping) else said, place)


def question(said: Any, place: str = "The question") -> Question:
    """A question from a JSON object. `place` names it in errors.

    Raises:
        AssistantError: a field is missing, unknown or of the wrong kind.
    """
    if not isinstance(said, Mapping):
        raise AssistantError(f"{place}, is not a question: a question is written {{...}}.")
    unknown = sorted(set(said) - KNOWN)
    if unknown:
        raise AssistantError(f"{place}: there is no field {unknown[0]!r}. The fields are {', '.join(sorted(KNOWN))}.")
    values: dict[str, Any] = {}
    for name, value in said.items():
        if value is None:
            continue
        if name in GROUPS:
            values[name] = _groups(value, name, place)
        elif name in LISTS:
            values[name] = _strings(value, name, place)
        elif name == "asked_on":
            values[name] = _day(value, place)
        elif isinstance(value, str):
            values[name] = value
        else:
            raise AssistantError(f"{place}: {name} must be text, not {value!r}.")
    for name in ("id", "question"):
        if not values.get(name, "").strip():
            raise AssistantError(f"{place}: {name} is missing. Every question has an id and a question.")
    if values.get("outcome", "") not in (*OUTCOMES, ""):
        raise AssistantError(f"{place}: the outcome {values['outcome']!r} is none of {', '.join(sorted(OUTCOMES))}.")
    return Question(**values)


def _strings(value: Any, name: str, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise AssistantError(f'{place}: {name} must be a list of texts, for example ["one", "two"].')
    return tuple(value)


def _groups(value: Any, name: str, place: str) -> tuple[tuple[str, ...], ...]:
    """A list of groups; a text alone is a group of one."""
    if not isinstance(value, list):
        raise AssistantError(
            f'{place}: {name} must be a list of lists, for example [["this", "or this"], ["and this"]].'
        )
    groups = (_strings([item] if isinstance(item, str) else item, name, place) for item in value)
    return tuple(group for group in groups if group)


def _day(value: Any, place: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise AssistantError(f"{place}: asked_on must be a day such as 2026-09-01, not {value!r}.") from error


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def as_json(item: Question) -> dict[str, Any]:
    """The fields that say something, as they are written in a file."""
    said: dict[str, Any] = {}
    for part in fields(Question):
        value = getattr(item, part.name)
        if value not in ("", (), None):
            said[part.name] = value.isoformat() if isinstance(value, date) else _plain(value)
    return said
