"""What stands beside an answer, and what needs no search: the meaning of a word, days and dates, bands, yes or no."""

from dataclasses import replace

from assistant import deciding, meanings, particulars, term_days, workings
from assistant.concluding import Asked
from assistant.index import Index
from assistant.retrieval import Scope
from assistant.term_days import Sources, Told
from assistant.values import Answer, Hit, Outcome, Retrieval, Statement
from assistant.workings import Counting

ANSWERS = (Outcome.ANSWERED, Outcome.PARTLY)


def known(asked_as: str, opened: Index, scope: Scope) -> Told | None:
    """What answers without a search: a document's own particulars, a word's meaning, the calendar; else None."""
    library = opened.library
    said = particulars.answer(asked_as, library.documents, library.by_document, scope)
    said = said or meanings.answer(asked_as, opened.glossary, scope)
    if said:
        return Told(said)
    return term_days.answer(asked_as, opened.calendar, Sources(library.by_document, scope, opened.glossary))


def with_meaning(
    drafted: tuple[Statement, ...], asked: Asked, found: Retrieval, opened: Index
) -> tuple[tuple[Statement, ...], Retrieval]:
    """A draft with the meaning of the word on which it turns, and the retrieval with the passage of that among them."""
    meaning = meanings.beside(asked.asked_as, drafted, opened.glossary, asked.scope)
    if meaning is None:
        return drafted, found
    return (*drafted, meaning), replace(found, around=(*found.around, meaning.citations[0].passage))


def completed(answer: Answer, asked: Asked, opened: Index, told: Told | None = None) -> Answer:
    """An answer with the dates and bands worked out of its statements, and yes or no before it where a row decides."""
    if answer.outcome not in ANSWERS:
        return answer
    if told is not None:
        return _led(replace(answer, workings=told.workings), told.lead)
    counting = Counting(opened.calendar, opened.glossary, opened.library.by_document)
    counted = workings.workings(asked.asked_as, asked.scope.on, answer.statements, counting)
    banded = deciding.told(asked.asked_as, answer.statements)
    lead = deciding.lead(asked.asked_as, asked.scope.asker.role, answer.statements, opened.names)
    return _led(replace(answer, workings=(*counted, *banded)), lead)


def _led(answer: Answer, lead: str) -> Answer:
    return replace(answer, message=f"{lead} {answer.message}".strip()) if lead else answer


def hits_of(told: Told) -> tuple[Hit, ...]:
    """The cited passages, each once, as hits that are sure."""
    cited = {citation.passage.id: citation.passage for item in told.statements for citation in item.citations}
    return tuple(Hit(passage, 1.0) for passage in cited.values())
