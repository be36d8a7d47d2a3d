"""What people said of answers: one JSON line each in a file that is only ever added to, and read by the trust officer.

Nothing says who asked, unless they signed it. The question is kept, because without it nothing can be mended.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.errors import AssistantError
from assistant.values import Answer, Asker

LONGEST_NOTE = 1000  # characters


class Reason(StrEnum):
    """What someone thought of an answer."""

    GOOD = "good"
    WRONG_ANSWER = "wrong answer"
    WRONG_SOURCE = "wrong source"
    MISSING = "missing"
    HARD_TO_READ = "hard to read"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One answer and what was said of it. `history` are the earlier questions; `cited` are passage ids.

    `about` is the key of the document that was named where there was no answer.
    """

    at: str
    reason: Reason
    question: str
    asked_as: str = ""
    history: tuple[str, ...] = ()
    role: str = ""
    school: str = ""
    outcome: str = ""
    index: str = ""
    cited: tuple[str, ...] = ()
    note: str = ""
    signed: str = ""
    about: str = ""

    @property
    def id(self) -> str:
        """A name for it that stays the same."""
        return sha256(f"{self.at}|{self.reason}|{self.question}|{self.note}".encode()).hexdigest()[:12]

    @property
    def document(self) -> str:
        """The key of the document it is about: the one that was named, or the first that the answer cited; else ""."""
        return self.about or (self.cited[0].rsplit("/", 1)[0] if self.cited else "")


def of(
    answer: Answer,
    reason: Reason,
    *,
    asker: Asker,
    history: Iterable[str] = (),
    note: str = "",
    signed: str = "",
) -> Feedback:
    """Feedback on an answer, as of now."""
    return Feedback(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        reason=reason,
        question=answer.question,
        asked_as=answer.asked_as,
        history=tuple(history),
        role=asker.role,
        school=asker.school,
        outcome=answer.outcome.value,
        index=answer.index,
        cited=tuple(citation.passage.id for citation in answer.citations),
        note=note.strip()[:LONGEST_NOTE],
        signed=signed.strip()[:200],
    )


def without_answer(
    reason: Reason,
    question: str,
    *,
    asker: Asker = Asker(),  # noqa: B008 - a frozen value
    about: str = "",
    note: str = "",
    signed: str = "",
) -> Feedback:
    """Feedback that rests on no answer, as of now: what is missing or wrong, in the words of whoever says so."""
    return Feedback(
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        reason=reason,
        question=question.strip()[:LONGEST_NOTE],
        role=asker.role,
        school=asker.school,
        note=note.strip()[:LONGEST_NOTE],
        signed=signed.strip()[:200],
        about=about,
    )


def record(file: Path, said: Feedback) -> None:
    """Add feedback to the file, whole or not at all, also when several processes do.

    Raises:
        AssistantError: it cannot be written.
    """
    line = {name: value for name, value in asdict(said).items() if value not in ("", (), {}, [])}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=10), file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(line, ensure_ascii=False) + "\n")
            kept.flush()
            os.fsync(kept.fileno())
    except OSError as error:
        raise AssistantError(
            f"Your feedback could not be kept ({error.strerror or error}). Please try again."
        ) from error


def read(file: Path) -> tuple[Feedback, ...]:
    """All feedback, oldest first; a line that was cut off by a crash is passed over."""
    if not file.is_file():
        return ()
    return tuple(filter(None, map(_parsed, file.read_text(encoding="utf-8", errors="replace").splitlines())))


def _parsed(line: str) -> Feedback | None:
    try:
        said = json.loads(line)
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        return Feedback(**{**known, "reason": Reason(said["reason"])})
    except (ValueError, TypeError, KeyError):
        return None
