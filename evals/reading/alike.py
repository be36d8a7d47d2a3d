"""One table written in several formats must read as the same rows; the tables are those of the tests."""

import importlib.util
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from assistant.errors import UnreadableFile
from assistant.reading import Reader
from evals.reading.measures import Measure, Part, table_lines

FIXTURES = Path(__file__).parents[2] / "tests" / "fixtures" / "tables.py"


def part(reader: Reader) -> Part:
    """Write every table in every format, read it and count the rows that are as they were printed."""
    title = "Tables in four formats"
    if not FIXTURES.is_file():
        return Part(title, (), ("Not measured: the tables of the tests are not here.",))
    fixtures = _fixtures()
    rows: list[tuple[str, str, int, int]] = []
    with tempfile.TemporaryDirectory(prefix="assistant-tables-") as folder:
        for table in fixtures.TABLES:
            for number, (name, (ending, write)) in enumerate(fixtures.FORMATS.items()):
                path = write(table, Path(folder, f"{number}{ending}"))
                rows.append((table.title, name, _alike(reader, path, table), len(table.rows)))
    share = sum(row[2] for row in rows) / sum(row[3] for row in rows)
    measure = Measure("share of table rows that read the same from every format", share, least=1.0)
    lines = table_lines(("table", "format", "rows alike", "rows"), rows)
    return Part(
        title, (measure,), lines, [dict(zip(("table", "format", "alike", "rows"), row, strict=True)) for row in rows]
    )


def _alike(reader: Reader, path: Path, table: object) -> int:
    """How many rows stand, in their order and under the same column names, as they were printed."""
    try:
        tables = reader.read(path, path.name).document.tables
    except UnreadableFile:
        return 0
    found = [(item.header, row) for item in tables for row in item.rows]
    printed = [(table.header, row) for row in table.rows]  # type: ignore[attr-defined]
    return sum(1 for read, wanted in zip(found, printed, strict=False) if read == wanted)


def _fixtures() -> ModuleType:
    """The tests' module by its path: the tests are not installed with the program."""
    name = "tests_fixtures_tables"
    specification = importlib.util.spec_from_file_location(name, FIXTURES)
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # a frozen dataclass looks its module up
    specification.loader.exec_module(module)
    return module
