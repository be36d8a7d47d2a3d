"""One small pointer file says which build is published; everything else in `indexes/` is finished builds or debris."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import DamagedIndex, IndexBusy, NoIndex
from assistant.index import manifest
from assistant.index.manifest import Manifest

POINTER = "current"
LOCK = "build.lock"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The published build. `held` is True after a roll-back: it stays until someone builds or rolls again."""

    build: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One build for people: `manifest` is None when it cannot be read."""

    build: str
    manifest: Manifest | None
    current: bool
    held: bool


@contextmanager
def locked(indexes: Path, waiting: Callable[[], None] | None = None, seconds: float = 3600) -> Iterator[None]:
    """Hold the one build lock. `waiting` is called once when another process has it.

    Raises:
        IndexBusy: the other process is still at it after `seconds`.
    """
    indexes.mkdir(parents=True, exist_ok=True)
    lock = FileLock(indexes / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waiting is not None:
            waiting()
        try:
            lock.acquire(timeout=seconds)
        except Timeout as error:
            raise IndexBusy(
                f"Another process has been building in {indexes} for a long time. Wait for it, or stop it."
            ) from error
    try:
        yield
    finally:
        lock.release()


def pointer(indexes: Path) -> Pointer:
    """The published build.

    Raises:
        NoIndex: nothing has been published yet.
        DamagedIndex: the pointer cannot be read.
    """
    try:
        found = json.loads((indexes / POINTER).read_text(encoding="utf-8"))
        return Pointer(str(found["build"]), bool(found["held"]))
    except FileNotFoundError as error:
        raise NoIndex(f"There is no index in {indexes} yet. Run: assistant index") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(f"The file {indexes / POINTER} cannot be read. Run: assistant index") from error


def publish(indexes: Path, build: str, *, held: bool = False) -> None:
    """Make `build` the one that readers open, in one step."""
    manifest.replace_file(indexes / POINTER, json.dumps({"build": build, "held": held}))


def finished(indexes: Path) -> tuple[str, ...]:
    """The names of the finished builds, newest first."""
    if not indexes.is_dir():
        return ()
    return tuple(sorted((item.parent.name for item in indexes.glob(f"*/{manifest.FILE}")), reverse=True))


def listing(indexes: Path) -> tuple[Listed, ...]:
    """Every finished build, newest first."""
    try:
        current = pointer(indexes)
    except (NoIndex, DamagedIndex):
        current = Pointer("")
    found = []
    for build in finished(indexes):
        try:
            made: Manifest | None = manifest.load(indexes / build)
        except DamagedIndex:
            made = None
        is_current = build == current.build
        found.append(Listed(build, made, is_current, is_current and current.held))
    return tuple(found)


def rollback(indexes: Path, build: str = "") -> str:
    """Publish an earlier build, the one before the present one unless named, and hold it. Returns its name.

    Raises:
        NoIndex: there is no such build.
    """
    with locked(indexes):
        builds = finished(indexes)
        if not build:
            present = pointer(indexes).build
            build = next((name for name in builds if name < present), "")
            if not build:
                raise NoIndex("There is no earlier build to go back to. See: assistant index --list")
        if build not in builds:
            raise NoIndex(f"There is no build named {build}. See: assistant index --list")
        publish(indexes, build, held=True)
    return build


def tidy(indexes: Path, keep: int) -> None:
    """Remove unfinished builds, and finished ones beyond the published one and `keep` others. Call under the lock."""
    try:
        published = pointer(indexes).build
    except (NoIndex, DamagedIndex):
        published = ""
    builds = finished(indexes)
    kept = {published, *[name for name in builds if name != published][:keep]}
    for folder in indexes.iterdir():
        if folder.is_dir() and folder.name not in kept and looks_like_a_build(folder.name):
            (folder / manifest.FILE).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)


def looks_like_a_build(name: str) -> bool:
    """Whether a folder name is one that the builder gives: `20260904T081500123456-1a2b`; names sort by time."""
    stamp, _, tail = name.partition("-")
    return len(stamp) == 21 and stamp[8] == "T" and stamp.replace("T", "").isdigit() and len(tail) == 4
