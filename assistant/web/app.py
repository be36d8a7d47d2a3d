"""The page: Gradio for the conversation, mounted in FastAPI, which serves sources, health and the limits around it."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse
from gradio.events import api

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.values import Answer, Asker, Turn
from assistant.web import feedback_pages, governor_pages, render, source_view
from assistant.web.as_json import answer_json, source_address

if TYPE_CHECKING:
    from gradio.blocks import Block

HERE = Path(__file__).parent
AT_ONCE = 8
WAITING_AT_MOST = 100
SESSIONS = 100
SECONDS_TO_STOP = 2
LONGEST_BODY = 256 * 1024  # bytes of a request; a question of 2,000 characters with its conversation is far below
MOST_EXCHANGES = 30
WHOLE_TRUST = "The whole trust"
SOURCE_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; img-src 'self'"
)
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# A new answer comes into view. Where the source stands beside it, its first citation opens; where it stands below,
# on a narrow screen, it is brought into view when a citation is opened.
FOLLOW = """<script>
(() => {
  const wide = () => window.innerWidth >= 900;
  let seen = 0;
  new MutationObserver(() => {
    const answers = document.querySelectorAll('#log article:not(.waiting)');
    if (answers.length <= seen) { seen = answers.length; return; }
    seen = answers.length;
    const last = answers[seen - 1];
    last.scrollIntoView({block: 'start'});
    const citation = last.querySelector('a.cite');
    if (citation && wide()) citation.click();
  }).observe(document, {childList: true, subtree: true});
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[target="source"]');
    if (link && !wide()) document.getElementById('sources').scrollIntoView({behavior: 'smooth'});
  });
})();
</script>"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One visitor's conversation: the turns that a follow-up may refer to, and the exchanges as shown."""

    turns: tuple[Turn, ...] = ()
    shown: tuple[str, ...] = ()

    def after(self, answer: Answer, shown: str) -> "Conversation":
        """The conversation with one more exchange; the oldest go when there are many."""
        turn = Turn(answer.question, answer.text)
        return Conversation((*self.turns, turn)[-MOST_EXCHANGES:], (*self.shown, shown)[-MOST_EXCHANGES:])


