"""What a trust officer must look at is found, and nothing else is."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import upkeep
from assistant.errors import RegisterError
from assistant.register import Entry, Register
from assistant.upkeep import Finding
from assistant.values import Document, Status

TODAY = date(2026, 11, 25)
LEAVE = Document(
    "leave",
    "Leave of absence policy",
    "leave.docx",
    "",
    "Leave is paid.",
    (),
    version="3.1",
    owner="Head of People",
    contact="people@trust.example",
    approved_by="Trust board",
    approved=date(2026, 5, 20),
    review_by=date(2028, 5, 31),
    registered=True,
)
REQUIRED = upkeep.Statutory.model_validate(
    {
        "source": "The law",
        "as_of": TODAY,
        "document": [{"name": "Leave", "titles": ["leave of absence"], "because": "Act 1", "review": 1}],
    }
)


def kinds(*documents: Document, required: upkeep.Statutory | None = None) -> list[Finding]:
    files = [document.source for document in documents]
    entries = {source: Entry(id="x", file=source) for source in files}
    found = upkeep.look(Register("", (), entries), files, documents, required, TODAY)
    return [item.kind for item in found]


def test_a_library_in_order_has_no_findings() -> None:
    assert kinds(LEAVE, required=REQUIRED) == []


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"review_by": date(2026, 11, 24)}, Finding.OVERDUE),
        ({"review_by": date(2027, 1, 31)}, Finding.DUE_SOON),
        ({"owner": ""}, Finding.INCOMPLETE),
        ({"text": "See the Visiting speakers policy."}, Finding.DANGLING),
        ({"text": "It is checked as the Safer caring framework says."}, Finding.DANGLING),
    ],
)
def test_what_is_out_of_order_is_found(changed: dict[str, object], finding: Finding) -> None:
    assert kinds(replace(LEAVE, **changed)) == [finding]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "See the Leave of absence policy, and the Leave policy in short.",
        "The trust reserves the right to change its policy. Read this policy.",
        "The Director of Education agrees the policy. The national framework and the Acas procedure apply.",
        "Scope\n\nThis policy is for all. Under Ofsted's framework it is looked at.",
    ],
)
def test_a_reference_that_leads_somewhere_or_is_none_is_not_found(text: str) -> None:
    assert kinds(replace(LEAVE, text=text)) == []


def test_only_what_is_in_force_is_looked_at() -> None:
    old = replace(LEAVE, status=Status.SUPERSEDED, review_by=date(2020, 1, 1), owner="", text="See the Moon policy.")
    coming = replace(LEAVE, version="4.0", effective_from=date(2027, 1, 4), source="next.docx")
    assert kinds(old) == []
    assert kinds(LEAVE, coming) == []
    assert kinds(LEAVE, replace(LEAVE, source="copy.docx")) == [Finding.SAME_TITLE]


def test_a_statutory_document_is_missed_when_none_in_force_is_it_and_late_after_its_interval() -> None:
    other = replace(LEAVE, title="Uniform policy")
    assert kinds(other, required=REQUIRED) == [Finding.MISSING_STATUTORY]
    assert kinds(replace(LEAVE, status=Status.DRAFT), required=REQUIRED) == [Finding.MISSING_STATUTORY]
    assert kinds(replace(LEAVE, approved=date(2025, 11, 1)), required=REQUIRED) == [Finding.STATUTORY_LATE]


def test_gaps_between_register_and_folder_are_found_both_ways() -> None:
    register = Register("", (), {"gone.docx": Entry(id="gone", file="gone.docx")})
    found = upkeep.look(register, ["new.docx"], [], None, TODAY)
    assert [(item.kind, item.source) for item in found] == [
        (Finding.WITHOUT_ENTRY, "new.docx"),
        (Finding.WITHOUT_FILE, "gone.docx"),
    ]
    assert "File without an entry (1)" in upkeep.as_text(found)


def test_a_fault_in_the_list_of_statutory_documents_is_told_in_a_sentence(tmp_path: Path) -> None:
    assert upkeep.statutory(tmp_path) is None
    for text in ("source = ", 'source = "x"\n'):
        (tmp_path / "statutory.toml").write_text(text, encoding="utf-8")
        with pytest.raises(RegisterError, match=r"statutory\.toml"):
            upkeep.statutory(tmp_path)
