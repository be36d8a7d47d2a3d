"""A person is told of a fault on a page, a program in its own way."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.web.app import create

LOOKS = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    settings = settings_room.load(indexes=tmp_path_factory.mktemp("indexes"), port=0)
    app: FastAPI = create(Assistant(settings), settings)

    async def broken() -> None:
        raise RuntimeError("the disk is gone")

    app.add_api_route("/broken", broken)
    app.router.routes.insert(0, app.router.routes.pop())
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(
    ("path", "status"), [("/nothing", 404), ("/evaluate/runs/a/questions/x", 422), ("/broken", 500)]
)
def test_a_person_reads_a_page_and_a_program_does_not(client: TestClient, path: str, status: int) -> None:
    page = client.get(path, headers=LOOKS)
    assert page.status_code == status and page.text.startswith("<!doctype html>") and "<h1>" in page.text
    assert "Content-Security-Policy" in page.headers and "disk" not in page.text and "RuntimeError" not in page.text
    said = client.get(path, headers={"accept": "application/json"})
    assert said.status_code == status and not said.text.startswith("<!doctype") and "disk" not in said.text


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/gradio_api/nothing"])
def test_what_is_for_programs_stays_as_it_is(client: TestClient, path: str) -> None:
    said = client.get(path, headers=LOOKS)
    assert said.status_code == 404 and "detail" in said.json()
