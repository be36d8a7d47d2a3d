"""A child process that embeds, so that the model loads while the parent reads, copies and writes.

Run as `python -m assistant.index.embedder`. It speaks over its own two pipes: for each JSON line in (a list of texts),
out comes for each text the number of its bytes and then these: its unit vector as float32, and the int8 vectors of its
word pieces where there is a model for late interaction. It ends when its input ends, so it never outlives a killed
parent.
"""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, BinaryIO, Self

from assistant import embedding, interaction
from assistant.errors import AssistantError, BuildFailed
from assistant.settings import Settings, load

BATCH = 10  # on two threads a little faster a text than more at once
SIZE = struct.Struct("<I")


class Embedder:
    """`start` returns at once, while the child loads the model; `vectors` waits for it."""

    def __init__(self, settings: Settings) -> None:
        self._command = [
            sys.executable,
            "-m",
            "assistant.index.embedder",
            settings.model,
            settings.interaction,
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
        """Yield (position in `texts`, the bytes that are kept of it), texts of like length together.

        Raises:
            BuildFailed: the child ended before its work was done.
        """
        longest_first = sorted(range(len(texts)), key=lambda position: -len(texts[position]))
        for begin in range(0, len(longest_first), BATCH):
            batch = longest_first[begin : begin + BATCH]
            yield from zip(batch, self._embedded([texts[position] for position in batch]), strict=True)

    def _embedded(self, texts: list[str]) -> list[bytes]:
        child = self.start()
        stdin, stdout = child.stdin, child.stdout
        assert stdin is not None and stdout is not None
        try:
            stdin.write(json.dumps(texts).encode() + b"\n")
            stdin.flush()
            return [_exactly(stdout, *SIZE.unpack(_exactly(stdout, SIZE.size))) for _ in texts]
        except EOFError as error:
            raise BuildFailed(
                "The embedding process stopped before it was done; the machine may be short of memory. "
                "Close other programs and run: assistant index"
            ) from error
        except OSError as error:
            raise BuildFailed(f"The embedding process stopped ({error}).") from error


def _exactly(source: IO[bytes], size: int) -> bytes:
    found = source.read(size)
    if len(found) != size:
        raise EOFError
    return found


def _answer(settings: Settings, source: BinaryIO, target: BinaryIO) -> None:
    model, second = embedding.load(settings), interaction.load(settings)
    for line in source:
        texts = json.loads(line)
        vectors = model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        pieces = second.passages(texts) if second is not None else [None] * len(texts)
        for vector, of_pieces in zip(vectors, pieces, strict=True):
            said = vector.astype("<f4").tobytes() + (of_pieces.tobytes() if of_pieces is not None else b"")
            target.write(SIZE.pack(len(said)) + said)
        target.flush()


def _main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(AssistantError, BrokenPipeError, KeyboardInterrupt):
        settings = load(model=sys.argv[1], interaction=sys.argv[2], threads=int(sys.argv[3]))
        _answer(settings, sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
