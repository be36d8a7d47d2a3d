"""What a document says of itself is read with the place where it says so; what it does not say is not guessed."""

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.front_matter.days import days
from assistant.front_matter.labels import label
from assistant.front_matter.saying import pairs
from assistant.values import Status
from tests.fixtures.fronts import Rows, read


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("12 March 2025", date(2025, 3, 12), date(2025, 3, 12)),
        ("the 4 th of February 2012", date(2012, 2, 4), date(2012, 2, 4)),
        ("12/03/2025", date(2025, 3, 12), date(2025, 3, 12)),
        ("12.3.25", date(2025, 3, 12), date(2025, 3, 12)),
        ("March 12, 2025", date(2025, 3, 12), date(2025, 3, 12)),
        ("2025-03-12", date(2025, 3, 12), date(2025, 3, 12)),
        ("February 2028", date(2028, 2, 1), date(2028, 2, 29)),
        ("Sept '25", date(2025, 9, 1), date(2025, 9, 30)),
        ("September2017", date(2017, 9, 1), date(2017, 9, 30)),
        ("Autumn Term 2025", date(2025, 9, 1), date(2025, 12, 31)),
        ("Spring 2024/25", date(2025, 1, 1), date(2025, 3, 31)),
        ("Summer term 2 2025", date(2025, 4, 1), date(2025, 8, 31)),
        ("2024-25", date(2024, 9, 1), date(2025, 8, 31)),
    ],
)
def test_a_date_that_names_no_day_is_the_first_or_the_last_that_it_can_be(words: str, first: date, last: date) -> None:
    assert days(words) == [first]
    assert days(words, last=True) == [last]


@pytest.mark.parametrize("words", ["31/02/2025", "2025", "2020-30", "version 1.2.3", "01234 567890", "Keeping 12"])
def test_what_is_no_date_gives_none(words: str) -> None:
    assert days(words) == []


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("Policy owner", "owner"),
        ("Responsible Officer:", "owner"),
        ("Member of staff responsible", "owner"),
        ("POLICY OWNER / AUTHOR", "owner"),
        ("Ratified by", "approved_by"),
        ("Approval body", "approved_by"),
        ("Reviewed and approved by", "approved_by"),
        ("Date ratified", "approved"),
        ("Date of adoption", "approved"),
        ("Approval Date", "approved"),
        ("Date of implementation", "effective_from"),
        ("In force from", "effective_from"),
        ("Frequency of review", "review_cycle"),
        ("Next Review Due", "review_by"),
        ("Date of next policy review", "review_by"),
        ("Due for review", "review_by"),
        ("Review date", "review_date"),
        ("Date last reviewed", "last_review"),
        ("Last reviewed", "last_review"),
        ("Document No.", "reference"),
        ("Version number", "version"),
        ("Issue", "version"),
        ("Issue date", "effective_from"),
        ("Target audience", "applies_to"),
        ("This policy replaces", "supersedes"),
        ("Contact e-mail", "contact"),
        ("To be reviewed by", "review_by"),
        ("Head teacher", None),
        ("Action owner", None),
        ("Health and safety", None),
    ],
)
def test_the_many_labels_of_a_field_are_known(words: str, field: str | None) -> None:
    known = label(words)
    assert (known.field if known else None) == field


def test_several_labels_on_one_line_each_keep_their_words() -> None:
    found = [
        (known.field, words) for known, words in pairs("Version: 1.1 Reviewed: May 2025 Next Review Due: May 2026")
    ]
    assert found == [("version", "1.1"), ("reviewed", "May 2025"), ("review_by", "May 2026")]
    assert pairs("Pupils who are late: the office reviews them. Owner: nobody") == []


CONTROL = [
    ["Policy name", "Key holders policy"],
    ["Policy owner", "Site manager"],
    ["Document ref", "EST-014"],
    ["Version", "v2.1"],
    ["Status", "Final"],
    ["Approved by", "Resources committee, 12 March 2025"],
    ["Effective from", "1 April 2025"],
    ["Review cycle", "Every two years"],
    ["Next review", "March 2027"],
    ["Applies to", "Staff, governors and volunteers"],
    ["Supersedes", "Key holders policy 2023"],
    ["Contact", "The site office: keys@school.example"],
]
EXPECTED = {
    "owner": "Site manager",
    "reference": "EST-014",
    "version": "2.1",
    "status": Status.IN_FORCE,
    "approved_by": "Resources committee",
    "approved": date(2025, 3, 12),
    "effective_from": date(2025, 4, 1),
    "review_cycle": "Every two years",
    "review_by": date(2027, 3, 31),
    "applies_to": ("Staff", "governors", "volunteers"),
    "supersedes": "Key holders policy 2023",
    "contact": "keys@school.example",
}


