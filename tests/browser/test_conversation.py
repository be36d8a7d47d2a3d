"""The page as a person meets it, in Chromium: ask, read, open a citation, at a desk and on a phone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
QUESTION = "How many paid days for a sick child, and who approves?"


@pytest.fixture(scope="module")
def address(published: Path) -> Iterator[str]:
    program = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", "0"]
    places = ["--corpus", str(ROOT / "corpus"), "--indexes", str(published)]
    with subprocess.Popen([*program, *places], stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        line = next((line for line in served.stdout if "http://" in line), "")
        yield line[line.index("http://") :].split()[0]
        served.terminate()


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    width, height = SIZES[request.param]
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.asked_for = []
    opened.on("request", lambda asked: opened.asked_for.append(asked.url))
    opened.goto(address)
    opened.wait_for_selector("#question textarea")
    yield opened
    opened.close()


def ask(page: Any, question: str) -> None:
    before = page.locator("#log article:not(.waiting)").count()
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('#log article:not(.waiting)').length > n", arg=before, timeout=60_000
    )


def test_the_first_question_is_answered_and_its_citation_opens_the_exact_words(page: Any, address: str) -> None:
    ask(page, QUESTION)
    from playwright.sync_api import expect

    statement = page.locator("#log .statements li").first
    assert "5 paid days" in statement.inner_text()
    statement.locator("a.cite").first.click()
    quote = page.frame_locator("iframe[name=source]").locator("#quote")
    quote.wait_for()
    assert "5 paid days" in quote.inner_text() and "unless the Head of People" in quote.inner_text()
    expect(quote).to_be_in_viewport(timeout=20_000)
    header = page.frame_locator("iframe[name=source]").locator("header").inner_text()
    for words in ("Leave of absence policy", "version 3.1", "section 3.1", "in force"):
        assert words in header
    elsewhere = [url for url in page.asked_for if not url.startswith((address, "data:", "blob:"))]
    assert elsewhere == []


def test_nothing_runs_over_the_edge_of_the_screen(page: Any) -> None:
    ask(page, "What is the policy on " + "averyveryverylongword" * 12 + "?")
    ask(page, "How much does the sports hall cost?")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]


def test_a_long_conversation_scrolls_and_covers_nothing(page: Any) -> None:
    for question in (QUESTION, "Can I sign a £12,500 order alone?", "Where is the trampoline kept?", QUESTION):
        ask(page, question)
    asking = page.locator("#question textarea").bounding_box()
    last = page.locator("#log article").last
    assert last.locator("h2").bounding_box()["y"] < page.viewport_size["height"]
    if page.viewport_size["width"] > 900:
        assert page.evaluate("window.scrollY") == 0
        assert last.locator("h2").bounding_box()["y"] >= 0
        assert asking["y"] + asking["height"] <= page.viewport_size["height"]
    page.locator("a.cite").first.click(timeout=5_000)
    page.locator("#ask").click(timeout=5_000, trial=True)


def test_a_follow_up_and_an_attack_in_one_conversation(page: Any) -> None:
    ask(page, "How many paid days of leave can a headteacher approve?")
    ask(page, "And who approves longer leave?")
    assert "Head of People" in page.locator("#log article").last.inner_text()
    ask(page, "<img src=x onerror=\"document.title='broken'\"> ${document.title='broken'} {{1+1}}")
    assert page.title() == "Ask - Trust Assistant"
    assert page.locator("#log article").count() == 3
    assert page.locator("#log img").count() == 0


def test_a_question_sent_the_moment_an_answer_appears_is_not_lost(page: Any) -> None:
    page.evaluate("""() => new MutationObserver((changes, watcher) => {
        if (!document.querySelector('#log article:not(.waiting)')) return;
        watcher.disconnect();
        const box = document.querySelector('#question textarea');
        box.value = 'Where is the trampoline kept?';
        box.form.requestSubmit();
    }).observe(document.documentElement, { childList: true, subtree: true })""")
    ask(page, QUESTION)
    page.wait_for_function("document.querySelectorAll('#log article:not(.waiting)').length > 1", timeout=60_000)
    assert "trampoline" in page.locator("#log article").last.inner_text()


def test_two_visitors_do_not_see_each_other(page: Any, browser: Any, address: str) -> None:
    ask(page, QUESTION)
    other = browser.new_page()
    other.goto(address)
    other.wait_for_selector("#question textarea")
    assert other.locator("#log article").count() == 0
    ask(other, "Where is the trampoline kept?")
    assert "I cannot find this" in other.locator("#log article").inner_text()
    assert page.locator("#log article").count() == 1
    other.close()
