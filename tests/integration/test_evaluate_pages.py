"""The Evaluate pages: officers alone start runs, everyone looks, and nothing outside of the runs' folder is served."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.settings import Settings
from assistant.web import evaluate_pages, server
from assistant.web.officer_access import Access
from evals import offering
from evals.offering import Plan
from evals.run import Progress
from tests.fixtures import evaluations

HERE = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
LINES = [{"id": name, "question": words} for name, words in evaluations.NAMES.items()]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    sets = tmp_path / "sets"
    sets.mkdir()
    (sets / "few.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    evaluations.keep(tmp_path / "runs")
    return settings_room.load(indexes=tmp_path / "indexes", question_sets=sets, runs=tmp_path / "runs", port=0)


def client(
    settings: Settings, perform: Callable[[Plan, Progress], Path] | None = None, address: str = "127.0.0.1"
) -> TestClient:
    app = FastAPI()
    app.middleware("http")(server.guarded)
    app.state.longest_bodies = {}
    app.include_router(evaluate_pages.router(Assistant(settings), settings, Access(settings), perform))
    return TestClient(app, "http://127.0.0.1", client=(address, 5000))


def token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    return found[1] if found else ""


def start(here: TestClient, **said: str) -> str:
    form = {"token": token(here.get("/evaluate").text), "set": "few.jsonl", "count": "0", **said}
    return here.post("/evaluate/start", data=form, headers=HERE).text


def ended(here: TestClient) -> str:
    """The page of the run once it has ended."""
    until = monotonic() + 60
    while not here.get("/evaluate/running.json").json()["ended"]:
        assert monotonic() < until
        sleep(0.02)
    return here.get("/evaluate/running").text


def test_a_run_is_started_watched_and_looked_at(settings: Settings, tmp_path: Path) -> None:
    asked, go = Event(), Event()

    def perform(plan: Plan, progress: Progress) -> Path:
        progress("Asking", 1, 3)
        asked.set()
        assert go.wait(60)
        return offering.keep(evaluations.run(plan.name, "2026-11-03T10:00:00+00:00"), tmp_path / "runs")

    here = client(settings, perform)
    page = start(here)
    assert "Asking 3 questions: few.jsonl" in page
    assert asked.wait(60)
    said = here.get("/evaluate/running.json").json()
    assert (said["done"], said["total"]) == (1, 3) and said["words"].startswith("Asking: 1 of 3")
    watched = here.get("/evaluate/running").text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in watched and 'value="1"' in watched
    assert "A run is on its way" in here.get("/evaluate").text
    assert "Another run is on its way" in start(here)
    go.set()
    done = ended(here)
    link = re.search(r'href="(/evaluate/runs/[^"]+)"', done)
    assert link is not None and "finished and kept" in done
    run = here.get(link[1]).text
    assert "No answer failed" in run and "Won, now whole and right: 2" in run
    assert here.get("/evaluate").text.count('<th scope="row">') == 4  # and the one accepted with this program


def test_a_run_is_stopped_and_nothing_of_it_is_kept(settings: Settings, tmp_path: Path) -> None:
    asked, go = Event(), Event()

    def perform(plan: Plan, progress: Progress) -> Path:
        progress("Asking", 1, 3)
        asked.set()
        assert go.wait(60)
        progress("Asking", 2, 3)
        raise AssertionError("it was not stopped")

    here = client(settings, perform)
    start(here)
    assert asked.wait(60)
    form = {"token": token(here.get("/evaluate/running").text)}
    assert "Stopping after the question" in here.post("/evaluate/stop", data=form, headers=HERE).text
    go.set()
    assert "Nothing of this run was kept" in ended(here)


@pytest.mark.parametrize(
    ("error", "words"), [(AssistantError("The disk is full."), "The disk is full."), (ValueError("x"), "ValueError: x")]
)
def test_a_failure_is_a_sentence(settings: Settings, error: Exception, words: str) -> None:
    def perform(plan: Plan, progress: Progress) -> Path:
        raise error

    here = client(settings, perform)
    start(here)
    assert words in ended(here) and "Traceback" not in ended(here)


def test_without_an_index_the_sentence_says_so(settings: Settings) -> None:
    here = client(settings)
    start(here)
    assert offering.NOT_READY in ended(here)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"set": "../few.jsonl"}, evaluate_pages.NO_SET),
        ({"set": ""}, evaluate_pages.NO_SET),
        ({"count": "-1"}, evaluate_pages.NO_COUNT),
        ({"count": ""}, evaluate_pages.NO_COUNT),
        ({"token": "x.y.z"}, evaluate_pages.STALE),
    ],
)
def test_what_cannot_be_started_is_named(settings: Settings, said: dict[str, str], words: str) -> None:
    here = client(settings)
    assert words in start(here, **said)
    assert "No run has been started" in here.get("/evaluate/running").text


def test_only_officers_start_runs_and_everyone_looks(settings: Settings) -> None:
    far = client(settings, address="192.0.2.7")
    page = far.get("/evaluate")
    assert page.status_code == 200 and "Only trust officers start runs" in page.text and "<form" not in page.text
    for place in ("/evaluate/start", "/evaluate/stop"):
        assert far.post(place, data={"set": "few.jsonl", "count": "0"}, headers=HERE).status_code == 403
    assert far.get("/evaluate/runs/a%20later%20run").status_code == 200
    here = client(settings)
    form = {"token": token(here.get("/evaluate").text), "set": "few.jsonl", "count": "0"}
    for headers in ({}, {"Origin": "http://elsewhere.example"}, {**HERE, "Sec-Fetch-Site": "cross-site"}):
        assert here.post("/evaluate/start", data=form, headers=headers).status_code == 403
    assert "No run has been started" in here.get("/evaluate/running").text


def test_who_has_signed_in_for_the_library_may_start_runs(settings: Settings) -> None:
    from assistant.web.app import create

    keyed = settings_room.load(**{**settings.model_dump(exclude={"officer_key"}), "officer_key": "a long officer key"})
    here = TestClient(create(Assistant(keyed), keyed), "http://127.0.0.1", client=("192.0.2.7", 5000))
    assert "Sign in as a trust officer" in here.get("/evaluate").text
    here.post("/officers/sign-in", data={"key": "a long officer key"}, headers=HERE)
    assert "Start the run" in here.get("/evaluate").text


def test_a_run_beside_another_and_its_questions_one_by_one(settings: Settings) -> None:
    here = client(settings)
    run = here.get("/evaluate/runs/a%20later%20run")
    assert (
        "Lost, no longer whole and right: 1" in run.text
        and "frame-src 'self'" in run.headers["content-security-policy"]
    )
    question = here.get("/evaluate/runs/a%20later%20run/questions/1").text
    assert "Question 1 of 2 without a whole and right answer" in question and "questions/3?show=wrong" in question
    lost = here.get("/evaluate/runs/a%20later%20run/questions/1?show=lost&against=earlier").text
    assert "Question 1 of 1 lost" in lost
    right = here.get("/evaluate/runs/a%20later%20run/questions/2?show=strange").text
    assert "Question 2 of 3 of this run" in right
    assert here.get("/evaluate/runs/a%20later%20run/questions/9").status_code == 404
    strange = here.get("/evaluate/runs/a%20later%20run?against=strange").text
    assert "Choose another" in strange and "Lost" not in strange


def test_the_report_runs_its_own_script_alone(settings: Settings) -> None:
    report = client(settings).get("/evaluate/runs/earlier/report.html")
    policy = report.headers["content-security-policy"]
    assert report.status_code == 200 and "<img src=x" not in report.text
    assert "sandbox allow-scripts" in policy and "script-src 'sha256-" in policy and "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]


@pytest.mark.parametrize("name", ["..%2foutside", "%2e%2e%2foutside", "linked", "missing", ".hidden"])
def test_nothing_outside_of_the_runs_is_served(settings: Settings, tmp_path: Path, name: str) -> None:
    for folder in (tmp_path, tmp_path / "outside", tmp_path / "runs" / ".hidden"):
        folder.mkdir(exist_ok=True)
        for file in ("run.json", "report.html"):
            (folder / file).write_text("secret", encoding="utf-8")
    (tmp_path / "runs" / "linked").symlink_to(tmp_path / "outside")
    (tmp_path / "runs" / "earlier" / "report.html").unlink()
    (tmp_path / "runs" / "earlier" / "report.html").symlink_to(tmp_path / "outside" / "report.html")
    here = client(settings)
    for place in (f"{name}/report.html", "earlier/report.html", f"{name}", f"{name}/questions/1"):
        answer = here.get(f"/evaluate/runs/{place}")
        assert answer.status_code == 404 and "secret" not in answer.text


def test_without_the_programs_that_evaluate_a_sentence_says_so(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = client(settings)
    monkeypatch.setitem(sys.modules, "evals", None)
    for place in ("/evaluate", "/evaluate/runs/earlier", "/evaluate/runs/earlier/report.html"):
        answer = here.get(place)
        assert answer.status_code == 501 and "not installed here" in answer.text
