"""Tables on a PDF's pages, drawn or only set in columns."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from assistant.reading.pdf import tables
from assistant.reading.pdf.printed import Rule
from tests.fixtures.printed_tables import (
    GRID,
    LIMITS,
    PROSE,
    box,
    columns,
    found_on,
    in_turn,
    laid,
    printed,
    ruled_at,
    texts,
    word,
    wrapped,
)

# Tables that are drawn.


@pytest.mark.parametrize(
    "style",
    [
        pytest.param([GRID], id="a grid"),
        pytest.param([("GRID", (0, 0), (-1, -1), 0.5, colors.black, None, (1, 2))], id="a dotted grid"),
        pytest.param([("GRID", (0, 0), (-1, -1), 0.5, colors.black, None, (4, 3))], id="a dashed grid"),
        pytest.param([("GRID", (0, 0), (-1, -1), 0.5, colors.black, None, None, None, 2, 1.5)], id="double lines"),
        pytest.param([("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black)], id="inner lines only"),
        pytest.param(
            [("BACKGROUND", (c, r), (c, r), colors.Color(0.8 + 0.05 * ((c + r) % 2), 0.9, 0.9)) for c, r in
             product(range(3), range(4))],
            id="shaded cells",
        ),
        pytest.param([("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey), GRID], id="a shaded header in a grid"),
        pytest.param([("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey)], id="a rule under every row"),
        pytest.param(
            [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black),
             ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)],
            id="rules round the header and at the end",
        ),
        pytest.param(
            [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 0.5, colors.black)],
            id="rules round the header only",
        ),
        pytest.param([("BOX", (0, 0), (-1, -1), 1, colors.black), ("LINEBELOW", (0, 0), (-1, -1), 1, colors.black)],
                     id="a box with level rules"),
        pytest.param([("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.lightgrey, colors.lightblue])], id="bands"),
    ],
)  # fmt: skip
def test_a_drawn_table_has_its_cells(tmp_path: Path, style: list[Any]) -> None:
    (table,) = found_on(tmp_path, laid(LIMITS, *style))
    assert texts(table) == LIMITS
    assert table.ruled
    assert list(table.edges) == sorted(table.edges) and len(table.edges) == 3


def test_a_merged_cell_stands_in_every_row_and_column_that_it_covers(tmp_path: Path) -> None:
    rows = [["Leave of absence", "", ""], ["Family", "Wedding", "1 day"], ["", "Funeral", "2 days"]]
    (table,) = found_on(tmp_path, laid(rows, GRID, ("SPAN", (0, 0), (-1, 0)), ("SPAN", (0, 1), (0, 2))))
    assert texts(table) == [["Leave of absence"] * 3, ["Family", "Wedding", "1 day"], ["Family", "Funeral", "2 days"]]


def test_a_cell_of_several_lines_is_read_line_by_line(tmp_path: Path) -> None:
    body = getSampleStyleSheet()["BodyText"]
    long = "Two days for a funeral, and a third where the journey there takes more than a day"
    rows = [["Reason", "What is given"], ["Bereavement", Paragraph(long, body)], ["Moving house", "One day"]]
    (table,) = found_on(tmp_path, laid(rows, GRID, widths=[90, 130]))
    assert texts(table)[1] == ["Bereavement", long]


def test_an_empty_column_stays_and_an_empty_row_goes(tmp_path: Path) -> None:
    rows = [["Check", "Who", "Signed"], ["Alarm", "Caretaker", ""], ["", "", ""], ["Lights", "Caretaker", ""]]
    (table,) = found_on(tmp_path, laid(rows, GRID))
    assert texts(table) == [rows[0], rows[1], rows[3]]


def test_corners_that_do_not_quite_meet_are_joined() -> None:
    rules = []
    for across, down in product((100, 200, 300), (100, 130, 160)):
        rules += [Rule(across + 2, down, across + 98, down), Rule(across, down + 2, across, down + 28)]
    rules = [rule for rule in rules if rule.right <= 300 and rule.bottom <= 160]
    rules.append(Rule(302, 100, 302, 160))
    words = [word(text, left, top) for (top, left), text in zip(product((110, 140), (110, 210)), "abcd", strict=True)]
    (table,) = tables.find(words, rules)
    assert texts(table) == [["a", "b"], ["c", "d"]]


def test_two_grids_on_a_page_are_two_tables(tmp_path: Path) -> None:
    def lower(canvas: Canvas) -> None:
        canvas.translate(0, -200)
        laid(LIMITS[:2], GRID)(canvas)

    upper, below = found_on(tmp_path, in_turn(laid(LIMITS, GRID), lower))
    assert (texts(upper), texts(below)) == (LIMITS, LIMITS[:2])
    assert upper.bottom < below.top


def test_shading_in_pieces_is_one_cell(tmp_path: Path) -> None:
    """Word processors shade a cell with a box for each of its margins and one for each line of its text."""

    def shade(canvas: Canvas) -> None:
        canvas.setFillColor(colors.HexColor("#FBE4D5"))
        for left, top, width, height in [
            (100, 100, 5, 42), (105, 100, 90, 14), (105, 114, 90, 14), (105, 128, 90, 14), (195, 100, 5, 42),
        ]:  # fmt: skip
            canvas.rect(left, A4[1] - top - height, width, height, stroke=0, fill=1)
        canvas.setFillColor(colors.black)

    lines = [(100, y, 300, y) for y in (80, 100, 142)] + [(x, 80, x, 142) for x in (100, 200, 300)]
    cells = printed((106, 94, "Stage"), (206, 94, "Time"), (106, 111, "Written"), (106, 125, "answer to"),
                    (106, 139, "the parent"), (206, 111, "Ten days"))  # fmt: skip
    (table,) = found_on(tmp_path, in_turn(shade, ruled_at(*lines), cells))
    assert texts(table) == [["Stage", "Time"], ["Written answer to the parent", "Ten days"]]


def test_the_rest_of_a_table_may_be_one_row() -> None:
    rules = [*box(100, 50, 200, 80), *box(200, 50, 300, 80)]
    words = [word("Moving", 110, 60), word("One", 210, 60)]
    assert tables.find(words, rules) == []
    (rest,) = tables.find(words, rules, going_on=(101.0, 199.0))
    assert texts(rest) == [["Moving", "One"]]
    assert tables.find(words, rules, going_on=(100.0, 150.0, 200.0)) == []


# Tables that are not drawn.


def test_a_bold_header_over_aligned_cells_is_a_table(tmp_path: Path) -> None:
    rows = [["*Task", "*Lead"], ["Register", "Class teacher"], ["Keys", "Site manager"], ["Visitors", "Office"]]
    (table,) = found_on(tmp_path, columns((80, 260), rows))
    assert texts(table) == [["Task", "Lead"], *rows[1:]]
    assert not table.ruled
    assert table.edges == pytest.approx((80, 260), abs=1.5)


def test_a_plain_header_over_bold_names_is_a_table(tmp_path: Path) -> None:
    rows = [["Role", "Duty"], ["*Head", "Decides and reports"], ["*Deputy", "Stands in"], ["*Clerk", "Takes minutes"]]
    (table,) = found_on(tmp_path, columns((80, 200), rows))
    assert [row[0] for row in texts(table)] == ["Role", "Head", "Deputy", "Clerk"]


def test_words_over_numbers_are_a_header(tmp_path: Path) -> None:
    rows = [["Work", "Share", "Due"], ["Essay", "40%", "12/3"], ["Talk", "20%", "19/3"], ["Test", "40%", "2/4"]]
    (table,) = found_on(tmp_path, columns((80, 200, 300), rows))
    assert texts(table) == rows


def test_wrapped_cells_belong_to_one_row_when_rows_stand_apart(tmp_path: Path) -> None:
    lines = [
        (80, 164, "Funeral of a close"), (80, 176, "relative"), (230, 170, "Paid"), (330, 164, "Head teacher, and the"),
        (330, 176, "chair when abroad"),
        (80, 200, "Wedding"), (230, 200, "Unpaid"), (330, 200, "Head teacher"),
        (80, 224, "Jury service"), (230, 224, "Paid"), (330, 218, "Nobody: the court"), (330, 230, "letter is enough"),
    ]  # fmt: skip
    head = printed((80, 140, "Reason"), (230, 140, "Pay"), (330, 140, "Who agrees"), font="Helvetica-Bold")
    (table,) = found_on(tmp_path, in_turn(head, printed(*lines)))
    assert texts(table) == [
        ["Reason", "Pay", "Who agrees"],
        ["Funeral of a close relative", "Paid", "Head teacher, and the chair when abroad"],
        ["Wedding", "Unpaid", "Head teacher"],
        ["Jury service", "Paid", "Nobody: the court letter is enough"],
    ]


def test_wrapped_cells_belong_to_one_row_when_all_lines_are_alike(tmp_path: Path) -> None:
    rows = [
        ["*Area", "*Amount", "*Who decides"],
        ["Repairs", "Up to £300", "Site manager"],
        ["Trips", "Up to £900", "Head teacher after a word with the"],
        ["", "", "chair of the finance committee"],
        ["Books", "Any", "Subject lead"],
    ]
    (table,) = found_on(tmp_path, columns((80, 180, 280), rows, pitch=13))
    assert [row[0] for row in texts(table)] == ["Area", "Repairs", "Trips", "Books"]
    assert texts(table)[2][2] == "Head teacher after a word with the chair of the finance committee"


def test_the_text_round_a_table_is_not_part_of_it(tmp_path: Path) -> None:
    rows = [["*Task", "*Lead"], ["Register", "Class teacher"], ["Keys", "Site manager"], ["Visitors", "Office"]]
    before = printed(*[(80, 60 + 13 * number, line) for number, line in enumerate(wrapped(PROSE, 90)[:4])])
    after = printed((80, 236, "These duties are looked at each year by the people who carry them out and the head."))
    (table,) = found_on(tmp_path, in_turn(before, columns((80, 260), rows), after))
    assert texts(table)[0] == ["Task", "Lead"]
    assert texts(table)[-1] == ["Visitors", "Office"]
