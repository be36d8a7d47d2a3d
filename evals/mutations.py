"""Statements altered on purpose, to measure what verification catches: `python -m evals.mutations`.

Every statement that the library's passages offer is altered in each way that it allows: another number, unit, amount,
date, role, comparison, duty, a negation more or less, a condition dropped. A caught one is not shown.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.generation.quoting import quotable, shown
from assistant.saying import MONTH, ROLE
from assistant.values import Passage
from assistant.verification import says_the_same
from assistant.wording import MODAL

SEED = 20260901
MOST_OF_A_KIND = 400
UNITS = ("days", "weeks", "months", "years", "hours", "minutes", "terms")
MONTHS = MONTH.strip("(?:)").split("|")
OTHER_ROLES = ("headteacher", "chief executive", "line manager", "trust board", "teacher", "parent", "school committee")
OTHER_MODALS = {
    "must": "may",
    "may": "must",
    "should": "may",
    "can": "must",
    "will": "may",
    "shall": "may",
    "need": "must",
}
OPPOSITE = {
    "at least": "at most",
    "up to": "at least",
    "more than": "less than",
    "less than": "more than",
    "before": "after",
    "after": "before",
    "within": "after",
    "no more than": "at least",
    "above": "below",
    "below": "above",
}
NUMBER = re.compile(r"(?<![\d.(])\b\d{1,3}(?:,\d{3})*\b(?![.)]\d|\d)")
MONEY = re.compile(r"£\d[\d,]*")
CLAUSE = re.compile(r",? (?:unless|except where|only if|provided that|as long as) [^.;:\n]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caught:
    """Of altered statements of one kind: how many there were, and how many did not pass."""

    kind: str
    altered: int
    caught: int


def statements(passages: Iterable[Passage]) -> list[str]:
    """What could be said from the passages, in the words of the documents."""
    return [shown(passage.text, spans) for passage in passages for spans in quotable(passage)]


def measure(said: Iterable[str]) -> tuple[list[Caught], float]:
    """What is caught of each kind, and the share of the unaltered statements that pass."""
    held = [words for words in said if len(words.split()) >= 4]
    dice = random.Random(SEED)
    dice.shuffle(held)
    altered: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for words in held:
        for kind, alter in KINDS.items():
            if altered[kind] < MOST_OF_A_KIND and (other := alter(words, dice)) and other != words:
                altered[kind] += 1
                caught[kind] += not says_the_same(other, [words])
    passed = sum(says_the_same(words, [words]) for words in held) / len(held) if held else 0.0
    return [Caught(kind, altered[kind], caught[kind]) for kind in KINDS], passed


def _number(words: str, dice: random.Random) -> str:
    return _replaced(NUMBER, words, dice, lambda found: str(int(found.replace(",", "")) + dice.randint(1, 9)))


def _amount(words: str, dice: random.Random) -> str:
    return _replaced(MONEY, words, dice, lambda found: f"£{int(found[1:].replace(',', '') or 0) + 150:,}")


def _unit(words: str, dice: random.Random) -> str:
    found = re.compile(rf"(?<=\d ){'|(?<=[0-9] )'.join(UNITS)}\b")
    return _replaced(found, words, dice, lambda unit: dice.choice([other for other in UNITS if other != unit]))


def _date(words: str, dice: random.Random) -> str:
    month = re.compile(rf"(?<=\d )(?:{MONTH})\b", re.IGNORECASE)
    return _replaced(
        month, words, dice, lambda found: dice.choice([m for m in MONTHS if m != found.casefold()]).capitalize()
    )


def _role(words: str, dice: random.Random) -> str:
    return _replaced(
        ROLE, words, dice, lambda found: dice.choice([r for r in OTHER_ROLES if r not in words.casefold()] or [found])
    )


def _modal(words: str, dice: random.Random) -> str:
    return _replaced(MODAL, words, dice, lambda found: OTHER_MODALS.get(found.split()[0].casefold(), found))


def _negation(words: str, _: random.Random) -> str:
    if re.search(r"\b(?:must|may|should|will|can|is|are|do|does) not\b", words):
        return re.sub(r"\b(must|may|should|will|can|is|are|do|does) not\b", r"\1", words, count=1)
    return re.sub(r"\b(must|may|should|will|is|are)\b(?! not)", r"\1 not", words, count=1)


def _comparison(words: str, dice: random.Random) -> str:
    found = re.compile(rf"\b(?:{'|'.join(OPPOSITE)})\b", re.IGNORECASE)
    return _replaced(found, words, dice, lambda said: OPPOSITE[said.casefold()])


def _condition(words: str, _: random.Random) -> str:
    return CLAUSE.sub("", words, count=1)


def _replaced(pattern: re.Pattern[str], words: str, dice: random.Random, other: Callable[[str], str]) -> str:
    """The words with one match, chosen at random, replaced; "" where nothing matches."""
    found = [match for match in pattern.finditer(words) if match.group()]
    if not found:
        return ""
    match = dice.choice(found)
    return words[: match.start()] + other(match.group()) + words[match.end() :]


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "number": _number,
    "amount of money": _amount,
    "unit": _unit,
    "date": _date,
    "role": _role,
    "must, should, may": _modal,
    "negation": _negation,
    "comparison": _comparison,
    "condition dropped": _condition,
}


def lines(found: Iterable[Caught], passed: float) -> Iterator[str]:
    """The result for people."""
    altered = caught = 0
    for item in found:
        altered, caught = altered + item.altered, caught + item.caught
        yield f"{item.kind}: {item.caught} of {item.altered} caught"
    yield f"all: {caught} of {altered} = {caught / altered:.4f} caught; unaltered that pass: {passed:.4f}"


def main() -> None:
    """Measure on the published index."""
    from assistant import index, settings
    from assistant.index.library import Library

    chosen = settings.load()
    library = Library(chosen.indexes / index.pointer(chosen.indexes).build)
    print("\n".join(lines(*measure(statements(library.passages.values())))))  # noqa: T201


if __name__ == "__main__":
    main()
