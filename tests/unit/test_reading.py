"""Files of every kind become text with sections, tables and pages; what cannot be read is named with its reason."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import UnreadableFile
from assistant.reading import Limits, Reader, readable_files
from assistant.register import complete
from assistant.values import Document

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(Limits(seconds=20, megabytes=1, characters=200_000)) as made:
        yield made


def read(reader: Reader, path: Path) -> Document:
    return reader.read(path, path.name).document


def section(document: Document, number: str) -> str:
    found = next(item for item in document.sections if item.number == number)
    return document.text[found.start : found.end].strip()


@pytest.mark.parametrize(
    ("source", "number", "words"),
    [
        ("policies/people/leave-of-absence.docx", "3.1", "up to 5 paid days"),
        ("governance/scheme-of-delegation.docx", "2.2", "may not be split"),
        ("policies/pupils/attendance.pdf", "4.1", "A family holiday is not an exceptional circumstance."),
        ("policies/safeguarding/child-protection-and-safeguarding.pdf", "7.2", "until the 25th birthday"),
    ],
)
def test_a_numbered_clause_is_a_section(reader: Reader, source: str, number: str, words: str) -> None:
    assert words in section(reader.read(CORPUS / source, source).document, number)


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ("policies/finance/lettings.pdf", "Space: Sports hall. Community groups, an hour: £35. Others, an hour: £60."),
        (
            "governance/scheme-of-delegation.docx",
            "Value of the order: £501 to £5,000. Who may sign: School business manager. "
            "Quotations needed: Two written quotations.",
        ),
        (
            "policies/pupils/attendance.pdf",
            "Attendance: Below 90%. What the school does: Attendance plan agreed with the family. "
            "Who acts: Attendance lead.",
        ),
    ],
)
def test_a_table_row_says_what_its_columns_are(reader: Reader, source: str, row: str) -> None:
    assert row in reader.read(CORPUS / source, source).document.text.split("\n")


def test_html_lists_between_tabs_become_rows(reader: Reader, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "Our plan\n\nAims\tMeasures\n<ul class='x'> Keep money back. \t<ul class='x'> A month of wages is held.\n",
        encoding="utf-8",
    )
    assert "Aims: Keep money back. Measures: A month of wages is held." in read(reader, plan).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_pound_sign_survives_every_common_encoding(reader: Reader, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "limits.txt"
    file.write_bytes("Limits\r\n\r\nOrders over £500 need two quotations – always.\r\n".encode(encoding))
    assert "Orders over £500 need two quotations – always." in read(reader, file).text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.pdf", b"", "empty"),
        ("broken.pdf", b"%PDF-1.7\nnothing else", "broken"),
        ("broken.docx", b"PK\x03\x04 cut off", "broken"),
        ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("text.docx", b"plain words", "not a Word file"),
        ("binary.txt", bytes(range(256)) * 4, "not a text file"),
        ("blank.md", b"   \n\n", "no text"),
        ("picture.jpg", b"\xff\xd8\xff", "is not read"),
        ("large.txt", b"word " * 300_000, "MB"),
        ("long.txt", b"word " * 50_000, "characters"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(
    reader: Reader, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason) as raised:
        read(reader, file)
    assert "Traceback" not in str(raised.value)


def test_a_link_out_of_the_folder_is_not_followed(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nNot for the index.", encoding="utf-8")
    folder = tmp_path / "corpus"
    folder.mkdir()
    try:
        (folder / "link.md").symlink_to(tmp_path / "secret.md")
    except OSError:
        pytest.skip("this system lets only administrators make links")
    ((path, source),) = readable_files(folder)
    with pytest.raises(UnreadableFile, match="outside"):
        reader.read(path, source)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fifos")
def test_hidden_lock_and_special_files_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.md", "~$lock.docx", "Thumbs.db", "register.toml", "kept.md"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    assert [source for _, source in readable_files(tmp_path)] == ["kept.md"]


def test_a_reader_that_is_too_slow_or_killed_is_started_again(tmp_path: Path) -> None:
    good = tmp_path / "good.md"
    good.write_text("# Good\n\nAll is well here.", encoding="utf-8")
    slow = Reader(Limits(seconds=0.0001, megabytes=1, characters=1000))
    with slow, pytest.raises(UnreadableFile, match="longer than"):
        read(slow, good)
    with Reader(Limits(seconds=20, megabytes=1, characters=1000)) as reader:
        read(reader, good)
        child = reader._child
        assert child is not None
        child.kill()
        child.wait()
        with pytest.raises(UnreadableFile):
            read(reader, good)
        assert "All is well" in read(reader, good).text


def test_a_document_without_a_register_says_itself_what_it_is(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "keys.md"
    file.write_text(
        "# Key holders policy\n\nVersion: 2.1\nOwner: Site manager\nReview date: March 2027\n\n"
        "## 1. Keys\n\nOwner: nobody in particular keeps a key.\n",
        encoding="utf-8",
    )
    document = complete(reader.read(file, file.name), None)
    assert (document.id, document.title, document.version) == ("keys", "Key holders policy", "2.1")
    assert document.owner == "Site manager" and str(document.review_by) == "2027-03-31"
    assert not document.registered
