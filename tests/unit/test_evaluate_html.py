"""The Evaluate pages as pure HTML: words escaped, every state a sentence, and ways from question to question."""

import json
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.keeping.work import Done, State
from assistant.web import evaluate_html, evaluate_question_html, evaluate_run_html
from assistant.web.evaluate_question_html import Looking
from assistant.web.evaluate_run_html import Shown
from assistant.web.evaluate_work import Evaluation, Moment
from evals import aggregates, comparing, offering, past, run
from evals.measures import MEASURES
from evals.offering import Offered, Plan
from evals.past import Kept, Past
from evals.values import Question
from tests.fixtures import evaluations
from tests.fixtures.evaluations import ATTACK


def escaped(html: str) -> bool:
    return "<img" not in html and "${" not in html and "{{" not in html and "javascript:" not in html


def looking(number: int, numbers: list[int], show: str = "wrong") -> str:
    made = evaluations.run("few", "2026-11-02T10:00:00+00:00", "kn")
    return evaluate_question_html.page(Looking("a later run", made, MEASURES, number, numbers, show))


def test_a_question_says_what_was_asked_what_is_right_and_what_each_measure_saw() -> None:
    html = looking(1, [1, 3])
    for words in (
        "Who keeps the keys?",
        "teacher, Millbeck",
        "Before?",
        "keys/1 <b>or</b> keys/2",
        "Not found",
        "Understood as: Whole Who keeps the keys?",
        "missing: the safe",
        'href="/source/build/keys@1/1"',
        "page 2",
    ):
        assert words in html
    assert html.count("not as it should be") == 2
    assert escaped(html) and escaped(looking(3, [1, 3]))


def test_one_goes_on_from_each_question_to_the_next_one_that_failed() -> None:
    first, last = looking(1, [1, 3]), looking(3, [1, 3])
    assert "Question 1 of 2 without a whole and right answer" in first
    assert 'rel="next" href="/evaluate/runs/a%20later%20run/questions/3?show=wrong"' in first
    assert 'rel="prev"' not in first and 'rel="next"' not in last and 'rel="prev"' in last


def test_a_run_shows_measures_and_what_was_lost() -> None:
    before = evaluations.run("few", "2026-11-01T10:00:00+00:00", "n")
    now = evaluations.run(f"few {ATTACK}", "2026-11-02T10:00:00+00:00", "kn")
    compared = comparing.compare(now, before)
    others = (Kept("earlier", f"few {ATTACK}", before.made_at),)
    means = aggregates.means(now.results)
    html = evaluate_run_html.page(Shown("later", now, MEASURES, means, others, "earlier", compared))
    assert "2 questions without a whole and right answer" in html and "Lost, no longer whole and right: 1" in html
    assert "/questions/1?show=lost&amp;against=earlier" in html and "Won: none." in html
    assert "<b>33%</b>" in html and "Nothing has really fallen" in html and "<svg" in html
    assert escaped(html) and "style=" not in html
    alone = evaluate_run_html.page(Shown("later", now, MEASURES, means, has_report=False))
    assert "no other run" in alone and "without a report" in alone and "<iframe" not in alone


def test_the_landing_names_sets_and_runs_that_cannot_be_read() -> None:
    sets = (Offered(f"dev {ATTACK}", Path("dev"), 30), Offered("bad", Path("bad"), 0, f"line 1 {ATTACK}"))
    form = evaluate_html.form(evaluate_html.Form(sets, "token", wrong=f"No {ATTACK}"))
    assert "30 questions" in form and "line 1" in form and "a sample of 25" in form and "a sample of 50" not in form
    listed = (Kept("x", f"few {ATTACK}", "2026-11-01T10:00:00+00:00"), Kept(f"y {ATTACK}", fault=f"No run {ATTACK}"))
    page = evaluate_html.landing(form, Moment(State("Asking")), listed)
    assert "A run is on its way" in page and "1 November 2026" in page and "No run &lt;img" in page
    assert escaped(page) and 'role="alert"' in form
    assert "ASSISTANT_QUESTION_SETS" in evaluate_html.form(evaluate_html.Form((), "token"))
    assert "No run has been kept yet" in evaluate_html.landing("", None, ())


def test_how_far_it_is() -> None:
    moment = Moment(State(f"Asking {ATTACK}", "Asking", 3, 10), 75.0)
    html = evaluate_html.running(moment, "token")
    assert "Asking: 3 of 10, about a minute left" in html and 'max="10" value="3"' in html and "Stop the run" in html
    assert escaped(html) and "Stop the run" not in evaluate_html.running(moment, "")
    stopping = evaluate_html.running(Moment(moment.state, stopping=True), "token")
    assert "Stopping after the question" in stopping and "Stop the run" not in stopping
    ended = evaluate_html.running(Moment(State("x", ended=Done((f"No {ATTACK}",)), well=False)), "token")
    assert 'class="wrong"' in ended and escaped(ended) and "<progress" not in ended
    assert "No run has been started" in evaluate_html.running(None, "")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (2, "about 10 seconds left"),
        (44, "about 40 seconds left"),
        (58, "about a minute left"),
        (300, "about 5 minutes left"),
    ],
)
def test_time_left_is_said_roughly(seconds: float, words: str) -> None:
    assert evaluate_html.time_left(seconds) == words


