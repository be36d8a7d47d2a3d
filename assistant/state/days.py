"""A question about another day: answered from what was, or will be, in force then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant import concluding, framing, particulars, verification
from assistant.as_of import Moment
from assistant.concluding import Asked
from assistant.state.means import Means, begins, cited, finished, led, not_said, of_statements, texts_of
from assistant.values import Answer, Document, Retrieval, Statement, Status
from assistant.wording import long_date

NEAR = 3  # hits among which a document for all schools stands before one for some
SURE = 0.5  # from here on another document is believed to have said it, where the one that says it today is not kept
OF_THE_DAY = "Answered from what was in force on {day}."
OF_A_DAY_TO_COME = "Answered from what will be in force on {day}, as far as it has been approved."
IN_FORCE_NOW = "A later text is in force now: {title}, {text}."
CHANGED_WITHIN = "{title} changed on {day}, within that time."
NOT_DATED = "{title} does not say since when it has applied."
NOT_KEPT = (
    "What was in force on {day} is not kept here. The earliest text of {title} that is kept is {text}, in force from"
    " {since}."
)
SAID_NOTHING = "The texts that were in force on {day} do not say this, as far as they are kept here."


def answer(asked: Asked, moment: Moment, means: Means) -> Answer | None:
    """The answer for the day of `moment`; None where it makes no difference."""
    return _past(asked, moment, means) if moment.day < asked.scope.on else _to_come(asked, moment, means)


def _past(asked: Asked, moment: Moment, means: Means) -> Answer | None:
    now, sure_now = means.look(moment.rest, asked.scope)
    if not moment.plain and _names_it(means.draft(moment.rest, now), moment):
        return None
    scope = replace(asked.scope, on=moment.day)
    found, sure = means.look(moment.rest, scope)
    about = _about(now) if sure_now >= means.answer_from else None
    kept = about is None or any(item.id == about.id and item.governs(moment.day) for item in means.documents)
    statements: tuple[Statement, ...] = ()
    if sure >= (means.answer_from if kept else SURE):
        statements = means.draft(moment.rest, found)
    asked = replace(asked, asked_as=moment.rest, sure=sure)
    if said := particulars.answer(moment.rest, means.opened.library.documents, means.opened.library.by_document, scope):
        found = of_statements(said, found)
        statements = verification.check(said, found)
    if not statements:
        message = (
            SAID_NOTHING.format(day=long_date(moment.day)) if kept or about is None else _not_kept(about, moment, means)
        )
        near = about or concluding.nearest(found)
        return replace(not_said(asked, message, near, found, means), as_of=moment.day)
    told = [OF_THE_DAY.format(day=moment.stated), *_since(statements, moment, asked.scope.on, means)]
    return finished(asked, led(statements, asked.scope.on), found, told, means, moment.day)


def _about(now: Retrieval) -> Document | None:
    """The document that says it today: the likeliest, or one for all schools that is nearly as likely."""
    near = [hit.passage.document for hit in now.hits[:NEAR]]
    return next((item for item in near if not item.applies_to or now.school), near[0] if near else None)


def _to_come(asked: Asked, moment: Moment, means: Means) -> Answer | None:
    """Only where a text answers that is approved and comes into force until then; else the day changes nothing."""
    on = asked.scope.on
    if not any(item.governs(moment.day) and not item.governs(on) for item in means.documents):
        return None
    found, sure = means.look(moment.rest, replace(asked.scope, on=moment.day))
    statements = means.draft(moment.rest, found) if sure >= means.answer_from else ()
    if all(item.passage.document.governs(on) for statement in statements for item in statement.citations):
        return None
    told = [OF_A_DAY_TO_COME.format(day=moment.stated)]
    return finished(replace(asked, sure=sure), led(statements, on), found, told, means, moment.day)


def _names_it(statements: Sequence[Statement], moment: Moment) -> bool:
    """Whether what holds today speaks of that very time: then today's text answers."""
    year = str(moment.first.year)
    return any(moment.words.casefold() in item.text.casefold() or year in item.text for item in statements)


def _since(statements: Sequence[Statement], moment: Moment, on: date, means: Means) -> list[str]:
    """What became of the cited texts after the day, and within the time that was named."""
    told: list[str] = []
    for document in cited(statements):
        if document.effective_from is None:
            told.append(NOT_DATED.format(title=document.title))
        until = document.superseded_from
        if until is not None and moment.first != moment.last and moment.first <= until <= moment.last:
            told.append(CHANGED_WITHIN.format(title=document.title, day=long_date(until)))
        now = next((item for item in texts_of(document, means) if item.governs(on)), None)
        if now is not None and now.key != document.key:
            told.append(IN_FORCE_NOW.format(title=now.title, text=framing.name(now)))
    return told


def _not_kept(about: Document, moment: Moment, means: Means) -> str:
    kept = [item for item in texts_of(about, means) if item.status in (Status.IN_FORCE, Status.SUPERSEDED)]
    earliest = min(kept, key=begins, default=about)
    since = long_date(begins(earliest)) if earliest.effective_from else "a day that it does not state"
    return NOT_KEPT.format(day=long_date(moment.day), title=earliest.title, text=framing.name(earliest), since=since)
