"""Scanned pages are recognised where tesseract is installed, and named where it is not; nothing is silently empty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from assistant.errors import UnreadableFile
from assistant.reading import Limits, Reader, unread
from assistant.reading.recognition import words_of
from assistant.values import Verdict

PRINTED = Path(__file__).parents[2] / "corpus/policies/attendance.pdf"
recognising = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A printed document of two pages as a scanner gives it: pictures only."""
    document = pypdfium2.PdfDocument(PRINTED)
    first, *others = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    document.close()
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    first.save(path, save_all=True, append_images=others, resolution=200)
    return path


@pytest.fixture(scope="module")
def partly_scanned(scan: Path) -> Path:
    """Two printed pages, then two scanned ones."""
    document = pypdfium2.PdfDocument.new()
    for part in (PRINTED, scan):
        opened = pypdfium2.PdfDocument(part)
        document.import_pages(opened)
        opened.close()
    path = scan.with_name("partly.pdf")
    document.save(path)
    document.close()
    return path


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader(Limits(seconds=30)) as made:
        yield made


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@recognising
def test_a_scan_is_recognised_with_its_clauses_pages_and_places(reader: Reader, scan: Path) -> None:
    found = reader.read(scan, scan.name)
    document = found.document
    assert found.verdict is Verdict.INDEXED
    assert [page.recognised for page in found.pages] == [True, True]
    assert {"2.1", "4.1", "6.2"} <= {section.number for section in document.sections}
    at = document.text.index("telephone on the first day")
    assert document.pages_of(at, at + 9) == (2,)
    box = next(box for box in found.boxes if box.start <= at < box.end)
    assert document.text[box.start : box.end] == "telephone"
    assert box.page == 2
    assert 60 < box.left < box.right < 540


def test_a_scan_that_cannot_be_recognised_needs_it(without_tesseract: None, reader: Reader, scan: Path) -> None:
    with pytest.raises(UnreadableFile, match="Install tesseract-ocr") as caught:
        reader.read(scan, scan.name)
    assert caught.value.verdict == Verdict.NEEDS_OCR


def test_scanned_pages_among_printed_ones_are_named(
    without_tesseract: None, reader: Reader, partly_scanned: Path
) -> None:
    found = reader.read(partly_scanned, partly_scanned.name)
    assert found.verdict is Verdict.PARTLY
    assert "Every day counts" in found.document.text
    (sentence,) = unread(found.pages)
    assert sentence.startswith("Pages 3 and 4: ")
    assert "OCR" in sentence


@recognising
def test_only_so_many_pages_are_recognised(scan: Path) -> None:
    with Reader(Limits(recognised_pages=1)) as reader:
        found = reader.read(scan, scan.name)
    assert found.verdict is Verdict.PARTLY
    assert [page.recognised for page in found.pages] == [True, False]


def test_specks_rules_and_doubtful_words_are_left_out() -> None:
    line = "<span class='ocr_line' title='bbox 0 0 900 60; x_size 50'>{}</span>"
    word = "<span class='ocrx_word' title='bbox {} 10 {} 55; x_wconf {}'>{}</span>"
    words = [(100, 200, 95, "Leave"), (210, 220, 90, "|"), (230, 300, 12, "fj;"), (400, 500, 60, "days")]
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{line.format(''.join(word.format(*w) for w in words))}"
    found = list(words_of(f"{page}</body></html>".encode(), scale=5.0))
    assert [(item.text, item.left, item.bottom, item.size) for item in found] == [
        ("Leave", 20.0, 11.0, 10.0),
        ("days", 80.0, 11.0, 10.0),
    ]
