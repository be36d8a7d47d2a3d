"""Pure HTML of the officers' pages: signing in, choosing a file, the form, progress, builds. All words are escaped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.index.manifest import Manifest
from assistant.keeping.front import LABELS, Fault, Front
from assistant.keeping.journal import Line
from assistant.keeping.publishing import build_words
from assistant.keeping.work import Done, State
from assistant.values import Document, Status
from assistant.web.library_html import address, crumbs, lately
from assistant.web.render import chip, safe

OFFICERS = ("/officers", "For trust officers")
HINTS = {
    "title": "As it stands on its first page.",
    "kind": "For example policy, framework, strategy.",
    "reference": "The trust's own number for it, if it has one.",
    "version": "For example 3.2. Each text of a document has its own.",
    "owner": "The role whom people ask about it.",
    "contact": "An e-mail address or telephone number of the owner's office.",
    "effective_from": "Before that day it does not answer.",
    "review_cycle": "For example every two years.",
}
STATUS_WORDS = {
    Status.IN_FORCE: "in force: it answers questions",
    Status.DRAFT: "draft: it does not answer",
    Status.SUPERSEDED: "superseded: another text has taken its place",
    Status.WITHDRAWN: "withdrawn: it does not answer",
}


def hidden(**values: str) -> str:
    """Hidden fields of a form."""
    return "".join(f'<input type="hidden" name="{name}" value="{safe(value)}">' for name, value in values.items())


def message(title: str, sentences: Iterable[str], *, kind: str = "wrong", to: tuple[str, str] = OFFICERS) -> str:
    """A page that only says something, with a way on."""
    said = "".join(f'<p class="{kind}" role="alert">{safe(words)}</p>' for words in sentences)
    return f'{crumbs(OFFICERS)}<h1>{safe(title)}</h1>{said}<p><a href="{safe(to[0])}">{safe(to[1])}</a></p>'


def not_here() -> str:
    """Why documents cannot be changed from where the visitor is, and what to set."""
    return (
        f"{crumbs()}<h1>For trust officers</h1>"
        '<p class="notice">Documents cannot be changed from here.</p>'
        "<p>Without a key, only a person at the machine on which this assistant runs may change documents, at its own "
        "address (127.0.0.1). To change them from elsewhere, whoever runs the assistant sets a key and starts it "
        "again:</p><p><code>ASSISTANT_OFFICER_KEY</code> to words of 12 characters at least, which only trust officers "
        "know. This page then asks for them. Serve it over https, so that nobody on the way can read the key.</p>"
    )


def sign_in(wrong: str = "") -> str:
    """The page on which an officer signs in."""
    said = f'<p class="wrong" role="alert" id="key-fault">{safe(wrong)}</p>' if wrong else ""
    described = ' aria-describedby="key-fault" aria-invalid="true"' if wrong else ""
    return (
        f"{crumbs()}<h1>Sign in as a trust officer</h1>"
        "<p>Trust officers add, replace, correct and withdraw documents.</p>"
        f'{said}<form class="controls" method="post" action="/officers/sign-in">'
        '<label for="key">Officer key</label>'
        f'<input type="password" id="key" name="key" autocomplete="current-password" required{described}>'
        '<p><button type="submit">Sign in</button></p></form>'
    )


def landing(lines: Sequence[Line], state: State | None, token: str, *, signs_out: bool) -> str:
    """What an officer can do, and what was changed lately."""
    running = state is not None and state.ended is None
    work = '<p class="notice">A change is being published. <a href="/officers/work">See how far it is</a></p>'
    out = (
        f'<form method="post" action="/officers/sign-out">{hidden(token=token)}'
        '<p><button class="second" type="submit">Sign out</button></p></form>'
        if signs_out
        else ""
    )
    cards = (
        ("/officers/add", "Add a document", "Upload a file, look at how it was read, and publish it."),
        (
            "/library",
            "Replace, correct or withdraw one",
            "Open it in the library; the buttons are on its page.",
        ),
        ("/officers/builds", "Go back to an earlier index", "Answers come from the documents as they were then."),
    )
    inner = "".join(
        f'<li class="card"><h2><a href="{to}">{words}</a></h2><p>{about}</p></li>' for to, words, about in cards
    )
    return (
        f"{crumbs()}<h1>For trust officers</h1>{work if running else ''}"
        f'<ul class="cards">{inner}</ul><h2>Lately changed</h2>{lately(lines)}{out}'
    )


def choose(token: str, megabytes: int, replaces: Document | None = None, wrong: str = "", more: str = "") -> str:
    """The page on which a file is chosen; `more` is HTML after the fault, such as a link."""
    title = f"Replace {replaces.title}" if replaces is not None else "Add a document"
    way = (OFFICERS, (address(replaces), replaces.title)) if replaces is not None else (OFFICERS,)
    fault = f'<p class="wrong" role="alert" id="file-fault">{safe(wrong)} {more}</p>' if wrong else ""
    described = "file-hint file-fault" if wrong else "file-hint"
    return (
        f"{crumbs(*way)}<h1>{safe(title)}</h1>{fault}"
        '<form class="controls" id="upload" method="post" action="/officers/add" enctype="multipart/form-data" '
        f'data-most="{megabytes * 1024 * 1024}">{hidden(token=token, replaces=replaces.source if replaces else "")}'
        '<label for="file">The file as it was issued</label>'
        f'<input type="file" id="file" name="file" required aria-describedby="{described}">'
        '<p class="quiet" id="file-hint">PDF, Word, OpenDocument, PowerPoint, Excel, CSV, RTF, HTML, e-mail, Markdown '
        f"or text, at most {megabytes} MB. Nothing is published yet: you see first how it was read.</p>"
        '<p><button type="submit">Upload and look at it</button></p>'
        '<div id="sending" hidden><label for="sent">Sending</label>'
        '<progress id="sent" max="100" value="0"></progress></div>'
        '<p id="sending-words" role="status" aria-live="polite"></p></form>'
    )


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a document's details. `found` says of a field where its words come from; `seen` is the register."""

    front: Front
    schools: Sequence[str]
    kinds: Sequence[str]
    token: str
    seen: str
    faults: Sequence[Fault] = ()
    found: Mapping[str, str] | None = None

    def elsewhere(self, name: str) -> str:
        """Where a field's words come from, when that is not the register itself."""
        found = (self.found or {}).get(name, "")
        return "" if found == "the register" else found

    def fault(self, name: str) -> str:
        """What is wrong with a field."""
        return next((item.sentence for item in self.faults if item.field == name), "")


