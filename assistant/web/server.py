"""The server around the pages: what may be sent to it, what a browser may load, and serving until it is stopped."""

import socket
from collections.abc import Awaitable, Callable

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from assistant.errors import AssistantError
from assistant.settings import Settings

SECONDS_TO_STOP = 2
LONGEST_BODY = 256 * 1024  # bytes of a request; a question of 2,000 characters with its conversation is far below
PROGRAMS = "/api/v1"  # where programs ask: errors there are JSON
TOO_LONG = "This is longer than a question may be. Ask it in one or two sentences."
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
Next = Callable[[Request], Awaitable[Response]]


async def guarded(request: Request, call_next: Next) -> Response:
    """Refuse bodies that are too long, and say with every answer what a browser may load."""
    length = request.headers.get("content-length", "0")
    longest, words = request.app.state.longest_bodies.get(request.url.path, (LONGEST_BODY, TOO_LONG))
    if not length.isdigit() or int(length) > longest or request.headers.get("transfer-encoding"):
        if request.url.path.startswith(f"{PROGRAMS}/"):
            return JSONResponse({"detail": words}, 413)
        return PlainTextResponse(words, 413)
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response


def run(create: Callable[[], FastAPI], settings: Settings) -> None:
    """Serve what `create` makes until it is stopped, printing its address; it is made once the port is ours.

    Raises:
        AssistantError: the port is taken.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        if not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host, settings.port))
        except OSError as error:
            raise AssistantError(
                f"The address {settings.host}:{settings.port} cannot be used ({error.strerror or error}). "
                "Another program may hold it: stop that one, or choose another with --port."
            ) from error
        app = create()
        listening.listen(128)
        host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host
        print(f"Trust Assistant is at http://{host}:{listening.getsockname()[1]} (Ctrl+C stops it)", flush=True)  # noqa: T201
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=SECONDS_TO_STOP,  # an open page keeps a connection for ever
        )
        uvicorn.Server(config).run(sockets=[listening])
