"""The addresses under which a source is opened: its place in the document, a picture of its page, and its file."""

import re
from datetime import date
from pathlib import PurePosixPath

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.index.library import Library
from assistant.settings import Settings
from assistant.values import Document, Passage
from assistant.web import page_pictures, render, source_view
from assistant.web.as_json import source_address
from assistant.web.page_pictures import Pictures
from assistant.web.source_view import Room, Sheet

POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; img-src 'self'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
GONE = "This source is no longer kept"
RENEWED = "The index has been renewed since this answer was given. Ask the question again."
NO_FILE = "The file has been changed or removed since it was read. Its text as it was read can still be opened."
LONGEST_NAME = 120


def router(assistant: Assistant, settings: Settings) -> APIRouter:
    """The routes of sources."""
    routes = APIRouter()
    pictures = Pictures(settings.corpus)

    @routes.get("/source/{build}/{passage_id:path}")
    def source(
        build: str,
        passage_id: str,
        start: int = -1,
        end: int = -1,
        view: str = "picture",
        page: int = 0,
        size: str = "",
        kept: str = "",
    ) -> Response:
        """A passage in its document, the words from `start` to `end` highlighted; `kept` is an answer and a label."""
        library = _library(assistant, build)
        passage = library.passages.get(passage_id) if library is not None else None
        if passage is None or library is None:
            if re.fullmatch(r"[\w-]{20,40}/\d{1,4}", kept):
                return RedirectResponse(f"/passage/{kept}", 303)
            return HTMLResponse(render.message(GONE, RENEWED), 404, HEADERS)
        shown = _Shown(library, pictures, build, passage, start, end)
        return HTMLResponse(shown.html(view, page, large=size == "large"), 200, HEADERS)

    @routes.get("/page/{build}/{document}/{number}.png")
    def page_picture(build: str, document: str, number: int, size: str = "") -> Response:
        """One page of a PDF as issued."""
        known = _document(assistant, build, document)
        scale = page_pictures.LARGE_SCALE if size == "large" else page_pictures.SCALE
        picture = pictures.page(known, number, scale) if known is not None and page_pictures.has_pages(known) else None
        if picture is None:
            return HTMLResponse(render.message("No picture", page_pictures.NOT_DRAWN), 404, HEADERS)
        headers = {"Cache-Control": "private, max-age=3600", "Content-Security-Policy": "default-src 'none'"}
        return Response(picture.png, 200, headers, "image/png")

    @routes.get("/original/{build}/{document}")
    def original(build: str, document: str) -> Response:
        """The file of a document, to be saved. What may not be acted on says so in its name."""
        known = _document(assistant, build, document)
        file = pictures.original(known) if known is not None else None
        if known is None or file is None:
            return HTMLResponse(render.message("The file cannot be had", NO_FILE), 404, HEADERS)
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; sandbox"}
        return FileResponse(file, 200, headers, "application/octet-stream", filename=file_name(known, date.today()))

    @routes.get("/sources")
    def sources() -> HTMLResponse:
        """The list of documents."""
        if not assistant.ready():
            words = assistant.notice() or "Getting ready: the documents will be listed here in a moment."
            return HTMLResponse(render.message("Documents", words, refresh=2), 200, HEADERS)
        try:
            build, firsts = assistant.openings()
        except AssistantError as error:
            return HTMLResponse(render.message("Documents", str(error)), 200, HEADERS)
        listed = [(first.document, source_address(build, first)) for first in firsts]
        return HTMLResponse(render.documents(listed, date.today()), 200, HEADERS)

    return routes


class _Shown:
    """A passage on its way to a page."""

    def __init__(
        self, library: Library, pictures: Pictures, build: str, passage: Passage, start: int, end: int
    ) -> None:
        self._library = library
        self._pictures = pictures
        self._passage = passage
        self._span = source_view.span(passage, start, end)
        beside = library.by_document[passage.document.key]
        at = beside.index(passage)
        self._room = Room(
            build,
            beside[at - 1].id if at else "",
            beside[at + 1].id if at + 1 < len(beside) else "",
            page_pictures.has_pages(passage.document),
            pictures.original(passage.document) is not None,
        )

    def html(self, view: str, number: int, *, large: bool) -> str:
        """The page as issued where there is one and it is wanted, else the text, with a sentence when that is why."""
        passage, room, today = self._passage, self._room, date.today()
        if view == "text" or not room.pictured:
            return source_view.source(passage, *self._span, today, room)
        number = number or next(iter(passage.document.pages_of(*self._span)), 1)
        picture = self._pictures.page(
            passage.document, number, page_pictures.LARGE_SCALE if large else page_pictures.SCALE
        )
        if picture is None:
            note = page_pictures.NOT_DRAWN if room.original else page_pictures.CHANGED
            without = Room(room.build, room.before, room.after, False, room.original, note)
            return source_view.source(passage, *self._span, today, without)
        boxes = self._library.boxes(passage.document.key, *self._span)
        sheet = Sheet(number, picture, page_pictures.marks(boxes, number, picture), large)
        return source_view.pictured(passage, *self._span, today, room, sheet)


def file_name(document: Document, on: date) -> str:
    """The name under which a document's file is saved: its title and version, and first what it is not."""
    standing = "" if document.governs(on) else f"{document.standing(on).upper()} - "
    version = f" {document.version}" if document.version else ""
    words = re.sub(r"[^\w .,'()-]+", " ", f"{standing}{document.title}{version}")
    return " ".join(words.split())[:LONGEST_NAME].strip(". ") + PurePosixPath(document.source).suffix[:10]


def _library(assistant: Assistant, build: str) -> Library | None:
    try:
        return assistant.kept_library(build)
    except AssistantError:
        return None


def _document(assistant: Assistant, build: str, key: str) -> Document | None:
    library = _library(assistant, build)
    return library.documents.get(key) if library is not None else None
