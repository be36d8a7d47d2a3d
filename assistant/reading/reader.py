"""The parent's side of reading: one child process reads file after file and is ended when one breaks its limits."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import psutil

from assistant.errors import UnreadableFile
from assistant.values import Box, Document, PageQuality, Reading, Section, Table, Verdict

LOOK_AGAIN = 0.1
PAGE_SECONDS = 60.0  # what the recognition of one page may take on top of the file's own time


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: wall and processor time in seconds, its size and the child's memory in MB, its text.

    `recognised_pages` is how many of its pages may be recognised, each adding at most a minute.
    """

    seconds: float = 60
    megabytes: int = 50
    memory_megabytes: int = 1024
    characters: int = 5_000_000
    recognised_pages: int = 100


class Reader:
    """Reads files one after another in one child process, which is started again when a file has killed it."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, path: Path, source: str) -> Reading:
        """What is in a file; `source` is its path inside the corpus folder. The document has no id or title yet.

        Raises:
            UnreadableFile: it cannot be read; the sentence says why and what to do.
        """
        self._refuse(path, source)
        answer = self._asked({"path": str(path), **asdict(self._limits)})
        if "reason" in answer:
            raise UnreadableFile(answer["reason"], answer["verdict"])
        return _reading(answer, source)

    def _refuse(self, path: Path, source: str) -> None:
        """Everything that can be said without opening the file."""
        root = path.parents[source.count("/")].resolve()
        try:
            inside = path.resolve(strict=True).is_relative_to(root)
            size = path.stat().st_size
        except (OSError, RuntimeError) as error:
            reason = "it could not be opened. Check that it is there and that you may read it"
            raise UnreadableFile(reason, Verdict.REFUSED) from error
        if not inside:
            reason = "it is a link to a file outside the folder. Put the file itself into the folder"
            raise UnreadableFile(reason, Verdict.REFUSED)
        if not size:
            raise UnreadableFile("it is empty. Put the file back as it was issued", Verdict.MALFORMED)
        if size > self._limits.megabytes * 1024 * 1024:
            raise UnreadableFile(
                f"it is {size / 1024 / 1024:.0f} MB, more than the {self._limits.megabytes} MB allowed. "
                "Make it smaller, or raise ASSISTANT_FILE_MEGABYTES",
                Verdict.TOO_LARGE,
            )

    def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        child = self._started()
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            answer = self._waited(child)
        except OSError:
            answer = b""
        if not answer:
            self._end()
            reason = "reading it stopped the reader; it is broken or needs too much memory. Save it again"
            raise UnreadableFile(reason, Verdict.MALFORMED)
        found: dict[str, Any] = json.loads(answer)
        return found

    def _waited(self, child: subprocess.Popen[bytes]) -> bytes:
        """The child's answer; b"" when it has ended. A child over its limits is ended and the reason raised.

        An empty line from the child says that it is about to recognise a page, which is given time of its own.
        """
        limits = self._limits
        until = time.monotonic() + limits.seconds
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, min(LOOK_AGAIN, until - time.monotonic())))
                if answer != b"\n":
                    return answer
                until += PAGE_SECONDS
            except queue.Empty:
                if time.monotonic() > until:
                    reason = f"reading it took longer than {limits.seconds:.0f} seconds. Save it again, or split it"
                elif _megabytes_of(child.pid) > limits.memory_megabytes:
                    memory = limits.memory_megabytes
                    reason = f"reading it takes more than {memory} MB of memory. Save it again, or split it"
                else:
                    continue
                self._end()
                raise UnreadableFile(reason, Verdict.TOO_LARGE) from None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            command = [sys.executable, "-m", "assistant.reading.worker", str(self._limits.memory_megabytes)]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            self._answers = queue.Queue()
            assert self._child.stdout is not None
            listener = threading.Thread(target=_listen, args=(self._child.stdout, self._answers), daemon=True)
            listener.start()
        return self._child

    def _end(self) -> None:
        if self._child is None:
            return
        _end_with_children(self._child)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._child = None


def read_all(files: Sequence[tuple[Path, str]], limits: Limits, at_once: int) -> Iterator[Reading | UnreadableFile]:
    """What is in each of the files, or why it cannot be read, in their order; `at_once` child processes share them."""
    readers: queue.SimpleQueue[Reader] = queue.SimpleQueue()

    def read(file: tuple[Path, str]) -> Reading | UnreadableFile:
        reader = readers.get()
        try:
            return reader.read(*file)
        except UnreadableFile as error:
            return error
        finally:
            readers.put(reader)

    with ExitStack() as stack:
        for _ in range(max(1, at_once)):
            readers.put(stack.enter_context(Reader(limits)))
        pool = stack.enter_context(ThreadPoolExecutor(max(1, at_once)))
        stack.callback(pool.shutdown, wait=True, cancel_futures=True)
        yield from pool.map(read, files)


def unread(pages: Iterable[PageQuality]) -> tuple[str, ...]:
    """A sentence for every fault that pages have: "Pages 3, 4 and 7: scanned, needs OCR."."""
    faulty = sorted((page for page in pages if page.fault), key=lambda page: page.fault)
    sentences = []
    for fault, group in groupby(faulty, key=lambda page: page.fault):
        numbers = [str(page.number) for page in sorted(group, key=lambda page: page.number)]
        listed = " and ".join(filter(None, [", ".join(numbers[:-1]), numbers[-1]]))
        sentences.append(f"Page{'s' if len(numbers) > 1 else ''} {listed}: {fault.rstrip('.')}.")
    return tuple(sentences)


def _reading(answer: dict[str, Any], source: str) -> Reading:
    document = Document(
        id="",
        title="",
        source=source,
        digest="",
        text=answer["text"],
        sections=tuple(Section(number, tuple(names), *place) for number, names, *place in answer["sections"]),
        page_starts=tuple(answer["page_starts"]),
        tables=tuple(
            Table(start, end, tuple(header), tuple(tuple(row) for row in rows))
            for start, end, header, rows in answer["tables"]
        ),
    )
    return Reading(
        document,
        Verdict(answer["verdict"]),
        tuple(Box(*box) for box in answer["boxes"]),
        tuple(PageQuality(*page) for page in answer["pages"]),
        tuple((name, value) for name, value in answer["properties"]),
        tuple(answer["margins"]),
        tuple(answer["notes"]),
    )


def _listen(stream: BinaryIO, answers: "queue.Queue[bytes]") -> None:
    """Pass on every line, then b"" at the end."""
    with suppress(ValueError, OSError):
        for line in stream:
            answers.put(line)
    answers.put(b"")


def _end_with_children(child: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started; the recognition of a page would else go on alone."""
    with suppress(psutil.Error):
        for process in psutil.Process(child.pid).children(recursive=True):
            with suppress(psutil.Error):
                process.kill()
    child.kill()
    child.wait()


def _megabytes_of(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_info().rss) / 1024 / 1024
    except psutil.Error:
        return 0.0
