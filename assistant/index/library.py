"""`library.sqlite`, the truth of a build: documents, sections, passages and their vectors.

The vector and word searches beside it are derived from this file and can be made again from it.
"""

import hashlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from functools import cached_property
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import interaction
from assistant.errors import DamagedIndex
from assistant.index import word_boxes
from assistant.translation import Texts
from assistant.values import Box, Document, Passage, Section, Status, Table
from assistant.wording import content_words

if TYPE_CHECKING:
    import numpy

FILE = "library.sqlite"
VECTOR_BYTES = 4  # of one number of a passage's unit vector
SMALL_WORD = re.compile(r"\b[a-z][a-z'’-]+\b")
SCHEMA = """
create table documents (key text primary key, position integer not null, text text not null, about text not null);
create table sections (document text not null references documents, position integer not null, number text not null,
    heading_path text not null, page integer, start integer not null, stop integer not null,
    primary key (document, position)) without rowid;
create table passages (id text primary key, document text not null references documents, position integer not null,
    number text not null, heading_path text not null, pages text not null, start integer not null,
    stop integer not null, digest text not null, stems text not null);
create table vectors (digest text primary key, vector blob not null) without rowid;
create table dimension (first integer not null);
create table boxes (document text primary key references documents, packed blob not null) without rowid;
"""
ABOUT = tuple(item.name for item in fields(Document) if item.name not in ("text", "sections", "superseded_from"))
DATES = ("approved", "effective_from", "review_by")
TUPLES = ("applies_to", "page_starts", "warnings")
PAIRS = ("found_in",)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document with all that a build derives from it.

    `stems` are those of the content words of each passage, its headings included, in order; `boxes` are the places of
    its words on its pages, packed.
    """

    document: Document
    passages: tuple[Passage, ...]
    stems: tuple[tuple[str, ...], ...]
    boxes: bytes = b""


def shelve(document: Document, passages: Sequence[Passage], boxes: Sequence[Box] = ()) -> Shelved:
    """Find the stems of a document's passages, and pack the places of its words."""
    stems = tuple(content_words(passage.embedded_text) for passage in passages)
    return Shelved(document, tuple(passages), stems, word_boxes.packed(boxes))


def passage_digest(passage: Passage) -> str:
    """The name under which a passage's vector is kept: SHA-256 of the exact text that was embedded."""
    return hashlib.sha256(passage.embedded_text.encode("utf-8", "surrogatepass")).hexdigest()


def write(folder: Path, shelf: Sequence[Shelved], vectors: Iterable[tuple[str, bytes]], dimension: int) -> None:
    """Write the whole library into `folder`. `vectors` are (passage digest, bytes), each digest once.

    The bytes are those of `dimension` float32 numbers, the passage's unit vector, and then the int8 vectors of its word
    pieces, where there is a model for late interaction.
    """
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;" + SCHEMA)
        for position, shelved in enumerate(shelf):
            _write_document(connection, position, shelved)
        connection.execute("insert into dimension values (?)", (dimension,))
        connection.executemany("insert into vectors values (?, ?)", vectors)


def _write_document(connection: sqlite3.Connection, position: int, shelved: Shelved) -> None:
    document = shelved.document
    about = {name: getattr(document, name) for name in ABOUT}
    about["tables"] = [astuple(table) for table in document.tables]
    connection.execute(
        "insert into documents values (?, ?, ?, ?)",
        (document.key, position, document.text, json.dumps(about, default=str, ensure_ascii=False)),
    )
    connection.executemany(
        "insert into sections values (?, ?, ?, ?, ?, ?, ?)",
        (
            (document.key, number, item.number, _text(item.heading_path), item.page, item.start, item.end)
            for number, item in enumerate(document.sections)
        ),
    )
    connection.executemany(
        "insert into passages values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                item.id,
                document.key,
                number,
                item.number,
                _text(item.heading_path),
                _text(item.pages),
                item.start,
                item.end,
                passage_digest(item),
                " ".join(stems),
            )
            for number, (item, stems) in enumerate(zip(shelved.passages, shelved.stems, strict=True))
        ),
    )
    if shelved.boxes:
        connection.execute("insert into boxes values (?, ?)", (document.key, shelved.boxes))


