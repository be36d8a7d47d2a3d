"""A link to keep shows the words as cited, also when the document was replaced, and says where it stands now."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import feedback, kept
from assistant import settings as settings_room
from assistant.answering import Assistant
from assistant.kept import Kept
from assistant.settings import Settings
from assistant.values import Answer, Asker, Outcome
from assistant.web import permanent, senders
from assistant.web.given import Given
from tests.fixtures import handmade

HELD = replace(handmade.paid, document=replace(handmade.paid.document, digest="old", text="", registered=True))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_room.load(
        indexes=tmp_path, kept=tmp_path / "kept.sqlite", feedback=tmp_path / "feedback.jsonl", kept_answers=100
    )


def client(settings: Settings) -> tuple[TestClient, Given]:
    app = FastAPI()
    given = Given(settings)
    app.include_router(permanent.router(Assistant(settings), settings, given))
    return TestClient(app, headers={"host": "testserver", "sec-fetch-site": "same-origin"}), given


def answer(outcome: Outcome = Outcome.ANSWERED) -> Answer:
    said = handmade.answer(("Up to 5 paid days.", HELD, handmade.PAID), hits=[HELD], outcome=outcome)
    return replace(said, question="how many days <b>", asked_as="how many days <b>")


def read(settings: Settings, name: str) -> Kept:
    found = kept.read(settings.kept, name)
    assert found is not None
    return found


def test_an_answer_and_its_words_are_shown_without_any_build(settings: Settings) -> None:
    web, given = client(settings)
    name, lasting = given.keep(answer(), Asker(school="Hagg Wood"))
    assert lasting
    page = web.get(f"/answer/{name}").text
    assert "how many days &lt;b&gt;" in page and "for Hagg Wood" in page and "<b>" not in page
    assert f"/passage/{name}/1" in page and "Answered on" in page
    words = web.get(f"/passage/{name}/1").text
    assert f'<mark id="quote">{handmade.PAID}</mark>' in words
    for address in (f"/passage/{name}/2", "/answer/unknown", "/passage/unknown/1"):
        gone = web.get(address)
        assert gone.status_code == 404 and permanent.UNKNOWN in gone.text


def test_a_newer_version_is_said_and_leads_to_its_clause(settings: Settings) -> None:
    name = kept.keep(settings.kept, answer(), Asker())
    found = read(settings, name)
    citation = found.citation("1")
    assert citation is not None
    newer = replace(HELD.document, version="4", digest="new", effective_from=date(2026, 10, 1))
    page = permanent.passage_body(found, citation, (newer, "/source/b2/leave@4/3.1"))
    assert "Version 4 is in force since 1 October 2026" in page and "/source/b2/leave@4/3.1" in page
    same = permanent.passage_body(found, citation, (HELD.document, "/x"))
    assert "the text in force today" in same and "Do not act" not in same
    assert "No text of this document is in force" in permanent.passage_body(found, citation, None)


def test_the_like_clause_says_the_same_or_has_the_number() -> None:
    same = replace(handmade.form, text=f"Moved. {handmade.PAID}", number="9")
    numbered = replace(handmade.form, number="3.1")
    assert permanent.like(HELD, handmade.PAID, (handmade.form, numbered, same)) is same
    assert permanent.like(HELD, handmade.PAID, (handmade.form, numbered)) is numbered
    assert permanent.like(HELD, handmade.PAID, (handmade.form,)) is handmade.form
    assert permanent.like(HELD, handmade.PAID, ()) is None


def test_feedback_is_recorded_with_thanks(settings: Settings) -> None:
    web, given = client(settings)
    name, _ = given.keep(answer(), Asker(role="teacher", school="Hagg Wood"))
    sent = {"reason": "missing", "note": "The form.", "signed": "Ada"}
    said = web.post(f"/answer/{name}/feedback", data=sent, headers={"accept": "application/json"})
    assert said.status_code == 200 and "Thank you" in said.json()["said"]
    page = web.post(f"/answer/{name}/feedback", data={"at_once": "good"})
    assert page.status_code == 200 and "Thank you" in page.text
    first, second = feedback.read(settings.feedback)
    assert (first.reason.value, first.note, first.signed, first.school) == ("missing", "The form.", "Ada", "Hagg Wood")
    assert first.cited == (HELD.id,) and second.reason is feedback.Reason.GOOD


@pytest.mark.parametrize(
    ("name", "sent", "headers", "status"),
    [
        ("", {"reason": "nonsense"}, {}, 422),
        ("", {}, {}, 422),
        ("unknown", {"reason": "good"}, {}, 404),
        ("", {"reason": "good"}, {"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_feedback_that_is_wrong_is_a_sentence_and_records_nothing(
    settings: Settings, name: str, sent: dict[str, str], headers: dict[str, str], status: int
) -> None:
    web, given = client(settings)
    name = name or given.keep(answer(), Asker())[0]
    assert web.post(f"/answer/{name}/feedback", data=sent, headers=headers).status_code == status
    assert feedback.read(settings.feedback) == ()


def test_feedback_without_a_word_of_the_browser_is_taken_by_its_origin_alone(settings: Settings) -> None:
    web, given = client(settings)
    name, _ = given.keep(answer(), Asker())
    del web.headers["sec-fetch-site"]
    for origin, status in (("", 403), ("http://elsewhere.example", 403), ("null", 403), ("http://testserver", 200)):
        headers = {"origin": origin} if origin else {}
        assert web.post(f"/answer/{name}/feedback", data={"reason": "good"}, headers=headers).status_code == status


def test_feedback_comes_at_a_pace_that_a_person_keeps(settings: Settings) -> None:
    web, given = client(settings)
    name, _ = given.keep(answer(), Asker())
    for _ in range(senders.MOST_SENT):
        assert web.post(f"/answer/{name}/feedback", data={"reason": "good"}).status_code == 200
    said = web.post(f"/answer/{name}/feedback", data={"reason": "good"}, headers={"accept": "application/json"})
    assert said.status_code == 429 and "Wait 10 minutes" in said.json()["said"] and "retry-after" in said.headers
    assert len(feedback.read(settings.feedback)) == senders.MOST_SENT


def test_a_pace_is_kept_by_address_and_for_a_while() -> None:
    now = [0.0]
    pace = senders.Pace(2, 100.0, lambda: now[0])
    assert [pace.wait("a"), pace.wait("a"), pace.wait("a"), pace.wait("b")] == [0.0, 0.0, 100.0, 0.0]
    now[0] = 60.0
    assert pace.wait("a") == 40.0
    now[0] = 100.0
    assert pace.wait("a") == 0.0
    assert [senders.too_much(seconds).split(". ")[1] for seconds in (5, 45, 61)] == [
        "Wait half a minute, then send it again.",
        "Wait a minute, then send it again.",
        "Wait 2 minutes, then send it again.",
    ]


def test_feedback_given_at_once_holds_a_question_that_is_not_kept(settings: Settings) -> None:
    web, given = client(settings)
    name, _ = given.keep(answer(Outcome.OUT_OF_SCOPE), Asker())
    assert kept.NOT_KEPT in web.get(f"/answer/{name}").text
    web.post(f"/answer/{name}/feedback", data={"reason": "wrong answer"})
    (said,) = feedback.read(settings.feedback)
    assert said.question == "how many days <b>"


def test_nothing_is_kept_when_that_is_turned_off(settings: Settings) -> None:
    web, given = client(settings.model_copy(update={"kept_answers": 0}))
    name, lasting = given.keep(answer(), Asker())
    assert not lasting and not settings.kept.exists()
    assert web.get(f"/answer/{name}").status_code == 404
    assert web.post(f"/answer/{name}/feedback", data={"reason": "good"}).status_code == 200
