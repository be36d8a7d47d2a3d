"""Changes to corpus/register.toml: one entry changed or added; every other line stays byte for byte as it was."""

import hashlib
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

import tomlkit
from filelock import FileLock, Timeout
from tomlkit.exceptions import TOMLKitError

from assistant import register
from assistant.errors import RegisterError
from assistant.index import manifest

LOCK = "register.lock"
BACKUPS = "register-backups"
KEPT_BACKUPS = 50
SECONDS = 20.0  # how long a change waits for another one that is being saved
ANY_HEAD = re.compile(r"\s*\[")
HEAD = "# The register of the trust's documents; corpus/README.md says what each field means.\n"
ORDER = (
    "id file title kind reference version status owner contact approved_by approved effective_from review_cycle"
    " review_by applies_to supersedes".split()
)
BY_HAND = "Open the file in a text editor and change the entry there."

Value = str | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Kept:
    """The register as it lies there; `digest` is "" when there is no file."""

    text: str
    digest: str


def read(corpus: Path) -> Kept:
    """The register's own text.

    Raises:
        RegisterError: it cannot be read.
    """
    path = corpus / register.FILE
    if not path.is_file():
        return Kept("", "")
    try:
        found = path.read_bytes()
        return Kept(found.decode("utf-8-sig"), hashlib.sha256(found).hexdigest())
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(f"{register.FILE} cannot be read: {error}. Correct the line.") from error


def changed(text: str, source: str, values: Mapping[str, Value]) -> str:
    """The register's text with the entry of the file `source` changed, or added at the end when there is none.

    A value that is empty or None takes its field out. Comments, order and every other entry stay as they are.

    Raises:
        RegisterError: the text is no register, the entry cannot be changed without touching others, or what comes
            out would not be a register; the sentence says what to do.
    """
    entries = _entries(text)
    number = next((n for n, entry in enumerate(entries) if _posix(entry.get("file")) == source), None)
    said: dict[str, Value] = {"file": source, **values}
    try:
        after = _added(text, said) if number is None else _replaced(text, number, len(entries), said)
    except TOMLKitError as error:
        raise RegisterError(f"The entry of {source} cannot be changed here ({error}). {BY_HAND}") from error
    wanted = [dict(entry) for entry in entries]
    if number is None:
        wanted.append({})
        number = len(entries)
    for name, value in said.items():
        wanted[number].pop(name, None) if _empty(value) else wanted[number].update({name: _plain(value)})
    if _entries(after) != wanted or _rest(after) != _rest(text):
        raise RegisterError(f"The entry of {source} is written in a way that cannot be changed here. {BY_HAND}")
    register.parse(after)
    return after


@contextmanager
def locked(indexes: Path) -> Iterator[None]:
    """Hold the register for one change.

    Raises:
        RegisterError: another change is being saved and does not end.
    """
    indexes.mkdir(parents=True, exist_ok=True)
    lock = FileLock(indexes / LOCK)
    try:
        lock.acquire(timeout=SECONDS)
    except Timeout as error:
        raise RegisterError("Another change to the register is being saved. Try again in a minute.") from error
    try:
        yield
    finally:
        lock.release()


def save(corpus: Path, indexes: Path, text: str, expected: str) -> Kept:
    """Replace the register in one step, the old one kept among the back-ups. Call it while `locked`.

    `expected` is the digest of the register that `text` was made from. Returns the register as saved.

    Raises:
        RegisterError: somebody has changed the register meanwhile, or it cannot be written; it is as it was.
    """
    path = (corpus / register.FILE).resolve()
    present = read(corpus)
    if present.digest != expected:
        raise RegisterError(
            "Somebody has changed the register since this page was opened. Nothing was saved, and nothing is lost: "
            "what you typed is below. Look at it again beside what is in the register now, and save once more."
        )
    try:
        if present.digest:
            _back_up(path, indexes / BACKUPS)
        manifest.replace_file(path, text)
    except OSError as error:
        raise RegisterError(
            f"The register could not be saved ({error.strerror or error}). It is as it was. Make sure that the disk "
            "has room and that this program may write to the folder of documents, then save again."
        ) from error
    return read(corpus)


def _back_up(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path, folder / f"register-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.toml")
    for old in sorted(folder.glob("register-*.toml"))[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)


def _replaced(text: str, number: int, entries: int, said: Mapping[str, Value]) -> str:
    """The text with the lines of one entry made anew, the comments after it left where they are."""
    lines = text.splitlines(keepends=True)
    heads = [n for n, line in enumerate(lines) if register.HEADS["document"].match(line)]
    if len(heads) != entries:
        raise RegisterError(f"The register lists its documents in a way that cannot be changed here. {BY_HAND}")
    first = heads[number]
    last = next((n for n in range(first + 1, len(lines)) if ANY_HEAD.match(lines[n])), len(lines))
    while last > first + 1 and (not lines[last - 1].strip() or lines[last - 1].lstrip().startswith("#")):
        last -= 1
    block = "".join(lines[first:last])
    ended = block if block.endswith("\n") else block + "\n"
    parsed = tomlkit.parse(ended)
    entry = parsed["document"][0]  # type: ignore[index]
    for name, value in said.items():
        if _empty(value):
            entry.pop(name, None)  # type: ignore[union-attr]
        elif entry.get(name) != _plain(value):  # type: ignore[union-attr]
            entry[name] = _plain(value)  # type: ignore[index]
    return "".join(lines[:first]) + tomlkit.dumps(parsed) + "".join(lines[last:])


def _added(text: str, said: Mapping[str, Value]) -> str:
    entry = tomlkit.table()
    for name in sorted(said, key=ORDER.index):
        if not _empty(said[name]):
            entry[name] = _plain(said[name])
    entries = tomlkit.aot()
    entries.append(entry)
    written = tomlkit.document()
    written["document"] = entries
    before = text if text.strip() else HEAD
    return before.rstrip("\n") + "\n\n" + tomlkit.dumps(written).lstrip("\n")


def _entries(text: str) -> list[dict[str, object]]:
    try:
        listed = tomllib.loads(text).get("document", [])
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{register.FILE} cannot be read: {error}. Correct the line, then try again.") from error
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise RegisterError(f"The register lists its documents in a way that cannot be changed here. {BY_HAND}")
    return listed


def _rest(text: str) -> dict[str, object]:
    return {name: value for name, value in tomllib.loads(text).items() if name != "document"}


def _posix(file: object) -> str:
    return PurePosixPath(str(file).replace("\\", "/")).as_posix()


def _empty(value: Value) -> bool:
    return value in (None, "", ())


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value
