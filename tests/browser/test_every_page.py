"""Every page in every state it can be in, in light and in dark: axe-core finds nothing, nothing runs over the edge."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import feedback, gaps
from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.feedback import Feedback, Reason
from assistant.values import Answer, Asker, Outcome, Retrieval
from assistant.web.app import create
from tests.browser.accessibility import check, served
from tests.fixtures import evaluations

ROOT = Path(__file__).parents[2]
SCHEMES = ("light", "dark")
LONG = 120_000  # milliseconds
QUESTIONS = {
    "answered": "How many paid days for a sick child, and who approves?",
    "partly": "How many paid days for a sick child, and where is the trampoline kept?",
    "clarify": "What is the admission number for reception?",
    "not-found": "Where is the trampoline kept?",
    "act-now": "A pupil told me her uncle hits her",
    "out-of-scope": "Write me a poem about the sea",
}
IN_A_PDF = "To whom must an allegation against a member of staff be reported?"
SUPERSEDED = "How many paid days did version 3.0 of the leave of absence policy allow?"
OPEN = (
    "/library",
    "/library?q=nothing+of+the+kind",
    "/library?status=any&sort=changed",
    "/library?due=overdue",
    "/library/attention/missing",
    "/library/attention/references",
    "/library/attention/conflicts",
    "/library/attention/unread",
    "/library/attention/register",
    "/library/leave-of-absence",
    "/library/nothing",
    "/officers",
    "/officers/add",
    "/officers/builds",
    "/officers/work",
    "/governors",
    "/governors?role=governor&school=Lorton+High",
    "/governors/decisions",
    "/governors/decisions?q=zebra",
    "/governors/glossary",
    "/governors/glossary?q=zebra",
    "/governors/check",
    "/feedback",
    "/feedback?state=settled",
    "/feedback/said",
    "/feedback/tell",
    "/feedback/tell?thanks=yes",
    "/evaluate",
    "/evaluate/running",
    "/evaluate/runs/a%20later%20run",
    "/evaluate/runs/a%20later%20run/questions/3",
    "/evaluate/runs/nothing",
    "/api",
    "/sources",
    "/answer/nothing",
    "/source/nothing/nothing",
    "/nothing",
)


def _write(folder: Path, indexes: Path) -> dict[str, str]:
    """Something to show on every page, and the settings by which it is found."""
    shutil.copytree(indexes, folder / "indexes")
    (folder / "few.jsonl").write_text(
        "".join(json.dumps({"id": name, "question": words}) + "\n" for name, words in evaluations.NAMES.items())
    )
    check_yourself = {"id": "1", "question": "How much notice do the Members need for an AGM?", "outcome": "answered"}
    (folder / "check.jsonl").write_text(json.dumps({**check_yourself, "tags": ["lookup"]}) + "\n")
    evaluations.keep(folder / "runs")
    for question in ("Can we hire out the minibus?", "Where are scooters kept?"):
        answer = Answer(question, question, Outcome.NOT_FOUND, retrieval=Retrieval(question, ()))
        kept = gaps.note(folder / "gaps.jsonl", answer, Asker(), date(2026, 11, 26))
        assert kept is not None
    gaps.settle(folder / "gaps.jsonl", [kept.id], gaps.SETTLED, note="Asked the owner", signed="J. T.")
    said = Feedback("2026-11-20T10:00:00+00:00", Reason.WRONG_ANSWER, "Who signs?", note="Not he.", signed="Ada")
    feedback.record(folder / "feedback.jsonl", said)
    files = {"feedback": "feedback.jsonl", "gaps": "gaps.jsonl", "kept": "kept.sqlite", "runs": "runs"}
    files |= {"question_sets": "few.jsonl", "self_check": "check.jsonl", "indexes": "indexes"}
    return {f"ASSISTANT_{name.upper()}": str(folder / file) for name, file in files.items()}


@pytest.fixture(scope="module")
def address(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    own = _write(tmp_path_factory.mktemp("every"), published)
    program = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", "0"]
    environment = {**os.environ, **own, "ASSISTANT_CORPUS": str(ROOT / "corpus")}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as served:
        assert served.stdout is not None
        line = next((line for line in served.stdout if "http://" in line), "")
        yield line[line.index("http://") :].split()[0]
        served.terminate()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(LONG)
    yield opened
    context.close()


@contextmanager
def looked_at(where: str) -> Iterator[None]:
    """Say with a fault which page or state has it."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(f"{where}: {error}") from error


