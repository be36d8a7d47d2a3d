"""The addresses under which a kept answer, or a whole conversation, is taken away as Word or as Markdown."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from fastapi import APIRouter, Response

from assistant import kept as keeping
from assistant import taking_away
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.kept import Kept
from assistant.taking_away import Since
from assistant.web import shell
from assistant.web.ask_page import MOST_EXCHANGES
from assistant.web.given import Given
from assistant.web.permanent import missing

LONGEST_NAME = 60
TOO_MANY = f"At most {MOST_EXCHANGES} answers can be taken away at once."
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
Taken = Callable[[Sequence[Kept], int, Since], bytes]


def _word(found: Sequence[Kept], left_out: int, since: Since) -> bytes:
    return taking_away.word(found, left_out=left_out, since=since)


def _markdown(found: Sequence[Kept], left_out: int, since: Since) -> bytes:
    return taking_away.markdown(found, left_out=left_out, since=since).encode("utf-8")


MADE: dict[str, Taken] = {"docx": _word, "md": _markdown}


def router(assistant: Assistant, given: Given) -> APIRouter:
    """The routes of what is taken away."""
    routes = APIRouter()

    def refused(body: str, status: int) -> Response:
        return shell.response(shell.page("Take away", body, here="", trust=assistant.trust()), status)

    def file(kind: str, names: Sequence[str], call: Callable[[Sequence[Kept]], str]) -> Response:
        found = [item for name in names if (item := _found(given, name)) is not None]
        if not found:
            return refused(missing(), 404)
        made = MADE[kind](found, len(names) - len(found), _since(assistant))
        headers = {
            "Content-Disposition": f'attachment; filename="{call(found)}.{kind}"',
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(made, media_type=MEDIA[kind], headers=headers)

    def conversation(kind: str, ids: str) -> Response:
        names = list(dict.fromkeys(filter(None, ids.split(","))))
        if len(names) > MOST_EXCHANGES:
            return refused(f"<h1>Too many answers</h1><p>{TOO_MANY}</p>", 422)
        return file(kind, names, lambda _: f"conversation-{date.today().isoformat()}")

    @routes.get("/answer/{name}.docx")
    def answer_in_word(name: str) -> Response:
        """A kept answer as a Word file."""
        return file("docx", [name], lambda found: file_name(found[0]))

    @routes.get("/answer/{name}.md")
    def answer_in_markdown(name: str) -> Response:
        """A kept answer as Markdown."""
        return file("md", [name], lambda found: file_name(found[0]))

    @routes.get("/conversation.docx")
    def conversation_in_word(ids: str = "") -> Response:
        """Several kept answers, their ids with commas between them, as one Word file."""
        return conversation("docx", ids)

    @routes.get("/conversation.md")
    def conversation_in_markdown(ids: str = "") -> Response:
        """The same as Markdown."""
        return conversation("md", ids)

    return routes


def file_name(item: Kept) -> str:
    """The name of an answer's file without its ending: plain small letters, digits and hyphens only."""
    question = item.answer.question if item.answer.question != keeping.NOT_KEPT else ""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode("ascii").casefold()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-")
    return "-".join(filter(None, ["answer", words, item.asked_at.astimezone().date().isoformat()]))


def _since(assistant: Assistant) -> Since:
    """What says how a cited document stands today, by the published library where it can be read."""
    today = date.today()
    try:
        held = assistant.documents() if assistant.ready() else ()
    except AssistantError:
        held = ()
    return lambda cited: taking_away.no_longer(cited, held, today)


def _found(given: Given, name: str) -> Kept | None:
    try:
        return given.permanent(name)
    except AssistantError:
        return None
