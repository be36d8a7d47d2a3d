"""The day that a question asks about: "what was the limit as of March 2024" asks for what held on 1 March 2024.

Most dates in questions are no such day: "received 18 July", "objectives for 2024 to 2029", "by September 2026". So a
day is read only from words of state ("as of", "in force in", "back in"), or from a rule asked for in the past tense
with a time that is over ("what was the limit in 2023"). A time that names no day is answered for its first day where
it is a month, and where it is longer for the first day of the month in its middle: 2023 is 1 July 2023.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.named_times import Time, times
from assistant.wording import FUNCTION_WORDS, long_date

MONTH_DAYS = 31
STATE = re.compile(
    r"(?:\bas (?:of|at|on)|\bas (?:it|they|things|that) (?:stood|was|were)(?: (?:back )?(?:in|on|at|during))?"
    r"|\b(?:in force|in effect|in place|in use|valid|effective|applicable|current|applied|applying|stood|held)"
    r"(?: \w+){0,2}? (?:in|on|at|during|as of|as at|back in)"
    r"|\b(?:way )?back (?:in|on)|\b(?:back then|at (?:the|that) time|in those days|then)[ ,]*\(?(?:in|on|of|during)?)"
    r"\s*(?:the (?:start|beginning|middle|end) of )?(?:the )?\Z",
    re.IGNORECASE,
)
BEFORE = re.compile(
    r"\b(?:before|prior to|until|up until|up to|till)"
    r"(?: the (?:change|update|revision|review|new (?:policy|rules?|version))s? (?:in|on|of))?\s*(?:the )?\Z",
    re.IGNORECASE,
)
DURING = re.compile(r"\b(?:in|on|during|throughout|at|over|around)\s*(?:the )?\Z", re.IGNORECASE)
FOLLOWS = re.compile(
    r"\W*(?:and|but|so|what about|how about|what of)\s+(?:what about\s+)?"
    r"(?P<cue>(?:before|until|as of|as at|back in|in|on|during|for)\s+)?(?:the )?\Z",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"\W*(?:(?:and|but|so|ok|right)\W+)?(?:(?:way )?back )?(?:(?:in|on|during|before|until)\s+)?\Z", re.I
)
FROM = re.compile(
    r"(?:\b(?:as from|as of|as at|with effect from|effective from|in force (?:from|on|in)|from|after"
    r"|starting(?: in| on)?|once it is|in|on|during|for)\s*(?:the )?|\A|\s)\Z",
    re.IGNORECASE,
)
DEADLINE = re.compile(r"\b(?:by|before|until|till|than|the|to|since|and|until the)\s+\Z", re.IGNORECASE)
ASKS = re.compile(r"\b(?:what|which|who|whom|whose|where|how|why)(?P<short>['’](?:s|re))?\b", re.IGNORECASE)
PAST = frozenset("was were wasn't weren't did didn't could couldn't had hadn't used".split())
PRESENT = frozenset(
    """is are am isn't aren't do does don't doesn't can can't cannot may must mustn't might shall should will won't
    would have has haven't hasn't need needs""".split()
)
DONE = re.compile(r"\w{2,}ed|said|got|took|gave|held|led|chose|kept|paid|ran|meant|stood", re.IGNORECASE)
AUXILIARY_FIRST = re.compile(
    r"\W*(?:(?:and|but|so|ok|right)\W+)?(?:was|were|did|could|had)(?:n['’]t)?\b", re.IGNORECASE
)
OF_A_RULE = re.compile(
    r"\b(?:rules?|polic(?:y|ies)|limits?|allowances?|rates?|entitle\w*|maximum|minimum|charges?|fees?|costs?|price"
    r"|targets?|goals?|aim\w*|deadline|notice|procedure|process|ratios?|arrangements?|requirements?|thresholds?|version"
    r"|framework|strategy|scheme|position|allow(?:ed)?|permit(?:ted)?|required?|supposed|expected|had to|have to"
    r"|need(?:ed)?|used to|could|must|get|got|paid|pay|approve|decide|sign|who \w+ed|appl(?:y|ied)|counted|claim"
    r"|how (?:long|often|soon|far ahead))\b",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"\b(?:received|started|began|begun|joined|left|appointed|employed|hired|born|sent|submitted|posted|published"
    r"|introduced|reported|happened|moved|opened|closed|retired|resigned|excluded|suspended|dismissed|reviewed|revised"
    r"|updated|adopted|ratified|agreed|written|issued|dated|due|finished|ended|came|come|came in|taken|made|refused"
    r"|upheld|won|off|set up|bought|decided|launched|formed|made up)\s+(?:back )?(?:in|on|during|at)?\s*(?:the )?\Z",
    re.IGNORECASE,
)
WHEN_SOMEONE = re.compile(r"\bwhen (?:\w+ ){1,3}\w+\s+(?:in|on|at|during)?\s*\Z", re.IGNORECASE)
SENTENCE = re.compile(r"[.?!]\s+(?=\S)")
WORDS = re.compile(r"\w+(?:['’]\w+)?")
THE = re.compile(r"\b(?:the|our|that|this|a|an)\s+\Z", re.IGNORECASE)
NEXT_WORD = re.compile(r"\s+(?!(?:school|academic) year)(\w+)")
LONE = re.compile(r"\(\s*\)|\[\s*\]")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that a question asks about, from `first` to `last`, both included, and the `day` it is answered for.

    `plain` is True where words of state name it, False where only the tense does. `rest` is the question without it.
    """

    words: str
    first: date
    last: date
    day: date
    plain: bool
    rest: str

    @property
    def stated(self) -> str:
        """The day, and how it stands to the time that was named: "1 July 2023 (the middle of 2023)"."""
        if self.first == self.last:
            return long_date(self.day)
        where = "the first day" if self.day == self.first else "the middle"
        return f"{long_date(self.day)} ({where} of {self.words})"


