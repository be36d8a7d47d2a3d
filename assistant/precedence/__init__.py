"""Two texts in force that say different things about one point: both are shown, the one that governs first, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy

from assistant import framing, verification
from assistant.generation.quoting import lines
from assistant.index import Index
from assistant.precedence.differences import another_amount, another_person, names, rules
from assistant.precedence.governing import INSTEAD, WHO_DECIDES, governing, governs_who_decides, letting, names_clause
from assistant.retrieval import Scope, why_not
from assistant.values import Citation, Passage, Retrieval, Statement

FOUND = 10  # hits that are looked at
NEAREST = 12  # passages nearest by meaning that are looked at
NEAR = 0.5
NEAR_ENOUGH = 0.55  # cosine of a clause and the one that a school has in its place
AIMS = frozenset({"strategy"})  # what is aimed at does not contradict what is the rule
AMOUNT = "amount"
TRUST_TEXT = re.compile(
    r"\b(?:trust(?:'s|’s)? (?:policy|framework)|clause|in place of|takes the place of)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Settled:
    """What is said once it is settled which text governs: it comes first, and the notice says why."""

    statements: tuple[Statement, ...]
    retrieval: Retrieval
    notices: tuple[str, ...] = ()


def settle(statements: tuple[Statement, ...], found: Retrieval, opened: Index, scope: Scope) -> Settled:
    """The statements, with what another text in force says of the same point where it says something else.

    Looked at are the passages that were found, and those nearest to what is cited. At most one difference is shown.
    """
    for place, statement in enumerate(statements if opened.manifest.precedence.ranks else ()):
        cited = _passage(statement)
        for other in _beside(cited, found, opened, scope):
            difference = _difference(statement, other, opened, scope)
            if difference is None:
                continue
            first, why = governing(cited, other, difference.kind, opened)
            rest = tuple(item for item in statements if item is not statement and _passage(item).id != other.id)
            said = next((item for item in statements if _passage(item).id == other.id), None)
            said = said or Statement(difference.words, (Citation("", other, difference.words),))
            pair = _in_order(statement, said, other_first=first is other)
            ordered = (*pair, *rest) if place == 0 or first is other else (*rest[:place], *pair, *rest[place:])
            wider = replace(found, around=(*found.around, other))
            return Settled(verification.check(ordered, wider), wider, (why,))
    return Settled(statements, found)


def _in_order(statement: Statement, other: Statement, *, other_first: bool) -> tuple[Statement, Statement]:
    """The governing one, then the other under its title."""
    first, second = (other, statement) if other_first else (statement, other)
    return first, replace(second, lead=framing.otherwise(_passage(second).document))


def _passage(statement: Statement) -> Passage:
    return statement.citations[0].passage


def _beside(cited: Passage, found: Retrieval, opened: Index, scope: Scope) -> Iterator[Passage]:
    """Passages of other documents that may answer this person today: those found, then those nearest by meaning."""
    library = opened.library
    near = library.matrix @ library.matrix[library.rows[cited.id]]
    names = list(library.passages)
    nearest = [library.passages[names[row]] for row in numpy.argsort(-near)[: NEAREST + 1] if near[row] >= NEAR]
    seen: set[str] = set()
    for passage in (*(hit.passage for hit in found.hits[:FOUND]), *nearest):
        document = passage.document
        school = not document.applies_to or (scope.asker.school and not why_not(passage, scope))
        if passage.id in seen or document.id == cited.document.id or not document.governs(scope.on) or not school:
            continue
        seen.add(passage.id)
        yield passage


@dataclass(frozen=True, slots=True)
class _Difference:
    """`kind` is "amount", "who decides" or "instead"; `words` are the sentence of the other text."""

    kind: str
    words: str


def _difference(statement: Statement, other: Passage, opened: Index, scope: Scope) -> _Difference | None:
    cited = _passage(statement)
    documents = (cited.document, other.document)
    if any(document.kind in AIMS for document in documents):
        return None
    if instead(cited, other, opened, scope):
        return _Difference(INSTEAD, _opening(other))
    deciding = any(governs_who_decides(document, opened.manifest.precedence) for document in documents)
    for quote in (citation.quote for citation in statement.citations):
        for said in rules(quote):
            for words in rules(other.text):
                if another_amount(said, words, cited, other, opened):
                    return _Difference(AMOUNT, words)
                if deciding and another_person(said, words, cited, other, opened):
                    return _Difference(WHO_DECIDES, words)
    return None


def instead(cited: Passage, other: Passage, opened: Index, scope: Scope) -> bool:
    """Whether the other text is the asker's school's own, in place of the clause that is cited.

    Either it names the clause, or a clause that lets schools set their own rule does, and the two are near in meaning.
    """
    if not cited.number or cited.document.applies_to or scope.asker.school not in other.document.applies_to:
        return False
    if not names(other.document, cited) and not names(cited.document, other):
        return False
    if names_clause(other, cited.number) and other.number != cited.number and TRUST_TEXT.search(other.text):
        return True
    lets = letting(cited.document, opened)
    library = opened.library
    near = float(library.matrix[library.rows[cited.id]] @ library.matrix[library.rows[other.id]])
    return near >= NEAR_ENOUGH and cited not in lets and any(names_clause(item, cited.number) for item in lets)


def _opening(passage: Passage) -> str:
    """The rule of a passage in its own words, without its headings."""
    held = lines(passage)
    return passage.text[held[0][0] : held[-1][1]] if held else passage.text
