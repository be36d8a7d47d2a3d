"""Words that schools use for the same thing, and words that ask without naming a subject.

The groups are the everyday and the official names of one thing in English schools ("head", "headteacher"); short
forms are those of the Department for Education's published guidance.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from assistant.wording import content_words

SAME = (
    ("sick", "ill", "illness", "unwell", "sickness", "poorly"),
    ("child", "pupil", "student", "kid", "children"),
    ("parent", "carer", "family", "mum", "dad"),
    ("head", "headteacher", "principal"),
    ("boss", "manager"),
    ("ceo", "chief executive"),
    ("cfo", "chief financial officer"),
    ("dsl", "designated safeguarding lead"),
    ("lado", "local authority designated officer"),
    ("send", "sen", "special educational needs"),
    ("kpi", "key performance indicator", "measure"),
    ("lgb", "local governing body"),
    ("ect", "nqt", "early career teacher"),
    ("dbs", "enhanced check", "criminal record check"),
    ("dfe", "department for education"),
    ("holiday", "vacation"),
    ("phone", "mobile"),
    ("purchase", "buy", "order"),
    ("quote", "quotation"),
    ("sack", "fire", "dismiss", "dismissal"),
    ("hire", "let", "letting", "rent"),
    ("recruit", "appoint", "appointment", "employ"),
    ("trip", "visit", "excursion"),
    ("bully", "bullying", "harassment"),
    ("wage", "salary", "pay"),
    ("funeral", "bereavement", "death", "died"),
    ("late", "lateness", "punctuality"),
    ("absent", "absence"),
    ("meal", "lunch", "dinner", "breakfast"),
    ("medicine", "medication"),
    ("keep", "retain", "retention", "kept"),
    ("exclude", "exclusion", "expel"),
    ("suspend", "suspension"),
    ("approve", "approval", "authorise", "authorisation", "sign"),
    ("forbidden", "prohibited", "banned"),
    ("green", "environment", "environmental", "climate", "sustainability"),
    ("job", "post", "vacancy"),
    ("training", "trained"),
)
GENERIC = """policy rule rules procedure process guidance document documents plan rate cost price amount limit maximum
minimum allowed permitted target trust school happen want find tell explain mean please details information thing kind
type number alone""".split()


@cache
def _groups() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """For every stem that is a whole name, the other names of its group, each as stems."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for group in SAME:
        names = tuple(dict.fromkeys(content_words(name) or (name,) for name in group))
        for name in names:
            if len(name) == 1:
                found[name[0]] = (*found.get(name[0], ()), *(other for other in names if other != name))
    return found


@cache
def _generic() -> frozenset[str]:
    return frozenset(content_words(" ".join(GENERIC)))


def is_generic(stem: str) -> bool:
    """Whether a word asks without naming a subject: "the mileage rate" is about mileage."""
    return stem in _generic()


def named(stem: str, stems: Collection[str]) -> bool:
    """Whether a word, or another name of the same thing, stands among some stems."""
    return stem in stems or any(_all(other, stems) for other in _groups().get(stem, ()))


def other_names(stem: str) -> tuple[str, ...]:
    """The stems of the other names of a thing, to search for as well."""
    return tuple(word for name in _groups().get(stem, ()) for word in name)


def _all(words: Iterable[str], stems: Collection[str]) -> bool:
    return all(word in stems for word in words)
