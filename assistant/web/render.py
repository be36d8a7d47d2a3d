"""Pure HTML that several pages share: escaping, whereabouts, standings, the frame's pages. All words are escaped."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from assistant.values import Document, Passage
from assistant.wording import long_date, spelled_out


def safe(words: str) -> str:
    """Text as HTML; the marks that page templates give a meaning to are escaped as well."""
    return escape(words).replace("$", "&#36;").replace("{", "&#123;").replace("`", "&#96;")


def log(exchanges: Sequence[str], below: str = "") -> str:
    """The conversation so far, newest last, and HTML `below` it. It is announced elsewhere, not read out as a whole."""
    return f'<section id="exchanges" aria-label="Conversation">{"".join(exchanges)}{below}</section>'


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


def page(title: str, body: str, *, refresh: int = 0) -> str:
    """A page for the frame; with `refresh` it asks again after so many seconds."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{again}<title>{safe(title)}</title>'
        '<link rel="stylesheet" href="/house.css"><link rel="stylesheet" href="/source.css"></head>'
        f"<body>{body}</body></html>"
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
