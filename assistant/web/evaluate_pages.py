"""The Evaluate page: officers start and stop runs, everyone looks at what came of them.

The programs that evaluate may be missing where the product is installed, so they are imported where they are used.
"""

import base64
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web import evaluate_html, evaluate_question_html, evaluate_run_html, shell
from assistant.web.evaluate_question_html import SHOWS, Looking
from assistant.web.evaluate_run_html import RIGHT, Shown
from assistant.web.evaluate_work import Evaluation
from assistant.web.officer_access import Access, Standing
from assistant.web.shell import Look

if TYPE_CHECKING:
    from evals.comparing import Comparison
    from evals.offering import Offered, Perform
    from evals.past import Kept, Past
    from evals.values import Run

HERE = Path(__file__).parent
STYLES, SCRIPTS = ("/library.css", "/evaluate.css"), ("/evaluate.js",)
SECONDS_BETWEEN_LOOKS = 3  # without a script
BUSY = "Another run is on its way. Wait until it has ended, or stop it."
STALE = "This page was open for too long, or was opened before the assistant was started again. Nothing was started."
NO_SET = "There is no such question set. Choose one of the list."
NO_COUNT = "Choose how many questions to ask."


def router(assistant: Assistant, settings: Settings, access: Access, perform: "Perform | None" = None) -> APIRouter:
    """Every page under /evaluate. `perform` asks a set and keeps the run; the program's own where it is not given."""
    routes = APIRouter()
    pages = _Pages(assistant, settings, access, perform)
    for path, answer in (
        ("/evaluate", pages.landing),
        ("/evaluate/running", pages.running),
        ("/evaluate/runs/{name}", pages.run),
        ("/evaluate/runs/{name}/questions/{number}", pages.question),
    ):
        routes.add_api_route(path, answer, response_class=HTMLResponse)
    routes.add_api_route("/evaluate/runs/{name}/report.html", pages.report, response_class=Response)
    routes.add_api_route("/evaluate/running.json", pages.running_json, response_class=JSONResponse)
    routes.add_api_route("/evaluate/start", pages.start, methods=["POST"], response_class=Response)
    routes.add_api_route("/evaluate/stop", pages.stop, methods=["POST"], response_class=Response)

    @routes.get("/evaluate.css")
    def style() -> FileResponse:
        return FileResponse(HERE / "evaluate.css", media_type="text/css")

    @routes.get("/evaluate.js")
    def script() -> FileResponse:
        return FileResponse(HERE / "evaluate.js", media_type="text/javascript")

    return routes


