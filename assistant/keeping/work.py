"""The one change that is being published: begun here, watched from the page that shows how far it is."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.errors import AssistantError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Done:
    """How a change ended: sentences for people, and an address to go on to."""

    sentences: tuple[str, ...]
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A change on its way. `stage` in words, `done` of `total` steps of it (0 of 0 where that is not known).

    `ended` is None while it runs. `well` says whether it was carried out.
    """

    what: str
    stage: str = "Beginning"
    done: int = 0
    total: int = 0
    ended: Done | None = None
    well: bool = True


Job = Callable[[Progress], Done]


class Work:
    """At most one change at a time; the last one can be looked at until the next begins."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running = False
        self._state: State | None = None

    def now(self) -> State | None:
        """The change that runs or ran last; None when there was none since the server started."""
        return self._state

    def begin(self, what: str, prepare: Callable[[], Job]) -> bool:
        """Prepare a change here and now, and carry it out in a thread; False when another one is on its way.

        What `prepare` raises is raised, and no change is on its way then.
        """
        with self._guard:
            if self._running:
                return False
            self._running = True
        try:
            job = prepare()
        except BaseException:
            self._running = False
            raise
        self._state = State(what)
        threading.Thread(target=self._run, args=(job,), name="change", daemon=True).start()
        return True

    def _run(self, job: Job) -> None:
        try:
            self._end(job(self._show), well=True)
        except AssistantError as error:
            self._end(Done((str(error),)), well=False)
        except Exception as error:
            self._end(Done((f"Something went wrong ({type(error).__name__}). Nothing was published.",)), well=False)

    def _show(self, stage: str, done: int, total: int) -> None:
        assert self._state is not None
        self._state = replace(self._state, stage=stage, done=done, total=total)

    def _end(self, done: Done, *, well: bool) -> None:
        """Say how it ended and make room for the next change, in one step for whoever looks."""
        with self._guard:
            assert self._state is not None
            self._state = replace(self._state, ended=done, well=well)
            self._running = False
