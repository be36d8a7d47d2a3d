"""Late interaction: one vector for each word piece, and how near a passage is by them."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy
import pytest

from assistant import interaction
from assistant import settings as settings_room
from assistant.errors import ModelError
from assistant.published import compared
from tests.fixtures.handmade import form, paid, shoes

QUESTION = "How many paid days are there for a sick child?"


@pytest.fixture(scope="module")
def model() -> interaction.Interaction:
    found = interaction.load(settings_room.load())
    assert found is not None
    return found


def test_nearness_is_the_mean_of_the_greatest_cosines() -> None:
    asked = numpy.zeros((2, interaction.DIMENSION), dtype=numpy.float32)
    asked[0, 0] = asked[1, 1] = 1.0
    both = numpy.concatenate([asked, -asked])
    one = numpy.zeros((1, interaction.DIMENSION), dtype=numpy.float32)
    one[0, :2] = 0.6, 0.8
    near = interaction.nearness(asked, [interaction.packed(both), interaction.packed(one)])
    assert near == pytest.approx([1.0, 0.7], abs=0.005)
    assert interaction.nearness(asked, []).shape == (0,)


def test_the_passage_that_answers_is_nearest_and_its_neighbours_do_not_matter(model: interaction.Interaction) -> None:
    asked = model.question(QUESTION)
    assert numpy.linalg.norm(asked, axis=1) == pytest.approx(1.0, abs=1e-3)
    read = model.passages([shoes.embedded_text, paid.embedded_text, form.embedded_text])
    assert {its.dtype for its in read} == {numpy.dtype(numpy.int8)}
    near = interaction.nearness(asked, read)
    assert near.argmax() == 1
    alone = interaction.nearness(asked, model.passages([paid.embedded_text]))
    assert alone[0] == pytest.approx(near[1], abs=0.02)  # int8 depends a little on what is read together


def test_a_word_of_a_passage_is_nearest_to_the_same_word_of_a_question(model: interaction.Interaction) -> None:
    (kept,) = model.passages([paid.embedded_text])
    beside = model.compared("paid days", paid, kept)
    assert beside.cosines.shape == (len(beside.spans), len(model.question("paid days")))
    words = [paid.text[start:end] if start >= 0 else "" for start, end in beside.spans]
    assert "paid" in words and {"days", "day"} & set(words)
    assert words[int(beside.cosines[:, 2].argmax())] in ("paid", "")  # after the two marks; "" stands in a heading
    above = [span for span in beside.spans if span[1] <= 0]
    assert above and len(above) < len(words)


def test_a_passage_of_another_build_is_not_compared_with_what_this_one_keeps(model: interaction.Interaction) -> None:
    library = SimpleNamespace(passages={paid.id: paid}, rows={paid.id: 0}, pieces=model.passages([paid.embedded_text]))
    assert compared(model, library, "paid days", paid) is not None  # type: ignore[arg-type]
    assert compared(None, library, "paid days", paid) is None  # type: ignore[arg-type]
    assert compared(model, library, "paid days", shoes) is None  # type: ignore[arg-type]
    other = replace(paid, text="Other words.")
    assert compared(model, library, "paid days", other) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "?", "§¶ " * 5000, "paid days " * 5000])
def test_any_text_can_be_read(model: interaction.Interaction, text: str) -> None:
    assert 3 <= len(model.question(text)) <= interaction.LONGEST_ASKED
    (read,) = model.passages([text])
    assert 3 <= len(read) <= interaction.LONGEST
    assert model.passages([]) == []


def test_it_can_be_done_without_and_a_missing_one_is_a_sentence(tmp_path: Path) -> None:
    assert interaction.load(settings_room.load(interaction="")) is None
    assert interaction.fingerprint(settings_room.load(interaction="")) is None
    with pytest.raises(ModelError, match=r"model\.onnx"):
        interaction.load(settings_room.load(interaction=str(tmp_path)))


def test_vectors_of_another_layer_do_not_pass_for_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = interaction.fingerprint(settings_room.load())
    other = tmp_path / "other.npz"
    other.write_bytes(b"another")
    monkeypatch.setattr(interaction, "SHORTENED", other)
    after = interaction.fingerprint(settings_room.load())
    assert before is not None and after is not None and before.digest != after.digest
