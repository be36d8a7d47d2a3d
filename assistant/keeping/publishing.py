"""A change carried out: the file put in its place, the register saved, the index built; or all of it undone."""

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assistant import index
from assistant.errors import AssistantError, RegisterError
from assistant.index import manifest
from assistant.index.report import FileReport, Report
from assistant.keeping import journal, register_file
from assistant.keeping.register_file import Kept, Value
from assistant.keeping.work import Done, Job, Progress
from assistant.settings import Settings
from assistant.wording import long_date, spelled_out

STAGES = {
    "Reading": "Reading what is new",
    "Embedding": "Making the new text searchable",
    "Checking": "Checking the new index",
}
WAITING = "Waiting: another process is building the index"
UNDONE = (
    "The documents, the register and the published index are as they were, and your file and what you typed are kept: "
    "go back and publish again when the cause is mended."
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A staged file and its path inside the corpus folder, where it will lie."""

    staged: Path
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed. `entries` are new values of register entries by file, in the order in which to apply them.

    `seen` is the digest of the register that the officer had before them. `what` is the line for the journal.
    """

    what: str
    document: str
    entries: tuple[tuple[str, Mapping[str, Value]], ...]
    seen: str
    upload: Upload | None = None


def prepared(settings: Settings, change: Change, afterwards: Callable[[], None] = lambda: None) -> Job:
    """Put the file in its place and save the register; the job that is returned builds the index from them.

    `afterwards` is called once the change is published.

    Raises:
        RegisterError: the register has been changed meanwhile, or cannot be saved; nothing was changed.
    """
    with register_file.locked(settings.indexes):
        before = register_file.read(settings.corpus)
        text = before.text
        for source, values in change.entries:
            text = register_file.changed(text, source, values)
        placed = _placed(settings.corpus, change.upload) if change.upload else None
        try:
            after = register_file.save(settings.corpus, settings.indexes, text, change.seen)
        except BaseException:
            if placed is not None:
                placed.unlink(missing_ok=True)
            raise

    def job(progress: Progress) -> Done:
        def undo() -> str:
            return _undone(settings, before, after, placed)

        try:
            report = _built(settings, progress)
            failed = _failed(report, change)
            if failed is not None:
                raise AssistantError(f"The file could not be read when it was published: {failed.reason}")
        except AssistantError as error:
            raise AssistantError(f"{error} {undo()}") from error
        except Exception as error:
            raise AssistantError(f"Something went wrong while publishing ({type(error).__name__}). {undo()}") from error
        journal.record(settings.indexes, change.what, change.document, report.build)
        afterwards()
        return _done(change, report)

    return job


def rolled_back(settings: Settings, build: str, words: str) -> Job:
    """The job that publishes an earlier build; `words` say of people which one it is."""

    def job(progress: Progress) -> Done:
        progress("Publishing the earlier index", 0, 0)
        name = index.rollback(settings.indexes, build)
        journal.record(settings.indexes, f"Went back to the index of {words}", build=name)
        said = (
            f"Answers come from the index of {words} again, from the next question on.",
            "The documents in the folder and the register stay as they are: the next change that is published here "
            "builds from them again.",
        )
        return Done(said, "/library", "Go to the library")

    return job


def destination(corpus: Path, folder: str, name: str, version: str) -> str:
    """A path inside the corpus folder that is free: the file's own name, then with its version, then with a number."""
    path = PurePosixPath(folder) / name
    stems = [path.stem, f"{path.stem}-{register_version(version)}"] if register_version(version) else [path.stem]
    stems += [f"{path.stem}-{number}" for number in range(2, 1000)]
    return next(
        free.as_posix()
        for free in (path.with_name(stem + path.suffix) for stem in stems)
        if not (corpus / free).exists() and free.as_posix() not in index_names(folder)
    )


def index_names(folder: str) -> tuple[str, ...]:
    """Names that files at the top of the corpus folder may not have, because they are about the folder."""
    from assistant import reading

    return reading.ABOUT_THE_FOLDER if folder in ("", ".") else ()


def register_version(version: str) -> str:
    """A version as part of a file's name: "3.1" is "3-1"."""
    return "-".join("".join(c if c.isalnum() else " " for c in version).split())[:20]


def _placed(corpus: Path, upload: Upload) -> Path:
    """Copy the staged file to its place in one step; the staged one stays until the change is published."""
    target = corpus / upload.source
    try:
        if not target.parent.resolve().is_relative_to(corpus.resolve()):
            raise RegisterError("The folder for this file lies outside the folder of documents. Choose another.")
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise RegisterError(f"There is a file {spelled_out(upload.source)} already. Open the page again and save.")
        beside = target.with_name(f".{target.name}.new")
        shutil.copyfile(upload.staged, beside)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(target)
        manifest.sync_folder(target.parent)
    except OSError as error:
        raise RegisterError(
            f"The file could not be put into the folder of documents ({error.strerror or error}). Nothing was changed. "
            "Make sure that the disk has room and that this program may write there, then publish again."
        ) from error
    return target


def _built(settings: Settings, progress: Progress) -> Report:
    def show(stage: str, done: int, total: int) -> None:
        progress(STAGES.get(stage, stage), done, total)

    progress("Looking at what has changed", 0, 0)
    return index.build(settings, progress=show, waiting=lambda: progress(WAITING, 0, 0))


def _failed(report: Report, change: Change) -> FileReport | None:
    """The report of the uploaded file when nothing of it could be read."""
    source = change.upload.source if change.upload else ""
    return next((item for item in report.failed if source and item.source == source and not item.document), None)


def _undone(settings: Settings, before: Kept, after: Kept, placed: Path | None) -> str:
    """Put the register and the folder back as they were, and say so; a register changed meanwhile is left alone."""
    try:
        with register_file.locked(settings.indexes):
            path = (settings.corpus / "register.toml").resolve()
            if register_file.read(settings.corpus).digest != after.digest:
                return "The register was changed meanwhile and was left alone. Look at it, then run: assistant index"
            if before.digest:
                manifest.replace_file(path, before.text)
            else:
                path.unlink(missing_ok=True)
            if placed is not None:
                placed.unlink(missing_ok=True)
    except (OSError, AssistantError) as error:
        return (
            f"It could not be undone either ({error}). The published index is as it was; the register as it was "
            f"lies in {settings.indexes / register_file.BACKUPS}."
        )
    return UNDONE


def _done(change: Change, report: Report) -> Done:
    said = [f"{change.what}. It is published: the next question is answered from it."]
    changed = [item for item in report.files if item.outcome in ("added", "changed", "removed")]
    beside = [item for item in changed if item.source not in {source for source, _ in change.entries}]
    if beside:
        names = ", ".join(spelled_out(item.source) for item in beside[:5])
        said.append(f"Other files had changed in the folder and were brought in as well: {names}.")
    said.extend(f"{spelled_out(item.source)}: {item.reason.rstrip('.')}." for item in report.failed[:10])
    said.append(f"The index now holds {report.documents} documents in {report.passages} passages.")
    link = f"/library/{change.document}" if change.document else "/library"
    return Done(tuple(said), link, "Look at the document")


def build_words(made_at: str) -> str:
    """When a build was made, for people: "4 September 2026, 08:15"; the words themselves where they are no time."""
    from datetime import datetime

    with contextlib.suppress(ValueError):
        made = datetime.fromisoformat(made_at).astimezone()
        return f"{long_date(made.date())}, {made:%H:%M}"
    return made_at
