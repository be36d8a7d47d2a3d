"""Pure HTML of one document's page: facts, contents, versions and what changed, who refers to it, how it was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from urllib.parse import quote

from assistant.feedback import Feedback
from assistant.index.manifest import FileRecord
from assistant.keeping.standing import Referring
from assistant.values import Document, Passage, Section
from assistant.web.as_json import source_address
from assistant.web.library_html import crumbs, link
from assistant.web.render import chip, safe
from assistant.wording import long_date, spelled_out

FACTS = (
    ("reference", "Reference"),
    ("version", "Version"),
    ("kind", "Kind"),
    ("owner", "Owner"),
    ("contact", "Contact"),
    ("approved_by", "Approved by"),
    ("approved", "Approved on"),
    ("effective_from", "In force from"),
    ("review_cycle", "Reviewed"),
    ("review_by", "Review by"),
    ("applies_to", "For"),
    ("supersedes", "Replaces version"),
)
REGISTER = "the register"  # as `Document.found_in` names it
VERDICTS = {"indexed": "good", "partly": "mind"}


@dataclass(frozen=True, slots=True)
class About:
    """All that one document's page shows. `places` are passages by the offset of their section; `build` is theirs."""

    document: Document
    build: str
    places: Mapping[int, Passage] = field(default_factory=dict)
    versions: Sequence[Document] = ()
    referring: Sequence[Referring] = ()
    asked: Sequence[tuple[Passage, int]] = ()
    unanswered: Sequence[Feedback] = ()
    record: FileRecord | None = None
    officer: bool = False


def page(about: About, on: date) -> str:
    """The document's page."""
    document = about.document
    version = f" version {safe(document.version)}" if document.version else ""
    notes = [*_standing(about, on), *document.warnings]
    return (
        f"{crumbs()}<h1>{safe(document.title)}</h1>"
        f"<p>{chip(document, on)}{version}</p>"
        + "".join(f'<p class="notice">{safe(note)}</p>' for note in notes)
        + _doors(about)
        + _facts(document)
        + _contents(about)
        + _versions(about, on)
        + _asked(about)
        + _unanswered(about)
        + _referring(about)
        + _file(about)
    )


def _standing(about: About, on: date) -> Iterator[str]:
    document = about.document
    if document.governs(on):
        return
    yield f"This text does not hold today: it is {document.standing(on)}."
    current = next((item for item in about.versions if item.governs(on)), None)
    if current is not None and current.key != document.key:
        yield f"Version {current.version or 'without a number'} holds: it is the first in the list of versions below."


def _doors(about: About) -> str:
    document = about.document
    first = next(iter(about.places.values()), None)
    doors = []
    if first is not None:
        doors.append(f'<a class="button" href="{safe(source_address(about.build, first))}">Read it</a>')
    version = f"?version={quote(document.version, safe='')}" if document.version else ""
    original = f"/library/{quote(document.id, safe='')}/original{version}"
    doors.append(f'<a class="button second" href="{safe(original)}" download>Download the original</a>')
    if about.officer:
        source = quote(document.source, safe="")
        doors += [
            f'<a class="button second" href="/officers/add?replaces={safe(source)}">Replace</a>',
            f'<a class="button second" href="/officers/correct?file={safe(source)}">Correct its details</a>',
            f'<a class="button second" href="/officers/withdraw?file={safe(source)}">Withdraw</a>',
        ]
    return f'<p class="doors">{" ".join(doors)}</p>'


def _facts(document: Document) -> str:
    places = dict(document.found_in)
    rows = []
    for name, words in FACTS:
        value = getattr(document, name)
        said = long_date(value) if isinstance(value, date) else ", ".join(value) if isinstance(value, tuple) else value
        if name == "applies_to":
            said = said or "all schools"
        if said:
            elsewhere = places.get(name, REGISTER) != REGISTER
            found = f' <span class="quiet">(from {safe(places[name])})</span>' if elsewhere else ""
            rows.append(f"<dt>{words}</dt><dd>{safe(str(said))}{found}</dd>")
    note = (
        "From the register, where nothing else is said." if REGISTER in places.values() else "From the document itself."
    )
    return f'<h2>Facts</h2><dl class="facts">{"".join(rows)}</dl><p class="quiet">{note}</p>'


def _contents(about: About) -> str:
    """The headings, nested, each with its clauses by number."""
    document = about.document
    listed = [item for item in document.sections if item.heading_path and item.start in about.places]
    if not listed:
        return '<h2>Contents</h2><p class="quiet">No headings were found in this text.</p>'
    # The outermost heading is most often the title, which stands at the top of the page already.
    depth = 2 if all(item.heading_path[0] == listed[0].heading_path[0] for item in listed) else 1
    return f'<h2>Contents</h2><div class="contents">{_outline(about, listed, depth)}</div>'


