"""Low-rank additions to a packaged model: kept, read, and added to what it gives."""

from pathlib import Path

import numpy
import pytest

from assistant import low_rank, onnx_models, reranking
from assistant.errors import ModelError
from assistant.low_rank import Addition

QUESTION = "How many paid days are there for a sick child?"
TEXTS = ["Five days with pay in a school year.", "Shoes are black.", "The office keeps the key."]
PLACE = "encoder/layer.11/output/dense"


def scores(additions: dict[str, Addition]) -> numpy.ndarray:
    return reranking.reader(reranking.PACKAGED.folder(), 1, additions)(QUESTION, TEXTS)


def addition(size: float) -> Addition:
    drawn = numpy.random.default_rng(0)
    narrow, wide = drawn.normal(size=(1536, 4)) / 1536**0.5, size * drawn.normal(size=(4, 384))
    return Addition(narrow.astype(numpy.float32), wide.astype(numpy.float32))


def test_an_addition_of_nothing_changes_nothing_and_a_real_one_does() -> None:
    plain = scores({})
    numpy.testing.assert_allclose(scores({PLACE: addition(0.0)}), plain, atol=0.1)
    assert not numpy.allclose(scores({PLACE: addition(100.0)}), plain, atol=0.2)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    low_rank.write({PLACE: addition(0.5), "pooler/dense": addition(1.0)}, tmp_path / "kept.npz")
    found = low_rank.read(tmp_path / "kept.npz")
    assert set(found) == {PLACE, "pooler/dense"}
    assert found[PLACE].wide.dtype == numpy.float32 and found[PLACE].narrow.shape == (1536, 4)
    numpy.testing.assert_allclose(found[PLACE].narrow, addition(0.5).narrow, rtol=1e-3, atol=1e-6)


def test_an_addition_to_a_matrix_that_is_not_there_is_a_sentence() -> None:
    model = reranking.PACKAGED.folder() / onnx_models.MODEL
    with pytest.raises(ModelError, match=r"no matrix encoder/layer\.99"):
        low_rank.added(model, {"encoder/layer.99/output/dense": addition(0.0)})


def test_what_ships_has_an_addition_for_each_matrix_of_the_upper_half() -> None:
    places = low_rank.read(reranking.LEARNED)
    assert {place.split("/")[1] for place in places if place.startswith("encoder/")} == {
        f"layer.{layer}" for layer in range(6, 12)
    }
    assert len(places) == 37 and "pooler/dense" in places
