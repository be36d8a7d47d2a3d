"""Who may see and change what a trust officer keeps, and whether a form was sent from a page of this server."""

import secrets

from fastapi import Request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from assistant.web.officer_access import SECONDS_TO_FILL_A_FORM, Access, Standing
from assistant.web.senders import same_origin, sits_here


def is_officer(request: Request) -> bool:
    """Whether whoever asks may see what people said: an officer who signed in, or, where nobody need sign in, someone
    at this machine whose request nobody passed on.
    """
    access: Access | None = getattr(request.app.state, "access", None)
    if access is not None:
        return access.standing(request) is Standing.OFFICER
    return sits_here(request)


class Tokens:
    """What forms must bring back. A token holds for one form until the server stops, and at most half a day."""

    def __init__(self) -> None:
        self._signed = URLSafeTimedSerializer(secrets.token_bytes(32), salt="form")

    def token(self, form: str) -> str:
        """A token for a form by its name."""
        return self._signed.dumps(form)

    def refusal(self, request: Request, form: str, token: str) -> str:
        """Why a form is not accepted, as a sentence; "" when it is."""
        if not same_origin(request):
            return "This came from another site, so nothing was kept. Open the page here and send it again."
        try:
            fits = self._signed.loads(token, max_age=SECONDS_TO_FILL_A_FORM) == form
        except BadSignature:
            fits = False
        return "" if fits else "This form has been open for too long, so nothing was kept. Send it again."
