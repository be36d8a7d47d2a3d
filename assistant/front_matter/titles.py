"""The title of a document: from its cover, its control table, its running head, its properties or its file name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import PurePosixPath
from statistics import median
from urllib.parse import unquote

from assistant.front_matter import meanings
from assistant.front_matter.days import without_days
from assistant.front_matter.labels import label
from assistant.front_matter.said import Line
from assistant.front_matter.saying import EVENT, OF_ANY_FORM, pairs
from assistant.values import Reading

LONGEST = 100
MOST_LINES = 40
PROSE = 90  # a longer line of the first page is no title, and the cover ends before it
SAME_SIZE = 0.08
LEAST = 1.2
KIND = re.compile(
    r"\b(?:polic(?:y|ies)|procedures?|plan|strategy|framework|scheme|statement|report|handbook|notice|guide|guidance"
    r"|code|terms of reference|register|protocol|agreement|prospectus|charter|matrix|programme|checklist|calendar"
    r"|dates|constitution|arrangements|log|form|template)\b",
    re.IGNORECASE,
)
PLURAL = re.compile(r"\bpolicies$", re.IGNORECASE)  # the shelf that a document stands on, not the document
ORGANISATION = re.compile(
    r".*\b(?:schools?|academy|academies|trust|college|council|nursery|federation|university|partnership|limited|ltd|mat"
    r"|centre|multi-academy trust)\b(?:,? (?:&|and|for|of|in|at) .*)?[.,]?",
    re.IGNORECASE,
)
SCHOOL = re.compile(
    r"\b(?:Primary|Infants?|Junior|Secondary|High|Grammar|Community|Catholic|Nursery|Upper|Middle|First)\b"
)
GENERIC = re.compile(
    r"(?:the |our |this |school |table of )?(?:polic(?:y|ies)|procedures?|guidance|contents?|index|introduction|forms?"
    r"|report|plan|background|summary|foreword|document|draft|version|purpose|rationale|aims?|scope|statement|framework|title)"
    r"|policy documents?|polic(?:y|ies) and procedures?"
    r"|(?:policy |general |management |mission |ethos |safeguarding )statements?|statement of (?:intent|policy)"
    r"|(?:document|version|policy)(?: and version)? (?:control|history|information|details)(?: .*)?"
    r"|(?:legal|legislative|statutory|policy) framework|review of policy dates?|related (?:policies|documents).*"
    r"|(?:aims|purpose|scope|roles|introduction) (?:and|&) .{3,30}",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?", re.IGNORECASE)
UNFINISHED = re.compile(r"(?:\b(?:and|of|for|with|the|to|on|in|at|by|or)|[,&/–—-])$", re.IGNORECASE)
GOES_ON = re.compile(r"[(&a-z]|(?:19|20)\d\d\b.{0,12}$")
JUNK = re.compile(
    r"microsoft word.*|.*\.(?:docx?|pdf|rtf|odt|pages|indd|xlsx?|pptx?)|untitled.*|document ?\d*"
    r"|powerpoint presentation|slide \d+|(?:new )?template|title",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line, or lines, of the cover; `size` is the height of its words in points, 0 where that is not known.

    `over_facts` is 1.5 for the line right above the first label of a fact, 1 for the two before it, else 0.
    """

    words: str
    place: str
    size: float
    heading: bool
    position: int
    over_facts: float


