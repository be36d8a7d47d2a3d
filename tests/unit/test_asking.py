"""What a question asks for, and what of a text is of that kind."""

import pytest

from assistant import asking


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("How many days?", "Up to 5 paid days.", 1.0),
        ("How many days?", "Leave is at the headteacher's discretion.", -1.0),
        ("When must it be sent?", "It is sent by Friday.", 1.0),
        ("Who approves it?", "The chair approves it.", 1.0),
        ("Who approves it?", "It is approved in writing.", -1.0),
        ("Who signs £700?", "Value: £501 to £5,000. Who: school business manager.", 1.0),
        ("Who signs £700?", "Value: £5,001 to £10,000. Who: headteacher.", -1.0),
        ("Tell me about parking.", "Parking is free.", 0.0),
    ],
)
def test_a_text_of_the_kind_asked_for_is_told(question: str, text: str, fits: float) -> None:
    assert asking.fits(question, text) == fits


@pytest.mark.parametrize("question", ["List the steps.", "Talk me through it", "what are the reasons for refusal?"])
def test_a_whole_list_is_asked_for(question: str) -> None:
    assert asking.for_all(question)
    assert not asking.for_all("How many days do I get?")


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("How many days do I get?", ["How many days do I get?"]),
        (
            "Ordering £8,000 of stools. Who signs, and how long must I wait?",
            ["Ordering £8,000 of stools. Who signs", "Ordering £8,000 of stools. how long must I wait?"],
        ),
        (
            "How many paid days for a sick child, and who approves?",
            ["How many paid days for a sick child", "How many paid days for a sick child who approves?"],
        ),
        (
            "Our hall flooded. May I order pumps, and when do the governors hear?",
            ["Our hall flooded. when do the governors hear?"],
        ),
    ],
)
def test_each_thing_asked_keeps_what_it_is_about(question: str, things: list[str]) -> None:
    found = asking.things(question)
    assert found[-len(things) :] == tuple(things) and len(found) <= 2
