"""How the reranker learns from the phrase book and from shelves."""

import numpy
import pytest

from assistant import reranking
from assistant import settings as settings_room
from evals import phrases
from evals import reranking as teaching
from evals.phrases import Phrase
from evals.reranking import Case
from evals.shelves import Asked

BOOK = tuple(
    Phrase(
        f"Rules › {name}", f"The {name} is ordered by the {who}.", (f"who gets the {name}?",), (f"why {name}?",), "a"
    )
    for name, who in (("chair", "head"), ("table", "clerk"), ("lamp", "cook"), ("desk", "tutor"), ("clock", "nurse"))
)
CASES = [
    Case(phrase.questions[0], place, tuple(other for other in range(len(BOOK)) if other != place))
    for place, phrase in enumerate(BOOK)
]


@pytest.fixture(scope="module")
def reader() -> teaching.Reader:
    return teaching.Reader(threads=1)


def test_before_it_learns_it_scores_as_the_packaged_model_does(reader: teaching.Reader) -> None:
    packaged = reranking.reader(reranking.PACKAGED.folder(), 1, {})
    pairs = [(phrase.questions[0], other.text) for phrase in BOOK for other in BOOK]
    theirs = numpy.concatenate([packaged(question, [text]) for question, text in pairs])
    ours = reader.scores(pairs).detach().numpy()
    assert numpy.corrcoef(ours, theirs)[0, 1] > 0.99  # the packaged one rounds its upper half as well


def test_what_it_learned_is_what_the_program_reads_with(reader: teaching.Reader) -> None:
    before = reader.scores([(BOOK[0].unanswered[0], BOOK[0].text)]).item()
    teaching.learn(reader, teaching.of_book(BOOK, CASES), steps=12)
    after = reader.scores([(BOOK[0].unanswered[0], BOOK[0].text)]).item()
    assert after < before
    taught = reranking.reader(reranking.PACKAGED.folder(), 1, reader.learned())
    assert taught(BOOK[0].unanswered[0], [BOOK[0].text])[0] == pytest.approx(after, abs=0.8)


def test_it_learns_from_shelves_what_answers_and_where_nothing_does(reader: teaching.Reader) -> None:
    texts = (*(phrase.text for phrase in BOOK), "Rules › door\n\nThe door is locked at six.")
    shelf = [Asked("who may borrow the lamp?", texts[2:3], texts[:2] + texts[3:]), Asked("is there a cat?", (), texts)]
    lesson = next(teaching.of_shelves(shelf))
    assert len(lesson.choices) == teaching.AT_ONCE and len(lesson.missed) == teaching.MISSED
    assert all(choice[0] == ("who may borrow the lamp?", texts[2]) for choice in lesson.choices)
    assert all(len(set(choice)) == 1 + teaching.WRONG for choice in lesson.choices)
    assert {question for question, _ in lesson.missed} == {"is there a cat?"}
    pairs = [("who may borrow the lamp?", text) for text in texts]
    again = teaching.Reader(1, reader.learned())
    before = again.scores(pairs).detach().numpy()
    assert before == pytest.approx(reader.scores(pairs).detach().numpy(), abs=1e-4)
    teaching.learn(again, teaching.of_shelves(shelf), steps=8)
    after = again.scores(pairs).detach().numpy()
    assert after[2] - after[:2].max() > before[2] - before[:2].max()
    assert "first for 1.000" in teaching.first(lambda question, asked: numpy.arange(len(asked))[::-1], shelf)


def test_what_is_found_beside_a_clause_stands_in_the_same_part_of_the_book() -> None:
    other = Phrase("Rules › chair", "The chair is ordered by the head.", ("who?",), (), "b")
    cases = teaching.cases_of((*BOOK, other), settings_room.load())
    assert len(cases) == 6 and cases[0].right == 0
    assert set(cases[0].beside) == {1, 2, 3, 4} and cases[5].beside == ()


def test_a_judge_that_knows_the_answers_is_always_right() -> None:
    known = {(phrase.questions[0], phrase.text) for phrase in BOOK}

    def score(question: str, texts: object) -> numpy.ndarray:
        return numpy.asarray([float((question, text) in known) for text in texts])  # type: ignore[attr-defined]

    assert teaching.judged(score, BOOK, CASES) == (
        "the clause that answers is first of eight for 1.000; told from near misses with an AUROC of 1.000"
    )


def test_the_book_has_near_misses_for_every_clause() -> None:
    assert all(len(phrase.unanswered) == 2 and phrase.part for phrase in phrases.read())
