"""What answers come from: the models, and the published build, opened anew when another one is published."""

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant import companion, embedding, index, interaction, reranking
from assistant.errors import AssistantError, IndexProblem
from assistant.glossary import Entry
from assistant.index import Index
from assistant.index.library import Library
from assistant.index.manifest import Manifest
from assistant.interaction import Compared, Interaction
from assistant.reranking import Rerank
from assistant.retrieval import Embed
from assistant.settings import Settings
from assistant.values import Document, Passage

if TYPE_CHECKING:
    import numpy
    from sentence_transformers import SentenceTransformer


class Published:
    """The models and the published build. Safe to use from several threads at once."""

    def __init__(self, settings: Settings, build: str = "") -> None:
        """Nothing is loaded yet: call `load`, or `load_in_background` to have the page up first.

        With `build`, it is that build, published or not, for as long as this lives.
        """
        self._settings = settings
        self._build = build
        self._model: SentenceTransformer | None = None
        self._companion: Embed | None = None
        self._interaction: Interaction | None = None
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
            self._interaction = interaction.load(self._settings)
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

    def _compared(self, question: str, passage: Passage) -> Compared | None:
        """A passage's word pieces beside a question's; None where the open build keeps none of them."""
        assert self._index is not None
        return compared(self._interaction, self._index.library, question, passage)


def compared(read: Interaction | None, library: Library, question: str, passage: Passage) -> Compared | None:
    """The word pieces of a passage beside a question's; None where `library` keeps none of them, and for a passage of
    another build, which may have other words under the same id.
    """
    if read is None or library.passages.get(passage.id) is not passage:
        return None
    kept = library.pieces[library.rows[passage.id]]
    return read.compared(question, passage, kept) if len(kept) else None


def _published(settings: Settings) -> str:
    """The name in the pointer; "" when there is none that can be read."""
    try:
        return index.pointer(settings.indexes).build
    except IndexProblem:
        return ""
