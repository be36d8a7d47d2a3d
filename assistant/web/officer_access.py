"""Who may change documents: someone who has signed in with the officer's key or, without a key, whoever sits here."""

import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum
from urllib.parse import urlsplit

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from assistant.settings import Settings

COOKIE = "officer"
SECONDS_SIGNED_IN = 8 * 3600
SECONDS_TO_FILL_A_FORM = 12 * 3600
FREE_ATTEMPTS = 3
LONGEST_WAIT = 900.0  # seconds
MOST_ADDRESSES = 4096
PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")  # a server before this one says these


class Standing(Enum):
    """What someone may do on the officers' pages."""

    OFFICER = "may change documents"
    MAY_SIGN_IN = "must sign in first"
    NOT_HERE = "changes are not possible from this machine"


class Access:
    """The door to the officers' pages. What it signs holds until the server stops."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._key = settings.officer_key.get_secret_value() if settings.officer_key else ""
        self._host = settings.host
        secret = secrets.token_bytes(32)
        self._sessions = URLSafeTimedSerializer(secret, salt="session")
        self._tokens = URLSafeTimedSerializer(secret, salt="form")
        self._ended: set[str] = set()
        self._attempts = Attempts(clock)

    @property
    def has_key(self) -> bool:
        """Whether officers sign in here."""
        return bool(self._key)

    def standing(self, request: Request) -> Standing:
        """What whoever asks may do."""
        if self._key:
            return Standing.OFFICER if self._session(request) else Standing.MAY_SIGN_IN
        return Standing.OFFICER if _sits_here(request, self._host) else Standing.NOT_HERE

    def token(self, request: Request) -> str:
        """What a form must bring back; it fits this visitor alone."""
        return self._tokens.dumps(self._session(request))

    def refusal(self, request: Request) -> str:
        """Why a change is refused whatever its form brings, as a sentence; "" when it may go on to its token."""
        if not same_origin(request):
            return "This came from another site, so nothing was changed. Open the page here and try again."
        if self.standing(request) is not Standing.OFFICER:
            return "You are not signed in, or no longer. Nothing was changed. Sign in and try again."
        return ""

    def token_fits(self, request: Request, token: str) -> bool:
        """Whether a form brings back the token that this visitor was given, and not too long ago."""
        try:
            said = self._tokens.loads(token, max_age=SECONDS_TO_FILL_A_FORM)
        except BadSignature:
            return False
        return isinstance(said, str) and hmac.compare_digest(said, self._session(request))

    def wait(self, request: Request) -> float:
        """Seconds for which this address may not try to sign in."""
        return self._attempts.wait(_address(request))

    def opens(self, request: Request, key: str) -> bool:
        """Whether the key is the right one; a wrong one counts against the address."""
        right = bool(self._key) and hmac.compare_digest(key.encode(), self._key.encode())
        self._attempts.count(_address(request), right=right)
        return right

    def sign_in(self, request: Request, response: Response) -> None:
        """Give the visitor a session."""
        response.set_cookie(
            COOKIE,
            self._sessions.dumps(secrets.token_urlsafe(16)),
            max_age=SECONDS_SIGNED_IN,
            path="/",
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )

    def sign_out(self, request: Request, response: Response) -> None:
        """End the visitor's session, also for a copy of its cookie."""
        self._ended.add(self._session(request))
        response.delete_cookie(COOKIE, path="/")

    def _session(self, request: Request) -> str:
        """The visitor's session, "" without one."""
        try:
            said = self._sessions.loads(request.cookies.get(COOKIE, ""), max_age=SECONDS_SIGNED_IN)
        except BadSignature:
            return ""
        return said if isinstance(said, str) and said not in self._ended else ""


class Attempts:
    """Counts wrong keys by address: after a few, each further one doubles the time to wait, to a quarter of an hour."""

    def __init__(self, clock: Callable[[], float]) -> None:
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


def same_origin(request: Request) -> bool:
    """Whether a request was sent by a page of this server, as the browser says; one that says nothing is refused."""
    fetched_from = request.headers.get("sec-fetch-site")
    if fetched_from is not None:
        return fetched_from == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host", "")


def _sits_here(request: Request, served_on: str) -> bool:
    """Whether server and visitor are one machine: nobody passed the request on, and it names this machine."""
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


def _address(request: Request) -> str:
    """The address that attempts are counted for; of an IPv6 address the network, which one visitor has whole."""
    host = request.client.host if request.client else ""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else host
