"""The reading benchmark measures what it says: each figure falls when what it measures goes wrong."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.reading import Limits, Reader
from assistant.values import Document, Passage, Section, Table
from evals import reading
from evals.reading import alike, broken, formats, pages, plain, policies
from evals.reading.measures import Measure, Part, agreement, pairs_in_order, words


def document(text: str, **more: object) -> Document:
    return Document("a", "A", "a.pdf", "", text, **({"sections": ()} | more))  # type: ignore[arg-type]


def test_words_are_compared_without_marks_case_and_ligatures() -> None:
    assert words("• The oﬃce;\n(a) THE Office\n2. the of\u00adfice") == ["the", "office"] * 3


@pytest.mark.parametrize(
    ("found", "bag", "ordered"),
    [("a1 b1 c1 d1", 1.0, 1.0), ("c1 d1 a1 b1", 1.0, 0.5), ("a1 b1", 2 / 3, 2 / 3), ("x1", 0.0, 0.0)],
)
def test_agreement_of_words_and_of_their_order(found: str, bag: float, ordered: float) -> None:
    result = agreement(words(found), words("a1 b1 c1 d1"))
    assert (result.bag, result.ordered) == (pytest.approx(bag), pytest.approx(ordered))


def test_pairs_of_places_in_order() -> None:
    assert pairs_in_order([10, 20, 30]) == (3, 3)
    assert pairs_in_order([10, 30, 20]) == (2, 3)
    assert pairs_in_order([10]) == (0, 0)


def test_a_heading_is_placed_by_what_follows_it() -> None:
    truth = words("Contents Leave 2 Pay 3 Leave is asked for in writing. Pay is given monthly to all.")
    text = "Leave\n\nis asked for in writing.\n\nPay\n\nis given monthly to all."
    at = text.index("Pay")
    sections = (Section("", ("Leave",), None, 0, at), Section("", ("Pay",), None, at, len(text)))
    runs = formats.headings(document(text, sections=sections))
    assert [formats.once(run, truth) for run in runs] == [5, 11]
    assert formats.once(["leave"], truth) is None


def test_column_names_are_compared_once_a_table() -> None:
    rows = "Day: Monday. Hours: 7.\nDay: Friday. Hours: 6."
    text = f"Before\n\n{rows}\n\nafter"
    start = text.index(rows)
    table = Table(start, start + len(rows), ("Day", "Hours"), (("Monday", "7"), ("Friday", "6")))
    found = words(formats.as_printed(document(text, tables=(table,))))
    assert found == ["before", "day", "hours", "monday", "7", "friday", "6", "after"]


def test_six_words_are_known_by_their_page() -> None:
    text = "one two three four five six\n\nseven eight nine ten eleven twelve"
    found = pages.pages_by_digest(document(text, page_starts=(0, text.index("seven"))))
    digest = hashlib.sha256(b"seven eight nine ten eleven twelve").hexdigest()[:16]
    assert found[digest] == {2}
    assert found[pages.digest("one two three four five six".split())] == {1}


def test_the_truth_of_pages_has_three_places_in_each_of_twenty_files() -> None:
    lines = [json.loads(line) for line in pages.TRUTH.read_text(encoding="utf-8").splitlines()]
    counted = Counter(line["file"] for line in lines)
    assert len(counted) == 20 and set(counted.values()) == {3}
    assert all(len(line["digest"]) == 16 and line["page"] >= 1 for line in lines)


def test_running_lines_are_those_that_most_pages_share() -> None:
    printed = [[f"Policy {number}", *(f"words {letter}{number}" for letter in "abcdef"), "7"] for number in range(5)]
    assert policies.running_lines(printed) >= {"policy #"}
    assert "#" not in policies.running_lines(printed)
    assert policies.running_lines(printed[:2]) == set()


@pytest.mark.parametrize(
    ("line", "text", "times"),
    [
        ("page # of #", "Page 1 of 3\nwords", 0),
        ("page # of #", "Page 1 of 3\nwords\nPage 2 of 3", 1),
        ("page # of #", "Page 1 of 3\nsee page 2 of 3", 0),
        ("a b c d e f", "a b c d e f\nwords a b c d e f words", 1),
    ],
)
def test_running_lines_that_were_left_are_counted(line: str, text: str, times: int) -> None:
    passage = Passage("a/1", document(text), (), "", (), text, 0, len(text))
    assert policies.again(line, (passage,)) == times


def test_tables_written_in_four_formats_are_measured() -> None:
    with Reader() as reader:
        part = alike.part(reader)
    assert part.measures[0].value == 1.0 and len(part.details) == 8


def test_how_a_file_ends_is_said(tmp_path: Path) -> None:
    folder = tmp_path / broken.FOLDER
    folder.mkdir()
    (folder / "good.txt").write_text("Leave is asked for in writing.", encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF follows")
    files = broken.measure(tmp_path, Limits(seconds=20))["files"]
    assert [(file["file"], file["verdict"]) for file in files] == [
        ("bad-input/bad.pdf", "malformed"),
        ("bad-input/good.txt", "indexed"),
    ]
    assert not any(file["crash"] or file["hang"] for file in files)


def test_an_error_that_is_no_named_reason_is_a_crash(tmp_path: Path) -> None:
    class Breaking(Reader):
        def read(self, path: Path, source: str) -> None:  # type: ignore[override]
            raise ValueError("broken")

    found = broken.ending(Breaking(), tmp_path / "a.pdf", "a.pdf", Limits())
    assert found["crash"] and found["verdict"] == "crash"


def test_a_library_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plain.LIBRARIES, "nothing", ("no_such_library", plain.pypdf))
    assert plain.measure("nothing", []) == {"name": "nothing", "installed": False}


def test_a_missed_target_is_said_and_gives_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shown = [Part("Words", (Measure("F1", 0.9, least=0.95), Measure("faults", 0, most=0), Measure("speed", 2.5)))]
    monkeypatch.setattr(reading, "_measured", lambda data, parts: iter(shown))
    assert reading.main(tmp_path, as_json=False) == 1
    said = capsys.readouterr().out
    assert "F1: 0.9 (target at least 0.95: MISSED)" in said
    assert "faults: 0 (target at most 0: reached)" in said
    assert "speed: 2.5\n" in said and "1 of 2 targets are reached." in said


def test_targets_that_are_reached_give_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(reading, "_measured", lambda data, parts: iter([Part("Words", (Measure("F1", 1, least=1),))]))
    assert reading.main(tmp_path, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["parts"][0]["measures"][0]["reached"] is True


@pytest.mark.parametrize(("part", "words"), [("pages", "There is no folder"), ("colours", "There is no part colours")])
def test_what_cannot_be_measured_is_a_sentence(tmp_path: Path, part: str, words: str) -> None:
    with pytest.raises(AssistantError, match=words):
        reading.main(tmp_path, as_json=False, parts=(part,))
