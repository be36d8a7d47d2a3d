"""How an answer ends: which outcome it has, its words, and the notices that stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import asking, verification
from assistant.retrieval import Scope
from assistant.values import Answer, Document, Outcome, Retrieval, Statement
from assistant.wording import long_date

NOT_FOUND = "I cannot find this in the documents."
NO_DOCUMENTS = "There are no documents to answer from yet. Add documents to the corpus folder and run: assistant index"
PARTLY = "The documents answer part of this. I cannot find in them: {unmet}"
WHICH_SCHOOL = "Which school is this about? The answer differs between {schools}."
OVERDUE = "{title} was due for review by {day}. It is still in force; ask {owner} whether it is being revised."
FIRST = 2  # statements that are looked at for schools


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way: as put, as understood, for whom, and how sure an answer would be (0 to 1)."""

    question: str
    asked_as: str
    scope: Scope
    sure: float = 1.0


def not_found(asked: Asked, found: Retrieval, build: str, *, empty: bool = False) -> Answer:
    """The canned words, whom to ask, and what stood nearest."""
    message = NO_DOCUMENTS if empty else not_found_words(found)
    return Answer(
        asked.question, asked.asked_as, Outcome.NOT_FOUND, message, (), found, (), build, confidence=asked.sure
    )


def answered(
    asked: Asked,
    statements: tuple[Statement, ...],
    found: Retrieval,
    build: str,
    schools: Sequence[str],
    told: Sequence[str] = (),
) -> Answer:
    """The statements, or, where they hold for one school and nobody said which, the question which school it is.

    `told` are notices that stand before those about the cited documents.
    """
    differs = differing(asked, statements, schools)
    if differs:
        message = WHICH_SCHOOL.format(schools=_listed(differs))
        return Answer(
            asked.question, asked.asked_as, Outcome.CLARIFY, message, (), found, (), build, confidence=asked.sure
        )
    unmet = verification.unmet(asked.asked_as, statements, found.best)
    statements = verification.without(statements, unmet, found.each)
    if not statements:
        return not_found(asked, found, build)
    open_still = ", ".join(f"“{asking.alone(asked.asked_as)[place].rstrip(' ?.')}?”" for place in unmet)
    outcome, message = (Outcome.PARTLY, PARTLY.format(unmet=open_still)) if unmet else (Outcome.ANSWERED, "")
    told = (*told, *notices(statements, asked.scope))
    return Answer(
        asked.question, asked.asked_as, outcome, message, statements, found, told, build, confidence=asked.sure
    )


def differing(asked: Asked, statements: Sequence[Statement], schools: Sequence[str]) -> tuple[str, ...]:
    """The schools for which the first statements say different things, when neither asker nor question names one."""
    said = asked.asked_as.casefold()
    if asked.scope.asker.school or any(school.casefold() in said for school in schools):
        return ()
    if "school" in said and any(
        words in said for words in ("which school", "what schools", "each school", "all schools")
    ):
        return ()
    held: list[str] = []
    for statement in statements[:FIRST]:
        passage = statement.citations[0].passage
        limited = passage.document.applies_to
        if limited and len(limited) < len(schools):
            return (*(school for school in schools if school in limited), "the others")
        named = [school for school in schools if school.casefold() in statement.text.casefold()]
        if statement is statements[0] and named:
            around = passage.text.casefold()
            others = [school for school in schools if school.casefold() in around]
            held = others if len(named) < len(schools) and len(others) > len(named) else []
    return tuple(held)


def notices(statements: Sequence[Statement], scope: Scope) -> list[str]:
    """What a reader must know about the cited documents: whom they are for, review overdue, could not be updated."""
    cited = {c.passage.document.key: c.passage.document for statement in statements for c in statement.citations}
    told: list[str] = []
    for document in cited.values():
        if document.applies_to:
            told.append(f"{document.title} applies to {' and '.join(document.applies_to)} only.")
        if document.review_by is not None and document.review_by < scope.on and document.governs(scope.on):
            owner = document.owner or "its owner"
            told.append(OVERDUE.format(title=document.title, day=long_date(document.review_by), owner=owner))
        told.extend(f"{document.title}: {warning}" for warning in document.warnings)
    return told


def not_found_words(found: Retrieval) -> str:
    """The canned words, then whom to ask: the owner of the nearest document, and what stood nearest."""
    near = nearest(found)
    words = [NOT_FOUND]
    if near is not None and near.owner:
        contact = f" ({near.contact})" if near.contact else ""
        words.append(f"The nearest document is {near.title}; ask its owner, {near.owner}{contact}.")
    elif near is not None:
        words.append(f"The nearest document is {near.title}; it names no owner, so ask your school office.")
    best = max((hit.similarity or 0.0 for hit in found.hits), default=0.0)
    better = [item for item in found.passed_over if (item.hit.similarity or 0.0) > best]
    if better:
        words.append(f"Something nearer was found but may not answer: {better[0].reason}.")
    return " ".join(words)


def ask_owner(document: Document | None) -> str:
    """Whom to ask about a document, as a sentence; "" where nobody is known."""
    if document is None or not document.owner:
        return ""
    return f"Ask its owner, {document.owner}{f' ({document.contact})' if document.contact else ''}."


def nearest(found: Retrieval) -> Document | None:
    """The document whose passages have the highest scores together."""
    scores: dict[str, float] = {}
    for hit in found.hits:
        scores[hit.passage.document.key] = scores.get(hit.passage.document.key, 0.0) + hit.score
    best = max(scores, key=lambda key: scores[key], default="")
    return next((hit.passage.document for hit in found.hits if hit.passage.document.key == best), None)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
