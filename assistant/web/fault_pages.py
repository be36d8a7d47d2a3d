"""What a person reads where there is no page, or where making one went wrong; programs get what they got before."""

import logging
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from assistant.web import shell
from assistant.web.render import safe

FOR_PROGRAMS = ("/api/", "/gradio_api/", "/mcp")
WORDS = {
    404: ("Not here", "There is no page at this address. It may have been typed wrongly, or what it showed is gone."),
    405: ("Not here", "There is no page to look at under this address."),
    422: ("Not understood", "This address asks for something in a way that cannot be understood."),
    500: ("Something went wrong", "The page could not be made, and it has been noted. Try again in a moment."),
}
LOOK = shell.Look(("/library.css",))
WAYS = (
    '<p class="doors"><a class="button" href="/">Ask a question</a> '
    '<a class="button second" href="/library">Look in the library</a></p>'
)


def page(status: int, trust: str) -> HTMLResponse:
    """The page for a status of `WORDS`."""
    title, words = WORDS[status]
    body = f"<h1>{safe(title)}</h1><p>{safe(words)}</p>{WAYS}"
    return shell.response(shell.page(title, body, here="", trust=trust, look=LOOK), status)


def is_bare(request: Request, response: Response) -> bool:
    """Whether someone who looks with a browser would see a fault in the words of a program."""
    kind = response.headers.get("content-type", "")
    return response.status_code in WORDS and not kind.startswith("text/html") and _looks(request)


def handler(trust: Callable[[], str]) -> Callable[[Request, Exception], Awaitable[Response]]:
    """What answers where something went wrong that nobody foresaw."""

    async def went_wrong(request: Request, error: Exception) -> Response:
        logging.getLogger(__name__).error("%s went wrong: %s", request.url.path, type(error).__name__)
        return page(500, trust()) if _looks(request) else JSONResponse({"detail": WORDS[500][1]}, 500)

    return went_wrong


def _looks(request: Request) -> bool:
    """Whether a browser asks for a page."""
    wants = "text/html" in request.headers.get("accept", "")
    return wants and request.method in ("GET", "HEAD", "POST") and not request.url.path.startswith(FOR_PROGRAMS)


def add(app: FastAPI, trust: Callable[[], str]) -> None:
    """Answer for whatever goes wrong in `app`."""
    app.add_exception_handler(Exception, handler(trust))
