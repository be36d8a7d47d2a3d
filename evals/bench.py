"""Speed and memory, measured beside the plain peer on the same files in the same run: `assistant bench`."""

import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from assistant import index
from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.index.library import Library

PASSAGES_A_DOCUMENT = 5
SIZES = (1_000, 2_500, 5_000, 10_000)
QUICK_SIZES = (250, 500)
ASKED = 60
PEER_AT = 2_500
SUBJECTS = """
attendance behaviour budgets catering cleaning coaching complaints contracts curriculum discipline drainage drama
equality estates examinations exclusions expenses finance furniture gardens governance grievance heating homework
hygiene induction inspection insurance internet invoices kitchens laboratories ladders lettings libraries lockers
medication minibuses music networks nursery parking pensions photographs playgrounds printing procurement
punctuality radon recruitment recycling registers reserves safeguarding security sickness sport stationery
supervision swimming timetables training transport trips uniform vehicles visitors volunteers wellbeing workshops
""".split()
ROLES = ("headteacher", "governor", "line manager", "business manager", "trust officer", "site manager", "chair")
VERBS = ("approve", "record", "report", "review", "publish", "refuse", "inspect", "renew", "archive", "countersign")
THINGS = ("request", "claim", "agreement", "plan", "inspection", "appointment", "purchase", "certificate", "register")


