"""What a file is, told by its content, and what is refused before anything of it is opened."""

import zipfile
from pathlib import Path

import pytest

from assistant.errors import UnreadableFile
from assistant.reading import packages
from assistant.reading.kinds import Kind, kind_of, named_wrongly

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TYPES = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Keys\r\nMessage-ID: <1@x>\r\n\r\nWords."


def package(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n", Kind.PDF),
        ("wrong.txt", b"%PDF-1.7\n", Kind.PDF),
        ("a.rtf", b"{\\rtf1 words}", Kind.RTF),
        ("old.doc", b"{\\rtf1 words}", Kind.RTF),
        ("a.html", b"<!DOCTYPE html><html><body>x</body></html>", Kind.HTML),
        ("page.txt", b"\xef\xbb\xbf<html><body>x</body></html>", Kind.HTML),
        ("a.md", b"# Words", Kind.MARKDOWN),
        ("a.csv", b"a,b\n1,2\n", Kind.CSV),
        ("a.txt", b"From the board.\n\nTo: all schools\n", Kind.TEXT),
        ("utf16.txt", "Words of the board".encode("utf-16"), Kind.TEXT),
        ("note", b"Just words without an ending in the name.", Kind.TEXT),
        ("a.eml", MAIL, Kind.EML),
        ("saved.txt", MAIL, Kind.EML),
    ],
)
def test_a_kind_is_told_by_the_content(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert kind_of(file) is kind


@pytest.mark.parametrize(
    ("folder", "kind"), [("word/document.xml", Kind.DOCX), ("xl/workbook.xml", Kind.XLSX), ("ppt/a.xml", Kind.PPTX)]
)
def test_a_package_is_told_by_its_parts_whatever_its_name(tmp_path: Path, folder: str, kind: Kind) -> None:
    file = package(tmp_path / "a.zip", {"[Content_Types].xml": TYPES, folder: "<x/>"})
    assert kind_of(file) is kind
    assert named_wrongly(file, kind)


def test_an_open_document_is_told_by_its_declared_type(tmp_path: Path) -> None:
    file = package(tmp_path / "a.odt", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
    assert kind_of(file) is Kind.ODT
    assert not named_wrongly(file, Kind.ODT)


@pytest.mark.parametrize(
    ("name", "content", "verdict", "reason"),
    [
        ("a.docx", COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted", "password"),
        ("a.docx", b"plain words", "malformed", "not a Word file"),
        ("a.xlsx", b"PK\x03\x04 cut off", "malformed", "broken"),
        ("a.docx", COMPOUND, "malformed", "older Word file"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "refused", "a picture"),
        ("a.exe", b"MZ" + b"\0" * 20, "refused", "a program"),
        ("a.pdf.exe", b"MZ\x90\0" + b"\0" * 20, "refused", "a program"),
        ("a.gz", b"\x1f\x8b\x08" + b"\0" * 20, "refused", "an archive"),
        ("a.bin", bytes(range(256)) * 8, "refused", r"\.bin"),
    ],
)
def test_what_is_not_read_says_why(tmp_path: Path, name: str, content: bytes, verdict: str, reason: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnreadableFile, match=reason) as raised:
        kind_of(file)
    assert raised.value.verdict == verdict


def test_an_archive_of_other_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="an archive") as raised:
        kind_of(package(tmp_path / "a.zip", {"words.txt": "words"}))
    assert raised.value.verdict == "refused"


def test_a_locked_open_document_is_encrypted(tmp_path: Path) -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    parts: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text"}
    file = package(tmp_path / "a.odt", parts | {"META-INF/manifest.xml": manifest})
    with pytest.raises(UnreadableFile) as raised:
        kind_of(file)
    assert raised.value.verdict == "encrypted"


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ({"word/media/a.bin": b"\0" * 20_000_000}, "too large"),
        ({f"word/{number}.txt": "x" for number in range(10_001)}, "too large"),
        ({"../../outside.xml": "<x/>"}, "refused"),
        ({"word\\..\\..\\outside.xml": "<x/>"}, "refused"),
        ({"word/document.xml": "<!DOCTYPE d [<!ENTITY a 'aaaa'>]><d>&a;</d>"}, "refused"),
        ({"word/document.xml": "<!DOCTYPE d SYSTEM 'file:///etc/hostname'><d/>".encode("utf-16")}, "refused"),
        ({"word/document.xml": "<?xml version='1.0'?>" + " " * 9000 + "<!DOCTYPE d><d/>"}, "refused"),
    ],
    ids=["bomb", "too many parts", "outside", "outside with backslashes", "entity", "utf-16 entity", "late entity"],
)
def test_a_package_is_looked_at_before_it_is_opened(
    tmp_path: Path, parts: dict[str, str | bytes], verdict: str
) -> None:
    with pytest.raises(UnreadableFile) as raised:
        packages.check(package(tmp_path / "a.docx", parts))
    assert raised.value.verdict == verdict
    assert [item.name for item in tmp_path.iterdir()] == ["a.docx"]


def test_members_that_overlap_are_too_large(tmp_path: Path) -> None:
    file = package(tmp_path / "a.docx", {"word/a.xml": b"<x/>" + bytes(range(256)) * 40})
    with zipfile.ZipFile(file, "a") as made:
        first = made.infolist()[0]
        for number in range(60):
            again = zipfile.ZipInfo(f"word/{number}.bin")
            again.header_offset, again.compress_size = first.header_offset, first.compress_size
            again.file_size, again.CRC, again.compress_type = first.file_size, first.CRC, first.compress_type
            made.filelist.append(again)
            made.NameToInfo[again.filename] = again
        made._didModify = True
    with pytest.raises(UnreadableFile) as raised:
        packages.check(file)
    assert raised.value.verdict == "too large"


def test_an_ordinary_package_passes(tmp_path: Path) -> None:
    packages.check(package(tmp_path / "a.docx", {"word/document.xml": "<w>..words...</w>", "word/a..b.xml": "<x/>"}))
