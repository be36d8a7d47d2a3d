"""The repository's own documents: what was written comes back word for word, in passages that fit the model."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant import embedding, register
from assistant import settings as settings_room
from assistant.index.opening import sizes_of
from assistant.passages import FRAME, split
from assistant.reading import Reader, readable_files
from assistant.values import Document, Reading

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def readings() -> Mapping[str, Reading]:
    """Every document of the corpus by its file, as it is read."""
    with Reader() as reader:
        return {source: reader.read(path, source) for path, source in readable_files(CORPUS)}


@pytest.fixture(scope="module")
def documents(readings: Mapping[str, Reading]) -> list[Document]:
    entries = register.load(CORPUS).entries
    return [register.complete(reading, entries.get(source)) for source, reading in readings.items()]


def test_no_passage_outgrows_the_window_of_the_model(documents: list[Document]) -> None:
    settings = settings_room.load()
    sizes, count = sizes_of(settings), embedding.token_counter(settings)
    for document in documents:
        passages = split(document, count, sizes)
        longest = max(passages, key=lambda passage: count(passage.embedded_text))
        assert count(longest.embedded_text) + FRAME <= sizes.window, longest.id
        kept = "".join(re.sub(r"\s", "", passage.text) for passage in passages)
        assert kept == re.sub(r"\s", "", document.text), document.source


def test_no_row_of_a_table_is_cut(documents: list[Document]) -> None:
    settings = settings_room.load()
    sizes, count = sizes_of(settings), embedding.token_counter(settings)
    for document in documents:
        starts = {passage.start for passage in split(document, count, sizes)}
        for table in document.tables:
            rows = [match.span() for match in re.finditer(r"[^\n]+", document.text[table.start : table.end])]
            assert len(rows) == len(table.rows)
            for begin, end in rows:
                row = document.text[table.start + begin : table.start + end]
                cut = [start for start in starts if table.start + begin < start < table.start + end]
                assert not cut or count(row) > sizes.window - 100, (document.source, row)


def test_every_word_of_a_pdf_has_its_place_on_its_page(readings: Mapping[str, Reading]) -> None:
    for source, reading in readings.items():
        if not source.endswith(".pdf"):
            continue
        document = reading.document
        assert reading.boxes and len(reading.pages) == len(document.page_starts), source
        for box in reading.boxes[:: max(1, len(reading.boxes) // 200)]:
            assert document.pages_of(box.start, box.end) == (box.page,), (source, document.text[box.start : box.end])
            assert box.left < box.right and box.top < box.bottom
