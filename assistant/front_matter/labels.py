"""The many labels under which documents state the same few facts about themselves."""

import re
from dataclasses import dataclass

from assistant.front_matter.days import days

_NOUN = r"(?:polic(?:y|ies)|documents?|procedures?|plan|guidance|statement|handbook)"
_IT = rf"(?:(?:this|the|school|trust|our) )?{_NOUN}(?:'s)? "
_DONE = r"(?:approved|ratified|adopted|agreed|authorised|endorsed|signed off)"
_DOING = r"(?:approval|ratification|adoption)"
_LAST = r"(?:last|latest|most recent|previous)"
_BODY = (
    r"(?:governors?|governing (?:body|board)|(?:trust |full |local )?board|trust|trustees?|[lf]gb|committee|slt)(?:'s)?"
)
_WHO = (
    r"(?:person|officer|lead|leader|manager|director|member of staff|staff|staff member|department|team|post ?holder)"
)
_COUNT = r"(?: (?:no|number|num|code|id|#))"

# In every group the surest label first: where two say different things, the earlier one counts.
LABELS: dict[str, tuple[str, ...]] = {
    "title": (
        rf"(?:{_IT})?(?:name|title)",
        r"(?:name|title) of (?:the )?(?:policy|document|procedure)",
        r"(?:policy|document)",
    ),
    "reference": (rf"(?:{_IT})?ref(?:erence)?{_COUNT}?", rf"{_IT}(?:no|number|code|id)"),
    "version": (rf"(?:{_IT})?version{_COUNT}?", rf"(?:{_IT})?(?:issue|revision|edition){_COUNT}?", r"rev"),
    "status": (rf"(?:{_IT})?status", rf"status of {_IT.strip()}"),
    "kind": (r"(?:document|policy) (?:kind|type|category)|type of (?:document|policy)",),
    "owner": (
        rf"(?:{_IT}|business |information )?owner(?:ship)?",
        rf"(?:owned by|(?:{_IT})?owning (?:department|team)|{_IT}(?:lead|holder|manager|sponsor))",
        rf"(?:responsible {_WHO}|{_WHO} responsible(?: for .*)?|lead {_WHO}"
        r"|(?:slt|staff|trust|school|executive|designated) lead|lead|accountable officer"
        r"|responsibility|responsible|responsibility of)",
        rf"(?:{_IT})?(?:author|writer|originator)",
        r"(?:written|prepared|produced|compiled|drafted) by",
    ),
    "contact": (
        rf"(?:{_IT})?(?:contact|enquiries|queries)(?: (?:details?|officer|person|name|email|point))?(?: address)?",
        r"email(?: address)?",
    ),
    "approved_by": (
        rf"(?:{_DOING}|approving|ratifying|adopting) (?:body|committee|authority|board|group|level|by)",
        rf"(?:reviewed and |written and )?{_DONE}(?:(?: and |, | / ){_DONE})* by",
        rf"(?:{_IT})?approver",
        rf"{_DOING}",
    ),
    "approved": (
        rf"(?:{_IT})?(?:date )?(?:was |last )?{_DONE}(?:(?: and |, | / ){_DONE})*(?: on| date)?",
        rf"(?:{_IT})?(?:last )?{_DOING} date|date (?:of )?(?:{_IT})?(?:last )?{_DOING}",
        rf"(?:{_IT})?(?:date|when) {_DONE}",
        rf"{_BODY} {_DOING}(?: date)?",
    ),
    "effective_from": (
        rf"(?:{_IT})?(?:(?:is )?effective(?: date| from| as of)?|in force from|valid from|applies from)",
        r"(?:date (?:effective|in force|of effect|effective from)|effective from date|effective date)",
        r"(?:date of implementation|(?:date )?implemented(?: on)?|implementation date|commencement date"
        r"|operational (?:date|from))",
        r"(?:date of issue|date issued|issue date|issued(?: on)?)",
    ),
    "review_by": (
        rf"(?:date (?:of |for )?(?:the )?)?(?:{_IT})?next (?:{_IT}|planned |scheduled |full )?review"
        r"(?: date)?(?: due)?(?: date| by| on)?",
        rf"(?:{_IT})?(?:review due(?: date| by| on)?|due for (?:next )?review(?: on| by)?|review by"
        r"|date (?:due )?for (?:next )?review|date review due"
        r"|due date for review|(?:planned|scheduled) review(?: date)?)",
        rf"(?:{_IT})?(?:to be|must be|will be|should be) (?:next )?reviewed(?: by| on| in| before)?",
        rf"(?:{_IT})?(?:expiry date|expires(?: on)?|valid until|renewal date)",
    ),
    "review_date": (rf"(?:{_IT})?review(?: date)?", r"date of (?:the )?(?:policy )?review"),
    "last_review": (
        rf"(?:date (?:of )?)?(?:the )?(?:{_IT})?{_LAST} (?:{_IT})?review(?:ed)?(?: date| on)?",
        rf"(?:{_IT})?review date {_LAST}",
    ),
    "reviewed": (rf"(?:{_IT})?(?:date )?(?:last )?(?:reviewed|revised|updated?)(?: on| date)?", r"revision date"),
    "review_cycle": (
        rf"(?:{_IT})?(?:review|renewal) (?:cycle|frequency|period|interval|schedule|term)",
        r"(?:frequency|cycle|period) of review",
        rf"(?:{_IT})?(?:(?:to be )?reviewed every|review every)",
    ),
    "applies_to": (
        rf"(?:{_IT})?(?:applies to|applicable to|is for)",
        r"(?:(?:target|intended) )?audience|who (?:does )?(?:this|it) (?:policy )?appl(?:y|ies) to",
        rf"(?:{_IT})?scope(?: of (?:application|the policy))?",
    ),
    "date": (r"date",),  # of what, only the label before it can say
    "supersedes": (
        rf"(?:{_IT})?(?:supersedes|replaces|superseding|replacing)(?: {_IT.strip()})?(?: version)?",
        rf"(?:supersedes|replaces) (?:previous )?(?:version|{_IT.strip()})",
    ),
}
_PATTERNS = [(re.compile(words), field, rank) for field, labels in LABELS.items() for rank, words in enumerate(labels)]
_DONE_BY = re.compile(rf"(?:date )?(?:reviewed and )?{_DONE} (?:by|at) (?:the )?(?P<body>\S.*)")
LONGEST_LABEL = 60
BESIDE = ("role", "job title", "position", "name", "post", "signature", "time")  # "Owner and role"


