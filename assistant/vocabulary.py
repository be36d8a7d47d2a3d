"""Words that schools use for the same thing, and words that ask without naming a subject.

The groups stand in `vocabulary.toml`. What a trust's own documents and register say, short forms and new names, is a
value of its own (`Names`) that is handed in with a question.
"""

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from assistant.wording import content_words

FILE = Path(__file__).with_suffix(".toml")
Stems = tuple[str, ...]
GENERIC = """policy rule rules procedure process guidance document documents plan rate cost price amount limit maximum
minimum allowed permitted target trust school happen want find tell explain mean please details information thing kind
type number alone""".split()
BARE = """day days week weeks month months year years hour hours time date deadline long many much number amount limit
approve approves approval sign signs agree decide decides permission allow allowed ok okay fine form forms copy rule
rules policy policies procedure thing things something anything someone anyone get have take need want use go keep kept
pay paid cost money claim ask request fill send hand give tell check start end stop happen apply applies count school
trust please quick question help know find out right wrong way people person staff colleague exactly maximum minimum
cut-off pupil pupils child children teacher teachers next now today still what's when's who's where's how's""".split()


@dataclass(frozen=True, slots=True)
class Names:
    """Further names, by the stems of the name that leads to them: ("lgb",) leads to ("local", "govern", "bodi")."""

    others: Mapping[Stems, tuple[Stems, ...]] = field(default_factory=dict)

    def of(self, name: Stems) -> tuple[Stems, ...]:
        """The other names of a thing."""
        return self.others.get(name, ())


NO_NAMES = Names()


def names_of(same: Iterable[tuple[str, str]], renamed: Iterable[tuple[str, str]] = ()) -> Names:
    """Names from pairs of names for the same thing, and from pairs of an old name and the new one.

    Each of `same` leads to the other; an old name leads to the new one and to its other names, but not back: people go
    on using old names, while documents in force use the new ones.
    """
    steps: dict[Stems, dict[Stems, None]] = {}
    pairs = [(one, other) for one, other in same]
    for one, other in [*pairs, *((other, one) for one, other in pairs), *renamed]:
        start, end = content_words(one), content_words(other)
        if start and end and start != end:
            steps.setdefault(start, {})[end] = None
    return Names({start: tuple(_reached(start, steps)) for start in steps})


def _reached(start: Stems, steps: Mapping[Stems, Mapping[Stems, None]]) -> Iterator[Stems]:
    seen, waiting = {start}, [start]
    while waiting:
        for name in steps.get(waiting.pop(0), ()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
                yield name


@cache
def _same() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in tomllib.loads(FILE.read_text(encoding="utf-8"))["same"])


@cache
def _groups() -> Mapping[str, tuple[Stems, ...]]:
    """For every stem that is a whole name, the other names of its group, each as stems."""
    found: dict[str, tuple[Stems, ...]] = {}
    for group in _same():
        names = tuple(dict.fromkeys(content_words(name) or (name,) for name in group))
        for name in names:
            if len(name) == 1:
                found[name[0]] = (*found.get(name[0], ()), *(other for other in names if other != name))
    return found


def expanded(question: str, names: Names = NO_NAMES) -> str:
    """A question with the other names of what it names behind it, for the search by words."""
    said = content_words(question)
    extra = dict.fromkeys(word for stem in dict.fromkeys(said) for word in other_names(stem))
    for name in names.others:
        if any(said[place : place + len(name)] == name for place in range(len(said) - len(name) + 1)):
            extra |= dict.fromkeys(word for other in names.of(name) for word in other if word not in said)
    return f"{question} {' '.join(extra)}" if extra else question


@cache
def _generic() -> frozenset[str]:
    return frozenset(content_words(" ".join(GENERIC)))


def is_generic(stem: str) -> bool:
    """Whether a word asks without naming a subject: "the mileage rate" is about mileage."""
    return stem in _generic()


@cache
def _bare() -> frozenset[str]:
    return frozenset(content_words(" ".join(BARE)))


def is_bare(stem: str) -> bool:
    """Whether a word alone does not say what a question is about: "how many days do I get?"."""
    return stem in _bare()


def named(stem: str, stems: Collection[str], names: Names = NO_NAMES) -> bool:
    """Whether a word, or another name of the same thing, stands among some stems."""
    if stem in stems or any(_all(other, stems) for other in _groups().get(stem, ())):
        return True
    return any(_all(other, stems) for other in names.of((stem,)))


def other_names(stem: str, names: Names = NO_NAMES) -> tuple[str, ...]:
    """The stems of the other names of a thing, to search for as well."""
    return tuple(word for name in (*_groups().get(stem, ()), *names.of((stem,))) for word in name)


def _all(words: Iterable[str], stems: Collection[str]) -> bool:
    return all(word in stems for word in words)
