"""The nouns of the assistant: frozen values that every room passes to the next."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.contacts import Contact
from assistant.wording import long_date, place


class Status(StrEnum):
    """Where a document stands. Only a document IN_FORCE may answer a question about today."""

    IN_FORCE = "in force"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """Every way in which a question can end."""

    ANSWERED = "answered"
    PARTLY = "partly answered"
    CLARIFY = "clarify"
    NOT_FOUND = "not found"
    OUT_OF_SCOPE = "out of scope"
    ACT_NOW = "act now"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, up to the next heading: `document.text[start:end]`.

    `number` is the clause number as printed ("4.2", "Annex B") or "" when the heading has none;
    `heading_path` runs from the outermost heading to this one, numbers left out of the words;
    `page` is counted from 1, or None where the format has no pages.
    """

    number: str
    heading_path: tuple[str, ...]
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document. Row i of `rows` is written in the text as line i of `text[start:end]`, as a sentence.

    `header` names the columns, "" for a column without a name; every row has as many cells as `header`.
    A merged cell stands in every row and column that it covers.
    """

    start: int
    end: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One document as issued, with its text as read and what is known about it.

    Offsets everywhere count characters of `text`. `source` is the path inside the corpus folder, with
    forward slashes. `digest` is the SHA-256 of the file. `page_starts[i]` is the offset at which page i + 1
    begins; it is empty where the format has no pages. `registered` is True when the corpus register
    lists the file. `warnings` are sentences for people ("could not be updated: ..."). `found_in` says of a field
    where its value was found: ("owner", "the register"). `superseded_from` is the day on which a later version of the
    same document took over or will take over.
    An empty string, tuple or None means that neither the register nor the document says.
    """

    id: str
    title: str
    source: str
    digest: str
    text: str
    sections: tuple[Section, ...]
    kind: str = ""
    version: str = ""
    status: Status = Status.IN_FORCE
    owner: str = ""
    contact: str = ""
    approved_by: str = ""
    approved: date | None = None
    effective_from: date | None = None
    review_by: date | None = None
    applies_to: tuple[str, ...] = ()
    supersedes: str = ""
    registered: bool = False
    page_starts: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    reference: str = ""
    review_cycle: str = ""
    found_in: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    superseded_from: date | None = None

    @property
    def key(self) -> str:
        """Id and version, under which this text is kept: `attendance@3.1`, or `attendance` without a version."""
        return f"{self.id}@{self.version}" if self.version else self.id

    def pages_of(self, start: int, end: int) -> tuple[int, ...]:
        """The pages, counted from 1, that `text[start:end]` stands on; empty where there are no pages."""
        last = max(start, end - 1)
        first_page = sum(1 for page_start in self.page_starts if page_start <= start)
        last_page = sum(1 for page_start in self.page_starts if page_start <= last)
        return tuple(range(max(1, first_page), last_page + 1)) if self.page_starts else ()

    def headings(self) -> dict[int, int]:
        """Start and end of every line of `text` that is a section's heading, with the number printed before it."""
        found: dict[int, int] = {}
        for section in self.sections:
            line = self.text[section.start : section.end].split("\n", 1)[0].rstrip()
            if section.heading_path and line.endswith(section.heading_path[-1]):
                found[section.start] = section.start + len(line)
        return found

    def standing(self, on: date) -> str:
        """The words for the status chip on the day `on`: in force, overdue, draft, not yet in force and so on."""
        if self.status in (Status.DRAFT, Status.WITHDRAWN):
            return self.status.value
        if self.effective_from is not None and self.effective_from > on:
            return f"not in force until {long_date(self.effective_from)}"
        if not self.governs(on):
            since = f" since {long_date(self.superseded_from)}" if self.superseded_from is not None else ""
            return f"superseded{since}"
        if self.review_by is not None and self.review_by < on:
            return f"in force, review overdue since {long_date(self.review_by)}"
        return "in force" if self.registered else "unregistered"

    def governs(self, on: date) -> bool:
        """Whether this text may answer a question about the day `on`.

        A superseded text governs the days between its coming into force and its successor's, where both are known.
        """
        if self.status in (Status.DRAFT, Status.WITHDRAWN):
            return False
        if self.status is Status.SUPERSEDED and (self.effective_from is None or self.superseded_from is None):
            return False
        begun = self.effective_from is None or self.effective_from <= on
        return begun and (self.superseded_from is None or on < self.superseded_from)


