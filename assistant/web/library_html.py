"""Pure HTML of the library: what needs attention, the search, the documents. Every word from outside is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import quote

from assistant.keeping.holdings import Holdings
from assistant.keeping.journal import Line
from assistant.keeping.publishing import build_words
from assistant.upkeep import Finding, Found
from assistant.values import Document
from assistant.web import conflicts_html, library_list
from assistant.web.library_list import Wanted
from assistant.web.render import chip, safe
from assistant.wording import long_date, spelled_out

CONFLICTS = "conflicts"
HEADS = {"title": "Title", "": "Kind", "standing": "Status", "owner": "Owner", "for": "For", "review": "Review by"}
NOTHING = {
    "missing": "Nothing that the law asks for is missing.",
    "references": "Every document that another one names is here.",
    "conflicts": "No two documents in force are known to contradict one another.",
    "unread": "Every file was read from its first to its last page.",
    "register": "Every file has an entry, every entry a file, and nothing is left out.",
}


def page(held: Holdings, want: Wanted, on: date, *, notes: Sequence[str] = (), officer: bool = False) -> str:
    """The library's main part."""
    shown = library_list.chosen(held.documents, want, on)
    made = f", as indexed on {safe(build_words(held.made_at))}" if held.made_at else ""
    change = "Add or change a document" if officer else "For trust officers"
    return (
        "<h1>Library</h1>"
        f'<p class="quiet">{_counted(len(held.documents), "document")}{made}.</p>'
        f'<p class="doors"><a class="button second" href="/officers">{change}</a> '
        '<a class="button second" href="/library.csv">The register as CSV</a></p>'
        + "".join(f'<p class="wrong" role="alert">{safe(note)}</p>' for note in (*notes, *held.faults))
        + _tiles(held, want, on)
        + _search(held, want)
        + _said(held, shown, want, on)
        + (_table(shown, want, on) if shown else "")
    )


def _tiles(held: Holdings, want: Wanted, on: date) -> str:
    """What needs attention, each kind with its number and a way to it."""
    counts = [
        (Wanted(due="soon").address(), "Review due in three months", _due(held, "soon", on), want.due == "soon"),
        (Wanted(due="overdue").address(), "Review overdue", _due(held, "overdue", on), want.due == "overdue"),
        *((f"/library/attention/{name}", words, number, False) for name, words, number in kinds_of_attention(held)),
    ]
    items = "".join(
        f'<li><a class="tile{" none" if not number else ""}" href="{safe(address)}"'
        f"{' aria-current=true' if here else ''}><b>{number}</b> <span>{safe(words)}</span></a></li>"
        for address, words, number, here in counts
    )
    return f'<nav aria-label="What needs attention"><ul class="tiles">{items}</ul></nav>'


def _due(held: Holdings, due: str, on: date) -> int:
    return len(library_list.chosen(held.documents, Wanted(due=due), on))


def kinds_of_attention(held: Holdings) -> list[tuple[str, str, int]]:
    """The lists of findings: name, words and how many there are."""
    found = [
        (
            name,
            words,
            sum(item.kind in kinds for item in held.found) + (len(held.conflicts) if name == CONFLICTS else 0),
        )
        for name, (words, kinds) in library_list.SHOWN.items()
    ]
    return [*found[:3], ("unread", "Not or partly read", len(held.unread)), *found[3:]]


def _search(held: Holdings, want: Wanted) -> str:
    documents = held.documents
    kinds = library_list.offered(documents, "kind")
    owners = library_list.offered(documents, "owner")
    schools = held.register.schools or tuple(sorted({name for item in documents for name in item.applies_to}))
    statuses = {name: "any status" if name == library_list.ANY else name for name in library_list.STATUSES}
    fields = [
        '<div class="field grow"><label for="q">Search</label>'
        f'<input type="search" id="q" name="q" value="{safe(want.q)}" placeholder="Title, owner, reference"></div>',
        _select("kind", "Kind", {"": "any kind", **{name: name for name in kinds}}, want.kind),
        _select("status", "Status", statuses, want.status),
        _select("school", "School", {"": "any school", **{name: name for name in schools}}, want.school)
        if schools
        else "",
        _select("owner", "Owner", {"": "anyone", **{name: name for name in owners}}, want.owner),
        _select("due", "Review due", {"": "at any time", **library_list.DUE}, want.due),
        _select("sort", "Sorted by", library_list.SORTS, want.sort),
    ]
    return (
        '<form class="controls filters" method="get" action="/library" role="search" aria-label="Documents">'
        f'{"".join(fields)}<div class="field"><button type="submit">Show</button> '
        '<a class="button second" href="/library">Clear</a></div></form>'
    )


def _select(name: str, words: str, choices: Mapping[str, str], chosen: str) -> str:
    offered = dict(choices) if chosen in choices else {**choices, chosen: chosen}
    options = "".join(
        f'<option value="{safe(value)}"{" selected" if value == chosen else ""}>{safe(said)}</option>'
        for value, said in offered.items()
    )
    select = f'<select id="{name}" name="{name}">{options}</select>'
    return f'<div class="field"><label for="{name}">{words}</label>{select}</div>'


def _said(held: Holdings, shown: Sequence[Document], want: Wanted, on: date) -> str:
    """How many are shown, and how many more there would be with any status."""
    anyhow = library_list.chosen(held.documents, Wanted(**{**_of(want), "status": library_list.ANY}), on)
    more = len(anyhow) - len(shown)
    others = (
        f' <a href="{safe(want.address(status=library_list.ANY))}">{more} more with another status</a>' if more else ""
    )
    if not held.documents:
        return '<p role="status">There are no documents yet. A trust officer can add the first one.</p>'
    return f'<p role="status">{_counted(len(shown), "document")} shown.{others}</p>'


