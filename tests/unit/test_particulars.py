"""Questions about a document itself are answered by the line that says it."""

from dataclasses import replace
from datetime import date

import pytest

from assistant import particulars
from assistant.retrieval import Scope
from assistant.values import Asker, Document, Passage, Status

TEXT = "Lettings policy\nVersion: 1.3\nPolicy owner: Head of Estates\nNext review due: 31 August 2026\n"
SCOPE = Scope(Asker(), date(2026, 11, 26))


def library(**about: object) -> tuple[dict[str, Document], dict[str, tuple[Passage, ...]]]:
    document = Document(
        "lettings",
        "Lettings policy",
        "lettings.pdf",
        "",
        TEXT,
        (),
        version="1.3",
        owner="Head of Estates",
        review_by=date(2026, 8, 31),
        **about,  # type: ignore[arg-type]
    )
    other = replace(document, id="leave", title="Leave of absence policy", owner="Head of People")
    held = Passage("lettings@1.3/top", document, (), "", (), TEXT, 0, len(TEXT))
    return {document.key: document, other.key: other}, {document.key: (held,), other.key: ()}


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who owns the lettings policy?", "Policy owner: Head of Estates"),
        ("when is the lettings policy next reviewed", "Next review due: 31 August 2026"),
        ("which version of the lettings policy is in force", "Version: 1.3"),
    ],
)
def test_the_line_is_quoted(question: str, line: str) -> None:
    documents, passages = library()
    (found,) = particulars.answer(question, documents, passages, SCOPE)
    assert found.text == line and found.citations[0].quote == line


@pytest.mark.parametrize(
    "question",
    [
        "Who approves a letting?",
        "How long does a letting last under the lettings policy?",
        "Who owns the parking policy?",
        "Who owns the leave of absence policy?",  # its own words do not say
    ],
)
def test_other_questions_are_left_to_the_search(question: str) -> None:
    documents, passages = library()
    assert particulars.answer(question, documents, passages, SCOPE) == ()


def test_a_document_that_is_not_in_force_is_not_asked() -> None:
    documents, passages = library(status=Status.DRAFT)
    assert particulars.answer("Who owns the lettings policy?", documents, passages, SCOPE) == ()
