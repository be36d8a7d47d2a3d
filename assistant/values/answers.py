"""What is asked, found and answered."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.contacts import Contact
from assistant.values.documents import Document
from assistant.wording import place


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
    cosines), or None where it was not compared; `translation` is how likely the question is, in everyday words, given
    the passage (a mean logarithm of probabilities), or None where that was not asked.
    """

    passage: Passage
    score: float
    similarity: float | None = None
    keywords: float | None = None
    nearness: float | None = None
    interaction: float | None = None
    translation: float | None = None


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
    asks several things, `each` holds the hits for each of them, in their order.
    """

    question: str
    hits: tuple[Hit, ...]
    passed_over: tuple[PassedOver, ...] = ()
    index: str = ""
    around: tuple[Passage, ...] = ()
    school: str = ""
    others: tuple[str, ...] = ()
    each: tuple[tuple[Hit, ...], ...] = ()

    @property
    def best(self) -> tuple[Hit | None, ...]:
        """For each of several things asked, the hit that is likeliest to answer it, or None."""
        return tuple(hits[0] if hits else None for hits in self.each)


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
