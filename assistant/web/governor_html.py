"""Pure HTML for someone new to governance: what to read, who decides what, words explained. All words are escaped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol
from urllib.parse import quote

from assistant.decisions import Decision, Sought
from assistant.reading_path import Item, Role, When, in_words
from assistant.values import Citation, Document, Passage
from assistant.web.as_json import source_address, source_path
from assistant.web.render import chip, safe, whereabouts
from assistant.web.shell import current

PATH, DECISIONS, GLOSSARY, CHECK = (
    "/governors",
    "/governors/decisions",
    "/governors/glossary",
    "/governors/check",
)
ABOUT_TICKS = "Ticks stay in this browser alone. A new version of a document asks to be read again."


class Entry(Protocol):
    """A word that the documents explain, and where they do."""

    @property
    def term(self) -> str:
        """The word."""

    @property
    def meaning(self) -> str:
        """What it means, in the document's words."""

    @property
    def citation(self) -> Citation:
        """Where that stands."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: one of the roles, at one of the schools, "" for the whole trust."""

    role: Role
    roles: Sequence[Role]
    school: str = ""
    schools: Sequence[str] = ()


def tabs(here: str, *, glossary: bool) -> str:
    """The pages for governors, as a list of links."""
    places = [(PATH, "What to read"), (DECISIONS, "Who decides what")]
    places += [(GLOSSARY, "Words explained")] if glossary else []
    places += [(CHECK, "Check yourself")]
    links = "".join(f'<li><a href="{place}"{current(place == here)}>{safe(words)}</a></li>' for place, words in places)
    return f'<nav class="tabs" aria-label="For new governors"><ul>{links}</ul></nav>'


def waiting(here: str, words: str) -> str:
    """What is shown until a page can be made: a script looks again by itself, and the link does without one."""
    return (
        f'<div data-waiting><p role="status">{safe(words)}</p>'
        f'<p><a class="button second" href="{here}">Look again</a></p></div>'
    )


def address(document: Document) -> str:
    """Where the library shows a document."""
    return safe(f"/library/{quote(document.key)}")


def options(values: Iterable[tuple[str, str]], chosen: str) -> str:
    """The options of a list, each a value and its words."""
    return "".join(
        f'<option value="{safe(value)}"{" selected" if value == chosen else ""}>{safe(words)}</option>'
        for value, words in values
    )


def reading(reader: Reader, items: Sequence[Item], build: str, on: date, *, left_out: bool) -> str:
    """What a role reads, by when, with a tick for each document where the browser runs scripts."""
    if not items:
        listed = '<p class="notice">The register holds no document in force that these lists name.</p>'
    else:
        listed = f'{_progress(items)}<div data-ticks="{safe(reader.role.name)}">' + "".join(
            _stage(when, list(group), build, on) for when, group in groupby(items, key=lambda item: item.when)
        )
        listed += "</div>"
    missing = '<p class="notice">Documents that are for one school alone are left out until you choose your school.</p>'
    return f'<p class="lead">{safe(reader.role.about)}</p>{missing if left_out else ""}{listed}'


def who_reads(reader: Reader) -> str:
    """The form with which a reader says who they are."""
    roles = options(((role.id, role.name) for role in reader.roles), reader.role.id)
    schools = options((("", "The whole trust"), *((name, name) for name in reader.schools)), reader.school)
    at = f'<label>Your school<select name="school">{schools}</select></label>' if reader.schools else ""
    return (
        f'<form class="controls row" method="get" action="{PATH}"><label>You are<select name="role">{roles}</select>'
        f"</label>{at}<button>Show my list</button></form>"
    )


def _progress(items: Sequence[Item]) -> str:
    whole, first = sum(item.minutes for item in items), sum(item.minutes_first for item in items)
    return (
        f'<div class="card progress"><p id="progress" role="status">{_counted(len(items), "document")}, '
        f"{in_words(whole)} in all. Begin with the sections named to read first: {in_words(first)}.</p>"
        f'<p class="quiet" data-with-script hidden>{safe(ABOUT_TICKS)}</p>'
        '<p class="buttons" data-with-script hidden><button type="button" class="second" data-print>Print</button> '
        '<button type="button" class="second" data-reset>Take all ticks away</button></p></div>'
    )


