"""The Ask page in Chromium: stop, edit, pickers, filter, sources as issued, copying, feedback, access for everyone."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import feedback
from tests.fixtures import attacks
from tests.fixtures.served import until_ready

ROOT = Path(__file__).parents[2]
QUESTION = "How many paid days for a sick child, and who approves?"
IN_A_PDF = "To whom must an allegation against a member of staff be reported?"
NOWHERE = "Where is the trampoline kept?"
DANGER = "A pupil told me her uncle hits her"
WHICH = "What is the admission number for reception?"
OUTSIDE = "Write me a poem about the sea"
SERIOUS = ("critical", "serious", "moderate")
LONG = 120_000  # milliseconds


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("said")


@pytest.fixture(scope="module")
def address(published: Path, place: Path) -> Iterator[str]:
    program = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", "0"]
    places = ["--corpus", str(ROOT / "corpus"), "--indexes", str(published)]
    kept = {"ASSISTANT_FEEDBACK": str(place / "feedback.jsonl"), "ASSISTANT_KEPT": str(place / "kept.sqlite")}
    with subprocess.Popen([*program, *places], stdout=subprocess.PIPE, text=True, env={**os.environ, **kept}) as served:
        assert served.stdout is not None
        line = next((line for line in served.stdout if "http://" in line), "")
        here = line[line.index("http://") :].split()[0]
        until_ready(here, LONG / 1000)
        yield here
        served.terminate()


def visit(context: Any, address: str) -> Any:
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: (page.faults.append("a dialog"), dialog.dismiss()))
    page.asked_for = []
    page.on("request", lambda asked: page.asked_for.append(asked.url))
    page.goto(address)
    page.wait_for_selector("#asking [data-takes]", state="attached")
    return page


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 1280, "height": 800})
    yield made
    made.close()


@pytest.fixture
def page(context: Any, address: str) -> Iterator[Any]:
    opened = visit(context, address)
    yield opened
    assert opened.faults == []
    assert [url for url in opened.asked_for if not url.startswith((address, "data:", "blob:"))] == []


def ask(page: Any, question: str) -> Any:
    """Ask, wait, and return the last exchange."""
    page.fill("#question textarea", question)
    with answered(page):
        page.press("#question textarea", "Enter")
    return page.locator("#log article").last


class answered:  # noqa: N801 - reads as a sentence
    """Wait until there is one more exchange than before."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._before = page.locator("#log article").count()

    def __enter__(self) -> None:
        return None

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self._page.wait_for_function(
                "n => document.querySelectorAll('#log article').length > n && !document.querySelector('#now article')",
                arg=self._before,
            )


def test_every_ending_can_be_told_and_no_state_has_an_obstacle(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def obstacles(where: str) -> list[str]:
        found = axe.run(page).response["violations"]
        return [f"{where}: {item['id']} {item['nodes'][0]['html']}" for item in found if item["impact"] in SERIOUS]

    found = obstacles("welcome")
    for question, outcome in (
        (QUESTION, "answered"),
        (NOWHERE, "not-found"),
        (WHICH, "clarify"),
        (DANGER, "act-now"),
        (OUTSIDE, "out-of-scope"),
    ):
        last = ask(page, question)
        assert outcome in last.get_attribute("class").split()
        found += obstacles(outcome)
    last.locator(".say summary").click()
    found += obstacles("feedback")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1000)  # until no colour is on its way from one to the other
    found += obstacles("dark")
    page.goto(page.locator("#log article a.button[href^='/answer/']").first.evaluate("link => link.href"))
    found += obstacles("kept answer")
    assert found == []


