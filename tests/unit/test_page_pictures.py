"""Pages as pictures: marks lie where the words do, a changed file is not shown, nothing outside the corpus is read."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.values import Box, Document
from assistant.web import page_pictures
from assistant.web.page_pictures import Mark, Picture, Pictures
from tests.fixtures import tables

PAGE = Picture(b"", 200.0, 400.0, 3)


def box(left: float, top: float, right: float, *, page: int = 1, bottom: float = 0) -> Box:
    return Box(0, 1, page, left, top, right, bottom or top + 10)


def test_the_words_of_a_line_are_one_mark_and_lines_and_columns_are_apart() -> None:
    words = [box(20, 40, 50), box(53, 40, 90), box(20, 60, 40), box(150, 60, 180), box(5, 5, 9, page=2)]
    assert page_pictures.marks(words, 1, PAGE) == (
        Mark(10.0, 10.0, 35.0, 2.5),
        Mark(10.0, 15.0, 10.0, 2.5),
        Mark(75.0, 15.0, 15.0, 2.5),
    )


def test_a_mark_never_leaves_the_page() -> None:
    (mark,) = page_pictures.marks([box(-20, 390, 500, bottom=420)], 1, PAGE)
    assert (mark.left, mark.top, mark.width, mark.height) == (0, 97.5, 100, 2.5)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    tables.write_ruled(tables.DELEGATION, folder / "limits.pdf")
    (tmp_path / "secret.pdf").write_bytes((folder / "limits.pdf").read_bytes())
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    return folder


def document(corpus: Path, source: str = "limits.pdf") -> Document:
    digest = hashlib.sha256((corpus / "limits.pdf").read_bytes()).hexdigest()
    return Document("limits", "Limits", source, digest, "", (), page_starts=(0,))


def test_a_page_is_drawn_once_and_kept(corpus: Path) -> None:
    pictures = Pictures(corpus)
    drawn = pictures.page(document(corpus), 1)
    assert drawn is not None and drawn.png.startswith(b"\x89PNG") and drawn.pages == 1
    assert (round(drawn.width), round(drawn.height)) == (595, 842)
    assert pictures.page(document(corpus), 1) is drawn
    assert pictures.page(document(corpus), 2) is None and pictures.page(document(corpus), 0) is None


def test_a_file_that_changed_is_not_shown(corpus: Path) -> None:
    pictures = Pictures(corpus)
    held = document(corpus)
    assert pictures.original(held) == corpus / "limits.pdf"
    with (corpus / "limits.pdf").open("ab") as file:
        file.write(b"\n% changed")
    assert pictures.original(held) is None and pictures.page(held, 1) is None
    (corpus / "limits.pdf").unlink()
    assert pictures.original(held) is None


@pytest.mark.parametrize("source", ["../secret.pdf", "link.pdf", "/etc/passwd", ".", "", "no.pdf", "a\x00b"])
def test_nothing_outside_the_corpus_is_handed_out(corpus: Path, source: str) -> None:
    assert Pictures(corpus).original(document(corpus, source)) is None


def test_a_file_that_cannot_be_drawn_is_none(corpus: Path) -> None:
    (corpus / "limits.pdf").write_bytes(b"%PDF-1.4 broken")
    assert Pictures(corpus).page(document(corpus), 1) is None


def test_only_pdfs_with_pages_are_pictured(corpus: Path) -> None:
    held = document(corpus)
    assert page_pictures.has_pages(held)
    assert not page_pictures.has_pages(replace(held, source="limits.docx"))
    assert not page_pictures.has_pages(replace(held, page_starts=()))
