"""The story of a question: screened, made to stand alone, searched for, drafted, checked, and answered."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant import conversation, embedding, index, retrieval, screening, verification
from assistant.errors import AssistantError, IndexProblem
from assistant.generation import Generator
from assistant.generation.extractive import Extractive
from assistant.index import Index
from assistant.index.library import Library
from assistant.index.manifest import Manifest
from assistant.retrieval import Scope
from assistant.settings import Settings
from assistant.values import Answer, Asker, Document, Outcome, Passage, Retrieval, Statement, Turn
from assistant.wording import long_date

if TYPE_CHECKING:
    import numpy
    from sentence_transformers import SentenceTransformer

NOT_FOUND = "I cannot find this in the documents."
NO_DOCUMENTS = "There are no documents to answer from yet. Add documents to the corpus folder and run: assistant index"
PARTLY = "The documents answer part of this."
FAILED = "Something went wrong while looking this up, and it has been noted. Please ask again."
OVERDUE = "{title} was due for review by {day}. It is still in force; ask {owner} whether it is being revised."


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being done at this moment, in words for the person who waits."""

    words: str


class Assistant:
    """Answers questions from the published index. Safe to use from several threads at once."""

    def __init__(self, settings: Settings, generator: Generator | None = None, *, build: str = "") -> None:
        """Nothing is loaded yet: call `load`, or `load_in_background` to have the page up first.

        With `build`, answers come from that build, published or not, for as long as this assistant lives.
        """
        self._settings = settings
        self._build = build
        self._generator = generator or Extractive(self._embed, self._rarity)
        self._model: SentenceTransformer | None = None
        self._index: Index | None = None
        self._before: Index | None = None
        self._resolved = ""
        self._problem: AssistantError | None = None
        self._loaded = threading.Event()
        self._opening = threading.Lock()
        self._encoding = threading.Lock()
        self._old_library = lru_cache(maxsize=4)(self._open_library)

    def load(self) -> None:
        """Load the model and open the index.

        Raises:
            AssistantError: the model or the index cannot be used; the sentence says what to run.
        """
        try:
            self._model = embedding.load(self._settings)
            self._embed(["ready"])
            with self._opening:
                self._open(self._build or _published(self._settings))
        except AssistantError as error:
            self._problem = error
            raise
        finally:
            self._loaded.set()

    def load_in_background(self) -> None:
        """Start `load` in a thread of its own and return at once; questions wait for it."""

        def run() -> None:
            try:
                self.load()
            except AssistantError:
                return  # kept in self._problem: every question is then answered with its sentence
            except Exception as error:
                self._problem = AssistantError(f"The assistant could not start ({error}). Run: assistant index --fresh")

        threading.Thread(target=run, name="load", daemon=True).start()

    def ready(self) -> bool:
        """Whether a question would be answered without waiting for the model."""
        return self._loaded.is_set() and self._problem is None

    def notice(self) -> str:
        """A sentence for the top of the page when something is not as it should be, else ""."""
        if self._problem is not None:
            return str(self._problem)
        return self._index.notice if self._index is not None else ""

    def trust(self) -> str:
        """The trust's name, as the register had it; "" when it is not known. Known before the model is loaded."""
        made = self._made()
        return made.trust if made is not None else ""

    def schools(self) -> tuple[str, ...]:
        """Short names of the trust's schools, as the register listed them. Known before the model is loaded."""
        made = self._made()
        return made.schools if made is not None else ()

    def documents(self) -> tuple[Document, ...]:
        """Every document of the published build, whatever its standing, in the order of their files."""
        return tuple(self._current().library.documents.values())

    def _made(self) -> Manifest | None:
        if self._index is not None:
            return self._index.manifest
        try:
            return index.published_manifest(self._settings, self._build)
        except IndexProblem:
            return None

    def openings(self) -> tuple[str, tuple[Passage, ...]]:
        """The published build, and the first passage of each of its documents, in the order of their files."""
        opened = self._current()
        return opened.name, tuple(found[0] for found in opened.library.by_document.values() if found)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        asker: Asker = Asker(),  # noqa: B008 - a frozen value
        asked_on: date | None = None,
        documents: Sequence[str] = (),
    ) -> Answer:
        """Answer a question. Never raises: trouble becomes an answer with the outcome FAILED and a sentence.

        `documents` restrict the search to files, document ids or kinds of document; empty is all.
        """
        *_, answer = self.stages(question, history=history, asker=asker, asked_on=asked_on, documents=documents)
        assert isinstance(answer, Answer)
        return answer

    def stages(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        asker: Asker = Asker(),  # noqa: B008 - a frozen value
        asked_on: date | None = None,
        documents: Sequence[str] = (),
    ) -> Iterator[Stage | Answer]:
        """The same, saying on the way what is being done; the last item is the answer."""
        began = time.monotonic()
        answer: Answer | None = None
        try:
            scope = Scope(asker, asked_on or date.today(), frozenset(documents))
            for step in self._steps(question, history, scope):
                if isinstance(step, Answer):
                    answer = step
                else:
                    yield step
        except AssistantError as error:
            answer = Answer(question, question, Outcome.FAILED, str(error))
        except Exception as error:
            answer = Answer(question, question, Outcome.FAILED, FAILED, notices=(type(error).__name__,))
        assert answer is not None
        yield replace(answer, seconds=time.monotonic() - began)

    def _steps(self, question: str, history: Sequence[Turn], scope: Scope) -> Iterator[Stage | Answer]:
        screened = screening.screen(question, self._settings.question_characters)
        if screened is not None and not screened.go_on:
            yield Answer(question, question, screened.outcome, screened.message, notices=screened.notices)
            return
        asked_as = conversation.standalone(screening.clean(question), history)
        if not self._loaded.is_set():
            yield Stage("Getting ready: the model is loading")
            self._loaded.wait()
        yield Stage("Searching")
        opened = self._current()
        settings = self._settings
        found = retrieval.retrieve(
            asked_as, opened, self._embed, scope, candidates=settings.candidates, hits=settings.hits
        )
        documents = {hit.passage.document.key for hit in found.hits}
        yield Stage(f"Reading {_counted(len(found.hits), 'passage')} in {_counted(len(documents), 'document')}")
        draft = self._generator.draft(asked_as, found)
        yield Stage("Checking")
        statements = verification.check(draft, found)
        answer = self._concluded(question, asked_as, statements, found, scope, opened)
        if screened is not None:
            answer = replace(
                answer,
                outcome=screened.outcome,
                message=screened.message,
                notices=(*screened.notices, *answer.notices),
            )
        yield answer

    def _concluded(
        self,
        question: str,
        asked_as: str,
        statements: tuple[Statement, ...],
        found: Retrieval,
        scope: Scope,
        opened: Index,
    ) -> Answer:
        notices = (*([opened.notice] if opened.notice else []), *_notices(statements, scope.on))
        if not statements:
            message = _not_found(found) if opened.library.documents else NO_DOCUMENTS
            return Answer(question, asked_as, Outcome.NOT_FOUND, message, (), found, notices, opened.name)
        whole = verification.settled(asked_as, statements)
        outcome, message = (Outcome.ANSWERED, "") if whole else (Outcome.PARTLY, PARTLY)
        sure = max((hit.similarity or 0.0 for hit in found.hits), default=0.0)
        return Answer(question, asked_as, outcome, message, statements, found, notices, opened.name, confidence=sure)

    def passage(self, build: str, passage_id: str) -> Passage | None:
        """A passage as it stands in a build, also one that is no longer published; None when it is not kept."""
        return self._library(build).passages.get(passage_id) if self._kept(build) else None

    def _kept(self, build: str) -> bool:
        return build in index.finished(self._settings.indexes)

    def _library(self, build: str) -> Library:
        opened = self._index
        return opened.library if opened is not None and opened.name == build else self._old_library(build)

    def _open_library(self, build: str) -> Library:
        return Library(self._settings.indexes / build)

    def _current(self) -> Index:
        """The published index: opened anew when another build has been published since the last question."""
        self._loaded.wait()
        if self._model is None:
            raise self._problem or AssistantError("The model is not loaded. Start the assistant again.")
        with self._opening:
            published = self._build or _published(self._settings)
            if self._index is None or self._resolved != published:
                self._open(published)
            assert self._index is not None
            return self._index

    def _open(self, published: str) -> None:
        """Open the published build; the one before it stays open for the questions still on their way."""
        try:
            named = self._build
            opened = index.open_build(self._settings, named) if named else index.open_published(self._settings)
        except AssistantError as error:
            self._problem = error
            raise
        if self._before is not None:
            self._before.close()
        self._before, self._index = self._index, opened
        self._resolved, self._problem = published, None

    def _embed(self, texts: Sequence[str]) -> "numpy.ndarray":
        """Unit vectors, shape (texts, dimension)."""
        assert self._model is not None
        with self._encoding:
            vectors: numpy.ndarray = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
            return vectors

    def _rarity(self, word: str) -> float:
        assert self._index is not None
        return self._index.library.rarity(word)


