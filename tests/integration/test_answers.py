"""Answers on the repository's own corpus: cited word for word, or an honest "the documents do not say"."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from assistant import index
from assistant import settings as settings_room
from assistant.answering import Assistant, Stage
from assistant.values import Answer, Asker, Outcome, Turn

TODAY = date(2026, 11, 24)
ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "data" / "seeds"


def ask(assistant: Assistant, question: str, **named: object) -> Answer:
    return assistant.ask(question, asked_on=TODAY, **named)  # type: ignore[arg-type]


def expect_cited(answer: Answer) -> None:
    """Every statement has a citation, and every quote stands at its offsets in its document."""
    assert answer.statements
    for statement in answer.statements:
        assert statement.citations
        for citation in statement.citations:
            document = citation.passage.document
            assert document.text[citation.start : citation.end] == citation.quote
            assert document.governs(TODAY)


def test_a_rule_comes_with_its_approver_and_its_condition(assistant: Assistant) -> None:
    answer = ask(assistant, "How many paid days for a sick child, and who approves?")
    expect_cited(answer)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.citations[0].passage.id == "leave-of-absence@3.1/3.1"
    assert "5 paid days" in answer.text and "unless the Head of People agrees" in answer.text


def test_an_amount_is_met_by_its_band(assistant: Assistant) -> None:
    answer = ask(assistant, "Can I sign a £12,500 order alone?")
    expect_cited(answer)
    assert "£10,001 to £50,000" in answer.text and "together with the Chief Financial Officer" in answer.text


def test_what_is_superseded_draft_or_not_yet_in_force_never_answers(assistant: Assistant) -> None:
    for question in (
        "How many paid days to care for a sick child?",
        "When are parents told of a detention?",
        "How many adults must there be for pupils in years 4 to 6 on a visit?",
    ):
        cited = {citation.passage.document.key for citation in ask(assistant, question).citations}
        assert cited
        assert not cited & {"leave-of-absence@2.0", "behaviour@4.0 draft", "educational-visits@4.0"}


def test_each_day_is_answered_from_what_was_in_force_then(assistant: Assistant) -> None:
    question = "How many adults must there be for pupils in years 4 to 6 on a visit?"
    assert "educational-visits@3.2" in {
        c.passage.document.key for c in assistant.ask(question, asked_on=TODAY).citations
    }
    later = assistant.ask(question, asked_on=date(2027, 1, 4))
    assert "one for every 10 pupils" in later.text
    assert "educational-visits@3.2" not in {citation.passage.document.key for citation in later.citations}
    earlier = assistant.ask("How many paid days to care for a sick child?", asked_on=date(2024, 3, 1))
    assert "up to 3 paid days" in earlier.text


def test_another_schools_policy_is_passed_over_with_the_reason(assistant: Assistant) -> None:
    question = "What colour is the school jumper?"
    theirs = ask(assistant, question, asker=Asker(school="St Oswald's"))
    assert "navy" in theirs.text
    ours = ask(assistant, question, asker=Asker(school="Millbeck"))
    assert "navy" not in ours.text
    assert ours.retrieval is not None
    assert any("St Oswald's only" in item.reason for item in ours.retrieval.passed_over)


def test_what_the_documents_do_not_say_names_whom_to_ask(assistant: Assistant) -> None:
    answer = ask(assistant, "Where is the trampoline kept?")
    assert answer.outcome is Outcome.NOT_FOUND and not answer.statements
    assert "I cannot find this" in answer.message and "ask its owner" in answer.message


def test_an_overdue_policy_answers_and_says_so(assistant: Assistant) -> None:
    answer = ask(assistant, "How much does the sports hall cost for a community group?")
    assert "£35" in answer.text
    assert any("due for review by 31 August 2026" in notice for notice in answer.notices)


def test_a_follow_up_stands_on_the_question_before(assistant: Assistant) -> None:
    history = [Turn("How many paid days of leave can a headteacher approve?", "")]
    answer = ask(assistant, "And who approves longer leave?", history=history)
    assert "paid days of leave" in answer.asked_as
    assert "Head of People" in answer.text


def test_both_searches_leave_their_evidence_on_the_hits(assistant: Assistant) -> None:
    found = ask(assistant, "Who signs an order of £700?").retrieval
    assert found is not None and found.index
    assert any(hit.similarity is not None and hit.keywords is not None for hit in found.hits)
    assert all(-1 <= hit.similarity <= 1 for hit in found.hits if hit.similarity is not None)
    assert all(hit.keywords > 0 for hit in found.hits if hit.keywords is not None)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)


@pytest.mark.parametrize("question", ["", "\x00\x07", "x" * 20_000, "Combien de jours de congé pour les enfants ?"])
def test_what_is_no_question_is_answered_with_a_sentence(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.outcome is Outcome.CLARIFY and answer.message.endswith((".", "?"))


@pytest.mark.parametrize(
    "question", ["{}", "'; drop table passages; --", "<script>alert(1)</script>", "%s" * 50, "((("]
)
def test_odd_questions_end_well(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).outcome is not Outcome.FAILED


def test_the_stages_end_in_the_answer(assistant: Assistant) -> None:
    *stages, answer = assistant.stages("Who signs an order of £700?", asked_on=TODAY)
    assert isinstance(answer, Answer) and all(isinstance(stage, Stage) for stage in stages)
    assert [stage.words.split()[0] for stage in stages if isinstance(stage, Stage)] == [
        "Searching",
        "Reading",
        "Checking",
    ]


def test_the_first_question_waits_and_says_so(published: Path) -> None:
    made = Assistant(settings_room.load(corpus=ROOT / "corpus", indexes=published))
    stages = made.stages("Who signs an order of £700?", asked_on=TODAY)
    first = next(stages)
    assert isinstance(first, Stage) and first.words.startswith("Getting ready")
    assert not made.ready() and len(made.schools()) == 7
    made.load_in_background()
    *_, answer = stages
    assert isinstance(answer, Answer) and answer.outcome is Outcome.ANSWERED
    assert made.ready()


def test_eight_people_at_once_get_their_own_answers(assistant: Assistant) -> None:
    questions = ["Who signs an order of £700?", "What is the mileage rate?", "How long does a governor serve?"] * 8
    alone = {question: ask(assistant, question).text for question in set(questions)}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: ask(assistant, question).text, questions))
    assert together == [alone[question] for question in questions]


def test_without_an_index_the_answer_says_what_to_run(tmp_path: Path) -> None:
    made = Assistant(settings_room.load(indexes=tmp_path))
    made.load_in_background()
    answer = made.ask("Who signs an order of £700?")
    assert answer.outcome is Outcome.FAILED and "assistant index" in answer.message


def test_no_connection_leaves_the_machine(published: Path, tmp_path: Path) -> None:
    """Indexing, answering and the page, each with every socket but those of this machine refused.

    One document is new, so that it is read, embedded and published; the vectors of the others are there already.
    """
    corpus, indexes = tmp_path / "corpus", tmp_path / "indexes"
    shutil.copytree(ROOT / "corpus", corpus)
    shutil.copytree(published, indexes)
    (corpus / "bees.md").write_text("# Beekeeping policy\n\n" + "Hives stand behind the orchard fence. " * 20)
    program = (
        "import sys; from pytest_socket import socket_allow_hosts; "
        "socket_allow_hosts(['127.0.0.1', '::1'], allow_unix_socket=True); "
        "from tests.fixtures.whole_path import main; main(sys.argv[1], sys.argv[2])"
    )
    arguments = [sys.executable, "-c", program, str(corpus), str(indexes)]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, timeout=1200, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["outcome"] == "answered" and said["page"] == 200 and said["blocked"]
    assert said["embedded"] >= 1


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Real published pages, without a register."""
    if not SEEDS.is_dir():
        pytest.skip("the folder of real documents is not here")
    settings = settings_room.load(corpus=SEEDS, indexes=tmp_path_factory.mktemp("seeds"))
    report = index.build(settings)
    assert not report.failed and report.documents == 5
    made = Assistant(settings)
    made.load()
    return made


@pytest.mark.parametrize(
    ("question", "source", "word"),
    [
        ("Which schools are in Sutton Coldfield?", "003_", "Primary School"),
        ("What does the plan say about climate change?", "002_", "climate change"),
        ("What is the KPI for reserves?", "004_", "Key Performance Indicators: Reserves"),
    ],
)
def test_real_pages_answer(seeds: Assistant, question: str, source: str, word: str) -> None:
    answer = ask(seeds, question)
    expect_cited(answer)
    assert answer.citations[0].passage.document.source.startswith(source)
    assert word in answer.text
    assert not answer.citations[0].passage.document.registered


def test_what_real_pages_do_not_say_is_not_found(seeds: Assistant) -> None:
    assert ask(seeds, "How many paid days are there for a sick child?").outcome is Outcome.NOT_FOUND
