"""The officers' pages: the door, the landing, how far a change is; the other pages are added from their modules."""

import json
import math
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.datastructures import FormData

from assistant.keeping import journal
from assistant.web import officer_changes, officer_html, officer_uploads
from assistant.web.office import Office, posted, word
from assistant.web.senders import same_origin


def officer_router(office: Office) -> APIRouter:
    """Every page under /officers."""
    made = APIRouter()
    _add_door(made, office)
    _add_work(made, office)
    officer_uploads.add(made, office)
    officer_changes.add(made, office)
    return made


def _add_door(made: APIRouter, office: Office) -> None:
    access = office.access

    @made.get("/officers")
    def landing(request: Request) -> HTMLResponse:
        """What an officer can do."""
        lines = journal.read(office.settings.indexes)
        body = officer_html.landing(lines, office.work.now(), access.token(request), signs_out=access.has_key)
        return office.shown(request, lambda: office.page("For trust officers", body))

    @made.post("/officers/sign-in")
    async def sign_in(request: Request) -> Response:
        """Compare the key. Nothing is awaited between looking at the clock and counting: no attempt overtakes."""
        if not same_origin(request):
            return office.fault("Not signed in", "This came from another site. Open the page here and try again.", 403)
        form = await request.form(max_files=0, max_fields=5)
        wait = math.ceil(access.wait(request))
        if wait:
            sentence = f"There were too many wrong keys. Wait {wait} seconds, then try again."
            answer = office.page("Sign in", officer_html.sign_in(sentence), 429)
            answer.headers["Retry-After"] = str(wait)
            return answer
        if not access.opens(request, word(form, "key")):
            return office.page("Sign in", officer_html.sign_in("This is not the officer key. Type it again."), 403)
        entered = RedirectResponse("/officers", 303)
        access.sign_in(request, entered)
        return entered

    def sign_out(request: Request, _form: FormData) -> Response:
        left = RedirectResponse("/officers", 303)
        access.sign_out(request, left)
        return left

    made.post("/officers/sign-out")(posted(office, sign_out))


def _add_work(made: APIRouter, office: Office) -> None:
    @made.get("/officers/work")
    def work(request: Request) -> HTMLResponse:
        """How far the change is."""
        state = office.work.now()
        refresh = 2 if state is not None and state.ended is None else 0
        return office.shown(request, lambda: office.page("Publishing", officer_html.work(state), refresh=refresh))

    @made.get("/officers/work.json")
    def work_json(request: Request) -> Response:
        """The same for the page's script."""
        if office.closed(request) is not None:
            return JSONResponse({"error": "You are not signed in."}, 403)
        state = office.work.now()
        said: dict[str, Any] = {"ended": True}
        if state is not None:
            stage = officer_html.stage(state)
            said = {"ended": state.ended is not None, "words": stage, "done": state.done, "total": state.total}
        return Response(json.dumps(said), media_type="application/json", headers={"Cache-Control": "no-store"})
