"""Passages hold every word of a document once, fit the window, and keep lists and rows whole."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.passages import FRAME, Sizes, split
from assistant.values import Document, Section

SIZES = Sizes(window=64, filled=40)


def count(text: str) -> int:
    """A stand-in for the model's tokenizer: one piece for every four characters of a word."""
    return sum((len(word) + 3) // 4 for word in text.split())


def document(text: str, sections: tuple[Section, ...] = (), **about: object) -> Document:
    return Document("rules", "Rules", "rules.md", "0" * 64, text, sections, **about)  # type: ignore[arg-type]


LINES = st.lists(
    st.one_of(
        st.text(alphabet="abcdefg .,;:", max_size=120),
        st.text(max_size=60).filter(lambda text: "\n" not in text),
        st.builds("- {}".format, st.text(alphabet="xyz ", min_size=1, max_size=50)),
        st.just(""),
        st.just("The following apply:"),
        st.text(alphabet="q", min_size=200, max_size=600),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(LINES, st.lists(st.integers(0, 3000), max_size=5), st.booleans())
def test_every_word_stands_in_one_passage_and_none_outgrows_the_window(
    lines: list[str], cuts: list[int], paged: bool
) -> None:
    text = "\n".join(lines)
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    sections = tuple(
        Section(str(number), ("Rules", f"Part {number}"), None, start, end)
        for number, (start, end) in enumerate(zip(edges, edges[1:], strict=False))
    )
    made = document(text, sections, page_starts=(0, *edges[1:-1]) if paged else ())
    passages = split(made, count, SIZES)

    assert [passage.text for passage in passages] == [text[p.start : p.end] for p in passages]
    assert all(a.end <= b.start for a, b in zip(passages, passages[1:], strict=False))
    kept = {position for p in passages for position in range(p.start, p.end)}
    assert all(character.isspace() for position, character in enumerate(text) if position not in kept)
    assert all(p.text == p.text.strip() and p.text for p in passages)
    assert len({p.id for p in passages}) == len(passages)
    for passage in passages:
        assert len(passage.text) == 1 or count(passage.place) + count(passage.text) + FRAME <= SIZES.window
        assert all(1 <= page <= max(1, len(made.page_starts)) for page in passage.pages)


def test_a_list_stays_with_the_line_that_introduces_it() -> None:
    text = "4.2 Leave may be granted for:\n- a funeral\n- a wedding\n- jury service\n\nAll else is unpaid."
    made = document(text, (Section("4.2", ("Leave",), None, 0, len(text)),))
    first = split(made, count, Sizes(window=64, filled=16))[0]
    assert first.text.endswith("- jury service")
    assert first.text.startswith("4.2 Leave")


def test_a_clause_has_a_readable_id() -> None:
    text = "4.1 One.\n\n4.2 Two."
    sections = (Section("4.1", ("Leave",), None, 0, 9), Section("4.2", ("Leave",), None, 9, len(text)))
    made = document(text, sections, version="3.1")
    assert [passage.id for passage in split(made, count, SIZES)] == ["rules@3.1/4.1", "rules@3.1/4.2"]


def test_two_parts_with_one_heading_have_two_ids() -> None:
    text = "Purpose\nFirst part.\nPurpose\nSecond part."
    sections = (Section("", ("Purpose",), None, 0, 20), Section("", ("Purpose",), None, 20, len(text)))
    assert [passage.id for passage in split(document(text, sections), count, SIZES)] == [
        "rules/purpose",
        "rules/purpose-2",
    ]


def test_a_heading_with_nothing_under_it_goes_with_what_follows() -> None:
    text = "Part A\nLeave\nAll staff may ask for leave."
    sections = (Section("", ("Part A",), None, 0, 7), Section("", ("Part A", "Leave"), None, 7, len(text)))
    (only,) = split(document(text, sections), count, SIZES)
    assert only.text == text
    assert only.heading_path == ("Part A", "Leave")


def siblings(*bodies: str, number: str = "") -> Document:
    text, sections = "", []
    for position, body in enumerate(bodies):
        start = len(text)
        text += f"Part {position}\n{body}\n"
        sections.append(
            Section(number and f"{number}.{position}", ("Roles", f"Part {position}"), None, start, len(text))
        )
    return document(text, tuple(sections))


def test_short_parts_under_one_heading_are_one_passage_under_it() -> None:
    made = siblings("The head.", "The clerk.", "word " * 20, "The chair.")
    passages = split(made, count, SIZES)
    assert [passage.text.count("Part") for passage in passages] == [2, 1, 1]
    assert passages[0].heading_path == ("Roles",)
    assert passages[1].heading_path == ("Roles", "Part 2")
    assert passages[2].heading_path == ("Roles", "Part 3")


def test_short_parts_are_put_together_only_as_far_as_a_passage_is_full() -> None:
    passages = split(siblings(*["one two three four five"] * 12), count, SIZES)
    assert 1 < len(passages) < 12
    assert all(count(passage.embedded_text) + FRAME <= SIZES.filled for passage in passages)


def test_a_short_clause_with_a_number_stays_alone() -> None:
    assert len(split(siblings("The head.", "The clerk.", number="3"), count, SIZES)) == 2


def test_a_heading_is_not_left_alone_before_a_long_clause() -> None:
    text = "4. Notice\n" + " ".join(["word"] * 39)
    (only,) = split(document(text, (Section("4.1", ("Notice",), None, 0, len(text)),)), count, SIZES)
    assert only.text == text


def test_a_passage_knows_its_pages() -> None:
    text = "On page one.\nOn page two."
    made = document(text, page_starts=(0, 13))
    (only,) = split(made, count, SIZES)
    assert only.pages == (1, 2)


@pytest.mark.parametrize("length", [61, 600])
def test_a_sentence_longer_than_the_window_is_cut_between_words(length: int) -> None:
    text = " ".join(f"word{number}" for number in range(length))
    passages = split(document(text), count, SIZES)
    assert len(passages) > 1
    assert all(re.fullmatch(r"word\d+( word\d+)*", passage.text) for passage in passages)
