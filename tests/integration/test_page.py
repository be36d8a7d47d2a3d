"""The page's server: sources in their place, escaping, limits, headers, health."""

import re
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.web.app import LONGEST_BODY, create
from assistant.web.as_json import answer_json

ATTACKS = (
    "<script>fetch('http://192.0.2.1')</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](http://192.0.2.1/x.png)",
    '"><form action="http://192.0.2.1"><input name=password>',
    "${alert(1)} {{constructor}} `x`",
)


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> TestClient:
    return TestClient(create(assistant, settings_room.load(port=0)))


def marked(page: str) -> str:
    return unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page)))


def test_a_citation_opens_its_exact_words(client: TestClient, assistant: Assistant) -> None:
    said = answer_json(assistant.ask("How many paid days for a sick child, and who approves?"))
    citation = said["citations"][0]
    page = client.get(citation["link"])
    assert page.status_code == 200
    assert marked(page.text) == citation["quote"]
    for words in ("Leave of absence policy", "version 3.1", "section 3.1", "in force", "Head of People"):
        assert words in page.text


def test_a_citation_in_a_pdf_shows_its_page(client: TestClient, assistant: Assistant) -> None:
    citation = answer_json(assistant.ask("To whom is an allegation against the headteacher reported?"))["citations"][0]
    (number,) = citation["pages"]
    page = client.get(citation["link"]).text
    assert number > 1 and f"page {number}" in page and marked(page) == citation["quote"]


@pytest.mark.parametrize("query", ["?start=-5&end=99999999", "?start=9&end=3", ""])
def test_offsets_outside_the_document_show_the_whole_passage(
    client: TestClient, assistant: Assistant, query: str
) -> None:
    build, firsts = assistant.openings()
    page = client.get(f"/source/{build}/{firsts[0].id}{query}")
    assert page.status_code == 200
    assert "".join(marked(page.text).split()) == "".join(firsts[0].text.split())


@pytest.mark.parametrize(
    "path", ["/source/none/none", "/source/../../etc/passwd", "/source/%2e%2e/x", "/source/20200101T000000-abc/leave/1"]
)
def test_a_source_that_is_not_kept_is_a_sentence(client: TestClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert "Traceback" not in page.text


def test_documents_are_listed_with_their_standing(client: TestClient) -> None:
    page = client.get("/sources").text
    for words in ("Trust strategy 2024 to 2029", "superseded", "draft", "not in force until 4 January 2027", "overdue"):
        assert words in page


def test_sources_load_nothing_but_their_style(client: TestClient) -> None:
    page = client.get("/sources")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in client.get("/").headers["content-security-policy"]


def test_a_body_that_is_too_long_is_refused_with_a_sentence(client: TestClient) -> None:
    answer = client.post("/gradio_api/queue/join", content=b"x" * (LONGEST_BODY + 1))
    assert answer.status_code == 413 and "longer than a question" in answer.text


def test_health_and_readiness(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/health").json() == {"status": "up"}
    assert client.get("/ready").status_code == 200
    waiting = TestClient(create(Assistant(settings_room.load(indexes=tmp_path)), settings_room.load(port=0)))
    assert waiting.get("/ready").status_code == 503
    assert "Getting ready" in waiting.get("/sources").text


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_document_or_a_question_says_is_never_mark_up(tmp_path: Path, attack: str) -> None:
    from datetime import date

    from assistant.values import Answer, Citation, Document, Outcome, Passage, Statement
    from assistant.web import exchange, render, source_view

    text = f"{attack} is what this says."
    document = Document(attack, attack, attack, "", text, (), owner=attack, version=attack, warnings=(attack,))
    passage = Passage(attack, document, (attack,), attack, (), text, 0, len(text))
    statement = Statement(text, (Citation("1", passage, text),))
    answer = Answer(attack, attack, Outcome.ANSWERED, attack, (statement,), notices=(attack,), index=attack)
    day = date(2026, 11, 24)
    for html in (
        exchange.answer(answer, day),
        exchange.answer(answer, day, shown=exchange.Shown(alone=True, turn=attack)),
        source_view.source(passage, 0, 9, day),
        render.documents([(document, "/")], day),
    ):
        assert not re.search(r"<(?:script|img|form|input)\b", html)
        assert "${" not in html and "{{" not in html
        assert not re.search(r'(?:href|src)="(?!/)', html)
