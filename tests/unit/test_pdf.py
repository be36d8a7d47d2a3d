"""A PDF's page becomes text in reading order: headings, clauses, lists, running heads, with every word's place."""

import pytest
from reportlab.lib.pagesizes import A4

from tests.fixtures.paper import BOLD, HEIGHT, PLAIN, RUNNING, Paper, headings


def test_every_word_has_a_box_where_it_is_printed(paper: Paper) -> None:
    paper.heading("1. Bicycles")
    paper.text(RUNNING)
    composer = paper.read()
    words = [composer.text[box.start : box.end] for box in composer.boxes]
    assert words == composer.text.split()
    helmet = composer.boxes[words.index("helmet")]
    assert helmet.page == 1
    assert 100 < helmet.top < helmet.bottom < 125
    assert 72 < helmet.left < helmet.right < 72 + 440


def test_headings_are_known_by_size_weight_and_number(paper: Paper) -> None:
    paper.put("Cycling Policy", size=22, font=BOLD)
    for number in (1, 2):
        paper.heading(f"{number}. Part {'AB'[number - 1]}")
        paper.text(RUNNING)
        paper.heading(f"{number}.1 Details", size=11)
        paper.text(RUNNING)
    assert headings(paper.read()) == [
        (1, "Cycling Policy"),
        (2, "1. Part A"),
        (3, "1.1 Details"),
        (2, "2. Part B"),
        (3, "2.1 Details"),
    ]


def test_what_stands_between_two_numbers_belongs_to_the_first(paper: Paper) -> None:
    paper.put("Cycling Policy", size=22, font=BOLD)
    for words in ("1.1 Sheds", "Keys", "1.2 Gates"):
        paper.heading(words)
        paper.text(RUNNING)
    assert headings(paper.read())[1:] == [(2, "1.1 Sheds"), (2, "Keys"), (2, "1.2 Gates")]
    whole = Paper(paper.path.with_name("whole.pdf"))
    for words in ("1. Sheds", "Keys", "2. Gates"):
        whole.heading(words)
        whole.text(RUNNING)
    assert headings(whole.read()) == [(1, "1. Sheds"), (2, "Keys"), (1, "2. Gates")]


def test_a_named_part_does_not_stand_in_the_numbered_section_before_it(paper: Paper) -> None:
    for words in (
        "Part A: Sheds",
        "1. Keys",
        "2. Locks",
        "Part B: Gates",
        "3. Bells",
        "Annex A: Bells since 1 May 2027",
    ):
        paper.heading(words)
        paper.text(RUNNING)
    assert [level for level, _ in headings(paper.read())] == [1] * 6


def test_an_empty_page_is_counted_and_said(paper: Paper) -> None:
    paper.put("Lights are needed in winter.")
    paper.turn()
    paper.turn()
    paper.put("Helmets are needed too.")
    composer = paper.read()
    assert composer.page_starts == [0, composer.text.index("Helmets"), composer.text.index("Helmets")]
    assert composer.notes == ["There are no words on page 2."]
    assert [page.fault for page in composer.pages] == ["", "", ""]


@pytest.mark.parametrize("style", ["capitals", "underlined", "numbers", "place"])
def test_headings_in_the_type_of_the_text_are_known(paper: Paper, style: str) -> None:
    paper.put("Cycling policy of the school", size=18)
    names = ["Aims of the policy", "Helmets and lights", "Leaving the school"]
    for number, name in enumerate(names, start=1):
        paper.gap(12)
        words = {"capitals": name.upper(), "numbers": f"{number}. {name}"}.get(style, name)
        paper.put(words)
        if style == "underlined":
            width = paper.canvas.stringWidth(words, PLAIN, 11)
            paper.canvas.line(72, HEIGHT - paper.top + 1, 72 + width, HEIGHT - paper.top + 1)
        paper.gap(4)
        paper.text(RUNNING)
    found = [line.casefold().lstrip("123. ") for _, line in headings(paper.read())]
    assert found[1:] == [name.casefold() for name in names]


def test_bold_sentences_and_lists_are_no_headings(paper: Paper) -> None:
    paper.heading("Rules")
    paper.put("A bicycle that is left overnight is taken to the office by the caretaker.", font=BOLD)
    paper.gap()
    paper.text(RUNNING)
    paper.put("• Helmets are worn.", font=BOLD)
    assert headings(paper.read()) == [(1, "Rules")]


def test_list_items_are_whole_and_follow_the_line_that_introduces_them(paper: Paper) -> None:
    paper.put("A pupil who cycles:")
    paper.put("•", left=84, top=paper.top)
    paper.put("wears a helmet on the way to school and on the way home, also on days", left=100)
    paper.put("on which the weather is warm;", left=100)
    paper.put("•", left=84, top=paper.top)
    paper.put("has working lights.", left=100)
    assert paper.read().text.split("\n") == [
        "A pupil who cycles:",
        "- wears a helmet on the way to school and on the way home, also on days on which the weather is warm;",
        "- has working lights.",
    ]


def test_a_page_begins_at_its_first_word_within_a_paragraph(paper: Paper) -> None:
    paper.text(RUNNING)
    paper.put("The shed is opened at eight in the morning by the caretaker, who also looks after the keys of")
    paper.turn()
    paper.put("the gate and of the hall.")
    composer = paper.read()
    assert composer.page_starts == [0, composer.text.index("the gate and of the hall.")]
    assert "keys of the gate" in composer.text
    assert [box.page for box in composer.boxes][-6:] == [2] * 6


