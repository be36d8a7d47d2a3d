"""Pages a second beside the plain libraries, and how much of a build of the index is reading and splitting.

The peers run in the Python of ASSISTANT_PEERS_PYTHON where it is set, else in our own; one that is not installed there
is named as such.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant import settings as settings_room
from evals.reading import plain
from evals.reading.measures import Measure, Part, table_lines
from evals.reading.policies import FOLDER

MOST_SHARE = 0.25
PEERS_PYTHON = "ASSISTANT_PEERS_PYTHON"


def part(data: Path) -> Part:
    """Time every library on the PDFs of the school policies, one process each, and one build of the index."""
    paths = sorted((data / FOLDER).rglob("*.pdf"))
    pages = sum(_pages(path) for path in paths)
    with tempfile.TemporaryDirectory(prefix="assistant-reading-") as folder:
        files = Path(folder, "files.json")
        files.write_text(json.dumps([(str(path), path.relative_to(data).as_posix()) for path in paths]), "utf-8")
        timed = [_timed(name, files) for name in plain.LIBRARIES]
        build = _build(data / FOLDER, Path(folder))
    rows = [_row(item, pages) for item in timed]
    lines = [f"{len(paths)} PDFs, {pages} pages"]
    lines += table_lines(("library", "pages a second", "seconds", "peak MB", "characters", "not read"), rows)
    remark = f"{build['reading']:.1f} s of {build['seconds']:.1f} s, {build['passages']} passages"
    ours = next(item for item in timed if item["name"] == plain.OURS)
    measures = (
        Measure("pages a second, our reader", pages / ours["seconds"]),
        Measure("share of reading and splitting in a first build", build["share"], most=MOST_SHARE, remark=remark),
    )
    return Part("Speed", measures, tuple(lines), {"pages": pages, "libraries": timed, "build": build})


def _pages(path: Path) -> int:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0


def _timed(name: str, files: Path) -> dict[str, Any]:
    python = sys.executable if name == plain.OURS else os.environ.get(PEERS_PYTHON, sys.executable)
    done = subprocess.run([python, plain.__file__, name, str(files)], capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        return {"name": name, "installed": True, "failed": done.stderr.strip().splitlines()[-1:]}
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def _row(item: dict[str, Any], pages: int) -> tuple[object, ...]:
    if "seconds" not in item:
        return (item["name"], "failed" if item["installed"] else "not installed", "", "", "", "")
    rate = f"{pages / item['seconds']:.1f}"
    return (item["name"], rate, f"{item['seconds']:.1f}", item["megabytes"], item["characters"], item["unread"])


def _build(policies: Path, folder: Path) -> dict[str, Any]:
    """One first build of the index over a copy of the policies; `reading` is from first file to last passage, in s."""
    from assistant import index

    corpus = folder / "corpus"
    shutil.copytree(policies, corpus)
    marks: list[float] = []

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "Reading" and done in (0, total):
            marks.append(time.perf_counter())

    report = index.build(settings_room.load(corpus=corpus, indexes=folder / "indexes"), progress=progress)
    reading = marks[-1] - marks[0] if marks else 0.0
    share = reading / report.seconds
    return {"reading": reading, "seconds": report.seconds, "share": share, "passages": report.passages}