def fit_for_all(page: Any, where: str) -> None:
    """Axe finds nothing, in light and in dark."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("document.getAnimations().every((item) => !(item instanceof CSSTransition))")
        with looked_at(f"{where}, {scheme}"):
            check(page)
    page.emulate_media(color_scheme="light")


def begin(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#asking [data-takes]", state="attached")


def ask(page: Any, question: str) -> Any:
    """Ask, wait, and return the last exchange."""
    before = page.locator("#log article").count()
    page.fill("#words", question)
    page.press("#words", "Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('#log article').length > n && !document.querySelector('#now article')",
        arg=before,
    )
    return page.locator("#log article").last


def test_the_conversation_in_every_state(page: Any, address: str) -> None:
    begin(page, address)
    fit_for_all(page, "empty")
    for outcome, question in QUESTIONS.items():
        last = ask(page, question)
        assert outcome in last.get_attribute("class").split(), f"{question}: {last.get_attribute('class')}"
        fit_for_all(page, outcome)
    last.locator(".say summary").click()
    for also in page.locator("details.also summary").all():
        also.click()
    fit_for_all(page, "unfolded")
    page.set_viewport_size({"width": 390, "height": 844})
    fit_for_all(page, "on a phone")


def test_an_answer_on_its_own_and_its_sources(page: Any, address: str) -> None:
    begin(page, address)
    last = ask(page, IN_A_PDF)
    kept = last.locator("a.button[href^='/answer/'][target]").evaluate("link => link.href")
    source = last.locator("a.cite").first.evaluate("link => link.href")
    danger = ask(page, QUESTIONS["act-now"]).locator("a.button[href^='/answer/'][target]").evaluate("link => link.href")
    superseded = ask(page, SUPERSEDED).locator("a.button[href^='/answer/'][target]").evaluate("link => link.href")
    for view in ("picture", "text"):
        page.goto(source.replace("#", f"&view={view}#"))
        assert page.locator("#quote").count()
        fit_for_all(page, f"source as {view}")
    page.goto(source.replace("#", "&view=picture&size=large#"))
    fit_for_all(page, "source enlarged")
    for name, place in (("kept", kept), ("act now", danger), ("superseded", superseded)):
        page.goto(place)
        page.locator(".say summary").click()
        fit_for_all(page, f"{name} answer")
    page.goto(kept.replace("/answer/", "/passage/") + "/1")
    assert page.locator("#quote").count()
    fit_for_all(page, "passage")


@pytest.mark.parametrize("place", OPEN)
def test_a_page(page: Any, address: str, place: str) -> None:
    page.goto(address + place)
    if place == "/governors/check":
        page.wait_for_selector("[data-question]")
    page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })")
    assert page.locator("h1").count() == 1
    fit_for_all(page, place)
    page.set_viewport_size({"width": 390, "height": 844})
    with looked_at(f"{place} on a phone"):
        check(page)


def test_a_document_its_changes_and_what_officers_do_with_it(page: Any, address: str) -> None:
    page.goto(f"{address}/library/leave-of-absence")
    source = page.get_by_role("link", name="Withdraw").evaluate("link => link.href").split("file=")[1]
    page.get_by_role("link", name="What changed").first.click()
    page.locator("ins, del").first.wait_for()
    fit_for_all(page, "what changed")
    for place in (f"add?replaces={source}", f"correct?file={source}", f"withdraw?file={source}"):
        page.goto(f"{address}/officers/{place}")
        fit_for_all(page, place)
    page.goto(f"{address}/officers/add")
    words = b"# Leave policy\n\n## 1 Paid leave\n\n1.1 Staff may take 9 paid days of leave for a sick child.\n"
    page.set_input_files("#file", {"name": "Leave.md", "mimeType": "text/markdown", "buffer": words})
    page.click("#upload button")
    page.wait_for_selector("form.front")
    fit_for_all(page, "upload")


def test_feedback_that_is_not_complete(page: Any, address: str) -> None:
    page.goto(f"{address}/feedback/tell")
    page.get_by_role("button", name="Send it").click()
    page.get_by_role("alert").wait_for()
    fit_for_all(page, "told without a reason")


@pytest.fixture
def locked(published: Path) -> Iterator[str]:
    """A server on which officers sign in, and one page of which goes wrong."""
    settings = settings_room.load(corpus=ROOT / "corpus", indexes=published, officer_key="a key for officers", port=0)
    app = create(Assistant(settings), settings)

    async def broken() -> None:
        raise RuntimeError("the disk is gone")

    app.add_api_route("/broken", broken)
    app.router.routes.insert(0, app.router.routes.pop())
    with served(app) as place:
        yield place


def test_signing_in_and_what_goes_wrong(page: Any, locked: str) -> None:
    page.goto(f"{locked}/officers")
    fit_for_all(page, "sign in")
    page.fill("#key", "not the right words")
    page.locator("text=Sign in >> nth=-1").click()
    page.get_by_role("alert").wait_for()
    fit_for_all(page, "wrong key")
    assert page.goto(f"{locked}/broken").status == 500
    assert "Something went wrong" in page.inner_text("h1") and "disk" not in page.inner_text("main")
    fit_for_all(page, "500")
    for place in ("/feedback", "/feedback/said", "/evaluate", "/officers/add"):
        page.goto(locked + place)
        fit_for_all(page, f"{place} for someone who has not signed in")
