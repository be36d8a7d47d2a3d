"""The house styles of the trust's documents, and what is printed of a document's front matter."""

from dataclasses import dataclass

from evals.library.texts import Text

TRUST = "Tarn Valley Learning Trust"
UNFILLED = "Choose an item."


@dataclass(frozen=True, slots=True)
class Look:
    """A house style: fonts of Word and of PDF, its colour as six hexadecimal digits, the size of its type in points."""

    font: str
    headings: str
    pdf_font: str
    pdf_bold: str
    colour: str
    size: float
    numbered_feet: str


LOOKS = {
    "a": Look("Calibri", "Calibri", "Helvetica", "Helvetica-Bold", "1F4E79", 11, "Page {page} of {pages}"),
    "b": Look("Arial", "Arial", "Helvetica", "Helvetica-Bold", "000000", 10.5, "{page}"),
    "c": Look("Georgia", "Georgia", "Times-Roman", "Times-Bold", "5B2333", 11, "- {page} -"),
    "d": Look("Cambria", "Calibri", "Times-Roman", "Helvetica-Bold", "2E6B4F", 11, "{page} | Page"),
}
FIELDS = (
    ("reference", "Reference"),
    ("version", "Version"),
    ("status", "Status"),
    ("owner", "Policy owner"),
    ("contact", "Contact"),
    ("approved_by", "Approved by"),
    ("approved", "Date approved"),
    ("effective_from", "Effective from"),
    ("review_cycle", "Review cycle"),
    ("review_by", "Next review due"),
    ("applies_to", "Applies to"),
    ("supersedes", "Supersedes version"),
)


def look_of(text: Text) -> Look:
    """The house style that a text asks for."""
    return LOOKS[str(text.about.get("look", "a"))]


def printed_fields(text: Text) -> list[tuple[str, str]]:
    """The labels and values of a document's own table; a field named in `unfilled` shows the form's prompt."""
    unfilled = text.about.get("unfilled", [])
    pairs = []
    for name, label in FIELDS:
        value = UNFILLED if name in unfilled else text.says(name)
        if name == "applies_to" and not value:
            value = "All schools and the central team"
        if value:
            pairs.append((label, value[:1].upper() + value[1:] if name == "status" else value))
    return pairs


def foot(text: Text) -> str:
    """The words of the running foot, without the page number."""
    if text.about.get("control") != "footer":
        return f"{text.says('reference')} {text.says('title')}".strip()
    parts = [f"Version {text.says('version')}", f"Owner: {text.says('owner')}"]
    if text.says("review_by"):
        parts.append(f"Next review: {text.says('review_by')}")
    return " | ".join(parts)


def cover_lines(text: Text) -> list[str]:
    """The lines of a cover page under the title."""
    lines = [f"Version {text.says('version')}"]
    if text.says("approved_by"):
        lines.append(f"Approved by the {text.says('approved_by')} on {text.says('approved')}")
    if text.says("effective_from"):
        lines.append(f"In force from {text.says('effective_from')}")
    if text.says("review_by"):
        lines.append(f"Next review: {text.says('review_by')}")
    return [*lines, f"Owner: {text.says('owner')}", text.says("contact")]


def signatures(text: Text) -> list[str]:
    """Who signs: the chair of the body that approved it, and the owner."""
    body = text.says("approved_by") or "trust board"
    return [f"Chair of the {body}", text.says("owner")]
