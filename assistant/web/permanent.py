"""The pages of an answer that was kept: the answer, the words it cites as they were cited, and what is said of it."""

import math
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import JSONResponse

from assistant import feedback
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.feedback import Reason
from assistant.kept import Kept
from assistant.settings import Settings
from assistant.values import Citation, Document, Passage
from assistant.web import exchange, feedback_form, shell
from assistant.web.as_json import source_address
from assistant.web.exchange import Shown
from assistant.web.given import Given
from assistant.web.render import chip, safe, whereabouts
from assistant.web.senders import Pace, address_of, same_origin, too_much
from assistant.wording import long_date

LOOK = shell.Look(styles=("/exchange.css",), scripts=("/ask.js",))
UNKNOWN = "This answer is not kept, or not any more. Ask the question again."
SAY_WHICH = "Please choose what you think of the answer."
NOT_HERE = "Feedback can be sent from this assistant's own pages only."


def router(assistant: Assistant, settings: Settings, given: Given) -> APIRouter:
    """The routes of kept answers."""
    routes, pace = APIRouter(), Pace()

    def found(name: str) -> Kept | None:
        try:
            return given.permanent(name)
        except AssistantError:
            return None

    def page(title: str, body: str, status: int = 200) -> Response:
        return shell.response(shell.page(title, body, here="", trust=assistant.trust(), look=LOOK), status)

    @routes.get("/answer/{name}")
    def answer(request: Request, name: str) -> Response:
        """A kept answer with its sources, as it was given."""
        kept = found(name)
        if kept is None:
            return page("Answer", missing(), 404)
        return page(kept.answer.question[:80], answer_body(kept, str(request.base_url)))

    @routes.get("/passage/{name}/{label}")
    def passage(name: str, label: str) -> Response:
        """The words of one citation as they were cited, and where they stand now."""
        kept = found(name)
        citation = kept.citation(label) if kept is not None else None
        if kept is None or citation is None:
            return page("Source", missing(), 404)
        return page(citation.passage.document.title, passage_body(kept, citation, present(assistant, citation)))

    @routes.post("/answer/{name}/feedback")
    def say(
        request: Request,
        name: str,
        reason: Annotated[str, Form()] = "",
        at_once: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
        signed: Annotated[str, Form()] = "",
    ) -> Response:
        """What someone thinks of an answer."""
        words, status = _refused(request, at_once or reason)
        if not words and (wait := math.ceil(pace.wait(address_of(request)))):
            words, status = too_much(wait), 429
        if not words:
            words, status = _recorded(given, settings, name, at_once or reason, note, signed)
        kind = "done" if status == 200 else "wrong"
        back = f'<p><a href="/answer/{safe(name)}">Back to the answer</a></p>'
        said: Response
        if "application/json" in request.headers.get("accept", ""):
            said = JSONResponse({"said": words}, status)
        else:
            said = page("Feedback", f'<h1>Feedback</h1><p class="{kind}">{safe(words)}</p>{back}', status)
        if status == 429:
            said.headers["Retry-After"] = str(wait)
        return said

    return routes


def _refused(request: Request, reason: str) -> tuple[str, int]:
    """What is wrong with what was sent, and the status; ("", 200) when nothing is."""
    if not same_origin(request):
        return NOT_HERE, 403
    return ("", 200) if reason in tuple(Reason) else (SAY_WHICH, 422)


def _recorded(given: Given, settings: Settings, name: str, reason: str, note: str, signed: str) -> tuple[str, int]:
    """Record what was said: the words of thanks, or why it cannot be kept, and the status."""
    try:
        kept = given.newest(name)
        if kept is None:
            return UNKNOWN, 404
        said = feedback.of(kept.answer, Reason(reason), asker=kept.asker, note=note, signed=signed)
        feedback.record(settings.feedback, said)
    except AssistantError as error:
        return str(error), 500
    return feedback_form.THANKS, 200


