"""What a text claims, in forms that can be compared exactly: numbers, dates, roles, duties, comparisons, conditions."""

import re
from collections import Counter

from assistant.wording import modals, negations, numbers

ROLES = """headteachers? | heads? of [a-z]+(?: [a-z]+)? | principals? | chief executives? | chief financial officers?
 | school business managers? | business managers? | designated safeguarding leads? | data protection officers?
 | governance professionals? | director of [a-z]+ | trustees? | trust board | members | governors? | school committees?
 | [a-z]+(?: and [a-z]+)? committees? | chair of [a-z]+(?: [a-z]+)? | line managers? | managers? | teaching assistants?
 | teachers? | parents? | pupils? | sencos? | exams officers? | site managers? | premises managers?
 | health and safety lead | trust safeguarding lead | auditors? | panel | employees? | visitors? | volunteers?
 | contractors?"""
ROLE = re.compile(
    rf"\b(?:executive |deputy |assistant |acting )?(?:{'|'.join(part.strip() for part in ROLES.split(' | '))})\b",
    re.IGNORECASE,
)
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
DATE = re.compile(
    rf"\b(?:\d{{1,2}} )?{MONTH}\b(?: \d{{4}})?|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
PLAIN_MAY = re.compile(r"^may$", re.IGNORECASE)
COMPARISONS = {
    "at least": r"at least|no less than|no fewer than|not less than|minimum of|or more",
    "at most": r"at most|up to|no more than|not more than|maximum of|or less|or fewer|not exceeding",
    "more": r"more than|above|over|exceed\w*|longer than|greater than|higher than|older than",
    "less": r"less than|below|under|fewer than|shorter than|lower than|younger than",
    "before": r"before|earlier than|prior to|in advance",
    "after": r"after|later than|following",
    "within": r"within|inside",
    "first": r"first|earliest",
    "last": r"last|latest",
    "all": r"all|every|each|always|any",
    "some": r"some|sometimes|usually|normally",
    "none": r"none|never|nobody|no one",
}
CONDITION = re.compile(
    r"\b(unless|except(?! that\b)|only (?:if|when|where|with|after)|provided(?: that)?|as long as|if|where|when|until"
    r"|subject to|in an emergency|otherwise)\b",
    re.IGNORECASE,
)
_COMPARED = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in COMPARISONS.items()}


def roles(text: str) -> frozenset[str]:
    """The people and bodies that a text names, in small letters and the singular."""
    return frozenset(match.group().casefold().removesuffix("s") for match in ROLE.finditer(text))


def dates(text: str) -> frozenset[str]:
    """Days, months and weekdays as they are written, in small letters; "may" alone is no month."""
    found = (match.group() for match in DATE.finditer(text))
    return frozenset(words.casefold() for words in found if not PLAIN_MAY.match(words))


def comparisons(text: str) -> Counter[str]:
    """How often a text says "at least", "before", "all" and so on."""
    return Counter({name: len(pattern.findall(text)) for name, pattern in _COMPARED.items()})


def conditions(text: str) -> Counter[str]:
    """How often a text says each word that makes a rule conditional."""
    return Counter(found.casefold() for found in CONDITION.findall(text))


def differs(text: str, quoted: str) -> str:
    """In what a text says something else than the words it quotes, "" where it does not.

    The text may say less than the words do, but no number, date, role, duty or comparison that they do not say, no
    negation more or less, and it may not leave out a condition.
    """
    if not numbers(text) <= numbers(quoted):
        return "numbers"
    if not dates(text) <= dates(quoted):
        return "dates"
    if negations(text) != negations(quoted):
        return "negation"
    if not set(modals(text)) <= set(modals(quoted)) or len(modals(text)) != len(modals(quoted)):
        return "must, should or may"
    if Counter(modals(text)) != Counter(modals(quoted)):
        return "must, should or may"
    if not roles(text) <= roles(quoted):
        return "roles"
    if comparisons(text) - comparisons(quoted):
        return "comparison"
    if conditions(text) != conditions(quoted):
        return "conditions"
    return ""