def write_documents(folder: Path, count: int, already: int = 0) -> None:
    """Write Markdown policies number `already` to `count`, each of five sections of 45 to 120 words."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(already, count):
        chance = random.Random(number)
        subject = chance.choice(SUBJECTS)
        lines = [f"# {subject.capitalize()} policy {number}", ""]
        for part in range(1, PASSAGES_A_DOCUMENT + 1):
            other = chance.choice(SUBJECTS)
            lines += [f"## {part}. {other.capitalize()} and {subject}", "", _paragraph(chance, subject, other), ""]
        (folder / f"policy-{number:05}.md").write_text("\n".join(lines), encoding="utf-8")


def _paragraph(chance: random.Random, subject: str, other: str) -> str:
    sentences = [
        f"The {chance.choice(ROLES)} must {chance.choice(VERBS)} each {chance.choice(THINGS)} for {other} within "
        f"{chance.randint(2, 40)} working days, unless the {chance.choice(ROLES)} has agreed to a later date."
        for _ in range(chance.randint(1, 4))
    ]
    sentences.append(
        f"Records of {subject} are kept for {chance.randint(2, 12)} years by the {chance.choice(ROLES)} of the school "
        f"and may be seen by the {chance.choice(ROLES)}."
    )
    return " ".join(sentences)


def questions(count: int) -> list[str]:
    """Questions of the kind that people ask of these documents; a fixed series."""
    chance = random.Random(7)
    return [
        f"How many days does the {chance.choice(ROLES)} have to {chance.choice(VERBS)} a {chance.choice(THINGS)} "
        f"for {chance.choice(SUBJECTS)}?"
        for _ in range(count)
    ]


def percentile(times: Sequence[float], share: float) -> float:
    """The least time that at least this share of all times do not exceed (nearest rank)."""
    return sorted(times)[max(0, math.ceil(share * len(times)) - 1)]


def main(*, quick: bool, as_json: bool) -> None:
    """Run every measurement and print it, the peer's beside ours."""
    sizes = QUICK_SIZES if quick else SIZES
    folder = Path(tempfile.mkdtemp(prefix="assistant-bench-"))
    try:
        found = _measure(folder, sizes, min(PEER_AT, sizes[-1]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(found, indent=1) if as_json else "\n".join(_lines(found)))  # noqa: T201


def _measure(folder: Path, sizes: Sequence[int], peer_at: int) -> dict[str, Any]:
    found: dict[str, Any] = {"threads": settings_room.load().threads, "cores": os.cpu_count(), "curve": []}
    corpus, indexes = folder / "corpus", folder / "indexes"
    written = 0
    for size in sizes:
        count = size // PASSAGES_A_DOCUMENT
        write_documents(corpus, count, written)
        written = count
        if size == peer_at:
            _say(f"Indexing {size} passages, ours and the peer's")
            found |= _index_times(folder, corpus)
            found |= _changes(corpus, indexes, count)
        else:
            _say(f"Indexing {size} passages")
            _cli("index", "--corpus", str(corpus), "--indexes", str(indexes))
        _say(f"Asking at {size} passages")
        found["curve"].append({"passages": size} | _asked(indexes))
        if size == peer_at:
            found |= _served(corpus, indexes)
    found["help_seconds"] = statistics.median(_timed(lambda: _cli("--help")) for _ in range(5))
    return found


def _index_times(folder: Path, corpus: Path) -> dict[str, Any]:
    """A first build of ours, in a new folder, and the peer's steps, one after the other in turn."""
    ours, peers = [], []
    for number in range(2):
        report = _cli("index", "--json", "--corpus", str(corpus), "--indexes", str(folder / f"first-{number}"))
        ours.append(report["seconds"] / report["passages"])
        peer = _peer(folder, corpus, number, _passages(folder / f"first-{number}"))
        peers.append(peer)
    return {
        "index_seconds_per_passage": min(ours),
        "peer_embedding_seconds_per_passage": min(peer["same_embedded"] / report["passages"] for peer in peers),
        "peer_embedding_seconds_per_node": min(peer["embedded"] / peer["nodes"] for peer in peers),
        "peer_nodes": peers[0]["nodes"],
        "passages": report["passages"],
        "peer_search_p50": percentile(peers[-1]["times"], 0.5),
        "peer_search_p95": percentile(peers[-1]["times"], 0.95),
        "peer_memory_megabytes": min(peer["megabytes"] for peer in peers),
    }


def _passages(indexes: Path) -> list[str]:
    """The texts that we embed, for the peer to embed as well."""
    library = Library(indexes / index.pointer(indexes).build)
    return [passage.embedded_text for passage in library.passages.values()]


def _peer(folder: Path, corpus: Path, number: int, passages: list[str]) -> dict[str, Any]:
    asked = folder / "asked.json"
    asked.write_text(json.dumps({"questions": questions(ASKED), "passages": passages}), encoding="utf-8")
    command = [sys.executable, "-m", "evals.peer", str(corpus), str(folder / f"peer-{number}"), str(asked)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None
    said = next((line for line in child.stdout if line.startswith(b"{")), b"")
    megabytes = _peak_megabytes(child.pid)
    child.communicate(b"\n")
    found: dict[str, Any] = json.loads(said)
    return found | {"megabytes": megabytes}


def _changes(corpus: Path, indexes: Path, count: int) -> dict[str, Any]:
    """A run with nothing changed, and one with one document of all changed: wall time of the whole command."""
    arguments = ("index", "--json", "--corpus", str(corpus), "--indexes", str(indexes))
    _cli(*arguments)
    began = time.perf_counter()
    same = _cli(*arguments)
    unchanged = time.perf_counter() - began
    file = corpus / f"policy-{count // 2:05}.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nA new sentence is added at the end.\n", encoding="utf-8")
    began = time.perf_counter()
    changed = _cli(*arguments)
    return {
        "documents": same["documents"],
        "unchanged_seconds": unchanged,
        "unchanged_embedded": same["embedded"],
        "one_changed_seconds": time.perf_counter() - began,
        "one_changed_embedded": changed["embedded"],
    }


def _asked(indexes: Path) -> dict[str, Any]:
    assistant = Assistant(settings_room.load(indexes=indexes))
    assistant.load()
    series = questions(ASKED)
    for question in series[:5]:
        assistant.ask(question)
    times = [assistant.ask(question).seconds for question in series]
    return {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)}


