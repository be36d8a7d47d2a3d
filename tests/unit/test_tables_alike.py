"""The same table gives the same rows, whatever the format of the file that it stands in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.reading import Reader
from tests.fixtures.tables import CLOSING, DELEGATION, FORMATS, LEAVE, TABLES, Printed


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)
@pytest.mark.parametrize("name", FORMATS)
def test_a_table_reads_the_same_from_every_format(reader: Reader, tmp_path: Path, name: str, table: Printed) -> None:
    ending, write = FORMATS[name]
    path = write(table, tmp_path / f"table{ending}")
    document = reader.read(path, path.name).document
    assert {found.header for found in document.tables} == {table.header}
    assert [row for found in document.tables for row in found.rows] == list(table.rows)
    for found in document.tables:
        assert len(document.text[found.start : found.end].split("\n")) == len(found.rows)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "workbook"])
def test_what_follows_a_table_is_not_taken_into_it(reader: Reader, tmp_path: Path, name: str) -> None:
    ending, write = FORMATS[name]
    path = write(LEAVE, tmp_path / f"table{ending}")
    document = reader.read(path, path.name).document
    at = document.text.index(CLOSING)
    assert document.tables and all(found.end <= at for found in document.tables)


def test_the_long_table_runs_over_a_page(reader: Reader, tmp_path: Path) -> None:
    path = FORMATS["PDF with rules"][1](LEAVE, tmp_path / "table.pdf")
    assert len(reader.read(path, path.name).document.page_starts) > 1


def test_merged_cells_are_shown_once_in_the_files() -> None:
    shown = list(DELEGATION.shown())
    assert [row[0] for row in shown] == ["Finance", "", "", "Staffing", "", "Premises", ""]
    assert shown[2][2:] == ("Board of trustees", "")
