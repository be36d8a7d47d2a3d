"""What is known about a document: the corpus register, and what the document says of itself on its first page."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from assistant.errors import RegisterError
from assistant.values import Document, Status
from assistant.wording import slug

FILE = "register.toml"
HEAD_CHARACTERS = 3000
LONGEST_TITLE = 100
MONTHS = "january february march april may june july august september october november december".split()
FIELDS = {
    "title": "title|policy title|document title|name of policy|policy name",
    "version": "version|version number|version no|issue|revision",
    "status": "status|document status",
    "kind": "kind|type|document type|category",
    "owner": "owner|policy owner|document owner|author|policy author|responsible|responsible person|policy lead"
    "|lead|written by|responsibility|person responsible",
    "contact": "contact|contact e-?mail|e-?mail",
    "approved_by": "approved by|approval body|approving body|ratified by|adopted by|agreed by|approval",
    "approved": "approved|approved on|date approved|date of approval|approval date|ratified|date ratified|adopted"
    "|date adopted|date agreed|agreed|reviewed|last reviewed|date reviewed|date of last review|review date last",
    "effective_from": "effective from|effective date|effective|in force from|valid from|date of issue|issue date",
    "review_by": "review by|review date|next review|next review date|next review due|date of next review|review due"
    "|to be reviewed|due for review|date for review",
    "applies_to": "applies to|scope of application|schools",
    "supersedes": "supersedes|replaces",
}
NAMES = "|".join(rf"(?P<{name}>{words})" for name, words in FIELDS.items())
FIELD_LINE = re.compile(rf"^[-•*|\s]*(?:{NAMES})\s*(?::|–|—|\|)\s*(?P<said>\S.*)$", re.IGNORECASE | re.MULTILINE)
DAY = re.compile(
    r"\b(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4}|\d{2})"
    rf"|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(m[:3] + '(?:' + m[3:] + ')?' for m in MONTHS)})"
    r"\.?,?\s+(?P<year>\d{4}))\b",
    re.IGNORECASE,
)
KIND_WORD = re.compile(
    r"\b(?:policy|policies|procedures?|plan|strategy|framework|scheme|statement|report|handbook|notice|guide|guidance"
    r"|code|terms of reference|register|protocol|agreement|prospectus|charter|matrix|checklist|calendar|dates)\b",
    re.IGNORECASE,
)
VERSION = re.compile(r"v?(?P<number>\d+(?:\.\d+){0,3}[a-z]?)\b", re.IGNORECASE)
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]


def _one_or_many(said: object) -> object:
    return [said] if isinstance(said, str) else said


class School(BaseModel):
    """A school of the trust; `short` is the name that people choose and that `applies_to` uses."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Words
    short: Words
    phase: str = ""


