"""What someone new to governance reads, in which order and why: rules on kinds and titles, laid over the register."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assistant.errors import RegisterError
from assistant.upkeep import Statutory, holds
from assistant.values import Document, Passage

FILE = Path(__file__).with_suffix(".toml")
ALL = "all"
MOST_FIRST = 3  # sections of a document to read first
FEWEST_WORDS = 12  # of a section that is worth a link
NOT_FIRST = re.compile(r"\b(?:changes?|versions?|history|signed|signatures?|distribution|contents)\b", re.IGNORECASE)
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class When(StrEnum):
    """By when something should have been read."""

    WEEK = "first week"
    MONTH = "first month"
    TERM = "first term"


class Role(BaseModel):
    """A person who is new; `names` are the words by which documents speak of such a person."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Words
    name: Words
    about: str = ""
    names: tuple[Words, ...] = ()


class Rule(BaseModel):
    """Which documents some roles read, by when and why; the fields are explained at the top of the file of rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    when: When
    roles: tuple[Words, ...]
    why: Words
    titles: tuple[Words, ...] = ()
    without: tuple[Words, ...] = ()
    kinds: tuple[Words, ...] = ()
    own_school: bool = False
    read: tuple[Words, ...] = ()
    most: int = Field(2, ge=1)


class Rules(BaseModel):
    """All that the file of rules says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    words_a_minute: int = Field(200, ge=50, le=1000)
    read: tuple[Words, ...] = ()
    self_check: tuple[Words, ...] = ()
    role: tuple[Role, ...]
    rule: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One document to read: why, what law asks for it ("" where none is known), and what of it to read first.

    `first` are sections, each as its passages. `minutes` is for the whole document, `minutes_first` for `first`.
    """

    document: Document
    when: When
    why: str
    statutory: str
    first: tuple[tuple[Passage, ...], ...]
    minutes: int
    minutes_first: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the register has on a day: its documents with their passages by key, and the list of what the law asks."""

    documents: Sequence[Document]
    passages: Mapping[str, Sequence[Passage]]
    on: date
    required: Statutory | None = None


