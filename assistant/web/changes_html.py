"""Pure HTML of what changed between two texts of a document, clause by clause, in words and not by colour alone."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.changes import Change, Clause, Kind, Span
from assistant.values import Document
from assistant.web.library_html import address, crumbs
from assistant.web.render import chip, safe

CHIPS = {Kind.CHANGED: "mind", Kind.ADDED: "good", Kind.REMOVED: "stop"}
MOST_IN_WORDS = 5  # differences of one clause that are told one by one; more are seen better in the text
LONGEST_IN_WORDS = 120  # characters
LEGEND = "Words taken out are struck through, words put in are underlined; each clause says what was done to it."
LEFT_OUT = "What a document says of itself (version, dates, its own list of changes) is left out."


def page(old: Document, new: Document, found: Sequence[Change], on: date) -> str:
    """The page that says what changed between two versions, clause by clause."""
    title = f"What changed in {new.title}"
    names = f"From version {old.version or 'without a number'} to version {new.version or 'without a number'}"
    return (
        f"{crumbs((address(new), new.title))}<h1>{safe(title)}</h1><p>{safe(names)} {chip(new, on)}</p>"
        + differences(found, level=2)
    )


def differences(found: Sequence[Change], *, level: int = 3) -> str:
    """Clauses that differ, each with its words before and after; `level` is that of their headings."""
    if not found:
        return f'<p class="done">Every clause reads the same.</p><p class="quiet">{LEFT_OUT}</p>'
    counted = {kind: sum(item.kind == kind for item in found) for kind in Kind}
    summary = ", ".join(f"{number} {kind.value}" for kind, number in counted.items() if number)
    items = "".join(_difference(item, level) for item in found)
    return (
        f'<p role="status">{"1 clause" if len(found) == 1 else f"{len(found)} clauses"}: {summary}.</p>'
        f'<p class="quiet">{LEGEND} {LEFT_OUT}</p>{items}'
    )


def _difference(change: Change, level: int) -> str:
    name = _name(change.clause)
    head = f'<h{level}>{safe(name)} <span class="chip {CHIPS[change.kind]}">{change.kind.value}</span></h{level}>'
    if change.old is not None and change.new is not None:
        body = _in_words(change.old.text, change.new.text, change.pairs) + "".join(
            f'<p class="quiet">{words}</p><blockquote>{text}</blockquote>'
            for words, text in (
                ("Before", _marked(change.old.text, change.old_spans, "del")),
                ("Now", _marked(change.new.text, change.new_spans, "ins")),
            )
        )
    elif change.new is not None:
        body = (
            f'<p class="quiet">Put in</p><blockquote>{_marked(change.new.text, _all(change.new), "ins")}</blockquote>'
        )
    else:
        body = f'<p class="quiet">Taken out</p><blockquote>{_marked(change.clause.text, _all(change.clause), "del")}'
        body += "</blockquote>"
    return f'<section class="card">{head}{body}</section>'


def _name(clause: Clause) -> str:
    """The clause's number with its heading, or for a table row with its first cell."""
    about = clause.row or clause.heading
    return about if about.startswith(clause.number) else f"{clause.number} {about}".strip()


def _all(clause: Clause) -> tuple[Span, ...]:
    return ((0, len(clause.text)),)


def _marked(text: str, spans: Iterable[Span], tag: str) -> str:
    """A text with some of its words in `<ins>` or `<del>`."""
    parts, at = [], 0
    for start, end in spans:
        parts += [safe(text[at:start]), f"<{tag}>{safe(text[start:end])}</{tag}>"]
        at = end
    return "".join([*parts, safe(text[at:])])


def _in_words(old: str, new: str, pairs: Sequence[tuple[Span, Span]]) -> str:
    """What differs, one by one, where it is little; "" where the two texts tell it better."""
    said = [_pair(old[slice(*before)], new[slice(*after)]) for before, after in pairs]
    if len(said) > MOST_IN_WORDS or any(len(words) > LONGEST_IN_WORDS for words in said):
        return ""
    items = "".join(f"<li>{safe(words)}</li>" for words in said)
    return f'<ul class="plain">{items}</ul>' if items else ""


def _pair(before: str, after: str) -> str:
    if before and after:
        return f"“{before}” is now “{after}”"
    return f"“{before}” was taken out" if before else f"“{after}” was put in"
