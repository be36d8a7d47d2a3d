"""`assistant evaluate`: ask a set, write the report, compare with another run; and the gate of a new index."""

import importlib.util
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant import index
from assistant.answering import Assistant
from assistant.errors import IndexProblem
from assistant.progress import Bar
from assistant.settings import Settings
from evals import aggregates, comparing, questions, report, run, sets
from evals.comparing import Comparison
from evals.measures import MEASURES
from evals.sets import peers
from evals.values import Run

HERE = Path(__file__).parent
RUNS = HERE / "runs"
ACCEPTED = HERE / "accepted.json"
SUMMARY = HERE / "summary.md"
SUMMARIES = HERE / "summaries"  # of other sets
NEEDED_BY_PLAIN = ("llama_index.embeddings.huggingface", "llama_index.readers.file")
NO_PLAIN = "Plain LlamaIndex was left out, because the packages for development are not installed."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask and what to do with it. `questions` is a file or a folder, `folder` a set with its own documents."""

    questions: Path | None = None
    folder: Path | None = None
    against: Path | None = None
    out: Path | None = None
    peers: bool = False
    accept: bool = False
    as_json: bool = False


def main(settings: Settings, wanted: Wanted) -> int:
    """Ask, report and compare. Returns 1 when something has really fallen, else 0."""
    with Bar(sys.stderr) as bar:
        if wanted.folder is not None:
            held = sets.opened(wanted.folder, settings, bar.show)
            assistant, asked, own, name = held.assistant, held.questions, held.settings, held.name
            notes = tuple(f"Could not be read: {sentence}" for sentence in held.unread)
        else:
            path = wanted.questions or questions.TEST
            asked, own, name, notes = questions.read(path), settings, _name(path), ()
            assistant = Assistant(settings)
            assistant.load()
        made = run.ask_all(assistant, asked, name=name, progress=bar.show)
        others: tuple[Run, ...] = ()
        if wanted.peers or wanted.folder is not None:
            plain = all(_is_there(module) for module in NEEDED_BY_PLAIN)
            notes = notes if plain else (*notes, NO_PLAIN)
            others = peers.ask_all(made, own, bar.show, peers.NAMES if plain else peers.NAMES[:-1])
    made = replace(made, notes=notes)
    compared = comparing.compare(made, run.load(wanted.against)) if wanted.against is not None else None
    folder = wanted.out or RUNS / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{name}"
    page = report.write(made, folder, compared, others)
    if wanted.accept and wanted.folder is not None:
        SUMMARIES.mkdir(exist_ok=True)
        words = report.summary.markdown(made, compared, others)
        (SUMMARIES / f"{name}.md").write_text(words, encoding="utf-8")
    elif wanted.accept:
        accept(made, compared, others)
    _say(made, compared, others, page, as_json=wanted.as_json)
    return int(bool(compared and compared.fell))


def accept(made: Run, compared: Comparison | None = None, others: Sequence[Run] = ()) -> None:
    """Keep a run as the one that later ones are measured against: its scores, and the summary for people."""
    ACCEPTED.write_text(json.dumps(run.as_json(made, answers=False), ensure_ascii=False) + "\n", encoding="utf-8")
    SUMMARY.write_text(report.summary.markdown(made, compared, tuple(others)), encoding="utf-8")


def gate(settings: Settings, build: str, path: Path | None = None) -> tuple[str, ...]:
    """Why a finished build should not be published: what it answers worse than the published one does.

    With nothing published yet there is nothing to fall from, and no reason is found.
    """
    asked = questions.read(path or questions.FOLDER)
    try:
        present = index.pointer(settings.indexes).build
        before = Assistant(settings, build=present)
        before.load()
    except IndexProblem:
        return ()
    after = Assistant(settings, build=build)
    after.load()
    with Bar(sys.stderr) as bar:
        old = run.ask_all(before, asked, name=present, progress=bar.show)
        new = run.ask_all(after, asked, name=build, progress=bar.show)
    return comparing.compare(new, old).fell


def _name(path: Path) -> str:
    return path.resolve().stem


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _say(made: Run, compared: Comparison | None, others: Sequence[Run], page: Path, *, as_json: bool) -> None:
    means = aggregates.means(made.results)
    refusals = aggregates.refusals(made.results)
    times = aggregates.seconds(made.results)
    if as_json:
        print(json.dumps(_as_json(made, compared, others, page), indent=1, ensure_ascii=False))  # noqa: T201
        return
    for item in made.results:
        right = item.scores["whole answer right"]
        if right.value == 0:
            print(f"wrong  {item.question.id}  {item.question.question}  ({right.seen.removeprefix('wrong: ')})")  # noqa: T201
    print(f"{len(made.results)} questions, each mean with its 95% interval:")  # noqa: T201
    for name, found in means.items():
        if found.value is not None:
            less = " (less is better)" if MEASURES[name].better == "less" else ""
            print(f"  {name}: {found.value:.3f} ({found.low:.3f} to {found.high:.3f}) of {found.count}{less}")  # noqa: T201
    number = report.summary.number
    print(f"  refusals: precision {number(refusals.precision)}, recall {number(refusals.recall)}; ", end="")  # noqa: T201
    print(f"answerable refused {number(refusals.answerable_refused)}")  # noqa: T201
    print(f"  seconds: p50 {number(aggregates.percentile(times, 0.5))}, ", end="")  # noqa: T201
    print(f"p95 {number(aggregates.percentile(times, 0.95))}")  # noqa: T201
    if others:
        print("\n".join(report.summary.beside_peers(made, others)))  # noqa: T201
    if compared is not None:
        print(comparing.as_text(compared))  # noqa: T201
    print(f"Report: {page}")  # noqa: T201


def _as_json(made: Run, compared: Comparison | None, others: Sequence[Run], page: Path) -> dict[str, Any]:
    return {
        "report": str(page),
        "run": run.as_json(made),
        "means": _means(made),
        "peers": {item.system: _means(item) for item in others},
        "fell": list(compared.fell) if compared is not None else None,
        "won": list(compared.won) if compared is not None else None,
        "lost": list(compared.lost) if compared is not None else None,
    }


def _means(made: Run) -> dict[str, Any]:
    found = aggregates.means(made.results)
    return {
        name: {"mean": item.value, "low": item.low, "high": item.high, "questions": item.count}
        for name, item in found.items()
        if item.value is not None
    }