def read(question: str, on: date) -> Moment | None:
    """The time that `question`, put on the day `on`, asks about; None where it asks about now."""
    for time in times(question, on):
        if _describes(question, time):
            continue
        found = _past(question, time) if time.last < on else _coming(question, time) if time.first > on else None
        if found is not None:
            return found
    return None


def _describes(question: str, time: Time) -> bool:
    """Whether a time only says which one is meant: "the 2024 strategy" is no question about 2024."""
    following = NEXT_WORD.match(question, time.end)
    return bool(following and following[1].casefold() not in FUNCTION_WORDS and THE.search(question[: time.start]))


def _past(question: str, time: Time) -> Moment | None:
    before = question[: time.start]
    sentence = _sentence(question, time)
    said = question[sentence : time.start]
    if follows := FOLLOWS.fullmatch(said):
        until = (follows["cue"] or "").strip().casefold() in ("before", "until")
        return _moment(question, time, sentence, plain=True, until=until) if follows["cue"] or time.relative else None
    if cue := BEFORE.search(before):
        return _moment(question, time, cue.start(), plain=True, until=True) if _asks_back(question, time) else None
    if cue := STATE.search(before):
        return _moment(question, time, cue.start(), plain=True)
    if time.bare or not OF_A_RULE.search(_around(question, time)) or not _asks_back(question, time):
        return None
    if EVENT.search(before) and not WHEN_SOMEONE.search(before):
        return None
    cue = DURING.search(before)
    if cue is None and not time.relative:
        return None
    return _moment(question, time, cue.start() if cue else time.start, plain=False)


def _coming(question: str, time: Time) -> Moment | None:
    before = question[: time.start]
    if DEADLINE.search(before):
        return None
    cue = FROM.search(before)
    if cue is None or not (cue.group().strip() or time.relative):
        return None
    return _moment(question, time, cue.start(), plain=False)


def _moment(question: str, time: Time, cut_from: int, *, plain: bool, until: bool = False) -> Moment:
    first, last = (time.first - timedelta(days=1),) * 2 if until else (time.first, time.last)
    rest = LONE.sub(" ", f"{question[:cut_from]} {question[time.end :]}")
    rest = re.sub(r"\s+([,.?!)])", r"\1", " ".join(rest.split())).strip(" ,")
    return Moment(time.words, first, last, _day(first, last), plain, rest)


def _day(first: date, last: date) -> date:
    """The first day of a month or less; of a longer time the first day of the month in its middle."""
    return first if (last - first).days < MONTH_DAYS else (first + (last - first) / 2).replace(day=1)


def _sentence(question: str, time: Time) -> int:
    """Where the sentence begins in which a time stands."""
    ends = [match.end() for match in SENTENCE.finditer(question) if match.end() <= time.start]
    return ends[-1] if ends else 0


def _around(question: str, time: Time) -> str:
    """The sentence in which a time stands."""
    following = SENTENCE.search(question, time.end)
    return question[_sentence(question, time) : following.start() if following else len(question)]


def _asks_back(question: str, time: Time) -> bool:
    """Whether the sentence with the time asks in the past tense, and the time belongs to what it asks."""
    start, sentence = _sentence(question, time), _around(question, time)
    place = time.start - start
    leads = LEADS.fullmatch(sentence[:place]) is not None
    if AUXILIARY_FIRST.match(sentence):
        return True
    for asked in ASKS.finditer(sentence):
        if asked["short"] or (asked.start() > place and not leads):
            continue
        verb = _verb(sentence[asked.end() :])
        if verb is not None:
            return verb
    return not ASKS.search(sentence) and not any(word in PRESENT for word in _words(sentence))


def _verb(words: str) -> bool | None:
    """Whether the first verb after a question word is in the past; None where none is seen."""
    said = _words(words)
    for number, word in enumerate(said):
        if word in PAST or (
            number < 3 and DONE.fullmatch(word) and not set(said[number + 1 : number + 4]) & PAST_OR_NOW
        ):
            return True
        if word in PRESENT:
            return False
    return None


PAST_OR_NOW = PAST | PRESENT


def _words(text: str) -> list[str]:
    return [match.group().casefold().replace("’", "'") for match in WORDS.finditer(text)]
