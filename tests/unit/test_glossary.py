"""Words, short forms and new names are drawn from the documents' own definitions, and asked for as people ask."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant import glossary, meanings
from assistant.glossary import Entry, Glossary
from assistant.retrieval.scope import Scope
from assistant.values import Asker, Passage, Status
from tests.fixtures.made import parted, passage, quoted

SCOPE = Scope(Asker(), date(2026, 11, 26))


def drawn(*passages: Passage) -> Glossary:
    return glossary.draw(passages)


def only(found: Glossary, term: str) -> Entry:
    (entry,) = found.of(term)
    return entry


DEFINED = {
    'branded | 1.4 [["Branded" means that it has a logo.]] Others do not.',
    'value | 1.5 In this policy "buyer" means who buys. [["Value" means the price.]]',
    'concern | 2.1 [[A "concern" is a worry.]] A "complaint" is a claim.',
    'the trust | 1.1 [["We" and "the trust" mean Tarn Valley.]]',
    "persistent absence | 5.8 [[Persistent absence means that a pupil misses 10%.]]",
    "LADO | 4.4 [[In this policy and in others, LADO means the officer.]]",
    'working day | - "week" means seven days, holidays included; [["working day" means Monday to Friday]]',
    'working day | 1.6 "School day" means one with pupils; [["working day" Monday to Friday.]]',
    'pay year | 1.2 [["Pay year" for support staff means 1 April to 31 March.]]',
    'reachable | 2.3 [["Reachable" in 2.2 means in the building.]] A lead is.',
}


@pytest.mark.parametrize("line", sorted(DEFINED))
def test_a_definition_is_drawn_with_its_words(line: str) -> None:
    term, _, marked = line.partition(" | ")
    quote = marked[marked.index("[[") + 2 : marked.index("]]")]
    entry = only(drawn(passage(marked.replace("[[", "").replace("]]", ""))), term)
    assert entry.citation.quote == quote


@pytest.mark.parametrize(
    "text",
    [
        '2.3 "Due regard" does not mean that equality decides.',
        '4.2 A note that says "may be fit" is discussed.',
        "1.1 This means that the school pays.",
        "1.2 What it means is clear. It means the head decides.",
        "1.3 Being the owner means to know the risk.",
        'The word "unwell" is not enough.',
    ],
)
def test_what_only_looks_like_a_definition_is_left_out(text: str) -> None:
    assert drawn(passage(text)).entries == ()


def test_a_table_of_words_is_drawn_row_by_row() -> None:
    table = "Word: Dependant. Meaning: Someone who relies on you.\nWord: Term time. Meaning: Days with pupils."
    found = drawn(passage(f"17. Words\n{table}", table=table))
    assert only(found, "a dependant").citation.quote == "Word: Dependant. Meaning: Someone who relies on you."
    assert only(found, "term time").meaning == "Days with pupils"


def test_a_table_of_codes_and_one_of_new_names_are_drawn() -> None:
    codes = "Code: I. Meaning: Illness. Counts as: Authorised absence."
    names = "Old name: Local governing body (LGB). Name now: School committee. Since: 2025."
    found = drawn(passage(codes, "1", table=codes), passage(names, "2", title="Handbook", table=names))
    assert only(found, "code I").meaning == "Illness"
    assert only(found, "LGB").full == "Local governing body"
    assert only(found, "local governing body").now == "School committee"
    assert found.same == (("lgb", "local governing body"),)
    assert found.renamed == (("local governing body", "school committee"),)


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("Tell the Data protection officer (DPO) at once.", "DPO", "Data protection officer"),
        ("An education, health and care plan (EHCP) is kept.", "EHCP", "education, health and care plan"),
        ("Schools with closed-circuit television (CCTV) say so.", "CCTV", ""),
        ("The regulations of 2013 (RIDDOR) apply.", "RIDDOR", ""),
        ("See the list (Annex).", "Annex", ""),
    ],
)
def test_short_forms_are_what_their_letters_spell(text: str, short: str, full: str) -> None:
    entries = drawn(passage(text)).of(short)
    assert [entry.full for entry in entries] == ([full] if full else [])


def test_a_definition_that_holds_for_a_clause_gives_way_to_a_general_one() -> None:
    table = "Word: Governor. Meaning: A member of a committee."
    text = f'3.5 In 3.3 "governors" means members who sit.\n{table}'
    found = drawn(passage(text, table=table))
    assert only(found, "governors").meaning == "A member of a committee"


WORDS = (
    *parted('2.1 "Working day" means Monday to Friday except bank holidays.', "Leave policy"),
    *parted('2.2 "Working day" means Monday to Friday, bank holidays excepted.', "Pay policy"),
    *parted('2.1 "Working day" means a day on which pupils attend. INSET days are none.', "Grievance policy"),
    *parted("1.1 Tell the designated safeguarding lead (DSL) at once.", "Safeguarding policy"),
)


def asked(question: str, scope: Scope = SCOPE, words: tuple[Passage, ...] = WORDS) -> list[str]:
    return [item.text for item in meanings.answer(question, glossary.draw(words), scope)]


@pytest.mark.parametrize(
    "question",
    [
        "What is a working day?",
        "what's a working day",
        "what does working day mean",
        "What does the term 'working day' mean?",
        "define working day",
        "please define working days",
        "what counts as a working day?",
        "what is meant by working day",
        "can you tell me what a working day is",
        "how is a working day defined?",
    ],
)
def test_a_word_is_answered_with_each_of_its_meanings_the_commonest_first(question: str) -> None:
    assert asked(question) == [
        '"Working day" means Monday to Friday except bank holidays.',
        '"Working day" means a day on which pupils attend.',
    ]


def test_a_word_asked_for_in_a_document_has_that_documents_meaning_whole() -> None:
    assert asked("what is a working day in the grievance policy?") == [
        '"Working day" means a day on which pupils attend. INSET days are none.'
    ]
    assert asked("what is a working day in the uniform policy?") == []


def test_a_short_form_is_answered_with_what_it_stands_for() -> None:
    assert asked("what's the DSL?") == ["designated safeguarding lead (DSL)"]
    assert asked("What does DSL stand for?") == ["designated safeguarding lead (DSL)"]


@pytest.mark.parametrize(
    "question",
    [
        "what is the working day",
        "how many working days do I have?",
        "who is the DSL at Lorton High?",
        "what does that mean for me?",
        "what is the mileage rate?",
        "what does the DSL do on a working day?",
    ],
)
def test_another_question_is_left_to_the_search(question: str) -> None:
    assert asked(question) == []


def test_a_meaning_answers_for_whom_and_when_its_document_does() -> None:
    said = parted('1.1 "Home" means where the child sleeps.', "Old policy")[0]
    changed: dict[str, Any] = {"superseded": Status.SUPERSEDED, "ours": ("Millbeck",)}
    for name, value in changed.items():
        document = said.document
        document = type(document)(
            **{field: getattr(document, field) for field in ("id", "title", "source", "digest", "text", "sections")},
            **({"status": value} if name == "superseded" else {"applies_to": value}),
        )
        held = (Passage(said.id, document, (), "1.1", (), said.text, 0, len(said.text)),)
        assert asked("what is a home?", Scope(Asker(school="Sandgate"), SCOPE.on), held) == []


def test_a_term_stands_beside_an_answer_to_one_of_its_cases() -> None:
    table = "Word: Close relative. Meaning: A parent, brother or sister."
    held = passage(f"5.1 Leave is given for a close relative.\n{table}", "5.1", table=table)
    source = passage(held.text, "5.1", title="Leave")
    found = glossary.draw([held])
    rule = quoted(replace(held, id="complaints-policy/other"), "5.1 Leave is given for a close relative.")
    beside = meanings.beside("my brother is ill, do I get leave?", [rule], found, SCOPE)
    assert beside is not None and beside.text == table
    assert meanings.beside("my neighbour is ill, do I get leave?", [rule], found, SCOPE) is None
    assert meanings.beside("my brother is ill, do I get leave?", [quoted(source)], found, SCOPE) is None


def test_the_kind_of_day_that_decides_stands_beside_a_time() -> None:
    held = parted(
        '2.1 "Working day" means a day on which pupils attend.\n6.1 Appeal within 10 working days.', "Grievance policy"
    )
    found = glossary.draw(held)
    beside = meanings.beside("how long do I have to appeal?", [quoted(held[1])], found, SCOPE)
    assert beside is not None and beside.text == '"Working day" means a day on which pupils attend.'
    assert meanings.beside("who hears it?", [quoted(held[1])], glossary.draw(WORDS), SCOPE) is None
    assert meanings.beside("how long do I have?", [quoted(held[1]), quoted(held[0])], found, SCOPE) is None
    long = [quoted(held[1]), quoted(parted("1.1 " + "word " * 120, "Long policy")[0])]
    assert meanings.beside("how long do I have to appeal?", long, found, SCOPE) is None
