"""Who may change documents: someone who has signed in with the officer's key or, without a key, whoever sits here."""

import hmac
import secrets
import time
from collections.abc import Callable
from enum import Enum

from fastapi import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from assistant.settings import Settings
from assistant.web.senders import Attempts, address_of, same_origin, sits_here

COOKIE = "officer"
SECONDS_SIGNED_IN = 8 * 3600
SECONDS_TO_FILL_A_FORM = 12 * 3600


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
        return Standing.OFFICER if sits_here(request, self._host) else Standing.NOT_HERE

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
        return self._attempts.wait(address_of(request))

    def opens(self, request: Request, key: str) -> bool:
        """Whether the key is the right one; a wrong one counts against the address."""
        right = bool(self._key) and hmac.compare_digest(key.encode(), self._key.encode())
        self._attempts.count(address_of(request), right=right)
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
