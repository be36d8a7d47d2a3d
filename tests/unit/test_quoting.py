"""What of a passage can be quoted: no lines to be filled in, no heading without the rule that runs on from it."""

import numpy
import pytest

from assistant.generation.bearing import Bearing
from assistant.generation.extractive import Extractive
from assistant.generation.quoting import is_form, lines, quotable, shown
from assistant.values import Document, Hit, Passage, Retrieval
from tests.fixtures.made import passage

WRITER = Extractive(Bearing(lambda texts: numpy.ones((len(texts), 1)), lambda _: 1.0))
ROOMS = ("hall", "gym", "library", "kitchen", "office", "corridor")


def cut_before_b(text: str) -> tuple[Passage, Passage]:
    """The two passages of a clause whose list goes on in the second from its item (b)."""
    document = Document("conduct", "Conduct", "conduct.md", "0" * 64, text, ())
    cut = text.index("(b)")
    return (
        Passage("conduct@1/4.1", document, (), "4.1", (), text[: cut - 1], 0, cut - 1),
        Passage("conduct@1/4.1-2", document, (), "4.1", (), text[cut:], cut, len(text)),
    )


def pieces(of: Passage) -> list[str]:
    return [shown(of.text, spans) for spans in quotable(of)]


def test_a_line_to_be_filled_in_is_not_quoted() -> None:
    form = passage("Keep this form for a year.\nSigned: ........................ Head of People\nDate: ____________")
    assert [form.text[slice(*span)] for span in lines(form)] == ["Keep this form for a year."]


def test_a_form_is_quoted_only_to_who_asks_for_it() -> None:
    form = passage(
        "To be filled in by the parent: Pupil and class.\nTo be filled in by the parent: First day of leave."
    )
    rule = passage("To be filled in by the parent: Class.\nA form that comes late is not accepted.")
    assert is_form(form) and not is_form(rule) and not is_form(passage(""))
    drafted = [
        WRITER.draft(question, Retrieval(question, (Hit(form, 0.9),)))
        for question in ("Is leave allowed?", "What goes on the form for leave?")
    ]
    assert [len(statements) for statements in drafted] == [0, 1]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Field: Name and class.\nField: What happened, in a few words.", True),
        ("Part: 1. About you. To be filled in: Name and post.\nPart: 2. Reasons. To be filled in: Yours.", True),
        ("Question: Who is at risk?\nQuestion: What could be changed?", True),
        ("Field: Finance. Appetite: Low.\nField: Curriculum. Appetite: High.", False),
        ("Field: Name and class.\nA form that comes late is not accepted.", False),
        ("Check: The list is left at the office.\nCheck: Medicines are packed.", False),
        ("Matter: Ratio, year 7. Version 3.2: 1 to 20.\nMatter: Ratio, early years. Version 3.2: 1 to 4.", False),
        ("Field: Name and class.", False),
    ],
)
def test_rows_of_which_one_column_alone_says_anything_are_a_form(text: str, form: bool) -> None:
    assert is_form(passage(text)) is form


def test_a_heading_that_runs_into_its_rule_is_quoted_with_it() -> None:
    rule = "Loss of a pregnancy. You have up to 10 paid days, and your partner up to 5. No form or letter is needed."
    assert pieces(passage(rule)) == [
        "Loss of a pregnancy. You have up to 10 paid days, and your partner up to 5.",
        "No form or letter is needed.",
    ]


def test_a_first_sentence_that_says_enough_stands_alone() -> None:
    rule = "The headteacher tells the parents on the same day by telephone. A letter follows within a week of the call."
    assert pieces(passage(rule)) == [
        "The headteacher tells the parents on the same day by telephone.",
        "A letter follows within a week of the call.",
    ]


def test_of_a_long_rule_what_does_not_bear_on_the_question_is_left_out() -> None:
    others = " ".join(f"The {name} is swept by the caretaker before school and again at noon." for name in ROOMS)
    rule = passage(f"Nobody may come to work under the influence of alcohol. {others}")
    question = "May I come to work under the influence of alcohol?"
    said = [statement.text for statement in WRITER.draft(question, Retrieval(question, (Hit(rule, 0.9),)))]
    assert said == ["Nobody may come to work under the influence of alcohol."]


def test_an_item_of_a_list_is_said_under_the_line_that_leads_to_it() -> None:
    text = "4.1 Some things are forbidden. They end in a warning. You must not:\n(a) run\n(b) come to work drunk"
    first, second = cut_before_b(text)
    question = "May I come to work drunk?"
    (alone,) = WRITER.draft(question, Retrieval(question, (Hit(second, 0.9),), around=(first,)))
    assert alone.text == "You must not: come to work drunk"
    assert [(item.passage.id, item.quote) for item in alone.citations] == [
        ("conduct@1/4.1", "You must not:"),
        ("conduct@1/4.1-2", "(b) come to work drunk"),
    ]
    (whole,) = WRITER.draft(question, Retrieval(question, (Hit(first, 0.9),), around=(second,)))
    assert [item.passage.id for item in whole.citations] == ["conduct@1/4.1"]


