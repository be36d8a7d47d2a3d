"""The story of a question: screened, made to stand alone, searched for, drafted, checked, and answered."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant import (
    abstention,
    amounts,
    beside,
    companion,
    concluding,
    conversation,
    embedding,
    index,
    precedence,
    reranking,
    retrieval,
    screening,
    state,
    verification,
)
from assistant.concluding import Asked
from assistant.conversation import Known
from assistant.errors import AssistantError, IndexProblem
from assistant.generation import Generator
from assistant.generation.extractive import Extractive
from assistant.glossary import Entry
from assistant.index import Index
from assistant.index.library import Library
from assistant.index.manifest import Manifest
from assistant.reranking import Rerank
from assistant.retrieval import Embed, Models, Scope
from assistant.settings import PACKAGED_COMPANION, PACKAGED_MODEL, Settings
from assistant.values import Answer, Asker, Document, Outcome, Passage, Retrieval, Statement, Turn
from assistant.wording import content_words

if TYPE_CHECKING:
    import numpy
    from sentence_transformers import SentenceTransformer

SURE_AGAINST_SCREENING = 0.5  # an answer as likely as this is given although the question looked out of scope
FAILED = "Something went wrong while looking this up, and it has been noted. Please ask again."


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
        self._companion: Embed | None = None
        self._rerank: Rerank | None = None
        self._index: Index | None = None
        self._before: Index | None = None
        self._resolved = ""
        self._problem: AssistantError | None = None
        self._loaded = threading.Event()
        self._opening = threading.Lock()
        self._encoding = threading.Lock()
        self._old_library = lru_cache(maxsize=4)(self._open_library)
        self._read = lru_cache(maxsize=16)(self._encoded)  # screening and the search both read a question

    def load(self) -> None:
        """Load the model and open the index.

        Raises:
            AssistantError: the model or the index cannot be used; the sentence says what to run.
        """
        try:
            self._model = embedding.load(self._settings)
            self._companion = companion.load(self._settings)
            self._rerank = reranking.load(self._settings)
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

    def kinds(self) -> tuple[str, ...]:
        """The kinds of document in the published build, such as "policy". Known before the model is loaded."""
        made = self._made()
        return index.kinds(self._settings.indexes / made.build) if made is not None else ()

    def keys(self) -> frozenset[str]:
        """The documents of the published build by id and version. Known before the model is loaded."""
        made = self._made()
        return (
            frozenset(record.document for record in made.files if record.document) if made is not None else frozenset()
        )

    def documents(self) -> tuple[Document, ...]:
        """Every document of the published build, whatever its standing, in the order of their files."""
        return tuple(self._current().library.documents.values())

    def glossary(self) -> tuple[Entry, ...]:
        """What the documents of the published build say that their words and short forms mean, in their order."""
        return self._current().glossary.entries

    def library(self) -> tuple[str, Library]:
        """The build that answers come from and its library, also before the model is loaded.

        Raises:
            IndexProblem: there is none, or it cannot be read.
        """
        named = self._build or index.pointer(self._settings.indexes).build
        opened = self._index
        if opened is not None and self._resolved == named:
            return opened.name, opened.library
        return named, self._library(named)

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

    def shelves(self) -> tuple[str, Mapping[str, tuple[Passage, ...]]]:
        """The published build, and the passages of each of its documents by the document's key, in reading order."""
        opened = self._current()
        return opened.name, opened.library.by_document

    def known_words(self) -> frozenset[str]:
        """The words that the published documents write in small letters or in titles: none is a person's name."""
        return self._current().library.known_words

    def screened(self, words: str) -> screening.Screened | None:
        """How screening would end these words, where someone writes something that is no question; None: it would not.

        Most of what is learned from examples is asked only once the model is loaded.
        """
        found = screening.screen(words, self._settings.question_characters, follows=True)
        if found is not None:
            return found
        if self.ready() and self._settings.model == PACKAGED_MODEL:
            return self._screened_further(words, self.known_words())
        return screening.screen_early(words)

    def _screened_further(self, words: str, known: frozenset[str]) -> screening.Screened | None:
        second = self._companion if self._settings.companion == PACKAGED_COMPANION else None
        return screening.screen_further(words, self._embed, known, second=second)

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
        screened = screening.screen(question, self._settings.question_characters, follows=bool(history))
        if screened is not None and not screened.go_on:
            yield Answer(question, question, screened.outcome, screened.message, notices=screened.notices)
            return
        if screened is None and not (self._loaded.is_set() and self._settings.model == PACKAGED_MODEL):
            screened = screening.screen_early(question)
        if screened is not None and screened.danger is not None:
            yield Stage(screened.message)  # what to do is said at once, before anything is loaded or searched
        if not self._loaded.is_set():
            yield Stage("Getting ready: the model is loading")
            self._loaded.wait()
        yield Stage("Searching")
        opened = self._current()
        library = opened.library
        if screened is None and self._settings.model == PACKAGED_MODEL:
            screened = self._screened_further(question, library.known_words)
        asked_as = (
            screened.search
            if screened is not None and screened.search
            else understood(question, history, known_of(opened))
        )
        if screened is None or screened.unless_sure:
            stated = state.answer(Asked(question, asked_as, scope), self._means(opened))
            if stated is not None and (screened is None or stated.statements or stated.as_of is None):
                yield stated
                return
        told = beside.known(asked_as, opened, scope)
        if told and (screened is None or screened.unless_sure):
            asked = Asked(question, asked_as, scope)
            found = Retrieval(asked_as, beside.hits_of(told), index=opened.name)
            statements = verification.check(told.statements, found)
            answer = concluding.answered(asked, statements, found, opened.name, ())
            yield beside.completed(answer, asked, opened, told)
            return
        found = self._found(asked_as, opened, scope)
        documents = {hit.passage.document.key for hit in found.hits}
        yield Stage(f"Reading {_counted(len(found.hits), 'passage')} in {_counted(len(documents), 'document')}")
        sure = abstention.sure(asked_as, found.hits, library.rarity)
        if screened is not None and screened.unless_sure and sure >= SURE_AGAINST_SCREENING:
            screened = None
        if screened is not None and not screened.go_on:
            yield Answer(
                question, question, screened.outcome, screened.message, (), found, screened.notices, opened.name
            )
            return
        asked = Asked(question, asked_as, scope, 1.0 if screened is not None else sure)
        answer = self._answered(asked, found, opened)
        yield Stage("Checking")
        if screened is not None:
            answer = replace(
                answer,
                outcome=screened.outcome,
                contacts=screened.contacts(opened.manifest.contacts, scope.asker.school),
                message=screened.message,
                notices=(*screened.notices, *answer.notices),
            )
        yield replace(answer, notices=(*([opened.notice] if opened.notice else []), *answer.notices))

    def _found(self, asked_as: str, opened: Index, scope: Scope) -> Retrieval:
        settings = self._settings
        return retrieval.retrieve(
            asked_as,
            opened,
            Models(self._embed, self._companion, self._rerank),
            scope,
            candidates=settings.candidates,
            hits=settings.hits,
            reranked=settings.reranked,
        )

    def _means(self, opened: Index) -> state.Means:
        def look(asked_as: str, scope: Scope) -> tuple[Retrieval, float]:
            found = self._found(asked_as, opened, scope)
            return found, abstention.sure(asked_as, found.hits, opened.library.rarity)

        def draft(asked_as: str, found: Retrieval) -> tuple[Statement, ...]:
            return verification.check(self._generator.draft(asked_as, found), found)

        return state.Means(opened, look, draft, self._settings.answer_from)

    def _answered(self, asked: Asked, found: Retrieval, opened: Index) -> Answer:
        if asked.sure < self._settings.answer_from:
            return concluding.not_found(asked, found, opened.name, empty=not opened.library.documents)
        drafted = self._generator.draft(asked.asked_as, found)
        drafted, found = beside.with_meaning(drafted, asked, found, opened)
        statements = verification.check(drafted, found)
        if not statements:
            return concluding.not_found(asked, found, opened.name, empty=not opened.library.documents)
        settled = precedence.settle(statements, found, opened, asked.scope)
        answer = concluding.answered(
            asked, settled.statements, settled.retrieval, opened.name, opened.manifest.schools, settled.notices
        )
        return beside.completed(answer, asked, opened)

    def passage(self, build: str, passage_id: str) -> Passage | None:
        """A passage as it stands in a build, also one that is no longer published; None when it is not kept."""
        return self._library(build).passages.get(passage_id) if self._kept(build) else None

    def kept_library(self, build: str = "") -> Library | None:
        """The library of a build, also of one that is no longer published; None when it is not kept. "" is published.

        Raises:
            IndexProblem: nothing is published, or the build cannot be read.
        """
        if not build:
            return self._current().library
        return self._library(build) if self._kept(build) else None

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
        return self._read(texts[0]) if len(texts) == 1 else self._encoded(*texts)

    def _encoded(self, *texts: str) -> "numpy.ndarray":
        assert self._model is not None
        with self._encoding:
            vectors: numpy.ndarray = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
            return vectors

    def _rarity(self, word: str) -> float:
        assert self._index is not None
        return self._index.library.rarity(word)


def understood(question: str, history: Sequence[Turn], known: Known = conversation.NOTHING) -> str:
    """The question as it is searched for: cleaned, made to stand alone, amounts of money as documents write them."""
    return amounts.plainly(conversation.standalone(screening.to_answer(screening.clean(question)), history, known))


def known_of(opened: Index) -> Known:
    """What of a build helps to understand a follow-up: its schools and the stems of its documents' titles."""
    titles = {stem for document in opened.library.documents.values() for stem in content_words(document.title)}
    return Known(opened.manifest.schools, frozenset(titles))


def _published(settings: Settings) -> str:
    """The name in the pointer; "" when there is none that can be read."""
    try:
        return index.pointer(settings.indexes).build
    except IndexProblem:
        return ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
