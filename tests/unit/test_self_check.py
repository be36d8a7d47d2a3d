"""A question to check oneself is used only when its answer can be trusted."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import self_check
from assistant.errors import AssistantError
from assistant.self_check import Candidate, Prepared
from assistant.values import Answer, Asker, Citation, Document, Outcome, Passage, Statement

TEXT = "At least 14 days' notice is given."


def answered(about: str = "articles", confidence: float = 0.8, clause: str = "4.1") -> Answer:
    document = Document(about, about.capitalize(), f"{about}.docx", "", TEXT, ())
    passage = Passage(f"{about}/{clause}", document, (), clause, (), TEXT, 0, len(TEXT))
    statement = Statement(TEXT, (Citation("1", passage, TEXT),))
    return Answer("q", "q", Outcome.ANSWERED, statements=(statement,), confidence=confidence)


def candidate(name: str = "a", about: str = "articles", **more: object) -> Candidate:
    return Candidate(name, f"question {name}", about=(about,), **more)  # type: ignore[arg-type]


def test_the_file_is_read_as_the_evaluation_reads_it(tmp_path: Path) -> None:
    lines = [
        {"defaults": {"asked_on": "2026-11-26", "outcome": "answered"}},
        {"id": "1", "question": "one?", "tags": ["lookup"], "gold": ["x@1/2", ["x@1/3", "x@1/4"]], "facts": [["14"]]},
        {"id": "2", "question": "two?", "tags": ["table"]},
        {"id": "3", "question": "three?", "tags": ["lookup"], "outcome": "not found"},
        {"id": "4", "question": "four?", "tags": ["lookup"], "history": ["before?"]},
        {"id": "5", "question": "five?", "tags": ["instructions", "lookup"]},
        ["no question"],
    ]
    text = "\n".join(json.dumps(line) for line in lines) + "\n{cut"
    (tmp_path / "questions.jsonl").write_text(text, encoding="utf-8")
    (read,) = self_check.read(tmp_path)
    assert read == Candidate("1", "one?", gold=(("x@1/2",), ("x@1/3", "x@1/4")), facts=(("14",),))
    assert self_check.read(tmp_path / "questions.jsonl") == (read,)
    assert self_check.read(tmp_path / "missing") == ()


@pytest.mark.parametrize(
    ("asked", "answer", "good"),
    [
        (candidate(), answered(), True),
        (candidate(), answered(confidence=0.3), False),
        (candidate(), replace(answered(), confidence=None), False),
        (candidate(), replace(answered(), outcome=Outcome.PARTLY), False),
        (candidate(), answered("secret"), False),
        (candidate(gold=(("articles/4.1", "articles/9"),)), answered(), True),
        (candidate(gold=(("articles/4.1",),)), answered(clause="4.1-2"), True),
        (candidate(gold=(("articles/4.1",),)), answered(clause="4.10"), False),
        (candidate(gold=(("articles/4.1",), ("articles/5",))), answered(), False),
        (candidate(facts=(("14 DAYS", "fourteen"),)), answered(), True),
        (candidate(facts=(("21 days",),)), answered(), False),
    ],
)
def test_only_an_answer_that_can_be_trusted_stands(asked: Candidate, answer: Answer, good: bool) -> None:
    assert self_check.stands(asked, answer, {"articles"}) is good


def test_ten_are_chosen_at_most_two_of_a_document_and_spread() -> None:
    asked: list[str] = []

    def ask(question: str, asker: Asker) -> Answer:
        asked.append(question)
        return answered(question.split()[1].split("-")[0])

    names = [f"{about}-{number}" for about in "abcdefgh" for number in range(5)]
    candidates = [candidate(name, name.split("-")[0]) for name in names] + [candidate("z-1", "elsewhere")]
    chosen = self_check.choose(candidates, ask, set("abcdefgh"))
    assert [item.id for item in chosen] == [f"{about}-0" for about in "abcdefgh"] + ["a-1", "b-1"]
    assert len(asked) == 10


def test_they_are_chosen_once_for_a_build(tmp_path: Path) -> None:
    line = {"id": "1", "question": "one?", "tags": ["lookup"], "outcome": "answered"}
    (tmp_path / "q.jsonl").write_text(json.dumps(line), encoding="utf-8")
    done, asked = threading.Event(), []

    def ask(question: str, asker: Asker) -> Answer:
        asked.append(question)
        done.wait(30)
        return answered()

    prepared = Prepared(tmp_path, ask)
    assert prepared.questions("build", lambda: {"articles"}) is None
    assert prepared.questions("build", lambda: {"articles"}) is None
    done.set()
    for thread in threading.enumerate():
        if thread.name == "self-check":
            thread.join(30)
    kept = prepared.questions("build", lambda: {"articles"})
    assert kept is not None and [item.id for item in kept] == ["1"] and asked == ["one?"]


def test_trouble_leaves_no_questions_and_no_waiting(tmp_path: Path) -> None:
    def trouble() -> set[str]:
        raise AssistantError("no index")

    prepared = Prepared(tmp_path, lambda question, asker: answered())
    assert prepared.questions("build", trouble) is None
    for thread in threading.enumerate():
        if thread.name == "self-check":
            thread.join(30)
    assert prepared.questions("build", trouble) == ()
