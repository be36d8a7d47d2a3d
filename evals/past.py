"""Runs that were kept: listed newest first, found by name, and the one that another is best compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import AssistantError
from evals import aggregates, run
from evals.aggregates import Mean
from evals.report import PAGE
from evals.values import Run

WHOLE = "whole answer right"
ACCEPTED = "accepted"  # the name under which the run that this program was accepted with is found
NONE = Mean(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """A run in the list. `name` is its folder's, or `ACCEPTED`; `fault` says why it cannot be read, "" when it can."""

    name: str
    set: str = ""
    made_at: str = ""
    right: Mean = NONE
    ids: frozenset[str] = frozenset()
    fault: str = ""


class Past:
    """The runs of a folder, and the accepted one. What was read of a run is kept until its file changes."""

    def __init__(self, folder: Path, accepted: Path | None = None) -> None:
        """`accepted` is the file of the run that came with this program, where there is one."""
        self.folder = folder
        self._accepted = accepted if accepted is not None and accepted.is_file() else None
        self._seen: dict[Path, tuple[tuple[int, int], Kept]] = {}

    def listed(self) -> tuple[Kept, ...]:
        """Every run, newest first; those that cannot be read come last."""
        found = [self._read(path) for path in self._folders()]
        if self._accepted is not None:
            found.append(replace(self._read(self._accepted), name=ACCEPTED))
        return tuple(sorted(found, key=lambda item: (item.made_at, item.name), reverse=True))

    def load(self, name: str) -> Run:
        """A run by the name of its folder.

        Raises:
            AssistantError: there is none of that name, or it cannot be read.
        """
        return run.load(self._path(name))

    def report(self, name: str) -> Path:
        """The report's file of a run.

        Raises:
            AssistantError: there is none.
        """
        file = self._path(name) / PAGE
        if not file.is_file() or file.is_symlink():
            raise AssistantError("This run was kept without a report.")
        return file

    def _path(self, name: str) -> Path:
        """A name is looked up among the folders that are there and never put together to a path."""
        if name == ACCEPTED and self._accepted is not None:
            return self._accepted
        found = next((path for path in self._folders() if path.name == name), None)
        if found is None:
            raise AssistantError("There is no run of this name. It may have been deleted.")
        return found

    def _folders(self) -> list[Path]:
        return [path for path in self.folder.iterdir() if _holds_a_run(path)] if self.folder.is_dir() else []

    def _read(self, path: Path) -> Kept:
        try:
            about = (path / run.FILE if path.is_dir() else path).stat()
            stamp = (about.st_mtime_ns, about.st_size)
            known = self._seen.get(path)
            if known is None or known[0] != stamp:
                known = self._seen[path] = (stamp, _kept(path.name, run.load(path)))
            return known[1]
        except (AssistantError, OSError) as error:
            return Kept(path.name, fault=str(error))


def _holds_a_run(path: Path) -> bool:
    linked = path.is_symlink() or (path / run.FILE).is_symlink()
    return not path.name.startswith(".") and not linked and (path / run.FILE).is_file()


def _kept(name: str, made: Run) -> Kept:
    values = [value for item in made.results if (value := item.value(WHOLE)) is not None]
    ids = frozenset(item.question.id for item in made.results)
    return Kept(name, made.name, made.made_at, aggregates.mean(values), ids)


def before(name: str, listed: Sequence[Kept]) -> Kept | None:
    """The newest run before the one named that shares a question with it, of the same set where there is one.

    `listed` are all runs, newest first, as `Past.listed` gives them.
    """
    if not listed:
        return None
    place = next((number for number, item in enumerate(listed) if item.name == name), len(listed) - 1)
    this, older = listed[place], listed[place + 1 :]
    earlier = [item for item in older if item.ids & this.ids]
    same = [item for item in earlier if item.set == this.set]
    return next(iter(same or earlier), None)
