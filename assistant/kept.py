"""Answers as they were given, under ids that nobody can guess: what a permanent link shows, whatever changed.

An answer is kept with the words it cites and what was known of their documents on that day, so that it can be read
after the document was replaced and the build deleted. Who asked is not kept, only the school and the role they named.
The words of a question that may be about a person (a child in danger, someone's private matters) are not kept.
"""

import json
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.contacts import Contact
from assistant.errors import AssistantError
from assistant.values import (
    Answer,
    Asker,
    Citation,
    Document,
    Hit,
    Outcome,
    Passage,
    PassedOver,
    Retrieval,
    Statement,
    Status,
)

NEWEST = 20_000  # answers kept
ID_BYTES = 16  # 128 bits from the system's source of randomness
LOCK_SECONDS = 10
MOST_PASSED_OVER = 5
NOT_KEPT = "(The words of this question are not kept, because they may be about a person.)"
PRIVATE = (Outcome.ACT_NOW, Outcome.OUT_OF_SCOPE)
SCHEMA = """
create table if not exists answers (id text primary key, number integer not null, packed blob not null) without rowid;
create unique index if not exists in_order on answers (number);
"""
DAYS = ("approved", "effective_from", "review_by", "superseded_from")
LEFT_OUT = ("text", "sections", "tables")  # of a document: the cited passages carry their words themselves


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given. `asked_at` has a time zone.

    The documents of its passages carry everything but their `text`, `sections` and `tables`, which are empty: a
    passage's own `text`, `start` and `end`, a citation's offsets and `pages_of` are as they were.
    """

    id: str
    answer: Answer
    asked_at: datetime
    school: str = ""
    role: str = ""

    @property
    def asker(self) -> Asker:
        """For whom it was answered."""
        return Asker(role=self.role, school=self.school)

    def citation(self, label: str) -> Citation | None:
        """The citation with a label, "1" and so on; None when there is none."""
        return next((citation for citation in self.answer.citations if citation.label == label), None)


def keep(file: Path, answer: Answer, asker: Asker, *, newest: int = NEWEST) -> str:
    """Keep an answer and return its id; of all answers the `newest` are kept.

    Raises:
        AssistantError: it cannot be written.
    """
    name = secrets.token_urlsafe(ID_BYTES)
    packed = pack(without_private_words(answer), asker)
    with _opened(file, write=True) as connection, connection:
        (last,) = connection.execute("select coalesce(max(number), 0) from answers").fetchone()
        connection.execute("insert into answers values (?, ?, ?)", (name, last + 1, packed))
        connection.execute("delete from answers where number <= ?", (last + 1 - newest,))
    return name


def read(file: Path, id: str) -> Kept | None:  # noqa: A002 - the word that everyone uses for it
    """The answer kept under an id; None when there is none, or none any more.

    Raises:
        AssistantError: the file cannot be read.
    """
    if not file.is_file():
        return None
    with _opened(file) as connection:
        found = connection.execute("select packed from answers where id = ?", (id,)).fetchone()
    return None if found is None else unpack(id, found[0])


def pack(answer: Answer, asker: Asker) -> bytes:
    """An answer and for whom it was given, as of now, in some kilobytes."""
    return zlib.compress(json.dumps(_written(answer, asker), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpack(id: str, packed: bytes) -> Kept:  # noqa: A002
    """What `pack` made.

    Raises:
        AssistantError: it cannot be read.
    """
    try:
        said = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
        at = datetime.fromisoformat(said["asked_at"])
        return Kept(id, _answer(said), at, said.get("school", ""), said.get("role", ""))
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise AssistantError("This answer was kept in a form that cannot be read any more.") from error


def without_private_words(answer: Answer) -> Answer:
    """The answer, its question's words left out where they may be about a person."""
    if answer.outcome not in PRIVATE:
        return answer
    found = replace(answer.retrieval, question=NOT_KEPT) if answer.retrieval is not None else None
    return replace(answer, question=NOT_KEPT, asked_as=NOT_KEPT, retrieval=found)


