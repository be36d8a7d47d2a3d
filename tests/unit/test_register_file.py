"""The register is changed entry by entry, and everything else in it stays as it was."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import register
from assistant.errors import RegisterError
from assistant.keeping import register_file
from tests.conftest import ROOT
from tests.fixtures.officers import REGISTER

OURS = (ROOT / "corpus" / "register.toml").read_bytes().decode("utf-8")
FREE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda words: words.strip())


def test_one_changed_field_changes_one_line() -> None:
    after = register_file.changed(OURS, "policies/people/leave-of-absence.docx", {"status": "withdrawn"})
    differing = [(a, b) for a, b in zip(OURS.splitlines(), after.splitlines(), strict=True) if a != b]
    assert differing == [('status = "in force"', 'status = "withdrawn"')]


def test_comments_inside_before_and_after_an_entry_stay() -> None:
    after = register_file.changed(
        REGISTER, "policies/leave.md", {"status": "superseded", "approved": date(2026, 5, 1), "owner": ""}
    )
    for comment in ("# the policy that everybody asks about", "# says the board", "# Visits come last.", "# the end"):
        assert comment in after
    assert after.index("approved = 2026-05-01") < after.index("# Visits come last.")
    assert 'owner = "Head of People"' not in after


def test_a_new_entry_stands_at_the_end_in_the_usual_order() -> None:
    values = {"version": "1", "title": "Ties", "id": "ties", "applies_to": ("Dale",), "review_by": None, "owner": ""}
    after = register_file.changed(REGISTER, "policies/ties.md", values)
    assert after.startswith(REGISTER)
    added = after[len(REGISTER) :].split("\n")
    assert [line.split(" =")[0] for line in added if line] == [
        "[[document]]", "id", "file", "title", "version", "applies_to"
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "[trust]\nname = 'T'"])
def test_a_folder_without_entries_gets_its_first(text: str) -> None:
    after = register_file.changed(text, "a.md", {"id": "a"})
    assert register.parse(after).entries["a.md"].id == "a"


@given(title=FREE, owner=FREE)
def test_whatever_a_title_holds_is_read_back_as_it_was(title: str, owner: str) -> None:
    after = register_file.changed(REGISTER, "policies/visits.md", {"title": title, "owner": owner})
    entries = tomllib.loads(after)["document"]
    assert (entries[1]["title"], entries[1]["owner"]) == (title, owner)
    assert entries[0] == tomllib.loads(REGISTER)["document"][0]
    assert after.startswith(REGISTER[: REGISTER.index('[[document]]\nid = "visits"')])


@given(title=FREE)
def test_whatever_a_new_title_holds_is_read_back_as_it_was(title: str) -> None:
    after = register_file.changed(REGISTER, "new.md", {"id": "new", "title": title})
    assert tomllib.loads(after)["document"][2]["title"] == title and after.startswith(REGISTER)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("document = [{ id = 'a', file = 'a.md' }]", "cannot be changed here"),
        ("[[document]\n", "cannot be read"),
        ("document = 'a'", "cannot be changed here"),
    ],
)
def test_a_register_written_otherwise_is_left_alone(text: str, said: str) -> None:
    with pytest.raises(RegisterError, match=said):
        register_file.changed(text, "a.md", {"id": "b"})


def test_what_would_be_no_register_is_refused() -> None:
    with pytest.raises(RegisterError, match="not a school"):
        register_file.changed(REGISTER, "policies/leave.md", {"applies_to": ("Nowhere",)})


def test_line_ends_of_other_systems_stay() -> None:
    text = REGISTER.replace("\n", "\r\n")
    after = register_file.changed(text, "policies/leave.md", {"status": "draft"})
    assert after == text.replace('"in force"', '"draft"')


def test_a_register_is_saved_with_the_old_one_kept_and_not_over_another_change(tmp_path: Path) -> None:
    corpus, indexes = tmp_path / "corpus", tmp_path / "indexes"
    corpus.mkdir()
    first = register_file.save(corpus, indexes, "# one\n", "")
    second = register_file.save(corpus, indexes, "# two\r\n", first.digest)
    assert (corpus / "register.toml").read_bytes() == b"# two\r\n" and second.text == "# two\r\n"
    assert [item.read_text() for item in (indexes / register_file.BACKUPS).iterdir()] == ["# one\n"]
    with pytest.raises(RegisterError, match="Somebody has changed"):
        register_file.save(corpus, indexes, "# three\n", first.digest)
    assert register_file.read(corpus) == second
