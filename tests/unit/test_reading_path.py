"""What someone new reads is made from kinds and titles, so that it fits any trust's register."""

from datetime import date
from pathlib import Path

import pytest

from assistant import reading_path
from assistant.errors import RegisterError
from assistant.reading_path import Item, Shelf, When
from assistant.upkeep import Statutory
from assistant.values import Document, Passage, Status

TODAY = date(2026, 11, 26)
RULES = reading_path.load()
LAW = Statutory.model_validate(
    {"source": "law", "as_of": TODAY, "document": [{"name": "x", "titles": ["child protection"], "because": "Act 1"}]}
)


def document(title: str, words: int = 400, **about: object) -> Document:
    return Document(title.casefold().replace(" ", "-"), title, f"{title}.docx", "", "word " * words, (), **about)  # type: ignore[arg-type]


def read(
    role: str, *documents: Document, school: str = "", passages: dict[str, tuple[Passage, ...]] | None = None
) -> tuple[Item, ...]:
    chosen = next(item for item in RULES.role if item.id == role)
    return reading_path.path(RULES, chosen, Shelf(documents, passages or {}, TODAY, LAW), school)


def test_every_role_asked_for_is_there_and_has_something_to_read_in_each_time() -> None:
    names = {role.id for role in RULES.role}
    assert names >= {"trustee", "governor", "chair", "staff-governor", "head"}
    assert {f"link-{task}" for task in ("safeguarding", "send", "finance", "health-and-safety")} <= names
    for name in names:
        assert {rule.when for rule in RULES.rule if {name, "all"} & set(rule.roles)} == set(When)


def test_another_trusts_titles_are_found_and_the_first_week_comes_first() -> None:
    found = read(
        "governor",
        document("Complaints procedure"),
        document("Child Protection Policy 2026"),
        document("Our Scheme of Delegation"),
    )
    assert [(item.document.title, item.when) for item in found] == [
        ("Child Protection Policy 2026", When.WEEK),
        ("Our Scheme of Delegation", When.WEEK),
        ("Complaints procedure", When.MONTH),
    ]
    assert [item.statutory for item in found] == ["Act 1", "", ""]
    assert all(item.why.endswith((".", "!")) for item in found)


def test_a_kind_is_enough_where_the_title_says_nothing() -> None:
    assert [
        item.document.title for item in read("trustee", document("Who does what here", kind="Scheme of delegation"))
    ] == ["Who does what here"]


@pytest.mark.parametrize(
    "about",
    [
        {"status": Status.DRAFT},
        {"status": Status.SUPERSEDED},
        {"effective_from": date(2027, 1, 4)},
        {"applies_to": ("Other",)},
    ],
)
def test_what_is_not_in_force_for_the_reader_is_not_given(about: dict[str, object]) -> None:
    assert read("governor", document("Child protection policy", **about), school="Here") == ()


def test_the_readers_own_school_has_its_documents() -> None:
    own = document("Behaviour at Here", applies_to=("Here",))
    assert [item.document.title for item in read("governor", own, school="Here")] == ["Behaviour at Here"]
    shelf = Shelf([own], {}, TODAY)
    assert reading_path.left_out(shelf, "") and not reading_path.left_out(shelf, "Here")


def test_a_document_is_named_once() -> None:
    found = read("head", document("Code of conduct and child protection"))
    assert len(found) == 1


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (200, 1), (201, 2), (5000, 25)])
def test_minutes_are_of_two_hundred_words_each(words: int, minutes: int) -> None:
    (item,) = read("governor", document("Complaints", words))
    assert item.minutes == minutes and item.minutes_first == 0


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (125, "2 hours 5 minutes")],
)
def test_time_is_said_in_words(minutes: int, words: str) -> None:
    assert reading_path.in_words(minutes) == words


def piece(of: Document, heading: str, text: str, start: int, number: str = "") -> Passage:
    return Passage(f"{of.key}/{start}", of, (of.title, heading), number, (), text, start, start + len(text))


def test_sections_that_name_the_readers_part_are_read_first() -> None:
    policy = document("Complaints")
    long = "this is a sentence of twelve words that says what is done here "
    pieces = (
        piece(policy, "Aims", long, 0, "1.1"),
        piece(policy, "The panel", long, 100, "2.1"),
        piece(policy, "The panel", long, 200, "2.2"),
        piece(policy, "Records", long + "the governor looks at them", 300, "3.1"),
        piece(policy, "Version history", long + "school committee", 400),
    )
    (item,) = read("governor", policy, passages={policy.key: pieces})
    assert [[part.number for part in section] for section in item.first] == [["2.1", "2.2"], ["3.1"]]
    assert item.minutes_first == 1


def test_without_such_a_section_the_first_clause_is_named() -> None:
    policy = document("Complaints")
    pieces = (piece(policy, "Foreword", "word " * 20, 0), piece(policy, "Aims", "word " * 20, 200, "1.1"))
    (item,) = read("governor", policy, passages={policy.key: pieces})
    assert [section[0].number for section in item.first] == ["1.1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("role = 1", "role"),
        ("[[role", "cannot be read"),
        (
            'role = [{ id = "a", name = "A" }]\nrule = [{ when = "first week", roles = ["b"], why = "w" }]',
            "no role 'b'",
        ),
        ('role = [{ id = "a", name = "A" }]\nrule = [{ when = "some day", roles = ["a"], why = "w" }]', "when"),
    ],
)
def test_a_file_of_rules_that_cannot_be_is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=said):
        reading_path.load(file)
