"""Which pieces of a long passage are quoted: those that say what is asked, as far as there is room."""

from dataclasses import replace

import numpy
import pytest

from assistant.generation import bearing, extractive, numbered
from assistant.generation.bearing import Bearing
from assistant.generation.extractive import Extractive, worth_quoting
from assistant.generation.quoting import Piece, quotable
from assistant.interaction import Compared
from assistant.trees import Trees
from assistant.values import Hit, Passage, Retrieval
from evals.bearing import Lesson, quoted
from evals.values import Question
from tests.fixtures.made import passage

TABLE = passage(
    "\n".join(
        f"Length of service: {year} year. Full pay: {days} days. Half pay: {days} days, as a doctor has signed for."
        for year, days in (("First", 25), ("Second", 50), ("Third", 75), ("Fourth", 100), ("Fifth and later", 120))
    ),
    title="Sickness policy",
)
QUESTION = "How long is full pay in the third year?"


def alike(texts: object) -> numpy.ndarray:
    """An embedding to which all texts are the same."""
    return numpy.ones((len(list(texts)), 1))  # type: ignore[call-overload]


def pieces(of: Passage) -> list[Piece]:
    return [Piece(of, spans) for spans in quotable(of)]


def test_the_row_that_is_asked_for_is_likeliest_by_its_words_alone() -> None:
    held = pieces(TABLE)
    likely = Bearing(alike, lambda _: 1.0).likely(QUESTION, held)
    assert likely.shape == (5,) and ((likely > 0) & (likely < 1)).all()
    assert "Third year" in held[int(likely.argmax())].text


def test_what_was_not_compared_is_unknown_and_word_pieces_count_where_they_were() -> None:
    held = pieces(TABLE)
    place = bearing.NAMES.index("interaction of its own words below best")
    assert numpy.isnan(Bearing(alike, lambda _: 1.0).features(QUESTION, held)[:, place]).all()
    third = TABLE.text.index("Third")
    spans = ((-8, -1), *((piece.spans[0][0], piece.spans[0][0] + 6) for piece in held[:3]), (third, third + 5))
    cosines = numpy.asarray([[0.5, 0.5], [0.0, 0.1], [0.2, 0.1], [0.1, 0.1], [0.9, 0.8]], dtype=numpy.float32)
    rows = Bearing(alike, lambda _: 1.0, lambda *_: Compared(spans, cosines)).features(QUESTION, held)
    assert rows[:3, place] == pytest.approx([0.05 - 0.85, 0.15 - 0.85, 0.0])
    assert numpy.isnan(rows[3:, place]).all()  # beyond what late interaction reads of a passage
    nearest = bearing.NAMES.index("nearest by word piece")
    assert rows[:3, nearest].tolist() == [0.0, 0.0, 1.0]


def test_further_pieces_are_quoted_while_they_are_worth_it_and_there_is_room() -> None:
    held = pieces(TABLE)
    assert worth_quoting(held, numpy.asarray([0.1, 0.15, 0.9, 0.1, 0.1])) == [held[2]]
    assert worth_quoting(held, numpy.asarray([0.05, 0.3, 0.4, 0.1, 0.1])) == [held[2], held[1]]
    assert worth_quoting(held, numpy.asarray([0.05, 0.01, 0.02, 0.0, 0.0])) == [held[0]]
    all_of_them = worth_quoting(held, numpy.full(5, 0.5))
    assert 1 < len(all_of_them) < 5 and sum(piece.length for piece in all_of_them) <= extractive.ROOM


def test_only_the_row_that_is_asked_for_is_quoted() -> None:
    drafted = Extractive(Bearing(alike, lambda _: 1.0)).draft(QUESTION, Retrieval(QUESTION, (Hit(TABLE, 0.9),)))
    assert "Third year" in " ".join(statement.text for statement in drafted)
    assert len(drafted) < 5


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("my third year of teaching", [("year", 3, 3)]),
        ("Fourth and later years", [("year", 4, numpy.inf)]),
        ("Fourth and fifth year", [("year", 4, 5)]),
        ("Years 7 to 9", [("year", 7, 9)]),
        ("what do yr 9 learn", [("year", 9, 9)]),
        ("Y10s on study leave", [("year", 10, 10)]),
        ("the 2nd stage", [("stage", 2, 2)]),
        ("Step 3 and above", [("step", 3, numpy.inf)]),
        ("5 days and 12 people, on 3 May", []),
    ],
)
def test_what_has_a_number_is_known_in_words_and_digits(text: str, held: list[tuple[str, float, float]]) -> None:
    assert list(numbered.numbered(text)) == held


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How long is full pay in my third year?", ["Third year"]),
        ("What do I get in the seventh year?", ["Fifth and later year"]),
        ("And in year 3 of the pay scale?", ["Third year"]),
        ("How long is full pay?", None),
        ("Is there a third stage?", None),
    ],
)
def test_of_rows_told_apart_by_a_number_those_are_met_that_hold_it(question: str, rows: list[str] | None) -> None:
    met = numbered.rows(question, [TABLE])
    assert (None if met is None else [numbered.first_cell(at, span) for at, span in met]) == rows


def test_the_row_with_the_number_is_found_in_another_part_of_the_table() -> None:
    table = passage("\n".join(f"Group: Year {year}. Lessons: {year + 20} a week." for year in range(7, 12)))
    cut = table.text.index("Group: Year 10")
    first, second = replace(table, text=table.text[: cut - 1]), replace(table, text=table.text[cut:], start=cut)
    met = numbered.rows("How many lessons in y10?", [first, second])
    assert met is not None and [(at is second, numbered.first_cell(at, span)) for at, span in met] == [
        (True, "Year 10")
    ]
    assert numbered.rows("How many lessons in y10?", [passage("It is 30."), first, second]) is None


def test_a_lesson_knows_which_pieces_say_what_is_asked_and_what_would_be_quoted() -> None:
    asked = Question("q", QUESTION, facts=(("75 days",), ("a year off",)), gold=((TABLE.id,),))  # type: ignore[arg-type]
    held = tuple(pieces(TABLE))
    lesson = Lesson(asked, TABLE, numpy.zeros((5, len(bearing.NAMES))), held)
    assert lesson.wanted == (("75 days",),)
    assert lesson.says.tolist() == [False, False, True, False, False]
    model = Trees(bearing.NAMES, -3.0, ())  # to which all pieces are equally unlikely: the first is quoted alone
    assert "of 1 passages the likeliest piece says what is asked of 0.000; quoted are 0.000" in quoted([lesson], model)
    model = Trees(bearing.NAMES, 0.0, ())
    assert "quoted are 1.000 of the facts" in quoted([lesson], model)
