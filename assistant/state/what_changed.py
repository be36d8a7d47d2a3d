"""What changed in a document: its own account of it, then its text beside the one before, clause by clause."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from assistant import changes, framing, verification
from assistant.changes import Change, Clause
from assistant.changes import Kind as Happened
from assistant.concluding import Asked
from assistant.named_times import times
from assistant.state import texts
from assistant.state.means import Means, begins, finished, not_said, of_statements, subject, texts_of
from assistant.values import Answer, Citation, Document, Passage, Retrieval, Statement, Status
from assistant.versions import Kind, Wanted
from assistant.vocabulary import is_generic, named
from assistant.wording import WORD, content_words, long_date, sentences

MOST = 8  # changes told at once, with the lines of the document's own account
LEAST = 3  # of changes, however long that account is
LONG = 75  # words of a clause that is quoted whole
NEARLY = 0.6  # of what the likeliest change covers of the question, to be told with it
ALONE = "Only {text} of {title} is kept here, so it cannot be set beside the one before."
MORE = "{count} more clauses differ between {old} and {new}."
ONE_MORE = "1 more clause differs between {old} and {new}."
COMING = "A later text, {text}, comes into force on {day}. Ask what will change in it."
NO_LATER = "No later text of {title} is kept here than {text}."
SINCE = re.compile(r"\b(?:since|from|after)\s+(?:the\s+)?(?:version\s+)?\Z", re.IGNORECASE)
VERSION = re.compile(r"\d[\w.]*")
ABOUT_CHANGE = frozenset(
    content_words(
        "changed changes new different difference differences version versions last previous old one before compare"
        " compared main key recent september year current latest update updated revise revised altered sum summary"
        " summarise going came come went rule rules policy thing things"
    )
)


def answer(asked: Asked, wanted: Wanted, means: Means) -> Answer | None:
    """The changes most relevant to the question, short; None where no document is meant for certain."""
    on = asked.scope.on
    about = subject(wanted.rest, asked.scope, means)
    if about is None:
        return None
    held = [item for item in texts_of(about, means) if item.status is not Status.DRAFT and asked.scope.looks_in(item)]
    old, new = _pair(held, about, asked, wanted)
    if wanted.ahead and new is None:
        to_come = texts.answer(asked, replace(wanted, kind=Kind.DRAFT), means)
        return to_come or not_said(
            asked,
            NO_LATER.format(title=about.title, text=framing.name(about)),
            about,
            Retrieval(asked.asked_as, ()),
            means,
        )
    new = new or about
    words = _asked_about(wanted, new)
    statements = _own_account(old, new, words, on, means)
    told = [] if old is not None else [ALONE.format(text=framing.name(new), title=new.title)]
    if old is not None:
        found = relevant(changes.between(old, new), words, means)
        room = max(LEAST, MOST - len(statements))
        statements.extend(item for change in found[:room] for item in _told(change, old, new, on, means))
        told.extend(_more(len(found) - room, old, new))
    if words and not any(_says(item.text, words) for item in statements):
        statements = [*_as_it_is(wanted, old, new, asked, means), *statements]
    later = next((item for item in held if begins(item) > max(on, begins(new))), None)
    if later is not None:
        told.append(COMING.format(text=framing.name(later), day=long_date(begins(later))))
    return _finished(asked, statements, old, new, told, means)


def _finished(
    asked: Asked,
    statements: Sequence[Statement],
    old: Document | None,
    new: Document,
    told: Sequence[str],
    means: Means,
) -> Answer:
    found = of_statements(statements, Retrieval(asked.asked_as, (), index=means.opened.name))
    around = means.opened.library.by_document[old.key] if old is not None else ()
    checked = verification.check(statements, replace(found, around=tuple(around)))
    if not checked:
        return not_said(asked, " ".join(told), new, found, means)
    return finished(replace(asked, sure=1.0), checked, found, told, means)


def _pair(
    held: Sequence[Document], about: Document, asked: Asked, wanted: Wanted
) -> tuple[Document | None, Document | None]:
    """The two texts to set side by side, the earlier first; None for one that is not kept."""
    meant = [item for item in held if wanted.numbers and texts.is_named(item, wanted)]
    if len(wanted.numbers) > 1:
        return (meant[0] if len(meant) > 1 else None, meant[-1] if meant else about)
    if meant and SINCE.search(asked.asked_as[: asked.asked_as.find(wanted.numbers[0])]):
        return meant[0], about
    if wanted.ahead:
        return about, next((item for item in held if begins(item) > begins(about)), None)
    new = meant[-1] if meant else about
    for time in times(asked.asked_as, asked.scope.on):
        if SINCE.search(asked.asked_as[: time.start]) and time.first < asked.scope.on:
            then = next((item for item in held if item.governs(time.first)), None)
            return (then if then is not None and then.key != new.key else None), new
    return next((item for item in reversed(held) if begins(item) < begins(new)), None), new


def _asked_about(wanted: Wanted, new: Document) -> frozenset[str]:
    """The stems of what is asked about, beside the document itself and the asking, that the document has."""
    titled, held = set(content_words(new.title)), set(content_words(new.text))
    return frozenset(
        word
        for word in content_words(wanted.rest)
        if named(word, held) and not (word in titled or word in ABOUT_CHANGE or is_generic(word) or word.isdigit())
    )


def relevant(found: Sequence[Change], words: frozenset[str], means: Means) -> list[Change]:
    """The changes in the order in which they are told: by what is asked about, then by weight, changed ones first."""
    covers = {id(change): _cover(change, words, means) for change in found}
    best = max(covers.values(), default=0.0)
    if words and best == 0.0:
        return []
    kept = [change for change in found if not words or covers[id(change)] >= NEARLY * best]
    order = {Happened.CHANGED: 0, Happened.ADDED: 1, Happened.REMOVED: 2}
    return sorted(kept, key=lambda change: (-covers[id(change)], order[change.kind], -change.weight))


def _cover(change: Change, words: frozenset[str], means: Means) -> float:
    """The weight of what is asked about that a change names; a word that only its heading has counts for half."""
    held = [clause for clause in (change.old, change.new) if clause is not None]
    said = {word for clause in held for word in content_words(clause.text)}
    above = {word for clause in held for word in content_words(clause.heading)}
    return sum(
        means.opened.library.rarity(word) * (1.0 if named(word, said) else 0.5 * named(word, above)) for word in words
    )


def _says(text: str, words: frozenset[str]) -> bool:
    """Whether a text names at least half of what is asked about."""
    said = set(content_words(text))
    return 2 * sum(named(word, said) for word in words) >= len(words)


def _told(change: Change, old: Document, new: Document, on: date, means: Means) -> Iterator[Statement]:
    """The new words, then the old ones, each in front of its citation."""
    applies = new.governs(on)
    if change.new is not None:
        lead = framing.ADDED if change.kind is Happened.ADDED else framing.changed(change.in_short)
        lead = lead if applies else framing.of_another_state(new, on)
        yield from _quoted(new, change.new, change.new_spans, lead, means)
    if change.old is not None and change.kind is Happened.CHANGED:
        lead = framing.in_force_now(old) if old.governs(on) else framing.before(old, on)
        yield from _quoted(old, change.old, change.old_spans, lead, means)
    elif change.old is not None:
        yield from _quoted(old, change.old, (), framing.not_again(old, on), means)


def _quoted(
    document: Document, clause: Clause, spans: Sequence[changes.Span], lead: str, means: Means
) -> Iterator[Statement]:
    """A clause word for word; of a long one the sentences that differ."""
    kept = [(0, len(clause.text))]
    if len(WORD.findall(clause.text)) > LONG:
        held = list(sentences(clause.text))
        kept = [part for part in held if any(part[0] < end and start < part[1] for start, end in spans)] or held[:2]
    quotes = [
        Citation("", passage, words)
        for start, end in kept
        for passage, words in _passages(document, clause.start + start, clause.start + end, means)
    ]
    if quotes:
        yield Statement(" ".join(item.quote for item in quotes), tuple(quotes), lead)


def _passages(document: Document, start: int, end: int, means: Means) -> Iterator[tuple[Passage, str]]:
    """The passages in which a piece of a document stands, with its words there."""
    for passage in means.opened.library.by_document[document.key]:
        first, last = max(start, passage.start), min(end, passage.end)
        words = document.text[first:last].strip()
        if first < last and words:
            yield passage, words


def _own_account(old: Document | None, new: Document, words: frozenset[str], on: date, means: Means) -> list[Statement]:
    """The lines in which the new text says itself what changed since the old one; of these, what is asked about."""
    held = changes.account(new)
    rows = [clause.row for clause in held]
    if any(VERSION.fullmatch(row) for row in rows):
        until = rows.index(new.version) if new.version in rows else len(rows) - 1
        since = old.version if old is not None else new.supersedes
        held = held[rows.index(since) + 1 if since in rows[:until] else until : until + 1]
    lead = framing.OWN_ACCOUNT if new.governs(on) else framing.of_another_state(new, on)
    asked = [clause for clause in held if _says(clause.text, words)] if words else list(held)
    return [item for clause in asked[:MOST] for item in _quoted(new, clause, (), lead, means)]


def _as_it_is(wanted: Wanted, old: Document | None, new: Document, asked: Asked, means: Means) -> tuple[Statement, ...]:
    """What the text says about the matter, where nothing of it has changed or nothing can be compared."""
    keys = frozenset({new.key})
    found, sure = means.look(wanted.rest, replace(asked.scope, documents=keys, although=keys))
    if sure < means.answer_from:
        return ()
    lead = framing.of_another_state(new, asked.scope.on) if not new.governs(asked.scope.on) else ""
    return tuple(
        replace(item, lead=lead or (framing.same(old) if old is not None and item.text in old.text else ""))
        for item in means.draft(wanted.rest, found)
    )


def _more(count: int, old: Document, new: Document) -> list[str]:
    if count < 1:
        return []
    return [(ONE_MORE if count == 1 else MORE).format(count=count, old=framing.name(old), new=framing.name(new))]
