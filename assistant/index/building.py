"""Build an index beside the published one, check it, and publish it by replacing one small file."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

from assistant import calendar_file, checksums, embedding, front_matter, interaction, passages, reading, register
from assistant.embedding import Fingerprint
from assistant.errors import (
    AssistantError,
    BuildFailed,
    BuildRefused,
    DamagedIndex,
    IndexProblem,
    NoIndex,
    UnreadableFile,
)
from assistant.index import library, manifest, opening, publish, searches
from assistant.index.embedder import Embedder
from assistant.index.library import Library, Shelved
from assistant.index.manifest import FileRecord, Manifest
from assistant.index.plan import MISSING, Found, Plan, plan
from assistant.index.report import FileReport, Report
from assistant.settings import Settings
from assistant.values import Document, Reading

Progress = Callable[[str, int, int], None]
Judge = Callable[[str], Sequence[str]]

REFUSED = (
    "The new index {name} was built but not published, because it answers worse than the present one:\n{reasons}\n"
    "The present index stays. To publish the new one all the same, run: assistant index --rollback --to {name}"
)


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def build(
    settings: Settings,
    *,
    progress: Progress = silent,
    waiting: Callable[[], None] | None = None,
    fresh: bool = False,
    judge: Judge | None = None,
) -> Report:
    """Bring the index up to date with `settings.corpus`; with `fresh`, make everything anew.

    `judge` is asked about the finished build before it is published, and gives the reasons against it.

    Raises:
        BuildRefused: it gave some; the build is kept, and the published one is as it was.
        RegisterError: the register cannot be used.
        BuildFailed: the new build could not be finished; the published one is as it was.
        IndexBusy: another process is building and does not end.
    """
    began = time.monotonic()
    if not settings.corpus.is_dir():
        raise BuildFailed(f"There is no folder {settings.corpus}. Name the folder of documents with --corpus.")
    with publish.locked(settings.indexes, waiting):
        publish.tidy(settings.indexes, settings.keep_builds)
        with Embedder(settings) as child:
            child.start()  # the model takes seconds to load: it does so while we look, and is let go if nothing changed
            model = embedding.fingerprint(settings)
            last = None if fresh else _last(settings)
            work = plan(settings.corpus, last.manifest if last is not None else None)
            if last is not None and work.nothing_to_do and work.agrees(last.manifest):
                return _nothing_done(settings, last, began)
            report = _Builder(settings, child, model, work, last, progress).run(began, judge)
        publish.tidy(settings.indexes, settings.keep_builds)
        return report


def stale(settings: Settings) -> bool:
    """Whether the corpus, the model or the passage settings differ from the published build, or there is none.

    A build that someone rolled back to is left alone.
    """
    try:
        if publish.pointer(settings.indexes).held:
            return False
        last = _last(settings)
    except (NoIndex, DamagedIndex):
        return True
    if last is None or not settings.corpus.is_dir():
        return last is None
    work = plan(settings.corpus, last.manifest)
    return not (work.nothing_to_do and work.agrees(last.manifest))


@dataclass(frozen=True, slots=True)
class _Last:
    """The published build, to take unchanged documents and vectors from."""

    folder: Path
    manifest: Manifest


def _last(settings: Settings) -> _Last | None:
    """The published build when a new one can start from it: same program, model and sizes, and its files are whole."""
    try:
        folder = settings.indexes / publish.pointer(settings.indexes).build
        made = manifest.load(folder)
        opening.check_settings(made, settings)
        opening.check_files(made, folder)
    except IndexProblem:
        return None
    return _Last(folder, made)


def _nothing_done(settings: Settings, last: _Last, began: float) -> Report:
    if publish.pointer(settings.indexes).held:
        publish.publish(settings.indexes, last.folder.name)
    files = [FileReport("failed" if record.reason else "unchanged", record) for record in last.manifest.files]
    made = last.manifest
    seconds = time.monotonic() - began
    return Report(made.build, tuple(files), made.documents, made.passages, 0, made.passages, seconds, False)


class _Builder:
    """One build on its way: what has been shelved so far, and what has been said of each file."""

    def __init__(
        self,
        settings: Settings,
        child: Embedder,
        model: Fingerprint,
        work: Plan,
        last: _Last | None,
        progress: Progress,
    ) -> None:
        self.settings = settings
        self.child = child
        self.model = model
        self.work = work
        self.progress = progress
        self.last = last
        self.before = Library(last.folder) if last is not None else None
        self.shelf: dict[str, Shelved] = {}
        self.records: list[FileRecord] = []
        self.files: list[FileReport] = []
        self.count = embedding.token_counter(settings)

    def run(self, began: float, judge: Judge | None) -> Report:
        """Make, check and publish the build."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.urandom(2).hex()}"
        folder = self.settings.indexes / name
        try:
            folder.mkdir(parents=True)
            self._shelve()
            calendar_file.keep(self.settings.corpus, folder)
            embedded, total = self._derive(folder)
            made = self._manifest(name, total)
            self._settle(folder, made)
        except Exception as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise _failure(error) from error
        against = judge(name) if judge is not None else ()
        if against:
            raise BuildRefused(REFUSED.format(name=name, reasons="\n".join(f"- {reason}" for reason in against)))
        publish.publish(self.settings.indexes, name)
        seconds = time.monotonic() - began
        files = tuple(sorted(self.files, key=lambda item: item.source))
        return Report(name, files, len(self.shelf), total, embedded, total - embedded, seconds, True)

    def _shelve(self) -> None:
        """Keep what is unchanged, read what is not, and say what became of every file."""
        for item in self.work.found:
            if self.work.unchanged(item):
                self._keep(self.work.before[item.source])
        for source in self.work.missing:
            self._fail(FileRecord(source, "", "", "", MISSING))
        for source in self.work.gone:
            self.files.append(FileReport("removed", self.work.before[source]))
        self._read(self.work.fresh)

    def _keep(self, record: FileRecord) -> None:
        count = self._shelve_before(record.document)
        self._say("failed" if record.reason else "unchanged", record, count)

    def _say(self, outcome: str, record: FileRecord, count: int) -> None:
        self.records.append(record)
        self.files.append(FileReport(outcome, record, count))

    def _shelve_before(self, key: str, warning: str = "") -> int:
        """Take a document over from the last build; returns its number of passages."""
        if self.before is None or key not in self.before.documents or key in self.shelf:
            return 0
        shelved = self.before.shelved(key)
        self.shelf[key] = library.with_warning(shelved, warning) if warning else shelved
        return len(shelved.passages)

    def _fail(self, record: FileRecord) -> None:
        """Record why a file has no new document; the last one that could be read stays."""
        before = self.work.before.get(record.source)
        key = before.document if before is not None else ""
        count = self._shelve_before(key, f"This document could not be updated: {record.reason}") if key else 0
        self._say("failed", replace(record, document=key if count or key in self.shelf else ""), count)

    def _read(self, fresh: Sequence[Found]) -> None:
        files = [(item.path, item.source) for item in fresh]
        self.progress("Reading", 0, len(fresh))
        found = reading.read_all(files, _limits(self.settings), self.settings.threads)
        for number, (item, read) in enumerate(zip(fresh, found, strict=True), start=1):
            if isinstance(read, UnreadableFile):
                self._fail(FileRecord(item.source, item.digest, item.entry_digest, "", str(read), read.verdict))
            else:
                self._add(item, read)
            self.progress("Reading", number, len(fresh))

    def _add(self, item: Found, read: Reading) -> None:
        unread, said = reading.unread(read.pages), front_matter.read(read)
        document = replace(register.complete(read, item.entry, said), digest=item.digest, warnings=unread)
        document = replace(document, id=self._free_id(document))
        sizes = opening.sizes_of(self.settings)
        shelved = library.shelve(document, passages.split(document, self.count, sizes), read.boxes)
        self.shelf[document.key] = shelved
        scores = [page.score for page in read.pages]
        record = FileRecord(
            item.source,
            item.digest,
            item.entry_digest,
            document.key,
            verdict=read.verdict,
            score=round(fmean(scores), 3) if scores else None,
            remarks=(*unread, *read.notes, *register.disagreements(said, item.entry)),
        )
        outcome = "changed" if item.source in self.work.before else "added"
        self._say(outcome, record, len(shelved.passages))

    def _free_id(self, document: Document) -> str:
        """The document's id, with a number behind it where another file already has the same id and version."""
        name, number = document.id, 1
        while replace(document, id=name).key in self.shelf:
            number += 1
            name = f"{document.id}-{number}"
        return name

    def _derive(self, folder: Path) -> tuple[int, int]:
        """Write words, vectors and library; returns (passages embedded, passages in all)."""
        shelf = sorted(self.shelf.values(), key=lambda item: item.document.source)
        every = [passage for shelved in shelf for passage in shelved.passages]
        digests = [library.passage_digest(passage) for passage in every]
        wanted = dict(zip(digests, (passage.embedded_text for passage in every), strict=True))
        vectors = self._known(wanted)
        names = [passage.id for passage in every]
        search = searches.create_vectors(folder, len(every))
        try:
            reused = [(name, digest) for name, digest in zip(names, digests, strict=True) if digest in vectors]
            searches.add_vectors(search, _as_numbers(reused, vectors, self.model.dimension))
            searches.write_words(folder, every)
            vectors.update(self._embed({d: text for d, text in wanted.items() if d not in vectors}))
            known = {name for name, _ in reused}
            rest = [pair for pair in zip(names, digests, strict=True) if pair[0] not in known]
            searches.add_vectors(search, _as_numbers(rest, vectors, self.model.dimension))
        finally:
            search.close()
        library.write(folder, shelf, vectors.items(), self.model.dimension)
        return len(rest), len(every)

    def _known(self, wanted: dict[str, str]) -> dict[str, bytes]:
        """Vectors of the last build for passages that read as before."""
        if self.before is None:
            return {}
        return {digest: vector for digest, vector in self.before.vectors().items() if digest in wanted}

    def _embed(self, texts: dict[str, str]) -> Iterator[tuple[str, bytes]]:
        digests = list(texts)
        self.progress("Embedding", 0, len(digests))
        for number, (position, vector) in enumerate(self.child.vectors(list(texts.values())), start=1):
            self.progress("Embedding", number, len(digests))
            yield digests[position], vector

    def _manifest(self, name: str, total: int) -> Manifest:
        return Manifest(
            build=name,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            corpus=self.settings.corpus.name,
            model=self.model,
            interaction=interaction.fingerprint(self.settings),
            sizes=opening.sizes_of(self.settings),
            documents=len(self.shelf),
            passages=total,
            files=tuple(sorted(self.records, key=lambda record: record.source)),
            trust=self.work.register.trust,
            schools=self.work.register.schools,
            precedence=self.work.register.precedence,
            renamed=self.work.register.new_names,
            contacts=self.work.register.contacts,
        )

    def _settle(self, folder: Path, made: Manifest) -> None:
        """Make the files durable, write the manifest, and open the build as a reader will."""
        self.progress("Checking", 0, 1)
        derived = {
            path.relative_to(folder).as_posix(): checksums.read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and searches.is_settled(path, made.passages)
        }
        made = replace(made, derived=derived)
        opened = opening.Index(
            made.build,
            made,
            Library(folder),
            searches.open_vectors(folder),
            searches.open_words(folder, made.passages, self.settings.candidates),
        )
        try:
            opening.check(opened, samples=8)
        finally:
            opened.close()
        manifest.sync_tree(folder)
        manifest.save(made, folder)
        manifest.sync_folder(self.settings.indexes)
        self.progress("Checking", 1, 1)


def _as_numbers(
    pairs: Sequence[tuple[str, str]], vectors: dict[str, bytes], dimension: int
) -> Iterator[tuple[str, list[float]]]:
    for name, digest in pairs:
        yield name, library.as_vector(vectors[digest], dimension).tolist()


def _limits(settings: Settings) -> reading.Limits:
    return reading.Limits(
        seconds=settings.file_seconds,
        megabytes=settings.file_megabytes,
        memory_megabytes=settings.file_memory_megabytes,
        characters=settings.file_characters,
        recognised_pages=settings.recognised_pages,
    )


def _failure(error: Exception) -> AssistantError:
    """The same trouble as a sentence; what is already one stays as it is."""
    if isinstance(error, AssistantError):
        return error
    return BuildFailed(
        f"The new index could not be finished ({error}). Nothing was lost: the published index is as it was. "
        "Make sure that the disk has room, then run: assistant index"
    )
