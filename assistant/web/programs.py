"""The JSON API under /api/v1 and its description, made here so that reading it loads nothing from elsewhere."""

from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.answering import Assistant
from assistant.web import programs_html, shapes, shell
from assistant.web.offered import Offered, Refused
from assistant.web.server import PROGRAMS

TITLE = "Trust Assistant: for other programs"
WORDS = (
    "Answers from the trust's own documents, each statement citing the exact words it rests on. Show the quote and its "
    "link beside what you say; never leave out a notice. Errors are JSON with one sentence, `detail`."
)
NOT_THERE = "There is nothing at this address. What there is stands at /api."
WRONG_WAY = "This address is not asked in this way. How it is asked stands at /api."
WRONG = "Something went wrong here. Ask again; if it stays so, tell whoever runs the assistant."


def _problems(**said: str) -> dict[int | str, dict[str, Any]]:
    return {int(name[1:]): {"model": shapes.Problem, "description": words} for name, words in said.items()}


GONE = _problems(
    s404="Not there, or not any more.", s422="The address is not understood.", s503="Nothing is published."
)
UNASKABLE = _problems(
    s413="Longer than a request may be.",
    s422="A field is missing, not known, or names what is not here.",
    s503="Getting ready, too busy, or the index cannot be used.",
)


def mount(app: FastAPI, assistant: Assistant, offered: Offered) -> None:
    """Put the API at /api/v1, its page at /api, and /health and /ready beside them."""
    health = _health(assistant)
    api = _api(offered)

    def described() -> dict[str, Any]:
        return description(api, health)

    @api.get("/openapi.json", include_in_schema=False)
    def as_openapi() -> JSONResponse:
        return JSONResponse(described())

    @app.get("/api")
    def page(request: Request) -> Response:
        """The description for people."""
        body = programs_html.page(described(), str(request.base_url).rstrip("/"), _example(offered))
        return shell.response(shell.page("For other programs", body, here="/api", trust=assistant.trust()))

    app.include_router(health)
    app.mount(PROGRAMS, api)


def description(api: FastAPI, health: APIRouter) -> dict[str, Any]:
    """OpenAPI of the API and of /health and /ready, with addresses as they are on this server."""
    own = get_openapi(title=TITLE, version="1", description=WORDS, routes=api.routes)
    beside = get_openapi(title=TITLE, version="1", routes=health.routes)
    own["paths"] = {f"{PROGRAMS}{path}": item for path, item in own["paths"].items()} | beside["paths"]
    own["components"]["schemas"] |= beside["components"]["schemas"]
    return own


def _health(assistant: Assistant) -> APIRouter:
    routes = APIRouter()

    @routes.get("/health", response_model=shapes.Up)
    def health() -> shapes.Up:
        """Whether the page is up."""
        return shapes.Up(status="up")

    @routes.get("/ready", response_model=shapes.Ready, responses={503: {"model": shapes.Ready}})
    def ready() -> JSONResponse:
        """Whether questions are answered without waiting; 503 until they are."""
        if assistant.ready():
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "getting ready", "notice": assistant.notice()}, 503)

    return routes


def _api(offered: Offered) -> FastAPI:
    api = FastAPI(title=TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    _say_errors(api)

    @api.post("/ask", responses=UNASKABLE)
    async def ask(asked: shapes.Question) -> shapes.Answered:
        """Answer a question from the documents in force, with the words that the answer rests on."""
        return await offered.ask(asked)

    @api.get("/sources/{build}/{passage_id:path}", responses=GONE)
    def source(build: str, passage_id: str) -> shapes.Source:
        """A passage with its text and its document's facts; `build` is the index of an answer, or `current`."""
        return offered.source(build, passage_id)

    @api.get("/documents", responses=_problems(s503="Nothing is published."))
    def documents() -> shapes.Listed:
        """Every document of the published index with its facts and standing, drafts and superseded texts among them."""
        return offered.documents()

    @api.get("/documents/{id}", responses=GONE)
    def document(id: str) -> shapes.Whole:  # noqa: A002 - the word in the address
        """One document with its passages; an id without a version is the text in force today."""
        return offered.document(id)

    return api


def _say_errors(api: FastAPI) -> None:
    """Every error is JSON with one sentence."""

    def said(words: str, status: int) -> JSONResponse:
        return JSONResponse({"detail": words}, status)

    @api.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> JSONResponse:
        return said(str(error), error.status)

    @api.exception_handler(RequestValidationError)
    async def wrong_fields(_: Request, error: RequestValidationError) -> JSONResponse:
        fields = (
            f"{'.'.join(str(part) for part in item['loc'][1:]) or 'the request'}: {item['msg']}"
            for item in error.errors()
        )
        return said(f"This cannot be asked ({'; '.join(fields)}).", 422)

    @api.exception_handler(HTTPException)
    async def not_there(_: Request, error: HTTPException) -> JSONResponse:
        words = {404: NOT_THERE, 405: WRONG_WAY}.get(error.status_code, f"This cannot be asked ({error.detail}).")
        return said(words, error.status_code)

    @api.exception_handler(Exception)
    async def wrong(_: Request, __: Exception) -> JSONResponse:
        return said(WRONG, 500)


def _example(offered: Offered) -> tuple[str, str]:
    """A document's key and the id of a passage of it, for the page's examples."""
    try:
        listed = offered.documents().documents
        first = next(item for item in listed if item.in_force)
        return first.key, offered.document(first.key).passages[0].passage
    except (Refused, StopIteration, IndexError):
        return "leave@1.0", "leave@1.0/1.1"
