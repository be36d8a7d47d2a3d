"""What is known about a document: the corpus register, and what the document says of itself."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from assistant import front_matter
from assistant.contacts import OF_A_SCHOOL, Contact, Post
from assistant.errors import RegisterError
from assistant.front_matter import FrontMatter
from assistant.values import Document, Precedence, Rank, Reading, Renamed, Status
from assistant.wording import long_date, slug

FILE = "register.toml"
HEADS = {kind: re.compile(rf"\s*\[\[\s*{kind}\s*\]\]") for kind in ("document", "contact")}
ANY_HEAD = re.compile(r"\s*\[")
MENDS = {
    "extra_forbidden": "the register has no field of this name; see the list at its top",
    "missing": "it is missing; add it",
    "date_from_datetime_parsing": "write the day as 2026-09-01, without quotation marks",
    "date_from_datetime_inexact": "write the day as 2026-09-01, without quotation marks",
    "date_type": "write the day as 2026-09-01, without quotation marks",
    "enum": "it is not one of the words that may stand here; see the list at the top of the file",
}
COMPARED = {
    "version": "version",
    "status": "status",
    "owner": "owner",
    "contact": "contact",
    "approved_by": "approved by",
    "approved": "approved on",
    "effective_from": "in force from",
    "review_by": "review by",
    "supersedes": "supersedes",
}
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]


def _one_or_many(said: object) -> object:
    return [said] if isinstance(said, str) else said


def _named(said: object) -> object:
    return {"text": said} if isinstance(said, str) else said


class School(BaseModel):
    """A school of the trust; `short` is the name that people choose and that `applies_to` uses."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Words
    short: Words
    phase: str = ""


class NewName(BaseModel):
    """A body or a word that has a new name: `was` until the day before `since`, `now` from then on."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    now: Words
    was: Words
    since: date


class Governing(BaseModel):
    """Documents that govern others, by title, kind or "school"; `on` is the only question on which they do so."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: Words
    on: Literal["", "who decides"] = ""


class Trust(BaseModel):
    """The trust, its schools, what has been renamed, and which documents govern others, the first most.

    `precedence_from` is the place where the trust says so, `schools_may` the words by which a text lets schools differ.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Words
    schools: tuple[School, ...] = ()
    precedence: tuple[Annotated[Governing, BeforeValidator(_named)], ...] = ()
    precedence_from: str = ""
    schools_may: str = ""
    renamed: tuple[NewName, ...] = ()


class Entry(BaseModel):
    """One document of the register. What is left out is taken from the document itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Id
    file: Words
    title: Words | None = None
    kind: str | None = None
    reference: str | None = None
    version: Annotated[str | None, BeforeValidator(lambda said: str(said) if said is not None else None)] = None
    status: Status = Status.IN_FORCE
    owner: str | None = None
    contact: str | None = None
    approved_by: str | None = None
    approved: date | None = None
    effective_from: date | None = None
    review_cycle: str | None = None
    review_by: date | None = None
    applies_to: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] = ()
    supersedes: str | None = None