def _served(corpus: Path, indexes: Path) -> dict[str, Any]:
    """Seconds from the start of `assistant serve` to the page, to readiness, and the memory after many questions."""
    began = time.perf_counter()
    with serving(corpus, indexes) as (address, pid):
        until(f"{address}/")
        page = time.perf_counter() - began
        until(f"{address}/ready")
        ready = time.perf_counter() - began
        from gradio_client import Client

        client = Client(address, verbose=False)
        for question in questions(ASKED):
            client.predict(question, "", api_name="/ask")
        return {"page_seconds": page, "ready_seconds": ready, "memory_megabytes": _peak_megabytes(pid)}


@contextmanager
def serving(corpus: Path, indexes: Path, settings: Mapping[str, str] | None = None) -> Iterator[tuple[str, int]]:
    """The address and process of `assistant serve` while it is needed; `settings` are further environment variables."""
    command = [*_program(), "serve", "--port", "0", "--corpus", str(corpus), "--indexes", str(indexes)]
    own = {**os.environ, **(settings or {})}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=own)
    try:
        assert child.stdout is not None
        line = next((line for line in child.stdout if "http://" in line), "")
        yield line[line.index("http://") :].split()[0], child.pid
    finally:
        child.terminate()
        child.communicate(timeout=30)


def until(address: str, seconds: float = 120) -> None:
    """Wait for an address to answer."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _peak_megabytes(pid: int) -> float:
    """The most memory a process has held (VmHWM), or what it holds now where the system does not keep the peak."""
    status = Path(f"/proc/{pid}/status")
    if status.is_file():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return float(psutil.Process(pid).memory_info().rss) / 1024 / 1024


def _program() -> list[str]:
    return [sys.executable, "-c", "from assistant.cli import main; main()"]


def _cli(*arguments: str) -> Any:
    done = subprocess.run([*_program(), *arguments], capture_output=True, text=True, check=True)
    return json.loads(done.stdout) if "--json" in arguments else done.stdout


def _timed(run: Any) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)  # noqa: T201


def _lines(found: dict[str, Any]) -> Iterator[str]:
    ours, peer = found["index_seconds_per_passage"], found["peer_embedding_seconds_per_passage"]
    yield f"{found['cores']} cores, {found['threads']} threads; the peer is plain LlamaIndex with Chroma and our model"
    node = found["peer_embedding_seconds_per_node"]
    yield (
        f"First index, all of it: {ours * 1000:.1f} ms a passage ({found['passages']} passages); the peer's embedding "
        f"alone of the same passages {peer * 1000:.1f} ms: ratio {ours / peer:.2f}"
    )
    nodes = found["peer_nodes"]
    yield f"  (its own {nodes} nodes, cut longer than the model reads: {node * 1000:.1f} ms a node)"
    yield (
        f"Second run, nothing changed, {found['documents']} documents: {found['unchanged_seconds']:.2f} s, "
        f"{found['unchanged_embedded']} embedded"
    )
    yield f"One document changed: {found['one_changed_seconds']:.2f} s, {found['one_changed_embedded']} embedded"
    yield "Warm question to finished answer:"
    for point in found["curve"]:
        yield f"  {point['passages']:>6} passages: p50 {point['p50'] * 1000:.0f} ms, p95 {point['p95'] * 1000:.0f} ms"
    yield (
        f"  the peer's search alone, no answer: p50 {found['peer_search_p50'] * 1000:.0f} ms, "
        f"p95 {found['peer_search_p95'] * 1000:.0f} ms"
    )
    yield f"assistant --help: {found['help_seconds']:.2f} s"
    page, ready = found["page_seconds"], found["ready_seconds"]
    yield f"assistant serve on a built index: page after {page:.1f} s, ready after {ready:.1f} s"
    ours, peer = found["memory_megabytes"], found["peer_memory_megabytes"]
    yield f"Peak memory: {ours:.0f} MB while serving; the peer {peer:.0f} MB"
