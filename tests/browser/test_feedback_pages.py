"""Feedback and gaps in Chromium, without scripts as well: told, seen, settled, and no barrier found."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import feedback, gaps
from assistant import settings as settings_room
from assistant.feedback import Feedback, Reason
from assistant.values import Answer, Asker, Document, Hit, Outcome, Passage, Retrieval
from tests.browser.accessibility import SIZES, check, served
from tests.fixtures import pages

ROOT = Path(__file__).parents[2]
ATTACK = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


@pytest.fixture
def settings(tmp_path: Path, published: Path) -> Any:
    kept = {"gaps": tmp_path / "gaps.jsonl", "feedback": tmp_path / "feedback.jsonl"}
    made = settings_room.load(corpus=ROOT / "corpus", indexes=published, port=0, **kept)
    document = Document("lettings", ATTACK, "l.docx", "", "hall", (), version="1.3", owner="Head of Estates")
    hit = Hit(Passage("lettings@1.3/1", document, (), "1", (), "hall", 0, 4), 0.4)
    for question in ("Can we hire out the minibus?", "Where are scooters kept?"):
        answer = Answer(question, question, Outcome.NOT_FOUND, retrieval=Retrieval(question, (hit,)))
        assert gaps.note(made.gaps_file, answer, Asker(), date(2026, 11, 26)) is not None
    said = Feedback("2026-11-20T10:00:00+00:00", Reason.WRONG_ANSWER, f"Who signs {ATTACK}", note=ATTACK, signed=ATTACK)
    feedback.record(made.feedback, said)
    return made


@pytest.fixture
def address(assistant: Any, settings: Any) -> Iterator[str]:
    with served(pages.app(assistant, settings)) as place:
        yield place


def test_something_is_told_and_a_gap_settled_without_scripts(browser: Any, address: str, settings: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/feedback/tell")
    page.get_by_role("button", name="Send it").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Something is missing").check()
    page.get_by_label("What did you look for").fill("Dogs on site")
    page.get_by_role("button", name="Send it").click()
    assert "Thank you" in page.inner_text("main")
    assert feedback.read(settings.feedback)[-1].question == "Dogs on site"
    page.goto(address + "/feedback")
    card = page.locator("article", has_text="minibus")
    card.locator("details.settle summary").click()
    card.get_by_label("Settled").check()
    card.get_by_label("What was done about it").fill("Asked the owner")
    card.get_by_role("button", name="Keep this").click()
    assert page.locator("article", has_text="minibus").count() == 0
    page.goto(address + "/feedback?state=settled")
    assert "Asked the owner" in page.inner_text("main")
    context.close()


def test_what_people_wrote_never_runs(browser: Any, address: str) -> None:
    page = browser.new_page()
    for place in ("/feedback", "/feedback/said"):
        page.goto(address + place)
        assert "broken" not in page.title() and page.locator("main img, main script").count() == 0
        assert "onerror" in page.inner_text("main")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_and_nothing_over_the_edge(browser: Any, address: str, scheme: str) -> None:
    for width, height in SIZES.values():
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        for place in ("/feedback", "/feedback/said", "/feedback?state=settled", "/feedback/tell"):
            page.goto(address + place)
            for summary in page.locator("summary").all():
                summary.click()
            check(page)
        page.get_by_role("button", name="Send it").click()
        check(page)
        context.close()