def test_running_heads_and_feet_are_left_out_of_the_text_and_kept_beside_it(paper: Paper) -> None:
    for number in range(1, 7):
        paper.put("Cycling Policy v2" if number % 2 else "Green Lane School", top=30, size=9)
        paper.put(f"Page {number} of 6", top=HEIGHT - 40, size=9)
        paper.text(f"On page {number} " + RUNNING)
        paper.turn()
    composer = paper.read()
    assert composer.margins == ["Cycling Policy v2", "Page 1 of 6", "Green Lane School"]
    assert "Green Lane" not in composer.text and "of 6" not in composer.text
    assert composer.text.count("On page") == 6


def test_headings_and_sentences_that_pages_share_are_no_running_heads(paper: Paper) -> None:
    for number in (1, 2, 3, 4):
        paper.put(f"Appendix {number}", size=14, font=BOLD)
        paper.text(RUNNING)
        paper.turn()
    composer = paper.read()
    assert composer.margins == []
    assert [line for _, line in headings(composer)] == [f"Appendix {number}" for number in (1, 2, 3, 4)]
    assert composer.text.count("wears a helmet") == 4


def test_a_table_whose_header_stands_on_every_page_keeps_it(paper: Paper) -> None:
    for page in range(3):
        for row, cells in enumerate(
            [("Year group", "Shed", "Gate"), *[(f"Year {page * 3 + n}", "A", "1") for n in (1, 2, 3)]]
        ):
            for column, words in enumerate(cells):
                left, top = 72 + 120 * column, 60 + 150 * row
                paper.canvas.rect(left, HEIGHT - top - 150, 120, 150)
                paper.put(words, left=left + 4, top=top + 4)
        paper.turn()
    composer = paper.read()
    assert composer.margins == []
    (table,) = composer.tables
    assert table.header == ("Year group", "Shed", "Gate")
    assert [row[0] for row in table.rows] == [f"Year {number}" for number in range(1, 10)]
    at = composer.text.index("Year 4")
    assert composer.page_starts[1] == at
    assert next(box for box in composer.boxes if box.start == at).page == 2


def test_a_sentence_that_ends_at_the_end_of_a_line_does_not_end_a_clause_that_hangs_under_its_number(
    paper: Paper,
) -> None:
    paper.heading("2. Sheds")
    for number in ("2.1", "2.2"):
        paper.put(number, top=paper.top)
        paper.put("Bicycles stand in the shed behind the hall until the bell has been rung at four.", left=104)
        paper.put("Scooters are carried in and hang on the hooks that bear the name of the class, in Annex", left=104)
        paper.put("C. They are not ridden indoors.", left=104)
        paper.gap()
    paper.put("Nobody else has a key.")
    text = paper.read().text
    assert "rung at four. Scooters are" in text and "in Annex C. They are not" in text
    assert [line[:3] for line in text.split("\n") if line] == ["2. ", "2.1", "2.2", "Nob"]


def test_a_clause_that_hangs_under_its_number_goes_on_over_the_page(paper: Paper) -> None:
    paper.put("2.1", top=paper.top)
    paper.put("Bicycles stand in the shed behind the hall until the bell has been rung, and the gate of the", left=104)
    paper.put(
        "shed is kept locked by the caretaker, who alone has a key to it, until the bell has been rung.", left=104
    )
    paper.turn()
    paper.put("Scooters are carried in.", left=104)
    paper.gap()
    paper.put("2.2", top=paper.top)
    paper.put("Nobody rides a bicycle or a scooter in the yard.", left=104)
    paper.turn()
    paper.put("Helmets are worn.")
    text = paper.read().text
    assert "has been rung. Scooters are carried in.\n" in text
    assert "yard.\n\nHelmets" in text


def test_a_page_that_is_turned_prints_the_running_foot_in_another_place(paper: Paper) -> None:
    foot = ("Green Lane School, Green Lane, Anytown: printed copies may be out of date", "Registered office as above")
    for number, animal in enumerate(("ants", "bees", "cats", "dogs", "eels"), start=1):
        turned = number == 4
        height = A4[0] if turned else HEIGHT
        paper.canvas.setPageSize((A4[1], A4[0]) if turned else A4)
        shift = HEIGHT - height
        paper.top += shift
        paper.text(f"On page {number} " + RUNNING)
        paper.put(f"See the note on {animal}.", top=height - 60 + shift, size=8)
        for line, words in enumerate(foot if not turned else (foot[0], "Registered office as", "above")):
            paper.put(words, top=height - 48 + 11 * line + (shift - 3 if turned else 0), size=8 if turned else 7)
        paper.turn()
    composer = paper.read()
    assert composer.text.count("On page") == 5 and composer.text.count("See the note") == 5
    assert "out of date" not in composer.text and "Registered" not in composer.text and "above" not in composer.text
    assert sorted(composer.margins) == sorted([*foot, "Registered office as", "above"])


def test_a_title_broken_by_hand_is_one_heading(paper: Paper) -> None:
    paper.put("Cycling and scooters", size=24, font=BOLD)
    paper.put("Policy of the school", size=24, font=BOLD)
    paper.gap(20)
    paper.put("Green Lane School", size=24, font=BOLD)
    for name in ("Sheds", "Gates"):
        paper.heading(name, size=15)
        paper.text(RUNNING)
    found = [line for _, line in headings(paper.read())]
    assert found == ["Cycling and scooters Policy of the school", "Green Lane School", "Sheds", "Gates"]


def test_a_date_under_a_title_is_not_of_it(paper: Paper) -> None:
    paper.put("Cycling and scooters", size=24, font=BOLD)
    paper.put("3 May 2027", size=24, font=BOLD)
    paper.gap(20)
    paper.heading("Sheds")
    paper.text(RUNNING)
    assert headings(paper.read())[0][1] == "Cycling and scooters"
