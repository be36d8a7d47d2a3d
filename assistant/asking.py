"""What kind of answer a question asks for, and whether a text says something of that kind."""

import re

from assistant.wording import bands, content_words, money, numbers, parts, sentences

ASKS_AMOUNT = re.compile(
    r"\bhow (?:many|much|long|often|soon|far|old|big|high|large|quickly|fast)\b"
    r"|\bwhat(?:'s| is| are)? (?:the )?(?:age|percentage|share|limit|rate|maximum|minimum|number|amount"
    r"|temperature|cost)\b",
    re.IGNORECASE,
)
ASKS_TIME = re.compile(
    r"^\s*when\b|\bwhen (?:is|are|do|does|did|will|must|can|should|was|were)\b|\bwhat (?:date|time|day|year)\b"
    r"|\bby when\b|\bdeadline\b|\bhow (?:long|soon|quickly|often|fast)\b",
    re.IGNORECASE,
)
ASKS_WHICH = re.compile(r"\b(?:which|what are|list|name the|what (?:kinds?|sorts?|types?) of)\b", re.IGNORECASE)
ASKS_NAME = re.compile(
    r"\b(?:which|what(?:['’]s| is| are)?)(?: (?:the|our|their|your|its))? (?P<thing>[a-z-]+)\b", re.IGNORECASE
)
ASKS_WHO = re.compile(r"\bwho(?:m|se|'s)?\b", re.IGNORECASE)
ASKS_WHETHER = re.compile(
    r"(?:^|[,.;:]\s+|\b(?:so|and|but|then)\s+)(?:can|could|may|must|do|does|did|is|are|was|were|am|will|would|should|has"
    r"|have|had|isn't|aren't|don't|doesn't|can't|need)\b",
    re.IGNORECASE,
)
ASKS_HOW = re.compile(
    r"\b(?:how (?:do|does|should|can|is|are)|what (?:do|should|must) (?:i|we) do|what happens|steps)\b", re.I
)
ASKS_ALL = re.compile(
    r"\b(?:list|every|steps?|stages|in what order|talk me through|walk me through|run me through|procedure|process"
    r"|checklist|what happens|what are (?:the|our|all)|which (?:\w+ )?(?:are|of)"
    r"|what (?:kinds|sorts|types|things|documents|details)"
    r"|name (?:the|all|them)|give me (?:the|all)|all (?:the|of|our)|full (?:list|set|run)"
    r"|what (?:must|should|has to|needs to)"
    r" (?:\w+ ){0,3}(?:contain|include|say|cover|hold|show)|what do i (?:need|have) to|everything|complete)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!:;])\s+")
SAYS_TIME = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday|thursday|friday|day|week|month|term|year|annual|immediately|at once|straight away|before|after|daily)",
    re.IGNORECASE,
)
SAYS_WHO = re.compile(
    r"\b(?:head|heads|headteacher|principal|governors?|governing|trustees?|board|committee|officer|manager|lead|leader"
    r"|director|executive|teacher|staff|coordinator|senco|parents?|chair|clerk|members?|team|person|dsl|ceo|cfo"
    r"|professional|panel|provider|supervisor|appointee)\b",
    re.IGNORECASE,
)


def which(question: str) -> str:
    """The thing of which one is asked for by name: "supplier" in "which supplier do we use?"; "" where none is."""
    found = ASKS_NAME.search(question)
    return found["thing"] if found and content_words(found["thing"]) else ""


def for_all(question: str) -> bool:
    """Whether a whole list, or all steps, are asked for."""
    return bool(ASKS_ALL.search(question))


def things(question: str) -> tuple[str, ...]:
    """Each thing that a question asks, as a question of its own: what is told before the first, or else the first, goes
    before each further one. "Ordering £8,000 of stools. Who signs, and how long do I wait?" gives "Ordering £8,000 of
    stools. Who signs" and "Ordering £8,000 of stools. how long do I wait". Most ask one thing, which is given as it is.
    """
    first, *further = parts(question)
    told = SENTENCE_END.split(first)
    before = " ".join(told[:-1]) or first
    return (first, *(f"{before} {part}" for part in further)) if further else (question,)


def alone(question: str) -> tuple[str, ...]:
    """Each thing that a question asks in its own words, without what is told before it in the same part."""
    return tuple(part[slice(*sentences(part)[-1])] for part in parts(question))


def has_kind(question: str) -> bool:
    """Whether it is asked who, when or how much, so that a text can be of the kind asked for or not."""
    return any(pattern.search(question) for pattern in (ASKS_TIME, ASKS_AMOUNT, ASKS_WHO))


def fits(question: str, text: str) -> float:
    """Whether a text is of the kind asked for: 1 it is, -1 it is not, 0 where the question does not tell."""
    amounts = money(question)
    if amounts and bands(text):
        return 1.0 if within(amounts, text) else -1.0
    if ASKS_TIME.search(question):
        return 1.0 if SAYS_TIME.search(text) else -1.0
    if ASKS_AMOUNT.search(question):
        return 1.0 if numbers(text) else -1.0
    if ASKS_WHO.search(question):
        return 1.0 if SAYS_WHO.search(text) else -1.0
    if ASKS_WHICH.search(question):
        return 1.0 if text.rstrip().count("\n") > 1 else 0.0
    return 0.0


def within(amounts: tuple[float, ...], text: str) -> frozenset[str]:
    """Those of some amounts of money that lie in a band the text names, as words: £700 lies in "£501 to £5,000"."""
    return frozenset(f"{amount:g}" for amount in amounts if any(low <= amount <= high for low, high in bands(text)))
