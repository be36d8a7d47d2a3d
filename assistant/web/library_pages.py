"""The library's pages for everyone: the list, what needs attention, one document, what changed, the original file."""

from datetime import date
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from assistant import changes as changing
from assistant import feedback
from assistant.answering import Assistant
from assistant.errors import AssistantError
from assistant.keeping import standing
from assistant.keeping.holdings import Holdings, Looking
from assistant.precedence import across
from assistant.settings import Settings
from assistant.values import Document
from assistant.web import changes_html, document_html, library_html, library_list, shell
from assistant.web.office import SPARE, UPLOAD, Office
from assistant.web.officer_access import Access, Standing
from assistant.web.officer_html import message
from assistant.web.officer_pages import officer_router
from assistant.web.shell import Look

HERE = Path(__file__).parent
LOOK = Look(styles=("/library.css",), scripts=("/library.js",))
BACK = ("/library", "Go to the library")
# An original may be a web page with scripts: it is only ever saved, and nothing in it may run.
ORIGINAL_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def router(assistant: Assistant, settings: Settings, access: Access) -> APIRouter:
    """Every page under /library, and the officers' pages under /officers, whose door `access` is."""
    made = APIRouter()
    looking = Looking(settings, assistant.library, across.conflicts)
    _add_files(made)
    _add_list(made, assistant, looking, access)
    _add_document(made, assistant, settings, looking, access)
    made.include_router(officer_router(Office(assistant, settings, looking, access)))
    return made


def longest_bodies(settings: Settings) -> dict[str, tuple[int, str]]:
    """The addresses that take more than a question: the most bytes of a request, and what is said to a longer one."""
    most = settings.file_megabytes
    words = f"This file is larger than {most} MB. Go back and choose a smaller one, or raise ASSISTANT_FILE_MEGABYTES."
    return {UPLOAD: (most * 1024 * 1024 + SPARE, words)}


def _add_files(made: APIRouter) -> None:
    @made.get("/library.css")
    def style() -> FileResponse:
        return FileResponse(HERE / "library.css", media_type="text/css")

    @made.get("/library.js")
    def script() -> FileResponse:
        return FileResponse(HERE / "library.js", media_type="text/javascript")


def _page(assistant: Assistant, title: str, body: str, status: int = 200) -> HTMLResponse:
    return shell.response(shell.page(title, body, here="/library", trust=assistant.trust(), look=LOOK), status)


def _not_there(assistant: Assistant, words: str) -> HTMLResponse:
    return _page(assistant, "Not in the library", message("Not in the library", [words], to=BACK), 404)


def _add_list(made: APIRouter, assistant: Assistant, looking: Looking, access: Access) -> None:
    @made.get("/library")
    def library(request: Request) -> HTMLResponse:
        """The register: searched, filtered and sorted as the address says."""
        today = date.today()
        try:
            held = looking.now(today)
        except AssistantError as error:
            return _page(assistant, "Library", message("Library", [str(error)], to=("/officers", "For trust officers")))
        want = library_list.wanted(request.query_params)
        notes = [notice] if (notice := assistant.notice()) else []
        officer = access.standing(request) is Standing.OFFICER
        return _page(assistant, "Library", library_html.page(held, want, today, notes=notes, officer=officer))

    @made.get("/library.csv")
    def as_csv() -> Response:
        """The register for a spreadsheet."""
        try:
            held = looking.now(date.today())
        except AssistantError as error:
            return _not_there(assistant, str(error))
        words = library_list.as_csv(sorted(held.documents, key=lambda item: (item.title.casefold(), item.version)))
        headers = {"Content-Disposition": 'attachment; filename="register.csv"', "Cache-Control": "no-store"}
        # Excel takes the file for its own country's letters unless it begins with this mark.
        return Response(words.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)

    @made.get("/library/attention/{name}")
    def attention(name: str) -> HTMLResponse:
        """One list of what needs an officer's eye."""
        try:
            held = looking.now(date.today())
        except AssistantError as error:
            return _not_there(assistant, str(error))
        known = {kind: words for kind, words, _ in library_html.kinds_of_attention(held)}
        if name not in known:
            return _not_there(assistant, "There is no list of this name.")
        return _page(assistant, known[name], library_html.attention(held, name))


def _add_document(made: APIRouter, assistant: Assistant, settings: Settings, looking: Looking, access: Access) -> None:
    @made.get("/library/{name}/changes")
    def changes(name: str, old: str = "", new: str = "") -> HTMLResponse:
        """What changed between two versions of a document."""
        held, found = _versions(looking, name)
        versions = {item.version: item for item in found}
        if held is None or old not in versions or new not in versions:
            return _not_there(assistant, "These two versions are not both in the library.")
        between = changing.between(versions[old], versions[new])
        body = changes_html.page(versions[old], versions[new], between, date.today())
        return _page(assistant, f"What changed in {versions[new].title}", body)

    @made.get("/library/{name}/original")
    def original(name: str, version: str = "") -> Response:
        """The file as it was issued."""
        _, found = _versions(looking, name)
        document = _wanted(found, version, date.today())
        path = _original(settings.corpus, document) if document is not None else None
        if path is None:
            return _not_there(assistant, "The file of this document is not in the folder any more.")
        sent = FileResponse(path, filename=path.name, media_type="application/octet-stream")
        sent.headers["Content-Security-Policy"] = ORIGINAL_POLICY
        sent.headers["Cache-Control"] = "no-store"
        return sent

    @made.get("/library/{name}")
    def document(request: Request, name: str, version: str = "") -> HTMLResponse:
        """One document: what is known of it, its contents, its versions, who refers to it."""
        today = date.today()
        held, found = _versions(looking, name)
        shown = _wanted(found, version, today)
        if held is None or shown is None:
            return _not_there(assistant, "There is no document of this name and version in the library.")
        said = feedback.read(settings.feedback)
        officer = access.standing(request) is Standing.OFFICER
        about = document_html.About(
            shown,
            held.build,
            standing.places(held.library, shown),
            found,
            standing.referring(held.library, shown),
            standing.asked(said, held.library, shown),
            standing.unanswered(said, held.library, shown) if officer else (),
            held.files.get(shown.source),
            officer,
        )
        return _page(assistant, shown.title, document_html.page(about, today))


def _versions(looking: Looking, name: str) -> tuple[Holdings | None, tuple[Document, ...]]:
    try:
        held = looking.now(date.today())
    except AssistantError:
        return None, ()
    return held, held.versions(name)


def _wanted(found: tuple[Document, ...], version: str, on: date) -> Document | None:
    """The version asked for; without one, what holds today, else the newest."""
    if version:
        return next((item for item in found if item.version == version), None)
    return next((item for item in found if item.governs(on)), found[0] if found else None)


def _original(corpus: Path, document: Document) -> Path | None:
    """The document's file, when it is a file of the corpus folder and no link out of it."""
    path = corpus / document.source
    try:
        inside = path.resolve(strict=True).is_relative_to(corpus.resolve())
    except OSError:
        return None
    return path if inside and path.is_file() else None
