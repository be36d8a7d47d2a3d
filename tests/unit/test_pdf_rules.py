"""The lines on a PDF's page, and odd input to what finds tables by them."""

import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from assistant.reading.pdf import tables
from assistant.reading.pdf.page import words_of
from assistant.reading.pdf.printed import Rule, Word, cell_text
from assistant.reading.pdf.rules import drawn
from tests.fixtures.printed_tables import (
    BOLD_HEAD,
    GRID,
    LIMITS,
    PROSE,
    box,
    columns,
    found_on,
    in_turn,
    laid,
    page_of,
    printed,
    ruled_at,
    texts,
    word,
)

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
