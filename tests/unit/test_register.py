"""The register: what it says counts, and what is wrong in it is told in a sentence."""

from datetime import date
from pathlib import Path

import pytest

from assistant import register
from assistant.errors import RegisterError
from assistant.values import Document, Status

ENTRY = '[[document]]\nid = "leave"\nfile = "leave.md"\n'
READ = Document("", "", "leave.md", "", "# Leave\n\nOwner: Someone else\nVersion: 1.0", ())


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
        (ENTRY + 'status = "old"\n', "leave, status"),
        (ENTRY + 'ower = "typing mistake"\n', "leave, ower"),
        ('[[document]]\nid = "Leave Policy"\nfile = "leave.md"\n', "id"),
        (ENTRY + ENTRY, "twice"),
        (ENTRY + ENTRY.replace("leave.md", "b.md"), "twice"),
        ('[[document]]\nid = "leave"\nfile = "../leave.md"\n', "outside"),
        ('[trust]\nname = "T"\nschools = [{ name = "A school", short = "A" }]\n' + ENTRY + 'applies_to = "B"\n', "B"),
    ],
)
def test_a_fault_is_told_with_the_entry_it_is_in(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(RegisterError, match=words) as raised:
        load(tmp_path, text)
    assert str(raised.value).rstrip().endswith((".", ")", "index"))