class Named(BaseModel):
    """Someone whom people turn to at once: who they are, how and when they are reached, and at which school."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    role: Post
    school: str = ""
    name: str = ""
    telephone: Annotated[str, StringConstraints(pattern=r"^(?:\+?[0-9][0-9 ]*)?$")] = ""
    email: Annotated[str, StringConstraints(pattern=r"^(?:\S+@\S+)?$")] = ""
    when: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    trust: Trust | None = None
    contact: tuple[Named, ...] = ()
    document: tuple[Entry, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class Register:
    """The register as read: the trust's name, its schools' short names, and entries by file ("policies/leave.md")."""

    trust: str
    schools: tuple[str, ...]
    entries: Mapping[str, Entry]
    precedence: Precedence = field(default_factory=Precedence)
    renamed: tuple[Renamed, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def new_names(self) -> tuple[tuple[str, str], ...]:
        """Pairs of an old name and the new one."""
        return tuple((item.was, item.now) for item in self.renamed)


def load(corpus: Path) -> Register:
    """Read `corpus/register.toml`; a folder without one has an empty register.

    Raises:
        RegisterError: it cannot be read, or says something that cannot be; the sentence names the entry.
    """
    path = corpus / FILE
    if not path.is_file():
        return Register("", (), {})
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise RegisterError(f"{FILE} cannot be read: {error}. Correct the line and run: assistant index") from error
    return parse(text)


def parse(text: str) -> Register:
    """What the text of a register says.

    Raises:
        RegisterError: it says something that cannot be; the sentence names the entry.
    """
    try:
        said = _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{FILE} cannot be read: {error}. Correct the line and run: assistant index") from error
    except ValidationError as error:
        raise RegisterError(f"{_first_fault(error, text)}. Correct it and run: assistant index") from error
    trust = said.trust or Trust(name="-")
    schools = tuple(school.short for school in trust.schools)
    _check(said.document, schools, text)
    _check_contacts(said.contact, schools, text)
    entries = {PurePosixPath(entry.file.replace("\\", "/")).as_posix(): entry for entry in said.document}
    precedence = Precedence(
        tuple(Rank(rank.text, rank.on) for rank in trust.precedence), trust.precedence_from, trust.schools_may
    )
    renamed = tuple(Renamed(item.now, item.was, item.since) for item in trust.renamed)
    contacts = tuple(Contact(**item.model_dump() | {"role": item.role.value}) for item in said.contact)
    name = said.trust.name if said.trust else ""
    return Register(name, schools, entries, precedence, renamed, contacts)


def _first_fault(error: ValidationError, text: str) -> str:
    fault = error.errors()[0]
    steps = list(fault["loc"])
    message = MENDS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
    if len(steps) > 1 and steps[0] in HEADS and isinstance(steps[1], int):
        entry = tomllib.loads(text)[steps[0]][steps[1]]
        said = [entry.get(name) for name in ("id", "file", "name", "role")] if isinstance(entry, dict) else []
        name = next(filter(None, said), steps[1] + 1)
        field = ".".join(str(step) for step in steps[2:])
        return f"{_place(text, steps[1], field, steps[0])}: {steps[0]} {name}, {field}: {message}"
    return f"{FILE}: {'.'.join(str(step) for step in steps)}: {message}"


def _place(text: str, entry: int, field: str = "", kind: str = "document") -> str:
    """File and line of an entry's field, or of the entry where the field is not there."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if HEADS[kind].match(line)]
    if entry >= len(heads):
        return FILE
    end = next((n for n in range(heads[entry] + 1, len(lines)) if ANY_HEAD.match(lines[n])), len(lines))
    name = re.escape(field.split(".")[0])
    at = next((n for n in range(heads[entry], end) if re.match(rf"\s*\"?{name}\"?\s*=", lines[n])), heads[entry])
    return f"{FILE}, line {at + 1}"


def _check(entries: tuple[Entry, ...], schools: tuple[str, ...], text: str) -> None:
    """What no single entry can know: files and versions listed twice, schools that do not exist."""
    files: set[str] = set()
    versions: set[tuple[str, str | None]] = set()
    for number, entry in enumerate(entries):
        if entry.file in files:
            raise RegisterError(f"{_place(text, number, 'file')}: {entry.file} is listed twice. Take one entry out.")
        if (entry.id, entry.version) in versions:
            version = f"version {entry.version} of " if entry.version else ""
            where = _place(text, number, "version")
            raise RegisterError(f"{where}: {version}{entry.id} is listed twice. Give each its own version.")
        if ".." in PurePosixPath(entry.file).parts or PurePosixPath(entry.file).is_absolute():
            where = _place(text, number, "file")
            raise RegisterError(f"{where}: the file {entry.file} lies outside the corpus folder. Move it inside.")
        unknown = [name for name in entry.applies_to if schools and name not in schools]
        if unknown:
            where, known = _place(text, number, "applies_to"), ", ".join(schools)
            raise RegisterError(
                f"{where}: {entry.id} applies to {unknown[0]}, which is not a school here. Use one of: {known}."
            )
        if entry.approved and entry.review_by and entry.review_by < entry.approved:
            where = _place(text, number, "review_by")
            raise RegisterError(f"{where}: {entry.id} is reviewed before it was approved. Correct a day.")
        files.add(entry.file)
        versions.add((entry.id, entry.version))


