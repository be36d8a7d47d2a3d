"""The row of the band, its edges and gaps, who decides, and yes or no only where a row says it."""

import pytest

from assistant import deciding, vocabulary
from assistant.generation import banding
from assistant.values import Passage, Statement
from tests.fixtures.made import passage, quoted

ORDERS = (
    "Value from (£): 0. Value to (£): 500. Who signs: Budget holder. Remarks: Within the budget.\n"
    "Value from (£): 501. Value to (£): 5,000. Who signs: School business manager. Remarks: None.\n"
    "Value from (£): 5,001. Value to (£): 10,000. Who signs: Headteacher. Remarks: Or the head of department.\n"
    "Value from (£): 10,001. Value to (£): 50,000. Who signs: Headteacher together with the Chief Financial Officer."
    " Remarks: None.\n"
    "Value from (£): 50,001. Value to (£): No limit. Who signs: Trust board. Remarks: None."
)
DEBTS = (
    "Band: Up to £1,000. Who decides: Headteacher. What is needed: Letter.\n"
    "Band: £1,001 to £5,000. Who decides: Chief Financial Officer. What is needed: Reasons.\n"
    "Band: £5,500 to £45,000. Who decides: Finance committee. What is needed: Report.\n"
    "Band: Above £45,000. Who decides: Trust board. What is needed: Application."
)
KINDS = (
    "What: Furniture and equipment. Value from (£): 0. Value to (£): 500. Who decides: School business manager.\n"
    "What: Furniture and equipment. Value from (£): 501. Value to (£): 5,000. Who decides: Headteacher.\n"
    "What: Gift to a charity. Value from (£): 0. Value to (£): 250. Who decides: Headteacher.\n"
    "What: Gift to a charity. Value from (£): 251. Value to (£): 2,500. Who decides: Chief Financial Officer."
)
SHARES = (
    "Reserves: Below 2%. Who decides: Trust board. Limit: £500.\n"
    "Reserves: 2% or more, but below 4%. Who decides: Chief Financial Officer. Limit: £700.\n"
    "Reserves: 4% to 8%. Who decides: Headteacher. Limit: £900.\n"
    "Reserves: Above 8%. Who decides: Finance committee. Limit: None."
)
BOTH = "the row names the Headteacher together with the Chief Financial Officer."
NAMES = vocabulary.names_of([("SBM", "school business manager")], [("bursar", "school business manager")])


def table(rows: str) -> Passage:
    return passage(rows, table=rows)


def shown(question: str, rows: str) -> list[Statement]:
    source = table(rows)
    met = banding.rows(question, [source])
    return [quoted(at, at.text[slice(*span)]) for at, span in met or []]


@pytest.mark.parametrize(
    ("question", "rows", "deciders"),
    [
        ("who signs £12,500?", ORDERS, ["Headteacher together with the Chief Financial Officer"]),
        ("who signs £500?", ORDERS, ["Budget holder"]),
        ("who signs £500.50?", ORDERS, ["School business manager"]),
        ("who signs £400 or £60,000?", ORDERS, ["Budget holder", "Trust board"]),
        ("a debt of £5,200", DEBTS, ["Chief Financial Officer", "Finance committee"]),
        ("a debt of £45,000", DEBTS, ["Finance committee"]),
        ("can we give a charity a gift of £700", KINDS, ["Chief Financial Officer"]),
        ("dispose of furniture worth £700", KINDS, ["Headteacher"]),
        ("our reserves are 3.5% of income", SHARES, ["Chief Financial Officer"]),
        ("reserves of 4 per cent", SHARES, ["Headteacher"]),
        ("reserves at 9%, up from 1%", SHARES, ["Trust board", "Finance committee"]),
    ],
)
def test_rows_are_those_of_the_band_and_of_the_kind_that_is_named(
    question: str, rows: str, deciders: list[str]
) -> None:
    found = [dict(banding.cells(item.text)) for item in shown(question, rows)]
    assert [row.get("Who signs") or row["Who decides"] for row in found] == deciders


def test_a_passage_without_bands_has_no_rows() -> None:
    assert banding.rows("£700", [table("Post: Teacher. Days: Five.\nPost: Cook. Days: Six.")]) is None
    assert banding.rows("£700", [passage("A claim of up to £500 is paid.")]) is None


def test_two_rows_with_limits_are_no_table_of_bands_with_a_gap() -> None:
    rows = "What: Taxi. Most that is paid: up to £50.\nWhat: Train. Most that is paid: up to £80."
    assert banding.rows("a bill of £700", [table(rows)]) == []


