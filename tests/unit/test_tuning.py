"""What is learned of the reranker: its halves, its weights in floating point, its numbers put in place."""

from pathlib import Path

import numpy
import pytest

from assistant import companion, reranking
from assistant import settings as settings_room
from assistant.errors import ModelError
from evals import tuning
from tests.fixtures.handmade import paid, shoes

QUESTION = "How many paid days are there for a sick child?"


def test_every_document_is_in_one_half_and_both_are_of_about_one_size() -> None:
    about = ["leave"] * 5 + ["pay"] * 4 + ["visits"] * 2 + ["fire"]
    side = tuning.halves(about)
    assert all(len({half for name, half in zip(about, side, strict=True) if name == known}) == 1 for known in about)
    assert side.count(0) == side.count(1) == 6
    assert tuning.halves([]) == []


def test_the_weights_in_floating_point_score_as_the_packaged_ones_do() -> None:
    import torch

    network, tokenizer = tuning.network_of(reranking.packaged_folder())
    network.eval()
    read = tokenizer.encode_batch([(QUESTION, paid.text), (QUESTION, shoes.text)])
    with torch.no_grad():
        scores = network(
            input_ids=torch.tensor([item.ids for item in read]),
            attention_mask=torch.tensor([item.attention_mask for item in read]),
            token_type_ids=torch.tensor([item.type_ids for item in read]),
        ).logits[:, 0]
    rerank = reranking.load(settings_room.load(), {})
    assert rerank is not None
    assert scores.numpy() == pytest.approx(rerank(QUESTION, [paid.text, shoes.text]), abs=1.0)


def test_learned_numbers_take_the_place_of_the_packaged_ones() -> None:
    settings = settings_room.load()
    shipped = reranking.shipped()
    assert {value.dtype for value in shipped.values()} == {numpy.dtype(numpy.float16)}
    plain, adapted = reranking.load(settings, {}), reranking.load(settings)
    moved = reranking.load(settings, {"classifier.bias": numpy.asarray([100.0])})
    assert plain is not None and adapted is not None and moved is not None
    (before,), (after,) = plain(QUESTION, [paid.text]), adapted(QUESTION, [paid.text])
    assert abs(before - after) > 0.01
    assert moved(QUESTION, [paid.text])[0] > before + 50


def test_the_second_model_gives_unit_vectors_and_puts_the_answer_nearer() -> None:
    encode = companion.load(settings_room.load())
    assert encode is not None
    texts = [companion.QUESTION + QUESTION, paid.text, shoes.text, ""]
    vectors = encode(texts)
    assert vectors.shape == (4, companion.DIMENSION) and vectors.dtype == numpy.float32
    assert numpy.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_a_second_model_can_be_done_without_and_a_missing_one_is_a_sentence(tmp_path: Path) -> None:
    assert companion.load(settings_room.load(companion="")) is None
    assert companion.fingerprint(settings_room.load(companion="")) is None
    with pytest.raises(ModelError, match=r"model\.onnx"):
        companion.load(settings_room.load(companion=str(tmp_path)))
