"""Pure HTML of one exchange: the question, how it ended, what is said, and what it rests on. All words are escaped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as quoted

from assistant import concluding
from assistant.contacts import Contact
from assistant.values import Answer, Asker, Citation, Hit, Outcome, Passage, Statement
from assistant.web import feedback_form, outcomes
from assistant.web.as_json import source_address, source_path
from assistant.web.plain import plain
from assistant.web.render import chip, safe, whereabouts

LONGEST_SHOWN = 300  # characters of a question
LONGEST_EXTRACT = 220
TAKEN_AS = {"docx": "Word", "md": "Markdown"}
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Shown:
    """Where an exchange is shown.

    `id` is that of the kept answer, "" when it is not kept; `permanent` says whether it has a link of its own; `alone`
    that it stands on its own page. `schools` are those of the trust; `turn` tells the page's script which question this
    answers; `kind` is the kind of document that was looked in, "" for all.
    """

    id: str = ""
    permanent: bool = False
    alone: bool = False
    schools: tuple[str, ...] = ()
    turn: str = ""
    kind: str = ""


def answer(
    said: Answer,
    on: date,
    asker: Asker = Asker(),  # noqa: B008 - a frozen value
    shown: Shown = Shown(),
) -> str:
    """One exchange: the question, the answer, its sources as cards, and what can be done with it."""
    choices = _schools_asked(said, shown.schools)
    title = outcomes.title(said, choices)
    body = [
        f'<p class="outcome">{outcomes.sign(said.outcome)}<strong>{safe(title)}</strong>{_for_whom(asker, shown)}</p>',
        _understood(said, shown),
        f'<p class="message">{safe(said.message)}</p>' if said.message else "",
        _contacts(said),
        _schools(said, choices),
        _owner(said),
        _statements(said, shown),
        _workings(said),
        *(f'<p class="notice">{safe(notice)}</p>' for notice in said.notices),
        _sources(said, on, shown),
        _actions(said, shown),
        feedback_form.form(shown.id) if shown.id else "",
    ]
    return _article(said.question, "".join(body), outcomes.name(said.outcome), shown)


def waiting(question: str, words: str, turn: str = "") -> str:
    """A question on its way, with what is being done."""
    body = f'<p class="step"><span class="turning" aria-hidden="true"></span>{safe(words)} …</p>'
    return _article(question, body, "waiting", Shown(turn=turn))


def stopped(question: str, turn: str = "") -> str:
    """A question that the person who asked it has stopped."""
    body = (
        '<p class="outcome"><strong>Stopped</strong></p><p>You stopped this question before it was answered.</p>'
        f'<p class="actions">{_edit(question, "Edit and ask again")}</p>'
    )
    return _article(question, body, "stopped", Shown(turn=turn))


def _article(question: str, body: str, kind: str, shown: Shown) -> str:
    words = question if len(question) <= LONGEST_SHOWN else question[: LONGEST_SHOWN - 1] + "…"
    tag = "h1" if shown.alone else "h2"
    turn = f' data-turn="{safe(shown.turn)}"' if shown.turn else ""
    return (
        f'<article class="exchange {kind}"{turn}><{tag} class="asked">{safe(words)}</{tag}>'
        f'<div class="answer">{body}</div></article>'
    )


def _for_whom(asker: Asker, shown: Shown) -> str:
    said = [f"for {asker.school}" if asker.school else "", f"looked in {shown.kind} only" if shown.kind else ""]
    words = ", ".join(filter(None, said))
    return f' <span class="quiet">{safe(words)}</span>' if words else ""


def _understood(said: Answer, shown: Shown) -> str:
    """What the question was understood as, where that differs from what was typed."""
    same = _folded(said.asked_as) == _folded(said.question) or not said.asked_as
    if same or said.outcome is Outcome.ACT_NOW:  # what to do about danger is looked up in fixed words
        return ""
    edit = "" if shown.alone else f" {_edit(said.asked_as, 'Edit this')}"
    return f'<p class="understood">Understood as: <q>{safe(said.asked_as)}</q>{edit}</p>'


def _folded(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().casefold()


def _edit(question: str, words: str) -> str:
    return f'<button type="button" class="second small" data-edit="{safe(question)}">{words}</button>'


def _contacts(said: Answer) -> str:
    """Whom to tell, first to last, with a way to reach each."""
    if not said.contacts:
        return ""
    lines = "".join(f"<li>{_contact(contact)}</li>" for contact in said.contacts)
    return f'<p class="tell"><strong>Tell, in this order:</strong></p><ol class="contacts">{lines}</ol>'


def _contact(contact: Contact) -> str:
    role = contact.role[:1].upper() + contact.role[1:]
    who = f"<strong>{safe(role)}</strong>" + (f", {safe(contact.school)}" if contact.school else "")
    number = re.sub(r"[^0-9+]", "", contact.telephone)
    ways = [
        safe(contact.name),
        f'<a href="tel:{safe(number)}">{safe(contact.telephone)}</a>' if number else "",
        f'<a href="mailto:{safe(contact.email)}">{safe(contact.email)}</a>' if contact.email else "",
        f'<span class="quiet">{safe(contact.when)}</span>' if contact.when else "",
    ]
    known = " · ".join(filter(None, ways))
    return f"{who}: {known}" if known else who


def lead(statement: Statement) -> str:
    """What is said of a text before it is quoted: that it is superseded, or a draft."""
    return f'<strong class="lead">{safe(statement.lead)}</strong> ' if statement.lead else ""


def _workings(said: Answer) -> str:
    """What was counted or worked out from the statements, apart from them: it stands in no document."""
    if not said.workings:
        return ""
    lines = "".join(f"<li>{safe(line)}</li>" for line in said.workings)
    return f'<div class="workings"><p class="outcome"><strong>Worked out</strong></p><ul>{lines}</ul></div>'


def _schools_asked(said: Answer, schools: Sequence[str]) -> tuple[str, ...]:
    """The schools to choose from, where it is asked which one the question is about."""
    if said.outcome is not Outcome.CLARIFY or not any(school in said.message for school in schools):
        return ()
    return tuple(schools)


def _schools(said: Answer, choices: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="second" data-ask="{safe(said.question)}" data-school="{safe(school)}">'
        f"{safe(school)}</button></li>"
        for school in choices
    )
    return f'<ul class="choices" aria-label="Ask again for">{buttons}</ul>' if buttons else ""


def _owner(said: Answer) -> str:
    """A letter to whoever owns the nearest document, where the documents do not say."""
    if said.outcome is not Outcome.NOT_FOUND or said.retrieval is None:
        return ""
    near = concluding.nearest(said.retrieval)
    address = MAIL.search(near.contact) if near is not None else None
    if near is None or address is None:
        return ""
    letter = f"mailto:{quoted(address[0], safe='@')}?subject={quoted('Question about ' + near.title)}"
    body = quoted(said.question[:1000])
    return (
        f'<p class="ask-owner"><a class="button second" href="{safe(letter)}&amp;body={safe(body)}">'
        f"Write to {safe(near.owner or address[0])}</a></p>"
    )


def _statements(said: Answer, shown: Shown) -> str:
    def labels(item: Statement) -> str:
        return "".join(_label(citation, said, shown) for citation in item.citations)

    items = "".join(f"<li>{lead(item)}{safe(item.text)} {labels(item)}</li>" for item in said.statements)
    return f'<ul class="statements">{items}</ul>' if items else ""


def _link(citation: Citation, said: Answer, shown: Shown) -> str:
    """The attributes of a link to the cited words: on a page of its own to what is kept, else into the frame."""
    if shown.alone:
        return f'href="/passage/{quoted(shown.id)}/{quoted(citation.label)}"'
    kept = f"&kept={quoted(shown.id)}/{quoted(citation.label)}" if shown.permanent else ""
    return f'target="source" href="{safe(source_path(citation, said.index) + kept)}#quote"'


def _label(citation: Citation, said: Answer, shown: Shown) -> str:
    words = safe(f"[{citation.label}] {citation.passage.document.title}")
    return (
        f'<a class="cite" {_link(citation, said, shown)} aria-label="{words}" title="{words}">'
        f"[{safe(citation.label)}]</a>"
    )


def _sources(said: Answer, on: date, shown: Shown) -> str:
    """What is cited first, then what was read besides, folded away."""
    cited = "".join(_cited(citation, said, on, shown) for citation in said.citations)
    named = {citation.passage.id for citation in said.citations}
    hits = said.retrieval.hits if said.retrieval is not None else ()
    read = [_also_read(hit, said, on, shown) for hit in hits if hit.passage.id not in named]
    depth = "h2" if shown.alone else "h3"
    parts = [f'<{depth}>Cited</{depth}><ol class="citations">{cited}</ol>' if cited else ""]
    if read:
        also = "Also read" if cited else "What was read"
        parts.append(
            f'<details class="also"><summary>{also} ({len(read)})</summary><ul class="citations">{"".join(read)}</ul>'
            "</details>"
        )
    return f'<div class="rests">{"".join(parts)}</div>' if any(parts) else ""


def _cited(citation: Citation, said: Answer, on: date, shown: Shown) -> str:
    """Where a citation stands, and its quote unless the answer gives it word for word."""
    given = any(item.text in citation.quote for item in said.statements if citation in item.citations)
    quote = "" if given and not shown.alone else f"<blockquote>{safe(citation.quote)}</blockquote>"
    title = f"<a {_link(citation, said, shown)}>{safe(citation.passage.document.title)}</a>"
    facts = _facts(citation.passage, citation.start, citation.end)
    return (
        f'<li class="source" value="{safe(citation.label)}">{title} {chip(citation.passage.document, on)}'
        f'<p class="where">{safe(facts)}</p>{quote}</li>'
    )


def _also_read(hit: Hit, said: Answer, on: date, shown: Shown) -> str:
    passage = hit.passage
    target = "" if shown.alone else 'target="source" '
    address = safe(source_address(said.index, passage, passage.start, passage.end))
    words = " ".join(passage.text.split())
    extract = words if len(words) <= LONGEST_EXTRACT else words[:LONGEST_EXTRACT].rsplit(" ", 1)[0] + " …"
    facts = safe(_facts(passage, passage.start, passage.end))
    return (
        f'<li class="source"><a {target}href="{address}#quote">{safe(passage.document.title)}</a> '
        f'{chip(passage.document, on)}<p class="where">{facts}</p><p class="extract">{safe(extract)}</p></li>'
    )


def _facts(passage: Passage, start: int, end: int) -> str:
    return " · ".join([*whereabouts(passage, start, end), *_whose(passage)])


def _whose(passage: Passage) -> Iterator[str]:
    document = passage.document
    if document.applies_to:
        yield f"for {' and '.join(document.applies_to)}"
    if document.owner:
        yield f"owner {document.owner}"


def _to_take(address: str, words: str) -> str:
    return f'<a class="button second small" download href="{safe(address)}">{words}</a>'


def whole(names: Sequence[str]) -> str:
    """Links that take a whole conversation away: the ids of its kept answers; "" for fewer than two."""
    if len(names) < 2:
        return ""
    ids = ",".join(quoted(name) for name in names)
    links = "".join(_to_take(f"/conversation.{kind}?ids={ids}", words) for kind, words in TAKEN_AS.items())
    return f'<p class="actions whole"><span>The whole conversation as</span>{links}</p>'


def _actions(said: Answer, shown: Shown) -> str:
    """What can be done with an answer; the words to copy stand beside the button, out of sight."""
    links = []
    if said.statements or said.message:
        link = f"/answer/{shown.id}" if shown.permanent or shown.alone else ""
        links.append(
            '<button type="button" class="second small" data-copy>Copy with citations</button>'
            f'<span class="plain" hidden>{safe(plain(said, link))}</span>'
        )
    if not shown.alone:
        links.append(_edit(said.question, "Edit the question"))
    if shown.permanent and not shown.alone:
        links.append(
            f'<a class="button second small" target="_blank" href="/answer/{quoted(shown.id)}">Link to keep</a>'
        )
    if shown.permanent and shown.id:
        links += [_to_take(f"/answer/{quoted(shown.id)}.{kind}", words) for kind, words in TAKEN_AS.items()]
    return f'<p class="actions">{"".join(links)}</p>'