def form(shown: Form, action: str, button: str, extra: str = "") -> str:
    """The form itself; `extra` is HTML at its beginning, inside it."""
    known = "".join(f'<option value="{safe(kind)}"></option>' for kind in shown.kinds)
    inner = "".join(
        _schools(shown) if name == "applies_to" else _status(shown) if name == "status" else _field(shown, name)
        for name in LABELS
    )
    return (
        f'<form class="controls front" method="post" action="{safe(action)}">'
        f'{hidden(token=shown.token, seen=shown.seen)}{extra}<div class="fields">{inner}</div>'
        f'<datalist id="kinds">{known}</datalist><p><button type="submit">{safe(button)}</button></p></form>'
    )


def summary(faults: Sequence[Fault]) -> str:
    """What is wrong with a form, each sentence with a link to its field; "" when nothing is."""
    if not faults:
        return ""
    items = "".join(f"<li>{_to_field(item)}</li>" for item in faults)
    return f'<div class="wrong" role="alert" tabindex="-1"><p><b>Nothing was saved yet.</b></p><ul>{items}</ul></div>'


def _to_field(fault: Fault) -> str:
    return f'<a href="#{fault.field}">{safe(fault.sentence)}</a>' if fault.field else safe(fault.sentence)


def _field(shown: Form, name: str) -> str:
    kind = "date" if name in ("approved", "effective_from", "review_by") else "text"
    value = shown.front.words.get(name, "")
    if kind == "date" and shown.fault(name):
        kind = "text"  # a date field would throw away what was typed
    listed = ' list="kinds"' if name == "kind" else ""
    needed = " required" if name == "title" else ""
    return (
        f'<div class="field"><label for="{name}">{LABELS[name]}</label>{_about(shown, name)}<input type="{kind}" '
        f'id="{name}" name="{name}" value="{safe(value)}"{_described(shown, name)}{listed}{needed}></div>'
    )


def _about(shown: Form, name: str) -> str:
    found = shown.elsewhere(name)
    hint = " ".join(filter(None, [HINTS.get(name, ""), f"Found in {found}." if found else ""]))
    fault = shown.fault(name)
    return (f'<p class="quiet" id="{name}-hint">{safe(hint)}</p>' if hint else "") + (
        f'<p class="wrong" id="{name}-fault">{safe(fault)}</p>' if fault else ""
    )


def _described(shown: Form, name: str) -> str:
    hint = HINTS.get(name) or shown.elsewhere(name)
    ids = " ".join(filter(None, [f"{name}-hint" if hint else "", f"{name}-fault" if shown.fault(name) else ""]))
    invalid = ' aria-invalid="true"' if shown.fault(name) else ""
    return (f' aria-describedby="{ids}"' if ids else "") + invalid


def _status(shown: Form) -> str:
    chosen = shown.front.words.get("status") or Status.IN_FORCE.value
    options = "".join(
        f'<option value="{status.value}"{" selected" if status.value == chosen else ""}>{words}</option>'
        for status, words in STATUS_WORDS.items()
    )
    select = f'<select id="status" name="status"{_described(shown, "status")}>{options}</select>'
    return f'<div class="field"><label for="status">Status</label>{_about(shown, "status")}{select}</div>'


def _schools(shown: Form) -> str:
    if not shown.schools:
        return ""
    boxes = "".join(
        f'<label class="beside"><input type="checkbox" name="applies_to" value="{safe(school)}"'
        f"{' checked' if school in shown.front.schools else ''}> {safe(school)}</label>"
        for school in dict.fromkeys((*shown.schools, *shown.front.schools))
    )
    return (
        f'<fieldset class="field" id="applies_to"><legend>For these schools</legend>{_about(shown, "applies_to")}'
        f'<p class="quiet">Tick none when it is for all of them.</p>{boxes}</fieldset>'
    )


