"""The library as people and officers meet it, in Chromium: find, read, add, publish, withdraw, go back, sign in."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.officers import leave, write_trust

WIDTHS = (390, 768, 1440)
QUESTION = "How many paid days of leave for a sick child?"
KEY = "a key for officers"


def serve(folder: Path, **environment: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-c", "from assistant.cli import main; main()", "serve", "--port", "0"]
    places = ["--corpus", str(folder / "corpus"), "--indexes", str(folder / "indexes")]
    return subprocess.Popen([*program, *places], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})


def address_of(served: subprocess.Popen[str]) -> str:
    assert served.stdout is not None
    line = next((line for line in served.stdout if "http://" in line), "")
    return line[line.index("http://") :].split()[0]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("trust")
    write_trust(folder)
    with serve(folder) as served:
        yield address_of(served)
        served.terminate()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    opened = browser.new_page(base_url=address)
    opened.set_default_timeout(60_000)
    opened.said, opened.asked_for = [], []
    opened.on("console", lambda words: opened.said.append(words.text) if _is_trouble(words) else None)
    opened.on("request", lambda asked: opened.asked_for.append(asked.url))
    yield opened
    assert opened.said == []
    assert [url for url in opened.asked_for if not url.startswith((address, "data:", "blob:"))] == []
    opened.close()


def _is_trouble(words: Any) -> bool:
    """An error of the page; that a form was refused is noted in the console as well, and is none."""
    return words.type == "error" and "Failed to load resource" not in words.text


def fit_for_all(page: Any) -> None:
    """Axe finds nothing, and nothing runs over the edge, on a phone and at a desk, in light and in dark."""
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width}"
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="light")


def upload(page: Any, name: str, content: bytes) -> None:
    page.goto("/officers/add")
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.click("#upload button")


def ended(page: Any) -> None:
    page.wait_for_url("**/officers/work", timeout=300_000)
    page.wait_for_selector(".done", timeout=300_000)


@pytest.mark.parametrize(
    "path",
    [
        "/library",
        "/library?q=nothing+of+the+kind",
        "/library?due=soon",
        "/library/leave",
        "/library/attention/references",
        "/library/attention/register",
        "/library/attention/conflicts",
        "/officers",
        "/officers/add",
        "/officers/add?replaces=policies/leave.md",
        "/officers/builds",
        "/officers/work",
        "/officers/correct?file=policies/visits.md",
        "/officers/withdraw?file=policies/leave.md",
    ],
)
def test_every_page_is_fit_for_all(page: Any, path: str) -> None:
    assert page.goto(path).status == 200
    fit_for_all(page)


def test_documents_are_found_without_a_script(browser: Any, address: str) -> None:
    plain = browser.new_context(java_script_enabled=False, base_url=address).new_page()
    plain.goto("/library")
    plain.fill("#q", "visits")
    plain.select_option("#school", "Hill")
    plain.click("text=Show")
    assert plain.locator("table.library tbody tr").count() == 1
    plain.click("table.library tbody a")
    plain.wait_for_url("**/library/*")
    assert plain.locator("h1").inner_text() == "Visits policy"
    plain.context.close()


def test_a_contents_line_opens_its_words(page: Any) -> None:
    page.goto("/library/leave")
    page.click(".contents a >> nth=0")
    assert page.locator("#quote").is_visible()


def test_a_new_version_is_looked_at_published_answers_and_can_be_taken_back(page: Any) -> None:
    upload(page, "Leave policy.md", leave(5, "2.0").encode())
    page.wait_for_selector("form.front")
    assert page.locator("del").all_inner_texts() == ["3 paid"] and page.locator("ins").all_inner_texts() == ["5 paid"]
    fit_for_all(page)
    page.fill("#title", "Leave policy")
    page.get_by_role("button", name="Publish").click()
    ended(page)
    fit_for_all(page)
    page.click("text=Look at the document")
    assert "version 2.0" in page.locator("main").inner_text()
    page.click("text=What changed")
    assert "5 paid" in page.locator("ins").all_inner_texts()
    fit_for_all(page)
    assert "5 paid days" in answer(page)
    page.goto("/officers/builds")
    page.click("text=Go back to")
    ended(page)
    assert "3 paid days" in answer(page)


def answer(page: Any) -> str:
    """What the assistant's own API says to a question about leave."""
    said = page.request.post("/gradio_api/call/ask", data={"data": [QUESTION, ""]}).json()
    return str(page.request.get(f"/gradio_api/call/ask/{said['event_id']}").text())


def test_the_details_of_a_document_are_corrected(page: Any) -> None:
    page.goto("/library/visits")
    page.click("text=Correct its details")
    page.fill("#owner", "Head of Visits")
    page.click("text=Save and publish")
    ended(page)
    page.goto("/library/visits")
    assert "Head of Visits" in page.locator("main").inner_text()


def test_a_document_is_withdrawn(page: Any) -> None:
    page.goto("/library/visits")
    page.click("text=Withdraw")
    page.click("text=Withdraw it")
    ended(page)
    page.goto("/library?status=withdrawn")
    assert "Visits policy" in page.locator("table.library").inner_text()


def test_files_that_cannot_be_taken_say_why_where_they_were_chosen(page: Any) -> None:
    upload(page, "same.md", leave(3, "1.0").encode())
    page.wait_for_selector("#sending-words.wrong")
    assert "in the library already" in page.locator("#sending-words").inner_text()
    fit_for_all(page)
    upload(page, "photo.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 200)
    page.wait_for_selector("text=This file cannot be read")
    fit_for_all(page)
    page.click("text=Discard this file")
    page.wait_for_url("**/officers")


def test_an_officer_signs_in_with_the_key(browser: Any, tmp_path: Path) -> None:
    write_trust(tmp_path)
    with serve(tmp_path, ASSISTANT_OFFICER_KEY=KEY) as served:
        page = browser.new_page(base_url=address_of(served))
        page.goto("/officers")
        fit_for_all(page)
        page.fill("#key", "not the right words")
        page.click("text=Sign in >> nth=-1")
        assert "not the officer key" in page.locator("[role=alert]").inner_text()
        fit_for_all(page)
        page.fill("#key", KEY)
        page.click("text=Sign in >> nth=-1")
        page.wait_for_selector("text=Lately changed")
        page.goto("/officers/add")
        page.click("text=For trust officers")
        page.click("text=Sign out")
        page.wait_for_selector("#key")
        page.close()
        served.terminate()