def load(file: Path = FILE) -> Rules:
    """The rules of a file.

    Raises:
        RegisterError: it cannot be read, or names a role that it does not have; the sentence says where.
    """
    try:
        rules = Rules.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RegisterError(f"{file.name} cannot be read: {error}. Correct the line.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RegisterError(f"{file.name}: {where}: {first['msg']}. Correct it.") from error
    named = {*rules.self_check, *(role for rule in rules.rule for role in rule.roles)}
    strange = sorted(named - {ALL, *(role.id for role in rules.role)})
    if strange:
        raise RegisterError(f"{file.name}: there is no role {strange[0]!r}. Correct it.")
    return rules


def path(rules: Rules, role: Role, shelf: Shelf, school: str = "") -> tuple[Item, ...]:
    """What a role reads, first things first; `school` is the short name of the reader's school, "" for the trust."""
    return tuple(_item(document, rule, role, rules, shelf) for document, rule in _chosen(rules, role, shelf, school))


def _chosen(rules: Rules, role: Role, shelf: Shelf, school: str) -> Iterator[tuple[Document, Rule]]:
    current = [
        document
        for document in shelf.documents
        if document.governs(shelf.on) and (not document.applies_to or school in document.applies_to)
    ]
    taken: set[str] = set()
    for when in When:
        for rule in rules.rule:
            if rule.when is when and (ALL in rule.roles or role.id in rule.roles):
                fresh = [item for item in _fitting(rule, current, school) if item.key not in taken]
                for document in fresh[: rule.most]:
                    taken.add(document.key)
                    yield document, rule


def left_out(shelf: Shelf, school: str) -> bool:
    """Whether some documents in force are for single schools and the reader has not said which school is theirs."""
    return not school and any(item.applies_to and item.governs(shelf.on) for item in shelf.documents)


def to_check(rules: Rules, shelf: Shelf, schools: Sequence[str] = ()) -> frozenset[str]:
    """The keys of the documents that the self-check may ask about: what the roles named for it are given to read."""
    roles = [role for role in rules.role if role.id in rules.self_check]
    return frozenset(
        document.key
        for role in roles
        for school in ("", *schools)
        for document, _ in _chosen(rules, role, shelf, school)
    )


def in_words(minutes: int) -> str:
    """A time as people say it: "5 minutes", "1 hour 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    told = [_counted(hours, "hour")] if hours else []
    return " ".join([*told, _counted(rest, "minute")]) if rest or not hours else told[0]


def _fitting(rule: Rule, documents: Sequence[Document], school: str) -> Iterator[Document]:
    for document in sorted(documents, key=lambda item: item.title.casefold()):
        titled = any(holds(document.title, words) for words in rule.titles)
        of_kind = document.kind.casefold() in {kind.casefold() for kind in rule.kinds}
        own = rule.own_school and school in document.applies_to and not rule.titles
        if (titled or of_kind or own) and not any(holds(document.title, words) for words in rule.without):
            yield document


def _item(document: Document, rule: Rule, role: Role, rules: Rules, shelf: Shelf) -> Item:
    passages = shelf.passages.get(document.key, ())
    first = to_read_first(passages, rule.read, role.names, rules.read)
    return Item(
        document,
        rule.when,
        rule.why,
        _law(document, shelf.required),
        first,
        _minutes(document.text, rules.words_a_minute),
        _minutes(" ".join(passage.text for section in first for passage in section), rules.words_a_minute),
    )


def _law(document: Document, required: Statutory | None) -> str:
    duties = required.document if required is not None else ()
    found = (duty.because for duty in duties if any(holds(document.title, words) for words in duty.titles))
    return next(found, "")


def to_read_first(
    passages: Sequence[Passage], headings: Sequence[str], names: Sequence[str], further: Sequence[str] = ()
) -> tuple[tuple[Passage, ...], ...]:
    """Up to `MOST_FIRST` sections, in reading order, each as its passages.

    Those come first whose heading holds one of `headings`, then one of `further`, then those whose text names the role;
    where none does, the first clauses of the document.
    """
    sections = [
        section
        for section in _sections(passages)
        if sum(len(item.text.split()) for item in section) >= FEWEST_WORDS and not _formal(section[0])
    ]
    scores = [_score(section, headings, further, names) for section in sections]
    best = sorted((at for at, score in enumerate(scores) if score), key=lambda at: scores[at], reverse=True)[
        :MOST_FIRST
    ]
    numbered = [at for at, section in enumerate(sections) if section[0].number][:1]
    return tuple(sections[at] for at in sorted(best or numbered or range(len(sections[:1]))))


def _sections(passages: Sequence[Passage]) -> Iterator[tuple[Passage, ...]]:
    for _, group in groupby(passages, key=lambda item: item.heading_path):
        yield tuple(group)


def _formal(passage: Passage) -> bool:
    """Whether it stands in a part that a new reader may pass over, such as the history of versions."""
    return bool(passage.heading_path) and bool(NOT_FIRST.search(passage.heading_path[-1]))


def _score(
    section: Sequence[Passage], headings: Sequence[str], further: Sequence[str], names: Sequence[str]
) -> tuple[int, ...]:
    """What orders sections, the greatest first; () for a section that has nothing to do with the role."""
    heading = " ".join(section[0].heading_path[1:])
    text = "\n".join(item.text for item in section)
    score = (_said(heading, headings), _said(heading, further), _said(text, names))
    return score if any(score) else ()


def _said(text: str, words: Sequence[str]) -> int:
    return sum(bool(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)) for word in words)


def _minutes(text: str, words_a_minute: int) -> int:
    return ceil(len(text.split()) / words_a_minute)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
