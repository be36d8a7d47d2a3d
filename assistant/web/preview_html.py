"""Pure HTML of an uploaded file before it is published: how it was read, its text, what it would change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.changes import Change
from assistant.keeping.staging import Staged
from assistant.reading import unread
from assistant.values import Document, Section, Table
from assistant.web.changes_html import differences
from assistant.web.document_html import VERDICTS
from assistant.web.library_html import crumbs
from assistant.web.officer_html import OFFICERS, Form, form, hidden, summary
from assistant.web.render import safe

MOST_SHOWN = 200_000  # characters of the text
OPEN = 3  # sections that are open at first


@dataclass(frozen=True, slots=True)
class Preview:
    """All that the page shows. `replaces` is the document that the file would replace, `others` what it could."""

    staged: Staged
    shown: Form
    replaces: Document | None
    others: Sequence[Document]
    changes: Sequence[Change]
    kept_as: str
    notes: Sequence[str] = ()


def waiting(staged: Staged) -> str:
    """The page while the file is being read."""
    return (
        f'{crumbs(OFFICERS)}<h1>{safe(staged.name)}</h1><div id="staged"><p role="status">Reading the file …</p>'
        "<progress></progress></div>"
        '<p class="quiet">Most files take a second or two. Scanned pages take longer.</p>'
    )


def unreadable(staged: Staged, token: str) -> str:
    """The page for a file that cannot be read."""
    reason = f"{staged.name}: {staged.reason.rstrip('.')}."
    return (
        f'{crumbs(OFFICERS)}<h1>This file cannot be read</h1><p class="wrong" role="alert">{safe(reason)}</p>'
        f'<p><span class="chip stop">{safe(staged.verdict)}</span> Nothing was published; the library is as it was.</p>'
        f'<p><a class="button" href="/officers/add">Choose another file</a></p>{_discard(staged, token)}'
    )


def page(preview: Preview) -> str:
    """The page on which a file is looked at, its details corrected, and published."""
    staged, replaces = preview.staged, preview.replaces
    title = f"Replace {replaces.title}" if replaces else "Add a document"
    extra = hidden(replaces=replaces.source if replaces else "")
    publish = form(preview.shown, f"/officers/staged/{staged.token}", "Publish", extra)
    changes = (
        f"<details open><summary><h2>What would change</h2></summary>{differences(preview.changes)}</details>"
        if replaces is not None
        else ""
    )
    return (
        f"{crumbs(OFFICERS)}<h1>{safe(title)}</h1>{summary(preview.shown.faults)}"
        "<p>Look at it before it is published. Nothing has been changed yet.</p>"
        + "".join(f'<p class="notice">{safe(note)}</p>' for note in preview.notes)
        + _read(preview)
        + _replacing(preview)
        + changes
        + f"<h2>Details</h2>{publish}{_discard(staged, preview.shown.token)}"
        + _text(staged)
    )


def _read(preview: Preview) -> str:
    """The verdict and its numbers, and every warning about how it was read."""
    staged = preview.staged
    assert staged.reading is not None and staged.document is not None
    document = staged.document
    facts = [
        ("File", f'{safe(staged.name)} <span class="quiet">(will be kept as {safe(preview.kept_as)})</span>'),
        ("Read", f'<span class="chip {VERDICTS.get(staged.verdict, "stop")}">{safe(staged.verdict)}</span>'),
        ("Pages", str(len(document.page_starts)) if document.page_starts else ""),
        ("Headings", str(len([item for item in document.sections if item.heading_path]))),
        ("Tables", str(len(document.tables))),
        ("Words", f"{len(document.text.split()):,}"),
    ]
    shown = "".join(f"<dt>{words}</dt><dd>{value}</dd>" for words, value in facts if value)
    warnings = (*unread(staged.reading.pages), *staged.reading.notes)
    notes = "".join(f'<li class="notice">{safe(note)}</li>' for note in warnings)
    return f'<h2>How it was read</h2><dl class="facts">{shown}</dl>' + (
        f'<ul class="plain">{notes}</ul>' if notes else "<p>Nothing is amiss with how it was read.</p>"
    )


def _replacing(preview: Preview) -> str:
    chosen = preview.replaces.source if preview.replaces else ""
    options = '<option value="">nothing: it is a new document</option>' + "".join(
        f'<option value="{safe(item.source)}"{" selected" if item.source == chosen else ""}>'
        f"{safe(item.title)} {safe(item.version)}</option>"
        for item in preview.others
    )
    return (
        f'<form class="controls filters" method="get" action="/officers/staged/{preview.staged.token}">'
        f'<div class="field grow"><label for="replaces">It replaces</label>'
        f'<select id="replaces" name="replaces">{options}</select></div>'
        '<div class="field"><button class="second" type="submit">Compare</button></div></form>'
    )


def _discard(staged: Staged, token: str) -> str:
    return (
        f'<form method="post" action="/officers/staged/{staged.token}/discard">{hidden(token=token)}'
        '<p><button class="danger" type="submit">Discard this file</button></p></form>'
    )


def _text(staged: Staged) -> str:
    """The text under its headings, tables as tables."""
    document = staged.document
    assert document is not None
    parts = []
    sections = document.sections or (Section("", (), None, 0, len(document.text)),)
    for number, section in enumerate(sections):
        if section.start > MOST_SHOWN:
            parts.append('<p class="quiet">The text goes on; all of it will be published.</p>')
            break
        parts.append(_section(document, section, is_open=number < OPEN))
    return f"<h2>The text as it was read</h2>{''.join(parts)}"


def _section(document: Document, section: Section, *, is_open: bool) -> str:
    heading = section.heading_path[-1] if section.heading_path else "Before the first heading"
    number = "" if heading.startswith(section.number) else f"{section.number} "
    page = f' <span class="quiet">page {section.page}</span>' if section.page else ""
    depth = max(0, min(len(section.heading_path), 4) - 1)
    return (
        f'<details class="depth{depth}"{" open" if is_open else ""}>'
        f"<summary>{safe(number)}{safe(heading)}{page}</summary>"
        f"{_body(document, section)}</details>"
    )


def _body(document: Document, section: Section) -> str:
    begin = document.headings().get(section.start, section.start)
    parts = []
    at = begin
    for table in document.tables:
        if section.start <= table.start < section.end:
            parts += [_lines(document.text[at : table.start]), _table(table)]
            at = min(table.end, section.end)
    parts.append(_lines(document.text[at : section.end]))
    return "".join(parts) or '<p class="quiet">No text of its own.</p>'


def _lines(text: str) -> str:
    return "".join(f"<p>{safe(line.strip())}</p>" for line in re.findall(r"[^\n]+", text) if line.strip())


def _table(table: Table) -> str:
    names = "".join(f'<th scope="col">{safe(name)}</th>' for name in table.header)
    head = f"<thead><tr>{names}</tr></thead>" if any(table.header) else ""
    rows = "".join(f"<tr>{''.join(f'<td>{safe(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    inner = f"<table>{head}<tbody>{rows}</tbody></table>"
    return f'<div class="wide" role="region" aria-label="Table" tabindex="0">{inner}</div>'
