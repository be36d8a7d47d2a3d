"""The one evaluation that runs: begun by an officer, watched by everyone, stopped between two questions."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from assistant.errors import AssistantError
from assistant.keeping.work import Done, Progress, State, Work

SECONDS_TO_GO_BY = 1.0  # before that, the time left is not said
STOPPED = "Stopped, as you asked. Nothing of this run was kept."


class Stopped(AssistantError):
    """Someone stopped the run."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the run is: its state, seconds that are left (None where nobody can tell), and whether it is stopping."""

    state: State
    left: float | None = None
    stopping: bool = False

    @property
    def runs(self) -> bool:
        """Whether it is still on its way."""
        return self.state.ended is None


class Evaluation:
    """At most one run at a time, for everyone who looks; the last one can be looked at until the next begins."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._work = Work()
        self._clock = clock
        self._stop = threading.Event()
        self._stage: tuple[str, float] = ("", 0.0)

    def now(self) -> Moment | None:
        """How far it is; None when there was no run since the server started."""
        state = self._work.now()
        if state is None:
            return None
        stage, began = self._stage
        gone = self._clock() - began
        known = state.ended is None and stage == state.stage and 0 < state.done < state.total
        left = gone / state.done * (state.total - state.done) if known and gone > SECONDS_TO_GO_BY else None
        return Moment(state, left, self._stop.is_set() and state.ended is None)

    def begin(self, what: str, perform: Callable[[Progress], Path]) -> bool:
        """Begin a run; False when another one is on its way. `perform` returns the folder that keeps the run."""

        def prepare() -> Callable[[Progress], Done]:
            self._stop.clear()
            self._stage = ("", 0.0)
            return lambda show: self._run(perform, show)

        return self._work.begin(what, prepare)

    def stop(self) -> bool:
        """End the run after the question that is being asked; False when none is on its way."""
        moment = self.now()
        if moment is None or not moment.runs:
            return False
        self._stop.set()
        return True

    def _run(self, perform: Callable[[Progress], Path], show: Progress) -> Done:
        def watched(stage: str, done: int, total: int) -> None:
            if self._stop.is_set():
                raise Stopped(STOPPED)
            if stage != self._stage[0]:
                self._stage = (stage, self._clock())
            show(stage, done, total)

        try:
            folder = perform(watched)
        except AssistantError:
            raise
        except Exception as error:
            sentence = f"Something went wrong ({type(error).__name__}: {error}). Nothing of this run was kept."
            raise AssistantError(sentence) from error
        return Done(("The run is finished and kept.",), f"/evaluate/runs/{quote(folder.name)}", "See the run")
