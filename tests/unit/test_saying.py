"""What a text claims, and whether it claims something else than the words it quotes."""

import pytest

from assistant.saying import differs

RULE = (
    "The headteacher must tell parents at least 24 hours before a detention on 3 June, "
    "unless the Head of People agrees."
)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("24 hours", "48 hours", "numbers"),
        ("24 hours", "24 days", "numbers"),
        ("3 June", "3 July", "dates"),
        ("must", "must not", "negation"),
        ("must", "may", "must, should or may"),
        ("headteacher", "chief executive", "roles"),
        ("at least", "at most", "comparison"),
        (" before ", " after ", "comparison"),
        (", unless the Head of People agrees", "", "conditions"),
    ],
)
def test_each_kind_of_change_is_named(before: str, after: str, what: str) -> None:
    assert before in RULE
    assert differs(RULE.replace(before, after), RULE) == what


def test_the_same_words_and_fewer_of_them_pass() -> None:
    assert differs(RULE, RULE) == ""
    assert differs(RULE, f"{RULE} Parents are told by letter.") == ""
    assert differs("Parents are told.", "Parents are told by letter within 5 school days.") == ""
