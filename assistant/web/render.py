"""Pure HTML of answers and of the list of documents. Every word from outside is escaped."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from assistant.values import Answer, Asker, Citation, Document, Outcome, Passage, Statement
from assistant.web.as_json import source_path
from assistant.wording import long_date, spelled_out

WELCOME = (
    "Ask about the trust's strategy, frameworks and policies. Every statement opens the exact words it rests on; "
    "when the documents do not say, the answer says so and names whom to ask."
)
TITLES = {
    Outcome.PARTLY: "Partly answered",
    Outcome.CLARIFY: "One moment",
    Outcome.NOT_FOUND: "Not in the documents",
    Outcome.OUT_OF_SCOPE: "Outside the documents",
    Outcome.ACT_NOW: "Act now",
    Outcome.FAILED: "Something went wrong",
}


def safe(words: str) -> str:
    """Text as HTML; the marks that page templates give a meaning to are escaped as well."""
    return escape(words).replace("$", "&#36;").replace("{", "&#123;").replace("`", "&#96;")


def log(exchanges: Sequence[str]) -> str:
    """The conversation so far, newest last."""
    inner = "".join(exchanges) or f'<p class="welcome">{safe(WELCOME)}</p>'
    return f'<div role="log" aria-live="polite" aria-label="Conversation">{inner}</div>'


def waiting(question: str, words: str) -> str:
    """A question on its way, with what is being done."""
    return _exchange(question, f'<p class="waiting" role="status">{safe(words)} …</p>', "waiting")


def answer(said: Answer, on: date, asker: Asker = Asker()) -> str:  # noqa: B008 - a frozen value
    """One exchange: the question, the answer, its citations as links, and what the reader must know beside it."""
    body = []
    if said.outcome in TITLES:
        body.append(f'<p class="outcome">{safe(TITLES[said.outcome])}</p>')
    if said.message:
        body.append(f'<p class="message">{safe(said.message)}</p>')
    if said.statements:
        items = (
            f"<li>{_lead(item)}{safe(item.text)} {''.join(_label(c, said.index) for c in item.citations)}</li>"
            for item in said.statements
        )
        body.append(f'<ul class="statements">{"".join(items)}</ul>')
        body.append('<ol class="citations">' + "".join(_cited(item, said, on) for item in said.citations) + "</ol>")
    body.extend(f'<p class="notice">{safe(notice)}</p>' for notice in said.notices)
    if asker.school and said.statements:
        body.append(f'<p class="asker">Answered for {safe(asker.school)}.</p>')
    return _exchange(said.question, "".join(body), said.outcome.name.lower().replace("_", "-"))


def _lead(statement: Statement) -> str:
    return f'<span class="lead">{safe(statement.lead)}</span> ' if statement.lead else ""


def _exchange(question: str, body: str, kind: str) -> str:
    shown = question if len(question) <= 300 else question[:299] + "…"
    return f'<article class="exchange {kind}"><h2>{safe(shown)}</h2><div class="answer">{body}</div></article>'


def _link(citation: Citation, build: str) -> str:
    return safe(source_path(citation, build)) + "#quote"


def _label(citation: Citation, build: str) -> str:
    title = safe(f"Open {citation.passage.document.title} at these words")
    return (
        f'<a class="cite" target="source" href="{_link(citation, build)}" title="{title}">[{safe(citation.label)}]</a>'
    )


def _cited(citation: Citation, said: Answer, on: date) -> str:
    """Where a citation stands, and its quote unless the answer gives it word for word."""
    document = citation.passage.document
    where = safe(" · ".join(whereabouts(citation.passage, citation.start, citation.end)))
    given = any(item.text in citation.quote for item in said.statements if citation in item.citations)
    quote = "" if given else f"<blockquote>{safe(citation.quote)}</blockquote>"
    return (
        f'<li value="{safe(citation.label)}"><a target="source" href="{_link(citation, said.index)}">'
        f"{safe(document.title)}</a> {where} {chip(document, on)}{quote}</li>"
    )


def whereabouts(passage: Passage, start: int, end: int) -> Iterator[str]:
    """Version, section and page, each where it is known."""
    document = passage.document
    if document.version:
        yield f"version {document.version}"
    heading = passage.heading_path[-1] if passage.heading_path else ""
    heading = "" if heading in (document.title, passage.number) else heading
    if passage.number or heading:
        number = f"section {passage.number}" if passage.number[:1].isdigit() else passage.number
        yield " ".join(filter(None, [number, heading]))
    pages = document.pages_of(start, end)
    if pages:
        yield f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]} to {pages[-1]}"


def chip(document: Document, on: date) -> str:
    """The document's standing on a day, as a small label."""
    words = document.standing(on)
    good = document.governs(on) and "overdue" not in words and document.registered
    kind = "good" if good else "stop" if not document.governs(on) else "mind"
    return f'<span class="chip {kind}">{safe(words)}</span>'


def pane(address: str) -> str:
    """The frame in which sources are shown, on the page at `address`."""
    return (
        '<a class="back" href="#question">Back to the question</a>'
        f'<iframe name="source" title="Source" src="{safe(address)}"></iframe>'
    )


def page(title: str, body: str, *, refresh: int = 0) -> str:
    """A page for the frame; with `refresh` it asks again after so many seconds."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{again}<title>{safe(title)}</title>'
        f'<link rel="stylesheet" href="/source.css"></head><body>{body}</body></html>'
    )


def message(title: str, words: str, *, refresh: int = 0) -> str:
    """A page for the frame that only says something."""
    return page(title, f"<main><h1>{safe(title)}</h1><p>{safe(words)}</p></main>", refresh=refresh)


def documents(listed: Sequence[tuple[Document, str]], on: date) -> str:
    """The list of documents, each with a link to its text."""
    if not listed:
        return message("Documents", "There are no documents yet. Add some to the corpus folder.")
    rows = "".join(
        f'<li><a href="{safe(address)}">{safe(item.title)}</a> {safe(item.version)} {chip(item, on)}'
        f'<br><span class="about">{safe(_about(item))}</span>'
        + "".join(f'<br><span class="notice">{safe(warning)}</span>' for warning in item.warnings)
        + "</li>"
        for item, address in listed
    )
    return page("Documents", f'<main><h1>Documents</h1><ul class="documents">{rows}</ul></main>')


def _about(document: Document) -> str:
    review = f"review by {long_date(document.review_by)}" if document.review_by else ""
    for_whom = f"for {' and '.join(document.applies_to)}" if document.applies_to else ""
    return " · ".join(filter(None, [document.kind, document.owner, for_whom, review])) or spelled_out(document.source)
