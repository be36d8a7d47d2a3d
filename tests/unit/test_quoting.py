"""What of a passage can be quoted: no lines to be filled in, no heading without the rule that runs on from it."""

from assistant.generation.quoting import lines, quotable, shown
from assistant.values import Passage
from tests.fixtures.made import passage


def pieces(of: Passage) -> list[str]:
    return [shown(of.text, spans) for spans in quotable(of)]


def test_a_line_to_be_filled_in_is_not_quoted() -> None:
    form = passage("Keep this form for a year.\nSigned: ........................ Head of People\nDate: ____________")
    assert [form.text[slice(*span)] for span in lines(form)] == ["Keep this form for a year."]


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
