"""The Ask page: Gradio carries questions, progress and each visitor's conversation; what is seen is HTML of our own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from gradio.events import api

from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.values import Answer, Asker, Turn
from assistant.web import exchange, fault_pages, render, shell, welcome
from assistant.web.as_json import answer_json
from assistant.web.exchange import Shown
from assistant.web.given import Given
from assistant.web.server import Next

AT_ONCE = 8
WAITING_AT_MOST = 100
SESSIONS = 100
MOST_EXCHANGES = 30
LONGEST_TURN = 64  # characters of the script's name for a question
HEAD = (
    '<link rel="stylesheet" href="/house.css"><link rel="stylesheet" href="/within.css">'
    '<link rel="stylesheet" href="/page.css">'
    '<script src="/ask.js" defer></script>'
)
# The component hands on what the page's script found in the form: Gradio knows only events of its own components.
HANDS_ON = """
element.addEventListener('asked', (event) => trigger('submit', event.detail));
element.addEventListener('stopped', (event) => trigger('stop', event.detail));
element.addEventListener('cleared', () => trigger('clear'));
element.dataset.takes = 'questions';
element.dispatchEvent(new CustomEvent('takes', { bubbles: true }));
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One visitor's conversation: the turns that a follow-up may refer to, and the exchanges as shown.

    `last` is the script's name for the question answered last; `names` are the ids of the answers that are kept.
    """

    turns: tuple[Turn, ...] = ()
    shown: tuple[str, ...] = ()
    last: str = ""
    names: tuple[str, ...] = ()

    def after(self, answer: Answer, shown: str, last: str = "", name: str = "") -> "Conversation":
        """The conversation with one more exchange, kept under `name` or not; the oldest go when there are many."""
        turns = (*self.turns, answer.turn)[-MOST_EXCHANGES:]
        names = (*self.names, name) if name else self.names
        return Conversation(turns, (*self.shown, shown)[-MOST_EXCHANGES:], last, names[-MOST_EXCHANGES:])

    @property
    def html(self) -> str:
        """The exchanges, and below them how to take them away."""
        return render.log(self.shown, exchange.whole(self.names))


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form asks: the question, for whom, in which kind of document, and the script's name for it."""

    question: str
    asker: Asker
    kind: str
    turn: str


def framed(assistant: Assistant) -> Any:
    """Middleware that puts the house's menu around Gradio's page, so that it is there before any script has run.

    Where Gradio, which answers every address that is no page's, has nothing, a person is told so on a page.
    """

    async def frame(request: Request, call_next: Next) -> Response:
        response = await call_next(request)
        if fault_pages.is_bare(request, response):
            return fault_pages.page(response.status_code, assistant.trust())
        kind = response.headers.get("content-type", "")
        if request.url.path != "/" or request.method != "GET" or not kind.startswith("text/html"):
            return response
        parts = [part async for part in response.body_iterator]  # type: ignore[attr-defined]
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        html = with_frame(b"".join(parts).decode("utf-8"), assistant.trust())
        return HTMLResponse(html, response.status_code, headers)

    return frame


def with_frame(html: str, trust: str) -> str:
    """Gradio's page with our language, style and menu, and words to read while its scripts load."""
    early = (
        f'{shell.menu("/", trust)}<div class="unseen" role="status" id="status"></div>'
        f'<div id="early" aria-hidden="true"><p class="early-heading">{welcome.HEADING}</p><p>{welcome.WORDS}</p></div>'
        "<noscript><p>Asking needs scripts. The other pages work without them.</p></noscript>"
    )
    body = html.index(">", html.index("<body")) + 1
    html = html[:body] + early + html[body:]
    return html.replace('lang="en"', 'lang="en-GB"', 1).replace("</head>", f"{HEAD}</head>", 1)


def mount(app: FastAPI, assistant: Assistant, settings: Settings, given: Given) -> None:
    """Put the page at "/"."""
    blocks = _blocks(assistant, settings, given)
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
        theme=_theme(),
    )


def _theme() -> gr.themes.Base:
    """Gradio's few visible parts (its notices) in the house's colours, light and dark."""
    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    colours = {
        "body_background_fill": "var(--ground)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--quiet)",
        "background_fill_primary": "var(--ground)",
        "background_fill_secondary": "var(--panel)",
        "block_background_fill": "var(--ground)",
        "border_color_primary": "var(--line)",
        "link_text_color": "var(--link)",
    }
    return theme.set(**colours, **{f"{name}_dark": value for name, value in colours.items()})


