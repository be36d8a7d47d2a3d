"""The pages for new governors over the repository's own corpus: links that lead somewhere, and nothing that runs."""

import json
import re
import threading
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.settings import Settings
from assistant.web.app import create
from tests.fixtures import pages

ROOT = Path(__file__).parents[2]
ATTACK = "<img src=x onerror=alert(1)>${x}{{y}}"
QUESTIONS = (
    {"id": "1", "question": "Who owns the procurement policy and when is it next due a look?", "tags": ["metadata"]},
    {"id": "2", "question": "How much notice do the Members need for an AGM?", "tags": ["lookup"]},
    {"id": "3", "question": "Which paint is used on the minibus?", "tags": ["lookup"]},
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, published: Path) -> Settings:
    folder = tmp_path_factory.mktemp("questions")
    lines = (json.dumps({**line, "outcome": "answered"}) for line in QUESTIONS)
    (folder / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return settings_room.load(corpus=ROOT / "corpus", indexes=published, self_check=folder, port=0)


@pytest.fixture(scope="module")
def client(assistant: Assistant, settings: Settings) -> TestClient:
    return TestClient(create(assistant, settings))


def sources(page: str) -> list[str]:
    return [unescape(address) for address in re.findall(r'href="(/source/[^"]+)"', page)]


def test_a_governor_of_a_school_reads_its_documents_first_things_first(client: TestClient) -> None:
    page = client.get("/governors", params={"role": "governor", "school": "Lorton High"}).text
    order = [page.index(title) for title in ("first week", ">Child protection", ">Scheme of delegation", "first month")]
    assert order == sorted(order)
    assert "Safeguarding annex: Lorton High" in page and "St Oswald&#x27;s</a>" not in page
    assert "Keeping children safe in education" in page and 'href="/library/safeguarding%405.0"' in page
    for address in sources(page)[:5]:
        assert "<mark" in client.get(address).text


def test_without_a_school_the_page_says_what_is_left_out(client: TestClient) -> None:
    assert "until you choose your school" in client.get("/governors?role=governor").text
    assert "until you choose your school" not in client.get("/governors?role=governor&school=Lorton+High").text


def test_an_unknown_role_and_a_strange_school_are_the_first_list(client: TestClient) -> None:
    page = client.get("/governors", params={"role": ATTACK, "school": ATTACK})
    assert page.status_code == 200 and "<img" not in page.text


def test_each_decision_opens_its_own_row(client: TestClient) -> None:
    page = client.get("/governors/decisions", params={"body": "School committee", "part": "Decides"}).text
    assert "Elect the chair of a school committee" in page and "Pay policy" not in page
    row = client.get(sources(page)[0]).text
    marked = unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", row)))
    assert "Elect the chair of a school committee" in marked and "Decides" in marked


def test_a_search_is_shown_as_it_was_typed_and_never_runs(client: TestClient) -> None:
    page = client.get("/governors/decisions", params={"q": ATTACK}).text
    assert "No row fits" in page and "<img" not in page and "${" not in page and "{{" not in page


def test_the_self_check_asks_what_is_answered_and_says_what_to_read(client: TestClient) -> None:
    client.get("/governors/check")
    for thread in threading.enumerate():
        if thread.name == "self-check":
            thread.join(120)
    page = client.get("/governors/check").text
    assert "Who owns the procurement policy" in page and "Which paint" not in page and "Your result" not in page
    assert page.count("<details>") == page.count("data-question")
    said = client.get("/governors/check", params={"q-1": "not", "q-9": "knew", "q-2": ATTACK}).text
    assert "did not know 1" in said and "Procurement policy</a>" in said and "<img" not in said
    assert "Nothing is left to read" in client.get("/governors/check?q-1=knew").text


def test_a_folder_without_a_scheme_or_questions_says_so(tmp_path: Path) -> None:
    from assistant import index

    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text(f"# Child protection policy {ATTACK}\n\n" + "Tell the lead. " * 20)
    settings = settings_room.load(
        corpus=tmp_path / "corpus", indexes=tmp_path / "indexes", self_check=tmp_path / "none"
    )
    index.build(settings)
    assistant = Assistant(settings)
    assistant.load()
    client = TestClient(pages.app(assistant, settings))
    first = client.get("/governors").text
    assert "Child protection policy" in first and "<img" not in first
    assert "no scheme of delegation" in client.get("/governors/decisions").text
    client.get("/governors/check")
    for thread in threading.enumerate():
        if thread.name == "self-check":
            thread.join(120)
    assert "There are no questions" in client.get("/governors/check").text


def test_until_the_documents_are_there_the_page_asks_again(tmp_path: Path) -> None:
    settings = settings_room.load(indexes=tmp_path)
    client = TestClient(pages.app(Assistant(settings), settings))
    for place in ("/governors", "/governors/decisions", "/governors/check"):
        page = client.get(place).text
        assert "Getting ready" in page and "data-waiting" in page and "Look again" in page


def test_words_are_explained_once_the_assistant_has_a_glossary(assistant: Assistant, settings: Settings) -> None:
    from assistant.values import Citation

    _, shelves = assistant.shelves()
    passage = shelves["scheme-of-delegation@2026"][1]

    class Entry:
        term, meaning, citation = f"Panel {ATTACK}", "Three people", Citation("1", passage, passage.text)

    class WithGlossary:
        def glossary(self) -> tuple[Entry, ...]:
            return (Entry(),)

        def __getattr__(self, name: str) -> object:
            return getattr(assistant, name)

    client = TestClient(pages.app(WithGlossary(), settings))
    page = client.get("/governors/glossary").text
    assert "Three people" in page and "<img" not in page and "Scheme of delegation" in page
    assert "Words explained" in client.get("/governors").text
    assert "0 words of 1" in client.get("/governors/glossary?q=zebra").text


def test_the_pages_load_from_this_server_alone(client: TestClient) -> None:
    page = client.get("/governors")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert set(re.findall(r'(?:src|href)="(https?:[^"]*)"', page.text)) == set()
    for address in ("/governors.js", "/governors.css"):
        assert client.get(address).status_code == 200
