"""From use to test: feedback that an answer or its source was wrong becomes a question for a person to complete."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from assistant.errors import AssistantError
from assistant.feedback import Feedback, Reason
from assistant.gaps import Group
from evals import questions
from evals.values import Question

BECOMES_A_QUESTION = (Reason.WRONG_ANSWER, Reason.WRONG_SOURCE)
TO_DO = "To complete: outcome, gold (clause ids that must be cited), facts; then remove this note."


def candidates(said: Iterable[Feedback]) -> tuple[Question, ...]:
    """One question for each distinct question, school and history that was called wrong; the latest note stands."""
    found: dict[tuple[str, str, tuple[str, ...]], Question] = {}
    for item in said:
        if item.reason in BECOMES_A_QUESTION:
            found[(item.question, item.school, item.history)] = _question(item)
    return tuple(found.values())


def from_gaps(groups: Iterable[Group]) -> tuple[Question, ...]:
    """One question for each group of like questions that went unanswered, in the words in which it was asked last."""
    return tuple(_of_gap(group) for group in groups)


def _of_gap(group: Group) -> Question:
    last = group.gaps[-1]
    times = "once" if len(group.gaps) == 1 else f"{len(group.gaps)} times"
    near = f" The nearest document was {group.title}." if group.title else ""
    return Question(
        id=f"gap-{last.id}",
        question=last.question,
        school=last.school,
        role=last.role,
        asked_on=last.day,
        tags=("gap",),
        note=f"{TO_DO} Asked {times}; the last answer was {last.outcome}.{near}",
    )


def _question(item: Feedback) -> Question:
    cited = f" It cited {', '.join(item.cited)}." if item.cited else ""
    answered = f"; the answer was {item.outcome}" if item.outcome else ""
    note = f" The note said: {item.note}" if item.note else ""
    return Question(
        id=f"feedback-{item.at}",
        question=item.question,
        history=item.history,
        school=item.school,
        role=item.role,
        asked_on=datetime.fromisoformat(item.at).date(),
        tags=("feedback",),
        note=f"{TO_DO} Called {item.reason.value} on {item.at[:10]}{answered}.{cited}{note}",
    )


def write(said: Iterable[Feedback], file: Path) -> int:
    """Add the candidates that the file does not hold yet, and return how many were added.

    Raises:
        AssistantError: the file holds something that is not a question.
    """
    before = questions.read(file) if file.is_file() and file.stat().st_size else ()
    known = {(item.question, item.school, item.history) for item in before}
    taken = {item.id for item in before}
    fresh = [item for item in candidates(said) if (item.question, item.school, item.history) not in known]
    lines = []
    for item in fresh:
        name, number = item.id, 1
        while name in taken:
            number += 1
            name = f"{item.id}-{number}"
        taken.add(name)
        lines.append(json.dumps({**questions.as_json(item), "id": name}, ensure_ascii=False))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as kept:
            kept.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise AssistantError(f"{file} cannot be written ({error.strerror or error}).") from error
    return len(fresh)