class Library:
    """A build's documents and passages, read into memory once and never changed."""

    def __init__(self, folder: Path) -> None:
        """Read `folder/library.sqlite`.

        Raises:
            DamagedIndex: the file is missing or cannot be read.
        """
        self._file = folder / FILE
        try:
            with self._connected() as connection:
                self.documents: Mapping[str, Document] = with_successors(dict(_documents(connection)))
                self.passages: Mapping[str, Passage] = dict(_passages(connection, self.documents))
                self._dimension = int(connection.execute("select first from dimension").fetchone()[0])
                stems = {
                    name: tuple(said.split()) for name, said in connection.execute("select id, stems from passages")
                }
        except (sqlite3.Error, OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedIndex(f"The build {folder.name} cannot be read ({error}).") from error
        self._stems: tuple[tuple[str, ...], ...] = tuple(stems[name] for name in self.passages)
        self._words = Counter(stem for said in self._stems for stem in set(said))

    def rarity(self, word: str) -> float:
        """Inverse document frequency over passages, as in BM25: log(1 + (N - n + 0.5) / (n + 0.5))."""
        found = self._words[word]
        return log(1 + (len(self.passages) - found + 0.5) / (found + 0.5))

    @cached_property
    def known_words(self) -> frozenset[str]:
        """The words that the documents write in small letters, or in their titles: none of them is a person's name."""
        known: set[str] = set()
        for document in self.documents.values():
            known.update(SMALL_WORD.findall(document.text))
            known.update(SMALL_WORD.findall(document.title.casefold()))
            known.update(SMALL_WORD.findall(" ".join(document.applies_to).casefold()))
        return frozenset(known)

    @cached_property
    def by_document(self) -> Mapping[str, tuple[Passage, ...]]:
        """The passages of each document key, in reading order."""
        grouped: dict[str, list[Passage]] = {key: [] for key in self.documents}
        for passage in self.passages.values():
            grouped[passage.document.key].append(passage)
        return {key: tuple(passages) for key, passages in grouped.items()}

    def shelved(self, key: str) -> Shelved:
        """A document as it was shelved, to be kept in the next build as it is."""
        passages = self.by_document[key]
        stems = tuple(self._stems[self.rows[passage.id]] for passage in passages)
        return Shelved(self.documents[key], passages, stems, self._packed_boxes(key))

    def boxes(self, key: str, start: int, end: int) -> tuple[Box, ...]:
        """Where the words of `text[start:end]` of a document stand on its pages; empty where that is not known."""
        return word_boxes.unpacked(self._packed_boxes(key), start, end)

    def _packed_boxes(self, key: str) -> bytes:
        with self._connected() as connection:
            found = connection.execute("select packed from boxes where document = ?", (key,)).fetchone()
        return bytes(found[0]) if found else b""

    def vectors(self, digests: Iterable[str] | None = None) -> dict[str, bytes]:
        """What `write` was given, by passage digest: all of it, or that of `digests` that are known."""
        with self._connected() as connection:
            if digests is None:
                return dict(connection.execute("select digest, vector from vectors"))
            query = "select digest, vector from vectors where digest = ?"
            return dict(row for digest in digests for row in connection.execute(query, (digest,)))

    def vector(self, passage: Passage) -> "numpy.ndarray":
        """The unit vector of a passage, shape (dimension,)."""
        digest = passage_digest(passage)
        found = self.vectors([digest])
        if digest not in found:
            raise DamagedIndex(f"The passage {passage.id} has no vector.")
        return as_vector(found[digest], self._dimension)

    @cached_property
    def texts(self) -> Texts:
        """The words of all passages in their order, counted."""
        number = {key: place for place, key in enumerate(self.documents)}
        return Texts(self._stems, [number[passage.document.key] for passage in self.passages.values()])

    @cached_property
    def matrix(self) -> "numpy.ndarray":
        """The unit vectors of all passages in their order, float32, shape (passages, dimension)."""
        return self._read[0]

    @cached_property
    def pieces(self) -> "tuple[numpy.ndarray, ...]":
        """Of each passage, in their order, the vectors of its word pieces: int8, shape (pieces, dimension of the model
        for late interaction), or (0, that) where there was none.
        """
        return self._read[1]

    @cached_property
    def _read(self) -> "tuple[numpy.ndarray, tuple[numpy.ndarray, ...]]":
        import numpy

        known, first = self.vectors(), self._dimension
        kept = [known[passage_digest(item)] for item in self.passages.values()]
        rows = [as_vector(said, first) for said in kept]
        pieces = tuple(
            numpy.frombuffer(said, dtype=numpy.int8, offset=first * VECTOR_BYTES).reshape(-1, interaction.DIMENSION)
            for said in kept
        )
        return numpy.stack(rows) if rows else numpy.zeros((0, first), dtype=numpy.float32), pieces

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each passage id in `matrix`."""
        return {name: row for row, name in enumerate(self.passages)}

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection that cannot write: a published build is never changed, so no lock is taken either."""
        if not self._file.is_file():
            raise DamagedIndex(f"The build {self._file.parent.name} has lost its {FILE}.")
        with closing(sqlite3.connect(f"{self._file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection


def as_vector(kept: bytes, dimension: int) -> "numpy.ndarray":
    """The unit vector of a passage, float32, shape (dimension,), of what is kept of it."""
    import numpy

    return numpy.frombuffer(kept, dtype=numpy.float32, count=dimension)


def kinds(folder: Path) -> tuple[str, ...]:
    """The kinds of document in a build, in alphabetical order; its texts are not read. None where it cannot be read."""
    query = "select distinct json_extract(about, '$.kind') from documents order by 1"
    try:
        with closing(sqlite3.connect(f"{(folder / FILE).resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
            return tuple(kind for (kind,) in opened.execute(query) if kind)
    except sqlite3.Error:
        return ()


def _documents(connection: sqlite3.Connection) -> Iterator[tuple[str, Document]]:
    sections: dict[str, list[Section]] = {}
    for key, number, path, page, start, stop in connection.execute(
        "select document, number, heading_path, page, start, stop from sections order by document, position"
    ):
        sections.setdefault(key, []).append(Section(number, tuple(json.loads(path)), page, start, stop))
    for key, text, about in connection.execute("select key, text, about from documents order by position"):
        yield key, _document(text, tuple(sections.get(key, ())), json.loads(about))


def _document(text: str, sections: tuple[Section, ...], about: dict[str, Any]) -> Document:
    for name in DATES:
        about[name] = date.fromisoformat(about[name]) if about[name] else None
    for name in TUPLES:
        about[name] = tuple(about[name])
    for name in PAIRS:
        about[name] = tuple((key, value) for key, value in about[name])
    about["tables"] = tuple(
        Table(start, end, tuple(header), tuple(tuple(row) for row in rows))
        for start, end, header, rows in about["tables"]
    )
    about["status"] = Status(about["status"])
    return Document(text=text, sections=sections, **about)


def _passages(connection: sqlite3.Connection, documents: Mapping[str, Document]) -> Iterator[tuple[str, Passage]]:
    for name, key, number, path, pages, start, stop in connection.execute(
        "select passages.id, document, number, heading_path, pages, start, stop from passages"
        " join documents on documents.key = document order by documents.position, passages.position"
    ):
        document = documents[key]
        yield (
            name,
            Passage(
                name,
                document,
                tuple(json.loads(path)),
                number,
                tuple(json.loads(pages)),
                document.text[start:stop],
                start,
                stop,
            ),
        )


def with_successors(documents: Mapping[str, Document]) -> dict[str, Document]:
    """The documents by key, each with the day on which the next version of the same id comes into force."""
    days: dict[str, list[date]] = {}
    for document in documents.values():
        if document.effective_from is not None and document.status in (Status.IN_FORCE, Status.SUPERSEDED):
            days.setdefault(document.id, []).append(document.effective_from)
    return {
        key: replace(document, superseded_from=_next_day(document, days.get(document.id, [])))
        for key, document in documents.items()
    }


def _next_day(document: Document, days: Sequence[date]) -> date | None:
    began = document.effective_from
    return min((day for day in days if began is not None and day > began), default=None)


def with_warning(shelved: Shelved, warning: str) -> Shelved:
    """The same document with one more warning for people, in place of an earlier one that begins in the same way."""
    kept = (said for said in shelved.document.warnings if said.split(":")[0] != warning.split(":")[0])
    document = replace(shelved.document, warnings=(*kept, warning))
    passages = tuple(replace(item, document=document) for item in shelved.passages)
    return replace(shelved, document=document, passages=passages)


def _text(values: Sequence[Any]) -> str:
    return json.dumps(values, ensure_ascii=False)
