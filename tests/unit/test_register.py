"""The register: what it says counts, and what is wrong in it is told in a sentence."""

from datetime import date
from pathlib import Path

import pytest

from assistant import front_matter, register
from assistant.errors import RegisterError
from assistant.values import Document, Reading, Status

ENTRY = '[[document]]\nid = "leave"\nfile = "leave.md"\n'
TEXT = "# Leave policy\n\nOwner: Someone else\nVersion: 1.0\nApplies to: All staff\nReview cycle: Annual"
READ = Reading(Document("", "", "leave.md", "", TEXT, ()))


def load(folder: Path, text: str) -> register.Register:
    (folder / "register.toml").write_text(text, encoding="utf-8")
    return register.load(folder)


def test_a_folder_without_a_register_is_welcome(tmp_path: Path) -> None:
    assert register.load(tmp_path).entries == {}


def test_the_register_wins_over_the_document(tmp_path: Path) -> None:
    more = 'owner = "Head of People"\nversion = "3.1"\nstatus = "draft"\neffective_from = 2026-09-01\n'
    entry = load(tmp_path, ENTRY + more).entries["leave.md"]
    document = register.complete(READ, entry)
    assert (document.owner, document.version, document.key) == ("Head of People", "3.1", "leave@3.1")
    assert document.status is Status.DRAFT and document.effective_from == date(2026, 9, 1)
    assert document.registered


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[document]\n", "cannot be read"),
        (ENTRY + 'status = "old"\n', "line 4: document leave, status"),
        (ENTRY + 'ower = "typing mistake"\n', "line 4: document leave, ower: the register has no field of this name"),
        (ENTRY + 'version = "1"\nreview_by = "next year"\n', "line 5: document leave, review_by: write the day as"),
        ('[[document]]\nid = "leave"\n', "line 1: document leave, file: it is missing; add it"),
        (ENTRY + "approved = 2026-05-20\nreview_by = 2025-05-20\n", "line 5: leave is reviewed before"),
        ('[[document]]\nid = "Leave Policy"\nfile = "leave.md"\n', "id"),
        (ENTRY + ENTRY, "line 6: leave.md is listed twice"),
        (ENTRY + ENTRY.replace("leave.md", "b.md"), "twice"),
        ('[[document]]\nid = "leave"\nfile = "../leave.md"\n', "outside"),
        ('[trust]\nname = "T"\nschools = [{ name = "A school", short = "A" }]\n' + ENTRY + 'applies_to = "B"\n', "B"),
    ],
)
def test_a_fault_is_told_with_the_entry_it_is_in(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(RegisterError, match=words) as raised:
        load(tmp_path, text)
    assert str(raised.value).rstrip().endswith((".", ")", "index"))


def test_what_the_register_leaves_out_comes_from_the_document_and_both_are_named(tmp_path: Path) -> None:
    entry = load(tmp_path, ENTRY + 'owner = "Head of People"\n').entries["leave.md"]
    document = register.complete(READ, entry)
    assert (document.title, document.version, document.review_cycle) == ("Leave policy", "1.0", "Annual")
    places = dict(document.found_in)
    assert places["owner"] == "the register" and places["version"] == "the first lines"
    assert "id" not in places and "approved" not in places


def test_only_the_register_names_the_schools_that_a_document_is_for() -> None:
    document = register.complete(READ, None)
    assert document.applies_to == () and "applies_to" not in dict(document.found_in)
    assert (document.id, document.registered) == ("leave", False)


@pytest.mark.parametrize(("listed", "status"), [("", Status.DRAFT), ('status = "in force"\n', Status.IN_FORCE)])
def test_a_draft_stays_a_draft_unless_the_register_says_otherwise(tmp_path: Path, listed: str, status: Status) -> None:
    reading = Reading(Document("", "", "leave.md", "", "# Leave policy\n\nDraft for consultation", ()))
    assert register.complete(reading, load(tmp_path, ENTRY + listed).entries["leave.md"]).status is status


def test_a_disagreement_is_told_with_both_sides_and_the_place(tmp_path: Path) -> None:
    more = 'owner = "Someone else, Bursar"\nversion = "3.1"\nreview_by = 2026-05-20\napproved_by = "Trust board"\n'
    entry = load(tmp_path, ENTRY + more).entries["leave.md"]
    assert register.disagreements(front_matter.read(READ), entry) == (
        "The register says version 3.1, the document says 1.0 (the first lines).",
    )
    assert register.disagreements(front_matter.read(READ), None) == ()


@pytest.mark.parametrize(
    ("printed", "sentences"),
    [
        ("May 2026", ()),
        ("20 May 2026", ()),
        (
            "June 2026",
            ("The register says review by 20 May 2026, the document says 30 June 2026 (the first lines).",),
        ),
    ],
)
def test_a_month_agrees_with_any_of_its_days(tmp_path: Path, printed: str, sentences: tuple[str, ...]) -> None:
    entry = load(tmp_path, ENTRY + "review_by = 2026-05-20\n").entries["leave.md"]
    reading = Reading(Document("", "", "leave.md", "", f"# Leave policy\n\nNext review: {printed}", ()))
    assert register.disagreements(front_matter.read(reading), entry) == sentences
