"""A question about an old text, a draft, or one that is still to come: answered from it, and it says what it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant import framing
from assistant.concluding import Asked
from assistant.state.means import Means, begins, finished, led, not_said, subject, texts_of
from assistant.values import Answer, Document, Retrieval, Status
from assistant.versions import Kind, Wanted
from assistant.wording import content_words, long_date

OLD_TEXT = "This is an old text and does not apply. In force is {title}{text}."
ONLY_THIS = "No other text of {title} is kept here than {text}."
NO_SUCH_TEXT = "Version {number} of {title} is not kept here. Kept: {kept}."
DRAFT_TEXT = "This is a draft and does not apply. In force is {title}{text}."
COMING_TEXT = "This is not in force yet. Until {day} {text} applies."
NOT_IN_IT = "{title}, {text}, does not say this."


def answer(asked: Asked, wanted: Wanted, means: Means) -> Answer | None:
    """From the old text, the draft or the coming text asked for; None where no document is meant for certain."""
    about = _of_the_year(wanted, asked, means) if wanted.year else subject(wanted.rest, asked.scope, means)
    if about is None:
        return None
    held = [item for item in texts_of(about, means) if asked.scope.looks_in(item)]
    named = [item for item in held if is_named(item, wanted)]
    if wanted.numbers and not named:
        kept = ", ".join(framing.name(item) for item in held)
        message = NO_SUCH_TEXT.format(number=wanted.numbers[0], title=about.title, kept=kept)
        return not_said(asked, message, about, Retrieval(asked.asked_as, ()), means)
    chosen = _chosen(named if wanted.numbers or wanted.year else held, wanted, asked.scope.on)
    if not chosen:
        if wanted.kind is Kind.DRAFT or wanted.year or any(item.governs(asked.scope.on) for item in named):
            return None
        message = ONLY_THIS.format(title=about.title, text=framing.name(about))
        return not_said(asked, message, about, Retrieval(asked.asked_as, ()), means)
    keys = frozenset(item.key for item in chosen)
    found, sure = means.look(wanted.rest, replace(asked.scope, documents=keys, although=keys))
    statements = means.draft(wanted.rest, found) if sure >= means.answer_from else ()
    if not statements:
        message = NOT_IN_IT.format(title=chosen[0].title, text=framing.name(chosen[0]))
        return not_said(asked, message, chosen[0], found, means)
    told = _of_what_standing(chosen[0], about, asked.scope.on)
    return finished(replace(asked, sure=sure), led(statements, asked.scope.on), found, told, means)


def _of_the_year(wanted: Wanted, asked: Asked, means: Means) -> Document | None:
    """The document in force of which an older text bears the year in its title or version: "the 2021 strategy"."""
    said = set(content_words(wanted.rest))
    for item in means.documents:
        titled = {word for word in content_words(item.title) if not word.isdigit()}
        if not item.governs(asked.scope.on) and is_named(item, wanted) and titled & said:
            return next((other for other in texts_of(item, means) if other.governs(asked.scope.on)), None)
    return None


def is_named(document: Document, wanted: Wanted) -> bool:
    """Whether a document is the version, or of the year, that is asked for; "3" names 3.2 as well."""
    if wanted.year:
        return document.version == wanted.year or wanted.year in document.title.split()
    said = document.version.split()[0] if document.version else ""
    return any(said == number or said.startswith(f"{number}.") for number in wanted.numbers)


def _chosen(held: Sequence[Document], wanted: Wanted, on: date) -> list[Document]:
    """The newest of the texts that are of the kind asked for: old ones, or drafts and what is still to come."""
    drafts = [item for item in held if item.status is Status.DRAFT]
    coming = [item for item in held if item.status is Status.IN_FORCE and not item.governs(on) and begins(item) > on]
    old = [item for item in held if item not in drafts and item not in coming and not item.governs(on)]
    if wanted.kind is Kind.DRAFT:
        return (coming or drafts)[-1:] if wanted.ahead else drafts[-1:]
    return old[-1:] if not wanted.numbers else [item for item in held if not item.governs(on)][-1:]


def _of_what_standing(document: Document, in_force: Document, on: date) -> list[str]:
    version = f", version {in_force.version}" if in_force.version else ""
    if document.status is Status.DRAFT:
        return [DRAFT_TEXT.format(title=in_force.title, text=version)]
    if document.effective_from is not None and document.effective_from > on:
        return [COMING_TEXT.format(day=long_date(document.effective_from), text=framing.name(in_force))]
    return [OLD_TEXT.format(title=in_force.title, text=version)]
