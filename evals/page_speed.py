"""The page's own speed, measured in Chromium on a built index: first paint, and what the page adds to an answer."""

import json
import shutil
import statistics
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import kept
from assistant.errors import AssistantError
from assistant.settings import Settings
from evals.bench import percentile, serving, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST_PAINT, OVERHEAD = 1.5, 0.150  # targets, seconds
VISITS = 10
ROUNDS = 2
LONG = 60_000  # milliseconds
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# From the form being sent, which both the button and the key do, until the answer has been drawn.
CLOCK = """
window.waits = [];
document.addEventListener('submit', (event) => {
  if (event.target.matches('form.asking')) window.began = performance.now();
}, true);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.id === 'words') window.began = performance.now();
}, true);
new MutationObserver(() => {
  const shown = document.querySelectorAll('#log article[data-turn]').length;
  if (window.began === undefined || shown <= window.waits.length) return;
  const began = window.began;
  window.began = undefined;
  requestAnimationFrame(() => setTimeout(() => window.waits.push(performance.now() - began)));
}).observe(document, { childList: true, subtree: true });
"""
PAINTED = "performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)[0]"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: seconds until its answer was shown, and the seconds of these that the answer itself took."""

    question: str
    shown: float
    answer: float

    @property
    def overhead(self) -> float:
        """What the page, its queue and the browser added."""
        return self.shown - self.answer


def main(settings: Settings, *, as_json: bool) -> int:
    """Measure and print. Returns 1 when a target is missed, else 0.

    Raises:
        AssistantError: there is no Chromium, or the packages for development are missing.
    """
    with tempfile.TemporaryDirectory(prefix="assistant-page-") as folder:
        file = Path(folder) / "kept.sqlite"
        own = {"ASSISTANT_KEPT": str(file), "ASSISTANT_GAPS": f"{folder}/gaps.jsonl"}
        with serving(settings.corpus, settings.indexes, own) as (address, _), _chromium() as browser:
            until(f"{address}/ready")
            paints = [_first_paint(browser, address) for _ in range(1 + VISITS)][1:]  # the first one warms the server
            first, *asked = _asked(browser, address, file, _questions(settings.starters))
    overheads = [item.overhead for item in asked]
    found = {
        "first_paint_p50": statistics.median(paints),
        "first_paint_max": max(paints),
        "overhead_p50": statistics.median(overheads),
        "overhead_p95": percentile(overheads, 0.95),
        "overhead_first": first.overhead,
        "answer_p50": statistics.median(item.answer for item in asked),
        "visits": len(paints),
        "questions": len(asked),
    }
    print(json.dumps(found, indent=1) if as_json else "\n".join(_lines(found)))  # noqa: T201
    return int(found["first_paint_max"] > FIRST_PAINT or found["overhead_p95"] > OVERHEAD)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield (
        f"First paint, {found['visits']} visits without a cache: median {found['first_paint_p50']:.2f} s, longest "
        f"{found['first_paint_max']:.2f} s (target {FIRST_PAINT} s)"
    )
    yield (
        f"What the page adds to an answer, {found['questions']} questions: median "
        f"{found['overhead_p50'] * 1000:.0f} ms, p95 {found['overhead_p95'] * 1000:.0f} ms (target "
        f"{OVERHEAD * 1000:.0f} ms); the answer itself, median {found['answer_p50'] * 1000:.0f} ms"
    )
    yield f"  to the first answer of a server that has just started: {found['overhead_first'] * 1000:.0f} ms"


def _questions(starters: Path) -> list[str]:
    """The questions that the page offers to begin with."""
    roles = tomllib.loads(starters.read_text(encoding="utf-8"))["role"]
    return [str(item["ask"]) for role in roles for item in role["questions"]]


@contextmanager
def _chromium() -> "Iterator[Browser]":
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise AssistantError("The packages for development are missing. Run: make check") from error
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise AssistantError("Chromium is not installed (Debian: chromium).")
    with sync_playwright() as started:
        launched = started.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox"])
        yield launched
        launched.close()


def _first_paint(browser: "Browser", address: str) -> float:
    """Seconds from the start of a visit to the first words or pictures, in a browser that has seen nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#asking [data-takes]", state="attached", timeout=LONG)
    seconds = float(page.evaluate(PAINTED)) / 1000
    context.close()
    return seconds


def _asked(browser: "Browser", address: str, file: Path, questions: list[str]) -> Iterator[Asked]:
    """Each question asked `ROUNDS` times, every round a conversation of its own; the first is a new server's first."""
    for _ in range(ROUNDS):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(CLOCK)
        page.goto(address)
        page.wait_for_selector("#asking [data-takes]", state="attached", timeout=LONG)
        for place, question in enumerate(questions):
            yield _ask(page, question, place, file)
        page.close()


def _ask(page: "Page", question: str, place: int, file: Path) -> Asked:
    page.fill("#words", question)
    page.click("#ask")
    page.wait_for_function("n => window.waits.length > n", arg=place, timeout=LONG)
    shown = float(page.evaluate("window.waits.at(-1)")) / 1000
    link = page.locator("#log article").last.locator("a[href^='/answer/'][target]").get_attribute("href") or ""
    found = kept.read(file, link.rsplit("/", 1)[-1])
    if found is None:
        raise AssistantError("An answer was shown but not kept, so its own time is not known.")
    return Asked(question, shown, found.answer.seconds)
