"""What every answer about another state of the documents needs: looking up, the texts of a document, how it ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import concluding, framing, particulars
from assistant.concluding import Asked
from assistant.index import Index
from assistant.retrieval import Scope
from assistant.values import Answer, Document, Hit, Outcome, Retrieval, Statement, Status
from assistant.vocabulary import is_generic
from assistant.wording import content_words, words

Look = Callable[[str, Scope], tuple[Retrieval, float]]
Draft = Callable[[str, Retrieval], tuple[Statement, ...]]


@dataclass(frozen=True, slots=True)
class Means:
    """What it takes to look something up: a search that also says how sure an answer would be, and a checked draft."""

    opened: Index
    look: Look
    draft: Draft
    answer_from: float

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document of the build."""
        return tuple(self.opened.library.documents.values())


def begins(document: Document) -> date:
    """The day from which a text has applied; the first of all days where it does not say."""
    return document.effective_from or date.min


def texts_of(document: Document, means: Means) -> list[Document]:
    """Every text of a document that is kept, the earliest first, drafts last."""
    held = [item for item in means.documents if item.id == document.id]
    return sorted(held, key=lambda item: (item.status is Status.DRAFT, begins(item)))


def subject(question: str, scope: Scope, means: Means) -> Document | None:
    """The document in force that a question is about: the one whose title it says, else the one that is found."""
    asked = " ".join(words(question))
    titled = [item for item in means.documents if item.governs(scope.on) and " ".join(words(item.title)) in asked]
    if titled:
        return max(titled, key=lambda item: len(item.title))
    found, sure = means.look(question, scope)
    if found.hits and sure >= means.answer_from:
        return found.hits[0].passage.document
    named = particulars.document(question, means.documents, scope)
    if named is not None:
        return named
    said, near = set(content_words(question)), concluding.nearest(found)
    own = near is not None and any(word in said for word in content_words(near.title) if not is_generic(word))
    return near if own else None


def led(statements: Sequence[Statement], on: date) -> tuple[Statement, ...]:
    """The statements; each that rests on a text that does not govern on the day `on` says so first."""
    return tuple(
        replace(item, lead=item.lead or framing.of_another_state(cited, on)) if not cited.governs(on) else item
        for item in statements
        for cited in [item.citations[0].passage.document]
    )


def of_statements(statements: Sequence[Statement], found: Retrieval) -> Retrieval:
    """What was found, and first of all the passages that statements cite."""
    cited = {citation.passage.id: citation.passage for item in statements for citation in item.citations}
    rest = tuple(hit for hit in found.hits if hit.passage.id not in cited)
    return replace(found, hits=(*(Hit(passage, 1.0) for passage in cited.values()), *rest))


def finished(
    asked: Asked,
    statements: tuple[Statement, ...],
    found: Retrieval,
    told: Sequence[str],
    means: Means,
    day: date | None = None,
) -> Answer:
    """The answer with its own notices before the others."""
    made = concluding.answered(asked, statements, found, means.opened.name, means.opened.manifest.schools, told)
    return replace(made, as_of=day)


def not_said(asked: Asked, message: str, about: Document | None, found: Retrieval, means: Means) -> Answer:
    """No answer, in the words that say which text is missing, and whom to ask."""
    words = " ".join(filter(None, [concluding.NOT_FOUND, message, concluding.ask_owner(about)]))
    return Answer(
        asked.question,
        asked.asked_as,
        Outcome.NOT_FOUND,
        words,
        (),
        found,
        (),
        means.opened.name,
        confidence=asked.sure,
    )


def cited(statements: Sequence[Statement]) -> list[Document]:
    """The documents that statements rest on, each once."""
    found = {item.passage.document.key: item.passage.document for said in statements for item in said.citations}
    return list(found.values())
