"""Correcting a document's details, withdrawing it, and going back to an earlier index."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from assistant import embedding, index
from assistant.errors import AssistantError, RegisterError
from assistant.index import manifest
from assistant.keeping import front, publishing, standing
from assistant.keeping.front import Fault, Front
from assistant.keeping.holdings import Holdings
from assistant.keeping.publishing import Change, build_words
from assistant.keeping.register_file import Value
from assistant.settings import Settings
from assistant.values import Document, Status
from assistant.web import library_list, officer_html
from assistant.web.office import Office, posted, words
from assistant.web.officer_html import Build, Form

GONE = "There is no document of this file in the library any more. Look for it again."
BACK = ("/library", "Go to the library")


def add(made: APIRouter, office: Office) -> None:
    """The pages that change what is in the library already."""

    @made.get("/officers/correct")
    def correct(request: Request, file: str = "") -> HTMLResponse:
        """The form with a document's details."""

        def made_page() -> HTMLResponse:
            document = office.held().at(file)
            if document is None:
                return office.fault("Not in the library", GONE, 404, BACK)
            return _form(office, request, document, front.of(document))

        return office.shown(request, made_page)

    @made.get("/officers/withdraw")
    def withdraw(request: Request, file: str = "") -> HTMLResponse:
        """Ask before withdrawing."""

        def made_page() -> HTMLResponse:
            held = office.held()
            document = held.at(file)
            if document is None:
                return office.fault("Not in the library", GONE, 404, BACK)
            named = [item.passage.document for item in standing.referring(held.library, document)]
            token = office.access.token(request)
            body = officer_html.withdraw(document, token, held.seen, date.today(), named)
            return office.page(f"Withdraw {document.title}?", body)

        return office.shown(request, made_page)

    @made.get("/officers/builds")
    def builds(request: Request) -> HTMLResponse:
        """The builds that are kept."""
        token = office.access.token(request)
        return office.shown(
            request, lambda: office.page("Earlier indexes", officer_html.builds(_builds(office.settings), token))
        )

    made.post("/officers/correct")(posted(office, lambda request, form: _corrected(office, request, form)))
    made.post("/officers/withdraw")(posted(office, lambda _, form: _withdrawn(office, form)))
    made.post("/officers/builds")(posted(office, lambda _, form: _rolled_back(office, form)))


def _form(
    office: Office, request: Request, document: Document, said: Front, faults: tuple[Fault, ...] = ()
) -> HTMLResponse:
    held = office.held()
    shown = Form(
        said,
        held.register.schools,
        library_list.offered(held.documents, "kind"),
        office.access.token(request),
        held.seen,
        faults,
        dict(document.found_in),
    )
    body = officer_html.correct(document, shown, date.today())
    return office.page(f"Correct the details of {document.title}", body, 422 if faults else 200)


def _corrected(office: Office, request: Request, form: FormData) -> Response:
    fields = words(form)
    held = office.held()
    document = held.at(fields.get("file", ""))
    if document is None:
        return office.fault("Not in the library", GONE, 404, BACK)
    said = front.filled(fields, [str(school) for school in form.getlist("applies_to")])
    values, faults = front.checked(said, held.register)
    name = _id_of(held, document)
    same = front.same_version(values, name, held.register, document.source)
    faults = (*faults, *([same] if same else ()))
    if not faults:
        given = _given(held, document, said, values)
        what = f"Corrected the details of {values['title']} {values['version'] or ''}".strip()
        change = Change(what, name, ((document.source, {"id": name, **given}),), fields.get("seen", ""))
        try:
            return office.begin(what, lambda: publishing.prepared(office.settings, change))
        except (AssistantError, RegisterError) as error:
            faults = (Fault("", str(error)),)
    return _form(office, request, document, said, faults)


def _given(held: Holdings, document: Document, said: Front, values: Mapping[str, Value]) -> dict[str, Value]:
    """What the register must say: fields that differ from what is shown, and those that it says already.

    A field that only the document states, and that the officer has left alone, goes on being taken from the document.
    """
    before = front.of(document)
    entry = held.register.entries.get(document.source)
    listed = entry.model_fields_set if entry is not None else set()
    return {
        name: value
        for name, value in values.items()
        if name in listed
        or (said.schools != before.schools if name == "applies_to" else said.words[name] != before.words[name])
    }


def _withdrawn(office: Office, form: FormData) -> Response:
    fields = words(form)
    held = office.held()
    document = held.at(fields.get("file", ""))
    if document is None:
        return office.fault("Not in the library", GONE, 404, BACK)
    name = _id_of(held, document)
    given: dict[str, Value] = {"id": name, "status": Status.WITHDRAWN.value}
    if document.source not in held.register.entries:
        given |= {"title": document.title, "version": document.version}
    what = f"Withdrawn: {document.title} {document.version}".strip()
    change = Change(what, name, ((document.source, given),), fields.get("seen", ""))
    return office.begin(what, lambda: publishing.prepared(office.settings, change))


def _id_of(held: Holdings, document: Document) -> str:
    """The document's id as the register may have it."""
    entry = held.register.entries.get(document.source)
    if entry is not None:
        return entry.id
    if front.ID.fullmatch(document.id):
        return document.id
    return front.free_id(document.title, {item.id for item in held.documents})


def _rolled_back(office: Office, form: FormData) -> Response:
    build = words(form).get("build", "")
    listed = {item.name: item for item in _builds(office.settings)}
    if build not in listed or not listed[build].fits:
        sentence = "This index is not kept any more, or does not fit this program. Choose another."
        return office.fault("Nothing was changed", sentence, 409, ("/officers/builds", "Earlier indexes"))
    when = build_words(listed[build].manifest.made_at)
    return office.begin(
        f"Going back to the index of {when}", lambda: publishing.rolled_back(office.settings, build, when)
    )


def _builds(settings: Settings) -> list[Build]:
    """Every build that can be read, newest first."""
    model = embedding.fingerprint(settings)
    return [
        Build(
            item.build,
            item.manifest,
            item.current,
            item.held,
            item.manifest.format == manifest.FORMAT and item.manifest.model.digest == model.digest,
        )
        for item in index.listing(settings.indexes)
        if item.manifest is not None
    ]
