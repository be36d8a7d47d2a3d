"""Answers taken away and printed, and pages that are enlarged, very wide or still, in Chromium."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.browser import test_ask_page as there
from tests.browser.test_ask_page import IN_A_PDF, QUESTION, ask

place, address, context, page = there.place, there.address, there.context, there.page
PLACES = ("/", "/library", "/library/leave-of-absence", "/governors", "/governors/decisions", "/feedback", "/evaluate")


def taken(page: Any, within: Any, name: str) -> bytes:
    """The file behind a link."""
    with page.expect_download() as waiting:
        within.get_by_role("link", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def words_of(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs)


def test_an_answer_and_a_whole_conversation_are_taken_away(page: Any) -> None:
    first = ask(page, QUESTION)
    rests_on = "Staff may take up to 5 paid days in a school year to care for a child"
    for said in (taken(page, first, "Markdown").decode(), words_of(taken(page, first, "Word"))):
        assert QUESTION in said and rests_on in said and "Leave of absence policy" in said
    ask(page, IN_A_PDF)
    both = page.locator(".whole")
    for said in (taken(page, both, "Markdown").decode(), words_of(taken(page, both, "Word"))):
        assert said.index(QUESTION) < said.index(IN_A_PDF) and rests_on in said


def test_the_printed_page_holds_the_answer_and_its_sources_alone(page: Any) -> None:
    ask(page, QUESTION)
    page.emulate_media(media="print")
    assert page.get_by_text("Staff may take up to 5 paid days").first.is_visible()
    assert page.get_by_role("link", name="Leave of absence policy").first.is_visible()
    for left_out in ("#question textarea", "#log .actions", ".band nav"):
        assert not page.locator(left_out).first.is_visible(), left_out
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("size", [(640, 400), (3840, 2160)], ids=["200 per cent of 1280", "4K"])
def test_nothing_runs_over_the_edge_when_enlarged_or_very_wide(browser: Any, address: str, size: Any) -> None:
    opened = browser.new_page(viewport={"width": size[0], "height": size[1]})
    for here in PLACES:
        opened.goto(address + here)
        opened.locator("h1, #asking").first.wait_for()
        assert opened.evaluate("document.documentElement.scrollWidth") <= size[0], here
        widest = "Math.max(...[...document.querySelectorAll('main p')].map((p) => p.getBoundingClientRect().width), 0)"
        assert opened.evaluate(widest) <= 1400, here  # lines stay short enough to read
    opened.close()


@pytest.mark.parametrize(("wanted", "turns", "scrolls"), [("reduce", "none", "auto"), (None, "turning", "smooth")])
def test_nothing_moves_for_whoever_wants_no_motion(
    browser: Any, address: str, wanted: str | None, turns: str, scrolls: str
) -> None:
    context = browser.new_context(reduced_motion=wanted)
    opened = there.visit(context, address)
    waiting = """() => {
      const sign = document.createElement('span');
      sign.className = 'turning';
      document.querySelector('#asking').append(sign);
      return [getComputedStyle(sign).animationName, getComputedStyle(document.documentElement).scrollBehavior];
    }"""
    assert opened.evaluate(waiting) == [turns, scrolls]
    context.close()
