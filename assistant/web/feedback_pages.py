"""The pages of feedback and gaps, as they are asked for; what they say is made in `feedback_html`."""

import json
import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from assistant import feedback, gaps, reviewing
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.feedback import Feedback, Reason
from assistant.gaps import Kept
from assistant.reviewing import State, Wanted
from assistant.settings import Settings
from assistant.values import Asker, Document, Outcome
from assistant.web import door, feedback_html, tell_html
from assistant.web.feedback_html import CANDIDATES, GAPS, GAPS_TABLE, SAID, SAID_TABLE, SETTLE, TELL, Office
from assistant.web.render import safe
from assistant.web.senders import Pace, address_of, too_much
from assistant.web.shell import Look, page, response
from assistant.web.tell_html import TOLD, Told

HERE = Path(__file__).parent
LOOK = Look(("/governors.css", "/feedback.css"))
FORM = "feedback"
REFUSED = 403


def router(assistant: Assistant, settings: Settings) -> APIRouter:
    """All addresses under /feedback."""
    routes = APIRouter()
    public, office = _Telling(assistant, settings), _Officer(assistant, settings)
    routes.add_api_route(TELL, public.form, response_class=HTMLResponse)
    routes.add_api_route(TELL, public.tell, methods=["POST"], response_class=HTMLResponse)
    routes.add_api_route(GAPS, office.unanswered, response_class=HTMLResponse)
    routes.add_api_route(SAID, office.said, response_class=HTMLResponse)
    routes.add_api_route(SETTLE, office.settle, methods=["POST"], response_class=HTMLResponse)
    routes.add_api_route(GAPS_TABLE, office.gaps_table, response_class=Response)
    routes.add_api_route(SAID_TABLE, office.said_table, response_class=Response)
    routes.add_api_route(CANDIDATES, office.candidates, response_class=Response)

    @routes.get("/feedback.css")
    def style() -> FileResponse:
        return FileResponse(HERE / "feedback.css", media_type="text/css")

    return routes


def may_see(request: Request) -> bool:
    """The one place that says who may see what people said and settle it."""
    return door.is_officer(request)


