"""Question sets that a page offers, and asking one of them in the background: whole or a sample, and stopped."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from evals import questions, report, run, sets
from evals.run import Progress
from evals.values import Question, Run

NOT_READY = "The assistant is not ready to answer yet. Wait until it is, then start the run again."
CHANGED = "The index was changed while the questions were asked, so some answers come from another one than others."


@dataclass(frozen=True, slots=True)
class Offered:
    """A set to choose: its address inside the folder of sets, and how many questions it holds.

    `fault` says why it cannot be asked, "" when it can; `own` whether it brings its own documents.
    """

    name: str
    path: Path
    count: int
    fault: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask: a set, and how many of its questions (0 is all)."""

    offered: Offered
    count: int = 0

    @property
    def name(self) -> str:
        """The set and, of a sample, its size, as the run is called."""
        whole = self.offered.path.resolve().stem
        return whole if self.whole else f"{whole}, {self.count} of {self.offered.count}"

    @property
    def whole(self) -> bool:
        """Whether every question is asked."""
        return not 0 < self.count < self.offered.count


Perform = Callable[[Plan, Progress], Path]


def offered(folder: Path) -> tuple[Offered, ...]:
    """The sets in a folder: each folder of questions, then each file; the folder itself when it holds several.

    A file may stand in place of the folder. A set that cannot be read is there with its fault.
    """
    if folder.is_file():
        return (_offer(folder, folder.stem),)
    files = sorted(file for file in folder.rglob("*.jsonl") if file.is_file())
    folders = sorted(
        ({file.parent for file in files} - {folder}) | ({folder} if len(files) > 1 or _is_own(folder) else set())
    )
    named = [(path, _name(path, folder)) for path in (*folders, *files)]
    return tuple(_offer(path, name) for path, name in named if path.name != sets.QUESTIONS or not _is_own(path.parent))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path != folder else "every set"


def _is_own(folder: Path) -> bool:
    return (folder / sets.DOCUMENTS).is_dir() and (folder / sets.QUESTIONS).is_file()


def _offer(path: Path, name: str) -> Offered:
    own = path.is_dir() and _is_own(path)
    try:
        return Offered(name, path, len(questions.read(path / sets.QUESTIONS if own else path)), own=own)
    except AssistantError as error:
        return Offered(name, path, 0, str(error))


def sample(asked: Sequence[Question], count: int) -> tuple[Question, ...]:
    """So many questions spread evenly over a set, the same ones every time, so that two samples can be compared."""
    if not 0 < count < len(asked):
        return tuple(asked)
    return tuple(asked[number * len(asked) // count] for number in range(count))


def perform(assistant: Assistant, settings: Settings, runs: Path, plan: Plan, progress: Progress) -> Path:
    """Ask the set as `assistant evaluate` does, and return the folder in which the run and its report are kept.

    What `progress` raises ends the run, and nothing of it is kept.

    Raises:
        AssistantError: the assistant is not ready, the set cannot be read, or the report cannot be written.
    """
    notes: tuple[str, ...] = ()
    if plan.offered.own:
        held = sets.opened(plan.offered.path, settings, progress)
        assistant, asked = held.assistant, held.questions
        notes = tuple(f"Could not be read: {sentence}" for sentence in held.unread)
    else:
        if not assistant.ready():
            raise AssistantError(assistant.notice() or NOT_READY)
        asked = questions.read(plan.offered.path)
    made = run.ask_all(assistant, sample(asked, plan.count), name=plan.name, progress=progress)
    if len({item.answer["index"] for item in made.results}) > 1:
        notes = (*notes, CHANGED)
    return keep(replace(made, notes=notes), runs)


def keep(made: Run, runs: Path) -> Path:
    """Write a run and its report into a folder of its own among the others, whole or not at all.

    Raises:
        AssistantError: it cannot be written there.
    """
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{re.sub(r'[^A-Za-z0-9]+', '-', made.name).strip('-') or 'run'}"
    unfinished = runs / f".{name}"
    try:
        report.write(made, unfinished)
        return unfinished.rename(runs / name)
    except OSError as error:
        raise AssistantError(f"The run could not be kept in {runs} ({error.strerror or error}).") from error
