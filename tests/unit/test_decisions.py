"""Who decides what is read from tables of a scheme of delegation, whatever its columns are called."""

from datetime import date

import pytest

from assistant import decisions
from assistant.decisions import Decision, Sought
from assistant.reading.composing import row_text
from assistant.values import Document, Passage, Status, Table

TODAY = date(2026, 11, 26)
HEADER = ("Decision", "Trust board", "School committee", "Headteacher")
ROWS = (
    ("Staff", "Staff", "Staff", "Staff"),
    ("Dismiss a teacher", "Told", "Members hear the appeal", "Decides"),
    ("Appoint a deputy", "Decides", "Consulted", "Recommends"),
    ("Money", "", "", ""),
    ("Budget", "Decides", "Consulted", ""),
    ("Orders", "Told", "", "Decides, with the Head of Estates"),
    ("Gifts", "Told", "Consulted", "Decides"),
)
SIGNING = (("Value", "Who may sign"), (("Up to £500", "Budget holder"), ("Above £500", "Headteacher")))


def scheme(
    header: tuple[str, ...] = HEADER,
    rows: tuple[tuple[str, ...], ...] = ROWS,
    title: str = "Scheme of delegation",
    **about: object,
) -> tuple[Document, tuple[Passage, ...]]:
    lines = "\n".join(row_text(header, row)[0] for row in rows)
    text = f"Before\n\n{lines}"
    document = Document("sod", title, "sod.docx", "", text, (), tables=(Table(8, len(text), header, rows),), **about)  # type: ignore[arg-type]
    return document, (Passage("sod/6.2", document, (title, "Matrix"), "6.2", (), text, 0, len(text)),)


def found(*args: object, **kwargs: object) -> tuple[Decision, ...]:
    document, passages = scheme(*args, **kwargs)  # type: ignore[arg-type]
    return decisions.decisions([document], {document.key: passages}, TODAY)


def test_each_row_stands_where_its_words_are_and_under_its_heading() -> None:
    rows = found()
    assert [(row.group, row.what) for row in rows] == [
        ("Staff", "Dismiss a teacher"),
        ("Staff", "Appoint a deputy"),
        ("Money", "Budget"),
        ("Money", "Orders"),
        ("Money", "Gifts"),
    ]
    for row in rows:
        assert row.document.text[row.start : row.end].startswith(f"Decision: {row.what}.")


def test_a_table_of_who_signs_belongs_to_it_and_a_list_of_words_does_not() -> None:
    assert [row.what for row in found(*SIGNING)] == ["Up to £500", "Above £500"]
    assert found(("Word", "Meaning"), (("Order", "A promise to pay"),)) == ()


def test_bodies_are_the_columns_and_the_roles_in_the_rows() -> None:
    assert decisions.bodies(found()) == ("Trust board", "School committee", "Headteacher", "Head of Estates")


def test_parts_are_the_words_that_stand_alone() -> None:
    assert set(decisions.parts(found())) == {"Decides", "Consulted", "Told"}
    ticked = found(HEADER, tuple((f"Row {number}", "✓", "", "R") for number in range(3)))
    assert set(decisions.parts(ticked)) == {"✓", "R"}
    assert len(decisions.matching(ticked, Sought(body="Trust board", part="✓"))) == 3


@pytest.mark.parametrize(
    ("sought", "rows"),
    [
        (Sought(), ["Dismiss a teacher", "Appoint a deputy", "Budget", "Orders", "Gifts"]),
        (Sought("dismissed teachers"), ["Dismiss a teacher"]),
        (Sought("money"), ["Budget", "Orders", "Gifts"]),
        (Sought(body="Headteacher", part="Decides"), ["Dismiss a teacher", "Orders", "Gifts"]),
        (Sought(body="School committee", part="Decides"), []),
        (Sought(body="Head of Estates"), ["Orders"]),
        (Sought(part="Recommends"), ["Appoint a deputy"]),
    ],
)
def test_rows_are_found_by_words_body_and_part(sought: Sought, rows: list[str]) -> None:
    assert [row.what for row in decisions.matching(found(), sought)] == rows


@pytest.mark.parametrize(
    "about", [{"status": Status.DRAFT}, {"status": Status.SUPERSEDED}, {"title": "Terms of reference"}]
)
def test_only_a_scheme_in_force_says_who_decides(about: dict[str, object]) -> None:
    assert found(**about) == ()
    assert decisions.bodies(()) == () and decisions.parts(()) == ()


def test_a_kind_is_enough_where_the_title_says_nothing() -> None:
    assert len(found(title="Who may do what", kind="scheme of delegation")) == 5
