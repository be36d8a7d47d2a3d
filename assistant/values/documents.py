"""Documents as the trust keeps them, in which state, and how one file was read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.wording import long_date


class Status(StrEnum):
    """Where a document stands. Only a document IN_FORCE may answer a question about today."""

    IN_FORCE = "in force"
    DRAFT = "draft"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


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