def test_a_lead_that_points_back_is_said_with_what_it_points_to() -> None:
    text = "6.2 Gross misconduct may end in dismissal. It includes:\n(a) theft\n(b) selling drugs at school"
    first, second = cut_before_b(text)
    (said,) = WRITER.draft("Drugs?", Retrieval("Drugs?", (Hit(second, 0.9),), around=(first,)))
    assert said.text == "Gross misconduct may end in dismissal. It includes: selling drugs at school"


def test_items_under_one_line_are_one_statement() -> None:
    items = [
        f"({letter}) carry a {thing} into the building of the school on any day of the week whatever the reason is;"
        for letter, thing in zip("bcdefg", ("knife", "gun", "bow", "sword", "spear", "club"), strict=True)
    ]
    text = "You must not:\n(a) run\n" + "\n".join(items)
    first, second = cut_before_b(text)
    question = "May I carry a thing into the school building?"
    (said,) = WRITER.draft(question, Retrieval(question, (Hit(second, 0.9),), around=(first,)))
    assert said.text.startswith("You must not: carry a ") and said.text.count("You must not") == 1
    assert said.text.count("; carry a ") == len(said.citations) - 2 > 0


@pytest.mark.parametrize(
    ("cell", "first"), [("Clause: 3.1", "rule"), ("Clause: 3.1, 3.4", "rule"), ("Clause: 13.1", "row"), ("", "row")]
)
def test_a_clause_comes_before_the_row_that_sums_it_up_and_names_it(cell: str, first: str) -> None:
    clause = "3.1 Staff may take 5 paid days a year for a child who is ill, unless more is agreed."
    row = f"Leave: Ill child. Most: 5 days. Who approves: Headteacher. {cell}."
    document = Document("leave", "Leave", "leave.md", "0" * 64, f"{clause}\n{row}", ())
    end = len(clause)
    rule = Passage("leave@1/3.1", document, (), "3.1", (), clause, 0, end)
    table = Passage("leave@1/annex", document, ("Annex",), "", (), row, end + 1, end + 1 + len(row))
    found = Retrieval("Sick child?", (Hit(table, 0.9), Hit(rule, 0.8)))
    said = [statement.citations[0].passage for statement in WRITER.draft("Sick child?", found)]
    assert said == ([rule, table] if first == "rule" else [table, rule])


def test_the_row_of_the_askers_school_is_quoted_though_another_part_of_the_table_was_found() -> None:
    rows = [f"School: {school}. First aiders: {number}." for school, number in (("Ash", 2), ("Elm", 3), ("Oak", 4))]
    text = "\n".join(rows)
    document = Document("first-aid", "First aid", "first-aid.md", "0" * 64, text, ())
    cut = text.index(rows[1])
    first = Passage("first-aid@1/3.1", document, (), "3.1", (), text[: cut - 1], 0, cut - 1)
    second = Passage("first-aid@1/3.1-2", document, (), "3.1", (), text[cut:], cut, len(text))
    for school, row in (("Ash", rows[0]), ("Oak", rows[2])):
        others = tuple(name for name in ("Ash", "Elm", "Oak") if name != school)
        found = Retrieval("How many first aiders?", (Hit(second, 0.9),), (), "", (first,), school, others)
        assert [statement.text for statement in WRITER.draft(found.question, found)] == [row]
    unknown = Retrieval("How many first aiders?", (Hit(second, 0.9),), (), "", (first,), "Yew", ("Ash", "Elm", "Oak"))
    assert rows[0] not in [statement.text for statement in WRITER.draft(unknown.question, unknown)]


def test_the_row_for_an_amount_comes_before_what_bears_on_it() -> None:
    table = passage("Order: Up to £500. Who signs: Bursar.\nOrder: £501 to £900. Who signs: Head.", title="Limits")
    waiver = passage("The bursar may waive the rule in writing.", title="Waivers")
    hits = (Hit(waiver, 0.6), Hit(table, 0.5))
    first, second = WRITER.draft("Who signs for £700?", Retrieval("Who signs for £700?", hits))
    assert first.text == "Order: £501 to £900. Who signs: Head." and second.citations[0].passage is waiver
    assert WRITER.draft("Who waives?", Retrieval("Who waives?", hits))[0].citations[0].passage is waiver
