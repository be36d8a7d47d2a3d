"""Which of two texts governs where they differ, and why: as the register says, from the trust's own rules."""

import re
import sys
from datetime import date

from assistant.generation.quoting import LIST_ITEM
from assistant.precedence.differences import UNITS
from assistant.precedence.texts import Texts
from assistant.values import Document, Passage, Precedence
from assistant.vocabulary import is_generic
from assistant.wording import content_words, long_date

WHO_DECIDES = "who decides"
INSTEAD = "instead"
SCHOOL = "school"
CLAUSE = r"(?<![\d.]){number}(?![\d.]*\d)"
DIFFER = "Two documents differ here. {first} governs over {second}: {why}{stated}."
UNDECIDED = "Two documents differ here, {first} and {second}, and nothing says which governs. Ask {owner}."
WHY_DECIDES = "it comes first on who decides"
WHY_SCHOOLS_MAY = "{title} lets schools set their own rule here"
WHY_FOR_ALL = "a text for all schools comes before a school's own"
WHY_RANK = "it is a {one}, which comes before a text of the kind “{other}”"
WHY_LATER = "both are of one rank, and it was approved later, on {day}"


def governing(cited: Passage, other: Passage, kind: str, opened: Texts) -> tuple[Passage, str]:
    """Which of two passages governs, and the notice that says why."""
    rule = opened.manifest.precedence
    one, two = cited.document, other.document
    stated = f" ({rule.stated_in})" if rule.stated_in else ""

    def governs(first: Passage, why: str) -> tuple[Passage, str]:
        second = other if first is cited else cited
        return first, DIFFER.format(first=first.document.title, second=second.document.title, why=why, stated=stated)

    own = other if two.applies_to and not one.applies_to else cited if one.applies_to and not two.applies_to else None
    if own is not None:
        for_all = cited if own is other else other
        if kind == INSTEAD or _lets(for_all, own, opened):
            return governs(own, WHY_SCHOOLS_MAY.format(title=for_all.document.title))
    ranks = [rank_of(document, rule, kind) for document in (one, two)]
    if ranks[0] == ranks[1] is None:
        owner = one.owner or two.owner or "their owners"
        return cited, UNDECIDED.format(first=one.title, second=two.title, owner=owner)
    if ranks[0] == ranks[1]:
        later, earlier = (other, cited) if (two.approved or date.min) > (one.approved or date.min) else (cited, other)
        if later.document.approved in (None, earlier.document.approved):
            return cited, UNDECIDED.format(first=one.title, second=two.title, owner=one.owner or "their owners")
        return governs(later, WHY_LATER.format(day=long_date(later.document.approved or date.min)))
    first = cited if _or_last(ranks[0]) < _or_last(ranks[1]) else other
    if kind == WHO_DECIDES and rule.ranks[_or_last(min(ranks, key=_or_last))].on == WHO_DECIDES:
        return governs(first, WHY_DECIDES)
    if own is not None and first is not own:
        return governs(first, WHY_FOR_ALL)
    second = other if first is cited else cited
    return governs(first, WHY_RANK.format(one=first.document.kind, other=second.document.kind))


def _or_last(rank: int | None) -> int:
    return sys.maxsize if rank is None else rank


def rank_of(document: Document, rule: Precedence, on: str = "") -> int | None:
    """The place of a document in the register's list for a question; None where it is not in it."""
    listed = list(enumerate(rule.ranks))
    special = [place for place, rank in listed if rank.on and rank.on == on and _is_meant(document, rank.text)]
    if special:
        return special[0]
    of_schools = [place for place, rank in listed if rank.text == SCHOOL]
    if document.applies_to and of_schools:
        return of_schools[0]
    return next((place for place, rank in listed if not rank.on and _is_meant(document, rank.text)), None)


def governs_who_decides(document: Document, rule: Precedence) -> bool:
    """Whether the register says of a document that it governs on who decides."""
    return any(rank.on == WHO_DECIDES and _is_meant(document, rank.text) for rank in rule.ranks)


def _is_meant(document: Document, text: str) -> bool:
    return text == document.kind or text.casefold() in document.title.casefold()


def letting(document: Document, opened: Texts) -> list[Passage]:
    """The passages in which a text says that schools may set their own rule."""
    words = opened.manifest.precedence.schools_may.casefold()
    return [item for item in opened.library.by_document[document.key] if words and words in item.text.casefold()]


def names_clause(passage: Passage, number: str) -> bool:
    """Whether a passage names a clause by its number."""
    return bool(number) and re.search(CLAUSE.format(number=re.escape(number)), passage.text) is not None


def _lets(for_all: Passage, own: Passage, opened: Texts) -> bool:
    """Whether a text for all schools lets schools set their own rule on what two of its and their passages say."""
    titled = set(content_words(f"{for_all.document.title} {own.document.title}")) | UNITS
    shared = (set(content_words(for_all.text)) & set(content_words(own.text))) - titled
    for passage in letting(for_all.document, opened):
        if names_clause(passage, for_all.number):
            return True
        items = [line for line in passage.text.split("\n")[1:] if LIST_ITEM.match(line)]
        if any({word for word in content_words(line) if not is_generic(word)} & shared for line in items):
            return True
    return False
