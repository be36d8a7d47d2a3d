"""Other programs ask over the JSON API and over MCP, with real clients against a running server; their page is true."""

import asyncio
import json
import re
import shlex
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from mcp import Client

from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.values import Answer, Outcome
from assistant.web import model_tools, shapes
from assistant.web.app import create
from assistant.web.as_json import answer_json
from assistant.web.offered import NO_BUILD, NO_DOCUMENT, NO_PASSAGE, NOT_READY, Offered
from assistant.web.programs_html import TOOLS
from assistant.web.render import safe
from assistant.web.server import LONGEST_BODY
from tests.conftest import ROOT
from tests.fixtures import handmade
from tests.fixtures.officers import write_trust
from tests.fixtures.written import HashedEmbedder

GUIDE = ROOT / "docs" / "programs.md"
ADDRESS = "http://127.0.0.1:7860"
ASKED = {"question": "How many paid days for a sick child?"}


class Scripted(Assistant):
    """An assistant that is ready at once and answers everything from the first passage that speaks of paid leave."""

    asked: dict[str, Any]

    def ready(self) -> bool:
        return True

    def ask(self, question: str, **named: Any) -> Answer:
        self.asked = {"question": question, **named}
        if question == "fail":
            return Answer(question, question, Outcome.FAILED, "The index is damaged.")
        build, library = self.library()
        passage = next(item for item in library.passages.values() if "paid days" in item.text)
        said = handmade.answer(handmade.quoted(passage, "3 paid days"), hits=[passage])
        return replace(said, question=question, asked_as=question, index=build, notices=("A notice.",))


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The address of a server of `app` on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none"))
    started = threading.Event()
    startup = server.startup

    async def starting(*args: Any, **named: Any) -> None:
        await startup(*args, **named)
        started.set()

    server.startup = starting  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(120)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("assistant.index.building.Embedder", HashedEmbedder)
        return Scripted(write_trust(tmp_path_factory.mktemp("trust")))


@pytest.fixture(scope="module")
def home(scripted: Scripted) -> Iterator[str]:
    with running(create(scripted, scripted._settings)) as address:
        yield address


def test_a_question_is_answered_with_its_sources(home: str, scripted: Scripted) -> None:
    history = [{"question": "What leave is there?", "answer": "Paid and unpaid."}]
    sent = ASKED | {"history": history, "school": "Hill", "role": "teacher", "asked_on": "2026-11-26"}
    said = httpx.post(f"{home}/api/v1/ask", json=sent | {"documents": ["leave"], "kinds": ["policy"]})
    assert said.status_code == 200, said.text
    answer = said.json()
    assert answer["outcome"] == "answered" and answer["notices"] == ["A notice."]
    asked = scripted.asked
    assert (asked["asker"].school, asked["asker"].role, str(asked["asked_on"])) == ("Hill", "teacher", "2026-11-26")
    assert asked["history"][0].answer == "Paid and unpaid." and asked["documents"] == ["leave", "policy"]
    citation = answer["citations"][0]
    for build in (answer["index"], "current"):
        source = httpx.get(f"{home}/api/v1/sources/{build}/{citation['passage']}").json()
        at = citation["start"] - source["start"]
        assert source["text"][at : at + len(citation["quote"])] == citation["quote"] == "3 paid days"
        assert source["document"]["title"] == "Leave policy" and source["document"]["in_force"]


def test_documents_are_listed_with_their_standing(home: str) -> None:
    listed = httpx.get(f"{home}/api/v1/documents").json()
    leave = next(item for item in listed["documents"] if item["id"] == "leave")
    assert (leave["key"], leave["owner"], leave["effective_from"]) == ("leave@1.0", "Head of People", "2025-09-01")
    for name in ("leave", "leave@1.0"):
        whole = httpx.get(f"{home}/api/v1/documents/{name}").json()
        assert {**leave, **whole} == whole and whole["build"] == listed["build"]
        assert any(item["number"] == "1.1" for item in whole["passages"])


@pytest.mark.parametrize(
    ("method", "path", "sent", "status", "words"),
    [
        ("GET", "/sources/current/none", None, 404, NO_PASSAGE),
        ("GET", "/sources/20200101T000000-abc/leave@1.0/1.1", None, 404, NO_BUILD),
        ("GET", "/sources/..%2f..%2fetc/passwd", None, 404, NO_BUILD),
        ("GET", "/documents/none", None, 404, NO_DOCUMENT),
        ("GET", "/none", None, 404, "nothing at this address"),
        ("GET", "/ask", None, 405, "not asked in this way"),
        ("POST", "/ask", {}, 422, "question: Field required"),
        ("POST", "/ask", {"question": "  "}, 422, "question"),
        ("POST", "/ask", ASKED | {"colour": "red"}, 422, "colour"),
        ("POST", "/ask", ASKED | {"asked_on": "tomorrow"}, 422, "asked_on"),
        ("POST", "/ask", ASKED | {"school": "Nowhere"}, 422, "Hill, Dale"),
        ("POST", "/ask", ASKED | {"kinds": ["song"]}, 422, "song"),
        ("POST", "/ask", ASKED | {"documents": ["none"]}, 422, "none"),
        ("POST", "/ask", {"question": "x" * 2001}, 422, "2000 characters"),
        ("POST", "/ask", {"question": "x" * LONGEST_BODY}, 413, "longer"),
        ("POST", "/ask", {"question": "fail"}, 503, "The index is damaged."),
    ],
)
def test_every_error_is_a_sentence(home: str, method: str, path: str, sent: Any, status: int, words: str) -> None:
    said = httpx.request(method, f"{home}/api/v1{path}", json=sent)
    assert said.status_code == status and list(said.json()) == ["detail"] and words in said.json()["detail"]


