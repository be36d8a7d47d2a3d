"""When a passage is a right one, and when an answer says a fact: compared by words, never by exact characters."""

import re
from collections.abc import Sequence

from assistant.values import Passage
from evals.values import Groups

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
OTHER = re.compile(r"[^\w£%]+")
POINT = re.compile(r"(?<=\d)\.(?=\d)")
LEAST_WORDS = 8  # of a passage that counts because it stands whole inside a longer snippet


def normalised(text: str) -> str:
    """Words in small letters with one space between them; punctuation gone, "1,500" as "1500", "2.5" as "2_5"."""
    return OTHER.sub(" ", POINT.sub("_", THOUSANDS.sub("", text.casefold()))).strip()


def says(text: str, wording: str) -> bool:
    """Whether a normalised text holds a wording, whole words only."""
    return f" {normalised(wording)} " in f" {text} "


def said(text: str, groups: Groups) -> tuple[bool, ...]:
    """For each group whether the text holds one of its wordings."""
    plain = normalised(text)
    return tuple(any(says(plain, wording) for wording in group) for group in groups)


def is_clause(passage_id: str, clause: str) -> bool:
    """Whether a passage is the clause or a further piece of it: "x@1/5-2" is the second piece of "x@1/5".

    A clause that ends in "/*" is every passage of its document.
    """
    if clause.endswith("/*"):
        return passage_id.startswith(clause[:-1])
    rest = passage_id.removeprefix(clause)
    return rest != passage_id and (not rest or bool(re.fullmatch(r"-\d+", rest)))


def holds(passage: str, snippet: str) -> bool:
    """Whether a normalised passage holds a normalised snippet, or stands whole inside a longer one."""
    if not snippet:
        return False
    return snippet in passage or (passage.count(" ") + 1 >= LEAST_WORDS and passage in snippet)


def groups_met(passage: Passage, gold: Groups, quotes: Groups) -> frozenset[int]:
    """Which of the gold groups, clauses first and then snippets, a passage satisfies."""
    met = {number for number, group in enumerate(gold) if any(is_clause(passage.id, clause) for clause in group)}
    return frozenset(met | quotes_met(passage.text, quotes, len(gold)))


def quotes_met(text: str, quotes: Sequence[Sequence[str]], first: int = 0) -> set[int]:
    """Which groups of snippets a text satisfies; they are numbered from `first`."""
    if not quotes:
        return set()
    plain = normalised(text)
    return {first + n for n, group in enumerate(quotes) if any(holds(plain, normalised(item)) for item in group)}
