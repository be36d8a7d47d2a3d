"""The shapes of what programs send to the JSON API and of what they get, as its OpenAPI description names them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_TURNS = 30
Words = Annotated[str, StringConstraints(max_length=200)]
Typed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Names = Annotated[list[Words], Field(max_length=50)]


class Shape(BaseModel):
    """Nothing is sent or answered that is not described."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(Shape):
    """Why a request could not be answered."""

    detail: str = Field(description="A sentence for a person.")


class EarlierTurn(Shape):
    """One earlier question of the conversation, with what was answered."""

    question: Typed
    answer: str = Field("", max_length=20_000, description="The answer's words, as far as they are known.")


class Question(Shape):
    """A question, and for whom it is asked."""

    question: Typed = Field(description="One question in plain English; it may refer to the history.")
    history: list[EarlierTurn] = Field([], max_length=MOST_TURNS, description="The conversation so far, oldest first.")
    role: Words = Field("", description='Who asks, such as "teacher"; empty for anyone.')
    school: Words = Field("", description="Short name of the school that the question is about; empty for the trust.")
    asked_on: date | None = Field(None, description="The day that the question is about; today where it is left out.")
    documents: Names = Field([], description="Look in these only: ids of documents, or files of the corpus.")
    kinds: Names = Field([], description='Look in these kinds of document only, such as "policy".')


class Said(Shape):
    """One thing that the answer says."""

    text: str
    lead: str = Field("", description="What is said before the text: that it is superseded, or a draft; else empty.")
    citations: list[str] = Field(description="Labels of the citations that it rests on.")


class Cited(Shape):
    """The exact words that a statement rests on."""

    label: str
    passage: str = Field(description="Id of the passage, for /sources.")
    quote: str = Field(description="Verbatim in the document.")
    start: int = Field(description="Offset of the quote in the document's text, in characters.")
    end: int
    title: str
    version: str
    heading_path: list[str]
    number: str = Field(description="Number of the clause as printed.")
    pages: list[int] = Field(description="Pages counted from 1; empty where the format has none.")
    source: str = Field(description="File of the corpus.")
    link: str = Field(description="Where a person opens the words, on this server.")


class Found(Shape):
    """A passage that was read."""

    passage: str
    score: float = Field(description="How likely it is a right one, or the fused score; higher is better.")
    similarity: float | None = Field(description="Cosine to the question; null where it was not found by meaning.")
    keywords: float | None = Field(description="BM25; null where it was not found by its words.")
    nearness: float | None = Field(description="The reranker's score; null where it did not read the passage.")


class PassedOver(Found):
    """A passage that was found but may not answer."""

    reason: str


class Turning(Shape):
    """Someone to turn to. What is empty is not known."""

    role: str
    name: str
    telephone: str
    email: str
    when: str
    school: str


class Answered(Shape):
    """How a question ended."""

    question: str
    asked_as: str = Field(description="The question as it was searched for.")
    outcome: str = Field(
        description="answered, partly answered, clarify (ask again with what the message asks for), not found, "
        "out of scope, or act now (a person must act; show the message first)."
    )
    message: str = Field(description="Words of the outcome for a person; may be empty.")
    statements: list[Said]
    citations: list[Cited]
    workings: list[str] = Field(description="What was counted or worked out from the statements.")
    contacts: list[Turning] = Field(description="Whom to turn to at once, first to last, where a person must act.")
    as_of: str | None = Field(description="The day whose texts answer, where it is not the day of the question.")
    notices: list[str] = Field(description="What must be read beside the answer.")
    hits: list[Found]
    passed_over: list[PassedOver]
    index: str = Field(description="The build that answered, for /sources.")
    seconds: float
    confidence: float | None = Field(description="From 0 (doubtful) to 1 (sure); null where nothing was answered.")


class Facts(Shape):
    """What is known of a document. An empty value means that neither the register nor the document says."""

    id: str
    key: str = Field(description="Id and version, under which this text is kept.")
    title: str
    kind: str
    version: str
    standing: str = Field(description="How it stands today, in words: in force, draft, superseded since ...")
    in_force: bool = Field(description="Whether it may answer a question about today.")
    registered: bool
    owner: str
    contact: str
    approved_by: str
    approved: date | None
    effective_from: date | None
    review_by: date | None
    superseded_from: date | None
    applies_to: list[str] = Field(description="Schools that it is for; empty for the whole trust.")
    supersedes: str
    reference: str
    source: str
    warnings: list[str]


class Place(Shape):
    """A passage's place in its document."""

    passage: str
    number: str
    heading_path: list[str]
    pages: list[int]
    start: int
    end: int


class Whole(Facts):
    """A document with its passages in reading order."""

    build: str
    passages: list[Place]


class Listed(Shape):
    """The documents of the published build."""

    build: str
    documents: list[Facts]


class Source(Place):
    """A passage with its words; `text` is what stands from `start` to `end` in the document's text."""

    build: str
    text: str
    link: str
    document: Facts


class Up(Shape):
    """Whether the server runs."""

    status: str


class Ready(Shape):
    """Whether questions are answered without waiting."""

    status: str
    notice: str = Field("", description="What is wrong, where something is.")