def create(assistant: Assistant, settings: Settings) -> FastAPI:
    """The whole application, ready for a server."""
    app = FastAPI(title="Trust Assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(_guarded)
    _add_routes(app, assistant)
    app.include_router(governor_pages.router(assistant, settings))
    app.include_router(feedback_pages.router(assistant, settings))
    blocks = _blocks(assistant)
    blocks.state_session_capacity = SESSIONS
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        server_name=settings.host,
        server_port=settings.port,
        footer_links=[],
        run_history=False,
        app_kwargs={"docs_url": None, "redoc_url": None},
        show_error=False,
        max_file_size="1mb",
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=gr.themes.Soft(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        css_paths=[HERE / "page.css"],
        head=FOLLOW,
    )
    return app


async def _guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse bodies that are too long, and say with every answer what a browser may load."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LONGEST_BODY or request.headers.get("transfer-encoding"):
        return PlainTextResponse("This is longer than a question may be. Ask it in one or two sentences.", 413)
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _add_routes(app: FastAPI, assistant: Assistant) -> None:
    headers = {"Content-Security-Policy": SOURCE_POLICY, "Cache-Control": "no-store"}

    @app.get("/health")
    def health() -> JSONResponse:
        """Whether the page is up."""
        return JSONResponse({"status": "up"})

    @app.get("/ready")
    def ready() -> JSONResponse:
        """Whether questions are answered without waiting; 503 until they are."""
        if assistant.ready():
            return JSONResponse({"status": "ready"})
        return JSONResponse({"status": "getting ready", "notice": assistant.notice()}, 503)

    @app.get("/house.css")
    def house() -> FileResponse:
        return FileResponse(HERE / "house.css", media_type="text/css")

    @app.get("/source.css")
    def style() -> FileResponse:
        return FileResponse(HERE / "source.css", media_type="text/css")

    @app.get("/source/{build}/{passage_id:path}")
    def source(build: str, passage_id: str, start: int = -1, end: int = -1) -> HTMLResponse:
        """A passage in its document, the words from `start` to `end` highlighted."""
        try:
            passage = assistant.passage(build, passage_id)
        except AssistantError:
            passage = None
        if passage is None:
            words = "The index has been renewed since this answer was given. Ask the question again."
            return HTMLResponse(render.message("This source is no longer kept", words), 404, headers)
        return HTMLResponse(source_view.source(passage, start, end, date.today()), 200, headers)

    @app.get("/sources")
    def sources() -> HTMLResponse:
        """The list of documents."""
        if not assistant.ready():
            words = assistant.notice() or "Getting ready: the documents will be listed here in a moment."
            return HTMLResponse(render.message("Documents", words, refresh=2), 200, headers)
        try:
            build, firsts = assistant.openings()
        except AssistantError as error:
            return HTMLResponse(render.message("Documents", str(error)), 200, headers)
        listed = [(first.document, source_address(build, first)) for first in firsts]
        return HTMLResponse(render.documents(listed, date.today()), 200, headers)


def _blocks(assistant: Assistant) -> gr.Blocks:
    """The conversation on the left, the source on the right; on a phone one below the other."""
    trust = assistant.trust()
    schools = assistant.schools()
    blocks: gr.Blocks
    with gr.Blocks(title="Trust Assistant", analytics_enabled=False, fill_width=True) as blocks:
        conversation = gr.State(Conversation())
        with gr.Row(elem_id="rooms"):
            with gr.Column(elem_id="chat", scale=3, min_width=320):
                gr.HTML(f"<h1>Trust Assistant</h1><p>{render.safe(trust)}</p>", elem_id="title")
                log = gr.HTML(render.log(()), elem_id="log")
                with gr.Row(elem_id="asking"):
                    question = gr.Textbox(
                        label="Your question",
                        placeholder="How many paid days for a sick child, and who approves?",
                        lines=1,
                        max_lines=4,
                        elem_id="question",
                        scale=6,
                        autofocus=True,
                    )
                    button = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=80)
                school = gr.Dropdown(
                    [WHOLE_TRUST, *schools],
                    value=WHOLE_TRUST,
                    label="I work at",
                    elem_id="school",
                    visible=bool(schools),
                )
            with gr.Column(elem_id="sources", scale=2, min_width=320):
                gr.HTML(render.pane("/sources"), elem_id="pane")
        _wire(assistant, conversation, question, button, school, log)
    blocks.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING_AT_MOST)
    return blocks


def _wire(
    assistant: Assistant,
    conversation: gr.State,
    question: gr.Textbox,
    button: gr.Button,
    school: gr.Dropdown,
    log: gr.HTML,
) -> None:
    def converse(asked: str, at: str, so_far: Conversation) -> Iterator[dict["Block", Any]]:
        """Show the question at once, what is being done meanwhile, and then the answer."""
        asked = asked or ""
        asker = Asker(school="" if at == WHOLE_TRUST else at or "")
        for step in assistant.stages(asked, history=so_far.turns, asker=asker):
            if isinstance(step, Answer):
                shown = render.answer(step, date.today(), asker)
                after = so_far.after(step, shown)
                yield {log: render.log(after.shown), conversation: after, question: ""}
            else:
                yield {log: render.log((*so_far.shown, render.waiting(asked, step.words))), question: ""}

    def ask(question: str, school: str = "") -> dict[str, Any]:
        """One question, answered as JSON; `school` is a school's short name or "" for the whole trust."""
        return answer_json(assistant.ask(question, asker=Asker(school=school)))

    for event in (question.submit, button.click):
        event(
            converse,
            [question, school, conversation],
            [log, conversation, question],
            show_progress="hidden",
            api_visibility="private",
        )
    api(ask, api_name="ask")


def serve(assistant: Assistant, settings: Settings) -> None:
    """Serve the page until it is stopped, printing its address.

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
        app = create(assistant, settings)
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
