"""What a trust officer must look at: reviews, statutory documents, references that lead nowhere, entries and files."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assistant.errors import RegisterError
from assistant.register import Register
from assistant.values import Document, Passage, Status
from assistant.wording import long_date

STATUTORY = "statutory.toml"
SOON = timedelta(days=92)
NAMES = "policy|procedure|framework|strategy|handbook|charter"
REFERENCE = re.compile(
    rf"\b(?:[Ss]ee|the|our|its|and|or|in|under) (?P<name>[A-Z][\w’'-]*(?: [\w’'&-]+){{0,6}}? (?:{NAMES}))\b"
)
SENTENCE = frozenset(  # words that no title has: what was found is a piece of a sentence
    "a an the this that it its has have is are be been was were will shall must should may can agree agrees see sees"
    " sets set writes into out when which who aim aims purpose reviews reserves suggest change operation".split()
)
OTHERS = frozenset("acas department department's dfe national county council government nhs ofsted la isi".split())
LITTLE = frozenset("the a an and of for to in on with our this that its trust trust's school school's policy".split())
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Finding(StrEnum):
    """What kind of thing was found."""

    OVERDUE = "review overdue"
    DUE_SOON = "review due within three months"
    MISSING_STATUTORY = "statutory document missing"
    STATUTORY_LATE = "statutory review interval passed"
    DANGLING = "reference to a document that is not here"
    SAME_TITLE = "two documents in force with one title"
    WITHOUT_ENTRY = "file without an entry"
    WITHOUT_FILE = "entry without a file"
    INCOMPLETE = "entry incomplete"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: its kind, the file it is about ("" for none), and a sentence that says what to do."""

    kind: Finding
    source: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two clauses in force that say different things of one point.

    `words` are the sentence of `first` that `other_words` of `other` contradict. `why` says which of the two governs,
    which is `first`, and why; where nothing says that, `decided` is False.
    """

    first: Passage
    words: str
    other: Passage
    other_words: str
    why: str
    decided: bool


class _Required(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: Words
    titles: tuple[Words, ...]
    because: Words
    review: int | None = None


class Statutory(BaseModel):
    """The documents that a trust must have, as its own editable file lists them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: Words
    as_of: date
    document: tuple[_Required, ...]


def statutory(corpus: Path) -> Statutory | None:
    """The list in `corpus/statutory.toml`; None where there is none.

    Raises:
        RegisterError: it cannot be read; the sentence says where.
    """
    path = corpus / STATUTORY
    if not path.is_file():
        return None
    try:
        return Statutory.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RegisterError(f"{STATUTORY} cannot be read: {error}. Correct the line.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RegisterError(f"{STATUTORY}: {where}: {first['msg']}. Correct it.") from error


def look(
    register: Register, files: Sequence[str], documents: Sequence[Document], required: Statutory | None, on: date
) -> tuple[Found, ...]:
    """Everything worth a trust officer's time on the day `on`, in the order of `Finding`.

    `files` are the paths inside the corpus folder, `documents` what the published index holds of them.
    """
    found = [
        *_reviews(documents, on),
        *(_required(documents, required, on) if required is not None else ()),
        *_dangling(documents),
        *_titles(documents, on),
        *_gaps(register, files),
        *_incomplete(documents),
    ]
    order = list(Finding)
    return tuple(sorted(found, key=lambda item: (order.index(item.kind), item.source)))


def as_text(found: Sequence[Found]) -> str:
    """The findings for people, each kind under its own heading with its number."""
    lines: list[str] = []
    for kind, group in groupby(found, key=lambda item: item.kind):
        items = list(group)
        lines += ["", f"{kind.value.capitalize()} ({len(items)})", *(f"  {item.sentence}" for item in items)]
    return "\n".join(lines).strip() or "Nothing is overdue, missing or wrong."


def _reviews(documents: Sequence[Document], on: date) -> Iterator[Found]:
    for document in documents:
        if document.status is not Status.IN_FORCE or document.review_by is None:
            continue
        owner = f" Ask {document.owner}." if document.owner else ""
        day = long_date(document.review_by)
        if document.review_by < on:
            yield Found(Finding.OVERDUE, document.source, f"{_name(document)} was due for review on {day}.{owner}")
        elif document.review_by <= on + SOON:
            yield Found(Finding.DUE_SOON, document.source, f"{_name(document)} is due for review on {day}.{owner}")


def _required(documents: Sequence[Document], required: Statutory, on: date) -> Iterator[Found]:
    current = [document for document in documents if document.governs(on)]
    for duty in required.document:
        fulfilling = [document for document in current if any(holds(document.title, title) for title in duty.titles)]
        if not fulfilling:
            sentence = (
                f"{duty.name} is required ({duty.because}), and no document in force is it. Write or register it."
            )
            yield Found(Finding.MISSING_STATUTORY, "", sentence)
        elif duty.review is not None:
            yield from _late(fulfilling, duty, on)


def _late(documents: Sequence[Document], duty: _Required, on: date) -> Iterator[Found]:
    for document in documents:
        last = document.approved or document.effective_from
        if last is not None and duty.review is not None and _years_after(last, duty.review) < on:
            every = "year" if duty.review == 1 else f"{duty.review} years"
            sentence = f"{_name(document)} was approved on {long_date(last)}; {duty.because} asks for it every {every}."
            yield Found(Finding.STATUTORY_LATE, document.source, sentence)


def _years_after(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))


