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


LAW = re.compile(
    r"\b(?:tribunal|sue|sued|court|solicitor|lawyer|barrister|judge|ombudsman|acas|libel|compensation|legally|illegal"
    r"|unlawful\w*|lawful|constructive dismissal|unfair(?:ly)? dismiss\w+|break(?:ing)? the law|against the law)\b",
    re.IGNORECASE,
)
OTHER_PLACES = re.compile(
    r"\b(?:other|another|different|neighbouring|most|private|my old|my (?:son|daughter|kid|child)(?:'?s)?|last|previous"
    r"|next) (?:schools?|trusts?|academ(?:y|ies)|council|employer)\b|\bcompared? (?:to|with)\b|\bunited learning\b"
    r"|\bharris\b|\boasis\b|\bark schools?\b|\b(?:the )?(?:dfe|ofsted|government|council|local authority)\b"
    r"|\b(?:down|up) the road\b|\bacross the country\b|\bnationally\b",
    re.IGNORECASE,
)
VIEWS = re.compile(
    r"\b(?:do you|would you|what do you|you reckon|your (?:view|take|opinion|favourite)|is it (?:fair|right|worth)"
    r"|best|worst|better|should i (?:quit|resign|leave|join|vote|go for|apply)|am i right|any good|pointless|fair)\b",
    re.IGNORECASE,
)
MAKES = re.compile(
    r"^\W*(?:(?:can|could|would|will) you |please |pls |just |quickly )*(?:write|draft|compose|make|create|plan|design"
    r"|translate|rewrite|reword|summari[sz]e|calculate|work out|mark|book|order|send|email|ring|call|remind|add|print"
    r"|proof ?read|check my|give me \w+ (?:ideas|tips|names)|generate|convert|fix|log|reset|think of|come up with|do my"
    r"|help me (?:write|plan|with my)|\d+ ?[-+x*/])\b",
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"\b(?:are you (?:an? )?(?:ai|robot|bot|human|real|chat ?gpt|alive|recording)|chat ?gpt|what model|who (?:made"
    r"|built|trained|wrote) you|how do you work|your (?:prompt|password|instructions|name|code|memory)|you were given"
    r"|delete (?:that|my|all|the)|change the (?:policy|answer|document)|forget|approve my|sign it off"
    r"|mark (?:this|it) as|give me (?:admin|access)|upload)\b",
    re.IGNORECASE,
)
SOMEONE = re.compile(
    r"^\W*(?:has|have|had|did|does|is|was|why|when|where|who|what|which|how)\b(?=.*\b(?:mr|mrs|ms|miss|dr|he|she|his|her"
    r"|[a-z]+'s)\b)",
    re.IGNORECASE,
)
PATTERNS = (
    ("chore", (CHORE, MAKES)),
    ("legal", (CASE, LAW)),
    ("system", (MACHINE,)),
    ("personal", (TITLED, SOMEONE)),
    ("others", (OTHER_PLACES,)),
    ("opinion", (OPINION, VIEWS)),
)


def outside(question: str) -> str:
    """Of which kind, as `endings.OF_SCOPE` names them, it is no question for the documents; "" where it may be one.

    A chore, an opinion, whether a case would be won.
    """
    sure = (("chore", CHORE), ("elsewhere", ELSEWHERE), ("opinion", OPINION), ("legal", CASE))
    return next((kind for kind, pattern in sure if pattern.search(question)), "")


def likeliest(question: str) -> str:
    """Which kind it most looks like, of what is already known to be outside the documents; "elsewhere" by default."""
    if kind := outside(question):
        return kind
    if PRIVATE.search(question) and PAIR.search(question):
        return "personal"
    return next((kind for kind, looks in PATTERNS if any(look.search(question) for look in looks)), "elsewhere")


def about_a_person(question: str, known: Collection[str] = ()) -> bool:
    """Whether it asks for what is private about someone named. `known` are words, small, that are no person's name."""
    if not (PRIVATE.search(question) and ASKS_OF.search(question)) or RULES.search(question):
        return False
    if TITLED.search(question):
        return True
    return any(first.casefold() not in known and last.casefold() not in known for first, last in PAIR.findall(question))
