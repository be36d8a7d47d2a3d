"""A progress bar with counts and the time left, for a terminal or, line by line, for a log."""

import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 24
LOG_SECONDS = 10.0


class Bar:
    """Shows one stage at a time on `stream`."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._stage = ""
        self._began = 0.0
        self._shown = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live and self._stage:
            self._stream.write("\n")

    def say(self, sentence: str) -> None:
        """Print a sentence on a line of its own."""
        self._stream.write(sentence + "\n")
        self._stream.flush()

    def show(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` steps of `stage` are finished."""
        now = time.monotonic()
        if stage != self._stage:
            if self._live and self._stage:
                self._stream.write("\n")
            self._stage, self._began, self._shown = stage, now, 0.0
        finished = done >= total
        if total and (finished or now - self._shown >= (0.1 if self._live else LOG_SECONDS)):
            self._shown = now
            line = describe(stage, done, total, now - self._began)
            self._stream.write(f"\r{line}\x1b[K" if self._live else line + "\n")
            self._stream.flush()


def describe(stage: str, done: int, total: int, elapsed: float) -> str:
    """One line: stage, bar, counts, and the time left once there is something to go by. `elapsed` is in seconds."""
    filled = WIDTH * done // total
    line = f"{stage:<9} [{'#' * filled}{'.' * (WIDTH - filled)}] {done} of {total}"
    if 0 < done < total and elapsed > 1:
        left = elapsed / done * (total - done)
        line += f", about {left / 60:.0f} min left" if left >= 90 else f", about {left:.0f} s left"
    return line