def test_a_source_and_a_phone_have_no_obstacle(browser: Any, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    phone = browser.new_context(viewport={"width": 320, "height": 640})
    page = visit(phone, address)
    ask(page, IN_A_PDF)
    page.locator("a.cite").first.click()
    page.frame_locator("iframe[name=source]").locator("#quote").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = [item["id"] for item in Axe().run(page).response["violations"] if item["impact"] in SERIOUS]
    for view in ("picture", "text"):
        link = page.locator("a.cite").first.evaluate("link => link.href")
        page_of_its_own = phone.new_page()
        page_of_its_own.goto(link.replace("#", f"&view={view}#"))
        assert page_of_its_own.evaluate("document.documentElement.scrollWidth") <= 320
        found += [
            f"{view} {item['id']}"
            for item in Axe().run(page_of_its_own).response["violations"]
            if item["impact"] in SERIOUS
        ]
    phone.close()
    assert found == []


def test_a_question_can_be_stopped_and_edited_and_asked_again(page: Any) -> None:
    page.route("**/gradio_api/queue/data*", lambda route: None)  # the answer never comes
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    stop = page.locator("#stop")
    stop.wait_for()
    assert not page.locator("#ask").is_visible()
    page.unroute("**/gradio_api/queue/data*")
    page.reload()
    page.wait_for_selector("#asking [data-takes]", state="attached")
    last = ask(page, "How many unpaid days?")
    last.locator(".actions [data-edit]").click()
    box = page.locator("#question textarea")
    assert box.input_value() == "How many unpaid days?"
    assert box.evaluate("box => box === document.activeElement")
    last = ask(page, QUESTION)
    assert "5 paid days" in last.inner_text()


def test_the_stop_button_ends_a_question_on_its_way(page: Any) -> None:
    page.evaluate(
        """() => new MutationObserver(() => {
            if (document.querySelector('#now article')) document.querySelector('#stop').click();
        }).observe(document.querySelector('#now'), {childList: true, subtree: true})"""
    )
    page.fill("#question textarea", "Can I sign a £12,500 order alone?")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#log article")
    assert page.locator("#ask").is_visible() and not page.locator("#stop").is_visible()
    kinds = page.locator("#log article").last.get_attribute("class")
    assert "stopped" in kinds or "answered" in kinds  # whichever came first; never both
    assert page.locator("#log article").count() == 1


def test_the_pickers_are_remembered_and_the_answer_says_for_whom(page: Any) -> None:
    page.select_option("#school", "Hagg Wood")
    page.select_option("#role", "new governor")
    page.reload()
    page.wait_for_selector("#asking [data-takes]", state="attached")
    assert page.input_value("#school") == "Hagg Wood" and page.input_value("#role") == "new governor"
    assert page.locator(".groups .starters:visible").count() == 1
    page.select_option("#kind", "policy")
    last = ask(page, QUESTION)
    assert "for Hagg Wood, looked in policy only" in last.locator(".outcome").inner_text()


def test_a_school_that_is_asked_for_is_chosen_by_a_button(page: Any) -> None:
    asked = ask(page, WHICH)
    with answered(page):
        asked.get_by_role("button", name="St Oswald's").click()
    last = page.locator("#log article").last
    assert "for St Oswald's" in last.locator(".outcome").inner_text()
    assert page.input_value("#school") == "St Oswald's"


def test_two_people_at_once_never_see_each_other(browser: Any, address: str) -> None:
    contexts = [browser.new_context() for _ in range(2)]
    pages = [visit(context, address) for context in contexts]
    for page, school in zip(pages, ("Hagg Wood", "Lorton High"), strict=True):
        page.select_option("#school", school)
        page.fill("#question textarea", f"{QUESTION} ({school})")
    for page in pages:
        page.press("#question textarea", "Enter")
    for page, school, other in zip(pages, ("Hagg Wood", "Lorton High"), ("Lorton High", "Hagg Wood"), strict=True):
        page.wait_for_selector("#log article")
        said = page.locator("#log").inner_text()
        assert f"for {school}" in said and f"({school})" in said
        assert f"for {other}" not in said and f"({other})" not in said
        assert page.locator("#log article").count() == 1
    for context in contexts:
        context.close()


def test_a_citation_opens_the_page_as_issued_with_its_words_marked(page: Any) -> None:
    last = ask(page, IN_A_PDF)
    last.locator("a.cite").first.click()
    source = page.frame_locator("iframe[name=source]")
    mark = source.locator("#quote")
    mark.wait_for()
    picture = source.locator(".paper img")
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 500
    page.frame("source").wait_for_function(
        """() => {
            const box = document.querySelector("#quote").getBoundingClientRect();
            return box.top >= 0 && box.top < innerHeight;
        }"""
    )
    for size in ("", "Larger"):
        if size:
            source.get_by_role("link", name=size).click()
            source.locator(".paper.large").wait_for()
        inner, outer = mark.bounding_box(), picture.bounding_box()
        assert outer["x"] <= inner["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
        assert outer["y"] <= inner["y"] and inner["y"] + inner["height"] <= outer["y"] + outer["height"] + 1
    source.get_by_role("link", name="Next page").click()
    source.get_by_text("The words cited stand on page").wait_for()
    source.get_by_role("link", name="Text", exact=True).click()
    text = source.locator("mark#quote")
    text.wait_for()
    assert "allegation against the headteacher" in text.inner_text()
    page.locator("[data-close]").click()
    assert page.locator(".pane").is_hidden()
    assert page.evaluate("document.activeElement.className") == "cite"


def test_an_answer_is_copied_with_its_sources(page: Any, context: Any, address: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    last = ask(page, QUESTION)
    last.locator("[data-copy]").click()
    page.get_by_text("Copied", exact=True).first.wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert QUESTION in copied and "5 paid days" in copied
    link = re.search(rf"\[1\] Leave of absence policy, version 3\.1.*: ({address}/passage/\S+)", copied)
    assert link is not None
    page.goto(link[1])
    assert "5 paid days" in page.locator("mark#quote").inner_text()
    assert "in force today" in page.locator("main").inner_text()


def test_feedback_is_recorded_with_thanks(page: Any, place: Path) -> None:
    last = ask(page, QUESTION)
    last.locator(".say summary").click()
    last.get_by_label("Something is missing").check()
    last.get_by_label("What should it have said?").fill("The form LA1.")
    last.get_by_role("button", name="Send").click()
    last.get_by_text("Thank you").wait_for()
    assert page.evaluate("document.activeElement.className") == "done"
    said = feedback.read(place / "feedback.jsonl")[-1]
    assert (said.reason, said.note, said.question) == (feedback.Reason.MISSING, "The form LA1.", QUESTION)
    ask(page, NOWHERE)
    assert page.locator("#log article").first.get_by_text("Thank you").is_visible()


def test_what_was_asked_lately_is_this_browsers_own_and_can_be_forgotten(page: Any) -> None:
    ask(page, NOWHERE)
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector("#lately .starter")
    assert page.locator("#lately .starter").all_inner_texts() == [QUESTION]
    page.locator("[data-forget]").click()
    page.reload()
    page.wait_for_selector("#asking [data-takes]", state="attached")
    assert page.locator("#lately .starter").count() == 0


def test_the_keyboard_is_enough(page: Any) -> None:
    page.locator("#question textarea").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "ask"
    with answered(page):
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "words"
    assert "Answered. Staff may take up to 5 paid days" in page.locator("#status").inner_text()
    page.locator("#log a.cite").first.focus()
    page.keyboard.press("Enter")
    page.frame_locator("iframe[name=source]").locator("#quote").wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".pane").is_hidden()


@pytest.mark.skipif(not attacks.FOLDER.is_dir(), reason="the attacks are not here")
def test_attacks_run_nothing_and_break_nothing(page: Any, address: str) -> None:
    from datetime import date

    from assistant.values import Answer, Citation, Document, Outcome, Passage, Statement
    from assistant.web import exchange

    last = ask(page, "<img src=x onerror=alert(1)> ${alert(1)} {{constructor.constructor('alert(1)')()}}")
    assert last.locator("img").count() == 0
    lines = attacks.lines()
    assert len(lines) > 100
    pieces = []
    for attack in lines:
        document = Document(attack, attack, attack, "", attack, (), owner=attack, version=attack, contact=attack)
        passage = Passage(attack, document, (attack,), attack, (), attack, 0, len(attack))
        said = Answer(
            attack, f"{attack} x", Outcome.ANSWERED, attack, (Statement(attack, (Citation("1", passage, attack),)),)
        )
        pieces.append(exchange.answer(said, date(2026, 11, 24), shown=exchange.Shown(attack, turn=attack)))
    page.evaluate("html => { document.querySelector('#log .html-container').innerHTML = html; }", "".join(pieces))
    page.wait_for_function("n => document.querySelectorAll('#log article').length === n", arg=len(lines))
    assert (
        page.locator("#log :is(script, img, iframe, object, embed, link, style, base, meta, video, audio)").count() == 0
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.title() == "Ask - Trust Assistant"
