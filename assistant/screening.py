"""What must be settled before anything is searched: danger to a child first, then what is no question for documents."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.values import Outcome
from assistant.wording import FUNCTION_WORDS, words

EMPTY = "Please type a question, for example: How many days of paid leave are there for a sick child?"
TOO_LONG = "This is {length:,} characters long; a question may have up to {limit:,}. Ask it in one or two sentences."
OTHER_LANGUAGE = "I can answer questions in English only, because the documents are in English. Please ask in English."
SMALL_TALK = "Hello. Ask me about the trust's strategy, frameworks and policies, and I will show you the exact words."
OUT_OF_SCOPE = "I answer from the trust's strategy, framework and policy documents only, so I cannot help with this."
ACT_NOW = (
    "If a child may be in danger, act now: in immediate danger call 999. Tell your school's designated safeguarding "
    "lead straight away, in person, and write down what was said in the child's own words. Do not promise to keep it "
    "secret, and do not ask leading questions."
)

SMALL = re.compile(
    r"(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening)|thanks?|thank you(?: very much)?|cheers|ok(?:ay)?|bye"
    r"|goodbye|great|who are you|what are you|what can you do|how are you|help)(?:\s+(?:there|all|so much|a lot))?"
    r"[\s!.?]*",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\b(?:weather|forecast for|tell me a joke|write (?:me )?(?:a |an )?(?:poem|story|song|essay|code|email|letter)"
    r"|translate|football score|recipe|who won|capital of|stock price|horoscope)\b",
    re.IGNORECASE,
)
CHILD = r"(?:pupil|child|student|girl|boy|kid|teenager|year \d{1,2}|he|she|they|daughter|son)"
TELLS = (
    r"(?:told me|telling me|tells me|disclosed|confided|says?|said|has just|have just|just|is being|has been|was|is)"
)
THEM = r"(?:him|her|them|me)"
HARM = (
    "(?:"
    + "|".join(
        (
            r"abus\w+|neglected|groom(?:ed|ing)|rap(?:ed|ing)|sexual\w* \w+|forced marriage|suicid\w+|self[- ]harm\w*",
            rf"hits? (?:by|at home|{THEM})|beat(?:s|en|ing)? (?:by|up|{THEM})|hurt(?:s|ing)? (?:at home|{THEM})",
            rf"touch(?:ed|es|ing) (?:inappropriately|{THEM})|(?:hurting|cutting|kill) {THEM}sel\w+",
            r"end (?:his|her|their) life",
            r"(?:has|carrying|brought) a (?:knife|weapon|gun)|run(?:ning)? away|(?:afraid|scared) to go home",
            r"in danger|not safe at home|unsafe at home",
        )
    )
    + ")"
)
DANGER = re.compile(rf"\b{CHILD}\b.{{0,60}}\b{TELLS}\b.{{0,80}}\b{HARM}", re.IGNORECASE)
WORRIED = re.compile(
    r"\b(?:i think|i am worried|i'm worried|i suspect|i have seen|i saw|what (?:do|should) i do)\b", re.I
)
WORRY = re.compile(rf"\b{CHILD}\b.{{0,80}}\b{HARM}|\b{HARM}.{{0,80}}\b{CHILD}\b", re.IGNORECASE)
FOREIGN = frozenset(
    """le la les des une est pour dans qui que quoi quel quelle comment combien où avec sur der die das und ist nicht
    wie viele wer ein eine für mit auf den el los las una cómo cuántos cuántas quién para por con del es il gli di che
    sono quanti jak ile czy jest się nie dla kto w na z mae yw y sut faint pwy ar gyfer o que não quantos
    como os""".split()
)


@dataclass(frozen=True, slots=True)
class Screened:
    """How screening ends a question; with `go_on` the documents are searched as well."""

    outcome: Outcome
    message: str
    notices: tuple[str, ...] = ()
    go_on: bool = False


def clean(question: str) -> str:
    """The question as one line: control and invisible characters gone, letters in their composed form."""
    kept = (" " if character.isspace() else character for character in unicodedata.normalize("NFC", question))
    visible = "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return " ".join(visible.split())


def screen(question: str, limit: int) -> Screened | None:
    """How a question ends before it is searched for, or None when it goes on as it is. `limit` is in characters."""
    if len(question) > limit:
        return Screened(Outcome.CLARIFY, TOO_LONG.format(length=len(question), limit=limit))
    asked = clean(question)
    if not any(character.isalnum() for character in asked):
        return Screened(Outcome.CLARIFY, EMPTY)
    if in_danger(asked):
        return Screened(Outcome.ACT_NOW, ACT_NOW, go_on=True)
    if SMALL.fullmatch(asked):
        return Screened(Outcome.CLARIFY, SMALL_TALK)
    if in_another_language(asked):
        return Screened(Outcome.CLARIFY, OTHER_LANGUAGE)
    if ELSEWHERE.search(asked):
        return Screened(Outcome.OUT_OF_SCOPE, OUT_OF_SCOPE)
    return None


def in_danger(question: str) -> bool:
    """Whether someone tells of a child who may be in danger, rather than asks what a policy says of it."""
    return bool(DANGER.search(question) or (WORRIED.search(question) and WORRY.search(question)))


def in_another_language(question: str) -> bool:
    """Whether most letters are not Latin, or the little words are those of another language."""
    letters = [character for character in question if character.isalpha()]
    latin = sum("LATIN" in unicodedata.name(character, "") for character in letters)
    if letters and latin < len(letters) * 0.7:
        return True
    said = words(question)
    foreign = sum(word in FOREIGN and word not in FUNCTION_WORDS for word in said)
    return foreign >= 2 and foreign > sum(word in FUNCTION_WORDS for word in said)