def title(reading: Reading, lines: Sequence[Line], named: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The title and where it was found. `named` are the values and places of labels such as "Policy name".

    A line of the cover that names no kind of document gives way to a title with a label; so does the second page.
    """
    cover, *later = [
        _best(_candidates(reading, list(page)[:MOST_LINES]))
        for _, page in groupby((line for line in lines if line.front), key=lambda line: line.page)
    ] or [None]
    labelled = next(((words, place) for words, place in named if _may_be(words) and " " in words), None)
    if labelled is not None and not (cover is not None and KIND.search(cover.words)):
        return labelled
    printed = " ".join(line.words for line in lines if line.front).casefold() + reading.document.source.casefold()
    held = _held(reading, printed)
    if held and not (cover is not None and KIND.search(cover.words)):
        return held, "the document's properties"
    for found in (cover, *(page for page in later if page is not None and KIND.search(page.words))):
        if found is not None:
            return _cleaned(found.words, reading.document.text), found.place
    for words in reading.margins:
        if _may_be(words) and KIND.search(words):
            return _cleaned(words, reading.document.text), "the running head or foot"
    heading = next((section.heading_path[-1] for section in reading.document.sections if section.heading_path), "")
    if (
        heading
        and len(heading) <= LONGEST
        and not re.search(r"[^\W\d_]{3,}[-_ +]+[^\W\d_]{3,}", reading.document.source)
    ):
        return heading, "the first heading"
    return _from_name(reading.document.source), "the file's name"


def _held(reading: Reading, printed: str) -> str:
    """The title in the file's properties, where the page or the file's name bears it out; "" where not."""
    properties = {name.casefold(): value for name, value in reading.properties}
    held = " ".join(properties.get("title", "").split())
    borne_out = held and held.casefold() in printed
    borne_out = borne_out or (_may_be(held) and all(word in printed for word in held.casefold().split()))
    return held if borne_out and " " in held and not JUNK.fullmatch(held) and not GENERIC.fullmatch(held) else ""


def _from_name(source: str) -> str:
    name = unquote(PurePosixPath(source).stem)
    words = " ".join(re.sub(r"[-_+\s]+", " ", name).split())
    return words[:1].upper() + words[1:] or "Document"


def _candidates(reading: Reading, first: Sequence[Line]) -> list[_Candidate]:
    """The lines of a page that may be the title, each with the lines that go on with it."""
    sizes = _sizes(reading, first)
    heads = reading.document.headings()
    labels = {at for at, line in enumerate(first) if pairs(line.words)}
    facts = {at for at in labels if any(known.field not in OF_ANY_FORM for known, _ in pairs(first[at].words))}
    listing = next((at for at, line in enumerate(first) if CONTENTS.fullmatch(line.words)), len(first))
    found: list[_Candidate] = []
    prose = 0
    for position, line in enumerate(first):
        near = 1.5 if position + 1 in facts else 1.0 if facts & {position + 2, position + 3} else 0.0
        prose += len(line.words) > PROSE and not near
        if not _may_be(line.words) or position in labels or (prose and not near):
            continue
        if position > listing and line.words[-1].isdigit():
            continue
        words, size = line.words, sizes[position]
        for before, after in pairwise(range(position, len(first))):
            if not _goes_on(words, first[after].words, sizes[before], sizes[after]):
                break
            words = f"{words} {first[after].words}"
        found.append(_Candidate(words, line.place, size, line.start in heads, position, near))
    return found


def _goes_on(words: str, following: str, size: float, next_size: float) -> bool:
    """Whether the next line is printed as part of the same title."""
    if len(words) + len(following) > LONGEST or pairs(following) or EVENT.fullmatch(following):
        return False
    alike = not (size and next_size) or abs(size - next_size) <= SAME_SIZE * size
    open_end = bool(UNFINISHED.search(words) or GOES_ON.match(following))
    unnamed = bool(size and not KIND.search(words) and KIND.search(following) and len(following.split()) <= 4)
    kind_alone = not KIND.search(words) and bool(re.fullmatch(r"(?i)polic(?:y|ies)(?: and procedures?)?", following))
    return alike and not ORGANISATION.fullmatch(words) and (open_end or unnamed or kind_alone)


def _sizes(reading: Reading, lines: Sequence[Line]) -> list[float]:
    """The height of each line's words in points, 0 where the format has no boxes."""
    heights: list[list[float]] = [[] for _ in lines]
    for box in reading.boxes:
        if lines and box.page > lines[0].page:
            break
        for position, line in enumerate(lines):
            if line.start <= box.start < line.start + len(line.words):
                heights[position].append(box.bottom - box.top)
    return [median(found) if found else 0.0 for found in heights]


def _best(candidates: Sequence[_Candidate]) -> _Candidate | None:
    """The likeliest title: it names a kind of document, is printed largest, is a heading, stands over the labels."""
    largest = max((candidate.size for candidate in candidates), default=0.0)

    def score(candidate: _Candidate) -> float:
        kind = 2.0 * bool(KIND.search(candidate.words)) - 0.5 * bool(PLURAL.search(candidate.words))
        size = 1.5 * bool(largest and candidate.size >= (1 - SAME_SIZE) * largest)
        first = 1.0 * (candidate.position == 0)
        return kind + size + first + candidate.heading + candidate.over_facts - 0.1 * candidate.position

    likeliest = max(candidates, key=score, default=None)
    return likeliest if likeliest is not None and score(likeliest) >= LEAST else None


def _may_be(words: str) -> bool:
    plain = re.sub(r"^(?:\d{1,2}(?:\.\d+)*[.)]?|[#*]+)\s+", "", words).strip(" .:*#")
    wordy = len(re.findall(r"[^\W\d_]{2,}", plain)) >= 2 or (len(plain) > 3 and plain.isalpha())
    if not wordy or len(words) > LONGEST or words[-1] in ".;,?!:" or GENERIC.fullmatch(plain):
        return False
    if meanings.UNFILLED.search(words) or meanings.EMAIL.search(words) or label(words) or EVENT.fullmatch(words):
        return False
    if re.search(r"\bpage \d|©|www\.|https?:|\btel\b", words, re.IGNORECASE):
        return False
    organised = ORGANISATION.fullmatch(plain) and not KIND.search(plain)
    dated = len(without_days(words).strip(" ,.-")) < 4
    return not (organised or dated) and not (words[0].islower() or words[0] in "-•")


def _cleaned(words: str, text: str) -> str:
    """The title without the mark of a heading and without the name of a school that was printed on the same line."""
    words = re.sub(r"^[#*\s]+|[*\s]+$|\s*[=_~*-]{3,}.*$", "", words)
    words = re.sub(r"^[‘“\"'](.*)[’”\"']$", r"\1", words)
    for found in re.finditer(r"\b(?:School|Academy|Trust|College|Council|Nursery|Federation)\b\s*[-–—:,]?\s+", words):
        school, rest = words[: found.end()].strip(" -–—:,"), words[found.end() :]
        named = len(school.split()) >= 3 and bool(SCHOOL.search(school))
        parted = bool(re.search(r"[-–—:]", words[found.start() : found.end()]))
        known = named or (len(school.split()) >= 2 and (parted or text.count(school) > 2))
        if known and len(rest.split()) >= 2 and KIND.search(rest):
            return rest
    return words