def answer_body(kept: Kept, home: str = "/") -> str:
    """A kept answer for its own page; on paper it says where it can be opened, `home` being this server's address."""
    day = kept.asked_at.astimezone().date()
    shown = Shown(kept.id, permanent=True, alone=True)
    whole = f"Answered on {long_date(day)}. How the documents stood is shown as of that day."
    index = f" It came from index {kept.answer.index}." if kept.answer.index else ""
    printed = f'<p class="printed">{safe(f"{home}answer/{kept.id}.{index}")}</p>'
    return f'{exchange.answer(kept.answer, day, kept.asker, shown)}<p class="quiet">{whole}</p>{printed}'


def passage_body(kept: Kept, citation: Citation, now: tuple[Document, str] | None) -> str:
    """The words of one citation in the passage they were taken from; `now` is today's text and its address."""
    passage = citation.passage
    document = passage.document
    day = kept.asked_at.astimezone().date()
    begin = citation.start - passage.start
    before, after = passage.text[:begin], passage.text[begin + len(citation.quote) :]
    where = " · ".join(whereabouts(passage, citation.start, citation.end))
    return (
        f"<h1>{safe(document.title)}</h1><p>{chip(document, day)} {safe(where)}</p>{_present(document, now)}"
        f"<h2>As cited on {long_date(day)}</h2>"
        f'<blockquote class="cited">{safe(before)}<mark id="quote">{safe(citation.quote)}</mark>'
        f"{safe(after)}</blockquote>"
        f'{_facts(document)}<p><a href="/answer/{safe(kept.id)}">The answer that cites these words</a></p>'
    )


def present(assistant: Assistant, citation: Citation) -> tuple[Document, str] | None:
    """The text of the same document that governs today, and where its like clause is; None when there is none."""
    cited = citation.passage
    try:
        library = assistant.kept_library() if assistant.ready() else None
        build, _ = assistant.openings() if library is not None else ("", ())
    except AssistantError:
        return None
    if library is None:
        return None
    today = date.today()
    texts = [item for item in library.documents.values() if item.id == cited.document.id and item.governs(today)]
    if not texts:
        return None
    newest = max(texts, key=lambda item: item.effective_from or date.min)
    clause = like(cited, citation.quote, library.by_document[newest.key])
    return newest, source_address(build, clause, clause.start, clause.end) + "#quote" if clause else ""


def like(cited: Passage, quote: str, passages: tuple[Passage, ...]) -> Passage | None:
    """The passage that says the same words, else the one with the same number, or heading, else the first."""
    tests = (
        lambda item: quote in item.text,
        lambda item: bool(cited.number) and item.number == cited.number,
        lambda item: bool(cited.heading_path) and item.heading_path[-1:] == cited.heading_path[-1:],
    )
    return next((item for test in tests for item in passages if test(item)), passages[0] if passages else None)


def _present(document: Document, now: tuple[Document, str] | None) -> str:
    if now is None:
        return '<p class="notice">No text of this document is in force here today.</p>'
    newest, address = now
    link = f'<a href="{safe(address)}">Open its clause</a>' if address else ""
    if newest.digest == document.digest:
        return f'<p class="done">This is the text in force today. {link}</p>'
    since = f" since {long_date(newest.effective_from)}" if newest.effective_from else ""
    same = newest.version == document.version
    words = "The document has been changed" if same else f"Version {newest.version} is in force"
    return f'<p class="notice">{safe(words)}{safe(since)}. Do not act on the words below. {link}</p>'


def _facts(document: Document) -> str:
    facts = [
        ("Version", document.version),
        ("Owner", document.owner),
        ("For", " and ".join(document.applies_to)),
        ("In force from", long_date(document.effective_from) if document.effective_from else ""),
        ("Approved by", document.approved_by),
        ("Review by", long_date(document.review_by) if document.review_by else ""),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{safe(value)}</dd>" for name, value in facts if value)
    return f'<dl class="facts">{rows}</dl>'


def missing() -> str:
    """What is said where no answer is kept under an id."""
    return f'<h1>Not kept</h1><p>{UNKNOWN}</p><p><a href="/">Ask a question</a></p>'
