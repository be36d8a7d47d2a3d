"""What looks like a table on a PDF's page and is none."""

from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.fixtures.printed_tables import PROSE, columns, found_on, in_turn, printed, ruled_at, texts, wrapped

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