class _Pages:
    """What the pages of this room share."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._tokens = door.Tokens()
        self._pace = Pace()

    def _documents(self) -> tuple[Document, ...]:
        """The documents, as far as they are known at this moment."""
        if not self._assistant.ready():
            return ()
        try:
            return self._assistant.documents()
        except AssistantError:
            return ()

    def _page(self, here: str, title: str, inner: str, status: int = 200) -> HTMLResponse:
        whole = f"<h1>{safe(title)}</h1>{feedback_html.tabs(here)}{inner}"
        return response(page(title, whole, here=GAPS, trust=self._assistant.trust(), look=LOOK), status)


class _Telling(_Pages):
    """Saying what is missing or wrong, for everyone."""

    def form(self, thanks: str = "") -> HTMLResponse:
        """The form, or the thanks for one that was sent."""
        if thanks:
            return self._page(TELL, "Something is missing or wrong", tell_html.thanks())
        return self._form(Told())

    def tell(
        self,
        request: Request,
        token: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
        question: Annotated[str, Form()] = "",
        about: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
        school: Annotated[str, Form()] = "",
        role: Annotated[str, Form()] = "",
        signed: Annotated[str, Form()] = "",
    ) -> Response:
        """Keep what was said, or show the form again with what is wrong."""
        told = Told(reason, question, about, note, school, role, signed)
        refusal = self._tokens.refusal(request, FORM, token)
        if refusal:
            return self._form(replace(told, wrong=(("", refusal),)), REFUSED)
        wrong = tuple(_faults(told))
        if wrong:
            return self._form(replace(told, wrong=wrong), 400)
        danger = self._danger(question, note)  # what to do is said however much was sent
        if danger:
            return self._page(TELL, "Act now", tell_html.act_now(danger))
        if wait := math.ceil(self._pace.wait(address_of(request))):
            later = self._form(replace(told, wrong=(("", too_much(wait)),)), 429)
            later.headers["Retry-After"] = str(wait)
            return later
        try:
            feedback.record(self._settings.feedback, self._kept(told))
        except AssistantError as error:
            return self._form(replace(told, wrong=(("", str(error)),)), 500)
        return RedirectResponse(f"{TELL}?thanks=yes", 303)

    def _danger(self, *texts: str) -> str:
        """The words for someone who tells of a child in danger in place of feedback; "" for everyone else."""
        for text in texts:
            screened = self._assistant.screened(text) if text.strip() else None
            if screened is not None and screened.outcome is Outcome.ACT_NOW:
                return screened.message
        return ""

    def _kept(self, told: Told) -> Feedback:
        """What is kept: without personal data, unless it is signed, and naming only what the trust has."""
        known = self._assistant.known_words() if self._assistant.ready() else frozenset()
        words = [told.question, told.note, told.role]
        if not told.signed.strip():
            words = [gaps.without_personal(said, known) for said in words]
        keys = {document.key for document in self._documents()}
        return feedback.without_answer(
            Reason(told.reason),
            words[0][: tell_html.LONGEST_QUESTION],
            asker=Asker(words[2][:60], told.school if told.school in self._assistant.schools() else ""),
            about=told.about if told.about in keys else "",
            note=words[1],
            signed=told.signed,
        )

    def _form(self, told: Told, status: int = 200) -> HTMLResponse:
        current = [document for document in self._documents() if document.governs(date.today())]
        form = tell_html.tell(told, current, self._assistant.schools(), self._tokens.token(FORM))
        return self._page(TELL, "Something is missing or wrong", form, status)


def _faults(told: Told) -> Iterable[tuple[str, str]]:
    if told.reason not in {reason.value for reason in TOLD}:
        yield "reason", "Choose what it is: missing, wrong, or hard to read."
    if not told.question.strip():
        yield "question", "Say what you looked for or what it is about."


class _Officer(_Pages):
    """What the trust officer sees and settles."""

    def unanswered(
        self, request: Request, state: str = "", owner: str = "", since: str = "", until: str = ""
    ) -> HTMLResponse:
        """Questions without an answer."""
        if not may_see(request):
            return self._page(GAPS, "Feedback and gaps", feedback_html.closed(), REFUSED)
        office, _ = self._office(_wanted(state, owner, "", since, until))
        inner = feedback_html.unanswered(office, reviewing.groups(office.kept, office.wanted))
        return self._page(GAPS, "Feedback and gaps", inner)

    def said(
        self, request: Request, state: str = "", owner: str = "", reason: str = "", since: str = "", until: str = ""
    ) -> HTMLResponse:
        """What people said of answers and documents."""
        if not may_see(request):
            return self._page(SAID, "What people said", feedback_html.closed(), REFUSED)
        office, said = self._office(_wanted(state, owner, reason, since, until))
        found = reviewing.said(said, office.kept, office.library, office.wanted)
        return self._page(SAID, "What people said", feedback_html.what_people_said(office, found))

    def settle(
        self,
        request: Request,
        token: Annotated[str, Form()] = "",
        id: Annotated[list[str] | None, Form()] = None,  # noqa: A002 - the form's name for it
        how: Annotated[str, Form()] = "",
        document: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
        signed: Annotated[str, Form()] = "",
        back: Annotated[str, Form()] = "",
    ) -> Response:
        """Record what was done, and go back to the list."""
        place = back if back in (GAPS, SAID) else GAPS
        if not may_see(request):
            return self._page(place, "Feedback and gaps", feedback_html.closed(), REFUSED)
        refusal = self._tokens.refusal(request, FORM, token)
        if not refusal and how == gaps.IN_A_DOCUMENT and not document.strip():
            refusal = "Choose the document in which the answer stands now. Nothing was kept."
        if refusal:
            return self._page(place, "Nothing was kept", f'<p class="wrong" role="alert">{safe(refusal)}</p>', REFUSED)
        known = reviewing.of_ids(gaps.read(self._settings.gaps), feedback.read(self._settings.feedback))
        try:
            ids = [name for name in id or () if name in known]
            gaps.settle(self._settings.gaps, ids, how, note=note, document=document, signed=signed)
        except AssistantError as error:
            return self._page(place, "Nothing was kept", f'<p class="wrong" role="alert">{safe(str(error))}</p>', 400)
        return RedirectResponse(place, 303)

    def gaps_table(
        self, request: Request, state: str = "", owner: str = "", since: str = "", until: str = ""
    ) -> Response:
        """The questions without an answer as CSV."""
        if not may_see(request):
            return self._page(GAPS, "Feedback and gaps", feedback_html.closed(), REFUSED)
        office, _ = self._office(_wanted(state, owner, "", since, until))
        table = reviewing.gaps_table(office.kept, reviewing.groups(office.kept, office.wanted))
        return _file(table, "questions-without-an-answer.csv", "text/csv")

    def said_table(
        self, request: Request, state: str = "", owner: str = "", reason: str = "", since: str = "", until: str = ""
    ) -> Response:
        """What people said as CSV."""
        if not may_see(request):
            return self._page(SAID, "What people said", feedback_html.closed(), REFUSED)
        office, said = self._office(_wanted(state, owner, reason, since, until))
        found = reviewing.said(said, office.kept, office.library, office.wanted)
        return _file(reviewing.said_table(office.kept, found), "what-people-said.csv", "text/csv")

    def candidates(self, request: Request) -> Response:
        """What was called wrong and what went unanswered, and is open, as questions for a person to complete."""
        if not may_see(request):
            return self._page(GAPS, "Feedback and gaps", feedback_html.closed(), REFUSED)
        try:
            from evals import candidates, questions
        except ImportError:
            words = "The programs that evaluate are not installed here, and they say how such a question is written."
            return self._page(GAPS, "Candidate questions", f'<p class="wrong">{safe(words)}</p>', 501)
        kept = gaps.read(self._settings.gaps)
        said = [item for item in feedback.read(self._settings.feedback) if kept.settlement(item.id) is None]
        groups = reviewing.groups(kept, Wanted())
        made = (*candidates.candidates(said), *candidates.from_gaps(groups))
        lines = [json.dumps(questions.as_json(item), ensure_ascii=False) for item in made]
        return _file("".join(f"{line}\n" for line in lines), "candidate-questions.jsonl", "application/x-ndjson")

    def _office(self, wanted: Wanted) -> tuple[Office, tuple[Feedback, ...]]:
        kept: Kept = gaps.read(self._settings.gaps)
        said = feedback.read(self._settings.feedback)
        library = {document.key: document for document in self._documents()}
        owners = reviewing.owners(kept, said, library)
        keeps = self._settings.gaps_file is not None
        return Office(kept, library, owners, wanted, self._tokens.token(FORM), keeps), said


def _wanted(state: str, owner: str, reason: str, since: str, until: str) -> Wanted:
    """What an address asks for; what cannot be read is left open."""
    chosen = State(state) if state in {item.value for item in State} else State.OPEN
    return Wanted(chosen, owner[:200], reason[:50], _day(since), _day(until))


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _file(text: str, name: str, kind: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)