class Trust(BaseModel):
    """The trust and its schools."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Words
    schools: tuple[School, ...] = ()


class Entry(BaseModel):
    """One document of the register. What is left out is taken from the document itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Id
    file: Words
    title: Words | None = None
    kind: str | None = None
    version: Annotated[str | None, BeforeValidator(lambda said: str(said) if said is not None else None)] = None
    status: Status = Status.IN_FORCE
    owner: str | None = None
    contact: str | None = None
    approved_by: str | None = None
    approved: date | None = None
    effective_from: date | None = None
    review_by: date | None = None
    applies_to: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = ()
    supersedes: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    trust: Trust | None = None
    document: tuple[Entry, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class Register:
    """The register as read: the trust's name, its schools' short names, and entries by file ("policies/leave.md")."""

    trust: str
    schools: tuple[str, ...]
    entries: Mapping[str, Entry]


def load(corpus: Path) -> Register:
    """Read `corpus/register.toml`; a folder without one has an empty register.

    Raises:
        RegisterError: it cannot be read, or says something that cannot be; the sentence names the entry.
    """
    path = corpus / FILE
    if not path.is_file():
        return Register("", (), {})
    try:
        said = _File.model_validate(tomllib.loads(path.read_bytes().decode("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RegisterError(f"{FILE} cannot be read: {error}. Correct the line and run: assistant index") from error
    except ValidationError as error:
        raise RegisterError(f"{FILE}: {_first_fault(error, path)}. Correct it and run: assistant index") from error
    schools = tuple(school.short for school in said.trust.schools) if said.trust else ()
    _check(said.document, schools)
    entries = {PurePosixPath(entry.file.replace("\\", "/")).as_posix(): entry for entry in said.document}
    return Register(said.trust.name if said.trust else "", schools, entries)


def _first_fault(error: ValidationError, path: Path) -> str:
    fault = error.errors()[0]
    steps = list(fault["loc"])
    where = ".".join(str(step) for step in steps)
    if len(steps) > 1 and steps[0] == "document" and isinstance(steps[1], int):
        entry = tomllib.loads(path.read_bytes().decode("utf-8-sig"))["document"][steps[1]]
        name = entry.get("id") or entry.get("file") if isinstance(entry, dict) else ""
        where = f"document {name or steps[1] + 1}, " + ".".join(str(step) for step in steps[2:])
    return f"{where}: {fault['msg'].removeprefix('Value error, ')}"


def _check(entries: tuple[Entry, ...], schools: tuple[str, ...]) -> None:
    """What no single entry can know: files and versions listed twice, schools that do not exist."""
    files: set[str] = set()
    versions: set[tuple[str, str | None]] = set()
    for entry in entries:
        if entry.file in files:
            raise RegisterError(f"{FILE} lists {entry.file} twice. Take one of the entries out.")
        if (entry.id, entry.version) in versions:
            version = f"version {entry.version} of " if entry.version else ""
            raise RegisterError(f"{FILE} lists {version}{entry.id} twice. Give each its own version.")
        if ".." in PurePosixPath(entry.file).parts or PurePosixPath(entry.file).is_absolute():
            raise RegisterError(f"{FILE}: the file {entry.file} lies outside the corpus folder. Move it inside.")
        unknown = [name for name in entry.applies_to if schools and name not in schools]
        if unknown:
            known = ", ".join(schools)
            raise RegisterError(f"{FILE}: {entry.id} applies to {unknown[0]}, which is not a school here ({known}).")
        files.add(entry.file)
        versions.add((entry.id, entry.version))


def complete(document: Document, entry: Entry | None) -> Document:
    """A document as read, with all that the register and the document itself say about it; the register wins.

    A document without an entry is marked unregistered and gets an id from its path.
    """
    said = declared(document.text)
    title = said.pop("title", "") or _title(document)
    if entry is not None:
        listed = {name: value for name, value in entry.model_dump(exclude={"file"}).items() if value not in (None, ())}
        said |= listed
        title = str(listed.get("title") or title)
    else:
        said["id"] = slug(PurePosixPath(document.source).with_suffix("").as_posix()) or "document"
    said["title"] = title
    return replace(document, **said, registered=entry is not None)


def declared(text: str) -> dict[str, Any]:
    """What the head of a document says of itself in lines such as "Owner: Head of People"; the first of a kind counts.

    Only the first 3,000 characters are read, so that a sentence deep in the text is not taken for a fact about it.
    """
    said: dict[str, Any] = {}
    for match in FIELD_LINE.finditer(text[:HEAD_CHARACTERS]):
        name = next(name for name in FIELDS if match[name])
        value = _value(name, match["said"].strip().strip("*_ "))
        if value and name not in said:
            said[name] = value
    return said


def _value(name: str, words: str) -> object:
    match name:
        case "approved" | "effective_from" | "review_by":
            return _day(words, last=name == "review_by")
        case "version":
            found = VERSION.match(words)
            return found["number"] if found else ""
        case "status":
            return next((status for status in Status if words.casefold().startswith(status.value)), None)
        case "applies_to":
            return ()  # in a document's own words this is prose; only the register names schools
        case _:
            return words.rstrip(".") if len(words) <= LONGEST_TITLE and "[" not in words else ""


def _day(words: str, *, last: bool) -> date | None:
    """The first date in some words, day before month; a month alone is its first day, or with `last` its last day."""
    found = DAY.search(words)
    if not found:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["d"]:
            year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
            return date(year, int(found["m"]), int(found["d"]))
        month = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(found["month"][:3].casefold()))
        year = int(found["year"])
        if found["day"]:
            return date(year, month, int(found["day"]))
        if not last:
            return date(year, month, 1)
        return date.fromordinal((date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)).toordinal() - 1)
    except ValueError:
        return None


def _title(document: Document) -> str:
    """The first line of the first page that names a kind of document; else the file's name if that does;
    else the first heading or short line; else the file's name in words.
    """
    lines = [line for line in document.text[:HEAD_CHARACTERS].split("\n")[:12] if _could_be_title(line)]
    headings = [section.heading_path[0] for section in document.sections[:3] if section.heading_path]
    name = re.sub(r"[-_\s]+", " ", PurePosixPath(document.source).stem).strip().capitalize()
    named = [words for words in (*lines, name) if " " in words and KIND_WORD.search(words)]
    if named:
        return named[0]
    return next((words for words in (*headings, *lines[:1]) if _could_be_title(words)), name or "Document")


def _could_be_title(words: str) -> bool:
    wordy = len(re.findall(r"[^\W\d_]{2,}", words)) >= 2 or (len(words) > 3 and words.isalpha())
    return wordy and len(words) <= LONGEST_TITLE and words[-1] not in ".:;,?" and not FIELD_LINE.match(words)
