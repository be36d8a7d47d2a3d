"""What changed between two texts of one document, on texts made for it."""

from datetime import date

from assistant import changes, framing
from assistant.changes import Kind
from assistant.values import Document, Section, Status, Table

OLD = """Leave policy

Version: 2.0

1. Who approves

1.1 Headteachers approve paid leave of up to 3 days in a school year.

1.2 The form is sent to the school office (2.1) within 5 working days.

2. Records

2.1 Forms are kept for two years by the business manager.

2.2 A coat may be hung in the staff room.

Leave: Moving house. Days: 1. Pay: Unpaid.
Leave: Interview. Days: 2. Pay: Paid.
"""
NEW = """Leave policy

Version: 3.0

1. Principles

1.1 Leave is a matter of trust and is never traded or sold.

2. Who approves

2.1 Headteachers approve paid leave of up to 5 days in a school year.

2.2 The form is sent to the school office (3.1) within 5 working days.

3. Records

3.1 Forms are kept for two years by the school business manager.

Leave: Moving house. Days: 1. Pay: Paid.
Leave: Interview. Days: 2. Pay: Paid.

Version history

Version: 2.0. What changed: First policy.
Version: 3.0. What changed: Limit raised to 5 days.
"""


def document(text: str, version: str, **named: object) -> Document:
    """A document with a section at every numbered line and heading, and its tables."""
    sections: list[Section] = []
    heading = "Leave policy"
    offset = 0
    starts: list[tuple[int, str, str]] = []
    for line in text.splitlines(keepends=True):
        words = line.split()
        number = words[0].rstrip(".") if words and words[0][:1].isdigit() else ""
        if words and (number or line.startswith(("Leave policy", "Version history"))):
            if (number and "." not in number) or not number:
                heading = line.strip().removeprefix(f"{number}. ")
            starts.append((offset, number, heading))
        offset += len(line)
    for (start, number, over), following in zip(starts, [*starts[1:], (len(text), "", "")], strict=True):
        path = ("Leave policy",) if over == "Leave policy" else ("Leave policy", over)
        sections.append(Section(number, path, None, start, following[0]))
    tables = []
    for label, header in (
        ("Leave: Moving", ("Leave", "Days", "Pay")),
        ("Version: 2.0. What", ("Version", "What changed")),
    ):
        if label in text:
            start = text.index(label)
            end = text.index("\n\n", start) if "\n\n" in text[start:] else len(text)
            tables.append(Table(start, end, header, ()))
    return Document(
        "leave", "Leave policy", "leave.pdf", "", text, tuple(sections), version=version, tables=tuple(tables), **named
    )  # type: ignore[arg-type]


old, new = document(OLD, "2.0"), document(NEW, "3.0")


def test_each_clause_is_changed_added_or_removed() -> None:
    found = changes.between(old, new)
    assert [(change.kind, change.clause.number) for change in found] == [
        (Kind.ADDED, "1.1"),
        (Kind.CHANGED, "2.1"),
        (Kind.CHANGED, "3.1"),
        (Kind.CHANGED, "3.1"),
        (Kind.REMOVED, "2.2"),
    ]
    limit = found[1]
    assert (
        limit.old is not None
        and limit.old.number == "1.1"
        and limit.old.text.endswith("up to 3 days in a school year.")
    )
    assert limit.in_short == (("3 days", "5 days"),) and limit.weight >= 4


def test_a_clause_that_only_moved_has_not_changed() -> None:
    assert not any(change.new is not None and change.new.number == "2.2" for change in changes.between(old, new))
    assert changes.between(old, old) == () and changes.between(new, new) == ()


def test_a_row_answers_to_the_row_of_the_same_thing() -> None:
    row = next(change for change in changes.between(old, new) if change.clause.row)
    assert row.clause.row == "Moving house" and row.in_short == (("Unpaid", "Paid"),)


def test_the_words_that_differ_are_spans_of_the_clauses() -> None:
    for change in changes.between(old, new):
        for clause, spans in ((change.old, change.old_spans), (change.new, change.new_spans)):
            if clause is not None:
                source = old if clause is change.old else new
                assert source.text[clause.start : clause.end] == clause.text
                assert all(0 <= start < end <= len(clause.text) for start, end in spans)


def test_added_words_are_seen_although_nothing_stood_in_their_place() -> None:
    change = next(item for item in changes.between(old, new) if item.new and "business manager" in item.new.text)
    assert change.old_spans == () and change.in_short == () and change.weight
    assert [change.new.text[slice(*span)] for span in change.new_spans] == ["school"]  # type: ignore[union-attr]


def test_front_matter_and_the_account_of_changes_are_no_clauses() -> None:
    held = [clause.text for clause in changes.clauses(new)]
    assert not any("Version" in words or words == "Leave policy" for words in held)
    assert [clause.row for clause in changes.account(new)] == ["2.0", "3.0"]
    assert changes.account(old) == ()


def test_a_lead_says_only_what_the_table_has() -> None:
    past = document(
        OLD, "2.0", status=Status.SUPERSEDED, effective_from=date(2023, 1, 1), superseded_from=date(2026, 9, 1)
    )
    today = date(2026, 11, 26)
    quotes = ("up to 3 days", "up to 5 days")
    said = framing.before(past, today)
    assert said == "Before, in version 2.0, superseded since 1 September 2026:"
    for lead in (
        said,
        framing.not_again(past, today),
        framing.of_another_state(past, today),
        framing.same(past),
        framing.changed((("3 days", "5 days"),)),
        framing.otherwise(past),
        framing.in_force_now(past),
        framing.ADDED,
    ):
        assert framing.fits(lead, (past,), quotes), lead
    assert not framing.fits("Changed, “4 days” is now “5 days”:", (past,), quotes)
    assert not framing.fits("Before, in version 1.0, superseded:", (past,), quotes)
    assert not framing.fits("Headteachers may do as they like:", (past,), quotes)
    assert not framing.fits("Version 2.0, superseded since 1 May 2026: pay him. In force:", (past,), quotes)
