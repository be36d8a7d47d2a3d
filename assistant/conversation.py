"""Make a follow-up stand alone: what is left unsaid is taken from the questions before it, and nothing else.

A follow-up in words of its own ("And who approves it?") keeps them and is told what it is about; one that only puts
something in the place of something ("and at Hill School?") is the question before with that in it. No name and no
number is added that was not said.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from assistant.values import Turn
from assistant.vocabulary import is_bare
from assistant.wording import content_words

ABOUT = " (about: "
BESIDES = " – "
OPENS = re.compile(r"^\W*(?:(?:and|but|or|so|also|then|ok(?:ay)?|right|well|now|yes|no)\b[\s,]*)+(?=\w)", re.IGNORECASE)
LIKE = re.compile(
    r"^\W*(?:(?:what|how) about|(?:is it |does (?:it|that|this) (?:go|apply|count) )?(?:the )?same (?:for|with|in|at)"
    r"|even (?:if|for|when|though)|(?:what )?if|in that case|not even|only)\b\s*",
    re.IGNORECASE,
)
ANEW = re.compile(
    r"^\W*(?:now |and )?(?:for )?(?:(?:an? )?(?:new|different|another|separate|next) (?:question|topic|subject|thing"
    r"|matter)"
    r"|a question|(?:changing|change of) (?:the )?subject)\b(?: about \w+)?\s*[,.:;?!–-]*\s*",
    re.IGNORECASE,
)
PERSON = re.compile(r"(?:[Hh]e|him|his|[Ss]he|her|hers|[Tt]hey|them|their|theirs)(?:self|selves)?")
POINTS_BACK = re.compile(
    rf"\b(?:{PERSON.pattern}|[Ii]t|[Ii]ts|that|this|those|these|one|ones|either|both|afterwards|there|in that case)\b",
)
ALWAYS_BACK = re.compile(
    r"\b(?:the same|same|too|else|instead|(?:the|an?|this|that) (?:\w+ )?ones?)\b|\b(?:longer|sooner|earlier|shorter"
    r"|more)\W*$",
    re.I,
)
PLACES = re.compile(r"^(?:for|at|in|on|with|to|after|before|during)\b", re.IGNORECASE)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
NOT_BACK = re.compile(
    r"\b(?:is|are|was|were|isn't|has|have|will) it\b(?=.{0,60}\b(?:to|if|that|which|who|for|of|be|in|any)\b)"
    r"|\b(?:is|are|was|were|isn't|aren't|has|have|will|can|must|should) there\b"
    r"|\bit (?:is|takes?|was|costs?)\b.{0,30}\b(?:to|that|who)\b|\bthere(?: is| are| was| has| have|'s)\b"
    rf"|\bit(?:'s| is) (?:late|early|nearly|almost|snowing|raining|{MONTHS})\b|^it(?:'s| is) the\b|\bthis is (?:my|a"
    rf"|an|the|our)\b"
    rf"|\b(?:that|this) (?:new|year|term|week|month|policy|{MONTHS})\b|\bthis year's\b|\bthat's what\b"
    r"|\bthat (?:i|we|he|she|they|it|a|an|the|my|our|is|are|may|must|has|have)\b"
    r"|\bthose who\b|\bhow (?:long|much) (?:does|will|do) (?:it|they) (?:take|cost)\b|\bat the same time\b"
    r"|\b(?:no|any|some)(?: ?one|body)(?: else)?\b|\bone (?:of|day|week|year|pupil|child|person|school|firm|word"
    r"|or two)\b"
    r"|\btoo (?:much|many|far|late|long|hot|cold|little)\b|\bthose (?:of us|two)\b|\bdo they (?:let|make|check|have"
    r"|need|pay)\b"
    r"|\bboth (?:of|the|my|our|parents)\b|\beither of\b",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"\b(?:pupils?|teachers?|parents?|staff|governors?|child(?:ren)?|volunteers?|ladies|some(?:one|body)|any(?:one"
    r"|body)"
    r"|members?|colleagues?|mum|mother|dad|father|toddler|son|daughter|boys?|girls?|kids?|lads?|heads?|headteachers?"
    r"|tas?"
    r"|assistants?|manager|class|people|students?|ects?|nqt|cleaners?|candidates?|trustees?|helpers?|famil(?:y|ies)"
    r"|firms?"
    r"|yr ?\d+s?|y\d+|years? \d+s?|who|m(?:r|rs|s|iss) \w+|the trust|team|school)\b",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"(?:^|, |[.;?] )(?:by |for |on |in |at |to |from |above |under )?(?:who(?:m|se|'s)?|what(?:'s)?|which"
    r"|when(?:'s)?|where(?:'s)?"
    r"|why|how|can|could|may|must|do|does|did|is|are|was|will|would|should|shall|has|have|had|am)\b",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"^(?:(?:please )?(?:can|could) you (?:please )?(?:tell|show|explain to) (?:me|us) |tell (?:me|us) |do you know "
    r"|i(?:'d| would) like to know )",
    re.IGNORECASE,
)
QUESTION_WORDS = re.compile(
    r"^(?=(?:by|for|on|in|at|to)? ?(?:wh|how|is|are|was|were|do|does|did|can|could|may|might|must|should|shall|will"
    r"|would|has"
    r"|have|had|am)\w*\b)"
    r"(?:(?:by |for |on |in |at |to )?(?:who(?:m|se|'s)?|what(?:'s)?|which|when(?:'s)?|where(?:'s)?|why"
    r"|how(?: (?:many|much|long"
    r"|often|soon|far|old|big|high|quickly|early|late))?)\b\s*)?"
    r"(?:(?:is|are|was|were|do|does|did|can|could|may|might|must|should|shall|will|would|has|have|had"
    r"|am)\b(?:n't)?\s*)?"
    r"(?:(?:i|we|you|one|there|it|they|he|she)\b\s*)?(?:(?:happens?|get|have|need|do|be|want|take)\b\s*)?"
    r"(?:to (?:get|have)\b\s*)?",
    re.IGNORECASE,
)
INSIDE = re.compile(
    r"\b(?:(?:do|does|can|may|must|should|will|would) (?:i|we|you|they|he|she)(?: (?:get|have|need|take))?"
    r"|(?:is|are|was|were|can be) there(?: be)?)\b\s*",
    re.IGNORECASE,
)
ROLE = (
    r"(?:(?:a|an|the|our|my|all) )?(?:(?:early career|supply|class|deputy|part[- ]time|full[- ]time|support|office"
    r"|staff"
    r"|parent) )*(?:teachers?|tas?|teaching assistants?|heads?|headteachers?|staff|governors?|trustees?|volunteers?"
    r"|cleaners?|cooks?|ects?|part[- ]timers?|midday supervisors?|parents?|pupils?|primary|primaries|secondar(?:y|ies))"
)
SLOTS = (
    r"£\s?\d[\d,]*(?:\.\d+)?",
    r"\b\d+(?:\.\d+)?\s?(?:%|per cent)",
    r"\b(?:19|20)\d\d\b",
    r"\b(?:the )?(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)(?: (?:one|time))?\b",
    r"\byears? \d{1,2}s?\b",
    rf"\b{ROLE}\b(?! (?:of|has|have|is|are|'s))",
)
LITTLE = frozenset(
    "for with in at by on of to about what how if is it came out was were the a an one time same and".split()
)
FEW = 2  # subject words of a question that may lean on the one before
LONG = 12  # words of a question that says what it is about
SHORT = 4  # words of a question that leans on the one before although nothing in it says so
EARLY = 6  # words of a long question in which it would point back
MOST_MORE = 8  # words beside an amount or a school that is put in the place of another


@dataclass(frozen=True, slots=True)
class Known:
    """What of the documents helps to understand a question: the names of the schools, and the stems of the titles."""

    schools: Sequence[str] = ()
    titles: Collection[str] = ()


NOTHING = Known()
Leans = Callable[[str, str], bool]


def standalone(question: str, history: Sequence[Turn], known: Known = NOTHING, leans: Leans | None = None) -> str:
    """The question as it will be searched for; `leans` says whether one leans on the one before, else its words do."""
    anew = ANEW.match(question)
    if anew:
        return _capital(question[anew.end() :]) or question
    before = _before(history, known)
    if not before or not (leans(question, before) if leans else follows(question, before, known)):
        return question
    said = after(OPENS, question).rstrip(" ?.!")
    replaced = _in_its_place(said, before, known)
    if replaced:
        return replaced
    if LIKE.match(said) or not ASKS.search(said):
        return f"{before.rstrip(' ?.!')}{BESIDES}{said}?"
    return f"{_capital(said)}{ABOUT}{topic(before)})?"


def follows(question: str, before: str, known: Known = NOTHING) -> bool:
    """Whether a question leans on the one before it, as far as its words tell."""
    said = after(OPENS, question)
    opened, like = said != question, bool(LIKE.match(said))
    inner = after(LIKE, said)
    named = subjects(inner) - {word for school in known.schools for word in content_words(school)}
    shared = named & set(content_words(before))
    titled = any(word in known.titles for word in named - shared)
    asks, words = bool(ASKS.search(inner)), len(said.split())
    if not named or _points_back(said):
        return True
    if opened and words <= LONG and PLACES.match(inner):
        return True
    if words > LONG or (titled and len(named) >= FEW):
        return False
    if like or (opened and not asks):
        return not titled or len(named) < FEW
    if opened and len(named) <= FEW:
        return bool(shared) or len(named) < FEW
    if opened and shared:
        return True
    stated = "?" not in before and not ASKS.search(before)
    return asks and not titled and words < (LONG if stated else SHORT)


def topic(before: str) -> str:
    """What a question was about: the question without its question words, and what it was itself about."""
    own, _, about = before.rstrip(" ?.!").partition(ABOUT)
    asked = LEADS.sub("", own)
    if not re.search(r"[.!?;] ", asked):
        asked = " ".join(INSIDE.sub("", QUESTION_WORDS.sub("", asked, count=1)).split()).removesuffix(" be") or own
    if not about:
        return asked
    about = about.replace(")", "", 1)
    fresh = set(content_words(asked)) - set(content_words(about))
    return f"{about}; {asked}" if any(not is_bare(word) for word in fresh) else about


def own(understood: str) -> str:
    """What is asked itself, without what it is about."""
    return understood.partition(ABOUT)[0]


def after(pattern: re.Pattern[str], said: str) -> str:
    """What is said after words such as "and what about", where it begins with them."""
    found = pattern.match(said)
    return said[found.end() :] if found else said


def subjects(said: str) -> set[str]:
    """The stems of the words that name what it is about."""
    return {word for word in content_words(said) if not is_bare(word)}


def _before(history: Sequence[Turn], known: Known) -> str:
    """The last question, understood in the light of those before it."""
    if not history:
        return ""
    last = history[-1]
    return last.understood or standalone(last.question, history[:-1], known)


def _points_back(said: str) -> bool:
    """Whether a word stands for something that the question itself has not named before."""
    plain = NOT_BACK.sub(lambda found: "." * len(found.group()), said)
    words = list(re.finditer(r"\S+", plain))
    if len(words) > LONG:  # a long question names what its later words stand for
        plain = plain[: words[EARLY].start()]
    if ALWAYS_BACK.search(plain):
        return True
    for found in POINTS_BACK.finditer(plain):
        earlier = said[: found.start()]
        if PERSON.fullmatch(found.group()):
            if not PEOPLE.search(earlier):
                return True
        elif len(subjects(earlier)) < FEW:
            return True
    return False


def _in_its_place(said: str, before: str, known: Known) -> str:
    """The question before with the one amount, year, post or school that the follow-up names; "" where it is not "
    "that."""
    if ASKS.search(after(LIKE, said)):
        return ""
    schools = "|".join(re.escape(school) for school in known.schools)
    for pattern in (*SLOTS, *([rf"\b(?:{schools})\b"] if schools else [])):
        slot = re.compile(pattern, re.IGNORECASE)
        new, old = list(slot.finditer(said)), list(slot.finditer(before))
        if len(new) != 1 or len(old) != 1:
            continue
        whole = before[: old[0].start()] + _fitting(new[0].group(), old[0].group()) + before[old[0].end() :]
        rest = re.findall(r"\w+", f"{said[: new[0].start()]} {said[new[0].end() :]}".casefold())
        if len(rest) > MOST_MORE:
            return ""
        more = "" if set(rest) <= LITTLE else f"{BESIDES}{said}"
        return f"{whole.rstrip(' ?.!')}{more}?"
    return ""


def _fitting(new: str, old: str) -> str:
    """The new words in the form of the old ones: with "time" and an article where those have them, else without."""
    word = re.sub(r" (?:one|time)$", "", new, flags=re.IGNORECASE)
    word += " time" if old.casefold().endswith(" time") else ""
    return (
        word if re.match(r"(?:an?|the|our|my) ", old, re.I) else re.sub(r"^(?:an?|the) ", "", word, flags=re.IGNORECASE)
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