class _Pages:
    """What the addresses answer."""

    def __init__(
        self, assistant: Assistant, settings: Settings, access: Access, perform: "Perform | None" = None
    ) -> None:
        self._assistant = assistant
        self._settings = settings
        self._access = access
        self._given = perform
        self._evaluation = Evaluation()
        self._known: Past | None = None

    def landing(self, request: Request) -> HTMLResponse:
        """Starting a run, and the runs that were kept."""
        return self._shown(lambda: self._landing(request))

    def start(
        self,
        request: Request,
        token: Annotated[str, Form()] = "",
        set: Annotated[str, Form()] = "",  # noqa: A002 - the form's name for it
        count: Annotated[str, Form()] = "",
    ) -> Response:
        """Begin a run and go to the page that shows how far it is."""
        refused = self._refused(request, token)
        return refused or self._shown(lambda: self._start(request, set, count))

    def stop(self, request: Request, token: Annotated[str, Form()] = "") -> Response:
        """End the run after the question that is being asked."""
        refused = self._refused(request, token)
        if refused:
            return refused
        self._evaluation.stop()
        return RedirectResponse("/evaluate/running", 303)

    def running(self, request: Request) -> HTMLResponse:
        """How far the run is, or how it ended."""
        moment = self._evaluation.now()
        token = self._access.token(request) if self._access.standing(request) is Standing.OFFICER else ""
        refresh = SECONDS_BETWEEN_LOOKS if moment is not None and moment.runs else 0
        return self._page("Evaluating", evaluate_html.running(moment, token), refresh=refresh)

    def running_json(self) -> JSONResponse:
        """The same for the page's script."""
        moment = self._evaluation.now()
        said: dict[str, object] = {"ended": True}
        if moment is not None and moment.runs:
            words, state = evaluate_html.words_of(moment), moment.state
            said = {"ended": False, "words": words, "done": state.done, "total": state.total}
        return JSONResponse(said, headers={"Cache-Control": "no-store"})

    def run(self, name: str, against: str = "") -> HTMLResponse:
        """One run, beside the run before it or the one that the address names."""
        return self._shown(lambda: self._run(name, against))

    def question(self, name: str, number: int, show: str = "wrong", against: str = "") -> HTMLResponse:
        """One question of a run, by its place in it."""
        return self._shown(lambda: self._question(name, number, show if show in SHOWS else "all", against))

    def report(self, name: str) -> Response:
        """The run's own report. It may run the one script that reports have, and stands apart from every page."""
        try:
            file = self._past().report(name)
        except AssistantError as error:
            return self._fault("No report", str(error), 404)
        except ImportError:
            return self._page("Evaluate", evaluate_html.not_installed(), 501)
        headers = {"Content-Security-Policy": _report_policy(), "Cache-Control": "no-store"}
        return FileResponse(file, media_type="text/html; charset=utf-8", headers=headers)

    def _past(self) -> "Past":
        from evals import evaluating
        from evals.past import Past

        if self._known is None:
            self._known = Past(self._settings.runs or evaluating.RUNS, evaluating.ACCEPTED)
        return self._known

    def _offered(self) -> "tuple[Offered, ...]":
        from evals import offering, questions

        return offering.offered(self._settings.question_sets or questions.FOLDER)

    def _perform(self) -> "Perform":
        from evals import offering

        return self._given or partial(offering.perform, self._assistant, self._settings, self._past().folder)

    def _landing(self, request: Request, chosen: str = "", count: str = "", wrong: str = "") -> HTMLResponse:
        listed = self._past().listed()
        standing = self._access.standing(request)
        if standing is Standing.OFFICER:
            token = self._access.token(request)
            start = evaluate_html.form(evaluate_html.Form(self._offered(), token, chosen, count, wrong))
        else:
            start = evaluate_html.may_sign_in() if standing is Standing.MAY_SIGN_IN else evaluate_html.not_here()
        body = evaluate_html.landing(start, self._evaluation.now(), listed)
        return self._page("Evaluate", body, 400 if wrong else 200)

    def _start(self, request: Request, chosen: str, count: str) -> Response:
        from evals.offering import Plan

        found = next((item for item in self._offered() if item.name == chosen and not item.fault), None)
        if found is None or not (count.isascii() and count.isdigit()):
            return self._landing(request, chosen, count, NO_SET if found is None else NO_COUNT)
        plan = Plan(found, int(count[:9]))
        asked = found.count if plan.whole else plan.count
        what = f"Asking {evaluate_html.counted(asked)}: {found.name}"
        if not self._evaluation.begin(what, partial(self._perform(), plan)):
            return self._landing(request, chosen, count, BUSY)
        return RedirectResponse("/evaluate/running", 303)

    def _run(self, name: str, against: str) -> HTMLResponse:
        from evals import aggregates, past
        from evals.measures import MEASURES

        run, listed = self._past().load(name), self._past().listed()
        others = _comparable(name, listed)
        chosen = against if against in {item.name for item in others} else ""
        if not against and (found := past.before(name, listed)) is not None:
            chosen = found.name
        fault, compared = "", None
        try:
            compared = self._compared(run, chosen)
        except AssistantError as error:
            fault = str(error)
        if against and not chosen:
            fault = "The run to compare with is not there, or has no question in common with this one. Choose another."
        means = aggregates.means(run.results)
        has_report = self._has_report(name)
        shown = Shown(name, run, MEASURES, means, others, chosen, compared, fault, has_report)
        return self._page(run.name, evaluate_run_html.page(shown), frames=True)

    def _has_report(self, name: str) -> bool:
        try:
            return self._past().report(name).is_file()
        except AssistantError:
            return False

    def _compared(self, run: "Run", against: str) -> "Comparison | None":
        from evals import comparing

        return comparing.compare(run, self._past().load(against)) if against else None

    def _question(self, name: str, number: int, show: str, against: str) -> HTMLResponse:
        from evals.measures import MEASURES

        run = self._past().load(name)
        if not 1 <= number <= len(run.results):
            raise AssistantError("There is no such question in this run.")
        numbers = list(range(1, len(run.results) + 1))
        if show in ("won", "lost"):
            compared = self._compared(run, against)
            moved = () if compared is None else compared.won if show == "won" else compared.lost
            numbers = [place for place in numbers if run.results[place - 1].question.id in moved]
        elif show == "wrong":
            numbers = [place for place in numbers if run.results[place - 1].value(RIGHT) == 0]
        if number not in numbers:
            show, against, numbers = "all", "", list(range(1, len(run.results) + 1))
        looking = Looking(name, run, MEASURES, number, numbers, show, against)
        return self._page(run.results[number - 1].question.question, evaluate_question_html.page(looking))

    def _refused(self, request: Request, token: str) -> HTMLResponse | None:
        sentence = self._access.refusal(request)
        if not sentence and not self._access.token_fits(request, token):
            sentence = f"{STALE} Open it again."
        return self._fault("Nothing was changed", sentence, 403) if sentence else None

    def _shown(self, make: "Callable[[], Response]") -> "HTMLResponse":
        """A page, or why it cannot be shown."""
        try:
            return make()  # type: ignore[return-value]
        except ImportError:
            return self._page("Evaluate", evaluate_html.not_installed(), 501)
        except AssistantError as error:
            return self._fault("This cannot be shown", str(error), 404)

    def _fault(self, title: str, sentence: str, status: int) -> HTMLResponse:
        return self._page(title, evaluate_html.message(title, sentence), status)

    def _page(
        self, title: str, body: str, status: int = 200, *, refresh: int = 0, frames: bool = False
    ) -> HTMLResponse:
        look = Look(STYLES, SCRIPTS, refresh)
        whole = shell.page(title, body, here="/evaluate", trust=self._assistant.trust(), look=look)
        sent = shell.response(whole, status)
        if frames:
            sent.headers["Content-Security-Policy"] = f"{shell.POLICY}; frame-src 'self'"
        return sent


def _comparable(name: str, listed: "tuple[Kept, ...]") -> "tuple[Kept, ...]":
    """The other runs that share a question with the one named, newest first."""
    ids = next((item.ids for item in listed if item.name == name), frozenset())
    return tuple(item for item in listed if item.name != name and item.ids & ids)


def _report_policy() -> str:
    """What a report may do: its own styles and the one script of reports, known by its digest, and nothing else."""
    from evals.report import page

    digest = hashlib.sha256((page.HERE / "report.js").read_bytes()).digest()
    script = f"'sha256-{base64.b64encode(digest).decode()}'"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {script}; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    )
