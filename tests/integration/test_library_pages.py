"""The library's pages and what a trust officer does there, on a small trust."""

import csv
import io
from pathlib import Path

import pytest

from assistant import feedback, index
from assistant.feedback import Feedback, Reason
from assistant.index.library import Library
from tests.fixtures.officers import SAME, Desk, desk, field, fields_of, leave, write_trust
from tests.fixtures.written import HashedEmbedder

NEW = leave(5, "2.0").encode()
ATTACK = "<img src=x onerror=alert(1)>${1}"


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.building.Embedder", HashedEmbedder)


@pytest.fixture
def at_desk(tmp_path: Path) -> Desk:
    return desk(write_trust(tmp_path))


def published(at_desk: Desk) -> Library:
    return Library(at_desk.settings.indexes / index.pointer(at_desk.settings.indexes).build)


def replaced(at_desk: Desk, **changed: str) -> str:
    """The end of replacing the leave policy by one that gives five days."""
    page = at_desk.preview(at_desk.upload("Leave policy v2 FINAL.md", NEW))
    token = str(page.split('action="/officers/staged/')[1].split('"')[0].split("/")[0])
    answer = at_desk.send(f"/officers/staged/{token}", page, **changed)
    assert answer.status_code == 200 and answer.url.path == "/officers/work", answer.text
    return at_desk.ended()


def test_the_list_is_searched_filtered_and_sorted_by_its_address(at_desk: Desk) -> None:
    everything = at_desk.page("/library")
    assert "2 documents shown" in everything
    assert "Visits policy" not in at_desk.page("/library?q=leave")
    assert "Leave policy" not in at_desk.page("/library?owner=Head+of+Visits").split("<table")[1]
    assert "1 document shown" in at_desk.page("/library?school=Dale")
    assert "0 documents shown" in at_desk.page("/library?status=draft")
    assert 'aria-sort="ascending"><a href="/library?sort=review"' in at_desk.page("/library?sort=review")


