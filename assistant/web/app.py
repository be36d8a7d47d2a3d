"""The whole application: the conversation in Gradio, mounted in FastAPI, which serves every other page beside it."""

from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.web import (
    ask_page,
    evaluate_pages,
    fault_pages,
    feedback_pages,
    governor_pages,
    library_pages,
    model_tools,
    permanent,
    programs,
    server,
    sources,
    take_away,
)
from assistant.web.given import Given
from assistant.web.offered import Offered
from assistant.web.officer_access import Access
from assistant.web.server import LONGEST_BODY

__all__ = ["LONGEST_BODY", "create", "serve"]
HERE = Path(__file__).parent
STATIC = ("house.css", "exchange.css", "page.css", "source.css", "ask.js")
WITHIN_GRADIO = ("house.css", "exchange.css")
MEDIA = {".css": "text/css", ".js": "text/javascript"}


def create(assistant: Assistant, settings: Settings) -> FastAPI:
    """The whole application, ready for a server."""
    app = FastAPI(title="Trust Assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(ask_page.framed(assistant))
    app.middleware("http")(server.guarded)
    fault_pages.add(app, assistant.trust)
    given = Given(settings, assistant.known_words)
    _add_static(app)
    app.include_router(sources.router(assistant, settings))
    app.include_router(take_away.router(assistant, given))  # before the answers' own pages, whose ids have no ending
    app.include_router(permanent.router(assistant, settings, given))
    access = app.state.access = Access(settings)
    app.include_router(library_pages.router(assistant, settings, access))
    app.include_router(evaluate_pages.router(assistant, settings, access))
    app.state.longest_bodies = library_pages.longest_bodies(settings)
    app.include_router(governor_pages.router(assistant, settings))
    app.include_router(feedback_pages.router(assistant, settings))
    offered = Offered(assistant, settings)
    programs.mount(app, assistant, offered)
    model_tools.mount(app, offered, settings)
    ask_page.mount(app, assistant, settings, given)
    return app


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the page until it is stopped, printing its address.

    Raises:
        AssistantError: the port is taken.
    """
    server.run(lambda: create(assistant, settings), settings)


def _add_static(app: FastAPI) -> None:
    """The style sheets and scripts of all pages."""
    for name in STATIC:
        path = HERE / name

        @app.get(f"/{name}", name=name)
        def static(path: Path = path) -> FileResponse:
            return FileResponse(path, media_type=MEDIA[path.suffix])

    # Gradio's reset of headings, buttons and fields outranks a plain rule; within an id ours outrank it.
    rules = "\n".join((HERE / name).read_text(encoding="utf-8") for name in WITHIN_GRADIO)

    @app.get("/within.css")
    def within() -> Response:
        return Response(f"#main {{\n{rules}\n}}\n", media_type="text/css")