@contextmanager
def _opened(file: Path, *, write: bool = False) -> Iterator[sqlite3.Connection]:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=LOCK_SECONDS)) as connection:
            if not write:
                connection.execute("pragma query_only = on")
                yield connection
                return
            with FileLock(f"{file}.lock", timeout=LOCK_SECONDS):
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = normal")
                connection.executescript(SCHEMA)
                yield connection
    except (sqlite3.Error, OSError, Timeout) as error:
        raise AssistantError(f"The kept answers in {file.name} cannot be used ({error}).") from error


def _written(answer: Answer, asker: Asker) -> dict[str, Any]:
    found = answer.retrieval
    hits = found.hits if found else ()
    passed_over = found.passed_over[:MOST_PASSED_OVER] if found else ()
    seen = (
        *(citation.passage for citation in answer.citations),
        *(hit.passage for hit in hits),
        *(over.hit.passage for over in passed_over),
    )
    passages = {passage.id: passage for passage in seen}
    documents = {passage.document.key: passage.document for passage in passages.values()}
    return {
        "asked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "school": asker.school,
        "role": asker.role,
        **{name: getattr(answer, name) for name in _plain_fields()},
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "contacts": [asdict(contact) for contact in answer.contacts],
        "outcome": answer.outcome.value,
        "statements": [
            {
                "text": item.text,
                "lead": item.lead,
                "citations": [[c.label, c.passage.id, c.quote] for c in item.citations],
            }
            for item in answer.statements
        ],
        "hits": [_hit_written(hit) for hit in hits],
        "passed_over": [[_hit_written(over.hit), over.reason] for over in passed_over],
        "documents": {key: _document_written(document) for key, document in documents.items()},
        "passages": {name: _passage_written(passage) for name, passage in passages.items()},
    }


def _plain_fields() -> list[str]:
    """The fields of an answer that JSON keeps as they are, also those that are added later."""
    return [
        item.name
        for item in fields(Answer)
        if item.name not in ("outcome", "statements", "retrieval", "as_of", "contacts")
    ]


def _document_written(document: Document) -> dict[str, Any]:
    about = {item.name: getattr(document, item.name) for item in fields(Document) if item.name not in LEFT_OUT}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in about.items() if value}


def _passage_written(passage: Passage) -> dict[str, Any]:
    written = {item.name: getattr(passage, item.name) for item in fields(Passage)}
    return {**written, "document": passage.document.key}


def _hit_written(hit: Hit) -> list[Any]:
    return [hit.passage.id, hit.score, hit.similarity, hit.keywords, hit.nearness]


def _answer(said: dict[str, Any]) -> Answer:
    documents = {key: _document(about) for key, about in said["documents"].items()}
    passages = {name: _passage(about, documents) for name, about in said["passages"].items()}
    hits = tuple(_hit(row, passages) for row in said["hits"])
    passed_over = tuple(PassedOver(_hit(row, passages), reason) for row, reason in said["passed_over"])
    known = {name: _tuples(said[name]) for name in _plain_fields() if name in said}
    return Answer(
        **known,
        as_of=date.fromisoformat(said["as_of"]) if said.get("as_of") else None,
        contacts=tuple(Contact(**contact) for contact in said.get("contacts", ())),
        outcome=Outcome(said["outcome"]),
        statements=tuple(
            Statement(
                item["text"],
                tuple(Citation(label, passages[name], quote) for label, name, quote in item["citations"]),
                item.get("lead", ""),
            )
            for item in said["statements"]
        ),
        retrieval=Retrieval(known["asked_as"], hits, passed_over, known["index"], school=said["school"]),
    )


def _document(about: dict[str, Any]) -> Document:
    read_back: dict[str, Callable[[Any], Any]] = {**dict.fromkeys(DAYS, date.fromisoformat), "status": Status}
    known = {item.name for item in fields(Document)}
    values = {
        name: read_back.get(name, _tuples)(value)
        for name, value in about.items()
        if name in known and value is not None
    }
    return Document(text="", sections=(), **{"title": "", "source": "", "digest": "", **values})


def _passage(about: dict[str, Any], documents: dict[str, Document]) -> Passage:
    return Passage(
        **{name: _tuples(value) for name, value in about.items() if name != "document"},
        document=documents[about["document"]],
    )


def _hit(row: list[Any], passages: dict[str, Passage]) -> Hit:
    return Hit(passages[row[0]], *row[1:])


def _tuples(value: Any) -> Any:
    """Lists of JSON as the tuples that they were."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
