"""Clauses that contradict one another are found across the library, with the one that governs and why; nothing else."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy

from assistant.precedence import across
from assistant.upkeep import Conflict
from assistant.values import Passage, Precedence, Rank, Status
from assistant.web import conflicts_html
from tests.fixtures.made import passage

TODAY = date(2026, 11, 26)
ANSWER = "The headteacher must answer a complaint within 10 school days."
SOONER = "A complaint is answered by the headteacher within 3 school days."
RULE = Precedence((Rank("policy"), Rank("framework")), "Scheme, 1.6")
ATTACK = "<img src=x onerror=alert(1)>"


def held(text: str, title: str, **about: Any) -> Passage:
    found = passage(text, "2.1", title=title)
    document = replace(found.document, **{"kind": "policy", "status": Status.IN_FORCE, **about})
    return replace(found, document=document, id=f"{document.key}/2.1")


def found(*passages: Passage, rule: Precedence = RULE) -> tuple[Conflict, ...]:
    named = {item.id: item for item in passages}
    library: Any = SimpleNamespace(
        passages=named,
        rows={name: row for row, name in enumerate(named)},
        matrix=numpy.ones((len(named), 1)),
        rarity=lambda _: 1.0,
        by_document={item.document.key: (item,) for item in passages},
    )
    made: Any = SimpleNamespace(precedence=rule)
    return across.conflicts(library, made, TODAY)


def test_two_amounts_for_one_act_are_a_conflict_and_the_higher_text_governs() -> None:
    framework = held(SOONER, "Communications framework", kind="framework")
    (conflict,) = found(framework, held(ANSWER, "Complaints policy"))
    assert (conflict.words, conflict.other_words) == (ANSWER, SOONER)
    assert conflict.decided and "Complaints policy governs over Communications framework" in conflict.why
    assert "it is a policy" in conflict.why and "Scheme, 1.6" in conflict.why


def test_where_nothing_says_which_governs_the_owner_is_named() -> None:
    one, other = held(ANSWER, "Complaints policy", owner="Head of People"), held(SOONER, "Communications framework")
    (conflict,) = found(one, other, rule=Precedence())
    assert not conflict.decided and "Ask Head of People" in conflict.why
    assert "One says" in conflicts_html.listed((conflict,), "b1")


def test_what_does_not_hold_today_or_for_the_same_people_is_none() -> None:
    complaints = held(ANSWER, "Complaints policy", applies_to=("Hill",))
    for other in (
        held(ANSWER, "Communications framework"),
        held(SOONER, "Communications framework", status=Status.DRAFT),
        held(SOONER, "Communications framework", effective_from=date(2027, 1, 1)),
        held(SOONER, "Communications framework", applies_to=("Dale",)),
        held(SOONER, "Communications strategy", kind="strategy"),
        held("A parcel is answered for within 3 school days.", "Post policy"),
    ):
        assert found(complaints, other) == ()
    assert found() == ()


def test_a_conflict_is_found_once() -> None:
    again = replace(held(ANSWER, "Complaints policy"), id="complaints-policy/again")
    framework = held(SOONER, "Communications framework", kind="framework")
    assert len(found(held(ANSWER, "Complaints policy"), again, framework)) == 1


def test_both_clauses_are_shown_with_a_way_to_each() -> None:
    one = held(ANSWER, f"Complaints policy {ATTACK}", version="1.0")
    conflict = Conflict(one, ANSWER, held(f"{SOONER} {ATTACK}", "Other"), f"{SOONER} {ATTACK}", f"why {ATTACK}", True)
    page = conflicts_html.listed((conflict,), "b1")
    assert page.count("<blockquote>") == 2 and page.count('href="/source/b1/') == 2
    assert page.index("This governs") < page.index(ANSWER) < page.index("This differs") < page.index("why")
    assert "version 1.0" in page and "section 2.1" in page and "<img" not in page
    assert conflicts_html.listed((), "b1") == ""