def _outline(about: About, sections: Sequence[Section], depth: int) -> str:
    """A list of the headings at a depth, and below each its clauses and the headings under it."""
    items = []
    for path, group in groupby(sections, key=lambda item: item.heading_path[:depth]):
        inside = list(group)
        own = [item for item in inside if len(item.heading_path) <= depth]
        deeper = [item for item in inside if len(item.heading_path) > depth]
        head = _to(about, own[0], _named(own[0])) if own else safe(path[-1])
        clauses = " ".join(_to(about, item, item.number) for item in own[1:] if item.number)
        below = f'<div class="clauses">{clauses}</div>' if clauses else ""
        items.append(f"<li>{head}{below}{_outline(about, deeper, depth + 1) if deeper and depth < 5 else ''}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _named(section: Section) -> str:
    heading = section.heading_path[-1]
    return heading if heading.startswith(section.number) else f"{section.number} {heading}"


def _to(about: About, section: Section, words: str) -> str:
    passage = about.places[section.start]
    end = section.start + len(about.document.text[section.start : section.end].split("\n", 1)[0].rstrip())
    return f'<a href="{safe(source_address(about.build, passage, section.start, end))}#quote">{safe(words)}</a>'


def _versions(about: About, on: date) -> str:
    rows = []
    for position, item in enumerate(about.versions):
        before = about.versions[position + 1] if position + 1 < len(about.versions) else None
        here = item.key == about.document.key
        name = f"Version {item.version}" if item.version else "Without a number"
        shown = f"<b>{safe(name)}</b> (this page)" if here else link(item, name)
        since = f"in force from {long_date(item.effective_from)}" if item.effective_from else ""
        changes = f'<a href="{safe(changes_address(before, item))}">What changed</a>' if before is not None else ""
        rows.append(f"<li>{shown} {chip(item, on)} {safe(since)} {changes}</li>")
    return f'<h2>Versions</h2><ul class="plain">{"".join(rows)}</ul>'


def changes_address(old: Document, new: Document) -> str:
    """Where the page shows what changed between two versions of a document."""
    pair = f"old={quote(old.version, safe='')}&new={quote(new.version, safe='')}"
    return f"/library/{quote(new.id, safe='')}/changes?{pair}"


def _asked(about: About) -> str:
    if not about.asked:
        return ""
    items = "".join(
        f'<li><a href="{safe(source_address(about.build, passage))}">{safe(_place(passage))}</a>: '
        f"{number} {'time' if number == 1 else 'times'}</li>"
        for passage, number in about.asked
    )
    return (
        f'<h2>Most asked</h2><p>Answers that people commented on cited these clauses:</p><ul class="plain">{items}</ul>'
    )


def _place(passage: Passage) -> str:
    heading = passage.heading_path[-1] if passage.heading_path else passage.document.title
    return heading if not passage.number or heading.startswith(passage.number) else f"{passage.number} {heading}"


def _unanswered(about: About) -> str:
    if not about.officer or not about.unanswered:
        return ""
    items = "".join(f"<li>{safe(item.question)}</li>" for item in about.unanswered)
    return f"<h2>Asked, and not answered</h2><p>For officers only. Nearest to this document:</p><ul>{items}</ul>"


def _referring(about: About) -> str:
    if not about.referring:
        return '<h2>Referred to by</h2><p class="quiet">No other document names this one.</p>'
    items = "".join(
        f"<li>{link(item.passage.document)}: "
        f'<a href="{safe(source_address(about.build, item.passage, item.start, item.end))}#quote">'
        f"{safe(_place(item.passage))}</a></li>"
        for item in about.referring
    )
    return f'<h2>Referred to by</h2><ul class="plain">{items}</ul>'


def _file(about: About) -> str:
    document, record = about.document, about.record
    parts = [f"<dt>File</dt><dd>{safe(spelled_out(document.source))}</dd>"]
    if document.page_starts:
        parts.append(f"<dt>Pages</dt><dd>{len(document.page_starts)}</dd>")
    notes: list[str] = []
    if record is not None:
        score = f" pages score {record.score:.2f} of 1" if record.score is not None else ""
        if record.verdict:
            kind = VERDICTS.get(record.verdict, "stop")
            parts.append(f'<dt>Read</dt><dd><span class="chip {kind}">{safe(record.verdict)}</span>{score}</dd>')
        notes = [record.reason, *record.remarks]
    said = "".join(f"<li>{safe(note)}</li>" for note in dict.fromkeys(filter(None, notes)))
    return f'<h2>File and reading</h2><dl class="facts">{"".join(parts)}</dl>' + (
        f'<ul class="plain">{said}</ul>' if said else ""
    )
