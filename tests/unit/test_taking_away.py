"""What is taken away says everything that it must, and words of others stay words in it."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given as drawn
from hypothesis import strategies
from markdown_it import MarkdownIt

from assistant import settings as settings_room
from assistant import taking_away
from assistant.answering import Assistant
from assistant.contacts import Contact
from assistant.kept import NOT_KEPT, Kept
from assistant.settings import Settings
from assistant.values import Answer, Asker, Outcome, Section, Status
from assistant.web import exchange, permanent, take_away
from assistant.web.ask_page import Conversation
from assistant.web.given import Given
from tests.fixtures import handmade

ATTACKS = (
    "<script>fetch('http://192.0.2.1')</script>",
    "[click](javascript:alert(1))",
    "![x](http://192.0.2.1/x.png)",
    "<http://192.0.2.1> and www.example.org or a@b.example",
    "# No heading\n- no list\n1. none either\n> no quote\n---\n```\ncode\n```",
    "    no code block\n\n| a | b |\n|---|---|\n&lt;b&gt; &#60; *x* __y__ ~~z~~ `c` \\ $m$",
    "Setext\n===\n[label]: http://192.0.2.1",
)
DANGEROUS = {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block"}
ON = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


def kept(words: str = "", **named: object) -> Kept:
    """An answer that cites a passage of a policy with pages and a number; every word of it is `words` where given."""
    text = words or handmade.PAID
    document = replace(
        handmade.paid.document, title=words or "Leave policy", text="", owner=words or "Head of People",
        page_starts=(0,), registered=True, source=words or "policies/leave.pdf", version=words or "3",
        review_by=date(2026, 1, 31), sections=(Section("3", ("Paid leave",), 1, 0, len(text)),),
    )  # fmt: skip
    passage = replace(handmade.paid, document=document, text=text, end=len(text), heading_path=(words or "Paid leave",))
    said = replace(
        handmade.answer((text, passage, text), hits=[passage], message=words),
        question=words or "How many paid days?",
        notices=(words or "A notice.",),
        workings=(words or "5 days from Monday.",),
        index="20261126T080000-abc",
    )
    return replace(Kept("id-1", said, ON, words or "Hagg Wood", words or "teacher"), **named)  # type: ignore[arg-type]


def words_of_word(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs)


def rendered(markdown: str) -> str:
    """The words of rendered Markdown; a test fails on anything in it but paragraphs and line breaks."""
    kinds, words = set(), []
    for block in MarkdownIt("gfm-like", {"linkify": False}).parse(markdown):
        for token in block.children or [block]:
            kinds.add(token.type)
            words.append("\n" if token.type in ("hardbreak", "softbreak") else token.content)
    assert kinds <= {"paragraph_open", "paragraph_close", "text", "text_special", "hardbreak", "inline"}, kinds
    return "".join(words)


def folded(words: str) -> str:
    lines = (" ".join(line.split()) for line in taking_away.clean(words).splitlines())
    return "\n".join(line for line in lines if line)


def test_both_forms_say_what_was_said_and_where_it_stands() -> None:
    for words in (taking_away.markdown([kept()]), words_of_word(taking_away.word([kept()]))):
        for said in (
            "How many paid days?", "Answered", "26 November 2026", "for Hagg Wood", "asked as teacher",
            handmade.PAID, "Leave policy", "version 3", "section 3.1 Paid leave", "page 1",
            "in force, review overdue since 31 January 2026", "owner Head of People", "20261126T080000-abc",
            "A notice.", "5 days from Monday.", "id-1", taking_away.CHECK,
        ):  # fmt: skip
            assert said in words, said


def both(item: Kept, since: taking_away.Since = taking_away.nothing_since) -> tuple[str, str]:
    """The words of both forms, those of Markdown as they are rendered."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(taking_away.markdown([item], since=since))
    lines = ["".join(inner.content for inner in block.children or ()) for block in tokens if block.type == "inline"]
    return "\n".join(lines), words_of_word(taking_away.word([item], since=since))


