"""Ten questions for someone new to check themselves: drawn from a question file, answered by the assistant itself.

A question is used only when it is answered, with confidence, from a document that governors are given to read, and,
where the file says which clauses a right answer cites and what it says, only when it does.
"""

import json
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.values import Answer, Asker, Document, Outcome

TAGS = frozenset({"strategy", "lookup", "scope", "metadata"})
UNFIT = frozenset({"instructions", "slang", "follow-up"})  # put to test the assistant, not a reader
HOW_MANY = 10
CONFIDENT = 0.5  # least probability of being right; below it an answer is no standard to check oneself against
MOST_ASKED = 40  # questions put to the assistant for one build
MOST_OF_ONE = 2  # questions about one document

Ask = Callable[[str, Asker], Answer]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question of the file. `gold` and `facts` are groups; a right answer has one of each group."""

    id: str
    question: str
    school: str = ""
    role: str = ""
    about: tuple[str, ...] = ()
    gold: tuple[tuple[str, ...], ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A question with the answer that was given and kept."""

    id: str
    question: str
    school: str
    answer: Answer

    @property
    def document(self) -> Document:
        """The document that the answer rests on first."""
        return self.answer.citations[0].passage.document


def read(place: Path) -> tuple[Candidate, ...]:
    """The questions of a .jsonl file or a folder of them that can be checked; () where there is none.

    Lines are JSON objects as `assistant evaluate` reads them; this room reads them itself, because the programs that
    evaluate need not be installed. A line that is no question is passed over.
    """
    files = sorted(place.rglob("*.jsonl")) if place.is_dir() else [place] if place.is_file() else []
    return tuple(candidate for file in files for candidate in _candidates(file))


def _candidates(file: Path) -> Iterator[Candidate]:
    defaults: Mapping[str, Any] = {}
    for line in file.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        try:
            said = json.loads(line) if line.strip() else None
        except ValueError:
            continue
        if not isinstance(said, Mapping):
            continue
        if isinstance(said.get("defaults"), Mapping):
            defaults = said["defaults"]
            continue
        said = {**defaults, **said}
        answerable = said.get("outcome") == Outcome.ANSWERED.value and not said.get("history")
        tags = set(said.get("tags") or ())
        if answerable and TAGS & tags and not UNFIT & tags and said.get("id") and said.get("question"):
            yield _candidate(said)


def _candidate(said: Mapping[str, Any]) -> Candidate:
    return Candidate(
        str(said["id"]),
        str(said["question"]),
        str(said.get("school") or ""),
        str(said.get("role") or ""),
        tuple(map(str, said.get("documents_about") or ())),
        _groups(said.get("gold")),
        _groups(said.get("facts")),
    )


def _groups(said: object) -> tuple[tuple[str, ...], ...]:
    groups = said if isinstance(said, list) else []
    return tuple(tuple(map(str, group)) if isinstance(group, list) else (str(group),) for group in groups)


def choose(candidates: Sequence[Candidate], ask: Ask, readable: Collection[str]) -> tuple[Checked, ...]:
    """Up to `HOW_MANY` questions whose answers may stand as a check, at most `MOST_OF_ONE` on each document.

    `readable` are the keys of the documents that governors are given to read.
    """
    ids = {key.split("@")[0] for key in readable}
    likely = [item for item in candidates if not item.about or ids & set(item.about)]
    chosen: list[Checked] = []
    for candidate in _spread(likely)[:MOST_ASKED]:
        answer = ask(candidate.question, Asker(candidate.role, candidate.school))
        if stands(candidate, answer, readable):
            checked = Checked(candidate.id, candidate.question, candidate.school, answer)
            if sum(item.document.id == checked.document.id for item in chosen) < MOST_OF_ONE:
                chosen.append(checked)
        if len(chosen) == HOW_MANY:
            break
    return tuple(chosen)


def _spread(candidates: Sequence[Candidate]) -> list[Candidate]:
    """One question about every document, then a second one about each, and so on, each in the order of the file."""
    seen: dict[tuple[str, ...], int] = {}
    turns = []
    for candidate in candidates:
        turns.append((seen.get(candidate.about, 0), len(turns), candidate))
        seen[candidate.about] = seen.get(candidate.about, 0) + 1
    return [candidate for _, _, candidate in sorted(turns, key=lambda turn: turn[:2])]


def stands(candidate: Candidate, answer: Answer, readable: Collection[str]) -> bool:
    """Whether an answer is good enough to check oneself against."""
    if answer.outcome is not Outcome.ANSWERED or (answer.confidence or 0.0) < CONFIDENT or not answer.citations:
        return False
    if answer.citations[0].passage.document.key not in readable:
        return False
    cited = [citation.passage.id for citation in answer.citations]
    said = " ".join((answer.text, *(citation.quote for citation in answer.citations))).casefold()
    rests = all(any(_piece_of(clause, name) for clause in group for name in cited) for group in candidate.gold)
    return rests and all(any(fact.casefold() in said for fact in group) for group in candidate.facts)


def _piece_of(clause: str, passage: str) -> bool:
    """Whether a passage is the clause or a further piece of it: "leave@3.1/4.2-2" of "leave@3.1/4.2"."""
    rest = passage.removeprefix(clause)
    return passage.startswith(clause) and (not rest or (rest.startswith("-") and rest[1:].isdigit()))


class Prepared:
    """The questions of each build, chosen once in a thread of its own. Safe to use from several threads."""

    def __init__(self, place: Path, ask: Ask) -> None:
        """`place` is the file or folder of questions."""
        self._place = place
        self._ask = ask
        self._kept: dict[str, tuple[Checked, ...]] = {}
        self._begun: set[str] = set()
        self._lock = threading.Lock()

    def questions(self, build: str, readable: Callable[[], Collection[str]]) -> tuple[Checked, ...] | None:
        """The questions for a build; None while they are being chosen. `readable` gives the keys for `choose`."""
        with self._lock:
            if build in self._kept:
                return self._kept[build]
            if build not in self._begun:
                self._begun.add(build)
                threading.Thread(target=self._choose, args=(build, readable), name="self-check", daemon=True).start()
        return None

    def _choose(self, build: str, readable: Callable[[], Collection[str]]) -> None:
        chosen: tuple[Checked, ...] = ()
        try:
            chosen = choose(read(self._place), self._ask, readable())
        except (AssistantError, OSError):
            pass  # the page then says that there are no questions
        finally:
            with self._lock:
                self._kept[build] = chosen
