"""Broken, encrypted and hand-made files: each ends in a reading or in a named reason, within its limits.

Run as `python -m evals.reading.broken DATA`, prints one JSON line; a process of its own, so that its memory and that of
the children in which files are read are nobody else's.
"""

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading import Limits, Reader
from evals.reading.measures import Measure, Part, table_lines
from evals.reading.plain import peak_megabytes

FOLDER = "bad-input"
GRACE = 5.0  # seconds that ending a child and starting the next may take on top of the file's own time


def part(data: Path) -> Part:
    """Read every file of the folder in a process of its own and count how they ended."""
    command = [sys.executable, "-m", "evals.reading.broken", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    counted = Counter((file["kind"], file["verdict"]) for file in found["files"])
    rows = [(kind, verdict, count) for (kind, verdict), count in sorted(counted.items())]
    slowest = max(found["files"], key=lambda file: file["seconds"], default=None)
    measures = [
        Measure(f"crashes, of {len(found['files'])} files", counts(found["files"], "crash"), most=0),
        Measure("files that ran past their time", counts(found["files"], "hang"), most=0),
        Measure("files that ended the child, with a named reason", counts(found["files"], "ended_child")),
        Measure("peak memory of the parent, MB", found["parent_megabytes"]),
        Measure("peak memory of a child, MB", found["child_megabytes"]),
    ]
    lines = list(table_lines(("kind", "verdict", "files"), rows))
    if slowest is not None:
        lines.append(f"slowest: {slowest['file']}, {slowest['seconds']:.1f} s, {slowest['verdict']}")
    faulty = [file for file in found["files"] if file["crash"] or file["hang"] or file["ended_child"]]
    lines += [f"{file['file']}: {file['reason']}" for file in faulty]
    return Part("Broken and hand-made files", tuple(measures), tuple(lines), found)


def counts(files: list[dict[str, Any]], fault: str) -> int:
    """How many files have this fault."""
    return sum(1 for file in files if file[fault])


def measure(data: Path, limits: Limits) -> dict[str, Any]:
    """How every file of the folder ended, and the peak memory in MB of this process and of any child that it ended."""
    with Reader(limits) as reader:
        paths = sorted(path for path in (data / FOLDER).rglob("*") if path.is_file())
        files = [ending(reader, path, path.relative_to(data).as_posix(), limits) for path in paths]
    return {
        "files": files,
        "parent_megabytes": round(peak_megabytes(), 1),
        "child_megabytes": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
    }


def ending(reader: Reader, path: Path, source: str, limits: Limits) -> dict[str, Any]:
    """How the reading of one file ended. A crash is any error that is not a named reason, or a reason without words."""
    began = time.perf_counter()
    verdict, reason, crash = "", "", False
    recognised = 0
    try:
        read = reader.read(path, source)
        verdict = str(read.verdict)
        recognised = sum(1 for page in read.pages if page.recognised)
    except UnreadableFile as error:
        verdict, reason = str(error.verdict), str(error)
        crash = not reason.strip()
    except Exception as error:  # what must not happen is counted, and the other files are still read
        verdict, reason, crash = "crash", repr(error), True
    seconds = time.perf_counter() - began
    return {
        "file": source,
        "kind": path.suffix.lstrip(".").lower() or "none",
        "verdict": verdict,
        "reason": reason,
        "seconds": round(seconds, 2),
        "crash": crash,
        "hang": not recognised and seconds > limits.seconds + GRACE,
        "ended_child": "stopped the reader" in reason,
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Limits())))  # noqa: T201