def test_whom_to_tell_is_in_the_file_in_its_order() -> None:
    lead = Contact("designated safeguarding lead", "Ada Marsh", "01632 960101", "ada@example.org", school="Hagg Wood")
    contacts = (lead, Contact("police", telephone="999", when="at once, in danger"))
    item = kept()
    item = replace(item, answer=replace(item.answer, outcome=Outcome.ACT_NOW, contacts=contacts, statements=()))
    for words in both(item):
        assert all(contact.line in words for contact in contacts), words
        assert words.index(taking_away.TELL) < words.index(lead.line) < words.index(contacts[1].line)
    kinds = [token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(taking_away.markdown([item]))]
    assert kinds.count("ordered_list_open") == 1 and kinds.count("list_item_open") >= 2


def test_what_is_said_before_a_text_is_in_the_file() -> None:
    item = kept()
    said = replace(item.answer.statements[0], lead="Version 2.0, superseded since 1 September 2026:")
    item = replace(item, answer=replace(item.answer, statements=(said,)))
    for words in both(item):
        assert f"{said.lead} {said.text}" in words


def test_a_version_that_no_longer_holds_is_marked_where_it_is_cited() -> None:
    item = kept()
    cited = item.answer.citations[0].passage.document
    today = date(2027, 3, 1)
    newer = replace(cited, version="4", effective_from=date(2027, 2, 1), digest="other")
    older = replace(cited, status=Status.SUPERSEDED, effective_from=date(2024, 1, 1), superseded_from=date(2027, 2, 1))
    for held in ((older, newer), (newer,)):
        for words in both(item, lambda document, held=held: taking_away.no_longer(document, held, today)):
            assert "No longer in force when this file was taken: superseded since 1 February 2027." in words
    assert taking_away.no_longer(cited, (cited,), today) == ""
    assert taking_away.no_longer(cited, (), today) == ""
    assert "changed" in taking_away.no_longer(cited, (replace(cited, digest="other"),), today)
    assert "not among" in taking_away.no_longer(cited, (replace(newer, id="another"),), today)
    assert all("No longer" not in words for words in both(item))


def test_what_was_superseded_when_it_was_asked_is_said_once() -> None:
    document = handmade.old.document
    item = replace(kept(), answer=handmade.answer(handmade.quoted(handmade.old)))
    for words in both(item, lambda cited: taking_away.no_longer(cited, (document,), date(2027, 3, 1))):
        assert words.count("superseded since 1 September 2026") == 1


def test_a_word_file_can_be_read_aloud_by_its_headings() -> None:
    made = docx.Document(io.BytesIO(taking_away.word([kept(), kept()], left_out=2)))
    styles = [item.style.name for item in made.paragraphs if item.style.name.startswith(("Title", "Heading"))]
    assert styles == ["Title", "Heading 1", "Heading 2", "Heading 1", "Heading 2"]
    assert (made.core_properties.title, made.core_properties.author) == (taking_away.SEVERAL, "Trust Assistant")
    assert made.core_properties.language == "en-GB" and "2 answers of this conversation" in made.paragraphs[-2].text


@pytest.mark.parametrize("attack", ATTACKS)
def test_words_of_others_render_as_words(attack: str) -> None:
    assert rendered(taking_away.escaped(attack)) == folded(attack)
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(taking_away.markdown([kept(attack)]))
    inner = [token for block in tokens for token in block.children or [block]]
    assert not {item.type for item in inner} & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_inline",
        "fence",
    }
    assert [item.tag for item in tokens if item.type == "heading_open"] == ["h1", "h2", "h3"]
    assert "http://" not in taking_away.markdown([kept(attack)]) and "www." not in taking_away.markdown([kept(attack)])


@drawn(strategies.text(alphabet=strategies.sampled_from("ab1.:-+#=<>&[]()!`*_~|\\$ \n\t/@"), max_size=40))
def test_whatever_is_written_renders_as_itself(words: str) -> None:
    assert rendered(taking_away.escaped(words)) == folded(words)


