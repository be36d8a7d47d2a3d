"""A child process that embeds, so that the model loads while the parent reads, copies and writes.

Run as `python -m assistant.index.embedder`. It speaks over its own two pipes: out comes the dimension once the model
is loaded; then for each JSON line in (a list of texts) the float32 bytes of their unit vectors out. Where there is a
companion, a text's vector of the first model and its vector of the second follow one another, and the dimension is
that of both. It ends when its input ends, so it never outlives a killed parent.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import BinaryIO, Self

import numpy

from assistant import companion, embedding
from assistant.errors import AssistantError, BuildFailed
from assistant.settings import Settings, load

BATCH = 10  # on two threads a little faster a text than more at once


class Embedder:
    """`start` returns at once, while the child loads the model; `vectors` waits for it."""

    def __init__(self, settings: Settings) -> None:
        self._dimension = 0  # not known before the child has loaded the model and said it
        self._command = [
            sys.executable,
            "-m",
            "assistant.index.embedder",
            settings.model,
            settings.companion,
            str(settings.threads),
        ]
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the child unless it runs already."""
        if self._child is None:
            self._child = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._child

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is None:
            return
        self._child.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._child.wait()

    def vectors(self, texts: Sequence[str]) -> Iterator[tuple[int, bytes]]:
        """Yield (position in `texts`, float32 bytes of its unit vector or vectors), texts of like length together.

        Raises:
            BuildFailed: the child ended before its work was done.
        """
        longest_first = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        for begin in range(0, len(longest_first), BATCH):
            batch = longest_first[begin : begin + BATCH]
            answer = self._embedded([texts[position] for position in batch])
            size = len(answer) // len(batch)
            for number, position in enumerate(batch):
                yield position, answer[number * size : (number + 1) * size]

    def _embedded(self, texts: list[str]) -> bytes:
        child = self.start()
        stdin, stdout = child.stdin, child.stdout
        assert stdin is not None and stdout is not None
        expected = 0
        try:
            self._dimension = self._dimension or int(stdout.readline() or 0)
            expected = len(texts) * self._dimension * 4
            stdin.write(json.dumps(texts).encode() + b"\n")
            stdin.flush()
            answer = stdout.read(expected)
        except OSError as error:
            raise BuildFailed(f"The embedding process stopped ({error}).") from error
        if not expected or len(answer) != expected:
            raise BuildFailed(
                "The embedding process stopped before it was done; the machine may be short of memory. "
                "Close other programs and run: assistant index"
            )
        return answer


def _answer(settings: Settings, source: BinaryIO, target: BinaryIO) -> None:
    model, second = embedding.load(settings), companion.load(settings)
    dimension = (model.get_embedding_dimension() or 0) + (companion.DIMENSION if second is not None else 0)
    target.write(b"%d\n" % dimension)
    target.flush()
    for line in source:
        texts = json.loads(line)
        vectors = model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        both = vectors if second is None else numpy.hstack([vectors, second(texts)])
        target.write(both.astype("<f4").tobytes())
        target.flush()


def _main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(AssistantError, BrokenPipeError, KeyboardInterrupt):
        settings = load(model=sys.argv[1], companion=sys.argv[2], threads=int(sys.argv[3]))
        _answer(settings, sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