def test_a_share_that_no_band_holds_leaves_the_table_to_be_read_otherwise() -> None:
    rows = "What: Taxi. Most that is paid: up to 50%.\nWhat: Train. Most that is paid: up to 80%."
    assert banding.rows("90% of our staff take the train", [table(rows)]) is None


@pytest.mark.parametrize(
    ("question", "rows", "said"),
    [
        ("who signs £600?", ORDERS, "in the band “£501 to £5,000”: School business manager."),
        (
            "who signs £5,000?",
            ORDERS,
            "exactly on the edge of the band “£501 to £5,000”, and belongs to it: School business",
        ),
        ("a debt of £1,000", DEBTS, "exactly on the edge of the band “Up to £1,000”, and belongs to it: Headteacher."),
        (
            "a debt of £5,200",
            DEBTS,
            "in none of the bands of this table, which names nobody for it: “£1,001 to £5,000” ends",
        ),
        ("a debt of £5,200", DEBTS, "“£1,001 to £5,000” ends below it and “£5,500 to £45,000” begins above it."),
    ],
)
def test_where_an_amount_lies_is_told_plainly(question: str, rows: str, said: str) -> None:
    (sentence,) = deciding.told(question, shown(question, rows))
    assert said in sentence


def test_nothing_is_told_of_amounts_without_a_table() -> None:
    assert deciding.told("may I spend £40?", [quoted(passage("Claims of up to £50 are paid."))]) == ()
    assert deciding.told("who signs?", shown("who signs £5,000?", ORDERS)) == ()


@pytest.mark.parametrize(
    ("question", "role", "lead"),
    [
        ("Can I approve £8,000?", "headteacher", "Yes: the row names the Headteacher."),
        ("Can I approve £8,000?", "school business manager", "No: the row names the Headteacher."),
        ("Can I sign for £12,500?", "headteacher", f"It depends: {BOTH}"),
        ("Can I sign £12,500 alone?", "headteacher", f"No: {BOTH}"),
        ("Can the head approve £8,000?", "teacher", "Yes: the row names the Headteacher."),
        ("may the CFO sign a £12,500 order?", "", f"It depends: {BOTH}"),
        ("Can our SBM approve £700?", "", "Yes: the row names the School business manager."),
        ("Can the bursar sign £700?", "", "Yes: the row names the School business manager."),
        ("is the head allowed to sign £60,000?", "", "No: the row names the Trust board."),
        # a role that has a higher band may well act in a lower one
        ("Can I approve £700?", "headteacher", ""),
        # whoever holds a budget is not known
        ("Can I spend £300?", "teacher", ""),
        # a cell of the row gives the role another part
        ("Can a head of department approve £8,000?", "", ""),
        # a member of a body is not the body
        ("Can I approve £60,000?", "trustee", ""),
        ("Can the chair sign £60,000?", "", ""),
        # emergencies and conditions have clauses of their own
        ("Can I approve £60,000 in an emergency?", "headteacher", ""),
        ("Can I sign £8,000?", "", ""),
        ("Who can sign £8,000?", "headteacher", ""),
        ("Can I sign £8,000 and £60,000?", "headteacher", ""),
        ("Can I ask for £8,000?", "headteacher", ""),
    ],
)  # fmt: skip
def test_yes_and_no_are_said_where_one_row_decides_it(question: str, role: str, lead: str) -> None:
    assert deciding.lead(question, role, shown(question, ORDERS), NAMES) == lead


def test_two_tables_that_name_different_people_decide_nothing() -> None:
    question = "Can I approve £4,000?"
    assert deciding.lead(question, "teacher", [*shown(question, ORDERS), *shown(question, DEBTS)], NAMES) == ""
    assert deciding.lead(question, "teacher", [], NAMES) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the head", "Headteacher", True),
        ("CFO", "Chief Financial Officer", True),
        ("chief exec", "Chief executive", False),
        ("head of department", "Headteacher", False),
        ("business manager", "School business manager", False),
        ("SBM", "School business manager", True),
        ("teacher", "Headteacher", False),
    ],
)
def test_roles_are_the_same_by_their_names(one: str, other: str, same: bool) -> None:
    assert deciding.same_role(one, other, NAMES) is same
    assert deciding.same_role(other, one, NAMES) is same


@pytest.mark.parametrize(
    "words",
    [
        "As for an order of that value",
        "Head of Estates together with the Chief Financial Officer, up to £50,000; above that as for an order",
        "Not permitted",
        "Budget holder",
        "None",
    ],
)
def test_a_decider_that_needs_reading_is_none(words: str) -> None:
    assert deciding.decider(f"Band: Up to £1,000. Who decides: {words}. What is needed: Letter.") is None