@dataclass(frozen=True, slots=True)
class Label:
    """What a label names: a field, how sure it is (0 surest), and the body named in "Approved by the board:"."""

    field: str
    rank: int
    body: str = ""


def label(words: str) -> Label | None:
    """What some words name as a label; None when they are no label that is known."""
    plain = _plain(words)
    if not plain or len(plain) > LONGEST_LABEL:
        return None
    found = _known(plain)
    if found is None and re.search(r" / | and | or ", plain):
        parts = re.split(r" / | and | or ", plain)
        found = _known(parts[0]) if all(_known(part) or part in BESIDE for part in parts[1:]) else None
    if found is None and (done := _DONE_BY.fullmatch(plain)) and not days(done["body"]):
        body = re.sub(r"\s+", " ", words).strip(" :")
        return Label("approved", 0, body[len(body) - len(done["body"]) :])
    return found


def _known(plain: str) -> Label | None:
    return next((Label(field, rank) for known, field, rank in _PATTERNS if known.fullmatch(plain)), None)


def _plain(words: str) -> str:
    """A label in small letters, without marks, brackets and the number of its row."""
    plain = re.sub(r"\([^)]*\)", " ", words.casefold().replace("’", "'"))
    plain = re.sub(r"\be-mail", "email", plain).replace("sign-off", "sign off").replace("signed-off", "signed off")
    plain = re.sub(r"\s*[/|]\s*", " / ", plain.replace("&", " and ").replace(".", " "))
    return " ".join(plain.split()).strip(" :;*•·-–—_#?/")
