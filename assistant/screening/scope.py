"""What the documents cannot or may not answer, in words that leave no doubt; `learned` knows the other ways."""

import re
from collections.abc import Collection

CHORE = re.compile(
    r"\b(?:write|compose|draft|make up|come up with|create|give|tell|sing)\b(?: (?:me|us|up|out))*"
    r"(?: (?:an?|some|the|my|our|another|short|quick|nice|funny|silly|lovely|little|good|\w+ing))*"
    r" (?:poems?|limericks?|verses?|rhymes?|songs?|raps?|jokes?|stor(?:y|ies)|haikus?|speech(?:es)?|toast|essays?|blog"
    r"|tweet|slogan|quiz(?:zes)?|lesson plans?|worksheets?|recipes?|code|script|riddles?)\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\b(?:weather forecast|what(?:'s| is) the weather|forecast for|football scores?|capital of|stock price|horoscope"
    r"|train times|recipe for|translate (?:this|the following))\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"\b(?:do|would|don'?t) you (?:personally )(?:think|reckon|believe|agree|like|feel|prefer)\b"
    r"|\b(?:in )?your (?:own |personal |honest )?opinion\b|\bwhat(?:'s| is) your (?:opinion|view|take|favourite)\b",
    re.IGNORECASE,
)
CASE = re.compile(
    r"\b(?:would|could|will|do|might) (?:i|we|they|she|he) (?:really |actually )?win\b|\bwe(?:'d| would) win\b"
    r"|\bchances? of winning\b|\b(?:good|any|fair) chance of winning\b|\b(?:can|could|should) (?:i|we) sue\b",
    re.IGNORECASE,
)
PRIVATE = re.compile(
    r"\b(?:earn\w*|paid|salary|sick|illness|absen\w+|appraisal|capability|disciplin\w+|warning|grievance|suspended"
    r"|excluded|exclusion|suspension|detentions?|diagnos\w+|pregnan\w+|address|phone number|date of birth|birthday"
    r"|religion|married|divorced|results?|grades?|presents?|declared|criminal record|sacked|dismissed|resigned)\b",
    re.IGNORECASE,
)
TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|dr|mx)\.? (?!who\b|and\b|or\b)[a-z][a-z'’-]+", re.IGNORECASE)
PAIR = re.compile(r"(?<=[a-z,] )([A-Z][a-z'’]+) ([A-Z][a-z'’-]+)\b")
ASKS_OF = re.compile(
    r"^\W*(?:has|have|had|did|does|is|was|what|which|when|where|why"
    r"|how (?:many|much|often|long|old)|tell me|show me)\b",
    re.IGNORECASE,
)
RULES = re.compile(
    r"\b(?:can|may|must|should|do|shall|could) (?:i|we)\b|\bif\b|\bpolic(?:y|ies)\b|\brules?\b|\bentitled\b",
    re.IGNORECASE,
)


def outside(question: str) -> bool:
    """Whether the documents are not the place to ask: a chore, an opinion, whether a case would be won."""
    return any(pattern.search(question) for pattern in (CHORE, ELSEWHERE, OPINION, CASE))


def about_a_person(question: str, known: Collection[str] = ()) -> bool:
    """Whether it asks for what is private about someone named. `known` are words, small, that are no person's name."""
    if not (PRIVATE.search(question) and ASKS_OF.search(question)) or RULES.search(question):
        return False
    if TITLED.search(question):
        return True
    return any(first.casefold() not in known and last.casefold() not in known for first, last in PAIR.findall(question))