def test_until_the_model_is_loaded_programs_are_told_to_wait(tmp_path: Path) -> None:
    settings = settings_room.load(indexes=tmp_path, port=0)
    client = TestClient(create(Assistant(settings), settings))
    said = client.post("/api/v1/ask", json=ASKED)
    assert (said.status_code, said.json()) == (503, {"detail": NOT_READY})
    assert client.get("/api/v1/documents").status_code == 503
    assert client.get("/api").status_code == 200


def test_the_description_is_true_and_its_page_says_all_of_it(home: str) -> None:
    described = httpx.get(f"{home}/api/v1/openapi.json").json()
    page = httpx.get(f"{home}/api")
    assert {"/api/v1/ask", "/api/v1/sources/{build}/{passage_id}", "/api/v1/documents", "/api/v1/documents/{id}"} | {
        "/health",
        "/ready",
    } == set(described["paths"])
    for path in described["paths"]:
        assert f"{safe(path)}</code></h2>" in page.text
    for name in [*shapes.Question.model_fields, *shapes.Answered.model_fields, *shapes.Facts.model_fields]:
        assert f"{name}</code>" in page.text
    assert "422" in described["paths"]["/api/v1/ask"]["post"]["responses"]
    assert "HTTPValidationError" not in json.dumps(described)
    assert not re.search(r'(?:src|href)="(?![/#])', page.text) and "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for example in re.findall(r"<pre>(.*?)</pre>", page.text, re.DOTALL):
        if example.startswith("curl"):
            assert curl(example).status_code == 200, example


def curl(line: str) -> httpx.Response:
    """What a curl command of a page or a guide asks for."""
    words = shlex.split(unescape(line).replace("\\\n", " "))
    assert words[:2] == ["curl", "-s"]
    address = next(word for word in words if word.startswith("http"))
    if "-d" not in words:
        return httpx.get(address)
    sent = words[words.index("-d") + 1]
    return httpx.post(address, content=sent, headers={"Content-Type": "application/json"})


def test_the_shapes_hold_all_that_an_answer_says() -> None:
    assert set(shapes.Answered.model_fields) == set(answer_json(handmade.RIGHT))


def test_a_model_asks_reads_sources_and_lists_documents(home: str) -> None:
    async def talk() -> None:
        async with Client(f"{home}/mcp") as client:
            listed = (await client.list_tools()).tools
            assert {tool.name for tool in listed} == {"ask", "sources", "documents"}
            assert all(len(tool.description or "") > 100 and tool.output_schema for tool in listed)
            said = (await client.call_tool("ask", ASKED | {"school": "Hill"})).structured_content
            assert said is not None and said["citations"][0]["quote"] == "3 paid days" and said["hits"] == []
            passage = {"passage": said["citations"][0]["passage"], "build": said["index"]}
            source = (await client.call_tool("sources", passage)).structured_content
            assert source is not None and "3 paid days" in source["text"]
            found = (await client.call_tool("documents", {"words": "visits"})).structured_content
            assert found is not None and [item["id"] for item in found["documents"]] == ["visits"]
            for name, sent in (("ask", ASKED | {"school": "Nowhere"}), ("sources", {"passage": "none"})):
                refused = await client.call_tool(name, sent)
                assert refused.is_error and "Traceback" not in str(refused.content)
                assert "There is no" in str(refused.content)

    asyncio.run(talk())


def test_models_are_answered_on_this_servers_own_name_only(home: str) -> None:
    sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(f"{home}/mcp", json=sent, headers=headers).status_code == 200
    elsewhere = headers | {"Origin": "http://elsewhere.example"}
    assert httpx.post(f"{home}/mcp", json=sent, headers=elsewhere).status_code == 403
    assert httpx.post(f"{home}/mcp", json=sent, headers=headers | {"Host": "elsewhere.example"}).status_code == 421
    assert httpx.post(f"{home}/mcp", content=b"x" * (LONGEST_BODY + 1), headers=headers).status_code == 413
    assert httpx.get(f"{home}/mcp", headers={"Accept": "text/event-stream"}).status_code == 405


def test_the_tools_of_the_page_are_those_there_are(scripted: Scripted) -> None:
    server = model_tools.tools(Offered(scripted, scripted._settings))
    assert [tool.name for tool in asyncio.run(server.list_tools())] == [name for name, _ in TOOLS]


def examples(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_guides_examples_work(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    commands = [line.replace(ADDRESS, home) for line in examples("sh")]
    scripts = [script.replace(ADDRESS, home) for script in examples("python")]
    assert len(commands) >= 2 and len(scripts) == 2 and json.loads(examples("json")[0])["mcpServers"]
    for command in commands:
        assert curl(command).status_code == 200, command
    for script in scripts:
        exec(compile(script, str(GUIDE), "exec"), {"__name__": "example"})
        assert "3 paid days" in capsys.readouterr().out


def test_the_assistant_itself_answers_programs(assistant: Assistant) -> None:
    client = TestClient(create(assistant, settings_room.load(port=0)))
    said = client.post("/api/v1/ask", json={"question": "How many paid days for a sick child, and who approves?"})
    assert said.status_code == 200 and said.json()["citations"]
    citation = said.json()["citations"][0]
    source = client.get(f"/api/v1/sources/{said.json()['index']}/{citation['passage']}").json()
    assert citation["quote"] in source["text"]
