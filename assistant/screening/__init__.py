"""What must be settled before anything is searched: danger to a child first, then what is no question for documents."""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy

from assistant.contacts import Contact, Post
from assistant.screening import card, danger, instructions, learned, subject
from assistant.screening import scope as scope_of
from assistant.screening.card import Danger
from assistant.screening.endings import (
    EMPTY,
    NO_SUBJECT,
    OTHER_LANGUAGE,
    OUT_OF_SCOPE,
    PERSONAL,
    SMALL_TALK,
    TOO_LONG,
)
from assistant.values import Outcome
from assistant.wording import FUNCTION_WORDS, words

SURE_OF_DANGER = 0.5  # a false alarm costs a moment, a missed child does not bear thinking of
SURE_OF_SCOPE = 0.5

Embed = Callable[[Sequence[str]], numpy.ndarray]

SMALL = re.compile(
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|thanks?|thank you(?: very much)?|cheers|ok(?:ay)?|bye"
    r"|goodbye|great|who are you|what are you|what can you do|how are you|help)(?:\s+(?:there|all|so much|a lot))?"
    r"[\s!.?]*",
    re.IGNORECASE,
)
FOREIGN = frozenset(
    """le la les des une est pour dans qui que quoi quel quelle comment combien où avec sur der die das und ist nicht
    wie viele wer ein eine für mit auf den el los las una cómo cuántos cuántas quién para por con del es il gli di che
    sono quanti jak ile czy jest się nie dla kto w na z mae yw y sut faint pwy ar gyfer o que não quantos
    como os""".split()
)


@dataclass(frozen=True, slots=True)
class Screened:
    """How screening ends a question; with `go_on` the documents are searched as well, for `search` where given.

    With `unless_sure` it only holds where the documents do not answer well. `danger` is its kind where the outcome is
    ACT_NOW, and `accused` the posts that the message is itself about.
    """

    outcome: Outcome
    message: str
    notices: tuple[str, ...] = ()
    go_on: bool = False
    search: str = ""
    unless_sure: bool = False
    danger: Danger | None = None
    accused: tuple[Post, ...] = ()

    def contacts(self, named: Sequence[Contact], school: str) -> tuple[Contact, ...]:
        """Whom to tell, of those that the register names, first to last; empty where nobody is in danger."""
        return card.whom(self.danger, named, school, self.accused) if self.danger is not None else ()


def clean(question: str) -> str:
    """The question as one line: control and invisible characters gone, letters in their composed form."""
    kept = (" " if character.isspace() else character for character in unicodedata.normalize("NFC", question))
    visible = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(visible.split())


def screen(question: str, limit: int, *, follows: bool = False) -> Screened | None:
    """How a question ends before it is searched for, or None when it goes on as it is.

    `limit` is in characters. `follows` says that there was a question before, from which it may take its subject.
    """
    if len(question) > limit:
        return Screened(Outcome.CLARIFY, TOO_LONG.format(length=len(question), limit=limit))
    asked = clean(question)
    if not any(character.isalnum() for character in asked):
        return Screened(Outcome.CLARIFY, EMPTY)
    if danger.told(asked):
        return act_now(asked)
    if SMALL.fullmatch(asked):
        return Screened(Outcome.CLARIFY, SMALL_TALK)
    if in_another_language(asked):
        return Screened(Outcome.CLARIFY, OTHER_LANGUAGE)
    rest = to_answer(asked)
    if not rest or scope_of.outside(rest):
        return Screened(Outcome.OUT_OF_SCOPE, OUT_OF_SCOPE)
    if not follows and subject.is_missing(rest):
        return Screened(Outcome.CLARIFY, NO_SUBJECT)
    return None


def screen_further(question: str, embed: Embed, known: Collection[str] = ()) -> Screened | None:
    """The same once the model is loaded. `embed` gives unit vectors, shape (texts, dimension).

    `known` are words in small letters that the documents use, so that they are no person's name.
    """
    asked = clean(question)
    rest = to_answer(asked)
    if scope_of.about_a_person(rest, known):
        return Screened(Outcome.OUT_OF_SCOPE, PERSONAL)
    likely = learned.kinds(embed([rest])[0])
    if likely.act_now >= SURE_OF_DANGER:
        return act_now(asked)
    if likely.out_of_scope >= SURE_OF_SCOPE:
        return Screened(Outcome.OUT_OF_SCOPE, OUT_OF_SCOPE, unless_sure=True)
    return None


def act_now(question: str) -> Screened:
    """The card that says what to do and whom to tell, and what to search for beside it."""
    told = danger.kind(question)
    search = card.search(told)
    return Screened(
        Outcome.ACT_NOW, card.words(told), go_on=True, search=search, danger=told, accused=danger.accused(question)
    )


def to_answer(question: str) -> str:
    """The question without the orders it gives to the system; "" when it gives nothing but orders."""
    return instructions.without(question) if instructions.found(question) else question


def in_another_language(question: str) -> bool:
    """Whether most letters are not Latin, or the little words are those of another language."""
    letters = [character for character in question if character.isalpha()]
    latin = sum("LATIN" in unicodedata.name(character, "") for character in letters)
    if letters and latin < len(letters) * 0.7:
        return True
    said = words(question)
    foreign = sum(word in FOREIGN and word not in FUNCTION_WORDS for word in said)
    return foreign >= 2 and foreign > sum(word in FUNCTION_WORDS for word in said)
