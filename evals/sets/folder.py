"""The folder format (docs/evaluation.md): `documents/`, any readable files, and `questions.jsonl`."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from assistant import index
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from evals import questions
from evals.run import Progress, silent
from evals.values import Question

DOCUMENTS = "documents"
QUESTIONS = "questions.jsonl"
CACHE = "sets"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set ready to be asked. `unread` are sentences about documents that could not be read."""

    name: str
    settings: Settings
    assistant: Assistant
    questions: tuple[Question, ...]
    unread: tuple[str, ...] = ()


def opened(folder: Path, settings: Settings, progress: Progress = silent) -> QuestionSet:
    """Read the questions, and build the set's own index or take the one that was built from the same files.

    Raises:
        AssistantError: the folder is not such a set; the sentence says what is missing.
    """
    own, unread = indexed(folder, settings, progress)
    asked = questions.read(folder / QUESTIONS)
    assistant = Assistant(own)
    assistant.load()
    _check_documents(asked, assistant)
    return QuestionSet(folder.resolve().name, own, assistant, asked, unread)


def indexed(folder: Path, settings: Settings, progress: Progress = silent) -> tuple[Settings, tuple[str, ...]]:
    """The settings by which a set's own index is opened, and sentences about documents that could not be read. The
    index is built where it was not built from the same files before.

    Raises:
        AssistantError: the folder is not such a set; the sentence says what is missing.
    """
    documents = folder / DOCUMENTS
    if not documents.is_dir() or not (folder / QUESTIONS).is_file():
        raise AssistantError(f"{folder} is not a question set: it needs a folder {DOCUMENTS} and a file {QUESTIONS}.")
    cache = settings.indexes / CACHE / _digest(documents)
    own = settings.model_copy(update={"corpus": documents, "indexes": cache})
    unread: tuple[str, ...] = ()
    if index.stale(own):
        report = index.build(own, progress=progress)
        unread = tuple(f"{item.source}: {item.record.reason}" for item in report.files if item.record.reason)
    return own, unread


def _digest(documents: Path) -> str:
    """A name for the cached index: it changes with the names and the bytes of the documents."""
    whole = hashlib.sha256()
    for path in sorted(documents.rglob("*")):
        if path.is_file() and not path.is_symlink():
            whole.update(path.relative_to(documents).as_posix().encode("utf-8", "surrogateescape") + b"\0")
            with path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()[:16]


def _check_documents(asked: tuple[Question, ...], assistant: Assistant) -> None:
    """Questions may be restricted to documents that are there, by their file inside `documents` or their id.

    Raises:
        AssistantError: a question names one that is not.
    """
    known = {name for item in assistant.documents() for name in (item.source, item.id, item.kind) if name}
    for item in asked:
        for name in item.documents:
            if name not in known:
                raise AssistantError(
                    f"The question {item.id} is restricted to {name!r}, which is no readable document."
                )