def _stage(when: When, items: Sequence[Item], build: str, on: date) -> str:
    about = f"{_counted(len(items), 'document')}, {in_words(sum(item.minutes for item in items))}"
    rows = "".join(_item(item, build, on) for item in items)
    return f'<h2>Your {safe(when.value)} <span class="quiet">{safe(about)}</span></h2><ol class="reading">{rows}</ol>'


def _item(item: Item, build: str, on: date) -> str:
    document = item.document
    links = "".join(f"<li>{_section(section, build)}</li>" for section in item.first)
    first = (
        f'<p class="first">Read first, {in_words(item.minutes_first)}:</p><ul class="sections">{links}</ul>'
        if item.first
        else ""
    )
    contact = f" ({document.contact})" if document.contact else ""
    facts = [
        f"version {document.version}" if document.version else "",
        f"{in_words(item.minutes)} in all",
        f"ask {document.owner}{contact}" if document.owner else "",
    ]
    law = f'<p class="quiet">Required by law or by the Academy Trust Handbook: {safe(item.statutory)}.</p>'
    return (
        f'<li class="card" data-key="{safe(document.key)}" data-minutes="{item.minutes}" '
        f'data-first="{item.minutes_first}" data-title="{safe(document.title)}">'
        f'<h3><a href="{address(document)}">{safe(document.title)}</a></h3><p>{safe(item.why)}</p>'
        f'<p class="quiet">{chip(document, on)} {safe(" · ".join(filter(None, facts)))}</p>'
        f"{law if item.statutory else ''}{first}</li>"
    )


def _section(section: Sequence[Passage], build: str) -> str:
    begin = section[0]
    heading = begin.heading_path[-1] if begin.heading_path else begin.document.title
    numbers = [item.number for item in section if item.number]
    span = "" if not numbers else numbers[0] if numbers[0] == numbers[-1] else f"{numbers[0]} to {numbers[-1]}"
    words = " ".join(filter(None, [span, heading]))
    return f'<a href="{safe(source_address(build, begin))}#quote">{safe(words)}</a>'


def decisions(found: Sequence[Decision], shown: Sequence[Decision], sought: Sought, build: str, on: date) -> str:
    """The rows of the scheme of delegation that were looked for, each with its source."""
    if not found:
        return (
            '<p class="notice">The documents hold no scheme of delegation with a table of who decides what. '
            "The register marks one by its title or its kind: “scheme of delegation”.</p>"
        )
    tables = groupby(shown, key=lambda item: (item.document.key, item.columns, item.group))
    count = (
        f"{_counted(len(shown), 'decision')} of {len(found)}"
        if len(shown) < len(found)
        else f"All {len(found)} decisions"
    )
    empty = '<p class="notice">No row fits. Take a word away, or choose another body.</p>' if not shown else ""
    sources = {item.document.key: item.document for item in found}
    where = "; ".join(
        f'<a href="{address(item)}">{safe(" ".join(filter(None, [item.title, item.version])))}</a> {chip(item, on)}'
        for item in sources.values()
    )
    return (
        f'<p class="quiet">From {where}</p>'
        f'<p role="status" class="count">{safe(count)}{safe(_sought(sought))}.</p>{empty}'
        + "".join(_table(list(rows), sought, build) for _, rows in tables)
    )


def _sought(sought: Sought) -> str:
    told = [
        f"with “{sought.words}”" if sought.words else "",
        f"for {sought.body}" if sought.body else "",
        f"that say “{sought.part}”" if sought.part else "",
    ]
    return " " + " ".join(filter(None, told)) if any(told) else ""


def who_decides(sought: Sought, bodies: Sequence[str], parts: Sequence[str]) -> str:
    """The form with which a reader searches the scheme of delegation."""
    body = options((("", "Anyone"), *((name, name) for name in bodies)), sought.body)
    part = options((("", "Any part"), *((name, name) for name in parts)), sought.part)
    played = f'<label>Its part<select name="part">{part}</select></label>' if parts else ""
    clear = (
        f'<a class="button second" href="{DECISIONS}">Show all</a>'
        if any((sought.words, sought.body, sought.part))
        else ""
    )
    return (
        f'<form class="controls row" method="get" action="{DECISIONS}"><label>Words'
        f'<input type="search" name="q" value="{safe(sought.words)}" maxlength="200"></label>'
        f'<label>Body or role<select name="body">{body}</select></label>{played}<button>Search</button>{clear}</form>'
    )