class Verdict(StrEnum):
    """What came of reading one file. PARTLY: some pages or parts of it could not be read and are named."""

    INDEXED = "indexed"
    PARTLY = "partly"
    NEEDS_OCR = "needs OCR"
    ENCRYPTED = "encrypted"
    MALFORMED = "malformed"
    TOO_LARGE = "too large"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Box:
    """Where `text[start:end]`, one word or a part of it, stands on its page, counted from 1.

    Edges are in points (1/72 inch) from the page's upper left corner, so `top` is less than `bottom`.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How well one page was read: `score` from 0 (nothing usable) to 1; `fault` says what is wrong, "" when nothing is.

    `recognised` is True when its words come from optical character recognition.
    """

    number: int
    score: float
    fault: str = ""
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: the document, and what else was seen.

    `boxes` are in the order of the text and empty where the format has no pages. `properties` are the file's own
    ("title", "author", "subject", "created", ...); `margins` the running heads and feet that were left out of
    the text, each once. `notes` are sentences about what was removed, mended or could not be read.
    """

    document: Document
    verdict: Verdict = Verdict.INDEXED
    boxes: tuple[Box, ...] = ()
    pages: tuple[PageQuality, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    margins: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one document small enough for the model's window; `text == document.text[start:end]`, always.

    `id` is readable and stable: document id, `@version` where one is stated, `/` and the clause number or
    the slug of the heading, for example `attendance@3.1/4.2`.
    """

    id: str
    document: Document = field(repr=False)
    heading_path: tuple[str, ...]
    number: str
    pages: tuple[int, ...]
    text: str
    start: int
    end: int

    @property
    def place(self) -> str:
        """Title and heading path, the line under which the passage is embedded."""
        return place(self.document.title, self.heading_path)

    @property
    def embedded_text(self) -> str:
        """The exact text given to the model and to the word index."""
        return f"{self.place}\n\n{self.text}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search returned. `score` is the fused score (no unit, higher is better).

    `similarity` is the cosine to the question (-1 to 1), or None when the search by meaning did not return it;
    `keywords` is the BM25 score (0 and up), or None when the search by words did not return it. `nearness` is the
    reranker's score (no unit), or None when it did not read the passage; `score` is then the probability that the
    passage is a right one. `interaction` is how near it is by late interaction (a mean of
    cosines), or None where it was not compared.
    """

    passage: Passage
    score: float
    similarity: float | None = None
    keywords: float | None = None
    nearness: float | None = None
    interaction: float | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A hit that was found but may not answer, and the reason in words."""

    hit: Hit
    reason: str


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a search returned, best first, what it passed over and why, and the build it searched.

    `around` are the other clauses under the headings of the best hits: their rules may have exceptions there.
    `school` is the asker's, "" where nobody said, and `others` are the other schools of the trust. Where a question
    asks several things, `best` holds the hit that is likeliest to answer each of them, in their order, or None.
    """

    question: str
    hits: tuple[Hit, ...]
    passed_over: tuple[PassedOver, ...] = ()
    index: str = ""
    around: tuple[Passage, ...] = ()
    school: str = ""
    others: tuple[str, ...] = ()
    best: tuple[Hit | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """The words a statement rests on: `quote` is verbatim in `passage.text`; `label` is the number shown, from "1"."""

    label: str
    passage: Passage
    quote: str

    @property
    def start(self) -> int:
        """Offset of the quote in the document's text."""
        return self.passage.start + self.passage.text.index(self.quote)

    @property
    def end(self) -> int:
        """Offset of the first character after the quote in the document's text."""
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing the answer says, and what it rests on.

    `lead` is what stands before the text in words of ours ("Version 2.0, superseded since 1 September 2026:"), "" for
    nothing: a text that does not govern on the day of the question never stands without one, or without `Answer.as_of`.
    """

    text: str
    citations: tuple[Citation, ...]
    lead: str = ""

    @property
    def said(self) -> str:
        """The text with the words before it."""
        return f"{self.lead} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. `school` is "" for someone of the whole trust; `role` is a word such as "teacher" or ""."""

    role: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A body or a word that has a new name: `was` until the day before `since`, `now` from then on."""

    now: str
    was: str
    since: date


@dataclass(frozen=True, slots=True)
class Rank:
    """Documents that govern others: those with `text` in their title or as their kind, or "school": those of schools.

    `on` is "" where they govern on everything, or "who decides" where they do so on that question only.
    """

    text: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which of two texts governs: the one whose rank comes first; of two of the same rank, the one approved later.

    `stated_in` names the place where the trust says so. Where a text for all schools has the words `schools_may`, a
    school's own text governs on what is named there.
    """

    ranks: tuple[Rank, ...] = ()
    stated_in: str = ""
    schools_may: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question of the conversation and the words that were answered.

    `understood` is the question as it was searched for, "" where it was searched for as it stands; `documents` are the
    ids of the documents that the answer cited, in the order of their labels.
    """

    question: str
    answer: str
    understood: str = ""
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question ended.

    `message` is the outcome's own words, for a person ("" when the statements say it all); `asked_as` is the
    question as it was searched for; `notices` stand beside the answer; `seconds` is the wall time taken. `confidence`
    orders answers from doubtful to sure (0 to 1), None where nothing was answered. `workings` are sentences worked out
    from the statements: dates counted, bands met. `as_of` is the day whose texts answer, where the
    question asks about another day than its own. `contacts` are those to turn to at once, in that
    order, where the outcome is ACT_NOW.
    """

    question: str
    asked_as: str
    outcome: Outcome
    message: str = ""
    statements: tuple[Statement, ...] = ()
    retrieval: Retrieval | None = None
    notices: tuple[str, ...] = ()
    index: str = ""
    seconds: float = 0.0
    confidence: float | None = None
    workings: tuple[str, ...] = ()
    as_of: date | None = None
    contacts: tuple[Contact, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations in the order of their labels, each once."""
        seen: dict[str, Citation] = {}
        for statement in self.statements:
            for citation in statement.citations:
                seen.setdefault(citation.label, citation)
        return tuple(seen.values())

    @property
    def turn(self) -> Turn:
        """The answer as a turn of the conversation, which a follow-up may refer to."""
        cited = dict.fromkeys(citation.passage.document.id for citation in self.citations)
        return Turn(self.question, self.text, self.asked_as, tuple(cited))

    @property
    def text(self) -> str:
        """The answer as plain text, labels in square brackets."""
        lines = [self.message] if self.message else []
        lines.extend(contact.line for contact in self.contacts)
        for statement in self.statements:
            labels = "".join(f"[{citation.label}]" for citation in statement.citations)
            lines.append(f"{statement.said} {labels}".rstrip())
        lines.extend(f"Worked out: {working}" for working in self.workings)
        return "\n".join(lines)