def _not_found(found: Retrieval) -> str:
    """The canned words, then whom to ask: the owner of the nearest document, and what stood nearest."""
    near = _nearest(found)
    words = [NOT_FOUND]
    if near is not None and near.owner:
        contact = f" ({near.contact})" if near.contact else ""
        words.append(f"The nearest document is {near.title}; ask its owner, {near.owner}{contact}.")
    elif near is not None:
        words.append(f"The nearest document is {near.title}; it names no owner, so ask your school office.")
    better = [item for item in found.passed_over if not found.hits or item.hit.score > found.hits[0].score]
    if better:
        words.append(f"Something nearer was found but may not answer: {better[0].reason}.")
    return " ".join(words)


def _nearest(found: Retrieval) -> Document | None:
    """The document whose passages have the highest scores together."""
    scores: dict[str, float] = {}
    for hit in found.hits:
        scores[hit.passage.document.key] = scores.get(hit.passage.document.key, 0.0) + hit.score
    best = max(scores, key=lambda key: scores[key], default="")
    return next((hit.passage.document for hit in found.hits if hit.passage.document.key == best), None)


def _notices(statements: Sequence[Statement], on: date) -> list[str]:
    """What a reader must know about the cited documents: review overdue, could not be updated."""
    cited = {c.passage.document.key: c.passage.document for statement in statements for c in statement.citations}
    notices: list[str] = []
    for document in cited.values():
        if document.applies_to:
            notices.append(f"{document.title} applies to {' and '.join(document.applies_to)} only.")
        if document.review_by is not None and document.review_by < on:
            day = long_date(document.review_by)
            owner = document.owner or "its owner"
            notices.append(OVERDUE.format(title=document.title, day=day, owner=owner))
        notices.extend(f"{document.title}: {warning}" for warning in document.warnings)
    return notices


def _published(settings: Settings) -> str:
    """The name in the pointer; "" when there is none that can be read."""
    try:
        return index.pointer(settings.indexes).build
    except IndexProblem:
        return ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
