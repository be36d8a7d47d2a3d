"""Which text of a document a question asks for where it is not the one in force: an old one, a draft, what changed.

Read from the question's words alone; `assistant.state` looks whether such a text is kept.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

KIND = (
    r"(?:polic(?:y|ies)|framework|strategy|scheme|procedures?|plan|handbook|document|annex|charter|arrangements|rules?"
    r"|guidance|terms|version|edition|limits?|schedule)"
)
_FEW = r"(?:[\w'’-]+\s+){0,3}?"
OLD = re.compile(
    rf"\b(?:old|older|previous|former|earlier|superseded|outdated|withdrawn|last)\s+{_FEW}{KIND}\b"
    rf"|\b(?:version|edition|one|{KIND}) (?:before|we had before|that was replaced)\b",
    re.IGNORECASE,
)
USED_TO = re.compile(
    r"\b(?:what|which|who|whom|how|where|did|didn't)\b[^.?!]{0,60}\bused? to\b"
    r"|\b(?:was|were|did)\b[^.?!]{0,60}\b(?:previously|formerly|originally|in the past|before (?:the|that|this|it)"
    r" (?:change[ds]?|was changed|update|new (?:policy|version|rules?)))\b"
    r"|\b(?:previously|formerly|originally)\b[^.?!]{0,40}\b(?:was|were|did)\b",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"\b(?:did|does|do|say|says|said|was|were|wasn't|weren't|had|required?|allow(?:ed)?|ask(?:ed)? for|gave|given)\b",
    re.IGNORECASE,
)
STILL = re.compile(r"\b(?:still|any more|anymore|the current|is that (?:the|right))\b", re.IGNORECASE)
NUMBER = re.compile(r"\b(?:version|edition|v)\.?\s?(\d+(?:\.\d+)*)\b", re.IGNORECASE)
NUMBERS = re.compile(
    r"\b(?:versions?|editions?|v)\.?\s?(\d+(?:\.\d+)*)\s*(?:and|to|with|vs\.?|versus|,|-|–)\s*(?:versions?\s?|v\.?\s?)?"
    r"(\d+(?:\.\d+)*)|\bfrom (?:version )?(\d+\.\d+) to (?:version )?(\d+\.\d+)",
    re.IGNORECASE,
)
YEAR = re.compile(
    r"\b(?:the|our|that)\s+(?:[\w']+\s+){0,2}?((?:19|20)\d\d)(?:\s*(?:to|-|–|/)\s*(?:20)?\d\d)?\s+(?:[\w']+\s+)?"
    rf"{KIND}\b",
    re.IGNORECASE,
)
DRAFT = re.compile(
    rf"\b(?:draft|proposed|consultation)\s+(?:of\s+(?:the\s+|our\s+)?)?{_FEW}(?:{KIND}|changes?|draft)\b"
    rf"|\b{KIND}\s+(?:draft|proposals?|consultation)\b|\b(?:is|are|being|what's) proposed\b|\bin (?:the|our) draft\b"
    rf"|\b(?:does|do|would) the (?:draft|proposals?|consultation)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\bwhat(?:'s| is| will be)? changing\b|\b(?:going to|about to) (?:be )?(?:chang\w+|differ\w*)\b"
    rf"|\b(?:coming|upcoming|forthcoming|next|future) (?:[\w'’-]+ )?{KIND}\b"
    r"|\bwill\b(?! (?:we|i|you)\b)[^.?!]{0,60}\b(?:change|be (?:different|new|changed|altered))\b",
    re.IGNORECASE,
)
CHANGES = re.compile(
    r"\bwhat(?:'s| is| has| have| was| are)?(?: all)?(?: been)? (?:changed|new|different|changing|altered|updated)\b"
    r"|\bwhat (?:changed|will (?:change|be different|be new))\b"
    r"|\b(?:what|which)(?: \w+)? changes (?:are there|were|have|has|did|came|does)\b"
    r"|\bwhat(?:'s| is| are)\b[^.?!]{0,30}\b(?:going to|about to) change\b"
    r"|\bwhat are the (?:main |key |big |recent )?(?:changes|differences)\b"
    r"|(?:^|[.?!,;]\s*|\band )"
    r"(?:(?:has|have|was|were|hasn't|haven't)\b[^.?!]{0,60}\b(?:changed|altered|shifted|updated)"
    r"|(?:did|didn't)\b[^.?!]{0,60}\b(?:change|alter|shift)|(?:is|are)\b[^.?!]{0,60}\bchanging"
    r"|will (?!we\b|i\b|you\b)[^.?!]{0,60}\bchange)\b"
    r"|\bhow (?:does|do|did|has|have|is|are|was|were)\b[^.?!]{0,60}\b(?:changed?|differ(?:ent)?|compare)\b"
    r"|\bdifferences?\b[^.?!]{0,40}\b(?:versions?|old|new|last|previous|draft)\b"
    r"|\bcompared? (?:with|to)\b[^.?!]{0,30}\b(?:last|previous|old|one before|earlier|before)\b"
    r"|\bdifferent (?:from|to|than) (?:the )?(?:last|previous|old)\b|\bsummar\w+[^.?!]{0,20}\bchanges\b",
    re.IGNORECASE,
)
OLD_WORD = re.compile(
    r"\b(?:old|older|previous|former|earlier|superseded|previously|formerly|originally)\b", re.IGNORECASE
)
DRAFT_WORD = re.compile(r"\b(?:draft|proposed|proposals?|consultation)\b", re.IGNORECASE)
IN_CASE = re.compile(r"\b(?:if|when)\b", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.?!])\s+")
OF_A_TEXT = re.compile(rf"\b{KIND}\b", re.IGNORECASE)


class Kind(StrEnum):
    """What is asked for."""

    OLD = "an old text"
    DRAFT = "a draft, or what comes into force later"
    CHANGES = "what changed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text that a question asks for. `numbers` are the versions it names; `ahead`: what is to come, not what came.

    `year` is the year by which it names a text ("the 2021 strategy"), "" where it does not. `rest` is the question
    without the words that name the text.
    """

    kind: Kind
    numbers: tuple[str, ...] = ()
    ahead: bool = False
    year: str = ""
    rest: str = ""


