"""`indexes/changes.jsonl`: what was changed in the library and when, one line each, and nothing of who did it."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

FILE = "changes.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One change: `at` as ISO 8601 in UTC, `what` in words for people, the document's id where there is one."""

    at: str
    what: str
    document: str = ""
    build: str = ""


def record(indexes: Path, what: str, document: str = "", build: str = "") -> None:
    """Add a line, whole or not at all, also when several processes do."""
    line = Line(datetime.now(UTC).isoformat(timespec="seconds"), what, document, build)
    said = {name: value for name, value in asdict(line).items() if value}
    file = indexes / FILE
    with FileLock(f"{file}.lock", timeout=10), file.open("a", encoding="utf-8") as kept:
        kept.write(json.dumps(said, ensure_ascii=False) + "\n")
        kept.flush()
        os.fsync(kept.fileno())


def read(indexes: Path, most: int = 20) -> tuple[Line, ...]:
    """The latest changes, newest first; a line that was cut off by a crash is passed over."""
    file = indexes / FILE
    if not file.is_file():
        return ()
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    found = (line for line in map(_parsed, reversed(lines)) if line is not None)
    return tuple(line for line, _ in zip(found, range(most), strict=False))


def _parsed(line: str) -> Line | None:
    try:
        said = json.loads(line)
        return Line(**{name: str(value) for name, value in said.items()})
    except (ValueError, TypeError, AttributeError):
        return None
