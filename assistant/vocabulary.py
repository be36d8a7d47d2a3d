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
    ("slt", "senior leadership team", "senior leader"),
    ("sbm", "school business manager", "bursar"),
    ("ta", "teaching assistant"),
    ("hlta", "higher level teaching assistant"),
    ("senco", "sendco", "special educational needs coordinator"),
    ("ehcp", "education, health and care plan"),
    ("pp", "pupil premium"),
    ("fsm", "free school meals"),
    ("lac", "looked after"),
    ("eal", "english as an additional language"),
    ("rse", "rshe", "relationships, sex and health education"),
    ("sar", "dsar", "subject access request"),
    ("foi", "freedom of information"),
    ("dpo", "data protection officer"),
    ("dpia", "data protection impact assessment"),
    ("gdpr", "data protection"),
    ("ico", "information commissioner"),
    ("hse", "health and safety executive"),
    ("riddor", "reportable"),
    ("coshh", "hazardous substance"),
    ("ppe", "protective equipment"),
    ("toil", "time off in lieu"),
    ("ppa", "planning, preparation and assessment"),
    ("inset", "staff training"),
    ("kit", "keeping in touch"),
    ("split", "shared parental leave"),
    ("la", "local authority", "council"),
    ("ks1", "key stage 1"),
    ("ks2", "key stage 2"),
    ("ks3", "key stage 3"),
    ("ks4", "key stage 4"),
    ("y7", "year 7"),
    ("pan", "published admission number"),
    ("sats", "key stage 2"),
    ("mat", "trust"),
    ("gb", "governing body"),
    ("gov", "governor"),
    ("esfa", "education and skills funding agency"),
    ("tlr", "teaching and learning responsibility"),
    ("upr", "ups", "upper pay range"),
    ("cpd", "professional development"),
    ("oh", "occupational health"),
    ("hr", "people team"),
    ("sen", "send"),
    ("nits", "head lice"),
    ("mate", "colleague"),
    ("teacher", "staff"),
    ("sir", "teacher"),
    ("baby", "maternity", "birth", "newborn"),
    ("pregnant", "pregnancy", "maternity"),
    ("dad", "father", "paternity", "partner"),
    ("mum", "mother"),
    ("wedding", "marriage"),
    ("moving", "house move"),
    ("dentist", "dental", "medical appointment"),
    ("gp", "doctor"),
    ("fit note", "sick note"),
    ("knife", "weapon", "blade"),
    ("booze", "alcohol"),
    ("drunk", "alcohol"),
    ("vape", "smoking", "cigarette"),
    ("weed", "drug", "substance"),
    ("fight", "assault", "violence"),
    ("swear", "abusive", "language"),
    ("hit", "assault", "strike"),
    ("cop", "police"),
    ("bunk", "truancy", "truant", "unauthorised absence"),
    ("skive", "truancy"),
    ("fine", "penalty notice"),
    ("telling", "reprimand", "sanction"),
    ("kept behind", "detention"),
    ("kick", "exclude"),
    ("chuck", "exclude"),
    ("complain", "complaint"),
    ("moan", "complaint", "grievance"),
    ("grass", "whistleblow", "whistleblowing"),
    ("snitch", "whistleblow"),
    ("laptop", "device", "computer"),
    ("tablet", "ipad", "device"),
    ("smartphone", "phone", "mobile"),
    ("chatgpt", "generative ai", "artificial intelligence", "ai"),
    ("facebook", "social media"),
    ("whatsapp", "social media", "message"),
    ("insta", "social media"),
    ("snapchat", "social media"),
    ("password", "account"),
    ("hack", "cyber", "attack"),
    ("cash", "money"),
    ("quid", "pound"),
    ("grand", "1000"),
    ("spend", "order", "expenditure"),
    ("contract", "agreement"),
    ("tender", "procurement"),
    ("supplier", "contractor", "vendor", "firm"),
    ("bill", "invoice"),
    ("credit card", "purchasing card"),
    ("company card", "purchasing card"),
    ("petrol", "mileage", "fuel"),
    ("car", "vehicle"),
    ("bus", "minibus", "coach", "transport"),
    ("taxi", "transport"),
    ("hotel", "accommodation", "overnight"),
    ("food", "meal", "catering"),
    ("present", "gift"),
    ("chocolates", "gift"),
    ("bottle", "gift", "hospitality"),
    ("rent", "hire", "letting", "charge"),
    ("gym", "hall", "sports"),
    ("roof", "building"),
    ("boiler", "heating"),
    ("snow", "weather", "closure"),
    ("shut", "close", "closure"),
    ("fire", "evacuation"),
    ("alarm", "evacuation", "drill"),
    ("camera", "cctv"),
    ("film", "footage", "record"),
    ("photo", "photograph", "image", "picture"),
    ("nude", "sexual image", "indecent image"),
    ("bin", "destroy", "dispose", "delete"),
    ("shred", "destroy", "dispose"),
    ("paperwork", "record", "form"),
    ("file", "record"),
    ("leak", "breach"),
    ("lost", "loss", "breach"),
    ("allergic", "allergy", "anaphylaxis"),
    ("epipen", "adrenaline", "auto-injector"),
    ("inhaler", "asthma", "medicine"),
    ("jab", "vaccination", "immunisation"),
    ("tummy bug", "sickness and diarrhoea"),
    ("nappy", "intimate care", "toileting"),
    ("wet", "soiled", "toileting"),
    ("bump", "head injury", "injury"),
    ("hurt", "injury", "injured", "accident"),
    ("ambulance", "999", "emergency"),
    ("plaster", "first aid"),
    ("tablet", "medicine"),
    ("pills", "medicine", "tablet"),
    ("shoe", "trainers", "footwear"),
    ("jumper", "sweatshirt", "uniform"),
    ("blazer", "uniform"),
    ("hair", "hairstyle"),
    ("earring", "jewellery", "piercing"),
    ("makeup", "make-up", "cosmetics"),
    ("residential", "overnight", "visit"),
    ("swimming", "pool"),
    ("helper", "volunteer"),
    ("newbie", "new starter", "induction"),
    ("interview", "selection", "recruitment"),
    ("reference", "referee"),
    ("notice", "resign", "resignation"),
    ("quit", "resign", "resignation"),
    ("leaving", "resign", "exit interview"),
    ("redundant", "redundancy"),
    ("overtime", "extra hours", "additional hours"),
    ("part-time", "part time", "fewer hours"),
    ("flexi", "flexible working"),
    ("wfh", "work from home", "working from home", "remote"),
    ("email", "e-mail"),
    ("observe", "observation"),
    ("review", "appraisal"),
    ("target", "objective", "measure"),
    ("aim", "objective", "target"),
    ("marking", "assessment", "feedback"),
    ("homework", "home learning"),
    ("exam", "examination"),
    ("results", "outcomes", "attainment"),
    ("grade", "attainment"),
    ("place", "admission"),
    ("sibling", "brother", "sister"),
    ("catchment", "priority area"),
    ("church", "faith", "worship"),
    ("assembly", "collective worship"),
    ("vote", "quorum", "majority"),
    ("chair", "chairman"),
    ("clerk", "governance professional"),
    ("minutes", "record of the meeting"),
    ("conflict", "interest", "declare"),
    ("mark", "register", "code"),
    ("kicked out", "permanent exclusion", "exclusion"),
    ("expel", "permanent exclusion"),
    ("dinner lady", "midday supervisor", "lunchtime supervisor"),
    ("lollipop", "crossing"),
    ("caretaker", "site manager", "premises manager"),
    ("nursery", "early years"),
    ("reception", "early years"),
    ("sixth form", "year 12", "post-16"),
    ("buy", "purchase", "procurement"),
    ("cancel", "withdraw"),
    ("appeal", "review"),
    ("proof", "evidence"),
    ("rude", "behaviour"),
    ("naughty", "behaviour", "misbehaviour"),
    ("upset", "distress"),
    ("scared", "afraid", "frightened"),
    ("racist", "racism", "discrimination"),
    ("gay", "sexual orientation", "lgbt"),
    ("disabled", "disability"),
    ("cut", "reduce", "reduction"),
    ("extra", "additional"),
    ("stop", "end", "suspend"),
    ("check", "inspect", "inspection", "test"),
    ("tell", "inform", "notify", "report"),
    ("ring", "telephone", "phone", "call"),
    ("answer", "reply", "respond", "response"),
    ("start", "begin"),
    ("quick", "soon", "immediately"),
    ("sort", "arrange"),
    ("fix", "repair"),
    ("broken", "damage", "defect"),
    ("nick", "steal", "theft"),
    ("stolen", "theft"),
    ("scam", "fraud"),
    ("fiddle", "fraud"),
    ("leader", "manager"),
)
GENERIC = """policy rule rules procedure process guidance document documents plan rate cost price amount limit maximum
minimum allowed permitted target trust school happen want find tell explain mean please details information thing kind
type number alone""".split()
BARE = """day days week weeks month months year years hour hours time date deadline long many much number amount limit
approve approves approval sign signs agree decide decides permission allow allowed ok okay fine form forms copy rule
rules policy policies procedure thing things something anything someone anyone get have take need want use go keep kept
pay paid cost money claim ask request fill send hand give tell check start end stop happen apply applies count school
trust please quick question help know find out right wrong way people person staff colleague exactly maximum minimum
cut-off pupil pupils child children teacher teachers next now today still""".split()


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


def expanded(question: str) -> str:
    """A question with the other names of what it names behind it, for the search by words."""
    extra = dict.fromkeys(word for stem in dict.fromkeys(content_words(question)) for word in other_names(stem))
    return f"{question} {' '.join(extra)}" if extra else question


@cache
def _generic() -> frozenset[str]:
    return frozenset(content_words(" ".join(GENERIC)))


def is_generic(stem: str) -> bool:
    """Whether a word asks without naming a subject: "the mileage rate" is about mileage."""
    return stem in _generic()


@cache
def _bare() -> frozenset[str]:
    return frozenset(content_words(" ".join(BARE)))


def is_bare(stem: str) -> bool:
    """Whether a word alone does not say what a question is about: "how many days do I get?"."""
    return stem in _bare()


def named(stem: str, stems: Collection[str]) -> bool:
    """Whether a word, or another name of the same thing, stands among some stems."""
    return stem in stems or any(_all(other, stems) for other in _groups().get(stem, ()))


def other_names(stem: str) -> tuple[str, ...]:
    """The stems of the other names of a thing, to search for as well."""
    return tuple(word for name in _groups().get(stem, ()) for word in name)


def _all(words: Iterable[str], stems: Collection[str]) -> bool:
    return all(word in stems for word in words)
