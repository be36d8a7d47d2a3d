"""Feedback and gaps: who may see them, what is kept of a form, and that nothing sent from elsewhere is accepted."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import feedback, gaps
from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.feedback import Feedback, Reason
from assistant.settings import Settings
from assistant.values import Answer, Asker, Document, Hit, Outcome, Passage, Retrieval
from assistant.web.senders import MOST_SENT
from tests.fixtures import pages

ROOT = Path(__file__).parents[2]
ATTACK = "<img src=x onerror=alert(1)>${x}{{y}}`z`"
HERE = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
LISTS = ("/feedback", "/feedback/said", "/feedback/gaps.csv", "/feedback/said.csv", "/feedback/candidates.jsonl")


@pytest.fixture
def settings(tmp_path: Path, published: Path) -> Settings:
    kept = {"gaps": tmp_path / "gaps.jsonl", "feedback": tmp_path / "feedback.jsonl"}
    return settings_room.load(corpus=ROOT / "corpus", indexes=published, port=0, **kept)


@pytest.fixture
def client(assistant: Assistant, settings: Settings) -> TestClient:
    return TestClient(pages.app(assistant, settings), "http://127.0.0.1", client=("127.0.0.1", 5000))


def a_gap(settings: Settings, question: str = "Can we hire out the minibus?") -> str:
    document = Document(
        "lettings", f"Lettings {ATTACK}", "l.docx", "", "hall", (), version="1.3", owner="Head of Estates"
    )
    hit = Hit(Passage("lettings@1.3/1", document, (), "1", (), "hall", 0, 4), 0.4)
    answer = Answer(question, question, Outcome.NOT_FOUND, retrieval=Retrieval(question, (hit,)))
    kept = gaps.note(settings.gaps_file, answer, Asker(), date(2026, 11, 26))
    assert kept is not None
    return kept.id


def token(client: TestClient, place: str = "/feedback/tell") -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(place).text)
    assert found is not None
    return found[1]


def tell(client: TestClient, **said: str) -> object:
    form = {"token": token(client), "reason": "missing", "question": "Dogs on site", **said}
    return client.post("/feedback/tell", data=form, headers=HERE, follow_redirects=False)


@pytest.mark.parametrize("place", LISTS)
@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        (("192.0.2.7", 5000), "http://127.0.0.1", {}),
        (("127.0.0.1", 5000), "http://assistant.example", {}),
        (("127.0.0.1", 5000), "http://127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
    ],
)
def test_only_someone_at_this_machine_sees_what_was_said(
    assistant: Assistant, settings: Settings, place: str, address: tuple[str, int], host: str, headers: dict[str, str]
) -> None:
    a_gap(settings)
    far = TestClient(pages.app(assistant, settings), host, client=address)
    page = far.get(place, headers=headers)
    assert page.status_code == 403 and "minibus" not in page.text and "Say what is missing or wrong" in page.text
    settled = far.post("/feedback/settle", data={"id": "x", "how": "settled"}, headers={**HERE, **headers})
    assert settled.status_code == 403
    assert far.get("/feedback/tell", headers=headers).status_code == 200


def test_what_is_told_is_kept_and_the_officer_sees_it_as_text(client: TestClient, settings: Settings) -> None:
    sent = tell(client, question=f"Dogs {ATTACK}", note=ATTACK, about="lettings@1.3", school="Lorton High")
    assert sent.status_code == 303 and "Thank you" in client.get(sent.headers["location"]).text  # type: ignore[attr-defined]
    (kept,) = feedback.read(settings.feedback)
    assert (kept.reason, kept.about, kept.school, kept.signed) == (Reason.MISSING, "lettings@1.3", "Lorton High", "")
    page = client.get("/feedback/said").text
    assert "Lettings policy" in page and "Head of Estates" in page and "onerror" in page
    assert "<img" not in page and "${" not in page and "{{" not in page


def test_names_are_taken_out_unless_it_is_signed(client: TestClient, settings: Settings) -> None:
    tell(client, note="Mrs Smith on 07700 900123")
    tell(client, note="Mrs Smith on 07700 900123", signed="J. Smith")
    unsigned, signed = feedback.read(settings.feedback)
    assert unsigned.note == "[name] on [number]" and signed.note == "Mrs Smith on 07700 900123"


@pytest.mark.parametrize("field", ["question", "note"])
def test_danger_is_answered_and_not_kept(client: TestClient, settings: Settings, field: str) -> None:
    page = tell(client, **{field: "A girl told me she is being abused at home"})
    assert "call 999" in page.text and "not kept" in page.text and not settings.feedback.exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client: TestClient, settings: Settings, headers: dict[str, str]) -> None:
    name = a_gap(settings)
    before = settings.gaps.read_text(encoding="utf-8")
    form = {"token": token(client), "reason": "missing", "question": "x", "id": name, "how": "settled"}
    for place in ("/feedback/tell", "/feedback/settle"):
        answer = client.post(place, data=form, headers=headers)
        assert answer.status_code == 403 and "another site" in answer.text
    assert not settings.feedback.exists() and settings.gaps.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("wrong", ["", "x.y.z"])
def test_a_form_without_its_token_is_refused_and_keeps_its_words(client: TestClient, wrong: str) -> None:
    answer = tell(client, token=wrong, question="Dogs on site, please")
    assert answer.status_code == 403 and "Dogs on site, please" in answer.text  # type: ignore[attr-defined]


def test_what_is_missing_in_the_form_is_named(client: TestClient, settings: Settings) -> None:
    answer = tell(client, reason="good", question=" ", note="kept words")
    assert answer.status_code == 400 and not settings.feedback.exists()  # type: ignore[attr-defined]
    for words in ('href="#tell-reason"', 'href="#tell-question"', 'aria-invalid="true"', "kept words"):
        assert words in answer.text  # type: ignore[attr-defined]


def test_a_gap_is_settled_and_leaves_the_list(client: TestClient, settings: Settings) -> None:
    name = a_gap(settings)
    page = client.get("/feedback").text
    assert "1 question in 1 group, open" in page and "Head of Estates" in page and "<img" not in page
    form = {
        "token": token(client, "/feedback"),
        "id": name,
        "how": gaps.IN_A_DOCUMENT,
        "back": "https://elsewhere.example",
    }
    assert "Choose the document" in client.post("/feedback/settle", data=form, headers=HERE).text
    done = client.post(
        "/feedback/settle", data={**form, "document": "Lettings policy"}, headers=HERE, follow_redirects=False
    )
    assert done.status_code == 303 and done.headers["location"] == "/feedback"
    assert "minibus" not in client.get("/feedback").text
    settled = client.get("/feedback?state=settled").text
    assert "minibus" in settled and "Answered in a document on" in settled
    strange = client.post("/feedback/settle", data={**form, "id": "strange", "how": "settled"}, headers=HERE)
    assert strange.status_code == 400


def test_tables_hold_no_formulas_and_candidates_can_be_read(client: TestClient, settings: Settings) -> None:
    from evals import questions

    a_gap(settings, '=HYPERLINK("x") for the minibus')
    feedback.record(settings.feedback, Feedback("2026-11-20T10:00:00+00:00", Reason.WRONG_ANSWER, "@sum", note="+1"))
    table = client.get("/feedback/gaps.csv")
    assert table.headers["content-type"].startswith("text/csv") and "'=HYPERLINK" in table.text
    said = client.get("/feedback/said.csv").text
    assert "'@sum" in said and "'+1" in said
    lines = client.get("/feedback/candidates.jsonl").text.splitlines()
    made = [questions.question(json.loads(line)) for line in lines]
    assert [item.question for item in made] == ["@sum", '=HYPERLINK("x") for the minibus']


def test_turned_off_is_said(assistant: Assistant, settings: Settings) -> None:
    off = settings.model_copy(update={"keep_gaps": False})
    client = TestClient(pages.app(assistant, off), "http://127.0.0.1", client=("127.0.0.1", 5000))
    assert "turned off" in client.get("/feedback").text


@pytest.mark.parametrize("place", ["/feedback", "/feedback/said", "/feedback/tell"])
def test_pages_are_there_before_the_documents_are(tmp_path: Path, place: str) -> None:
    settings = settings_room.load(indexes=tmp_path, feedback=tmp_path / "f", gaps=tmp_path / "g")
    client = TestClient(pages.app(Assistant(settings), settings), "http://127.0.0.1", client=("127.0.0.1", 5000))
    assert client.get(place).status_code == 200


def test_what_is_told_comes_at_a_pace_that_a_person_keeps(client: TestClient, settings: Settings) -> None:
    form = {"token": token(client), "reason": "missing", "question": "Dogs on site"}
    for _ in range(MOST_SENT):
        assert client.post("/feedback/tell", data=form, headers=HERE, follow_redirects=False).status_code == 303
    later = client.post("/feedback/tell", data=form, headers=HERE)
    assert later.status_code == 429 and "Wait 10 minutes" in later.text and "Dogs on site" in later.text
    assert int(later.headers["retry-after"]) > 0 and len(feedback.read(settings.feedback)) == MOST_SENT
    danger = client.post("/feedback/tell", data={**form, "note": "A pupil told me her uncle hits her"}, headers=HERE)
    assert "Act now" in danger.text
