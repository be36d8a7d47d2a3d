"""The pages for new governors in Chromium: ticks kept in one browser, the self-check by keyboard, no barrier found."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import settings as settings_room
from tests.browser.accessibility import SIZES, check, served
from tests.fixtures import pages

ROOT = Path(__file__).parents[2]
PLACES = (
    "/governors?role=governor&school=Lorton+High",
    "/governors/decisions?body=School+committee",
    "/governors/decisions?q=zebra",
    "/governors/check",
    "/governors/check?q-1=not#result",
)
QUESTIONS = (
    {"id": "1", "question": "Who owns the procurement policy and when is it next due a look?", "tags": ["metadata"]},
    {"id": "2", "question": "How much notice do the Members need for an AGM?", "tags": ["lookup"]},
)


@pytest.fixture(scope="module")
def address(assistant: Any, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    questions = tmp_path_factory.mktemp("questions") / "q.jsonl"
    lines = (json.dumps({**line, "outcome": "answered"}) for line in QUESTIONS)
    questions.write_text("\n".join(lines), encoding="utf-8")
    settings = settings_room.load(corpus=ROOT / "corpus", indexes=published, self_check=questions, port=0)
    with served(pages.app(assistant, settings)) as place:
        yield place


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_ticks_are_kept_in_this_browser_alone_and_taken_away(page: Any, browser: Any, address: str) -> None:
    page.goto(address + PLACES[0])
    before = page.inner_text("#progress")
    first = page.locator(".tick input").first
    first.check()
    assert page.inner_text("#progress").startswith("You have read 1 of")
    page.reload()
    assert page.locator(".tick input").first.is_checked() and page.locator("li.read").count() == 1
    page.goto(address + "/governors?role=trustee")
    page.wait_for_selector("li.read")
    assert page.locator("li.read").count() == 1
    other = browser.new_context()
    stranger = other.new_page()
    stranger.goto(address + PLACES[0])
    assert stranger.locator("li.read").count() == 0
    other.close()
    page.goto(address + PLACES[0])
    page.get_by_role("button", name="Take all ticks away").click()
    assert page.inner_text("#progress") == before and page.locator("li.read").count() == 0
    page.reload()
    assert page.locator("li.read").count() == 0


def test_all_read_is_said(page: Any, address: str) -> None:
    page.goto(address + "/governors?role=link-send")
    for box in page.locator(".tick input").all():
        box.check()
    assert page.inner_text("#progress").startswith("You have read all")


@pytest.mark.parametrize("damaged", ["not json", '{"a": 1}', "null"])
def test_a_damaged_store_does_no_harm(page: Any, address: str, damaged: str) -> None:
    page.goto(address + PLACES[0])
    page.evaluate("words => localStorage.setItem('governors-read', words)", damaged)
    page.reload()
    page.locator(".tick input").first.check()
    page.wait_for_selector("li.read")
    assert page.locator("li.read").count() == 1


def test_without_scripts_the_pages_are_plain_lists(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PLACES[0])
    assert page.locator(".reading > li").count() > 10 and page.locator(".tick").count() == 0
    assert not page.locator("[data-print]").is_visible()
    page.goto(address + "/governors/check")
    if page.locator("[data-waiting]").count():
        page.get_by_role("link", name="Look again").click()
    context.close()


def test_the_self_check_by_keyboard_alone(page: Any, address: str) -> None:
    page.goto(address + "/governors/check")
    page.wait_for_selector("[data-question]", timeout=300_000)
    own = page.locator("[data-own]").first
    page.keyboard.press("Tab")
    while not own.evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("The chief financial officer")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    radio = page.locator("details[open] input[value=knew]")
    while not radio.evaluate("choice => choice === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("details[open] input[value=nearly]").is_checked()
    while page.evaluate("document.activeElement.textContent") != "Show my result":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#result")
    assert "Of 1 you knew 0, nearly knew 1" in page.inner_text("#result")
    assert page.evaluate("document.activeElement.id") == "result"
    page.goto(address + "/governors/check")
    assert page.locator("[data-own]").first.input_value() == "The chief financial officer"
    assert page.locator("details[open] input[value=nearly]").is_checked()
    page.get_by_role("button", name="Begin again").click()
    page.wait_for_function("document.querySelector('[data-own]')?.value === ''")
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_no_barrier_and_nothing_over_the_edge(browser: Any, address: str, scheme: str, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for place in PLACES:
        page.goto(address + place)
        check(page)
    page.goto(address + PLACES[0])
    page.locator(".tick input").first.check()
    check(page)
    assert wrong == []
    context.close()
