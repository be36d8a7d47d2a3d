"""What was worked out is shown with an answer: in its text, in JSON and on the page, escaped, under its own words."""

from datetime import date

from assistant.values import Answer, Outcome
from assistant.web.as_json import answer_json
from assistant.web.exchange import answer as rendered
from assistant.web.plain import plain
from tests.fixtures.made import passage, quoted

SAID = "“within 15 school days”: 15 school days after Saturday 18 July 2026 is <b>Tuesday</b> 22 September 2026."
PLAIN = Answer("When?", "When?", Outcome.ANSWERED, statements=(quoted(passage("Within 15 school days.")),))
WORKED = Answer("When?", "When?", Outcome.ANSWERED, statements=PLAIN.statements, workings=(SAID,))


def test_workings_stand_in_the_text_behind_the_statements() -> None:
    assert WORKED.text.split("\n") == ["Within 15 school days. [1]", f"Worked out: {SAID}"]
    assert "Worked out" not in PLAIN.text


def test_workings_are_copied_once() -> None:
    copied = plain(WORKED)
    assert copied.count(SAID) == 1 and copied.count("Worked out") == 1
    assert copied.index("[1]") < copied.index(SAID) < copied.index("Sources")


def test_workings_are_given_to_programs() -> None:
    assert answer_json(WORKED)["workings"] == [SAID]
    assert answer_json(PLAIN)["workings"] == []


def test_workings_have_a_heading_on_the_page_and_are_escaped() -> None:
    page = rendered(WORKED, date(2026, 11, 26))
    assert "<strong>Worked out</strong>" in page
    assert "<b>" not in page and "&lt;b&gt;Tuesday" in page
    assert "Worked out" not in rendered(PLAIN, date(2026, 11, 26))
