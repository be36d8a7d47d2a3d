"""What must be settled before anything is searched: danger to a child first, then what is no question for documents."""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy

from assistant import companion
from assistant.contacts import Contact, Post
from assistant.screening import card, danger, instructions, learned, subject
from assistant.screening import scope as scope_of
from assistant.screening.card import Danger
from assistant.screening.endings import (
    EMPTY,
    NO_SUBJECT,
    OF_SCOPE,
    OTHER_LANGUAGE,
    SMALL_TALK,
    THANKED,
    TOO_LONG,
)
from assistant.values import Outcome
from assistant.wording import FUNCTION_WORDS, words

Embed = Callable[[Sequence[str]], numpy.ndarray]

AFTER_IT = (
    r"(?:[\s,!.]+(?:there|all|again|assistant|everyone|both|mate|so much|very much|a lot|a million|you|team|folks"
    r"|for (?:that|now|your help|the help|helping|everything)))*"
)
SMALL = re.compile(
    r"(?:(?:hi|hello|hey|hiya|heya|yo|morning|afternoon|evening|good (?:morning|afternoon|evening|day)|alright|sup"
    r"|who are you|what are you|what can (?:you do|i ask(?: you)?)|what do you do|how are you(?: doing)?|how's it going"
    rf"|you ok|help(?: me)?(?: please)?|testing|test|are you there|anyone there){AFTER_IT}[\s!.,?]*)+",
    re.IGNORECASE,
)
THANKS = re.compile(
    r"(?:(?:ok(?:ay)?|great|lovely|perfect|brilliant|cool|nice one|super|fab|amazing|excellent|that'?s (?:great|perfect"
    r"|helpful|brilliant|all)|that (?:was|is) (?:very |really |so )?(?:helpful|useful|great)|very helpful|got it"
    r"|no worries|many thanks|thanks?|thank ?you|thx|ty|ta|cheers|bye(?: bye)?|goodbye|see you|good ?night"
    rf"|(?:much )?appreciated|you'?re (?:a star|the best|great)|no that'?s (?:all|it)){AFTER_IT}[\s!.,?]*)+",
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
    if THANKS.fullmatch(asked):
        return Screened(Outcome.CLARIFY, THANKED)
    if SMALL.fullmatch(asked):
        return Screened(Outcome.CLARIFY, SMALL_TALK)
    if in_another_language(asked):
        return Screened(Outcome.CLARIFY, OTHER_LANGUAGE)
    rest = to_answer(asked)
    if not rest:
        return Screened(Outcome.OUT_OF_SCOPE, OF_SCOPE["system"])
    if kind := scope_of.outside(rest):
        return Screened(Outcome.OUT_OF_SCOPE, OF_SCOPE[kind])
    if not follows and subject.is_missing(rest):
        return Screened(Outcome.CLARIFY, NO_SUBJECT)
    return None


def screen_early(question: str) -> Screened | None:
    """Whether the words alone tell of danger, for as long as no model is loaded or another one than the packaged."""
    asked = clean(question)
    return act_now(asked) if learned.kinds(to_answer(asked), ()).act_now >= 0 else None


def screen_further(
    question: str, embed: Embed, known: Collection[str] = (), *, second: Embed | None = None
) -> Screened | None:
    """The same once the models are loaded. `embed` and `second` give unit vectors, shape (texts, dimension).

    They are the packaged models; without `second` less is known. `known` are words in small letters that the
    documents use, so that they are no person's name.
    """
    asked = clean(question)
    rest = to_answer(asked)
    if scope_of.about_a_person(rest, known):
        return Screened(Outcome.OUT_OF_SCOPE, OF_SCOPE["personal"])
    vectors = [embed([rest])[0]]
    if second is not None:
        vectors.append(second([companion.QUESTION + rest])[0])
    likely = learned.kinds(rest, vectors)
    if likely.act_now >= 0:
        return act_now(asked)
    if likely.out_of_scope >= 0:
        return Screened(Outcome.OUT_OF_SCOPE, OF_SCOPE[scope_of.likeliest(rest)], unless_sure=True)
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