def correct(document: Document, shown: Form, on: date) -> str:
    """The page on which a document's details in the register are corrected."""
    source = hidden(file=document.source)
    return (
        f"{crumbs(OFFICERS, (address(document), document.title))}<h1>Correct the details of {safe(document.title)}</h1>"
        f"{summary(shown.faults)}"
        f"<p>{chip(document, on)} The text itself stays as it is; what you say here is kept in the register and wins "
        f"over what the document says of itself.</p>{form(shown, '/officers/correct', 'Save and publish', source)}"
    )


def withdraw(document: Document, token: str, seen: str, on: date, referring: Sequence[Document] = ()) -> str:
    """The question before a document is withdrawn."""
    named = "".join(f'<li><a href="{safe(address(item))}">{safe(item.title)}</a></li>' for item in referring)
    others = f"<p>These documents refer to it:</p><ul>{named}</ul>" if named else ""
    return (
        f"{crumbs(OFFICERS, (address(document), document.title))}<h1>Withdraw {safe(document.title)}?</h1>"
        f"<p>{chip(document, on)} {safe(document.version and f'Version {document.version}')}</p>"
        "<p>It will no longer answer questions. The file stays in its folder and the entry in the register, "
        f"with the status withdrawn, so that it can be put in force again by correcting its details.</p>{others}"
        f'<form class="controls" method="post" action="/officers/withdraw">'
        f"{hidden(token=token, seen=seen, file=document.source)}"
        '<p><button class="danger" type="submit">Withdraw it</button> '
        f'<a class="button second" href="{safe(address(document))}">Leave it as it is</a></p></form>'
    )


def work(state: State | None) -> str:
    """How far the change is that is being published, or how it ended."""
    if state is None:
        return f"{crumbs(OFFICERS)}<h1>Publishing</h1><p>No change has been made since the assistant was started.</p>"
    head = f"{crumbs(OFFICERS)}<h1>{safe(state.what)}</h1>"
    if state.ended is not None:
        kind = "done" if state.well else "wrong"
        said = "".join(f'<p class="{kind}">{safe(words)}</p>' for words in state.ended.sentences)
        return (
            f'{head}<div role="status">{said}</div><p class="doors">{_way_on(state.ended)}'
            '<a class="button second" href="/officers">Back</a></p>'
        )
    return (
        f'{head}<div id="work"><p role="status" aria-live="polite" id="work-words">{safe(stage(state))}</p>'
        '<label class="unseen" for="work-bar">How far it is</label>'
        f'<progress id="work-bar"{_bar(state)}></progress></div>'
        '<p class="quiet">You may leave this page; the change goes on. Meanwhile questions are answered from the '
        "documents as they were.</p>"
    )


def _way_on(ended: Done) -> str:
    return f'<a class="button" href="{safe(ended.link)}">{safe(ended.link_words)}</a> ' if ended.link else ""


def stage(state: State) -> str:
    """What is being done, in words."""
    return f"{state.stage}: {state.done} of {state.total}" if state.total else f"{state.stage} …"


def _bar(state: State) -> str:
    return f' max="{state.total}" value="{state.done}"' if state.total else ""


@dataclass(frozen=True, slots=True)
class Build:
    """One build for the list: whether answers come from it, and whether it fits this program and its settings."""

    name: str
    manifest: Manifest
    current: bool
    held: bool
    fits: bool


def builds(listed: Sequence[Build], token: str) -> str:
    """The list of builds, each with a button to go back to it."""
    rows = "".join(_build(item, token) for item in listed)
    return (
        f"{crumbs(OFFICERS)}<h1>Earlier indexes</h1>"
        "<p>Each change that is published makes a new index, and the last ones are kept. Going back to one takes a "
        "moment: answers then come from the documents as they were. The files and the register stay "
        "as they are, and the next change that is published here builds from them again.</p>"
        '<div class="wide" role="region" aria-label="Indexes" tabindex="0"><table class="library"><thead><tr>'
        '<th scope="col">Made</th><th scope="col">Documents</th><th scope="col">Passages</th>'
        '<th scope="col">State</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _build(item: Build, token: str) -> str:
    words = build_words(item.manifest.made_at)
    if item.current:
        held = ", went back to" if item.held else ""
        state = f'<span class="chip good">answers come from this one{held}</span>'
    elif not item.fits:
        state = "made by another version of the program or with another model"
    else:
        state = (
            f'<form method="post" action="/officers/builds">{hidden(token=token, build=item.name)}'
            f'<button class="second" type="submit">Go back to {safe(words)}</button></form>'
        )
    return (
        f'<tr><th scope="row">{safe(words)}</th><td data-label="Documents">{item.manifest.documents}</td>'
        f'<td data-label="Passages">{item.manifest.passages}</td><td data-label="State">{state}</td></tr>'
    )
