"""What all officers' pages share: who may see them, how they look, how a form that changes something is taken."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.keeping.holdings import Holdings, Looking
from assistant.keeping.staging import Staging
from assistant.keeping.work import Job, Work
from assistant.settings import Settings
from assistant.web import officer_html, shell
from assistant.web.officer_access import Access, Standing
from assistant.web.shell import Look

STYLES, SCRIPTS = ("/library.css",), ("/library.js",)
UPLOAD = "/officers/add"
SPARE = 256 * 1024  # bytes of an upload that are not the file
BUSY = "Another change is being published at this moment. Nothing was changed: wait until it has ended, then try again."
STALE = "This page was open for too long, or was opened before the assistant was started again. Nothing was changed."
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Office:
    """What the officers' pages work with."""

    assistant: Assistant
    settings: Settings
    looking: Looking
    access: Access
    work: Work = field(default_factory=Work)
    staging: Staging = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "staging", Staging(self.settings))

    def page(self, title: str, body: str, status: int = 200, refresh: int = 0) -> HTMLResponse:
        """A page of the officers'."""
        look = Look(STYLES, SCRIPTS, refresh)
        return shell.response(shell.page(title, body, here="/library", trust=self.assistant.trust(), look=look), status)

    def fault(
        self, title: str, sentence: str, status: int, to: tuple[str, str] = officer_html.OFFICERS
    ) -> HTMLResponse:
        """A page that says why something was not done."""
        return self.page(title, officer_html.message(title, [sentence], to=to), status)

    def closed(self, request: Request) -> HTMLResponse | None:
        """The page for someone who may not change documents; None for an officer."""
        standing = self.access.standing(request)
        if standing is Standing.MAY_SIGN_IN:
            return self.page("Sign in", officer_html.sign_in(), 403 if request.url.path != "/officers" else 200)
        if standing is Standing.NOT_HERE:
            return self.page("For trust officers", officer_html.not_here(), 403)
        return None

    def shown(self, request: Request, make: Callable[[], HTMLResponse]) -> HTMLResponse:
        """A page for officers, or why it is not shown."""
        try:
            return self.closed(request) or make()
        except AssistantError as error:
            return self.fault("This cannot be shown", str(error), 409)

    def held(self) -> Holdings:
        """The holdings of today."""
        return self.looking.now(date.today())

    def begin(self, what: str, prepare: Callable[[], Job]) -> Response:
        """Begin a change and go to the page that shows how far it is.

        Raises:
            AssistantError: it cannot be prepared, or another one is on its way.
        """
        if not self.work.begin(what, prepare):
            raise AssistantError(BUSY)
        return RedirectResponse("/officers/work", 303)


Answered = Callable[[Request, FormData], Response]


def posted(office: Office, answer: Answered) -> Callable[[Request], Awaitable[Response]]:
    """A handler for a form that changes something: same origin and officer first, then the form, then its token."""

    async def handle(request: Request) -> Response:
        refused = office.access.refusal(request)
        if refused:
            return _refused(office, request, refused, 403)
        try:
            form = await request.form(max_files=1, max_fields=60)
        except HTTPException as error:
            return _refused(office, request, f"The form did not arrive whole ({error.detail}). Send it again.", 400)
        try:
            if not office.access.token_fits(request, word(form, "token")):
                return _refused(office, request, f"{STALE} Open it again.", 403)
            return await run_in_threadpool(answer, request, form)
        except (AssistantError, OSError) as error:
            return _refused(office, request, str(error), 409)
        finally:
            await form.close()

    return handle


def _refused(office: Office, request: Request, sentence: str, status: int) -> Response:
    if wants_json(request):
        return JSONResponse({"error": sentence}, status)
    return office.fault("Nothing was changed", sentence, status)


def wants_json(request: Request) -> bool:
    """Whether the page's own script asks."""
    return request.headers.get("accept", "").startswith("application/json")


def word(form: FormData, name: str) -> str:
    said = form.get(name, "")
    return said if isinstance(said, str) else ""


def words(form: FormData) -> dict[str, str]:
    """The fields of a form that are words."""
    return {name: said for name, said in form.items() if isinstance(said, str)}
