"""What the words behind a label mean; words that say nothing, and sentences, mean nothing."""

import re

from assistant.front_matter.days import days, without_days
from assistant.values import Status

LONGEST_NAME = 80
MOST_WORDS = 12
EMPTY = re.compile(
    r"""(?:choose|select|pick|click|enter|insert|type|add|state)\b.*
      | (?:please\s.*)
      | tb[acd]|to\ be\ (?:confirmed|agreed|advised|decided|completed|determined)
      | n/?a|none|nil|not\ (?:applicable|yet|known|set).*|unknown|pending|date|name|role|signature|version|job\ title
      | [dmy]{1,4}(?:\s*[/. -]\s*[dmy]{1,4}){1,2}
      | x{2,}(?:[./ -]*x+)*|\W*""",
    re.IGNORECASE | re.VERBOSE,
)
UNFILLED = re.compile(r"\[|\]|<[^>]*>|\{|_{2,}|\.{3,}|…|\?{2,}|\bxx+\b|\b(?:dd|mm)/(?:mm|yy)", re.IGNORECASE)
SENTENCE = re.compile(
    r"\b(?:is|are|was|were|will|must|should|shall|may|can|has|have|had|ensures?|sets? out|aims?|this|which|that|who|we"
    r"|you|it|they|please|and/or)\b|[!?;]|\.\s+[A-Z][a-z]+ [a-z]",
    re.IGNORECASE,
)
VERSION = re.compile(
    r"(?:version|issue|revision|v)?\s*\.?\s*(?P<number>\d{1,4}(?:\.\d+){0,3}[a-z]?)(?![\w/:-])", re.IGNORECASE
)
STATUSES = (
    (re.compile(r"\bdraft\b|\bconsultation\b", re.IGNORECASE), Status.DRAFT),
    (re.compile(r"\bsuperseded\b|\bobsolete\b|\breplaced\b", re.IGNORECASE), Status.SUPERSEDED),
    (re.compile(r"\bwithdrawn\b|\barchived\b", re.IGNORECASE), Status.WITHDRAWN),
    (
        re.compile(
            r"(?:final|approved|ratified|adopted|live|current|in force|in use|published|active|issued)"
            r"(?: (?:version|policy|document))?",
            re.IGNORECASE,
        ),
        Status.IN_FORCE,
    ),
)
NOT_YET = re.compile(r"\b(?:not|awaiting|pending|to be|for approval|subject to)\b", re.IGNORECASE)
_NUMBER = r"(?:one|two|three|four|five|six|twelve|eighteen|\d{1,2})"
_UNIT = r"(?:years?|months?|terms?|school\ years?|academic\ years?)"
CYCLE = re.compile(
    rf"""(?:bi-?annual(?:ly)?|bi-?ennial(?:ly)?|tri-?ennial(?:ly)?|annual(?:ly)?|yearly|termly|monthly|quarterly
      | six-monthly
      | (?:at\ least\ )?every\ (?:other\ )?(?:{_NUMBER}[ -])?{_UNIT}
      | (?:at\ least\ )?once\ (?:a|every|per)\ (?:{_NUMBER}\ )?{_UNIT}
      | {_NUMBER}(?:\ ?\(\w+\))?[ -]?{_UNIT}(?:ly)?
      | {_NUMBER}[ -]yearly)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
TELEPHONE = re.compile(r"\(?\+?\d[\d\s()-]{8,16}\d")
REFERENCE = re.compile(r"[A-Z0-9][\w./ -]{0,30}", re.IGNORECASE)
BODY = re.compile(
    r"\b(?:govern\w*|boards?|committees?|trustees?|directors?|council|cabinet|panel|executive|slt|smt|governors?|head"
    r"|headteacher|principal|ceo|chief|chair|trust|proprietors?|local authority|school|academy|staff)\b",
    re.IGNORECASE,
)
SMALL_BODY = re.compile(
    r"(?:full |local |whole )*(?:governing (?:body|board)|(?:trust )?board(?: of (?:governors|trustees|directors))?"
    r"|governors|trustees|directors|head ?teacher|principal|(?:\w+ ){0,3}committee)"
)
ACRONYM = re.compile(r"(?=[A-Za-z&]*[A-Z]{1}[A-Za-z&]*[A-Z])[A-Za-z&]{2,6}")


def filled(words: str) -> str:
    """The words, trimmed; "" for a field that nobody has filled in."""
    words = " ".join(words.split()).strip(" *_:|\t")
    if UNFILLED.search(words) or EMPTY.fullmatch(words.strip(" .-–—()")):
        return ""
    return words


def name(words: str) -> str:
    """A person, a role or a body; "" for a sentence or for anything too long to be one."""
    words = filled(words).rstrip(".;,")
    words = re.sub(r"^the (?=\S)", "", words)
    wordy = re.search(r"[^\W\d_]{2,}", words)
    if not wordy or len(words) > LONGEST_NAME or len(words.split()) > MOST_WORDS or SENTENCE.search(words):
        return ""
    return words if words[0].isupper() or words[0].isdigit() or ACRONYM.match(words) else ""


def body(words: str) -> str:
    """A body or an officer that can approve; "" for words that name none ("staff meeting minutes")."""
    words = re.sub(r"^\s*(?:by|at|from|in)?\s*(?:the |our )?", "", filled(words)).rstrip(".;,")
    if SMALL_BODY.fullmatch(words):
        return words
    words = name(words)
    return words if words and (BODY.search(words) or ACRONYM.fullmatch(words.split()[0])) else ""


def version(words: str) -> str:
    """A version's number as printed, without its "v"."""
    found = VERSION.match(filled(words))
    return found["number"] if found else ""


def status(words: str) -> Status | None:
    """Where the document says it stands; None for a word that is not known."""
    words = filled(words).strip(" .")
    for pattern, meant in STATUSES:
        found = pattern.fullmatch(words) if meant is Status.IN_FORCE else pattern.search(words)
        if found and len(words) <= LONGEST_NAME:
            return None if meant is Status.IN_FORCE and NOT_YET.search(words) else meant
    return None


def cycle(words: str) -> str:
    """A period of review as printed ("Annually", "every two years"); "" for other words."""
    words = filled(words)
    found = CYCLE.search(words)
    if not found or len(words) > LONGEST_NAME:
        return ""
    return found.group() if SENTENCE.search(words) or len(words.split()) > 6 else words.rstrip(".")


def contact(words: str) -> str:
    """The first e-mail address in the words, else a telephone number, else a name."""
    found = EMAIL.search(words) or TELEPHONE.search(words)
    return found.group().strip(" .") if found else name(words)


def predecessor(words: str) -> str:
    """What a document takes the place of: a title, or a version."""
    words = filled(words).rstrip(".")
    return words if words and len(words) <= LONGEST_NAME and not SENTENCE.search(words) else ""


def reference(words: str) -> str:
    """A short code with a digit or capitals in it ("HR-014")."""
    words = filled(words).rstrip(".")
    coded = re.search(r"\d|[A-Z]{2}", words)
    return words if coded and len(words.split()) <= 4 and REFERENCE.fullmatch(words) else ""


def several(words: str) -> tuple[str, ...]:
    """Names in a list: "Staff, governors and volunteers" gives three; () for a sentence."""
    words = filled(words).rstrip(".")
    if not words or SENTENCE.search(words) or len(words) > 2 * LONGEST_NAME:
        return ()
    parts = [part.strip() for part in re.split(r"\s*[,;•]\s*(?:and\s+)?|\s+and\s+|\s+&\s+", words)]
    kept = tuple(part for part in parts if part)
    return kept if all(len(part.split()) <= 6 for part in kept) else ()


def approver(words: str) -> str:
    """Who approved: the words without the day on which they did."""
    undated = " ".join(without_days(filled(words)).split())
    undated = re.sub(r"(?i)[\s,;:(–—-]*(?:\b(?:on|in|dated?)\b)?[\s,;:()–—-]*$", "", undated)
    return undated if SMALL_BODY.fullmatch(undated) else name(undated)


def states_day(words: str) -> bool:
    """Whether some words are a date with at most a few words beside it, not a sentence with a date in it."""
    rest = re.sub(r"\([^)]*\)", " ", without_days(filled(words)))
    return bool(days(filled(words))) and len(rest.split()) <= 6 and not SENTENCE.search(rest)
