"""The command line: parse, call, print. Heavy imports sit inside the commands, so that --help is instant."""

import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant import settings as settings_room
from assistant.errors import AssistantError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.index import Judge, Report

SOME_FILES_FAILED = 3

app = typer.Typer(
    help="Answers from your trust's own documents, each statement citing the exact words it rests on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of documents.", show_default=False)]
IndexesOption = Annotated[Path | None, typer.Option("--indexes", help="Folder of builds.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command("index")
def index_command(
    corpus: CorpusOption = None,
    indexes: IndexesOption = None,
    as_json: JsonOption = False,
    listing: Annotated[bool, typer.Option("--list", help="List the builds that are kept.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Publish the build before the present one.")] = False,
    to: Annotated[str, typer.Option("--to", help="With --rollback: the build to publish.")] = "",
    fresh: Annotated[bool, typer.Option("--fresh", help="Read and embed everything anew.")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Publish only if the questions are answered no worse.")] = False,
    questions: Annotated[Path | None, typer.Option(help="With --gate: the questions, a file or a folder.")] = None,
) -> None:
    """Bring the index up to date with the documents. Exit code 3: some files could not be read, the rest are in."""
    settings = settings_room.load(corpus=corpus, indexes=indexes)
    from assistant import index

    if listing:
        _print_builds(settings, as_json)
    elif rollback:
        build = index.rollback(settings.indexes, to)
        _print({"published": build}, f"Published {build}. It stays until you run: assistant index", as_json)
    else:
        report = _built(settings, fresh=fresh, judge=_judge(settings, questions) if gate else None)
        _print(index.report.as_json(report), index.report.as_text(report), as_json)
        if report.failed:
            raise typer.Exit(SOME_FILES_FAILED)


@app.command()
def ask(
    question: str,
    school: Annotated[str, typer.Option(help="Short name of the asker's school.")] = "",
    role: Annotated[str, typer.Option(help="The asker's role, for example teacher.")] = "",
    indexes: IndexesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question. Exit code 1 when something went wrong; "not in the documents" is an answer."""
    from assistant.values import Asker, Outcome
    from assistant.web.as_json import answer_json

    assistant = _loaded(settings_room.load(indexes=indexes))
    answer = assistant.ask(question, asker=Asker(role, school))
    lines = [f"{answer.outcome.value.capitalize()}.", answer.text, *answer.notices]
    for citation in answer.citations:
        passage = citation.passage
        pages = _pages(passage.document.pages_of(citation.start, citation.end))
        where = " · ".join(filter(None, [passage.document.version, passage.number, pages]))
        lines.append(f'[{citation.label}] {passage.place} ({where or passage.id}): "{citation.quote}"')
    _print(answer_json(answer), "\n".join(filter(None, lines)), as_json)
    if answer.outcome is Outcome.FAILED:
        raise typer.Exit(1)


@app.command()
def sources(indexes: IndexesOption = None, as_json: JsonOption = False) -> None:
    """List the documents that answers come from."""
    from datetime import date

    from assistant import index
    from assistant.index.library import Library
    from assistant.wording import spelled_out

    settings = settings_room.load(indexes=indexes)
    build = index.pointer(settings.indexes).build
    documents = list(Library(settings.indexes / build).documents.values())
    rows = [
        {
            "id": item.id,
            "version": item.version,
            "title": item.title,
            "kind": item.kind,
            "status": item.standing(date.today()),
            "owner": item.owner,
            "source": item.source,
            "registered": item.registered,
            "warnings": list(item.warnings),
        }
        for item in documents
    ]
    lines = [
        " · ".join(filter(None, [str(row["title"]), str(row["version"]), str(row["status"]), str(row["owner"])]))
        + f" ({spelled_out(item.source)})"
        + "".join(f"\n    {warning}" for warning in item.warnings)
        for row, item in zip(rows, documents, strict=True)
    ]
    _print({"build": build, "documents": rows}, "\n".join(lines) or "There are no documents yet.", as_json)


@app.command("register")
def register_command(
    check: Annotated[bool, typer.Option("--check", help="List what needs a trust officer's eye.")] = False,
    corpus: CorpusOption = None,
    indexes: IndexesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read the register, say what is wrong with it, and with --check what is overdue, missing or leads nowhere."""
    from datetime import date

    from assistant import reading, register, upkeep
    from assistant.index import pointer
    from assistant.index.library import Library

    settings = settings_room.load(corpus=corpus, indexes=indexes)
    listed = register.load(settings.corpus)
    if not check:
        data = {"trust": listed.trust, "schools": list(listed.schools), "documents": len(listed.entries)}
        _print(data, f"{listed.trust or 'No trust named'}: {len(listed.entries)} documents, no fault found.", as_json)
        return
    files = [source for _, source in reading.readable_files(settings.corpus)]
    documents = list(Library(settings.indexes / pointer(settings.indexes).build).documents.values())
    found = upkeep.look(listed, files, documents, upkeep.statutory(settings.corpus), date.today())
    rows = [{"kind": item.kind.value, "source": item.source, "sentence": item.sentence} for item in found]
    _print({"findings": rows}, upkeep.as_text(found), as_json)


@app.command()
def serve(
    corpus: CorpusOption = None,
    indexes: IndexesOption = None,
    port: Annotated[int | None, typer.Option(help="Port of the page.", show_default=False)] = None,
) -> None:
    """Bring the index up to date when it is not, and serve the page on this machine."""
    settings = settings_room.load(corpus=corpus, indexes=indexes, port=port)
    from assistant import index
    from assistant.answering import Assistant
    from assistant.errors import IndexProblem, RegisterError

    try:
        if index.stale(settings):
            typer.echo(index.report.as_text(_built(settings)))
    except (IndexProblem, RegisterError) as error:
        if not index.finished(settings.indexes):
            raise
        typer.echo(f"{error}\nThe last good index is served instead.", err=True)
    from assistant.web.app import serve as serve_page

    assistant = Assistant(settings)
    assistant.load_in_background()
    serve_page(assistant, settings)


@app.command()
def evaluate(
    questions: Annotated[
        Path | None, typer.Option(help="A .jsonl file or a folder of them; the test half of our own when not given.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--set", help="A folder with documents/ and questions.jsonl, asked over its own index."),
    ] = None,
    against: Annotated[Path | None, typer.Option(help="An earlier run; exit code 1 when this one is worse.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the report.", show_default=False)] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="Measure plain searches beside ours (always with --set).")
    ] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Keep this run as the accepted one.")] = False,
    indexes: IndexesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask a question set through the assistant and write a report. Exit code 1: worse than the run of --against."""
    from evals.evaluating import Wanted
    from evals.evaluating import main as run

    wanted = Wanted(questions, folder, against, out, peers, accept, as_json)
    code = run(settings_room.load(indexes=indexes), wanted)
    if code:
        raise typer.Exit(code)


@app.command("feedback")
def feedback_command(
    to_questions: Annotated[
        Path | None,
        typer.Option("--to-questions", help="Add what was called wrong to this .jsonl file, as questions to complete."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List what people said of answers, or make candidate questions of what they called wrong."""
    from dataclasses import asdict

    from assistant import feedback

    said = feedback.read(settings_room.load().feedback)
    if to_questions is not None:
        from evals import candidates

        added = candidates.write(said, to_questions)
        sentence = (
            f"{added} added to {to_questions}; complete their outcome, gold and facts, then run: assistant evaluate"
        )
        _print({"added": added}, sentence, as_json)
        return
    lines = [
        " · ".join(filter(None, [item.at[:16], item.reason.value, item.outcome, item.school, item.question, item.note]))
        for item in said
    ]
    _print({"feedback": [asdict(item) for item in said]}, "\n".join(lines) or "Nobody has said anything yet.", as_json)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Small sizes only.")] = False,
    reading: Annotated[
        Path | None, typer.Option("--reading", help="Measure reading instead, on this folder of files.")
    ] = None,
    page: Annotated[
        bool, typer.Option("--page", help="Measure the page in Chromium instead, on the published index.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure speed and memory beside plain LlamaIndex with the same model and files, how well files are read, or how
    fast the page is.
    """
    if page:
        from evals.page_speed import main as run_page

        raise typer.Exit(run_page(settings_room.load(), as_json=as_json))
    if reading is not None:
        from evals.reading import main as run_reading

        raise typer.Exit(run_reading(reading, as_json=as_json))
    from evals.bench import main as run

    run(quick=quick, as_json=as_json)


def main() -> None:
    """Run the command line; trouble is a sentence on the error stream and exit code 1."""
    settings_room.stay_offline()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except AssistantError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # the process ends: to look through all that the libraries hold would take a third of a second


def _loaded(settings: Settings) -> "Assistant":
    from assistant.answering import Assistant

    assistant = Assistant(settings)
    assistant.load()
    return assistant


def _built(settings: Settings, *, fresh: bool = False, judge: "Judge | None" = None) -> "Report":
    from assistant import index
    from assistant.progress import Bar

    with Bar(sys.stderr) as bar:
        return index.build(settings, progress=bar.show, waiting=lambda: bar.say(WAITING), fresh=fresh, judge=judge)


def _judge(settings: Settings, questions: Path | None) -> "Judge":
    from evals.evaluating import gate

    return lambda build: gate(settings, build, questions)


WAITING = "Another process is building the index; waiting for it to finish."


def _print(data: dict[str, Any], text: str, as_json: bool) -> None:
    typer.echo(json.dumps(data, indent=1, ensure_ascii=False) if as_json else text)


def _pages(pages: tuple[int, ...]) -> str:
    if not pages:
        return ""
    return f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}-{pages[-1]}"


def _print_builds(settings: Settings, as_json: bool) -> None:
    from assistant import index

    builds = index.listing(settings.indexes)
    rows = [
        {
            "build": item.build,
            "current": item.current,
            "held": item.held,
            "made_at": item.manifest.made_at if item.manifest else "",
            "documents": item.manifest.documents if item.manifest else None,
            "passages": item.manifest.passages if item.manifest else None,
            "model": item.manifest.model.name if item.manifest else "",
        }
        for item in builds
    ]
    lines = [
        f"{'*' if row['current'] else ' '} {row['build']}  {row['documents']} documents, {row['passages']} passages"
        + ("  (rolled back to; stays until you run: assistant index)" if row["held"] else "")
        for row in rows
    ]
    _print({"builds": rows}, "\n".join(lines) or "There are no builds yet. Run: assistant index", as_json)
