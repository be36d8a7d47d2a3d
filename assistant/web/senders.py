"""Who sends a request: from a page of this server or not, from this machine or not, and how often of late."""

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request

FREE_ATTEMPTS = 3
LONGEST_WAIT = 900.0  # seconds
MOST_ADDRESSES = 4096
PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")  # a server before this one says these
MOST_SENT = 30  # forms within `SECONDS_COUNTED`; all of a school may share one address
SECONDS_COUNTED = 600.0
TOO_MUCH = "Too much was sent from here within a few minutes, so this was not kept. Wait {wait}, then send it again."


def same_origin(request: Request) -> bool:
    """Whether a request was sent by a page of this server, as the browser says; one that says nothing is refused."""
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host", "")


def sits_here(request: Request, served_on: str = "localhost") -> bool:
    """Whether server and visitor are one machine: nobody passed the request on, and it names this machine.

    `served_on` is the address that the server listens on, where that counts as well.
    """
    client = request.client.host if request.client else ""
    named = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    passed_on = any(name in request.headers for name in PASSED_ON)
    return not passed_on and all(map(_is_loopback, (served_on, client, named)))


def _is_loopback(host: str) -> bool:
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_of(request: Request) -> str:
    """The address that a visitor is counted by; of an IPv6 address the network, which one visitor has whole."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else host


def too_much(seconds: int) -> str:
    """What is said to someone who must wait so many seconds."""
    minutes = -(-seconds // 60)
    wait = f"{minutes} minutes" if minutes > 1 else "a minute" if seconds > 30 else "half a minute"
    return TOO_MUCH.format(wait=wait)


class Attempts:
    """Counts wrong keys by address: after a few, each further one doubles the time to wait, to a quarter of an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Seconds that are left to wait."""
        return max(0.0, self._wrong.get(address, (0, 0.0))[1] - self._clock())

    def count(self, address: str, *, right: bool) -> None:
        """One more attempt was made."""
        wrong, _ = self._wrong.pop(address, (0, 0.0))
        if right:
            return
        wrong += 1
        pause = min(LONGEST_WAIT, 2.0 ** (wrong - FREE_ATTEMPTS)) if wrong >= FREE_ATTEMPTS else 0.0
        self._wrong[address] = (wrong, self._clock() + pause)
        while len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)


class Pace:
    """How much one address may send: so many forms within so many seconds, and then it waits."""

    def __init__(
        self, most: int = MOST_SENT, seconds: float = SECONDS_COUNTED, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()
        self._guard = threading.Lock()

    def wait(self, address: str) -> float:
        """Seconds to wait before another form is taken, 0 for none; one that is taken is counted."""
        now = self._clock()
        with self._guard:
            sent = self._sent.pop(address, None) or deque(maxlen=self._most)
            self._sent[address] = sent
            while len(self._sent) > MOST_ADDRESSES:
                self._sent.popitem(last=False)
            if len(sent) == self._most and now - sent[0] < self._seconds:
                return self._seconds - (now - sent[0])
            sent.append(now)
            return 0.0