def test_what_needs_attention_is_counted_and_listed(at_desk: Desk) -> None:
    assert "Trips policy" in at_desk.page("/library/attention/references")
    assert "when it was approved" in at_desk.page("/library/attention/register")
    assert "Every file was read" in at_desk.page("/library/attention/unread")
    (at_desk.settings.corpus / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    index.build(at_desk.settings)
    assert "broken.pdf" in at_desk.page("/library/attention/unread")
    assert at_desk.client.get("/library/attention/nothing").status_code == 404


def test_the_register_is_given_as_csv_without_formulas(at_desk: Desk) -> None:
    register = at_desk.register().replace('owner = "Head of Visits"', 'owner = "=HYPERLINK(1)"')
    (at_desk.settings.corpus / "register.toml").write_text(register, encoding="utf-8")
    index.build(at_desk.settings)
    answer = at_desk.client.get("/library.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["Leave policy", "Visits policy"]
    assert rows[1]["owner"] == "'=HYPERLINK(1)" and rows[0]["applies to"] == "all schools"


def test_a_documents_page_says_what_is_known_of_it(at_desk: Desk) -> None:
    cited = next(name for name, item in published(at_desk).passages.items() if "sick child" in item.text)
    said = Feedback("2026-11-01", Reason.GOOD, "How many days?", cited=(cited,))
    lacking = Feedback("2026-11-02", Reason.MISSING, "Is leave for a wedding paid?")
    for item in (said, said, lacking):
        feedback.record(at_desk.settings.feedback, item)
    page = at_desk.page("/library/leave")
    for words in ("Head of People", "From the register", "Paid leave", "2 times", "Visits policy", "for a wedding"):
        assert words in page
    assert at_desk.client.get("/library/leave/original").content == leave(3, "1.0").encode()
    assert at_desk.client.get("/library/nothing").status_code == 404


def test_questions_are_shown_to_officers_only(at_desk: Desk) -> None:
    feedback.record(at_desk.settings.feedback, Feedback("2026-11-02", Reason.MISSING, "Is leave for a wedding paid?"))
    assert "wedding" not in at_desk.client.get("/library/leave", headers={"X-Forwarded-For": "192.0.2.1"}).text


def test_a_file_is_looked_at_compared_published_and_answers(at_desk: Desk) -> None:
    page = at_desk.preview(at_desk.upload("Leave policy v2 FINAL.md", NEW))
    assert "<del>3 paid</del>" in page and "<ins>5 paid</ins>" in page
    assert "policies/leave-policy-v2-final.md" in page
    assert fields_of(page)["version"] == "2.0" and fields_of(page)["supersedes"] == "1.0"
    assert "Leave policy 2.0" not in at_desk.page("/library")
    ended = replaced(at_desk, effective_from="2026-09-01", title="Leave policy")
    assert "It is published" in ended
    library = published(at_desk)
    assert library.documents["leave@2.0"].status.value == "in force"
    assert library.documents["leave@1.0"].status.value == "superseded"
    register = at_desk.register()
    assert "# the policy that everybody asks about" in register and "# says the board" in register
    assert register.index("# Visits come last.") < register.index('version = "2.0"')
    assert "Replaced by Leave policy 2.0" in at_desk.page("/officers")
    assert "What changed" in at_desk.page("/library/leave")
    between = at_desk.page("/library/leave/changes?old=1.0&new=2.0")
    assert "“3 paid” is now “5 paid”" in between and ">changed</span>" in between
    left = list((at_desk.settings.indexes / "staging").iterdir())
    assert len(left) == 1  # the upload that was only looked at


def test_a_new_document_is_added_with_an_id_of_its_own(at_desk: Desk) -> None:
    page = at_desk.preview(at_desk.upload("../../Uniform.md", b"# Uniform policy\n\n## 1 Ties\n\n1.1 Ties are blue.\n"))
    token = page.split('action="/officers/staged/')[1].split('"')[0]
    answer = at_desk.send(f"/officers/staged/{token}", page, kind="policy", owner="Head of Ties", applies_to=["Dale"])
    assert answer.url.path == "/officers/work", answer.text
    assert "Added: Uniform policy" in at_desk.ended()
    document = published(at_desk).documents["uniform-policy"]
    assert (document.source, document.applies_to) == ("policies/uniform.md", ("Dale",))


def test_a_form_with_faults_comes_back_with_what_was_typed(at_desk: Desk) -> None:
    uploaded = at_desk.upload("leave.md", NEW)
    page = at_desk.preview(uploaded)
    faulty = {"title": "", "review_by": "soon", "owner": "Kept words", "version": "1.0"}
    answer = at_desk.send(uploaded.url.path, page, **faulty)
    assert answer.status_code == 422
    for words in ("needs a title", "“soon” in review by is not a day", "Kept words", 'value="soon"', "another version"):
        assert words in answer.text
    assert at_desk.register().count("[[document]]") == 2


def test_two_officers_at_once_lose_nothing(at_desk: Desk) -> None:
    page = at_desk.page("/officers/correct?file=policies/leave.md")
    changed = at_desk.register().replace("Head of Visits", "Somebody else")
    (at_desk.settings.corpus / "register.toml").write_text(changed, encoding="utf-8")
    answer = at_desk.send("/officers/correct", page, owner="Director of People")
    assert answer.status_code == 422 and "Somebody has changed the register" in answer.text
    assert 'value="Director of People"' in answer.text and at_desk.register() == changed
    assert at_desk.send("/officers/correct", answer.text).url.path == "/officers/work"
    assert "It is published" in at_desk.ended()
    assert published(at_desk).documents["leave@1.0"].owner == "Director of People"


def test_details_are_corrected_and_the_rest_of_the_register_stays(at_desk: Desk) -> None:
    before = at_desk.register()
    page = at_desk.page("/officers/correct?file=policies/visits.md")
    answer = at_desk.send("/officers/correct", page, owner='Director "Visits"', applies_to=[])
    assert answer.url.path == "/officers/work", answer.text
    at_desk.ended()
    after = at_desk.register()
    assert after == before.replace('"Head of Visits"', "'Director \"Visits\"'").replace(
        'applies_to = ["Hill"]\n', ""
    ) or after == before.replace('"Head of Visits"', '"Director \\"Visits\\""').replace('applies_to = ["Hill"]\n', "")
    assert len(list((at_desk.settings.indexes / "register-backups").iterdir())) == 1


def test_a_document_is_withdrawn_and_its_file_stays(at_desk: Desk) -> None:
    page = at_desk.page("/officers/withdraw?file=policies/leave.md")
    assert "Visits policy" in page
    at_desk.send("/officers/withdraw", page)
    assert "Withdrawn: Leave policy 1.0" in at_desk.ended()
    assert published(at_desk).documents["leave@1.0"].status.value == "withdrawn"
    assert (at_desk.settings.corpus / "policies" / "leave.md").is_file()


def test_an_earlier_index_is_published_again_and_the_files_stay(at_desk: Desk) -> None:
    first = index.pointer(at_desk.settings.indexes).build
    replaced(at_desk)
    page = at_desk.page("/officers/builds")
    answer = at_desk.client.post("/officers/builds", data={"token": field(page, "token"), "build": first}, headers=SAME)
    assert answer.url.path == "/officers/work"
    assert "stay as they are" in at_desk.ended()
    assert index.pointer(at_desk.settings.indexes).build == first
    assert (at_desk.settings.corpus / "policies" / "leave-policy-v2-final.md").is_file()
    assert "Went back to the index of" in at_desk.page("/officers")


def test_a_build_that_fails_undoes_everything(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    before, build = at_desk.register(), index.pointer(at_desk.settings.indexes).build
    monkeypatch.setattr("assistant.index.library.write", no_room)
    ended = replaced(at_desk)
    assert "disk has room" in ended and "are kept" in ended
    assert at_desk.register() == before and index.pointer(at_desk.settings.indexes).build == build
    assert sorted(item.name for item in (at_desk.settings.corpus / "policies").iterdir()) == ["leave.md", "visits.md"]
    assert len(list((at_desk.settings.indexes / "staging").iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.pdf", b"", "empty"),
        ("same.md", leave(3, "1.0").encode(), "is in the library already"),
        ("large.md", b"x" * (1024 * 1024 + 1), "larger than 1 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(
    at_desk: Desk, name: str, content: bytes, said: str
) -> None:
    answer = at_desk.upload(name, content)
    assert answer.status_code in (409, 422) and said in answer.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "picture"),
        ("broken.pdf", b"%PDF-1.7\nnothing", "broken"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(at_desk: Desk, name: str, content: bytes, said: str) -> None:
    page = at_desk.preview(at_desk.upload(name, content))
    assert "This file cannot be read" in page and said in page and at_desk.register().count("[[document]]") == 2


def test_a_register_that_is_no_toml_is_said_and_nothing_is_changed(at_desk: Desk) -> None:
    broken = at_desk.register() + "\n[[document\n"
    (at_desk.settings.corpus / "register.toml").write_text(broken, encoding="utf-8")
    assert "cannot be read" in at_desk.page("/library") and "Leave policy" in at_desk.page("/library")
    page = at_desk.page("/officers/withdraw?file=policies/leave.md")
    answer = at_desk.send("/officers/withdraw", page)
    assert answer.status_code == 409 and "cannot be read" in answer.text and at_desk.register() == broken


def test_what_a_file_says_is_never_mark_up(at_desk: Desk) -> None:
    text = f"# {ATTACK}\n\nOwner: {ATTACK}\n\n## 1 {ATTACK}\n\n1.1 {ATTACK} is what this says of everything.\n"
    page = at_desk.preview(at_desk.upload(f"{ATTACK}.md", text.encode()))
    assert "<img" not in page and "${" not in page
    token = page.split('action="/officers/staged/')[1].split('"')[0]
    answer = at_desk.send(f"/officers/staged/{token}", page, title=ATTACK, owner=ATTACK, kind=ATTACK)
    assert answer.url.path == "/officers/work", answer.text
    pages = [at_desk.ended(), at_desk.page("/library"), at_desk.page("/officers")]
    name = next(item.id for item in published(at_desk).documents.values() if "img" in item.title)
    pages.append(at_desk.page(f"/library/{name}"))
    assert all("<img" not in page and "${" not in page for page in pages)
    assert "&lt;img" in pages[1]
