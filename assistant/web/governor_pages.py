"""The pages for new governors; what they say is made in `governor_html` and `self_check_html`."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from assistant import decisions, reading_path, self_check, upkeep
from assistant.answering import Assistant
from assistant.decisions import Sought
from assistant.errors import AssistantError
from assistant.reading_path import Role, Rules, Shelf
from assistant.settings import Settings
from assistant.web import governor_html, self_check_html
from assistant.web.governor_html import CHECK, DECISIONS, GLOSSARY, PATH, Reader
from assistant.web.render import safe
from assistant.web.self_check_html import Knew
from assistant.web.shell import Look, page, response

HERE = Path(__file__).parent
LOOK = Look(("/governors.css",), ("/governors.js",))
LONGEST_SEARCH = 200


def router(assistant: Assistant, settings: Settings) -> APIRouter:
    """All addresses under /governors."""
    routes = APIRouter()
    pages = _Pages(assistant, settings)
    routes.add_api_route(PATH, pages.reading, response_class=HTMLResponse)
    routes.add_api_route(DECISIONS, pages.decisions, response_class=HTMLResponse)
    routes.add_api_route(GLOSSARY, pages.glossary, response_class=HTMLResponse)
    routes.add_api_route(CHECK, pages.check, response_class=HTMLResponse)

    @routes.get("/governors.css")
    def style() -> FileResponse:
        return FileResponse(HERE / "governors.css", media_type="text/css")

    @routes.get("/governors.js")
    def script() -> FileResponse:
        return FileResponse(HERE / "governors.js", media_type="text/javascript")

    return routes


class _Pages:
    """Each page as a function of what its address says."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._prepared = self_check.Prepared(
            settings.self_check, lambda question, asker: assistant.ask(question, asker=asker)
        )

    def reading(self, role: str = "", school: str = "") -> HTMLResponse:
        """What to read, by when and why."""

        def body(build: str, shelf: Shelf, rules: Rules) -> str:
            schools = self._assistant.schools()
            at = school if school in schools else ""
            reader = Reader(_role(rules, role), rules.role, at, schools)
            items = reading_path.path(rules, reader.role, shelf, at)
            listed = governor_html.reading(reader, items, build, shelf.on, left_out=reading_path.left_out(shelf, at))
            return governor_html.who_reads(reader) + listed

        return self._shown(PATH, "New governors", body)

    def decisions(self, q: str = "", body: str = "", part: str = "") -> HTMLResponse:
        """Who decides what."""

        def inner(build: str, shelf: Shelf, _: Rules) -> str:
            found = decisions.decisions(shelf.documents, shelf.passages, shelf.on)
            bodies, parts = decisions.bodies(found), decisions.parts(found)
            sought = Sought(q[:LONGEST_SEARCH].strip(), body if body in bodies else "", part if part in parts else "")
            shown = decisions.matching(found, sought)
            form = governor_html.who_decides(sought, bodies, parts) if found else ""
            return form + governor_html.decisions(found, shown, sought, build, shelf.on)

        return self._shown(DECISIONS, "Who decides what", inner)

    def glossary(self, q: str = "") -> HTMLResponse:
        """Words explained."""

        def body(build: str, _shelf: Shelf, _rules: Rules) -> str:
            entries = self._entries()
            return governor_html.glossary(entries, q[:LONGEST_SEARCH].strip(), build) if entries else _no_words()

        return self._shown(GLOSSARY, "Words explained", body)

    def check(self, request: Request) -> HTMLResponse:
        """Check yourself; the address says what was known, so that it works without scripts."""
        if not self._assistant.ready():
            return self._shown(CHECK, "Check yourself", lambda *_: "")
        try:
            build, shelf = self._shelf()
            rules = reading_path.load(self._settings.reading_path)
        except AssistantError as error:
            return self._said(CHECK, "Check yourself", f'<p class="wrong">{safe(str(error))}</p>')
        readable = lambda: reading_path.to_check(rules, shelf, self._assistant.schools())  # noqa: E731
        asked = self._prepared.questions(build, readable)
        if asked is None:
            return self._said(CHECK, "Check yourself", governor_html.waiting(CHECK, self_check_html.CHOSEN))
        known = {knew.value: knew for knew in Knew}
        said = {name.removeprefix("q-"): known[value] for name, value in request.query_params.items() if value in known}
        return self._said(CHECK, "Check yourself", self_check_html.questions(asked, said))

    def _entries(self) -> Sequence[Any]:
        """The glossary where the assistant has one, else nothing."""
        made: Callable[[], Sequence[Any]] | None = getattr(self._assistant, "glossary", None)
        return made() if made is not None else ()

    def _shelf(self) -> tuple[str, Shelf]:
        build, passages = self._assistant.shelves()
        try:
            required = upkeep.statutory(self._settings.corpus)
        except AssistantError:
            required = None  # what the law asks for is said beside the list, which is right without it
        documents = self._assistant.documents()
        return build, Shelf(documents, passages, date.today(), required)

    def _shown(self, here: str, title: str, body: Callable[[str, Shelf, Rules], str]) -> HTMLResponse:
        """A page made from the published documents; while they are loading, one that asks again."""
        if not self._assistant.ready():
            words = self._assistant.notice() or "Getting ready: the documents will be here in a moment."
            return self._said(here, title, governor_html.waiting(here, words))
        try:
            build, shelf = self._shelf()
            inner = body(build, shelf, reading_path.load(self._settings.reading_path))
        except AssistantError as error:
            inner = f'<p class="wrong">{safe(str(error))}</p>'
        return self._said(here, title, inner)

    def _said(self, here: str, title: str, inner: str) -> HTMLResponse:
        links = governor_html.tabs(here, glossary=hasattr(self._assistant, "glossary"))
        whole = f"<h1>{safe(title)}</h1>{links}{inner}"
        return response(page(title, whole, here=PATH, trust=self._assistant.trust(), look=LOOK))


def _role(rules: Rules, name: str) -> Role:
    return next((role for role in rules.role if role.id == name), rules.role[0])


def _no_words() -> str:
    return '<p class="notice">The documents explain no words in a list of their own.</p>'
