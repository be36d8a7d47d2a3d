"""Open a build for reading, after checking that it is what it says; else the last good build, said aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import calendar_file, checksums, embedding, glossary, interaction, vocabulary
from assistant.calendar import Calendar
from assistant.errors import DamagedIndex, IndexProblem, NoIndex, StaleIndex
from assistant.glossary import NO_GLOSSARY, Glossary
from assistant.index import manifest, publish, searches
from assistant.index.library import Library
from assistant.index.manifest import Manifest
from assistant.index.searches import VectorSearch
from assistant.passages import Sizes
from assistant.settings import Settings
from assistant.values import Passage
from assistant.vocabulary import NO_NAMES, Names
from assistant.wording import content_words

if TYPE_CHECKING:
    from llama_index.retrievers.bm25 import BM25Retriever

SAMPLES = 4
SAME = 0.001  # largest difference between a cosine and itself after 32-bit rounding


@dataclass(frozen=True, slots=True)
class Index:
    """A build, open for reading.

    `notice` is a sentence when it is not the build that was asked for, else ""; `calendar` is None where there is none.
    `glossary` and `names` are what the documents, and the register, say of their own words.
    """

    name: str
    manifest: Manifest
    library: Library
    vectors: VectorSearch
    words: "BM25Retriever | None"
    notice: str = ""
    calendar: Calendar | None = None
    glossary: Glossary = NO_GLOSSARY
    names: Names = NO_NAMES

    def close(self) -> None:
        """Let go of the files; no search may follow."""
        self.vectors.close()


def sizes_of(settings: Settings) -> Sizes:
    """The passage sizes that the settings ask for."""
    return Sizes(settings.model_window, settings.passage_tokens)


def published_manifest(settings: Settings, build: str = "") -> Manifest:
    """What the published build, or the one that is named, says of itself, without opening it.

    Raises:
        IndexProblem: there is none, or it cannot be read.
    """
    return manifest.load(settings.indexes / (build or publish.pointer(settings.indexes).build))


def open_published(settings: Settings) -> Index:
    """The published build or, when it is damaged, the newest other build that is whole.

    Raises:
        NoIndex: nothing has been built.
        StaleIndex: it was built with another model or other passage settings.
        DamagedIndex: no build here is whole.
    """
    try:
        wanted = publish.pointer(settings.indexes).build
    except DamagedIndex:
        wanted = ""
    try:
        if not wanted:
            raise DamagedIndex("The pointer to the published index cannot be read.")
        return open_build(settings, wanted)
    except DamagedIndex as damage:
        for name in publish.finished(settings.indexes):
            if name == wanted:
                continue
            try:
                return open_build(settings, name, notice=_fallback_notice(damage, name))
            except IndexProblem:
                continue
        raise DamagedIndex(f"{damage} No other build is whole. Run: assistant index --fresh") from damage


def _fallback_notice(damage: DamagedIndex, name: str) -> str:
    return f"{damage} Answers come from the last good build, {name}. Run: assistant index --fresh"


def open_build(settings: Settings, name: str, *, notice: str = "", samples: int = SAMPLES) -> Index:
    """Open one build and check it.

    Raises:
        DamagedIndex: it fails a check.
        StaleIndex: it was built with another model or other passage settings.
        NoIndex: there is no such build.
    """
    folder = settings.indexes / name
    if not folder.is_dir():
        raise DamagedIndex(f"The build {name} is not there any more.")
    made = manifest.load(folder)
    check_settings(made, settings)
    check_files(made, folder)
    library = Library(folder)
    drawn = glossary.draw(library.passages.values())
    opened = Index(
        name,
        made,
        library,
        searches.open_vectors(folder),
        searches.open_words(folder, made.passages, settings.candidates),
        notice,
        calendar_file.load(folder),
        drawn,
        vocabulary.names_of(drawn.same, (*drawn.renamed, *made.renamed)),
    )
    try:
        check(opened, samples)
    except DamagedIndex:
        opened.close()
        raise
    return opened


def check_settings(made: Manifest, settings: Settings) -> None:
    """Refuse a build whose vectors or passages would not fit the present settings.

    Raises:
        StaleIndex: with the sentence that says what to run.
    """
    if made.format != manifest.FORMAT:
        raise StaleIndex("The index was built by another version of this program. Run: assistant index")
    model = embedding.fingerprint(settings)
    if (made.model.digest, made.model.pooling) != (model.digest, model.pooling):
        raise StaleIndex(
            f"The index was built with the model {made.model.name}, and the settings now name {model.name}. "
            "Run: assistant index"
        )
    second = interaction.fingerprint(settings)
    if (made.interaction.digest if made.interaction else "") != (second.digest if second else ""):
        raise StaleIndex(
            "The index was built with another model for late interaction than the settings name. Run: assistant index"
        )
    if made.sizes != sizes_of(settings):
        raise StaleIndex(
            f"The index was built with passages of {made.sizes.filled} word pieces in a window of {made.sizes.window}, "
            f"and the settings now say {settings.passage_tokens} in {settings.model_window}. Run: assistant index"
        )


def check_files(made: Manifest, folder: Path) -> None:
    """Compare the files that nothing may ever write to with their digests.

    Raises:
        DamagedIndex: a file is missing or has changed.
    """
    for path, digest in made.derived.items():
        file = folder / path
        if not file.is_file() or checksums.read(file) != digest:
            raise DamagedIndex(f"The build {folder.name} is damaged ({path}).")


def check(opened: Index, samples: int) -> None:
    """Counts agree, and sampled passages find themselves by meaning and by words.

    Raises:
        DamagedIndex: they do not.
    """
    passages = tuple(opened.library.passages.values())
    held = opened.vectors.count()
    counts = (opened.manifest.passages, len(passages), held)
    if len(set(counts)) != 1:
        raise DamagedIndex(
            f"The build {opened.name} is damaged: {counts[0]} passages promised, {counts[1]} kept, {counts[2]} vectors."
        )
    if opened.manifest.documents != len(opened.library.documents):
        raise DamagedIndex(f"The build {opened.name} is damaged: it has lost documents.")
    for passage in _sampled(passages, samples):
        _finds_itself(opened, passage)


def _sampled(passages: Sequence[Passage], samples: int) -> Sequence[Passage]:
    if len(passages) <= samples:
        return passages
    step = (len(passages) - 1) / max(1, samples - 1)
    return [passages[round(step * number)] for number in range(samples)]


def _finds_itself(opened: Index, passage: Passage) -> None:
    """By meaning: the best hit has cosine 1, in Chroma and in the library's vectors. By words: something is found."""
    vector = opened.library.vector(passage)
    found = searches.by_vector(opened.vectors, vector.tolist(), 1)
    for name, score in found.items():
        kept = opened.library.passages.get(name)
        true_cosine = float(opened.library.vector(kept) @ vector) if kept is not None else -1.0
        if true_cosine >= 1 - SAME and abs(score - exp(true_cosine - 1)) <= SAME:
            break
    else:
        raise DamagedIndex(f"The build {opened.name} is damaged: the passage {passage.id} does not find itself.")
    if opened.words is not None and content_words(passage.text):
        best = opened.words.retrieve(passage.embedded_text)
        if not best or not best[0].score:
            raise DamagedIndex(f"The build {opened.name} is damaged: the words of {passage.id} find nothing.")


__all__ = ["Index", "NoIndex", "open_build", "open_published", "sizes_of"]
