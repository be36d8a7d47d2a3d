"""One file in, one `Document` out; each file is read in a child process with limits of time and memory."""

import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import psutil

from assistant.errors import UnreadableFile
from assistant.values import Box, Document, PageQuality, Reading, Section, Table, Verdict

FORMATS = (".md", ".markdown", ".txt", ".pdf", ".docx", ".doc", ".odt", ".rtf", ".pptx", ".xlsx", ".html", ".htm")
IGNORED = ("register.toml", "thumbs.db", "desktop.ini", "icon\r")
LOOK_AGAIN = 0.1


def readable_files(corpus: Path) -> list[tuple[Path, str]]:
    """Every regular file in the folder with its path inside it, in order; hidden and lock files are left out.

    Links to folders are not followed. What cannot be read is listed too: reading it gives the reason.
    """
    return sorted(_files(corpus), key=lambda item: item[1])


def _files(corpus: Path) -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(corpus):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if name.startswith((".", "~$")) or name.casefold() in IGNORED or not (path.is_file() or path.is_symlink()):
                continue
            source = path.relative_to(corpus).as_posix()
            yield path, source.encode("utf-8", "replace").decode("utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file; of a link, of where it points; "" for a file that may not be opened."""
    if path.is_symlink():
        return hashlib.sha256(str(path.readlink()).encode("utf-8", "replace")).hexdigest()
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


class Reader:
    """Reads files one after another in one child process, which is started again when a file has killed it."""

    def __init__(self, seconds: float, megabytes: int, memory_megabytes: int, characters: int) -> None:
        """Limits for one file: wall time in seconds, its size in MB, the child's memory in MB, characters of text."""
        self._seconds = seconds
        self._megabytes = megabytes
        self._memory = memory_megabytes
        self._characters = characters
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
        answer = self._asked({"path": str(path), "source": source, "longest": self._characters})
        if "reason" in answer:
            raise UnreadableFile(answer["reason"], answer.get("verdict", "malformed"))
        return _reading(answer, source)

    def _refuse(self, path: Path, source: str) -> None:
        """Everything that can be said without opening the file."""
        root = path.parents[source.count("/")].resolve()
        try:
            inside = path.resolve(strict=True).is_relative_to(root)
            size = path.stat().st_size
        except (OSError, RuntimeError) as error:
            raise UnreadableFile("it could not be opened. Check that it is there and that you may read it") from error
        if not inside:
            raise UnreadableFile("it is a link to a file outside the folder. Put the file itself into the folder")
        if path.suffix.lower() not in FORMATS:
            kind = path.suffix or "no ending in its name"
            raise UnreadableFile(f"this kind of file ({kind}) is not read. Save it as PDF, Word or Markdown")
        if not size:
            raise UnreadableFile("it is empty. Put the file back as it was issued")
        if size > self._megabytes * 1024 * 1024:
            raise UnreadableFile(
                f"it is {size / 1024 / 1024:.0f} MB, more than the {self._megabytes} MB allowed. "
                "Make it smaller, or raise ASSISTANT_FILE_MEGABYTES"
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
            raise UnreadableFile("reading it stopped the reader; it is broken or needs too much memory. Save it again")
        found: dict[str, Any] = json.loads(answer)
        return found

    def _waited(self, child: subprocess.Popen[bytes]) -> bytes:
        """The child's answer; b"" when it has ended. A child over its limits is ended and the reason raised."""
        until = time.monotonic() + self._seconds
        while True:
            try:
                return self._answers.get(timeout=max(0.0, min(LOOK_AGAIN, until - time.monotonic())))
            except queue.Empty:
                if time.monotonic() > until:
                    reason = f"reading it took longer than {self._seconds:.0f} seconds. Save it again, or split it"
                elif _megabytes_of(child.pid) > self._memory:
                    reason = f"reading it takes more than {self._memory} MB of memory. Save it again, or split it"
                else:
                    continue
                self._end()
                raise UnreadableFile(reason) from None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            command = [sys.executable, "-m", "assistant.reading.worker", str(self._memory)]
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
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._child = None


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
    pages = tuple(PageQuality(*page) for page in answer["pages"])
    return Reading(
        document,
        Verdict.PARTLY if any(page.fault and not page.score for page in pages) else Verdict.INDEXED,
        tuple(Box(*box) for box in answer["boxes"]),
        pages,
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


def _megabytes_of(pid: int) -> float:
    try:
        return float(psutil.Process(pid).memory_info().rss) / 1024 / 1024
    except psutil.Error:
        return 0.0
