"""Which questions lean on the one before: their words, and what of the documents is near."""

import numpy
import pytest

from assistant import leaning
from assistant.conversation import Known, standalone, topic
from assistant.values import Turn

TEXTS = {
    "mum says no": (0.6, 0.8, 0.0),
    "can a detention last an hour?": (0.1, 0.995, 0.0),
    "can a detention last an hour? – mum says no": (0.2, 0.98, 0.0),
    "when do the clubs begin?": (0.0, 0.0, 1.0),
}


class Library:
    """Three passages, one along each axis."""

    matrix = numpy.eye(3)

    def rarity(self, word: str) -> float:
        return float(len(word))


def embed(texts: list[str]) -> numpy.ndarray:
    return numpy.asarray([TEXTS.get(text, (0.577, 0.577, 0.577)) for text in texts])


def features(question: str, before: str) -> dict[str, float]:
    row = leaning.features(question, before, Known(), embed, Library())  # type: ignore[arg-type]
    return dict(zip(leaning.NAMES, row.tolist(), strict=True))


def test_what_speaks_for_a_follow_up() -> None:
    found = features("mum says no", "can a detention last an hour?")
    assert found["words"] == 3 and found["subjects shared"] == 0
    assert found["alike"] == pytest.approx(0.06 + 0.796, abs=0.001)
    assert found["nearest passage"] == pytest.approx(0.8)
    assert found["nearest passage of both"] == pytest.approx(0.98)
    assert found["nearest passage of the one before"] == pytest.approx(0.995)


def test_a_library_without_passages_is_near_nothing() -> None:
    class Empty(Library):
        matrix = numpy.zeros((0, 3))

    row = leaning.features("mum says no", "can a detention last an hour?", Known(), embed, Empty())  # type: ignore[arg-type]
    assert row[leaning.NAMES.index("nearest passage")] == 0


def test_what_asks_in_words_of_its_own_must_be_likelier_to_lean(monkeypatch: pytest.MonkeyPatch) -> None:
    leans = leaning.reader(Known(), embed, Library())  # type: ignore[arg-type]
    monkeypatch.setattr(leaning.logistic, "probability", lambda _file, _row: 0.55)
    assert not leans("where is the trampoline kept?", "can a detention last an hour?")
    assert leans("mum says no", "can a detention last an hour?")


def test_who_decides_what_leans_is_asked() -> None:
    history = [Turn("Can a detention last an hour?", "")]
    assert standalone("mum says no", history, leans=lambda _said, _before: False) == "mum says no"
    assert standalone("mum says no", history, leans=lambda _said, _before: True) == (
        "Can a detention last an hour – mum says no?"
    )
    assert standalone("mum says no", (), leans=lambda _said, _before: True) == "mum says no"


def test_a_topic_is_what_was_asked_about_without_the_asking() -> None:
    assert topic("how long can an after school detention be?") == "an after school detention"
    assert topic("What is the closing date for expenses claims?") == "the closing date for expenses claims"


def test_what_ships_was_learned_from_these_features() -> None:
    import json

    fitted = json.loads(leaning.FILE.read_text(encoding="utf-8"))
    assert tuple(fitted["names"]) == leaning.NAMES
    assert {len(fitted[name]) for name in ("mean", "scale", "weights")} == {len(leaning.NAMES)}
