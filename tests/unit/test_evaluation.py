"""What is made of scores: means, slices, refusals, curves, comparisons, files and the report."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.values import Answer, Outcome
from assistant.web.as_json import answer_json
from evals import aggregates, comparing, measures, questions, report, run
from evals.values import Question, Result, Run
from tests.fixtures.handmade import PAID, QUESTION, RIGHT, TODAY, answer, paid, shoes

WRONG = answer((PAID.replace("5", "10"), paid, PAID), hits=[shoes, paid], confidence=0.4, seconds=0.3)
SILENT = answer(outcome=Outcome.NOT_FOUND, hits=[shoes], confidence=None)
ABSENT = Question("q9", "parking?", outcome="not found", tags=("absent",))


def result(question: Question, given: Answer, **slices: tuple[str, ...]) -> Result:
    scores = measures.score(question, given, TODAY)
    return Result(question, answer_json(given), scores, slices or {"kind": question.tags}, given.confidence)


def made(*pairs: tuple[Question, Answer], name: str = "a run") -> Run:
    held = tuple(result(replace(question, id=f"q{n}"), given) for n, (question, given) in enumerate(pairs))
    return Run(name, "assistant", "build-1", "2026-11-26T10:00:00+00:00", held)


def test_means_have_intervals_and_leave_out_what_does_not_apply() -> None:
    held = made((QUESTION, RIGHT), (QUESTION, WRONG), (ABSENT, SILENT)).results
    found = aggregates.means(held)
    assert found["fact recall"].value == 0.5 and found["fact recall"].count == 2
    assert found["right outcome"].value == 1 and found["right outcome"].count == 3
    low, high = found["fact recall"].low, found["fact recall"].high
    assert low is not None and high is not None and 0 <= low < 0.5 < high <= 1
    assert found["right school"].value is None


def test_slices_hold_the_questions_of_their_name() -> None:
    held = [
        result(QUESTION, RIGHT, kind=("table", "slang"), asker=("teacher",)),
        result(QUESTION, WRONG, kind=("table",), asker=("governor",)),
    ]
    found = {(item.by, item.name): item for item in aggregates.slices(held)}
    assert found["kind", "table"].questions == 2 and found["kind", "slang"].questions == 1
    assert found["kind", "slang"].means["fact recall"].value == 1
    assert found["asker", "governor"].means["fact recall"].value == 0


def test_refusals_are_counted_on_both_sides() -> None:
    held = made((ABSENT, SILENT), (ABSENT, RIGHT), (QUESTION, SILENT), (QUESTION, RIGHT)).results
    found = aggregates.refusals(held)
    assert (found.precision, found.recall, found.answerable_refused) == (0.5, 0.5, 0.5)


def test_the_curve_gives_the_surest_answers_first() -> None:
    points = aggregates.risk_coverage(made((QUESTION, WRONG), (QUESTION, RIGHT), (ABSENT, SILENT)).results)
    assert [(round(point.coverage, 2), point.risk) for point in points] == [(0.33, 0.0), (0.67, 0.5)]
    assert aggregates.area(points) == 0.25
    assert aggregates.area(()) is None


def test_percentiles_are_times_that_were_seen() -> None:
    assert aggregates.percentile([0.1, 0.2, 0.3, 0.4], 0.5) == 0.2
    assert aggregates.percentile([0.1] * 19 + [9.0], 0.95) == 0.1
    assert aggregates.percentile([], 0.5) is None


def test_a_real_fall_is_told_from_noise() -> None:
    good = made(*[(QUESTION, RIGHT)] * 20, name="before")
    one_worse = made(*[(QUESTION, RIGHT)] * 19, (QUESTION, WRONG), name="now")
    all_worse = made(*[(QUESTION, WRONG)] * 20, name="now")
    assert comparing.compare(one_worse, good).fell == ()
    assert comparing.compare(one_worse, good).lost == ("q19",)
    found = comparing.compare(all_worse, good)
    assert any("fact recall" in sentence for sentence in found.fell)
    assert any("forbidden facts" in sentence for sentence in found.fell)
    assert comparing.compare(good, all_worse).fell == () and len(comparing.compare(good, all_worse).won) == 20
    assert "fell: fact recall went from 1.000 to 0.000" in comparing.as_text(found)


def test_one_breach_of_what_must_never_be_is_a_fall() -> None:
    good = made(*[(QUESTION, RIGHT)] * 20)
    invented = answer((PAID, paid, "words that stand nowhere"), hits=[paid])
    spoilt = replace(good.results[-1], scores=measures.score(QUESTION, invented, TODAY))
    breach = replace(good, results=(*good.results[:-1], spoilt))
    assert any("quote verbatim" in sentence for sentence in comparing.compare(breach, good).fell)


def test_runs_without_a_common_question_are_not_compared() -> None:
    with pytest.raises(AssistantError, match="no question in common"):
        comparing.compare(made((QUESTION, RIGHT)), Run("", "", "", "", ()))


def test_a_run_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    before = made((replace(QUESTION, asked_on=TODAY), RIGHT), (ABSENT, SILENT))
    run.save(before, tmp_path)
    after = run.load(tmp_path)
    assert [item.question for item in after.results] == [item.question for item in before.results]
    for old, new in zip(before.results, after.results, strict=True):
        known = {name: score.value for name, score in old.scores.items() if score.value is not None}
        assert {name: score.value for name, score in new.scores.items()} == pytest.approx(known, abs=1e-4)
        assert new.answer == old.answer and new.slices == old.slices
    small = run.as_json(before, answers=False)
    assert PAID not in json.dumps(small)
    with pytest.raises(AssistantError, match="There is no run"):
        run.load(tmp_path / "nothing")
    (tmp_path / "run.json").write_text("[]", encoding="utf-8")
    with pytest.raises(AssistantError, match="is not a run"):
        run.load(tmp_path)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2, is not JSON"),
        ("[]", "line 2, is not a question"),
        ('{"id": "a"}', "line 2: question is missing"),
        ('{"id": "a", "question": "b", "outcome": "maybe"}', "the outcome 'maybe' is none of"),
        ('{"id": "a", "question": "b", "golden": []}', "there is no field 'golden'"),
        ('{"id": "a", "question": "b", "gold": [3]}', "gold must be a list of texts"),
        ('{"id": "a", "question": "b", "asked_on": "May"}', "asked_on must be a day"),
        ('{"id": "q0", "question": "b"}', "the id q0 is there twice"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, sentence: str) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text(f'{{"id": "q0", "question": "x?"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(AssistantError, match=re.escape(sentence)):
        questions.read(file)


def test_defaults_stand_for_the_questions_below_them(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    lines = [
        {"id": "a", "question": "x?"},
        {"defaults": {"asked_on": "2026-11-26"}},
        {"id": "b", "question": "y?", "gold": ["k/1", ["k/2", "k/3"]]},
        {"id": "c", "question": "z?", "asked_on": "2024-01-01"},
    ]
    file.write_text("\ufeff" + "\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    first, second, third = questions.read(tmp_path)
    assert first.asked_on is None and second.asked_on == TODAY and third.asked_on == TODAY.replace(2024, 1, 1)
    assert second.gold == (("k/1",), ("k/2", "k/3"))
    assert questions.question(questions.as_json(second)) == second
    with pytest.raises(AssistantError, match="There are no questions"):
        questions.read(tmp_path / "none")


def test_the_report_is_one_file_that_asks_for_nothing_and_escapes_everything(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=http://x.example/y>"
    before = made((QUESTION, WRONG), (replace(QUESTION, question=evil, note=evil), RIGHT), name="before")
    now = made((QUESTION, RIGHT), (replace(QUESTION, question=evil, note=evil), WRONG), name=evil)
    file = report.write(now, tmp_path, comparing.compare(now, before), (replace(before, system="a peer"),))
    page = file.read_text(encoding="utf-8")
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert page.count("<svg") == 5
    assert not re.findall(r'(?:src|href)\s*=\s*"(?!#)', page.replace("&lt;", ""))
    assert "default-src 'none'" in page
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "| fact recall | 0.500 |" in summary and "Lost: q1." in summary and "a peer" in summary
    assert run.load(tmp_path).name == evil
