"""The words of ours that may stand before what a document says: one table, and the check that nothing else does."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.values import Document, Status

OF_ANOTHER_STATE = "{text}, {standing}:"
CHANGED = "Changed:"
CHANGED_WORDS = "Changed, {pairs}:"
PAIR = "“{old}” is now “{new}”"
IN_FORCE_NOW = "In force now, {text}:"
BEFORE = "Before, in {text}, {standing}:"
ADDED = "New or written anew:"
NOT_AGAIN = "Not found again; {text}, {standing}, said:"
SAME = "Unchanged since {text}:"
OWN_ACCOUNT = "The document says of its changes:"
OTHERWISE = "{title} says otherwise:"

STANDING = (
    r"(?:superseded(?: since [\w ]+)?|a draft that does not apply|withdrawn|not in force until [\w ]+"
    r"|in force(?:, review overdue since [\w ]+)?|unregistered)"
)
QUOTED = re.compile(r"“([^”]*)”")


def state(document: Document, on: date) -> str:
    """How a text stands on a day, as it is said within a sentence."""
    return "a draft that does not apply" if document.status is Status.DRAFT else document.standing(on)


def name(document: Document) -> str:
    """What a text is called beside the other texts of the same document."""
    return f"version {document.version}" if document.version else document.title


def of_another_state(document: Document, on: date) -> str:
    """Before the words of a text that does not govern on the day `on`."""
    words = OF_ANOTHER_STATE.format(text=name(document), standing=state(document, on))
    return words[0].upper() + words[1:]


def before(document: Document, on: date) -> str:
    """Before the words that a clause had in an earlier text."""
    return BEFORE.format(text=name(document), standing=state(document, on))


def in_force_now(document: Document) -> str:
    """Before the words of the text that applies, beside those of one that will."""
    return IN_FORCE_NOW.format(text=name(document))


def not_again(document: Document, on: date) -> str:
    """Before a clause of an earlier text to which none of the later text answers."""
    return NOT_AGAIN.format(text=name(document), standing=state(document, on))


def same(document: Document) -> str:
    """Before a clause that an earlier text had in the same words."""
    return SAME.format(text=name(document))


def changed(pairs: Sequence[tuple[str, str]]) -> str:
    """Before the new words of a clause; `pairs` are what differs, old and new, as the two texts have it."""
    said = [PAIR.format(old=old, new=new) for old, new in pairs if "”" not in old + new]
    return CHANGED_WORDS.format(pairs=", ".join(said)) if said and len(said) == len(pairs) else CHANGED


def otherwise(document: Document) -> str:
    """Before what another document says about the same matter."""
    return OTHERWISE.format(title=document.title)


def fits(lead: str, documents: Iterable[Document], quotes: Iterable[str]) -> bool:
    """Whether a lead is one of the table, names no other text than `documents` and quotes only words of `quotes`."""
    if lead in ("", CHANGED, ADDED, OWN_ACCOUNT):
        return True
    held = tuple(quotes)
    if not all(any(words in quote for quote in held) for words in QUOTED.findall(lead)):
        return False
    return any(re.fullmatch(pattern, lead) for document in documents for pattern in _patterns(document))


def _patterns(document: Document) -> tuple[str, ...]:
    text = f"(?i:{re.escape(name(document))})"
    pair = r"“[^”]*” is now “[^”]*”"
    return (
        OF_ANOTHER_STATE.format(text=text, standing=STANDING),
        BEFORE.format(text=text, standing=STANDING),
        NOT_AGAIN.format(text=text, standing=STANDING),
        SAME.format(text=text),
        IN_FORCE_NOW.format(text=text),
        CHANGED_WORDS.format(pairs=rf"{pair}(?:, {pair})*"),
        OTHERWISE.format(title=re.escape(document.title)),
    )
