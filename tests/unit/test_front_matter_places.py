"""Where the front matter stands: approvals, running heads, titles, properties; and how its reading is measured."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import front_matter
from assistant.values import Box, Document, Reading, Status
from evals import front_matter as measuring
from tests.fixtures.fronts import Rows, read, reading


@pytest.mark.parametrize(
    ("text", "approved", "review"),
    [
        ("Reviewed: May 2023", None, None),
        ("Reviewed: May 2023\nNext review: May 2025", date(2023, 5, 1), date(2025, 5, 31)),
        ("Reviewed: May 2023\nReview cycle: 2 years", date(2023, 5, 1), None),
        ("Last reviewed: May 2023", date(2023, 5, 1), None),
        ("Approved: May 2021\nReviewed: May 2023\nNext review: May 2025", date(2021, 5, 1), date(2025, 5, 31)),
        ("Review date: May 2023", None, None),
        ("Approved: May 2023\nReview date: May 2025", date(2023, 5, 1), date(2025, 5, 31)),
        ("Date of review: May 2023\nDate of next review: May 2025", date(2023, 5, 1), date(2025, 5, 31)),
        ("Date of review: May 2022\nMay 2023\nDate of next review: May 2025", date(2023, 5, 1), date(2025, 5, 31)),
        ("Version: 2\nOwner: Bursar\nReview date: May 2025", None, date(2025, 5, 31)),
        ("Effective from: 1 May 2023", None, None),
        ("Date of next review:\nTo be reviewed by: Full board", None, None),
        ("Policy reviewed: Spring 2024\nDue for review – Spring 2026", date(2024, 1, 1), date(2026, 3, 31)),
        ("Ratified TB 8 July 2021", date(2021, 7, 8), None),
        ("Agreed F&P 3 June 2021\nRatified TB 8 July 2021", date(2021, 7, 8), None),
        ("Approved by the Governing Body on 12 March 2025", date(2025, 3, 12), None),
        ("Adopted by the Board of Trustees; 9th May 2022", date(2022, 5, 9), None),
        ("This policy was approved by the board on 12 March 2025 and will be used.", date(2025, 3, 12), None),
        ("The budget was approved on 12 March 2025.", None, None),
        ("Signed ........ Chair of Governors Date ........", None, None),
    ],
)
def test_days_of_approval_and_review_are_told_apart(text: str, approved: date | None, review: date | None) -> None:
    found = read(f"# Lettings policy\n{text}", "Prose", "Prose")
    assert (found.approved, found.review_by) == (approved, review)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("Approved by the Governing Body on 12 March 2025", "Governing Body"),
        ("Adopted by the Board of Trustees; 9th May 2022", "Board of Trustees"),
        ("Ratified by FGB", "FGB"),
        ("Ratified TB 8 July 2021", "TB"),
        ("Approved by: The Local Board / Trustees", "The Local Board / Trustees"),
        ("Approved by: see the minutes, which are kept", ""),
        ("Approved a request by a parent", ""),
        ("Agreed F&P 3 June 2021\nRatified TB 8 July 2021", "TB"),
        ("Approved by the Finance Committee: May 2024\nApproved by the Trust Board: July 2024", "Trust Board"),
    ],
)
def test_who_approved_is_read_on_the_last_page(line: str, body: str) -> None:
    found = read("# Lettings policy", "Prose", "Prose", f"Prose\n{line}")
    assert found.approved_by == body
    assert dict(found.found_in).get("approved_by", "page 4") == "page 4"


@pytest.mark.parametrize(
    "page",
    [
        (
            ["Approved by:", "Full board", "Date: 12th March 2025"],
            [["Last reviewed on:", "12th March 2025", ""], ["Next review due by:", "March 2026", ""]],
        ),
        "Approved by: Full board Date: 12 March 25\nNext review due by: March 2026",
        "Approved by: Full board\nDate: 12/3/25\nReview date: Mar-26",
        "Owner: Bursar | Approved: Full board, 12 March 2025 | Review due: March 2026",
        "Approved by\nFull board\nApproval date\n12 March 2025\nNext review\nMarch 2026",
        "Prose\nBoard approval: 12 March 2025\nReview: March 2026\nApproved by the full board",
    ],
)
def test_an_approval_is_read_in_every_usual_form(page: str | tuple[Sequence[str], Rows]) -> None:
    found = read("# Lettings policy", page)
    assert (found.approved, found.review_by) == (date(2025, 3, 12), date(2026, 3, 31))
    assert found.approved_by.casefold() == "full board"


def test_running_heads_and_feet_are_read() -> None:
    foot = ("Lettings policy V4.1 Approved: July 2024 Review: July 2025 Page 2 of 30",)
    found = read("Prose", margins=foot)
    assert (found.version, found.approved, found.review_by) == ("4.1", date(2024, 7, 1), date(2025, 7, 31))
    assert read("Prose that goes on", margins=("Lettings procedure",)).title == "Lettings procedure"


def test_a_label_without_its_neighbours_is_not_trusted() -> None:
    duties = (
        ["Task", "Responsibility", "Frequency"],
        [["Lock up", "Caretaker", "Daily"], ["Light", "Bursar", "Weekly"]],
    )
    assert read("# Estates policy", duties).owner == ""
    assert read("# Estates policy", "Prose", "Prose", "Form\nResponsible person: Class teacher").owner == ""
    assert read("# Estates policy", "Prose", "Prose", "Helpline\nEmail: help@line.example").contact == ""
    assert read("# Estates policy\nReview\nMay 2026").review_by is None


def test_a_review_said_in_words_is_the_cycle() -> None:
    found = read("# Estates policy\nVersion: 2\nReview date: Annually\nReviewed: May 2025")
    assert (found.review_cycle, found.approved, found.review_by) == ("Annually", date(2025, 5, 1), None)


def test_how_often_a_document_is_reviewed_is_read_from_a_sentence_about_it() -> None:
    said = "This policy and its annexes will be reviewed every two years by the board."
    assert read("# Lettings policy", "Prose", "Prose", said).review_cycle == "every two years"
    other = "The risk assessment will be reviewed annually. The rota is reviewed every week."
    assert read("# Lettings policy", "Prose", "Prose", other).review_cycle == ""


def test_a_page_that_says_draft_is_a_draft() -> None:
    assert read("# Lettings policy\nDraft for consultation").status is Status.DRAFT
    assert read("# Lettings policy\nHalls", margins=("DRAFT",)).status is Status.DRAFT
    assert read("# Lettings policy\nStatus: Approved").status is Status.IN_FORCE
    assert read("# Lettings policy\nStatus: Awaiting approval").status is None
    assert read("# Lettings policy\nStatutory policy").status is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ("Hill Top School\nKey Holders Policy\nVersion: 1\nPolicy Statement\nWe care.", "Key Holders Policy"),
        ("# Contents\n# Lettings policy", "Lettings policy"),
        ("# Policy\n# Lettings of halls\nOwner: Bursar", "Lettings of halls"),
        (
            "LOOKING AFTER KEYS WITH\nELECTRONIC TAGS POLICY\nVersion: 2",
            "LOOKING AFTER KEYS WITH ELECTRONIC TAGS POLICY",
        ),
        ("Supporting Pupils and\nTheir Families Policy", "Supporting Pupils and Their Families Policy"),
        ("Hill Top Community Primary School Key Tags Policy\nVersion: 2", "Key Tags Policy"),
        ("Whole School Food Policy\nVersion: 2", "Whole School Food Policy"),
        ("Policy name: Key holders policy\nPage 1 of 3", "Key holders policy"),
        ("Page 1 of 3\nWe like keys.", "Some file"),
        ("Policy and procedure for keys\nVersion: 2", "Policy and procedure for keys"),
        ("# Hill Top\nPolicy name: Key holders policy\nOwner: Bursar", "Key holders policy"),
        ("Contents\nPolicy statement on keys 4", "Some file"),
        ("Policy document\nSafeguarding\nOwner: Bursar", "Safeguarding"),
        ("School Uniform\nPolicy\nOwner: Bursar", "School Uniform Policy"),
        ("Hill Top Learning Trust - Attendance Policy", "Attendance Policy"),
        ("Hill Top Trust for Schools\nTrust policies\nPay policy\nVersion: 3", "Pay policy"),
        ("“Keys policy”\nVersion: 2", "Keys policy"),
        ("Keys policy\n=====\nVersion: 2", "Keys policy"),
    ],
)
def test_the_title_stands_on_the_cover(lines: str, title: str) -> None:
    assert read(lines).title == title


def test_a_cover_that_bears_no_title_leaves_it_to_the_next_page() -> None:
    found = read("Hill Top School\nPage 1", "# Exclusions policy\nOwner: Bursar", "Prose", "Prose")
    assert (found.title, dict(found.found_in)["title"]) == ("Exclusions policy", "page 2")


def test_words_of_the_same_size_are_one_title() -> None:
    made = reading("Minding Good\nKeys Policy\nHill Top\nOwner: Bursar")
    text = made.document.text
    sizes = {"Minding": 20.0, "Good": 20.0, "Keys": 20.5, "Policy": 20.0, "Hill": 11.0, "Top": 11.0}
    boxes = [Box(text.index(word), text.index(word) + len(word), 1, 0, 0, 50, size) for word, size in sizes.items()]
    assert front_matter.read(replace(made, boxes=tuple(boxes))).title == "Minding Good Keys Policy"


def test_a_title_in_the_properties_counts_when_the_page_bears_it_out() -> None:
    page = "We keep keys under the keys procedure for halls, and this is the only sentence that there is on the page."
    assert read(page, properties=(("title", "Keys procedure"),)).title == "Keys procedure"  # type: ignore[arg-type]
    junk = read(page, properties=(("title", "Microsoft Word - keys.doc"), ("author", "A. Person")))  # type: ignore[arg-type]
    assert (junk.title, junk.owner) == ("Some file", "")
    assert read(page, properties=(("title", "HR Policy"),)).title == "Some file"  # type: ignore[arg-type]


def test_a_text_without_pages_is_read_at_its_start_and_its_end() -> None:
    text = "# Keys\n\nOwner: Bursar\n\n" + "Prose. \n" * 2000 + "\nApproved by the Governing Body on 12 March 2025"
    found = front_matter.read(Reading(Document("", "", "keys.md", "", text, ())))
    assert (found.owner, found.approved_by) == ("Bursar", "Governing Body")
    assert dict(found.found_in)["owner"] == "the first lines" and dict(found.found_in)["approved"] == "the last lines"


def test_an_empty_document_says_nothing_but_its_name() -> None:
    found = front_matter.read(Reading(Document("", "", "a/key-holders%20policy.pdf", "", "", ())))
    assert (found.title, found.found_in) == ("Key holders policy", (("title", "the file's name"),))


def test_measuring_counts_what_is_wrong_and_what_is_missing() -> None:
    truth = [
        measuring.Truth("a", "dev", {"title": "Keys  Policy", "version": "1", "owner": measuring.hashed("Ann Other")}),
        measuring.Truth("b", "dev", {"title": "Halls"}, frozenset({"approved"})),
    ]
    found = {
        "a": {"title": "keys policy", "version": "2", "owner": "Ann Other, Bursar"},
        "b": {"approved": "2025-01-01", "status": "draft"},
    }
    measured = measuring.measure(found, truth)
    assert measured.overall == measuring.Score(right=2, found=4, true=4)
    assert (measured.overall.precision, measured.overall.recall) == (0.5, 0.5)
    assert measured.by_field["owner"].right == 1 and len(measured.mistakes) == 3


def test_the_report_gives_both_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"file": f"{split}.pdf", "split": split, "fields": {"title": "Lettings policy"}} for split in ("dev", "test")
    ]
    truth = [measuring.Truth(line["file"], line["split"], line["fields"]) for line in lines]  # type: ignore[arg-type]
    monkeypatch.setattr(measuring, "load", lambda: truth)
    (tmp_path / "dev.pdf").touch()
    made: Callable[[Path], Reading] = lambda _: reading("# Lettings policy")  # noqa: E731
    report = measuring.report(tmp_path, made)
    assert report["dev"]["all"] == {"precision": 1.0, "recall": 1.0, "right": 1, "found": 1, "true": 1}
    assert report["test"]["missing"] == ["test.pdf"] and json.dumps(report)


def test_the_truth_names_every_file_once_and_no_person() -> None:
    truth = measuring.load()
    assert len({item.file for item in truth}) == len(truth) == 25
    assert {item.split for item in truth} == {"dev", "test"}
    assert all(field in measuring.FIELDS for item in truth for field in (*item.fields, *item.unsettled))
    owners = [item.fields["owner"] for item in truth if "owner" in item.fields]
    assert all(owner.startswith(measuring.HASHED) for owner in owners)


def test_a_foot_of_several_parts_is_read_part_by_part() -> None:
    foot = ("Version 1.1 | Owner: Head of Estates | Next review: 31 March 2028 Page 2 of 9",)
    found = read("# Lettings policy\nHalls", margins=foot)
    assert (found.version, found.owner, found.review_by) == ("1.1", "Head of Estates", date(2028, 3, 31))


def test_a_cover_without_marks_behind_its_labels_is_read() -> None:
    cover = "# Lettings policy\nApproved by the Audit and risk committee on 3 February 2026\nIn force from 1 March 2026"
    found = read(f"{cover}\nlettings@school.example", "Prose of the second page")
    assert (found.approved_by, found.approved) == ("Audit and risk committee", date(2026, 2, 3))
    assert (found.effective_from, found.contact) == (date(2026, 3, 1), "lettings@school.example")


def test_a_sheet_is_called_what_its_properties_say_and_its_first_lines_bear_out() -> None:
    lines = "# Orders\nSpending limits: Orders\nWho may sign what"
    assert read(lines, properties=(("title", "Spending limits"),)).title == "Spending limits"
    assert read(lines, properties=(("title", "Microsoft Word - doc1"),)).title != "Microsoft Word - doc1"


def test_a_file_name_that_says_nothing_gives_way_to_the_first_heading() -> None:
    lines = "# Valley Learning Trust\nSeven schools work together and this is the first page of their site."
    assert front_matter.read(reading(lines, source="003_c14a15.txt")).title == "Valley Learning Trust"
    assert front_matter.read(reading(lines, source="about-our-schools.txt")).title == "About our schools"