def _table(rows: Sequence[Decision], sought: Sought, build: str) -> str:
    first, *others = rows[0].columns
    names = [*others, "Source"]
    head = "".join(f'<th scope="col" role="columnheader">{safe(name)}</th>' for name in (first, *names))
    body = "".join(_row(item, others, sought, build) for item in rows)
    group = safe(rows[0].group)
    return (
        f'<div class="wide" role="region" aria-label="{group}" tabindex="0"><table class="who" role="table">'
        f'<caption>{group}</caption><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _row(item: Decision, columns: Sequence[str], sought: Sought, build: str) -> str:
    said = dict(item.said)
    cells = "".join(
        f'<td role="cell" data-label="{safe(name)}" class="{_look(name, said.get(name, ""), sought)}">'
        f"{safe(said.get(name, '')) or _nothing()}</td>"
        for name in columns
    )
    link = safe(source_address(build, item.passage, item.start, item.end)) + "#quote"
    pages = item.document.pages_of(item.start, item.end)
    where = " ".join(
        filter(None, [item.passage.number and f"section {item.passage.number}", f"page {pages[0]}" if pages else ""])
    )
    label = f'{safe(where or "source")}<span class="unseen">: the words on {safe(item.what)}</span>'
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{safe(item.what)}</th>{cells}'
        f'<td role="cell" data-label="Source" class="where"><a href="{link}">{label}</a></td></tr>'
    )


def _nothing() -> str:
    return '<span aria-hidden="true">–</span><span class="unseen">nothing</span>'


def _look(name: str, words: str, sought: Sought) -> str:
    looks = ["none"] if not words else []
    return " ".join([*looks, *(["chosen"] if sought.body and name == sought.body else [])])


def glossary(entries: Sequence[Entry], words: str, build: str) -> str:
    """The words that the documents explain, from A to Z, each with its source; those that hold `words`."""
    wanted = words.casefold().split()
    shown = sorted(
        (item for item in entries if all(word in f"{item.term} {item.meaning}".casefold() for word in wanted)),
        key=lambda item: item.term.casefold(),
    )
    letters = {letter: list(group) for letter, group in groupby(shown, key=lambda item: _letter(item.term))}
    index = "".join(f'<li><a href="#letter-{safe(letter)}">{safe(letter)}</a></li>' for letter in letters)
    parts = "".join(
        f'<h2 id="letter-{safe(letter)}">{safe(letter)}</h2>'
        f'<dl class="words">{"".join(_entry(item, build) for item in group)}</dl>'
        for letter, group in letters.items()
    )
    form = (
        f'<form class="controls row" method="get" action="{GLOSSARY}"><label>A word or an abbreviation'
        f'<input type="search" name="q" value="{safe(words)}" maxlength="200"></label><button>Search</button></form>'
    )
    count = f"{_counted(len(shown), 'word')} of {len(entries)}" if words else _counted(len(entries), "word")
    jump = f'<nav class="letters" aria-label="Letters"><ul>{index}</ul></nav>' if len(letters) > 1 else ""
    return f'{form}<p role="status" class="count">{safe(count)}, as the documents explain them.</p>{jump}{parts}'


def _letter(term: str) -> str:
    return term[:1].upper() if term[:1].isalpha() else "0-9"


def _entry(item: Entry, build: str) -> str:
    return f"<dt>{safe(item.term)}</dt><dd>{safe(item.meaning)} <br>{cited(item.citation, build)}</dd>"


def cited(citation: Citation, build: str) -> str:
    """A link to the words that something rests on."""
    document = citation.passage.document
    where = safe(" · ".join(whereabouts(citation.passage, citation.start, citation.end)))
    return (
        f'<a class="source" href="{safe(source_path(citation, build))}#quote">{safe(document.title)}</a> '
        f'<span class="quiet">{where}</span>'
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