def test_time_left_is_reckoned_from_what_was_asked() -> None:
    from threading import Event

    now, asked, go = [100.0], Event(), Event()
    evaluation = Evaluation(lambda: now[0])

    def perform(show: object) -> Path:
        show("Asking", 0, 10)  # type: ignore[operator]
        now[0] += 20
        show("Asking", 4, 10)  # type: ignore[operator]
        asked.set()
        assert go.wait(30)
        return Path("runs/made")

    assert evaluation.now() is None and not evaluation.stop()
    assert evaluation.begin("Asking", perform)
    assert asked.wait(30)
    moment = evaluation.now()
    assert moment is not None and moment.left == 30
    assert not evaluation.begin("Another", perform)
    go.set()


def test_sets_are_every_folder_and_file_and_a_sample_is_always_the_same(tmp_path: Path) -> None:
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "a.jsonl").write_text('{"id": "1", "question": "One?"}\n', encoding="utf-8")
    (tmp_path / "dev" / "b.jsonl").write_text("nonsense\n", encoding="utf-8")
    own = tmp_path / "own"
    (own / "documents").mkdir(parents=True)
    (own / "questions.jsonl").write_text('{"id": "2", "question": "Two?"}\n', encoding="utf-8")
    found = {item.name: item for item in offering.offered(tmp_path)}
    assert list(found) == ["every set", "dev", "own", "dev/a.jsonl", "dev/b.jsonl"]
    assert found["own"].own and found["own"].count == 1 and found["dev/a.jsonl"].count == 1
    assert "line 1" in found["dev/b.jsonl"].fault and "line 1" in found["dev"].fault
    assert offering.offered(tmp_path / "dev" / "a.jsonl")[0].name == "a"
    asked = [Question(str(number), "?") for number in range(10)]
    assert [item.id for item in offering.sample(asked, 4)] == ["0", "2", "5", "7"]
    assert len(offering.sample(asked, 0)) == len(offering.sample(asked, 50)) == 10
    assert Plan(Offered("dev", tmp_path / "dev", 10), 4).name == "dev, 4 of 10"
    assert Plan(Offered("dev", tmp_path / "dev", 10), 10).name == "dev"


def test_runs_are_found_by_name_alone(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    earlier, later = evaluations.keep(runs)
    evaluations.keep(tmp_path / "elsewhere")
    (runs / "linked").symlink_to(tmp_path / "elsewhere" / "earlier")
    (runs / "broken").mkdir()
    (runs / "broken" / "run.json").write_text("{", encoding="utf-8")
    kept = Past(runs)
    assert [item.name for item in kept.listed()] == [later, earlier, "broken"]
    assert kept.listed()[-1].fault and kept.listed()[0].right.count == 3
    before = past.before(later, kept.listed())
    assert before is not None and before.name == earlier and past.before(earlier, kept.listed()) is None
    for name in ("linked", "../elsewhere/earlier", "..", "", str(tmp_path / "elsewhere" / "earlier")):
        with pytest.raises(AssistantError, match="no run of this name"):
            kept.load(name)
    assert Past(tmp_path / "missing").listed() == ()


def test_the_run_that_came_with_the_program_is_offered_to_compare_with(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    _, later = evaluations.keep(runs)
    file = tmp_path / "accepted.json"
    made = evaluations.run(f"test {ATTACK}", "2026-10-01T10:00:00+00:00", "b")
    file.write_text(json.dumps(run.as_json(made, answers=False)), encoding="utf-8")
    kept = Past(runs, file)
    accepted = kept.listed()[-1]
    assert (accepted.name, accepted.right.count) == (past.ACCEPTED, 3) and past.ACCEPTED == evaluate_html.ACCEPTED
    compared = comparing.compare(kept.load(later), kept.load(past.ACCEPTED))
    assert compared.questions == 3
    with pytest.raises(AssistantError, match="without a report"):
        kept.report(past.ACCEPTED)
    shown = Shown(later, kept.load(later), MEASURES, {}, (accepted,), past.ACCEPTED, compared)
    page = evaluate_run_html.page(shown)
    assert f"selected>{evaluate_html.ACCEPTED_WORDS}: test" in page and escaped(page)
    listed = evaluate_html.runs(kept.listed())
    assert f'<span class="chip good">{evaluate_html.ACCEPTED_WORDS}</span>' in listed and escaped(listed)
    assert [item.name for item in Past(runs, tmp_path / "none").listed()] == [later, "earlier"]
