"""`assistant evaluate` through the front door: our questions, anyone's set, a fall that fails, and the gate."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import feedback, index
from assistant import settings as settings_room
from assistant.errors import AssistantError, BuildRefused
from assistant.settings import Settings
from assistant.values import Asker
from evals import candidates, evaluating, questions, run
from evals.evaluating import Wanted
from evals.sets import or_sharc, syllabusqa
from tests.fixtures.handmade import RIGHT
from tests.integration.test_command_line import run as cli

KEYS = "# Keys\n\n## 1 Holding keys\n\nThe caretaker keeps the keys of the building in the safe.\n"
BINS = "# Bins\n\n## 1 Emptying\n\nThe bins are emptied on Tuesday and Friday by the contractor.\n"
ASKED = [
    {"id": "k", "question": "Who keeps the keys of the building?", "outcome": "answered", "gold": [["keys/1"]]},
    {"id": "b", "question": "When are the bins emptied?", "outcome": "answered", "gold_quotes": [["bins are emptied"]]},
    {"id": "n", "question": "What does a helicopter cost?", "outcome": "not found", "tags": ["absent"]},
]


def write_set(folder: Path, asked: list[dict[str, object]] | None = None) -> Path:
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "keys.md").write_text(KEYS, encoding="utf-8")
    (folder / "documents" / "bins.md").write_text(BINS, encoding="utf-8")
    lines = "".join(json.dumps(line) + "\n" for line in asked or ASKED)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_room.load(indexes=tmp_path / "indexes", feedback=tmp_path / "feedback.jsonl")


def test_anyones_set_is_asked_over_its_own_index_beside_its_peers(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = write_set(tmp_path / "a set"), tmp_path / "out"
    assert evaluating.main(settings, Wanted(folder=folder, out=out)) == 0
    said = capsys.readouterr().out
    assert "plain fusion" in said and "words alone (BM25)" in said
    made = run.load(out)
    assert made.name == "a set" and len(made.results) == 3
    assert [item.value("Recall@5") for item in made.results] == [1.0, 1.0, None]
    assert [item.value("right outcome") for item in made.results] == [1.0, 1.0, 1.0]
    assert (out / "report.html").is_file() and (out / "summary.md").is_file()
    build = made.index
    assert evaluating.main(settings, Wanted(folder=folder, out=out)) == 0
    assert run.load(out).index == build  # the index is kept as long as the documents are the same
    (folder / "documents" / "keys.md").write_text(KEYS.replace("caretaker", "porter"), encoding="utf-8")
    assert evaluating.main(settings, Wanted(folder=folder, out=out)) == 0
    assert run.load(out).index != build


def test_a_question_restricted_to_a_document_is_answered_from_it_alone(tmp_path: Path, settings: Settings) -> None:
    asked = [{"id": "k", "question": "Who keeps the keys?", "outcome": "not found", "documents": ["bins.md"]}]
    evaluating.main(settings, Wanted(folder=write_set(tmp_path / "set", asked), out=tmp_path / "out"))
    (result,) = run.load(tmp_path / "out").results
    assert result.value("right outcome") == 1
    assert {hit["passage"].split("/")[0] for hit in result.answer["hits"]} == {"bins"}
    (tmp_path / "set" / "questions.jsonl").write_text(json.dumps({**asked[0], "documents": ["x.md"]}), encoding="utf-8")
    with pytest.raises(AssistantError, match=r"x\.md"):
        evaluating.main(settings, Wanted(folder=tmp_path / "set", out=tmp_path / "out"))
    with pytest.raises(AssistantError, match="is not a question set"):
        evaluating.main(settings, Wanted(folder=tmp_path / "nothing", out=tmp_path / "out"))


def test_a_real_fall_is_exit_code_one(tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    many = [{**ASKED[0], "id": f"k{number}"} for number in range(12)]
    folder = write_set(tmp_path / "set", many)  # type: ignore[arg-type]
    assert evaluating.main(settings, Wanted(folder=folder, out=tmp_path / "good")) == 0
    assert evaluating.main(settings, Wanted(folder=folder, out=tmp_path / "same", against=tmp_path / "good")) == 0
    (folder / "documents" / "keys.md").write_text("# Keys\n\nNothing is said here.\n", encoding="utf-8")
    capsys.readouterr()
    worse = Wanted(folder=folder, out=tmp_path / "bad", against=tmp_path / "good", as_json=True)
    assert evaluating.main(settings, worse) == 1
    said = json.loads(capsys.readouterr().out)
    assert any("expected citation" in sentence for sentence in said["fell"]) and len(said["lost"]) == 12


def test_the_gate_lets_a_new_index_through_only_when_it_answers_no_worse(tmp_path: Path, settings: Settings) -> None:
    folder = write_set(tmp_path / "set", [{**ASKED[0], "id": f"k{number}"} for number in range(12)])  # type: ignore[arg-type]
    own = settings.model_copy(update={"corpus": folder / "documents"})
    asked = folder / "questions.jsonl"

    def judge(build: str) -> tuple[str, ...]:
        return evaluating.gate(own, build, asked)

    first = index.build(own, judge=judge).build
    (folder / "documents" / "bins.md").write_text(BINS.replace("Friday", "Monday"), encoding="utf-8")
    second = index.build(own, judge=judge).build
    assert second != first and index.pointer(own.indexes).build == second
    (folder / "documents" / "keys.md").write_text("# Keys\n\nNothing is said here.\n", encoding="utf-8")
    with pytest.raises(BuildRefused, match="answers worse") as refused:
        index.build(own, judge=judge)
    assert index.pointer(own.indexes).build == second
    name = str(refused.value).rsplit(" ", 1)[1]
    assert index.rollback(own.indexes, name) == name


def test_the_command_evaluates_our_own_questions(published: Path, tmp_path: Path) -> None:
    file = tmp_path / "few.jsonl"
    few = questions.read(questions.FOLDER)[:3]
    file.write_text("".join(json.dumps(questions.as_json(item)) + "\n" for item in few), encoding="utf-8")
    done = cli("evaluate", "--json", "--questions", str(file), "--indexes", str(published), "--out", str(tmp_path))
    said = json.loads(done.stdout)
    assert done.returncode == 0 and len(said["run"]["results"]) == 3
    assert said["means"]["right outcome"]["questions"] == 3
    file.write_text('{"question": 1}\n', encoding="utf-8")
    bad = cli("evaluate", "--questions", str(file), "--indexes", str(published), "--out", str(tmp_path))
    assert bad.returncode == 1 and "line 1" in bad.stderr and "Traceback" not in bad.stderr


def test_the_accepted_run_is_kept(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluating, "ACCEPTED", tmp_path / "accepted.json")
    monkeypatch.setattr(evaluating, "SUMMARY", tmp_path / "summary.md")
    monkeypatch.setattr(evaluating, "SUMMARIES", tmp_path / "summaries")
    wanted = Wanted(folder=write_set(tmp_path / "set"), out=tmp_path / "out", accept=True)
    evaluating.main(settings, wanted)
    assert "3 questions were asked" in (tmp_path / "summaries" / "set.md").read_text(encoding="utf-8")
    evaluating.accept(run.load(tmp_path / "out"))
    kept = run.load(tmp_path / "accepted.json")
    assert [item.value("right outcome") for item in kept.results] == [1.0, 1.0, 1.0]
    assert "the caretaker keeps" not in (tmp_path / "accepted.json").read_text(encoding="utf-8").casefold()
    assert (
        evaluating.main(
            settings, Wanted(folder=tmp_path / "set", out=tmp_path / "b", against=tmp_path / "accepted.json")
        )
        == 0
    )


def test_wrong_answers_become_questions_once(tmp_path: Path, settings: Settings) -> None:
    answer = replace(RIGHT, question="How many days?")
    for reason in (feedback.Reason.WRONG_ANSWER, feedback.Reason.WRONG_ANSWER, feedback.Reason.GOOD):
        said = feedback.of(answer, reason, asker=Asker("teacher", "Millbeck"), history=["Before?"], note="It is ten.")
        feedback.record(settings.feedback, said)
    with settings.feedback.open("a", encoding="utf-8") as file:
        file.write('{"cut off')
    kept = feedback.read(settings.feedback)
    assert len(kept) == 3 and kept[0].cited == ("leave@3/3.1",) and kept[0].signed == ""
    target = tmp_path / "candidates.jsonl"
    assert candidates.write(kept, target) == 1
    assert candidates.write(kept, target) == 0
    (made,) = questions.read(target)
    assert made.question == "How many days?" and made.school == "Millbeck" and made.history == ("Before?",)
    assert "It is ten." in made.note and "leave@3/3.1" in made.note and made.outcome == ""
    done = cli("feedback", "--to-questions", str(tmp_path / "c.jsonl"), ASSISTANT_FEEDBACK=str(settings.feedback))
    assert done.returncode == 0 and "1 added to" in done.stdout


def test_the_adapters_write_the_folder_format(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / or_sharc.SNIPPETS).write_text(json.dumps({"7": "You can claim if you are over 18."}), encoding="utf-8")
    turn = {"question": "Can I claim?", "gold_snippet_id": "7"}
    (source / or_sharc.DEV).write_text(json.dumps(turn) + "\n" + json.dumps(turn) + "\n", encoding="utf-8")
    assert or_sharc.write(source, tmp_path / "rules") == 1
    (made,) = questions.read(tmp_path / "rules" / "questions.jsonl")
    assert made.gold_quotes == (("You can claim if you are over 18.",),)
    (source / "pdf").mkdir()
    (source / "pdf" / "A.pdf").write_bytes(b"%PDF-1.4")
    head = "id,syllabus_name,question_type,question,answer," + ",".join(syllabusqa.SPANS)
    rows = [head, "1,A,single factual,When?,x,On Monday,,,,", "2,A,no answer,Why?,No,,,,,", "3,B,yes/no,Who?,x,,,,,"]
    (source / syllabusqa.QUESTIONS_FILE).write_text("\n".join(rows), encoding="utf-8")
    assert syllabusqa.write(source, tmp_path / "courses") == 2
    first, second = questions.read(tmp_path / "courses" / "questions.jsonl")
    assert first.gold_quotes == (("On Monday",),) and first.documents == ("A.pdf",) and second.outcome == "not found"
