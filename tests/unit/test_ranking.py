"""The reranker, the evidence for a passage, the learned trees, and how sure an answer is."""

from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest

from assistant import abstention, reranking, retrieval, trees
from assistant import settings as settings_room
from assistant.errors import ModelError
from assistant.retrieval import RELEVANCE, UNREAD, evidence
from assistant.values import Hit
from tests.fixtures.handmade import form, paid, shoes


def rarity(word: str) -> float:
    return 1.0


def test_the_packaged_reranker_puts_the_answer_first() -> None:
    rerank = reranking.load(settings_room.load())
    assert rerank is not None
    scores = rerank("How many paid days are there for a sick child?", [shoes.text, paid.text, form.text, "x " * 900])
    assert scores.shape == (4,) and scores.argmax() == 1
    alone = rerank("How many paid days are there for a sick child?", [paid.text])
    assert alone[0] == pytest.approx(scores[1], abs=0.5)  # int8 depends a little on batch and processor


@pytest.mark.parametrize("question", ["§¶ " * 400, "d, e, " * 300, "How? " * 2000])
def test_a_question_that_would_fill_the_window_leaves_room_for_the_passage(question: str) -> None:
    rerank = reranking.load(settings_room.load())
    assert rerank is not None
    nearer, further = rerank(f"paid days sick child {question}", [paid.text, shoes.text])
    assert nearer > further


def test_without_a_reranker_there_is_none_and_a_missing_one_is_a_sentence(tmp_path: Path) -> None:
    assert reranking.load(settings_room.load(reranker="")) is None
    with pytest.raises(ModelError, match=r"model\.onnx"):
        reranking.load(settings_room.load(reranker=str(tmp_path)))


def test_evidence_has_a_row_for_each_hit_with_or_without_a_reranker() -> None:
    hits = [
        Hit(paid, 0.02, 0.7, 9.0, nearness=4.0, interaction=0.9),
        Hit(shoes, 0.01, None, 3.0, nearness=-8.0, interaction=0.4),
    ]
    rows = evidence.features("How many paid days for a sick child?", hits, rarity)
    assert rows.shape == (2, len(evidence.NAMES))
    named, other = (dict(zip(evidence.NAMES, row, strict=True)) for row in rows)
    assert named["cover by text"] == 1.0 and named["of the kind asked for"] == 1.0 and named["nearness below best"] == 0
    assert other["nearness below best"] == -12 and other["interaction below best"] == pytest.approx(-0.5)
    without = evidence.features("How many paid days for a sick child?", [Hit(paid, 0.02)], rarity)
    unknown = {name for name, value in zip(evidence.NAMES, without[0], strict=True) if numpy.isnan(value)}
    assert {"nearness", "similarity", "interaction", "interaction below best"} <= unknown
    assert not unknown & {"cover by text", "keywords", "fused rank", "characters"}
    assert evidence.features("?", [], rarity).shape == (0, len(evidence.NAMES))


def scores_by_place(question: str, texts: Sequence[str]) -> numpy.ndarray:
    return numpy.arange(len(texts), dtype=numpy.float32)


def test_the_reranker_reads_the_likeliest_and_no_more() -> None:
    hits = [Hit(paid, 0.3), Hit(shoes, 0.2), Hit(form, 0.1)]
    likely = numpy.asarray([0.2, 0.1, 0.7])
    assert [hit.nearness for hit in retrieval.read("?", hits, likely, scores_by_place, 2)] == [1.0, None, 0.0]


def test_what_is_likely_is_weighed_again_after_reading() -> None:
    question = "How many paid days for a sick child?"
    hits = [Hit(shoes, 0.02, 0.5, 5.0, interaction=0.7), Hit(paid, 0.01, 0.7, 9.0, interaction=0.7)]

    def rerank(question: str, texts: Sequence[str]) -> numpy.ndarray:
        return numpy.asarray([5.0 if text == paid.embedded_text else -9.0 for text in texts])

    unread, before = retrieval.weigh(question, hits, None, 2, rarity)
    assert unread == hits and before.shape == (2,)
    assert retrieval.weigh(question, hits, rerank, 0, rarity)[0] == hits
    read, after = retrieval.weigh(question, hits, rerank, 2, rarity)
    assert [hit.nearness for hit in read] == [-9.0, 5.0]
    assert after[1] - after[0] > before[1] - before[0]


def test_evidence_after_reading_is_what_it_would_be_of_hits_that_were_read() -> None:
    question = "How many paid days for a sick child?"
    hits = [Hit(shoes, 0.02, 0.5, 5.0, interaction=0.7), Hit(paid, 0.01, 0.7, 9.0), Hit(form, 0.01)]
    read = retrieval.read(question, hits, numpy.asarray([0.3, 0.2, 0.1]), scores_by_place, 2)
    afterwards = evidence.read(evidence.features(question, hits, rarity), read)
    numpy.testing.assert_equal(afterwards, evidence.features(question, read, rarity))


@pytest.mark.parametrize("file", [RELEVANCE, UNREAD])
def test_the_learned_trees_prefer_what_answers_and_bear_what_is_missing(file: Path) -> None:
    model = trees.load(file)
    assert model.names == evidence.NAMES
    hits = [
        Hit(paid, 0.02, 0.7, 9.0, nearness=6.0, interaction=0.9),
        Hit(shoes, 0.01, 0.1, 3.0, nearness=-9.0, interaction=0.3),
    ]
    rows = evidence.features("How many paid days for a sick child?", hits, rarity)
    first, second = model.probabilities(rows)
    assert 0 < second < first < 1
    assert model.probabilities(numpy.full((1, len(evidence.NAMES)), numpy.nan)).shape == (1,)


def test_trees_go_the_way_of_their_thresholds() -> None:
    tree = ((0, 1.5, False, 1, 2, 0.0), (-1, 0.0, False, 0, 0, -2.0), (-1, 0.0, False, 0, 0, 2.0))
    model = trees.Trees(("x",), 0.0, (tree,))
    low, high, missing = model.probabilities(numpy.asarray([[1.5], [1.6], [numpy.nan]]))
    assert low == pytest.approx(0.1192, abs=1e-4) and high == missing == pytest.approx(0.8808, abs=1e-4)


def test_one_is_surer_of_an_answer_than_of_something_else() -> None:
    question = "How many paid days for a sick child?"
    good = [Hit(paid, 0.8, 0.7, 9.0, 6.0, 0.9), Hit(form, 0.1, 0.4, 2.0, -3.0, 0.5)]
    bad = [Hit(shoes, 0.05, 0.2, 1.0, -9.0, 0.3)]
    assert 0 < abstention.sure(question, bad, rarity) < abstention.sure(question, good, rarity) < 1
    assert abstention.sure(question, [], rarity) == 0


def test_what_nothing_is_like_is_not_answered_however_it_is_ranked() -> None:
    question = "How many paid days for a sick child?"
    assert abstention.sure(question, [Hit(paid, 0.9, 0.21, 9.0, 6.0, 0.9)], rarity) > 0.25
    assert abstention.sure(question, [Hit(paid, 0.9, 0.19, 9.0, 6.0, 0.9), Hit(shoes, 0.1, 0.1)], rarity) == 0
    assert abstention.sure(question, [Hit(paid, 0.9, None, 9.0, 6.0, 0.9)], rarity) > 0
