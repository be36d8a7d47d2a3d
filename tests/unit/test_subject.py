"""A question that does not say what it is about."""

import pytest

from assistant.screening import subject


@pytest.mark.parametrize("question", ["What's the deadline?", "when’s the deadline", "how many days do I get?"])
def test_a_question_about_nothing_is_known(question: str) -> None:
    assert subject.is_missing(question)


@pytest.mark.parametrize("question", ["What's the deadline for a grievance?", "who's the DPO?"])
def test_a_question_about_something_is_not(question: str) -> None:
    assert not subject.is_missing(question)
