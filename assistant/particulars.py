"""Questions about a document itself: who owns it, when it is reviewed, approved or in force, which version it is.

The answer is the document's own line that says it, quoted; the register's values tell which line that is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from assistant.retrieval.scope import Scope, why_not
from assistant.values import Citation, Document, Passage, Statement
from assistant.vocabulary import is_generic, other_names
from assistant.wording import content_words, long_date, sentences

KIND = (
    r"(?:polic(?:y|ies)|framework|strategy|schedule|procedure|plan|handbook|scheme|document|annex|charter|arrangements"
    r"|rules?|guidance|terms of reference)"
)
APPROVES = r"(?:approv\w+|pass(?:ed)?|adopt\w+|sign(?:ed)? (?:it )?off|agree[ds]?|ratif\w+)"
DOES = (
    r"(?:owns|is responsible for|looks after|wrote|maintains|keeps|is in charge of|leads on"
    r"|do i (?:ask|contact|speak to|email) about)"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


ASKS = {
    "owner": _any(
        rf"\bwho {DOES}\b.{{0,60}}\b{KIND}",
        rf"\b{KIND}\b.{{0,50}}\bwho(?:'s| is)? (?:owns|the owner|in charge|responsible)",
        rf"\bwhose (?:is|job|policy|document)\b|\bwhose\b.{{0,40}}\b{KIND}|\bwhose (?:it )?is\b",
        r"\bowner of\b|\bwho owns\b",
    ),
    "contact": _any(r"\b(?:e-?mail|contact|get hold of|reach)\b"),
    "review_by": _any(
        r"\b(?:review(?:ed)?|revis(?:ed|ion)|renew(?:ed|al)|updat(?:ed|ing)|looked at|due a look|a look|gone over"
        r"|redone|out of date|expire[sd]?)\b"
    ),
    "approved": _any(
        rf"\b(?:when|what (?:date|day)|which day|date)\b.{{0,60}}\b{APPROVES}\b",
        rf"\b{APPROVES}\b.{{0,40}}\b(?:when|what date|date)\b",
    ),
    "approved_by": _any(
        rf"\b(?:who|which (?:committee|board|body)|what committee|by which)\b.{{0,50}}\b{APPROVES}\b",
        rf"\b{APPROVES}\b.{{0,40}}\b(?:by which|which committee|who(?:m)?)\b",
    ),
    "effective_from": _any(
        r"\b(?:when|since when|from (?:when|which|what)|what (?:date|day))\b.{0,60}\b(?:start\w*|come\w* into|in force"
        r"|into force|appl(?:y|ies|ied)|take\w* effect|effective|valid|begin\w*)\b"
    ),
    "version": _any(
        r"\b(?:which|what|current|latest|up[- ]to[- ]date|newest|right) (?:version|edition|one)\b",
        r"\bversion (?:number|of)\b|\bup[- ]to[- ]date\b|\bstill (?:the )?(?:current|in force|valid)\b",
    ),
    "supersedes": _any(r"\b(?:replace[ds]?|supersede[ds]?|took? over from|take over from|came before)\b"),
}
LABELS = {
    "owner": r"owner|author|lead|responsible|maintained by",
    "contact": r"contact|e-?mail",
    "review_by": r"review|revis",
    "approved": r"approv|adopt|agreed|ratif",
    "approved_by": r"approv|adopt|agreed|ratif",
    "effective_from": r"effective|in force|applies from|from|start",
    "version": r"version|edition|issue",
    "supersedes": r"supersede|replace",
}
ABOUT_A_DOCUMENT = re.compile(rf"\b{KIND}\b", re.IGNORECASE)
COVERED = 0.99
MOST_WORDS = 30
SHORT_FORM = 4  # letters of a short form such as "ai" that may stand for the words of a title
LIGHT = frozenset(content_words("anti use pupils staff school schools summary new members statement information"))


def asked(question: str) -> tuple[str, ...]:
    """The fields of a `Document` that a question asks for; empty where it asks for something else."""
    if not ABOUT_A_DOCUMENT.search(question) or len(question.split()) > MOST_WORDS:
        return ()
    fields = tuple(name for name, pattern in ASKS.items() if pattern.search(question))
    if fields == ("contact",):
        return ()
    return fields


def document(question: str, documents: Iterable[Document], scope: Scope) -> Document | None:
    """The one document whose title the question names, of those that govern on the day; None when it is not clear."""
    wanted = set(content_words(question))
    wanted |= {word for stem in wanted if len(stem) <= SHORT_FORM for word in other_names(stem)}
    found: list[tuple[float, int, Document]] = []
    for item in documents:
        if not item.governs(scope.on):
            continue
        title = [word for word in dict.fromkeys(content_words(item.title)) if _names(word)]
        said = [word for word in title if word in wanted]
        if title and said:
            found.append((len(said) / len(title), len(said), item))
    found.sort(key=lambda entry: (-entry[0], -entry[1]))
    if not found or found[0][0] < COVERED:
        return None
    rivals = [entry for entry in found[1:] if entry[:2] == found[0][:2]]
    return None if rivals else found[0][2]


def _names(word: str) -> bool:
    """Whether a word of a title tells it from others."""
    return not (is_generic(word) or word in LIGHT or word.isdigit())


def draft(fields: Sequence[str], held: Sequence[Passage]) -> tuple[Statement, ...]:
    """The lines of a document's passages that say the fields, one statement each; lines said twice count once."""
    statements: dict[tuple[str, str], Statement] = {}
    for name in fields:
        line = next(_lines(name, held), None)
        if line is not None:
            passage, words = line
            statements.setdefault((passage.id, words), Statement(words, (Citation("", passage, words),)))
    return tuple(statements.values())


def _lines(name: str, held: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    value = getattr(held[0].document, name) if held else None
    if not value:
        return
    label = re.compile(rf"(?:{LABELS[name]})", re.IGNORECASE)
    words = _written(value)
    for passage in held:
        for line in passage.text.split("\n"):
            before, _, after = line.partition(":")
            if label.search(before) and any(said.casefold() in after.casefold() for said in words):
                yield passage, line.strip()
    for passage in held:
        for start, end in sentences(passage.text):
            said_here = passage.text[start:end]
            if label.search(said_here) and any(said.casefold() in said_here.casefold() for said in words):
                yield passage, said_here


def _written(value: object) -> tuple[str, ...]:
    """The ways in which a value is printed."""
    if isinstance(value, date):
        return (long_date(value), f"{value:%d/%m/%Y}", f"{value.day} {value:%b %Y}", value.isoformat())
    return (str(value),)


def answer(
    question: str, documents: Mapping[str, Document], passages: Mapping[str, Sequence[Passage]], scope: Scope
) -> tuple[Statement, ...]:
    """The statements about the document that a question names; empty where it asks for something else."""
    fields = asked(question)
    if not fields:
        return ()
    about = document(question, documents.values(), scope)
    if about is None:
        return ()
    held = passages[about.key]
    return draft(fields, held) if held and not why_not(held[0], scope) else ()