def read(question: str) -> Wanted | None:
    """Which other text is asked for; None where it is the one in force."""
    asked = question.replace("’", "'")
    ahead = bool(AHEAD.search(asked))
    if CHANGES.search(asked) and OF_A_TEXT.search(asked):
        both = NUMBERS.search(asked)
        numbers = tuple(filter(None, both.groups())) if both else tuple(NUMBER.findall(asked))
        return Wanted(Kind.CHANGES, numbers, ahead, rest=_without(NUMBER, _without(NUMBERS, asked)))
    if DRAFT.search(asked):
        return Wanted(Kind.DRAFT, tuple(NUMBER.findall(asked)), ahead, rest=_without(DRAFT_WORD, asked))
    if ahead and OF_A_TEXT.search(asked):
        return Wanted(Kind.DRAFT, tuple(NUMBER.findall(asked)), True, rest=asked)
    if STILL.search(asked):
        return None
    if (numbers := tuple(NUMBER.findall(asked))) and SAYS.search(asked):
        return Wanted(Kind.OLD, numbers, rest=_without(NUMBER, asked))
    if (named := YEAR.search(asked)) and SAYS.search(_sentence(asked, named)):
        return Wanted(Kind.OLD, year=named[1], rest=asked)
    if (OLD.search(asked) and _asks_for_it(asked)) or USED_TO.search(asked):
        return Wanted(Kind.OLD, rest=_without(OLD_WORD, asked))
    return None


def _asks_for_it(question: str) -> bool:
    """Whether the sentence that names an old text asks what it said, and not something about today."""
    found = OLD.search(question)
    if found is None:
        return False
    sentence = _sentence(question, found)
    return bool(SAYS.search(sentence)) and not IN_CASE.search(sentence[: sentence.find(found.group())])


def _sentence(question: str, found: re.Match[str]) -> str:
    return next((part for part in SENTENCE.split(question) if found.group() in part), question)


def _without(pattern: re.Pattern[str], words: str) -> str:
    return " ".join(pattern.sub(" ", words).split())