def _of(want: Wanted) -> dict[str, str]:
    return {name: getattr(want, name) for name in Wanted.__slots__}


def _table(shown: Sequence[Document], want: Wanted, on: date) -> str:
    heads = "".join(_head(name, words, want) for name, words in (*HEADS.items(), ("changed", "Last changed")))
    rows = "".join(_row(document, on) for document in shown)
    return (
        '<div class="wide" role="region" aria-label="Documents" tabindex="0"><table class="library" role="table">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _head(name: str, words: str, want: Wanted) -> str:
    if name not in library_list.SORTS:
        return f'<th scope="col" role="columnheader">{words}</th>'
    down = "descending" if name == "changed" else "ascending"
    sorted_so = f' aria-sort="{down}"' if want.sort == name else ""
    mark = ' <span aria-hidden="true">▾</span>' if want.sort == name else ""
    link = f'<a href="{safe(want.address(sort=name))}">{words}</a>{mark}'
    return f'<th scope="col" role="columnheader"{sorted_so}>{link}</th>'


def _row(document: Document, on: date) -> str:
    version = f' <span class="quiet">{safe(document.version)}</span>' if document.version else ""
    reference = f'<br><span class="quiet">{safe(document.reference)}</span>' if document.reference else ""
    changed = library_list.changed(document)
    cells = (
        ("Kind", safe(document.kind)),
        ("Status", chip(document, on)),
        ("Owner", safe(document.owner)),
        ("For", safe(", ".join(document.applies_to) or "all schools")),
        ("Review by", _day(document.review_by)),
        ("Last changed", _day(changed)),
    )
    first = f'<th scope="row" role="rowheader">{link(document)}{version}{reference}</th>'
    rest = "".join(f'<td role="cell" data-label="{label}">{inner or "–"}</td>' for label, inner in cells)
    return f'<tr role="row">{first}{rest}</tr>'


def _day(day: date | None) -> str:
    return f'<time datetime="{day.isoformat()}">{long_date(day)}</time>' if day else ""


def address(document: Document) -> str:
    """Where a document's own page is."""
    version = f"?version={quote(document.version, safe='')}" if document.version else ""
    return f"/library/{quote(document.id, safe='')}{version}"


def link(document: Document, words: str = "") -> str:
    """A link to a document's own page, by its title."""
    return f'<a href="{safe(address(document))}">{safe(words or document.title)}</a>'


def attention(held: Holdings, name: str) -> str:
    """One list of what needs attention, each sentence with its document."""
    titles = {kind: (words, number) for kind, words, number in kinds_of_attention(held)}
    words, number = titles[name]
    inner = _unread(held) if name == "unread" else _findings(held, library_list.SHOWN[name][1])
    inner += conflicts_html.listed(held.conflicts, held.build) if name == CONFLICTS else ""
    others = "".join(
        f'<li><a href="/library/attention/{other}"{" aria-current=page" if other == name else ""}>'
        f"{safe(said)} ({count})</a></li>"
        for other, (said, count) in titles.items()
    )
    return (
        f'{crumbs()}<h1>{safe(words)}</h1><nav aria-label="What needs attention"><ul class="tabs">{others}</ul></nav>'
        + (inner if number else f'<p class="done">{NOTHING[name]}</p>')
    )


def crumbs(*steps: tuple[str, str]) -> str:
    """The way back: the library, and the pages between it and this one, each (address, words)."""
    links = (("/library", "Library"), *steps)
    inner = "".join(f'<li><a href="{safe(to)}">{safe(words)}</a></li>' for to, words in links)
    return f'<nav class="crumbs" aria-label="Way back"><ol>{inner}</ol></nav>'


def _findings(held: Holdings, kinds: Iterable[Finding]) -> str:
    parts = []
    for kind in kinds:
        found = [item for item in held.found if item.kind is kind]
        if found:
            items = "".join(f"<li>{_finding(held, item)}</li>" for item in found)
            parts.append(f'<h2>{kind.value.capitalize()} ({len(found)})</h2><ul class="plain">{items}</ul>')
    return "".join(parts)


def _finding(held: Holdings, found: Found) -> str:
    document = held.at(found.source) if found.source else None
    to = f" {link(document, 'Open the document')}" if document is not None else ""
    return f"{safe(found.sentence)}{to}"


def _unread(held: Holdings) -> str:
    items = []
    for record in held.unread:
        document = held.at(record.source)
        name = link(document) if document is not None else f"<b>{safe(spelled_out(record.source))}</b>"
        said = [record.reason] if record.reason else list(record.remarks)
        kept = " The last text that could be read stays in use." if record.reason and document is not None else ""
        verdict = f'<span class="chip stop">{safe(record.verdict)}</span>' if record.verdict else ""
        reasons = " ".join(f"{words[:1].upper()}{words[1:].rstrip('.')}." for words in said)
        items.append(f"<li>{name} {verdict}<br>{safe(reasons)}{kept}</li>")
    return f'<ul class="plain">{"".join(items)}</ul>'


def lately(lines: Sequence[Line]) -> str:
    """The latest changes."""
    if not lines:
        return '<p class="quiet">Nothing has been changed here yet.</p>'
    items = "".join(
        f'<li><time datetime="{safe(line.at)}">{safe(build_words(line.at))}</time>: '
        + (
            f'<a href="/library/{safe(quote(line.document, safe=""))}">{safe(line.what)}</a>'
            if line.document
            else safe(line.what)
        )
        + "</li>"
        for line in lines
    )
    return f'<ul class="plain">{items}</ul>'


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
