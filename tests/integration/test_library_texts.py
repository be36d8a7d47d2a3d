"""The library of the trust: large enough, made from its texts, and hard in the ways that are listed."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path, PurePosixPath

import pytest

from assistant import register
from assistant.reading import Limits, read_all, readable_files
from assistant.reading.composing import row_text
from assistant.values import Reading, Status
from assistant.wording import long_date
from evals.library import making
from evals.library.as_others import plain
from evals.library.texts import ABOVE, LEFT, Grid, Heading, Item, Note, PageBreak, Paragraph, Text, every

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
LEAST = {".docx": 16, ".pdf": 14, ".xlsx": 3, ".html": 2, ".odt": 1, ".pptx": 1}
KINDS = 22
SCANNED = "governance/memorandum-diocese-2019.pdf"


@pytest.fixture(scope="module")
def texts() -> list[Text]:
    return list(every())


@pytest.fixture(scope="module")
def readings() -> Mapping[str, Reading]:
    """Every document that has a text of its own, as it is read."""
    files = [file for file in readable_files(CORPUS) if file[1] != SCANNED]
    read = read_all(files, Limits(), 2)
    return {source: found for (_, source), found in zip(files, read, strict=True) if isinstance(found, Reading)}


def test_the_library_is_as_large_as_a_trusts(texts: Sequence[Text]) -> None:
    assert len(texts) >= 45
    assert sum(text.words for text in texts) >= 90_000
    counted = Counter(PurePosixPath(text.file).suffix for text in texts)
    assert all(counted[ending] >= least for ending, least in LEAST.items())


def test_every_document_is_there_and_registered_as_its_text_says(texts: Sequence[Text]) -> None:
    assert {source for _, source in readable_files(CORPUS)} == {text.file for text in texts}
    assert (CORPUS / "register.toml").read_text(encoding="utf-8") == making.register(texts)


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx", "html", "odt", "pptx"])
def test_the_same_text_makes_the_same_document(texts: Sequence[Text], ending: str) -> None:
    text = next(text for text in texts if text.file.endswith(ending))
    assert making.issued(text) == making.issued(text)


def test_what_was_written_is_read_word_for_word(texts: Sequence[Text], readings: Mapping[str, Reading]) -> None:
    lost = [
        (text.file, words)
        for text in texts
        if text.file != SCANNED
        for lines in [{_letters(line) for line in readings[text.file].document.text.split("\n")}]
        for words, whole in _written(text)
        if words not in lines and (whole or not any(words in line for line in lines))
    ]
    total = sum(1 for text in texts for _ in _written(text))
    assert total > 6000
    assert len(lost) / total < 0.002, lost[:10]


def _written(text: Text) -> Iterator[tuple[str, bool]]:
    """What must come back: its letters, and whether it must be a line of its own."""
    for block in text.blocks:
        match block:
            case Paragraph(words, _):
                yield _letters(plain(words)), True
            case Heading(_, words) | Item(_, words, _) | Note(_, words):
                yield _letters(plain(words)), False
            case Grid(rows):
                yield from ((_letters(row), True) for row in _sentences(rows))
            case PageBreak():
                pass


def _sentences(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows of a table as sentences, merged cells in every place that they cover."""
    header = [plain(name).replace("\n", " ") for name in rows[0]]
    above: list[str] = []
    for row in rows[1:]:
        cells: list[str] = []
        for column, words in enumerate(row):
            cells.append(above[column] if words == ABOVE else cells[-1] if words == LEFT else words)
        above = cells
        yield row_text(header, [plain(cell).replace("\n", " ") for cell in cells])[0]


def _letters(words: str) -> str:
    return " ".join(re.findall(r"[\w£%]+", words.casefold()))


def test_what_was_planted_stands_where_the_list_says(readings: Mapping[str, Reading]) -> None:
    planted = tomllib.loads((ROOT / "evals/planted.toml").read_text(encoding="utf-8"))["planted"]
    assert len({item["kind"] for item in planted}) >= KINDS
    entries = register.load(CORPUS).entries
    numbers = {
        register.complete(reading, entries[source]).key: {section.number for section in reading.document.sections}
        for source, reading in readings.items()
    }
    for place in (place for item in planted for place in item["where"]):
        key, _, clause = place.partition("/")
        assert key in numbers, place
        assert clause == "*" or clause in numbers[key], place


def test_the_standing_of_documents_is_mixed_as_in_a_real_trust(readings: Mapping[str, Reading]) -> None:
    entries = register.load(CORPUS).entries
    statuses = Counter(entry.status for entry in entries.values())
    assert statuses[Status.SUPERSEDED] >= 2 and statuses[Status.DRAFT] >= 1
    boilerplate = "looks every year at how it has worked, tells the committee that approved it"
    assert sum(boilerplate in reading.document.text for reading in readings.values()) >= 20


def test_a_table_runs_over_three_pages_with_its_header_on_the_first(readings: Mapping[str, Reading]) -> None:
    document = readings["policies/estates/health-and-safety.pdf"].document
    longest = max(document.tables, key=lambda table: len(table.rows))
    assert len(document.pages_of(longest.start, longest.end)) >= 3
    assert all(name for name in longest.header)
    last = document.text[longest.start : longest.end].split("\n")[-1]
    assert last.startswith(f"{longest.header[0]}: ")


def test_a_rule_runs_over_a_page_break(readings: Mapping[str, Reading]) -> None:
    document = readings["policies/finance/procurement.pdf"].document
    clause = next(section for section in document.sections if section.number == "7.6")
    assert len(document.pages_of(clause.start, clause.end)) == 2


def test_the_calendar_has_190_school_days_in_each_year_and_agrees_with_the_document_of_term_dates(
    readings: Mapping[str, Reading],
) -> None:
    calendar = tomllib.loads((CORPUS / "calendar.toml").read_text(encoding="utf-8"))
    printed = readings["governance/term-dates.xlsx"].document.text
    closed = {day for days in (*calendar["inset"].values(), *calendar["bank_holidays"].values()) for day in days}
    counted: Counter[str] = Counter()
    for term in calendar["term"]:
        first, last, (begin, end) = term["first"], term["last"], term["half_term"]
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        counted[term["year"]] += sum(
            day.weekday() < 5 and not begin <= day <= end and day not in closed for day in days
        )
        assert all(long_date(day) in printed for day in (first, last)), term["name"]
    assert set(counted.values()) == {190}
