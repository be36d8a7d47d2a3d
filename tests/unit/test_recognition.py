"""Scanned pages are recognised where tesseract is installed, and named where it is not; nothing is silently empty."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import UnreadableFile
from assistant.reading import Limits, Reader, unread
from assistant.reading.recognition import words_of
from assistant.values import Verdict

PAGES = (
    """Attendance policy
1. Why attendance matters
Every day counts for every child of the school.
2. What parents must do
2.1 Parents must tell the school by 8.30 am on the first day of an absence.
2.2 Medical evidence is asked for only after five school days.""",
    """3. Children missing from education
3.1 If a pupil is absent, the school must telephone on the first day.
3.2 A pupil may be taken off the roll only after enquiries by both.""",
)
recognising = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of two pages with a text of its own."""
    path = tmp_path_factory.mktemp("printed") / "printed.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for lines in PAGES:
        for number, line in enumerate(lines.splitlines()):
            heading = line.split()[0].count(".") == 1 and line[2] == " "
            canvas.setFont("Helvetica-Bold" if heading else "Helvetica", 14 if heading else 11)
            canvas.drawString(72, 760 - 30 * number, line)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(scope="module")
def scan(printed: Path) -> Path:
    """A printed document of two pages as a scanner gives it: pictures only."""
    document = pypdfium2.PdfDocument(printed)
    first, *others = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    document.close()
    path = printed.with_name("scan.pdf")
    first.save(path, save_all=True, append_images=others, resolution=200)
    return path


@pytest.fixture(scope="module")
def partly_scanned(printed: Path, scan: Path) -> Path:
    """Two printed pages, then two scanned ones."""
    document = pypdfium2.PdfDocument.new()
    for part in (printed, scan):
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
    assert {"2.1", "2.2", "3.1", "3.2"} <= {section.number for section in document.sections}
    at = document.text.index("telephone on the first day")
    assert document.pages_of(at, at + 9) == (2,)
    box = next(box for box in found.boxes if box.start <= at < box.end)
    assert document.text[box.start : box.end] == "telephone"
    assert box.page == 2
    assert 60 < box.left < box.right < 540


@recognising
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_scan_that_lies_another_way_is_read_and_its_places_are_those_of_the_page(
    reader: Reader, printed: Path, quarters: int
) -> None:
    document = pypdfium2.PdfDocument(printed)
    picture = document[0].render(scale=200 / 72, grayscale=True).to_pil().rotate(90 * quarters, expand=True)
    document.close()
    path = printed.with_name(f"turned{quarters}.pdf")
    picture.save(path, resolution=200)
    found = reader.read(path, path.name)
    text = found.document.text
    assert "2.1 Parents must tell the school by 8.30 am on the first day of an absence." in text
    box = next(box for box in found.boxes if text[box.start : box.end] == "Parents")
    left, top = (72 + 18) / 595, (842 - 760 + 4 * 30 - 9) / 842  # where the word stands on the upright page
    across, down = {1: (top, 1 - left), 2: (1 - left, 1 - top), 3: (1 - top, left)}[quarters]
    width, height = (842, 595) if quarters % 2 else (595, 842)
    assert abs((box.left + box.right) / 2 / width - across) < 0.06
    assert abs((box.top + box.bottom) / 2 / height - down) < 0.06


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


def hocr(*words: tuple[int, int, int, str]) -> list[tuple[str, float]]:
    """The words kept of one line, each with its left edge; given are left, right, confidence and letters."""
    inner = "".join(
        f"<span class='ocrx_word' title='bbox {left} 10 {right} 55; x_wconf {sure}'>{text}</span>"
        for left, right, sure, text in words
    )
    line = f"<span class='ocr_line' title='bbox 0 0 900 60; x_size 50'>{inner}</span>"
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{line}</body></html>"
    return [(word.text, word.left) for word in words_of(page.encode(), scale=5.0)]


def test_specks_and_rules_are_left_out() -> None:
    assert hocr((100, 200, 95, "Leave"), (210, 220, 90, "|"), (400, 500, 60, "days")) == [
        ("Leave", 20.0),
        ("days", 80.0),
    ]
    assert hocr((100, 200, 12, "fj;"), (210, 300, 20, "ii")) == []
    assert hocr((100, 200, 95, "Leave"), (210, 220, 12, "~-"), (230, 300, 90, "is")) == [("Leave", 20.0), ("is", 46.0)]


def test_a_doubtful_word_among_sure_ones_is_kept() -> None:
    found = hocr((50, 90, 16, "4.1"), (100, 200, 95, "Parents"), (210, 300, 14, "must"), (310, 400, 91, "write"))
    assert [text for text, _ in found] == ["4.1", "Parents", "must", "write"]
