"""Tables are found on a printed page by their lines and by their alignment, and nothing else is taken for one."""

import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

from assistant.reading.pdf import tables
from assistant.reading.pdf.page import words_of
from assistant.reading.pdf.printed import PrintedTable, Rule, Word, cell_text
from assistant.reading.pdf.rules import drawn

LIMITS = [
    ["Value of the order", "Who may sign", "Quotations"],
    ["Up to £500", "Budget holder", "None"],
    ["£501 to £5,000", "Business manager", "Two"],
    ["Over £5,000", "Governing body", "Three"],
]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
BOLD_HEAD = ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")
PROSE = (
    "The school writes to every family at the start of the year and asks for the names of all people who may collect "
    "a child, and keeps the list in the office where the staff on duty can read it at any time of the day. A change "
    "to the list is made in writing by a parent and is signed, and the office tells the class teacher before the end "
    "of the same day so that nobody is left waiting at the gate when the last bell has rung in the afternoon."
)


def page_of(folder: Path, paint: Callable[[Canvas], None], size: tuple[float, float] = A4) -> Any:
    path = folder / "page.pdf"
    canvas = Canvas(str(path), pagesize=size)
    paint(canvas)
    canvas.save()
    return pypdfium2.PdfDocument(path)[0]


def found_on(folder: Path, paint: Callable[[Canvas], None]) -> list[PrintedTable]:
    page = page_of(folder, paint)
    return tables.find(words_of(page), drawn(page))


def laid(rows: Sequence[Sequence[Any]], *style: Any, widths: Any = None) -> Callable[[Canvas], None]:
    """Paints one table, its upper left corner 100 points from the page's."""

    def paint(canvas: Canvas) -> None:
        table = Table([list(row) for row in rows], colWidths=widths, style=TableStyle(list(style)))
        _, height = table.wrapOn(canvas, 400, 700)
        table.drawOn(canvas, 100, A4[1] - 100 - height)

    return paint