def _check_contacts(named: tuple[Named, ...], schools: tuple[str, ...], text: str) -> None:
    """Those of a school name one that exists, the others none, and each can be reached by something."""
    for number, item in enumerate(named):
        of_a_school = item.role in OF_A_SCHOOL
        if of_a_school and item.school not in schools:
            where = _place(text, number, "school", "contact")
            named_as = item.school or "no school"
            raise RegisterError(
                f"{where}: the {item.role} is at {named_as}, which is not a school here. Use one of: "
                f"{', '.join(schools)}."
            )
        if item.school and not of_a_school:
            where = _place(text, number, "school", "contact")
            raise RegisterError(f"{where}: the {item.role} is for every school. Take the school out.")
        if not (item.name or item.telephone or item.email):
            where = _place(text, number, "role", "contact")
            raise RegisterError(f"{where}: the {item.role} has no name, telephone or email. Add one.")


def complete(reading: Reading, entry: Entry | None, said: FrontMatter | None = None) -> Document:
    """The document that was read, with all that the register and the document itself say about it; the register wins.

    A document without an entry is marked unregistered and gets an id from its path. `said` is the document's front
    matter where it has been read already.
    """
    document = reading.document
    said = said or front_matter.read(reading)
    # Only the register names schools: "applies to" in a document's own words is prose, and searches go by schools.
    stated = {name: place for name, place in said.found_in if name != "applies_to"}
    values = {name: getattr(said, name) for name in stated}
    listed = _listed(entry)
    places = stated | dict.fromkeys(listed.keys() - {"id"}, "the register")
    if entry is None:
        values["id"] = slug(PurePosixPath(document.source).with_suffix("").as_posix()) or "document"
    return replace(document, **(values | listed), registered=entry is not None, found_in=tuple(sorted(places.items())))


def _listed(entry: Entry | None) -> dict[str, Any]:
    """What an entry says; a status that it leaves out is not one that it states."""
    if entry is None:
        return {}
    said = entry.model_dump(exclude={"file"}, exclude_unset=True)
    return {name: value for name, value in said.items() if value not in (None, "", ())}


def disagreements(said: FrontMatter, entry: Entry | None) -> tuple[str, ...]:
    """Where the register and the document state different things, as sentences for people; () where they agree.

    A date that the document gives by its month agrees with any day of that month.
    """
    places = dict(said.found_in)
    listed = _listed(entry)
    return tuple(
        f"The register says {words} {_shown(listed[name])}, the document says {_shown(getattr(said, name))} "
        f"({places[name]})."
        for name, words in COMPARED.items()
        if name in listed and name in places and not _agree(listed[name], getattr(said, name))
    )


def _agree(listed: object, said: object) -> bool:
    if isinstance(listed, date) and isinstance(said, date):
        edge = said.day == 1 or (said + timedelta(days=1)).day == 1
        return listed == said or (edge and (listed.year, listed.month) == (said.year, said.month))
    one, other = (re.sub(r"^the |[^\w@.]+", " ", str(words).casefold()).split() for words in (listed, said))
    shorter, longer = sorted((one, other), key=len)
    return longer[: len(shorter)] == shorter  # "Head of People" and "Head of People, A. Smith" are the same owner


def _shown(value: object) -> str:
    return long_date(value) if isinstance(value, date) else str(value)
