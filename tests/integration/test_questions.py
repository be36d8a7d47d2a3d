"""The question set holds what it promises: every gold clause is there, every fact stands in it, and no half leaks."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.answering import Assistant
from evals import questions
from evals.matching import is_clause, said
from evals.values import Question

ANSWERED = ("answered", "partly answered")
AT_LEAST = {
    "lookup": 80,
    "table": 40,
    "list": 25,
    "procedure": 30,
    "conditional": 40,
    "several": 30,
    "scope": 30,
    "state": 25,
    "follow-up": 40,
    "metadata": 15,
    "strategy": 25,
    "clarify": 15,
    "absent": 40,
    "out-of-scope": 20,
    "act-now": 15,
    "false-premise": 15,
    "slang": 25,
    "instructions": 15,
}


@pytest.fixture(scope="module")
def every() -> tuple[Question, ...]:
    return questions.read(questions.FOLDER)


def test_there_are_enough_of_every_kind(every: tuple[Question, ...]) -> None:
    counts = Counter(tag for item in every for tag in item.tags)
    assert len(every) >= 360
    assert {kind: counts[kind] for kind, least in AT_LEAST.items() if counts[kind] < least} == {}
    assert set(counts) == set(AT_LEAST)


def test_every_question_agrees_with_the_documents(every: tuple[Question, ...], assistant: Assistant) -> None:
    faults = [f"{item.id}: {fault}" for item in every for fault in faults_of(item, assistant)]
    assert faults == []


def test_what_is_learned_from_is_about_clauses_that_exist_and_about_documents_of_the_dev_half(
    assistant: Assistant,
) -> None:
    learned = questions.read(Path(questions.FOLDER).parent / "training")
    assert len(learned) > 1000 and len({item.id for item in learned}) == len(learned)
    named = assistant._current().library.passages
    clauses = {clause for item in learned for group in item.gold for clause in group}
    known = {name for name in named if name in clauses}
    assert [clause for clause in clauses - known if not any(is_clause(name, clause) for name in named)] == []
    assert all(bool(item.gold) == (item.outcome in ANSWERED) for item in learned)
    asked = {item.question.casefold() for item in questions.read(Path(questions.FOLDER) / "test")}
    assert not asked & {item.question.casefold() for item in learned}


def faults_of(item: Question, assistant: Assistant) -> list[str]:
    library = assistant._current().library
    found = []
    texts: list[str] = []
    for clause in {clause for group in item.gold for clause in group}:
        held = [passage.text for name, passage in library.passages.items() if is_clause(name, clause)]
        if not held:
            found.append(f"there is no clause {clause}")
        texts.extend(held)
    text = "\n".join(texts)
    if item.outcome in ANSWERED and not (item.gold and item.facts):
        found.append("an answer needs gold and facts")
    if item.outcome not in (*ANSWERED, "act now") and item.gold:
        found.append("a refusal has no gold")
    if item.gold:
        wanted = (*item.facts, *item.conditions)
        found.extend(
            f"{group} is not in the gold" for group, there in zip(wanted, said(text, wanted), strict=True) if not there
        )
    each = tuple((wording,) for group in item.forbidden for wording in group)
    found.extend(
        f"{wording} is forbidden and in the gold"
        for wording, there in zip(each, said(text, each), strict=True)
        if there
    )
    if item.school and item.school not in assistant.schools():
        found.append(f"there is no school {item.school}")
    known = {document.id for document in assistant.documents()}
    found.extend(f"there is no document {name}" for name in item.documents_about if name not in known)
    if "conditional" in item.tags[:1] and not item.conditions:
        found.append("a conditional question needs its condition")
    if item.kind == "follow-up" and not (item.history and item.whole):
        found.append("a follow-up needs its history, and the question asked whole")
    return found


def test_the_halves_are_split_by_document() -> None:
    about = {
        half: Counter(
            item.documents_about[0]
            for item in questions.read(Path(questions.FOLDER) / half)
            if item.documents_about and item.outcome != "act now"
        )
        for half in ("dev", "test")
    }
    assert about["dev"].total() > 150 and about["test"].total() > 150
    for name in set(about["dev"]) & set(about["test"]):
        fewer = min(about["dev"][name], about["test"][name])
        assert fewer <= 5, f"{name} is asked about in both halves"
