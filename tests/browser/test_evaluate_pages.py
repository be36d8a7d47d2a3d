"""The Evaluate pages in Chromium, without scripts as well: started, looked at one by one, and no barrier found."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import FileResponse

from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.web import evaluate_pages, server
from assistant.web.officer_access import Access
from evals import offering
from evals.offering import Plan
from evals.run import Progress
from tests.browser.accessibility import SIZES, check, served
from tests.fixtures import evaluations

WEB = Path(evaluate_pages.__file__).parent
NARROW = {"small": (320, 640), **SIZES}
PLACES = ("/evaluate", "/evaluate/runs/a%20later%20run", "/evaluate/runs/a%20later%20run/questions/3")


@pytest.fixture
def go() -> Event:
    """Set, it lets the run that was started go on to its end."""
    return Event()


@pytest.fixture
def address(tmp_path: Path, go: Event) -> Iterator[str]:
    file = tmp_path / "few.jsonl"
    lines = [{"id": name, "question": words} for name, words in evaluations.NAMES.items()]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    evaluations.keep(tmp_path / "runs")
    settings = settings_room.load(indexes=tmp_path / "i", question_sets=file, runs=tmp_path / "runs", port=0)

    def perform(plan: Plan, progress: Progress) -> Path:
        progress("Asking", 1, 3)
        assert go.wait(60)
        return offering.keep(evaluations.run(plan.name, "2026-11-03T10:00:00+00:00"), tmp_path / "runs")

    app = FastAPI()
    app.middleware("http")(server.guarded)
    app.state.longest_bodies = {}
    app.include_router(evaluate_pages.router(Assistant(settings), settings, Access(settings), perform))
    for name in ("house.css", "library.css"):
        app.add_api_route(f"/{name}", lambda name=name: FileResponse(WEB / name), name=name)
    with served(app) as place:
        yield place
        go.set()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_run_is_started_and_looked_at(browser: Any, address: str, go: Event, scripts: bool) -> None:
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(address + "/evaluate")
    page.get_by_label("Question set").focus()
    page.get_by_role("button", name="Start the run").press("Enter")
    page.get_by_role("button", name="Stop the run").wait_for()
    assert "Asking: 1 of 3" in page.inner_text("main")
    go.set()
    page.get_by_role("link", name="See the run").click()
    assert "No answer failed" in page.inner_text("main")
    page.goto(address + PLACES[1])
    page.get_by_role("link", name="Look at what failed, one by one").click()
    page.get_by_role("link", name="Next question").press("Enter")
    page.get_by_text("Question 2 of 2").wait_for()
    assert page.locator("main img").count() == 0 and "onerror" in page.inner_text("main")
    page.context.close()


def test_a_run_is_compared_with_the_one_before(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + PLACES[1])
    page.get_by_label("Compare with").select_option(index=0)
    page.get_by_role("button", name="Compare").press("Enter")
    page.wait_for_url("**against=**")
    said = page.inner_text("main")
    assert "3 questions in common" in said and "Won" in said and "Lost" in said
    page.close()


def test_the_report_works_in_its_frame(browser: Any, address: str) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if "Policy" in said.text else None)
    page.goto(address + PLACES[1])
    page.locator("iframe").scroll_into_view_if_needed()
    frame = page.frame_locator("iframe")
    frame.locator("#find").fill("bins")
    assert "1 of 3" in frame.locator("#count").inner_text()
    assert faults == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_and_nothing_over_the_edge(browser: Any, address: str, scheme: str) -> None:
    for width, height in NARROW.values():
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        for place in PLACES:
            page.goto(address + place)
            for summary in page.locator("details:not([open]) > summary").all():
                summary.click()
            check(page)
        page.goto(address + "/evaluate")
        if page.get_by_role("link", name="See how far it is").count() == 0:
            page.get_by_role("button", name="Start the run").click()
        page.goto(address + "/evaluate/running")
        check(page)
        context.close()