def holds(title: str, words: str) -> bool:
    """Whether a title has all of some words, whatever their case and order."""
    return set(words.casefold().split()) <= set(re.findall(r"[\w'’]+", title.casefold()))


def _dangling(documents: Sequence[Document]) -> Iterator[Found]:
    """References by title, "see the ... policy", whose words no title here holds."""
    titles = [_content(document.title) for document in documents]
    for document in documents:
        if document.status is not Status.IN_FORCE:
            continue
        named: dict[str, None] = {}
        for reference in REFERENCE.finditer(document.text):
            words = _content(reference["name"])
            strange = words & OTHERS or set(reference["name"].casefold().split()) & SENTENCE
            known = any(words <= title or (title and title <= words) for title in titles)
            if words and not known and not strange:
                named.setdefault(reference["name"])
        for name in named:
            sentence = f'{_name(document)} refers to "{name}", and no document here has that title.'
            yield Found(Finding.DANGLING, document.source, sentence)


def _content(words: str) -> set[str]:
    return set(re.findall(r"[\w'’]+", words.casefold())) - LITTLE


def _titles(documents: Sequence[Document], on: date) -> Iterator[Found]:
    by_title = defaultdict(list)
    for document in documents:
        if document.governs(on):
            by_title[document.title.casefold(), document.applies_to].append(document)
    for same in by_title.values():
        for other in same[1:]:
            sentence = f"{_name(other)} and {_name(same[0])} ({same[0].source}) are both in force under one title."
            yield Found(Finding.SAME_TITLE, other.source, sentence)


def _gaps(register: Register, files: Sequence[str]) -> Iterator[Found]:
    here = set(files)
    for source in files:
        if source not in register.entries:
            yield Found(Finding.WITHOUT_ENTRY, source, f"{source} has no entry in the register. Add one.")
    for source in register.entries:
        if source not in here:
            sentence = f"The register lists {source}, which is not there. Put it back, or take its entry out."
            yield Found(Finding.WITHOUT_FILE, source, sentence)


def _incomplete(documents: Sequence[Document]) -> Iterator[Found]:
    for document in documents:
        if document.status is not Status.IN_FORCE or not document.registered:
            continue
        missing = [
            words
            for words, value in (
                ("owner", document.owner),
                ("contact", document.contact),
                ("who approved it", document.approved_by),
                ("when it was approved", document.approved),
                ("review date", document.review_by),
            )
            if not value
        ]
        if missing:
            sentence = f"{_name(document)}: neither the register nor the document says {_listed(missing)}."
            yield Found(Finding.INCOMPLETE, document.source, sentence)


def _listed(words: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _name(document: Document) -> str:
    return f"{document.title} {document.version}".strip()