def _blocks(assistant: Assistant, settings: Settings, given: Given) -> gr.Blocks:
    """The conversation and its form; beside them, or below on a narrow screen, the source that was opened."""
    roles = welcome.roles(settings.starters, assistant.keys())
    form = welcome.form(assistant.schools(), roles, assistant.kinds())
    plain: dict[str, Any] = {"apply_default_css": False, "js_on_load": None}
    blocks: gr.Blocks
    with gr.Blocks(title="Ask - Trust Assistant", analytics_enabled=False, fill_width=True) as blocks:
        conversation = gr.State(Conversation())
        with gr.Row(elem_id="main"):
            with gr.Column(elem_id="chat"):
                gr.HTML(welcome.title(), elem_id="title", **plain)
                with gr.Column(elem_id="said"):
                    log = gr.HTML("", elem_id="log", **plain)
                    now = gr.HTML("", elem_id="now", **plain)
                asking = gr.HTML(form, elem_id="asking", apply_default_css=False, js_on_load=HANDS_ON)
                gr.HTML(welcome.starters(roles), elem_id="starters", **plain)
            with gr.Column(elem_id="sources"):
                gr.HTML(welcome.pane(), elem_id="pane", **plain)
        _wire(_Talk(assistant, given, [role.name for role in roles]), conversation, asking, log, now)
        _offer(assistant)
    blocks.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING_AT_MOST)
    return blocks


class _Talk:
    """What the page knows when a question comes; nothing of any visitor."""

    def __init__(self, assistant: Assistant, given: Given, roles: Sequence[str]) -> None:
        self._assistant = assistant
        self._given = given
        self._roles = roles

    def asked(self, sent: Any) -> Asking:
        """What was sent, as far as it is one of the choices."""
        words = {name: str(value) for name, value in sent.items()} if isinstance(sent, dict) else {}
        school, role, kind = (words.get(name, "") for name in ("school", "role", "kind"))
        asker = Asker(
            role=role if role in self._roles else "", school=school if school in self._assistant.schools() else ""
        )
        known = kind if kind in self._assistant.kinds() else ""
        return Asking(words.get("question", ""), asker, known, words.get("turn", "")[:LONGEST_TURN])

    def steps(self, asked: Asking, so_far: Conversation) -> Iterator[str | Conversation]:
        """What is being done, as HTML, and at last the conversation with the answer."""
        kinds = [asked.kind] if asked.kind else []
        for step in self._assistant.stages(asked.question, history=so_far.turns, asker=asked.asker, documents=kinds):
            if isinstance(step, Answer):
                name, permanent = self._given.keep(step, asked.asker)
                shown = Shown(name, permanent, False, self._assistant.schools(), asked.turn, asked.kind)
                html = exchange.answer(step, date.today(), asked.asker, shown)
                yield so_far.after(step, html, asked.turn, name if permanent else "")
                self._given.note(step, asked.asker)
            else:
                yield exchange.waiting(asked.question, step.words, asked.turn)


def _wire(talk: _Talk, conversation: gr.State, asking: gr.HTML, log: gr.HTML, now: gr.HTML) -> None:
    def converse(so_far: Conversation, event: gr.EventData) -> Iterator[dict[Any, Any]]:
        """Show the question at once, what is being done meanwhile, and then the answer."""
        for step in talk.steps(talk.asked(event._data), so_far):
            if isinstance(step, Conversation):
                yield {log: step.html, conversation: step, now: ""}
            else:
                yield {now: step}

    def stop(so_far: Conversation, event: gr.EventData) -> dict[Any, Any]:
        """Say that the question was stopped, unless its answer came first."""
        asked = talk.asked(event._data)
        if asked.turn == so_far.last:
            return {now: ""}
        shown = (*so_far.shown, exchange.stopped(asked.question, asked.turn))[-MOST_EXCHANGES:]
        after = Conversation(so_far.turns, shown, asked.turn, so_far.names)
        return {log: after.html, conversation: after, now: ""}

    def clear() -> dict[Any, Any]:
        """Forget the conversation."""
        return {log: "", conversation: Conversation(), now: ""}

    # "multiple": an event sent while the one before is still ending would be lost; the script sends one at a time.
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "multiple"}
    everything = [log, conversation, now]
    asked = asking.submit(converse, [conversation], everything, **quiet)
    asking.stop(stop, [conversation], everything, cancels=[asked], **quiet)
    asking.clear(clear, [], everything, cancels=[asked], **quiet)


def _offer(assistant: Assistant) -> None:
    """Questions from programs."""

    def ask(question: str, school: str = "") -> dict[str, Any]:
        """One question, answered as JSON; `school` is a school's short name or "" for the whole trust."""
        return answer_json(assistant.ask(question, asker=Asker(school=school)))

    api(ask, api_name="ask")
