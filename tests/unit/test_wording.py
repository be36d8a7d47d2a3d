"""What words say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.wording import bands, content_words, money, negations, numbers, parts, sentences, spelled_out


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One rule. Another rule.", ["One rule.", "Another rule."]),
        ("See para. 4.2 of the scheme. Then act.", ["See para. 4.2 of the scheme.", "Then act."]),
        ("Bring, e.g. a passport. Do not wait.", ["Bring, e.g. a passport.", "Do not wait."]),
        ("It opens at 8.45 am and closes at 9.15 am.", ["It opens at 8.45 am and closes at 9.15 am."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(max_size=400))
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(start < end for start, end in spans)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("within 10 school days", "within ten school days", True),
        ("within 10 school days", "within 15 school days", False),
        ("within 10 school days", "within 10 working days", False),
        ("£12,500", "£12500", True),
        ("5%", "5 per cent", True),
        ("5%", "5 days", False),
    ],
)
def test_numbers_compare_exactly(one: str, other: str, same: bool) -> None:
    assert (numbers(one) == numbers(other)) is same


@pytest.mark.parametrize(("text", "count"), [("must not", 1), ("never and nobody", 2), ("may", 0), ("can't", 1)])
def test_negations(text: str, count: int) -> None:
    assert negations(text) == count


@pytest.mark.parametrize(
    ("text", "amount", "inside"),
    [
        ("£501 to £5,000", 700, True),
        ("£501 to £5,000", 5_001, False),
        ("Up to £500", 20, True),
        ("Above £213,000", 500_000, True),
        ("orders above £50,000", 12_500, False),
    ],
)
def test_bands_of_money(text: str, amount: float, inside: bool) -> None:
    assert any(low <= amount <= high for low, high in bands(text)) is inside


def test_money_is_read_with_its_commas_and_pence() -> None:
    assert money("£12,500 and £7.50, but not 30") == (12_500.0, 7.5)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many days, and who approves?", ("How many days", "who approves?")),
        ("Who approves? When?", ("Who approves? When?",)),
        ("Are parents and carers invited?", ("Are parents and carers invited?",)),
        ("How much notice? Somebody says a day", ("How much notice? Somebody says a day",)),
        (
            "Can he carry it? He is ten (about: store a medicine)?",
            ("Can he carry it? He is ten (about: store a medicine)?",),
        ),
    ],
)
def test_a_question_that_asks_two_things_is_cut(question: str, asked: tuple[str, ...]) -> None:
    assert tuple(part.rstrip("?") for part in parts(question)) == tuple(part.rstrip("?") for part in asked)


def test_content_words_meet_in_their_stems() -> None:
    assert set(content_words("The approving governors")) & set(content_words("approved by a governor"))


def test_a_name_shows_what_would_hide_in_it() -> None:
    assert spelled_out("leave\u202efdp.md") == "leave\\u202efdp.md"
    assert spelled_out("a\x1b[2J\n.md") == "a\\u001b[2J\\u000a.md"
    assert spelled_out("£ and é.md") == "£ and é.md"
