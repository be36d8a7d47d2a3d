"""What an answer looks like: its outcome in words and shape, its sources in order, what can be done with it."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

from assistant.values import Answer, Asker, Outcome
from assistant.web import exchange, outcomes
from assistant.web.exchange import Shown
from assistant.web.plain import HERE, plain
from tests.fixtures import handmade

DAY = handmade.TODAY
SCHOOLS = ("Hagg Wood", "St Oswald's")


def given(**changed: object) -> Answer:
    said = handmade.answer(handmade.quoted(handmade.paid), hits=[handmade.paid, handmade.form, handmade.shoes])
    return replace(said, question="how many days", asked_as="how many days", index="b1", **changed)  # type: ignore[arg-type]


def test_every_outcome_differs_in_words_and_in_shape() -> None:
    pages = {outcome: exchange.answer(replace(given(), outcome=outcome, message="m"), DAY) for outcome in Outcome}
    signs = {re.search(r'<svg class="sign".*?</svg>', page, re.S)[0] for page in pages.values()}  # type: ignore[index]
    assert len(signs) == len(Outcome) == len(set(outcomes.TITLES.values()))
    for outcome, page in pages.items():
        assert outcomes.TITLES[outcome] in page and f"exchange {outcomes.name(outcome)}" in page


def test_what_is_cited_comes_first_and_what_was_read_besides_is_folded_away() -> None:
    page = exchange.answer(given(), DAY)
    cited, also = page.split('<details class="also">')
    assert handmade.paid.document.title in cited
    assert "Also read (2)" in also and handmade.shoes.document.title in also and "St Oswald&#x27;s" in also
    assert handmade.paid.document.title not in also.split("</details>")[0].replace(handmade.form.document.title, "", 1)


def test_the_schools_are_to_be_chosen_where_that_is_the_question() -> None:
    asked = given(
        outcome=Outcome.CLARIFY, message="Which school is this about? It differs between Hagg Wood and others."
    )
    page = exchange.answer(replace(asked, statements=()), DAY, shown=Shown(schools=SCHOOLS))
    assert re.findall(r'data-school="([^"]*)"', page) == ["Hagg Wood", "St Oswald&#x27;s"]
    assert outcomes.WHICH_SCHOOL in page and 'data-ask="how many days"' in page
    other = replace(asked, message="What is this about?", statements=())
    assert "data-school" not in exchange.answer(other, DAY, shown=Shown(schools=SCHOOLS))


def test_an_owner_can_be_written_to_where_the_documents_do_not_say() -> None:
    held = handmade.passage("leave@3", "3.1", handmade.PAID, owner="Head of People", contact="people@trust.example")
    said = handmade.answer(hits=[held], outcome=Outcome.NOT_FOUND, message="no")
    page = unescape(exchange.answer(replace(said, question='a "?&body=x'), DAY))
    assert 'href="mailto:people@trust.example?subject=' in page and "Write to Head of People" in page
    assert "body=a%20%22%3F%26body%3Dx" in page
    without = handmade.answer(hits=[handmade.paid], outcome=Outcome.NOT_FOUND, message="no")
    assert "mailto" not in exchange.answer(without, DAY)


def test_what_a_question_was_understood_as_is_said_when_it_differs() -> None:
    assert "Understood as" not in exchange.answer(given(), DAY)
    assert "Understood as" not in exchange.answer(replace(given(), question="How many days?!"), DAY)
    page = exchange.answer(replace(given(), asked_as="how many days of leave"), DAY)
    assert "Understood as" in page and 'data-edit="how many days of leave"' in page
    danger = replace(given(), asked_as="something else", outcome=Outcome.ACT_NOW)
    assert "Understood as" not in exchange.answer(danger, DAY)


def test_links_lead_into_the_frame_and_on_its_own_page_to_what_is_kept() -> None:
    name = "k" * 22
    beside = unescape(exchange.answer(given(), DAY, shown=Shown(name, permanent=True)))
    assert re.search(rf'target="source" href="/source/b1/[^"]*&kept={name}/1#quote"', beside)
    assert f'href="/answer/{name}"' in beside
    alone = exchange.answer(given(), DAY, shown=Shown(name, permanent=True, alone=True))
    assert f'href="/passage/{name}/1"' in alone and "target=" not in alone and '<h1 class="asked"' in alone
    assert "/answer/" not in exchange.answer(given(), DAY, shown=Shown(name)).replace(f"/answer/{name}/feedback", "")


def test_an_answer_is_copied_with_its_sources() -> None:
    words = plain(given(notices=("Mind this.",)), "/answer/abc")
    assert words.startswith("how many days\n\n") and handmade.PAID in words and "Mind this." in words
    assert f"[1] {handmade.paid.document.title}, version 3, section 3.1: {HERE}/passage/abc/1" in words
    assert f"{HERE}/source/b1/" in plain(given())


def test_for_whom_and_where_it_was_looked_is_said() -> None:
    page = exchange.answer(given(), date(2026, 1, 1), Asker(school="Hagg Wood"), Shown(kind="policy"))
    assert "for Hagg Wood, looked in policy only" in page
