"""The shelves: what is asked about the documents of other trusts, and what is made of it for the reranker."""

import re

import numpy
import pytest

from assistant import settings as settings_room
from assistant.retrieval import evidence
from assistant.values import Hit
from evals import questions, shelves
from evals.fitting import Sample
from evals.sets import folder
from evals.values import Question
from tests.fixtures.made import passage

ALL = sorted((*shelves.names(), *shelves.KEPT_BACK))


@pytest.mark.parametrize("name", ALL)
def test_every_fact_stands_in_a_document_that_is_asked_about(name: str) -> None:
    texts = {
        file.stem: plain(file.read_text(encoding="utf-8"))
        for file in (shelves.FOLDER / name / folder.DOCUMENTS).iterdir()
    }
    asked = questions.read(shelves.FOLDER / name / folder.QUESTIONS)
    assert {item.documents_about[0] for item in asked} == set(texts) and len(texts) == 6
    for item in asked:
        assert bool(item.gold) == (item.outcome == "answered"), item.id
        whole = "\n".join(texts[document] for document in {gold.split("/")[0] for group in item.gold for gold in group})
        for group in (*item.facts, *item.conditions):
            assert any(plain(words) in whole for words in group), (item.id, group)


def plain(text: str) -> str:
    return re.sub(r"[\s|*]+", " ", text).casefold().strip()


def test_what_is_kept_back_is_not_learned_from() -> None:
    assert shelves.names() and not set(shelves.names()) & set(shelves.KEPT_BACK)


def test_passages_come_likeliest_first_and_a_question_without_its_answer_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hits = tuple(Hit(passage(f"Rule {number}."), 0.0) for number in range(3))

    def sample(name: str, gold: tuple[tuple[str, ...], ...], met: tuple[set[int], ...]) -> Sample:
        rows = numpy.zeros((3, len(evidence.NAMES)))
        return Sample(Question(name, "?", gold=gold), name, hits, rows, tuple(map(frozenset, met)))  # type: ignore[arg-type]

    collected = [
        sample("answered", (("a/1",),), ({}, {0}, {})),  # type: ignore[arg-type]
        sample("lost", (("a/1",),), ({}, {}, {})),  # type: ignore[arg-type]
        sample("without", (), ({}, {}, {})),  # type: ignore[arg-type]
    ]

    class Likely:
        @staticmethod
        def probabilities(rows: numpy.ndarray) -> numpy.ndarray:
            return numpy.asarray([0.1, 0.2, 0.3])

    class Opened:
        def close(self) -> None: ...

    monkeypatch.setattr(shelves.sets_folder, "indexed", lambda *given: (settings_room.load(), ()))
    monkeypatch.setattr(shelves.index, "open_published", lambda settings: Opened())
    monkeypatch.setattr(shelves.fitting, "collect", lambda *given: collected)
    monkeypatch.setattr(shelves.questions, "read", lambda file: ())
    monkeypatch.setattr(shelves.trees, "load", lambda file: Likely)
    found = shelves.asked("any", settings_room.load())
    assert [item.question for item in found] == ["answered", "without"]
    assert found[0].right == (hits[1].passage.embedded_text,)
    assert found[0].wrong == (hits[2].passage.embedded_text, hits[0].passage.embedded_text)
    assert len(found[1].wrong) == 3
