"""Questions that the documents did not answer, kept so that a trust officer can close the gap, and what was settled.

One JSON line each in a file that is only ever added to. Nothing says who asked. What looks like personal data is taken
out before a line is written, and a question that screening ended (danger, private matters, small talk) is never kept.
"""

import json
import logging
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from assistant import screening
from assistant.concluding import nearest
from assistant.errors import AssistantError
from assistant.values import Answer, Asker, Document, Outcome, Retrieval
from assistant.wording import FUNCTION_WORDS, content_words, words

KEPT = (Outcome.NOT_FOUND, Outcome.PARTLY, Outcome.CLARIFY)
LIKE = 0.5  # share of content words that two questions have in common to stand in one group
LONGEST = 500  # characters of a question that are kept
LONGEST_NOTE = 1000
SECONDS_TO_WAIT = 5
SETTLED = "settled"
IN_A_DOCUMENT = "answered in a document"
HOW = (SETTLED, IN_A_DOCUMENT)
TITLED = re.compile(r"\b(?:[Mm]rs?|[Mm]s|[Mm]iss|[Mm]x|[Dd]r|[Pp]rof|[Rr]ev|MRS?)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?")
PERSONAL = (
    (re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE), "[number]"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"), "[postcode]"),
    (re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b"), "[date]"),
    (re.compile(r"(?<![\d£])(?:\+|\(?0)\d(?:[\s()-]*\d){5,}|(?<![\d£])\d(?:[\s-]?\d){8,}"), "[number]"),
    (
        re.compile(r"\b(?:[Mm]rs?|[Mm]s|[Mm]iss|[Mm]x|[Dd]r|[Pp]rof|[Rr]ev|MRS?)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"),
        "[name]",
    ),
)
CALLED = re.compile(r"\b(?:called|named|name is|surname|my (?:son|daughter|pupil|colleague|child))\s+([A-Z][\w'’-]+)")
SMALL_WORD = re.compile(r"\b[a-z][a-z'’-]+\b")
CAPITALS = re.compile(r"\b[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)+\b")


@dataclass(frozen=True, slots=True)
class Gap:
    """One question without a full answer. `document`, `title` and `owner` are of the document that stood nearest."""

    id: str
    day: date
    question: str
    outcome: str
    school: str = ""
    role: str = ""
    document: str = ""
    title: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a trust officer did about some gaps or feedback, by their ids; `document` is where the answer stands now."""

    at: str
    ids: tuple[str, ...]
    how: str
    note: str = ""
    document: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the file holds, oldest first."""

    gaps: tuple[Gap, ...] = ()
    settled: tuple[Settled, ...] = ()

    def settlement(self, name: str) -> Settled | None:
        """The last thing that was done about a gap or feedback; None while it is open."""
        return next((item for item in reversed(self.settled) if name in item.ids), None)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike, oldest first; they belong to the owner whose document stood nearest most often."""

    gaps: tuple[Gap, ...]

    @property
    def question(self) -> str:
        """The latest of the questions, which stands for all."""
        return self.gaps[-1].question

    @property
    def owner(self) -> str:
        """The owner to whom most of the questions belong; "" where none is known."""
        return _most([item.owner for item in self.gaps])

    @property
    def title(self) -> str:
        """The title of the document that stood nearest most often."""
        return _most([item.title for item in self.gaps])

    @property
    def document(self) -> str:
        """Its key."""
        return _most([item.document for item in self.gaps])


def note(file: Path | None, answer: Answer, asker: Asker, day: date, *, known: Collection[str] = ()) -> Gap | None:
    """Keep the question of an answer that was not found, partly answered or asked back; None where it is not kept.

    Nothing is kept when `file` is None (`Settings.gaps_file` while keeping is turned off), when screening ended the
    question, or when what is left without personal data says nothing. `known` are words in small letters that are no
    person's name, beside those of the passages that were found. Never raises: an answer must not fail because its gap
    cannot be kept.
    """
    if file is None or answer.outcome not in KEPT or answer.retrieval is None or _private(answer):
        return None
    question = without_personal(answer.question, {*known, *_seen(answer.retrieval, asker)})[:LONGEST]
    if not content_words(question.replace("[name]", "")):
        return None
    near = nearest(answer.retrieval) or Document("", "", "", "", "", ())
    gap = Gap(
        f"{day:%Y%m%d}-{uuid4().hex[:10]}",
        day,
        question,
        answer.outcome.value,
        asker.school,
        asker.role if asker.role.replace(" ", "").isalpha() else "",
        near.key,
        near.title,
        near.owner,
    )
    try:
        _add(file, {**_said(asdict(gap)), "day": day.isoformat()})
    except AssistantError as error:
        logging.getLogger(__name__).warning("A question without an answer could not be kept: %s", error)
        return None
    return gap


def _seen(found: Retrieval, asker: Asker) -> Iterator[str]:
    """The words in small letters, and those of titles and schools, that the search came across."""
    yield from words(" ".join((asker.school, found.school, *found.others)))
    for hit in found.hits:
        yield from SMALL_WORD.findall(hit.passage.text)
        yield from words(" ".join((hit.passage.document.title, *hit.passage.document.applies_to)))


def _private(answer: Answer) -> bool:
    """Whether the question, or the whole conversation put into one question, must not be kept."""
    for asked in (answer.question, answer.asked_as):
        screened = screening.screen(asked, 10 * LONGEST, follows=True)
        told = screened is not None and screened.outcome in (Outcome.ACT_NOW, Outcome.OUT_OF_SCOPE)
        if told or screening.scope_of.about_a_person(asked):
            return True
    return False


def without_personal(text: str, known: Collection[str] = ()) -> str:
    """A text as one line in which addresses, numbers, days of birth and names are replaced by what they are."""
    kept = screening.clean(text)
    for pattern, word in PERSONAL:
        kept = pattern.sub(word, kept)
    kept = CALLED.sub(lambda found: found.group().replace(found[1], "[name]"), kept)
    ordinary = FUNCTION_WORDS | frozenset(known)
    return CAPITALS.sub(lambda found: _without_names(found.group().split(" "), ordinary), kept)


def _without_names(capitals: Sequence[str], ordinary: Collection[str]) -> str:
    """Capitalised words in a row, two or more of which are a name unless they are words of the documents or of every
    question: "Does Keira Marsh" holds one behind its first word.
    """
    said: list[str] = []
    for row in (list(group) for _, group in groupby(capitals, lambda word: word.casefold() in ordinary)):
        is_name = len(row) > 1 and row[0].casefold() not in ordinary
        said += ["[name]"] if is_name else row
    return " ".join(said)


def settle(
    file: Path, ids: Sequence[str], how: str, *, note: str = "", document: str = "", signed: str = ""
) -> Settled:
    """Add that some gaps or feedback are settled, and how. Nothing is taken away, and a later word stands.

    Raises:
        AssistantError: it cannot be kept, no id was given, or `how` is none of `HOW`.
    """
    if not ids or how not in HOW:
        raise AssistantError("Nothing was chosen. Choose what is settled and how, and send it again.")
    said = Settled(
        datetime.now(UTC).isoformat(timespec="seconds"),
        tuple(ids),
        how,
        note.strip()[:LONGEST_NOTE],
        document.strip()[:200],
        signed.strip()[:200],
    )
    _add(file, _said(asdict(said)))
    return said


def _add(file: Path, line: dict[str, Any]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock", timeout=SECONDS_TO_WAIT), file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(line, ensure_ascii=False) + "\n")
            kept.flush()
            os.fsync(kept.fileno())
    except (OSError, Timeout) as error:
        reason = getattr(error, "strerror", None) or error
        raise AssistantError(f"{file.name} cannot be written ({reason}). Please try again.") from error


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", (), [])}


def read(file: Path) -> Kept:
    """All that was kept; a line that was cut off by a crash is passed over."""
    gaps: list[Gap] = []
    settled: list[Settled] = []
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    for line in lines:
        try:
            said = json.loads(line)
            if "how" in said:
                date.fromisoformat(said["at"][:10])
                settled.append(Settled(**{**said, "ids": tuple(said["ids"])}))
            else:
                gaps.append(Gap(**{**said, "day": date.fromisoformat(said["day"])}))
        except (ValueError, TypeError, KeyError):
            continue
    return Kept(tuple(gaps), tuple(settled))


def grouped(gaps: Iterable[Gap]) -> tuple[Group, ...]:
    """The gaps in groups of like questions, the largest first, then the latest.

    Two questions are alike when they share `LIKE` of their content words (Jaccard); a question joins the group whose
    first question is most like it.
    """
    groups: list[list[Gap]] = []
    leaders: list[frozenset[str]] = []
    with_word: dict[str, list[int]] = {}
    for gap in gaps:
        stems = frozenset(content_words(gap.question))
        near = {number for stem in stems for number in with_word.get(stem, ())}
        best = max(near, key=lambda number: (_alike(stems, leaders[number]), -number), default=None)
        if best is not None and _alike(stems, leaders[best]) >= LIKE:
            groups[best].append(gap)
            continue
        for stem in stems:
            with_word.setdefault(stem, []).append(len(groups))
        groups.append([gap])
        leaders.append(stems)
    made = [Group(tuple(sorted(group, key=lambda item: item.day))) for group in groups]
    return tuple(sorted(made, key=lambda group: (-len(group.gaps), -group.gaps[-1].day.toordinal(), group.question)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _most(names: Sequence[str]) -> str:
    """The name that is there most often, the latest of equals; "" where there is none."""
    said = [name for name in reversed(names) if name]
    return max(dict.fromkeys(said), key=said.count, default="")
