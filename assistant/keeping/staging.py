"""Files that were uploaded and are looked at before they are published: beside the index, never in the corpus."""

import hashlib
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from assistant import reading, register
from assistant.errors import UnreadableFile
from assistant.settings import Settings
from assistant.values import Document, Reading
from assistant.wording import slug

FOLDER = "staging"
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
SECONDS_KEPT = 24 * 3600.0
MOST = 20
CHUNK = 1024 * 1024  # bytes
Read = Callable[[Path, str], Reading]


@dataclass(frozen=True, slots=True)
class Staged:
    """One uploaded file. `document` is complete with what it says of itself once it is read; `reason` says why not.

    `name` is the file's name as it will be kept; both `reading` and `reason` are empty while it is being read.
    """

    token: str
    name: str
    path: Path
    digest: str
    reading: Reading | None = None
    document: Document | None = None
    reason: str = ""
    verdict: str = ""

    @property
    def being_read(self) -> bool:
        """Whether it is still being read."""
        return self.reading is None and not self.reason


class Staging:
    """The uploaded files of one server; what a restart has forgotten is read again when it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.indexes / FOLDER
        self._guard = threading.Lock()
        self._one_at_a_time = threading.Lock()
        self._known: dict[str, Staged] = {}

    def put(self, name: str, file: BinaryIO) -> Staged:
        """Keep an uploaded file and begin to read it; `name` is what the browser called it.

        Raises:
            OSError: it cannot be written.
        """
        self._tidy()
        token = secrets.token_urlsafe(16)
        folder = self._folder / token
        folder.mkdir(parents=True)
        path = folder / kept_name(name)
        digest = hashlib.sha256()
        with path.open("wb") as kept:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                kept.write(chunk)
        return self._begin(Staged(token, path.name, path, digest.hexdigest()))

    def get(self, token: str) -> Staged | None:
        """An uploaded file; None when it is not kept any more."""
        if not TOKEN.fullmatch(token):
            return None
        with self._guard:
            known = self._known.get(token)
        if known is not None:
            return known if known.path.is_file() else None
        folder = self._folder / token
        path = next((item for item in folder.iterdir() if item.is_file()), None) if folder.is_dir() else None
        return None if path is None else self._begin(Staged(token, path.name, path, reading.digest(path)))

    def discard(self, token: str) -> None:
        """Let an uploaded file go."""
        if TOKEN.fullmatch(token):
            with self._guard:
                self._known.pop(token, None)
            shutil.rmtree(self._folder / token, ignore_errors=True)

    def _begin(self, staged: Staged) -> Staged:
        with self._guard:
            known = self._known.setdefault(staged.token, staged)
        if known is staged:
            threading.Thread(target=self._read, args=(staged,), name="staged", daemon=True).start()
        return known

    def _read(self, staged: Staged) -> None:
        with self._one_at_a_time:
            read = read_staged(staged, self._settings)
        with self._guard:
            if staged.token in self._known:
                self._known[staged.token] = read

    def _tidy(self) -> None:
        """Let go of what has lain for a day, and of the oldest when there are many."""
        if not self._folder.is_dir():
            return
        by_age = sorted(
            (item for item in self._folder.iterdir() if item.is_dir()), key=lambda item: item.stat().st_mtime
        )
        old = [item for item in by_age if time.time() - item.stat().st_mtime > SECONDS_KEPT]
        for folder in {*old, *by_age[: max(0, len(by_age) - MOST + 1)]}:
            self.discard(folder.name)


def read_staged(staged: Staged, settings: Settings) -> Staged:
    """The same file after it was read in the limited child process, or with the reason why it cannot be read."""
    limits = reading.Limits(
        seconds=settings.file_seconds,
        megabytes=settings.file_megabytes,
        memory_megabytes=settings.file_memory_megabytes,
        characters=settings.file_characters,
        recognised_pages=settings.recognised_pages,
    )
    made = Staged(staged.token, staged.name, staged.path, staged.digest)
    try:
        with reading.Reader(limits) as reader:
            read = reader.read(staged.path, staged.name)
        document = register.complete(read, None)
    except UnreadableFile as error:
        return Staged(made.token, made.name, made.path, made.digest, None, None, str(error), error.verdict)
    except Exception as error:
        reason = f"it could not be read ({type(error).__name__}). Save it again in its own program"
        return Staged(made.token, made.name, made.path, made.digest, None, None, reason, "malformed")
    return Staged(made.token, made.name, made.path, made.digest, read, document, "", read.verdict)


def kept_name(name: str) -> str:
    """A name under which an uploaded file can lie in the corpus: no folder, nothing hidden, plain characters."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    path = PurePosixPath(plain)
    suffix = path.suffix.casefold()
    if not SUFFIX.fullmatch(suffix):
        path, suffix = PurePosixPath(plain), ""
    stem = path.stem if suffix else path.name
    return f"{slug(stem) or 'document'}{suffix}"