def test_what_no_file_can_hold_is_left_out() -> None:
    words = "a\x00b\x0bc\ud800d\u202ee\uffff"
    assert "abcde" in words_of_word(taking_away.word([kept(words)]))
    assert "abcde" in taking_away.markdown([kept(words)]).encode("utf-8").decode("utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_room.load(indexes=tmp_path, kept=tmp_path / "kept.sqlite", kept_answers=100)


def client(settings: Settings) -> tuple[TestClient, Given]:
    app, given, assistant = FastAPI(), Given(settings), Assistant(settings)
    app.include_router(take_away.router(assistant, given))
    app.include_router(permanent.router(assistant, settings, given))
    return TestClient(app), given


def answer(question: str = "Half-days & “leave”?\r\nX: y", outcome: Outcome = Outcome.ANSWERED) -> Answer:
    said = handmade.answer(handmade.quoted(handmade.paid), hits=[handmade.paid], outcome=outcome)
    return replace(said, question=question, asked_as=question)


def test_an_answer_is_a_file_with_a_safe_name(settings: Settings) -> None:
    web, given = client(settings)
    name, _ = given.keep(answer(), Asker())
    page = web.get(f"/answer/{name}").text
    for kind in ("docx", "md"):
        assert f'href="/answer/{name}.{kind}"' in page
        file = web.get(f"/answer/{name}.{kind}")
        saved = file.headers["content-disposition"]
        assert file.status_code == 200 and saved.startswith('attachment; filename="answer-half-days-leave-x-y-20')
        assert saved.endswith(f'.{kind}"') and file.headers["content-type"] == take_away.MEDIA[kind]
        words = words_of_word(file.content) if kind == "docx" else file.text
        assert handmade.PAID in words
        assert web.get(f"/answer/unknown.{kind}").status_code == 404


def test_a_private_question_is_in_no_name(settings: Settings) -> None:
    web, given = client(settings)
    name, _ = given.keep(answer("about Ada", Outcome.ACT_NOW), Asker())
    file = web.get(f"/answer/{name}.md")
    assert 'filename="answer-20' in file.headers["content-disposition"]
    assert "Ada" not in file.text and taking_away.escaped(NOT_KEPT) in file.text


def test_a_conversation_is_taken_away_in_its_order(settings: Settings) -> None:
    web, given = client(settings)
    ids = [given.keep(answer(f"Question {number}"), Asker())[0] for number in "123"]
    text = web.get(f"/conversation.md?ids={','.join([*ids, 'unknown', ids[0]])}").text
    assert text.index("Question 1") < text.index("Question 2") < text.index("Question 3")
    assert text.count("## Question") == 3 and "1 answer of this conversation is not here" in text
    assert "Question 3" in words_of_word(web.get(f"/conversation.docx?ids={','.join(ids)}").content)
    for ids_given, status in (("", 404), ("unknown", 404), (",".join(map(str, range(31))), 422)):
        assert web.get(f"/conversation.docx?ids={ids_given}").status_code == status


def test_a_conversation_offers_the_whole_of_it_once_there_are_two_answers() -> None:
    first = Conversation().after(answer(), "<article></article>", "t", "a1")
    assert "conversation." not in first.html
    unkept = first.after(answer(), "<article></article>", "t")
    assert "conversation." not in unkept.html
    second = unkept.after(answer(), "<article></article>", "t", "b2")
    assert 'href="/conversation.docx?ids=a1,b2"' in second.html and "/conversation.md?ids=a1,b2" in second.html


def test_an_answer_that_is_not_kept_has_nothing_to_take() -> None:
    assert ".docx" not in exchange.answer(answer(), ON.date(), shown=exchange.Shown("x"))
    assert "/answer/x.docx" in exchange.answer(answer(), ON.date(), shown=exchange.Shown("x", permanent=True))


def test_on_paper_an_answer_says_where_it_is_kept(settings: Settings) -> None:
    web, given = client(settings)
    name, _ = given.keep(answer(), Asker())
    assert f'<p class="printed">http://testserver/answer/{name}.</p>' in web.get(f"/answer/{name}").text