def printed(*lines: tuple[float, float, str], font: str = "Helvetica", size: float = 10) -> Callable[[Canvas], None]:
    """Paints words at places counted from the upper left."""

    def paint(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        for left, down, text in lines:
            canvas.drawString(left, A4[1] - down, text)

    return paint


def in_turn(*paints: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    def paint(canvas: Canvas) -> None:
        for one in paints:
            one(canvas)

    return paint


def columns(places: Sequence[float], rows: Sequence[Sequence[str]], pitch: float = 20) -> Callable[[Canvas], None]:
    """Paints rows of words at the same left edges, without a line; a row whose name begins with * is bold."""

    def paint(canvas: Canvas) -> None:
        for number, row in enumerate(rows):
            for left, text in zip(places, row, strict=False):
                canvas.setFont("Helvetica-Bold" if text.startswith("*") else "Helvetica", 10)
                canvas.drawString(left, A4[1] - 150 - number * pitch, text.lstrip("*"))

    return paint


def ruled_at(*lines: tuple[float, float, float, float]) -> Callable[[Canvas], None]:
    def paint(canvas: Canvas) -> None:
        for left, top, right, bottom in lines:
            canvas.line(left, A4[1] - top, right, A4[1] - bottom)

    return paint


def wrapped(words: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def texts(table: PrintedTable) -> list[list[str]]:
    return [[cell_text(cell) for cell in row] for row in table.rows]


def word(text: str, left: float, top: float, bold: bool = False) -> Word:
    return Word(text, left, top, left + 5 * len(text), top + 12, 12, bold)


def box(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    return [
        Rule(left, top, right, top),
        Rule(left, bottom, right, bottom),
        Rule(left, top, left, bottom),
        Rule(right, top, right, bottom),
    ]


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


# What is no table.


def hanging(marks: Sequence[str], gap: float = 30) -> Callable[[Canvas], None]:
    lines = wrapped(PROSE, 70)
    placed = []
    for number, mark in enumerate(marks):
        down = 120 + 40 * number
        placed += [
            (80, down, mark),
            (80 + gap, down, lines[0]),
            (80 + gap, down + 13, lines[1]),
        ]
    return printed(*placed)


def in_two_columns(canvas: Canvas) -> None:
    lines = wrapped(PROSE + " " + PROSE, 46)
    left = [(60, 100 + 13 * number, line) for number, line in enumerate(lines)]
    right = [(320, 100 + 13 * number, line) for number, line in enumerate([*lines[3:], *lines[:3]])]
    printed(*left, *right)(canvas)


def a_chart(canvas: Canvas) -> None:
    for number in range(6):
        canvas.line(100, 500 + 30 * number, 400, 500 + 30 * number)
        canvas.drawString(75, 497 + 30 * number, str(20 * number))
        canvas.rect(115 + 48 * number, 500, 24, 20 + 17 * number, fill=1)
        canvas.drawString(117 + 48 * number, 485, f"20{18 + number}")
    canvas.line(100, 500, 100, 650)


def boxes_and_arrows(canvas: Canvas) -> None:
    for row, column in product(range(3), range(2)):
        left, low = 80 + 220 * column, 650 - 90 * row
        canvas.rect(left, low, 130, 40)
        canvas.drawString(left + 10, low + 24, "Step")
        canvas.drawString(left + 10, low + 10, f"A person {row} {column}")
        canvas.line(left + 65, low, left + 65, low - 50)


SIGNING = ("Signed", "Name", "Date")
NO_TABLES = {
    "two columns of prose": in_two_columns,
    "numbered clauses": hanging(["1.", "2.", "3.", "4."]),
    "clauses with deep numbers": hanging(["4.1", "4.2", "4.2.1", "4.2.2"]),
    "lettered clauses": hanging(["(a)", "(b)", "(c)", "(d)"]),
    "bulleted list": hanging(["\u2022", "\u2022", "\u2022", "\u2022"], gap=18),
    "a frame round text": in_turn(
        ruled_at((70, 80, 480, 80), (70, 240, 480, 240), (70, 80, 70, 240), (480, 80, 480, 240)),
        printed(*[(80, 100 + 13 * number, line) for number, line in enumerate(wrapped(PROSE, 75))]),
    ),
    "a frame with a line under its heading": in_turn(
        ruled_at((70, 80, 480, 80), (70, 110, 480, 110), (70, 240, 480, 240), (70, 80, 70, 240), (480, 80, 480, 240)),
        printed((80, 100, "In short")),
        printed(*[(80, 130 + 13 * number, line) for number, line in enumerate(wrapped(PROSE, 75))]),
    ),
    "underlined headings": in_turn(
        *[printed((80, 100 + 90 * n, f"Part {n + 1}"), size=14) for n in range(3)],
        ruled_at(*[(80, 104 + 90 * n, 480, 104 + 90 * n) for n in range(3)]),
        *[printed((80, 124 + 90 * n, PROSE[:80]), (80, 137 + 90 * n, PROSE[80:150])) for n in range(3)],
    ),
    "contents with dots": printed(
        *[(80, 100 + 18 * n, f"{n + 1}. Part {'.' * (60 - n)} {n + 2}") for n in range(8)]
    ),
    "contents with pages at the right": in_turn(
        columns((80, 460), [["*Contents", "*Page"], *[[f"Part {name}", str(2 + n)] for n, name in enumerate("ABCDE")]])
    ),
    "contents without a name": columns((80, 460), [[f"Part {name}", str(2 + 3 * n)] for n, name in enumerate("ABCDE")]),
    "letterhead": columns(
        (80, 360),
        [["Hill School", "Telephone 020 7946 0000"], ["1 High Street", "a@hill.example"], ["Hilltown", "Head: A B"]],
        pitch=13,
    ),
    "signatures": printed(
        *[(x, 120 + 30 * n, f"{name} {'.' * 28}") for x in (80, 320) for n, name in enumerate(SIGNING)]
    ),
    "signatures over drawn lines": in_turn(
        ruled_at(*[(x, 130 + 40 * n, x + 150, 130 + 40 * n) for x in (80, 320) for n in range(3)]),
        printed(*[(x, 142 + 40 * n, name) for x in (80, 320) for n, name in enumerate(SIGNING)]),
    ),
    "named fields": columns(
        (80, 200), [["Title:", "Trips"], ["Owner:", "Head"], ["Agreed:", "2 May 2025"], ["Next:", "2027"]]
    ),
    "a chart": a_chart,
    "boxes and arrows": boxes_and_arrows,
    "prose": printed(*[(80, 100 + 13 * n, line) for n, line in enumerate(wrapped(PROSE, 85))]),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_not_found(tmp_path: Path, name: str) -> None:
    found = found_on(tmp_path, NO_TABLES[name])
    assert [texts(table) for table in found] == []


def test_highlighting_is_no_table(tmp_path: Path) -> None:
    def shade(canvas: Canvas) -> None:
        for number, width in enumerate((380, 300, 250)):
            canvas.setFillColor(colors.HexColor(("#FFDD88", "#FFDD77", "#FFDD66")[number]))
            canvas.rect(80 + 40 * number, A4[1] - 103 - 13 * number, width, 13, stroke=0, fill=1)
        canvas.setFillColor(colors.black)

    prose = printed(*[(80, 100 + 13 * number, line) for number, line in enumerate(wrapped(PROSE, 85)[:4])])
    assert found_on(tmp_path, in_turn(shade, prose)) == []


# The lines themselves.


def test_lines_and_boxes_are_rules_in_points_from_the_upper_left(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.line(50, 700, 250, 700)
        canvas.rect(60, 500, 100, 40)
        canvas.rect(60, 400, 100, 1, stroke=0, fill=1)

    rules = drawn(page_of(tmp_path, paint, (600, 800)))
    rounded = {tuple(round(edge) for edge in (rule.left, rule.top, rule.right, rule.bottom)) for rule in rules}
    assert rounded == {
        (50, 100, 250, 100),
        (60, 260, 160, 260), (60, 300, 160, 300), (60, 260, 60, 300), (160, 260, 160, 300),
        (60, 400, 160, 400),
    }  # fmt: skip


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_lines_of_a_turned_page_are_where_they_are_seen(tmp_path: Path, turned: int) -> None:
    page = page_of(tmp_path, ruled_at((50, 100, 250, 100)), A4)
    page.set_rotation(turned)
    (rule,) = drawn(page)
    width, height = A4
    expected = {
        90: (height - 100, 50, height - 100, 250),
        180: (width - 250, height - 100, width - 50, height - 100),
        270: (100, width - 250, 100, width - 50),
    }[turned]
    assert (rule.left, rule.top, rule.right, rule.bottom) == pytest.approx(expected, abs=0.1)


def test_what_cannot_be_seen_and_what_is_curved_or_slanted_gives_no_rule(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.line(50, 700, 250, 600)
        canvas.circle(200, 400, 50)
        canvas.setStrokeColor(colors.white)
        canvas.line(50, 300, 250, 300)
        canvas.setFillColor(colors.white)
        canvas.rect(60, 200, 100, 40, stroke=0, fill=1)

    assert drawn(page_of(tmp_path, paint)) == []


def test_boxes_of_one_colour_show_no_edge_where_they_meet(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFillColor(colors.lightgrey)
        canvas.rect(100, 500, 100, 20, stroke=0, fill=1)
        canvas.rect(100, 520, 100, 20, stroke=0, fill=1)
        canvas.rect(110, 505, 50, 10, stroke=0, fill=1)

    rules = drawn(page_of(tmp_path, paint, (600, 800)))
    levels = sorted(round(rule.top) for rule in rules if rule.top == rule.bottom)
    assert levels == [260, 300]


# Odd input.


@pytest.mark.parametrize("edge", [float("nan"), float("inf"), -float("inf"), 1e30])
def test_odd_places_are_passed_over(edge: float) -> None:
    rules = [Rule(edge, 10, 100, 10), Rule(10, edge, 10, edge), Rule(0, 0, 0, 0), Rule(50, 10, 20, 10)]
    words = [Word("a", edge, 1, 2, 3), Word("b", 10, 10, 10, 10, 0), Word("", 5, 5, 4, 4), Word("c", 1, 1, 9, 9, edge)]
    assert tables.find(words, rules) == []


def test_nothing_gives_nothing() -> None:
    assert tables.find([], []) == []
    assert tables.find([], box(0, 0, 100, 100)) == []
    assert tables.find([word("alone", 10, 10)], []) == []


def drawing(count: int) -> list[Rule]:
    return [Rule(x, y, x + 7, y) if (x + y) % 2 else Rule(x, y, x, y + 7)
            for x, y in ((37 * n % 590, 53 * n % 830) for n in range(count))]  # fmt: skip


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(drawing(5_000), id="a drawing"),
        pytest.param([rule for n in range(480) for rule in (Rule(0, n * 4, 500, n * 4), Rule(n * 4, 0, n * 4, 800))],
                     id="squared paper"),
        pytest.param([Rule(n % 500, n, n % 500 + 80, n) for n in range(3_000)], id="many level rules"),
    ],
)  # fmt: skip
def test_a_page_of_lines_takes_less_than_a_second(rules: list[Rule]) -> None:
    words = [word("word", 20 + 60 * (n % 9), 10 + 14 * (n // 9)) for n in range(500)]
    begun = time.process_time()
    tables.find(words, rules)
    assert time.process_time() - begun < 1


def test_a_large_grid_of_boxes_is_still_a_table() -> None:
    rules = [
        rule
        for r, c in product(range(60), range(9))
        for rule in box(40 + 60 * c, 20 + 13 * r, 100 + 60 * c, 33 + 13 * r)
    ]
    words = [word(f"{r}x{c}", 45 + 60 * c, 20 + 13 * r) for r, c in product(range(60), range(9))]
    assert len(rules) > 2_000
    (table,) = tables.find(words, rules)
    assert (len(table.rows), len(table.edges)) == (60, 9)
    assert texts(table)[59][8] == "59x8"


@pytest.mark.parametrize("amounts", [("£300", "£900", "£50"), ("as agreed", "by vote", "alone")])
def test_rows_without_a_line_between_them_in_a_grid_are_rows(tmp_path: Path, amounts: Sequence[str]) -> None:
    rows = [["Area", "Limit"], *zip(("repairs", "trips", "books"), amounts, strict=True)]
    lines = [("BOX", (0, 0), (-1, -1), 1, colors.black), ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black)]
    (table,) = found_on(tmp_path, laid(rows, *lines, ("LINEAFTER", (0, 0), (0, -1), 1, colors.black), widths=[99, 99]))
    assert texts(table) == [list(row) for row in rows]


def test_cells_of_as_many_lines_stay_one_row(tmp_path: Path) -> None:
    body = getSampleStyleSheet()["BodyText"]
    left = Paragraph("The head teacher looks at each request and writes to the family", body)
    right = Paragraph("The answer is given within ten days and says why it was refused", body)
    (table,) = found_on(tmp_path, laid([["Who", "When"], [left, right]], GRID, widths=[90, 90]))
    assert len(table.rows) == 2


def test_lists_side_by_side_in_cells_stay_lists(tmp_path: Path) -> None:
    cells = ["1. Boiler\n2. Roof\n3. Gates\n4. Paths", "1. Menus\n2. Ovens\n3. Fridges\n4. Bins"]
    (table,) = found_on(tmp_path, laid([["Site", "Kitchen"], cells], GRID))
    assert texts(table)[1] == [cell.replace("\n", " ") for cell in cells]


def test_level_rules_part_rows_whose_cells_are_wrapped(tmp_path: Path) -> None:
    body = getSampleStyleSheet()["BodyText"]
    rows = [
        ["Reason", "Who agrees", "Days"],
        ["Funeral", Paragraph("The head teacher, and the chair where the head is away for over a week", body), "3"],
        ["Wedding", "The head teacher", "1"],
    ]
    (table,) = found_on(tmp_path, laid(rows, ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), widths=[80, 120, 60]))
    assert [row[0] for row in texts(table)] == ["Reason", "Funeral", "Wedding"]
    assert texts(table)[1][1].endswith("for over a week")


def test_a_row_that_names_a_group_stays_between_level_rules(tmp_path: Path) -> None:
    rows = [["Area", "Limit"], ["Buildings and grounds", ""], ["Roof", "£500"], ["Gates", "£200"], ["Paths", "£90"]]
    (table,) = found_on(tmp_path, laid(rows, ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)))
    assert texts(table) == rows


@pytest.mark.parametrize("apart", [1, 3, 5])
def test_cells_drawn_as_separate_boxes_are_one_table(apart: int) -> None:
    places = [(100 + column * (80 + apart), 100 + row * (20 + apart)) for row, column in product(range(3), range(3))]
    rules = [rule for left, top in places for rule in box(left, top, left + 80, top + 20)]
    words = [word(f"cell{number}", left + 5, top + 4) for number, (left, top) in enumerate(places)]
    (table,) = tables.find(words, rules)
    assert texts(table) == [["cell0", "cell1", "cell2"], ["cell3", "cell4", "cell5"], ["cell6", "cell7", "cell8"]]


def test_a_running_head_over_a_rule_is_no_header(tmp_path: Path) -> None:
    clauses = [(80, 180 + 26 * number, f"{number + 1}.1") for number in range(5)]
    clauses += [(120, 180 + 26 * number, PROSE[50 * number : 50 * number + 60]) for number in range(5)]
    head = columns((80, 400), [["Trips Policy", "Version 2"]])
    assert found_on(tmp_path, in_turn(head, ruled_at((70, 156, 500, 156)), printed(*clauses))) == []


def test_no_word_inside_a_table_is_left_out_of_its_cells() -> None:
    rules = [*box(100, 100, 200, 130), *box(200, 100, 300, 130), *box(100, 130, 200, 160), *box(200, 130, 300, 160)]
    words = [word("a", 110, 110), word("b", 210, 110), word("c", 110, 140), word("d", 210, 140), word("|", 98, 139)]
    (table,) = tables.find(words, rules)
    held = [other for other in words if table.holds(other)]
    assert sorted(cell_text([other]) for other in held) == sorted(
        part.text for row in table.rows for cell in row for part in cell
    )
    assert len(held) == 5


def test_the_rest_of_a_table_without_lines_needs_no_header(tmp_path: Path) -> None:
    rows = [["Funeral", "Two days, three where it is far"], ["Wedding", "One day"]]
    page = page_of(tmp_path, columns((80, 260), [*rows, ["The next part"]]))
    words, rules = words_of(page), drawn(page)
    assert tables.find(words, rules) == []
    (rest,) = tables.find(words, rules, going_on=(80.5, 260.5))
    assert texts(rest) == rows
    assert tables.find(words, rules, going_on=(80, 200)) == []


def test_a_drawn_form_is_a_table_though_its_answers_are_empty(tmp_path: Path) -> None:
    rows = [["Field", "To be filled in"], ["Name of the child", ""], ["Date: day and month", ""], ["Lunch", "yes / no"]]
    (table,) = found_on(tmp_path, laid(rows, GRID, BOLD_HEAD))
    assert texts(table) == rows
    unnamed = [["For the parent", ""], *rows[1:3], ["Signature", ""]]
    (table,) = found_on(tmp_path, laid(unnamed, GRID, BOLD_HEAD))
    assert texts(table) == unnamed
    log = [["When", "What was seen", "By whom"], ["", "", ""], ["", "", ""]]
    for rows_drawn in (2, 3):
        (table,) = found_on(tmp_path, laid(log[:rows_drawn], GRID, BOLD_HEAD))
        assert texts(table) == log[:1]
    assert found_on(tmp_path, laid([["Note", "This page is blank"], ["", ""]], GRID, BOLD_HEAD)) == []


def test_a_box_with_a_title_and_lines_of_text_is_no_form(tmp_path: Path) -> None:
    rows = [["Trips Policy", ""], ["Adopted in May", ""], ["Reviewed in June", ""], ["Read by the head", ""]]
    assert found_on(tmp_path, laid(rows, GRID)) == []
    larger = ("FONTSIZE", (0, 0), (-1, 0), 14)
    assert found_on(tmp_path, laid(rows, GRID, BOLD_HEAD, larger)) == []
    dated = [rows[0], ["Adopted: May 2027", ""], ["Reviewed: June 2027", ""], ["Read by: the head", ""]]
    assert found_on(tmp_path, laid(dated, GRID, BOLD_HEAD)) == []
    wordy = [rows[0], *[[Paragraph(PROSE, getSampleStyleSheet()["Normal"]), ""]] * 3]
    assert found_on(tmp_path, laid(wordy, GRID, BOLD_HEAD, widths=(300, 100))) == []


def test_a_name_in_the_header_may_begin_above_the_others(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 10)
        for left, down, words in [(80, 100, "Value of"), (80, 112, "each order"), (80, 124, "in pounds")]:
            canvas.drawString(left, A4[1] - down, words)
        for left, words in [(240, "Who may sign"), (400, "Quotations")]:
            canvas.drawString(left, A4[1] - 112, words)
        canvas.setFont("Helvetica", 10)
        for row, cells in enumerate(LIMITS[1:]):
            for left, words in zip((80, 240, 400), cells, strict=True):
                canvas.drawString(left, A4[1] - 146 - 24 * row, words)

    (table,) = found_on(tmp_path, paint)
    assert texts(table) == [["Value of each order in pounds", *LIMITS[0][1:]], *LIMITS[1:]]