@pytest.mark.parametrize(
    "page",
    [
        (["Label", "Value"], CONTROL),
        (CONTROL[0], CONTROL[1:]),
        ([name for name, _ in CONTROL], [[value for _, value in CONTROL]]),
        (["", "", "", ""], [[*one, *other] for one, other in zip(CONTROL[::2], CONTROL[1::2], strict=True)]),
    ],
)
def test_a_control_table_of_any_shape_is_read(page: tuple[Sequence[str], Rows]) -> None:
    found = read("# Key holders policy", page)
    assert {name: getattr(found, name) for name in EXPECTED} == EXPECTED
    assert dict(found.found_in)["owner"] == "the table on page 2"


def test_a_control_table_as_lines_is_read() -> None:
    found = read("# Key holders policy\n" + "\n".join(f"{name}: {value}" for name, value in CONTROL))
    assert {name: getattr(found, name) for name in EXPECTED} == EXPECTED
    assert dict(found.found_in)["owner"] == "the cover page"


@pytest.mark.parametrize(
    "words",
    [
        "Choose an item.",
        "[insert name]",
        "TBC",
        "DD/MM/YYYY",
        "......",
        "____",
        "xx/xx/xxxx",
        "N/A",
        "Click here to enter",
    ],
)
def test_a_field_that_nobody_filled_in_is_empty(words: str) -> None:
    rows = [[name, words] for name, _ in CONTROL[1:]]
    found = read("# Key holders policy", (["", ""], rows))
    assert [name for name, _ in found.found_in] == ["title"]


def test_a_sentence_is_no_name_and_a_deep_line_no_front_matter() -> None:
    found = read(
        "# Lettings policy\nOwner: the person who books the hall is the owner of the booking.",
        "Prose",
        "Owner: Site manager\nVersion: 9.9",
        "Prose",
        "Prose",
    )
    assert (found.owner, found.version) == ("", "")


def test_the_stronger_place_wins() -> None:
    found = read(
        "# Lettings policy\nVersion: 3.0",
        (["Version", "Owner"], [["3.1", "Bursar"]]),
        "Version: 2.0",
        margins=("Lettings policy v2.9 Page 1 of 3",),
    )
    assert (found.version, dict(found.found_in)["version"]) == ("3.1", "the table on page 2")
    margin = read("# Lettings policy\nHalls", margins=("Lettings policy v2.9 Page 1 of 3",))
    assert (margin.version, dict(margin.found_in)["version"]) == ("2.9", "the running head or foot")


def test_the_latest_row_of_a_history_counts() -> None:
    rows = [
        ["1.0", "May 2023", "A. Writer", "First"],
        ["1.2", "June 2025", "B. Writer", "Second"],
        ["1.1", "May 2024", "", ""],
    ]
    found = read("# Lettings policy", (["Version", "Date", "Author", "Changes"], rows))
    assert (found.version, found.owner, found.approved) == ("1.2", "", None)
    found = read(
        "# Lettings policy\nNext review: June 2027", (["Version", "Date approved", "Changes"], [r[:3] for r in rows])
    )
    assert found.approved == date(2025, 6, 1)


def test_a_signed_row_is_the_approval_and_an_unsigned_one_is_still_to_come() -> None:
    rows = [
        ["May 2025", "Full board", "Chair: A. Person"],
        ["Next review due:", "", ""],
        ["May 2026", "Full board", "Chair:"],
    ]
    found = read("# Lettings policy", (["Review date", "Reviewed by", "Signed off (name)"], rows))
    assert (found.approved, found.approved_by) == (date(2025, 5, 1), "Full board")
    assert found.review_by == date(2026, 5, 31)


def test_a_table_of_actions_says_nothing_about_the_document() -> None:
    rows = [["Mend the gate", "Site manager", "May 2026"], ["Paint the hall", "Bursar", "June 2026"]]
    found = read("# Estates plan", (["Action", "Owner", "Review date"], rows))
    assert [name for name, _ in found.found_in] == ["title"]
