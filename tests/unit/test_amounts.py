"""Amounts as people say them, and bands by the words that set their edges."""

from math import inf

import pytest

from assistant.amounts import bands, plainly

SAID = {
    "12k": "£12,000",
    "12K": "£12,000",
    "12.5 k": "£12,500",
    "£12.5k": "£12,500",
    "£ 5k": "£5,000",
    "£1.2m": "£1,200,000",
    "£3 million": "£3,000,000",
    "2 million": "£2,000,000",
    "£2mn": "£2,000,000",
    "half a million": "£500,000",
    "a quarter of a million pounds": "£250,000",
    "a million": "£1,000,000",
    "one and a half million pounds": "£1,500,000",
    "twelve and a half thousand": "£12,500",
    "twelve thousand five hundred pounds": "£12,500",
    "one thousand two hundred pounds": "£1,200",
    "sixty-five thousand": "£65,000",
    "two hundred and fifty thousand": "£250,000",
    "one hundred thousand": "£100,000",
    "1.5 thousand": "£1,500",
    "a couple of thousand pounds": "£2,000",
    "five grand": "£5,000",
    "a grand": "£1,000",
    "half a grand": "£500",
    "two and a half grand": "£2,500",
    "twenty five grand": "£25,000",
    "12 grand": "£12,000",
    "a couple of grand": "£2,000",
    "12500 quid": "£12,500",
    "fifty quid": "£50",
    "5 hundred quid": "£500",
    "three hundred quid": "£300",
    "a couple of hundred quid": "£200",
    "two hundred and fifty pounds": "£250",
    "a hundred pounds": "£100",
    "12,500 pounds": "£12,500",
    "12500 pounds sterling": "£12,500",
    "GBP 12,500": "£12,500",
    "12,500 GBP": "£12,500",
    "£12 500": "£12,500",
    "a tenner": "£10",
    "a fiver": "£5",
    "£12,500": "£12,500",
    "£12,500.00": "£12,500.00",
    "£12.50": "£12.50",
}


@pytest.mark.parametrize(("said", "written"), SAID.items())
def test_an_amount_is_written_as_documents_write_it(said: str, written: str) -> None:
    assert plainly(f"can I spend {said} on chairs?") == f"can I spend {written} on chairs?"


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("can I approve 12,500.00", "can I approve £12,500"),
        ("may I sign off 12,500?", "may I sign off £12,500?"),
        ("an order of 4,999.99", "an order of £4,999.99"),
        ("7.5k inc VAT", "£7,500 inc VAT"),
        ("12,500 pounds ex VAT, 15,000 pounds with VAT", "£12,500 ex VAT, £15,000 with VAT"),
    ],
)
def test_numbers_without_a_sign_are_money_where_they_are_spent(question: str, written: str) -> None:
    assert plainly(question) == written


@pytest.mark.parametrize(
    "question",
    [
        "how far ahead is the 2026 budget set?",
        "a trip for 250 pupils",
        "an essay of 100,000 words",
        "the school with 1,250 pupils",
        "a 5k run for charity",
        "a £10 M&S gift card",
        "£5 K'NEX and £10m&s",
        "thirty thousand children",
        "one hundred per cent attendance",
        "a hundred children",
        "two hundred sessions",
        "Year 7 has 12 sets",
    ],
)
def test_other_numbers_are_left_alone(question: str) -> None:
    assert plainly(question) == question


@pytest.mark.parametrize(
    ("text", "low", "high", "inside", "outside"),
    [
        ("£501 to £5,000", 501, 5000, (501, 5000, 700), (500, 5001)),
        ("up to £500", 0, 500, (500, 0.5), (501,)),
        ("below £500", 0, 500, (499.99,), (500,)),
        ("no more than £500", 0, 500, (500,), (501,)),
        ("over £5,000", 5000, inf, (5001,), (5000,)),
        ("£5,000 or more", 5000, inf, (5000,), (4999,)),
        ("above £500 and up to £5,000", 500, 5000, (501, 5000), (500, 5001)),
        ("over £500 but below £1,000", 500, 1000, (501, 999), (500, 1000)),
        ("Value from (£): 10,001. Value to (£): 50,000", 10001, 50000, (10001, 50000, 10000.5), (10000, 50001)),
        ("Value from (£): 213,001. Value to (£): No limit", 213001, inf, (9e9,), (213000,)),
        ("Value from (£): Any. Value to (£): Any", 0, inf, (1, 9e9), ()),
    ],
)
def test_a_band_holds_its_edges_by_the_words_that_set_it(
    text: str, low: float, high: float, inside: tuple[float, ...], outside: tuple[float, ...]
) -> None:
    (band,) = bands(text)
    assert (band.low, band.high) == (low, high)
    assert all(band.holds(amount) for amount in inside)
    assert not any(band.holds(amount) for amount in outside)
