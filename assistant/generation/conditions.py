"""Exceptions that stand in another clause than their rule: found by clause structure and by cue words."""

import re
from collections.abc import Iterator, Sequence

from assistant.generation.quoting import MARKER
from assistant.values import Passage

WITHIN = 3  # clauses after the rule in which an exception that only points back is looked for
EXCEPTS = re.compile(
    r"\b(?:unless|except(?:ion|ions)?|does not apply|do not apply|is not bound|not count(?:ed)?|instead of|despite"
    r"|notwithstanding|only (?:if|where|when)|however|in an emergency|may (?:not )?exceed)\b",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"(?:however|but|except(?:ion|ions)?|exceptions? to|an exception|the exception|this (?:does|is|limit|rule|clause)"
    r"|these (?:do|limits|rules)|nothing in|paragraph|clause|section|where (?:this|that)|despite|notwithstanding)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,3})+(?:\([a-z]\))?")


def bearing_on(rule: Passage, around: Sequence[Passage]) -> Iterator[Passage]:
    """The clauses around a rule that take something back from it: they name its number, or follow and point back."""
    if not rule.number:
        return
    after = [item for item in around if item.document.key == rule.document.key and item.start >= rule.end]
    near = {item.id for item in sorted(after, key=lambda item: item.start)[:WITHIN]}
    for item in around:
        if item.document.key != rule.document.key or item.id == rule.id or item.number == rule.number:
            continue
        words = MARKER.sub("", _body(item))
        if not EXCEPTS.search(words):
            continue
        names = rule.number in {found.group() for found in NUMBER.finditer(words)}
        if names or (item.id in near and same_section(rule, item) and OPENS.match(words)):
            yield item


def same_section(one: Passage, other: Passage) -> bool:
    """Whether two clauses stand under the same heading."""
    return one.document.key == other.document.key and one.heading_path == other.heading_path


def _body(passage: Passage) -> str:
    """The text of a passage behind its headings."""
    headings = passage.document.headings()
    place = passage.start
    while place in headings and headings[place] < passage.end:
        place = headings[place]
        while place < passage.end and passage.document.text[place] in "\n ":
            place += 1
    return passage.document.text[place : passage.end]
