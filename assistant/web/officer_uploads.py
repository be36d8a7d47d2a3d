"""Uploading a file, looking at how it was read and what it would change, and publishing it."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.datastructures import FormData, UploadFile

from assistant import changes as changing
from assistant.errors import AssistantError, RegisterError
from assistant.keeping import front, publishing
from assistant.keeping.front import Fault, Front
from assistant.keeping.holdings import Holdings
from assistant.keeping.publishing import Change, Upload
from assistant.keeping.register_file import Value
from assistant.keeping.staging import Staged
from assistant.reading import digest
from assistant.values import Document, Status
from assistant.web import library_html, library_list, officer_html, preview_html
from assistant.web.office import UPLOAD, Office, posted, wants_json, words
from assistant.web.officer_html import Form
from assistant.web.preview_html import Preview
from assistant.web.render import safe
from assistant.wording import long_date

GONE = "This file is not kept any more: it was published, discarded, or has lain for a day. Upload it again."
TAKEN_OVER = ("kind", "reference", "owner", "contact", "review_cycle")


def add(made: APIRouter, office: Office) -> None:
    """The pages from choosing a file to publishing it."""
    token_of = office.access.token

    @made.get(UPLOAD)
    def choose(request: Request, replaces: str = "") -> HTMLResponse:
        """Choose a file."""

        def made() -> HTMLResponse:
            document = office.held().at(replaces) if replaces else None
            body = officer_html.choose(token_of(request), office.settings.file_megabytes, document)
            return office.page("Add a document" if document is None else f"Replace {document.title}", body)

        return office.shown(request, made)

    @made.get("/officers/staged/{token}")
    def look(request: Request, token: str, replaces: str | None = None) -> HTMLResponse:
        """Look at an uploaded file."""
        return office.shown(request, lambda: _looked_at(office, request, token, replaces))

    made.post(UPLOAD)(posted(office, lambda request, form: _uploaded(office, request, form)))
    made.post("/officers/staged/{token}")(posted(office, lambda request, form: _published(office, request, form)))
    made.post("/officers/staged/{token}/discard")(posted(office, lambda request, _: _discarded(office, request)))


def _looked_at(office: Office, request: Request, token: str, replaces: str | None) -> HTMLResponse:
    staged = office.staging.get(token)
    if staged is None:
        return office.fault("Not kept any more", GONE, 404, (UPLOAD, "Upload a file"))
    if staged.being_read:
        return office.page(staged.name, preview_html.waiting(staged), refresh=2)
    if staged.document is None:
        return office.page("Cannot be read", preview_html.unreadable(staged, office.access.token(request)))
    return _shown(office, request, staged, replaces)


def _uploaded(office: Office, request: Request, form: FormData) -> Response:
    """Keep the file for looking at, unless it is in the library already."""
    file, replaces = form.get("file"), words(form).get("replaces", "")
    document = office.held().at(replaces) if replaces else None
    megabytes = office.settings.file_megabytes

    def again(sentence: str, more: str = "", status: int = 422) -> Response:
        if wants_json(request):
            return JSONResponse({"error": sentence}, status)
        body = officer_html.choose(office.access.token(request), megabytes, document, sentence, more)
        return office.page("Add a document", body, status)

    if not isinstance(file, UploadFile) or not file.filename:
        return again("Choose a file first.")
    if (file.size or 0) > megabytes * 1024 * 1024:
        return again(f"This file is larger than {megabytes} MB. Make it smaller, or raise ASSISTANT_FILE_MEGABYTES.")
    if not file.size:
        return again("This file is empty. Choose the file as it was issued.")
    staged = office.staging.put(file.filename, file.file)
    same = _same_file(office, staged)
    if same is not None:
        office.staging.discard(staged.token)
        title, address = same
        more = f'<a href="{safe(address)}">Open it</a>' if address else ""
        return again(f"This very file is in the library already: {title}. Nothing was uploaded.", more, 409)
    where = f"/officers/staged/{staged.token}" + (f"?replaces={quote(replaces, safe='')}" if document else "")
    return JSONResponse({"to": where}) if wants_json(request) else RedirectResponse(where, 303)


def _same_file(office: Office, staged: Staged) -> tuple[str, str] | None:
    """Title and address of a document whose file has the same bytes and still lies in the folder."""
    held = office.held()
    for record in held.files.values():
        if record.digest == staged.digest and digest(office.settings.corpus / record.source) == staged.digest:
            document = held.at(record.source)
            if document is None:
                return record.source, ""
            return f"{document.title} {document.version}".strip(), library_html.address(document)
    return None


def _discarded(office: Office, request: Request) -> Response:
    office.staging.discard(request.path_params["token"])
    return RedirectResponse("/officers", 303)


def _shown(
    office: Office,
    request: Request,
    staged: Staged,
    replaces: str | None,
    said: Front | None = None,
    faults: tuple[Fault, ...] = (),
    seen: str = "",
) -> HTMLResponse:
    """The preview; `replaces` is a file, "" for none and None for what is most likely."""
    held = office.held()
    assert staged.document is not None
    others = _replaceable(held)
    old = held.at(replaces) if replaces else None
    if replaces is None:
        old = front.likely(staged.document, others)
    filled, found = _filled(staged.document, old)
    kept_as = _kept_as(office, held, staged, old, filled.words.get("kind", ""), filled.words.get("version", ""))
    shown = Form(
        said or filled,
        held.register.schools,
        library_list.offered(held.documents, "kind"),
        office.access.token(request),
        held.seen,
        faults,
        found,
    )
    between = changing.between(old, staged.document) if old is not None else ()
    notes = [*held.faults, *(_gap(old, staged.document.effective_from) if old is not None else ())]
    if seen and seen != held.seen and not faults:
        notes.append("The register has been changed since this page was opened.")
    preview = Preview(staged, shown, old, others, between, kept_as, notes)
    title = f"Replace {old.title}" if old is not None else "Add a document"
    return office.page(title, preview_html.page(preview), 422 if faults else 200)


def _replaceable(held: Holdings) -> tuple[Document, ...]:
    """What a new file may replace: every text that is not out of use already, by title."""
    current = [item for item in held.documents if item.status in (Status.IN_FORCE, Status.DRAFT)]
    return tuple(sorted(current, key=lambda item: (item.title.casefold(), item.version)))


def _filled(document: Document, old: Document | None) -> tuple[Front, Mapping[str, str]]:
    """The form as the new file fills it; what it leaves open is taken over from the text that it replaces."""
    own = front.of(document)
    found = {name: place for name, place in document.found_in if own.words.get(name)}
    if old is None:
        return own, found
    before = front.of(old)
    version = f"version {old.version}" if old.version else "the text that it replaces"
    filled = dict(own.words)
    for name in TAKEN_OVER:
        if not filled[name] and before.words[name]:
            filled[name], found[name] = before.words[name], version
    filled["title"] = before.words["title"]
    found["title"] = version
    filled["supersedes"] = filled["supersedes"] or old.version
    return Front(filled, before.schools), found


def _gap(old: Document, begins: date | None) -> tuple[str, ...]:
    """A warning when nothing would answer until the new text comes into force."""
    if begins is None or begins <= date.today() or old.effective_from is not None:
        return ()
    return (
        f"The new text comes into force on {long_date(begins)}, and it is not known since when the present one holds: "
        "until then neither would answer. First correct the details of the present one: say from when it is in force.",
    )


def _kept_as(office: Office, held: Holdings, staged: Staged, old: Document | None, kind: str, version: str) -> str:
    """The path of the new file: beside what it replaces, else where most documents of its kind are."""
    if old is not None:
        folder = PurePosixPath(old.source).parent.as_posix()
    else:
        beside = [PurePosixPath(item.source).parent.as_posix() for item in held.documents if item.kind == kind]
        folder = max(sorted(set(beside)), key=beside.count, default="")
    return publishing.destination(office.settings.corpus, folder, staged.name, version)


def _published(office: Office, request: Request, form: FormData) -> Response:
    """Check the form and publish the file, or show the form again with what is wrong."""
    staged = office.staging.get(request.path_params["token"])
    if staged is None or staged.document is None:
        return office.fault("Not kept any more", GONE, 404, (UPLOAD, "Upload a file"))
    fields = words(form)
    held = office.held()
    replaces, seen = fields.get("replaces", ""), fields.get("seen", "")
    old = held.at(replaces) if replaces else None
    said = front.filled(fields, [str(school) for school in form.getlist("applies_to")])
    values, faults = front.checked(said, held.register)
    name = _id(held, old, str(values["title"]))
    source = _kept_as(office, held, staged, old, said.words["kind"], said.words["version"])
    same = front.same_version(values, name, held.register, source)
    faults = (*faults, *([same] if same else ()))
    if not faults:
        change = _change(held, staged, old, name, source, values, seen)
        try:
            return office.begin(
                change.what,
                lambda: publishing.prepared(office.settings, change, lambda: office.staging.discard(staged.token)),
            )
        except (AssistantError, RegisterError) as error:
            faults = (Fault("", str(error)),)
    return _shown(office, request, staged, replaces, said, faults, seen)


def _id(held: Holdings, old: Document | None, title: str) -> str:
    """The id of the document: that of what it replaces, or a free one from its title."""
    if old is not None and front.ID.fullmatch(old.id):
        return old.id
    return front.free_id(title, {item.id for item in held.documents})


def _change(
    held: Holdings,
    staged: Staged,
    old: Document | None,
    name: str,
    source: str,
    values: Mapping[str, Value],
    seen: str,
) -> Change:
    title = f"{values['title']} {values['version'] or ''}".strip()
    entries: list[tuple[str, Mapping[str, Value]]] = []
    if old is not None:
        given: dict[str, Value] = {"id": name, "status": Status.SUPERSEDED.value}
        if old.source not in held.register.entries:
            given |= {"title": old.title, "version": old.version}
        # A draft does not take the place of what holds.
        if values["status"] == Status.IN_FORCE.value:
            entries.append((old.source, given))
    entries.append((source, {"id": name, **values}))
    what = f"Replaced by {title}: {old.title} {old.version}".strip() if old is not None else f"Added: {title}"
    return Change(what, name, tuple(entries), seen, Upload(staged.path, source))
