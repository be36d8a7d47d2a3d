"""Everyday words for official ones: learned from the phrase book, and what they make likely."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import pytest

from assistant import translation
from assistant.retrieval import by_translation
from assistant.wording import content_words
from evals import phrases, translating
from evals.phrases import Phrase

BOOK = [
    Phrase("Office › Forms", "The purchase of furniture is authorised by the head.", ("who lets me buy chairs?",)),
    Phrase("Office › Forms", "A purchase of books needs a form.", ("can I buy books?", "buy what to read, how?")),
    Phrase("Office › Forms", "Illness is reported by telephone.", ("poorly, whom do I ring?", "am poorly")),
    Phrase("Office › Forms", "Illness of a week needs a note.", ("poorly for a week",)),
    Phrase("Office › Forms", "Holidays are reported by letter.", ("away, whom do I write to?",)),
] * 6
TRANSLATED = {"buy": {"purchas": 0.5}}


def likelihood(question: str, *passages: str, documents: tuple[int, ...] = ()) -> numpy.ndarray:
    texts = translation.Texts([content_words(text) for text in passages], documents or range(len(passages)))
    return texts.likelihood(content_words(question), TRANSLATED)


def test_the_official_word_is_learned_from_what_stands_beside_it() -> None:
    learned = translating.learn(BOOK)
    for everyday, official in (("buy", "purchas"), ("poor", "ill")):
        shares = learned[everyday]
        assert max(shares, key=lambda stem: shares[stem]) == official and shares[official] > 0.2
    assert all(translating.NOTHING not in shares for shares in learned.values())
    assert all(0 < share <= 1 for shares in learned.values() for share in shares.values())


def test_a_passage_that_says_it_in_official_words_is_likelier_than_one_that_does_not() -> None:
    same, other, neither = likelihood("buy a desk", "Buy one.", "Purchase one.", "Sell one.")
    assert same > neither and other > neither
    assert other > same  # half of what "purchase" is asked for by is "buy", and only a fifth of a word stays itself


def test_a_passage_of_a_document_that_says_it_elsewhere_is_a_little_likelier() -> None:
    texts = ("Purchase one.", "Ask the head.", "Ask the head.")
    said, beside, elsewhere = likelihood("buy", *texts, documents=(0, 0, 1))
    assert said > beside > elsewhere


def test_passages_are_found_by_everyday_words_among_those_that_may_be_searched() -> None:
    said = {"sale/1": "Items are sold.", "order/1": "A purchase is authorised.", "illness/1": "Illness is reported."}
    texts = translation.Texts([content_words(text) for text in said.values()], range(3))
    rows = {name: row for row, name in enumerate(said)}
    opened: Any = SimpleNamespace(library=SimpleNamespace(passages=said, rows=rows, texts=texts))
    found = by_translation("who lets me buy chairs?", opened)
    assert next(iter(found)) == "order/1" and set(found) == set(said)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert set(by_translation("who lets me buy chairs?", opened, frozenset({"sale/1"}))) == {"sale/1"}


def test_nothing_asked_and_nothing_to_read_give_nothing() -> None:
    assert likelihood("?", "Purchase one.", "").tolist() == [0.0, 0.0]
    assert likelihood("buy").shape == (0,)
    assert numpy.isfinite(likelihood("buy xyzzy", "", "One.")).all()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    translation.save({"buy": {"purchas": 0.5, "order": 0.25}, "kid": {"pupil": 0.125}}, tmp_path / "a.npz")
    assert translation.load(tmp_path / "a.npz") == {"buy": {"purchas": 0.5, "order": 0.25}, "kid": {"pupil": 0.125}}
    translation.save({}, tmp_path / "b.npz")
    assert translation.load(tmp_path / "b.npz") == {}


@pytest.mark.parametrize(
    ("everyday", "official"),
    [("buy", "purchase"), ("mum", "parent"), ("phone", "mobile"), ("sack", "dismiss"), ("poorly", "ill")],
)
def test_what_ships_knows_words_that_schools_use(everyday: str, official: str) -> None:
    (asked,), (said,) = content_words(everyday), content_words(official)
    assert translation.load()[asked][said] > 0.05


def test_clauses_that_were_not_learned_from_are_found_better_than_by_shared_words() -> None:
    book = phrases.read()[::4]
    rest, some = book[::10], [phrase for place, phrase in enumerate(book) if place % 10]
    learned = translating.learn(some)
    assert translating.first(learned, rest) > translating.first({}, rest) + 0.05
