"""What every page is held to: no violation of axe-core's rules, and nothing over the edge of the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Any

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desk": (1440, 900)}


def check(page: Any) -> None:
    """Fail with axe-core's own words when it finds something, or when the page is wider than the screen."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The address at which an application is served by a thread of this process."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    until = monotonic() + 60
    while not server.started and monotonic() < until:
        sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)
