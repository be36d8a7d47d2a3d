"""Questions without an answer are kept without personal data, grouped by likeness, and settled by adding."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import gaps, reviewing
from assistant.errors import AssistantError
from assistant.feedback import Feedback, Reason
from assistant.gaps import Gap, Kept
from assistant.reviewing import State, Wanted
from assistant.settings import Settings
from assistant.values import Answer, Asker, Document, Hit, Outcome, Passage, Retrieval
from assistant.web.ask_page import Asking, Conversation, _Talk
from assistant.web.given import Given

TODAY = date(2026, 11, 26)
LETTINGS = Document(
    "lettings", "Lettings policy", "l.docx", "", "the hall is let", (), version="1.3", owner="Head of Estates"
)
HITS = (Hit(Passage("lettings@1.3/1", LETTINGS, (), "1", (), "the hall is let", 0, 15), 0.4),)
QUESTION = "Can we hire out the minibus?"


def answer(question: str = QUESTION, outcome: Outcome = Outcome.NOT_FOUND, **changed: object) -> Answer:
    made = Answer(question, question, outcome, retrieval=Retrieval(question, HITS))
    return replace(made, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.PARTLY, Outcome.CLARIFY])
def test_what_was_not_answered_is_kept_with_its_owner(tmp_path: Path, outcome: Outcome) -> None:
    file = tmp_path / "new" / "gaps.jsonl"
    gap = gaps.note(file, answer(outcome=outcome), Asker("teacher", "Lorton High"), TODAY)
    assert gap is not None and gaps.read(file) == Kept((gap,))
    assert (gap.question, gap.outcome, gap.school, gap.role) == (QUESTION, outcome.value, "Lorton High", "teacher")
    assert (gap.document, gap.title, gap.owner, gap.day) == (
        "lettings@1.3",
        "Lettings policy",
        "Head of Estates",
        TODAY,
    )


@pytest.mark.parametrize(
    "said",
    [
        answer(outcome=Outcome.ANSWERED),
        answer(outcome=Outcome.ACT_NOW),
        answer(outcome=Outcome.OUT_OF_SCOPE),
        answer(outcome=Outcome.FAILED),
        answer(retrieval=None),
        answer("A boy told me he is being abused at home"),
        answer("Has Mrs Smith been given a warning?"),
        answer("and now?", asked_as="A boy told me he is being abused at home. and now?"),
        answer("Mr Smith"),
    ],
)
def test_what_is_answered_private_or_dangerous_is_never_written(tmp_path: Path, said: Answer) -> None:
    file = tmp_path / "gaps.jsonl"
    assert gaps.note(file, said, Asker(), TODAY) is None
    assert not file.exists()


def test_keeping_can_be_turned_off(tmp_path: Path) -> None:
    off = Settings(gaps=tmp_path / "gaps.jsonl", keep_gaps=False)
    assert gaps.note(off.gaps_file, answer(), Asker(), TODAY) is None
    assert Settings(gaps=tmp_path / "gaps.jsonl").gaps_file == tmp_path / "gaps.jsonl"


def test_an_answer_does_not_fail_because_its_gap_cannot_be_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    assert gaps.note(tmp_path / "file" / "gaps.jsonl", answer(), Asker(), TODAY) is None
    assert "could not be kept" in caplog.text and QUESTION not in caplog.text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ring 07700 900123 or a.b@c.example", "ring [number] or [e-mail]"),
        ("lives at LA9 4ZZ, born 12/03/2014", "lives at [postcode], born [date]"),
        ("number AB 12 34 56 C", "number [number]"),
        ("may Mrs O'Brien take leave", "may [name] take leave"),
        ("may Jane Brown take leave", "may [name] take leave"),
        ("May Jane Brown take leave?", "May [name] take leave?"),
        ("Does Mary Jane Brown let the Lorton High hall?", "Does [name] let the Lorton High hall?"),
        ("a pupil called Keira asks", "a pupil called [name] asks"),
        ("see https://x.example/?a=1", "see [link]"),
        ("an order of £213,000 within 10 days in 2026-27", "an order of £213,000 within 10 days in 2026-27"),
        ("Does Lorton High let the hall?", "Does Lorton High let the hall?"),
        ("two\nlines\u202e", "two lines"),
    ],
)
def test_personal_data_is_taken_out_and_the_rest_is_left(text: str, kept: str) -> None:
    assert gaps.without_personal(text, {"lorton", "high", "hall"}) == kept


def test_the_page_leaves_out_names_and_leaves_the_words_of_the_documents(tmp_path: Path) -> None:
    settings = Settings(gaps=tmp_path / "gaps.jsonl", kept_answers=0)
    asked = answer("May Keira Marsh leave her kit in the Drying Room?")
    Given(settings, lambda: {"drying", "room"}).note(asked, Asker())
    Given(settings, not_there).note(asked, Asker())
    first, second = gaps.read(settings.gaps).gaps
    assert first.question == "May [name] leave her kit in the Drying Room?"
    assert second.question == "May [name] leave her kit in the [name]?"


def test_a_question_is_noted_once_its_answer_was_shown(tmp_path: Path) -> None:
    settings = Settings(gaps=tmp_path / "gaps.jsonl", kept_answers=0)
    assistant: Any = SimpleNamespace(stages=lambda *_, **__: iter([answer()]), schools=tuple, kinds=tuple)
    steps = _Talk(assistant, Given(settings), []).steps(Asking(QUESTION, Asker(), "", "t"), Conversation())
    assert "minibus" in next(steps).html and not settings.gaps.exists()
    assert list(steps) == [] and gaps.read(settings.gaps).gaps[0].question == QUESTION


def not_there() -> frozenset[str]:
    raise AssistantError("Nothing is published.")


def gap(question: str, day: int = 1, owner: str = "Head of Estates", name: str = "") -> Gap:
    return Gap(
        name or f"{day}-{question}", date(2026, 11, day), question, "not found", owner=owner, title=owner and "Lettings"
    )


def test_like_questions_are_one_group_and_others_are_not() -> None:
    asked = [
        gap("Can we hire out the minibus?", 1),
        gap("Are dogs allowed on site?", 2),
        gap("can the minibus be hired out??", 4),
        gap("May the minibus be hired", 3, owner=""),
    ]
    found = gaps.grouped(asked)
    assert [len(group.gaps) for group in found] == [3, 1]
    assert found[0].question == "can the minibus be hired out??" and found[0].owner == "Head of Estates"
    assert gaps.grouped([]) == ()


def test_settling_adds_a_line_and_takes_nothing_away(tmp_path: Path) -> None:
    file = tmp_path / "gaps.jsonl"
    kept = gaps.note(file, answer(), Asker(), TODAY)
    assert kept is not None
    before = file.read_text(encoding="utf-8")
    gaps.settle(file, [kept.id], gaps.SETTLED, note="asked the owner", signed="J. T.")
    gaps.settle(file, [kept.id], gaps.IN_A_DOCUMENT, document="Lettings policy")
    assert file.read_text(encoding="utf-8").startswith(before)
    done = gaps.read(file).settlement(kept.id)
    assert done is not None and (done.how, done.document) == (gaps.IN_A_DOCUMENT, "Lettings policy")
    assert gaps.read(file).gaps == (kept,)


@pytest.mark.parametrize(("ids", "how"), [((), gaps.SETTLED), (("a",), "deleted")])
def test_nothing_chosen_is_nothing_settled(tmp_path: Path, ids: tuple[str, ...], how: str) -> None:
    with pytest.raises(AssistantError, match="Nothing was chosen"):
        gaps.settle(tmp_path / "gaps.jsonl", ids, how)


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "gaps.jsonl"
    good = gaps.note(file, answer(), Asker(), TODAY)
    with file.open("a", encoding="utf-8") as kept:
        kept.write(
            '{"id": "cut o\n[1]\n{"how": "settled", "ids": ["x"], "at": "yesterday"}\n{"id": "y", "day": "never"}\n'
        )
    assert gaps.read(file) == Kept((good,)) if good else False


def test_an_officer_sees_what_was_asked_for(tmp_path: Path) -> None:
    asked = (gap("Can we hire out the minibus?", 1, name="a"), gap("Are dogs allowed?", 9, owner="", name="b"))
    kept = Kept(asked, (gaps.Settled("2026-11-20T10:00:00+00:00", ("b",), gaps.SETTLED),))

    def ids(wanted: Wanted) -> list[str]:
        return [item.id for group in reviewing.groups(kept, wanted) for item in group.gaps]

    assert ids(Wanted()) == ["a"] and ids(Wanted(State.SETTLED)) == ["b"]
    assert set(ids(Wanted(State.ALL))) == {"a", "b"}
    assert ids(Wanted(State.ALL, owner=reviewing.NOBODY)) == ["b"]
    assert ids(Wanted(State.ALL, since=date(2026, 11, 2))) == ["b"]
    assert ids(Wanted(State.ALL, until=date(2026, 11, 2))) == ["a"]
    assert list(reviewing.by_owner(reviewing.groups(kept, Wanted(State.ALL)))) == ["Head of Estates", reviewing.NOBODY]


def remark(reason: Reason, cited: tuple[str, ...] = (), **about: str) -> Feedback:
    return Feedback("2026-11-20T10:00:00+00:00", reason, "Who signs?", cited=cited, **about)  # type: ignore[arg-type]


def test_feedback_is_grouped_by_document_and_filtered_by_reason() -> None:
    said = (
        remark(Reason.GOOD, ("lettings@1.3/4",)),
        remark(Reason.WRONG_ANSWER, ("lettings@1.3/5", "pay@1/1")),
        remark(Reason.MISSING, note="x"),
        remark(Reason.MISSING, about="gone@1"),
    )
    library = {LETTINGS.key: LETTINGS}
    found = reviewing.said(said, Kept(), library, Wanted())
    assert [(item.key, item.owner, len(item.said)) for item in found] == [
        ("lettings@1.3", "Head of Estates", 2),
        ("gone@1", "", 1),
        ("", "", 1),
    ]
    wrong = reviewing.said(said, Kept(), library, Wanted(reason="wrong answer"))
    assert [item.said for item in wrong] == [(said[1],)]
    settled = Kept((), (gaps.Settled("2026-11-20T10:00:00+00:00", (said[1].id,), gaps.SETTLED),))
    assert reviewing.said(said, settled, library, Wanted(reason="wrong answer")) == ()
    assert len({item.id for item in said}) == 4


@pytest.mark.parametrize("attack", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1"])
def test_a_cell_is_never_a_formula(attack: str) -> None:
    table = reviewing.gaps_table(Kept(), gaps.grouped([replace(gap("x"), question=attack)]))
    assert reviewing.cell(attack) == f"'{attack}" and f"'{attack}".replace("\r", "") in table.replace("\r", "")


def test_groups_become_candidate_questions() -> None:
    from evals import candidates, questions

    (made,) = candidates.from_gaps(
        gaps.grouped([gap("Can we hire out the minibus?"), gap("Can we hire the minibus out?", 2)])
    )
    assert made.question == "Can we hire the minibus out?" and "Asked 2 times" in made.note and made.outcome == ""
    again = questions.question(json.loads(json.dumps(questions.as_json(made))))
    assert again == made and re.match(r"gap-", made.id)
