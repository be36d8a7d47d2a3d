"""Build, change, publish, roll back, and refuse what does not fit."""

import json
import threading
from pathlib import Path

import pytest

from assistant import index
from assistant import settings as settings_room
from assistant.errors import DamagedIndex, NoIndex, RegisterError, StaleIndex
from assistant.index.library import Library
from assistant.settings import Settings
from tests.fixtures.written import HashedEmbedder, write_corpus, write_policy


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.index.building.Embedder", HashedEmbedder)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    write_corpus(tmp_path / "corpus", documents=6, clauses=4)
    return settings_room.load(corpus=tmp_path / "corpus", indexes=tmp_path / "indexes", keep_builds=2)


def library(settings: Settings) -> Library:
    return Library(settings.indexes / index.pointer(settings.indexes).build)


def outcomes(report: index.Report) -> dict[str, str]:
    return {item.source: item.outcome for item in report.files if item.outcome != "unchanged"}


def test_every_passage_is_the_documents_own_text_at_its_offsets(settings: Settings) -> None:
    index.build(settings)
    passages = library(settings).passages.values()
    assert passages
    assert all(item.text == item.document.text[item.start : item.end] for item in passages)


def test_a_second_run_with_nothing_changed_embeds_and_publishes_nothing(settings: Settings) -> None:
    first = index.build(settings)
    second = index.build(settings)
    assert first.published and first.embedded == first.passages
    assert not second.published and second.embedded == 0 and second.build == first.build
    assert outcomes(second) == {}


def test_only_what_changed_is_embedded_and_every_change_is_told(settings: Settings) -> None:
    index.build(settings)
    write_policy(settings.corpus, 0, 4, extra="A new sentence about ladders.\n")
    added = write_policy(settings.corpus, 20, 4)
    (settings.corpus / "expenses-2.md").unlink()
    report = index.build(settings)
    assert outcomes(report) == {"leave-0.md": "changed", added.name: "added", "expenses-2.md": "removed"}
    assert report.embedded <= 6 and report.reused >= 15
    passages = library(settings).passages.values()
    assert any("ladders" in passage.text for passage in passages)
    assert not any(passage.document.source == "expenses-2.md" for passage in passages)


def test_a_file_that_breaks_keeps_its_last_text_and_says_so(settings: Settings) -> None:
    index.build(settings)
    before = {name: item.text for name, item in library(settings).passages.items() if "leave-0" in name}
    (settings.corpus / "leave-0.md").write_bytes(b"")
    report = index.build(settings)
    after = {name: item for name, item in library(settings).passages.items() if "leave-0" in name}
    assert outcomes(report) == {"leave-0.md": "failed"} and "empty" in report.failed[0].reason
    assert {name: item.text for name, item in after.items()} == before
    assert all("could not be updated" in item.document.warnings[0] for item in after.values())
    write_policy(settings.corpus, 0, 4)
    assert outcomes(index.build(settings)) == {"leave-0.md": "changed"}
    assert not any(item.document.warnings for item in library(settings).passages.values())


def test_rollback_publishes_the_build_before_and_it_stays(settings: Settings) -> None:
    first = index.build(settings)
    write_policy(settings.corpus, 30)
    second = index.build(settings)
    assert index.rollback(settings.indexes) == first.build
    assert not index.stale(settings), "serve leaves a build alone that someone rolled back to"
    assert {item.build for item in index.listing(settings.indexes)} >= {first.build, second.build}
    index.build(settings)
    assert index.pointer(settings.indexes).build != first.build


def test_old_builds_are_pruned_to_the_setting(settings: Settings) -> None:
    for number in range(5):
        write_policy(settings.corpus, 40 + number)
        index.build(settings)
    assert len(index.listing(settings.indexes)) == settings.keep_builds + 1


def test_other_passage_settings_are_refused_with_what_to_run(settings: Settings) -> None:
    index.build(settings)
    other = settings_room.load(corpus=settings.corpus, indexes=settings.indexes, passage_tokens=100)
    with pytest.raises(StaleIndex, match="assistant index"):
        index.open_published(other)
    assert index.stale(other)


def test_another_model_is_refused_with_what_to_run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    index.build(settings)
    manifest = settings.indexes / index.pointer(settings.indexes).build / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["model"]["digest"] = "0" * 64
    manifest.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(StaleIndex, match="assistant index"):
        index.open_published(settings)


def test_a_damaged_build_gives_way_to_the_last_good_one_and_says_so(settings: Settings) -> None:
    first = index.build(settings)
    write_policy(settings.corpus, 30)
    second = index.build(settings)
    (settings.indexes / second.build / "library.sqlite").write_bytes(b"not a database")
    opened = index.open_published(settings)
    assert opened.name == first.build and second.build in opened.notice


def test_vectors_that_are_gone_are_noticed_at_open(settings: Settings) -> None:
    built = index.build(settings)
    for file in (settings.indexes / built.build / "vectors").rglob("*.bin"):
        file.unlink()
    with pytest.raises(DamagedIndex, match="assistant index"):
        index.open_published(settings)


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="assistant index"):
        index.open_published(settings_room.load(indexes=tmp_path))


@pytest.mark.parametrize("text", ["", "One line.\n"])
def test_a_corpus_of_one_tiny_document_works(settings: Settings, text: str, tmp_path: Path) -> None:
    corpus = tmp_path / "tiny"
    corpus.mkdir()
    (corpus / "note.md").write_text(text, encoding="utf-8")
    tiny = settings_room.load(corpus=corpus, indexes=tmp_path / "tiny-indexes")
    report = index.build(tiny)
    assert report.passages == len(index.open_published(tiny).library.passages) == (1 if text else 0)
    assert index.build(tiny).published is False


def test_two_builders_and_a_reader_at_once_are_safe(settings: Settings) -> None:
    index.build(settings)
    faults: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            opened = index.open_published(settings)
            if opened.notice or opened.vectors.count() != len(opened.library.passages):
                faults.append(opened.notice or "vectors and passages differ")
            opened.close()

    def build(number: int) -> None:
        try:
            write_policy(settings.corpus, 60 + number)
            index.build(settings)
        except Exception as error:
            faults.append(repr(error))

    reader = threading.Thread(target=read)
    builders = [threading.Thread(target=build, args=(number,)) for number in range(2)]
    reader.start()
    for thread in builders:
        thread.start()
    for thread in builders:
        thread.join()
    done.set()
    reader.join()
    assert faults == []
    index.build(settings)
    sources = {item.source for item in library(settings).documents.values()}
    assert {path.name for path in settings.corpus.iterdir()} == sources


CALENDAR = '[[term]]\nname = "autumn 2026"\nyear = "2026-27"\nfirst = 2026-09-03\nlast = 2026-12-18\n'
RENAMED = '{ now = "school committee", was = "local governing body", since = 2025-09-01 }'
REGISTER = f'[trust]\nname = "A trust"\nrenamed = [{RENAMED}]\n'


def test_a_build_keeps_the_calendar_and_is_made_anew_when_it_changes(settings: Settings) -> None:
    assert index.open_build(settings, index.build(settings).build).calendar is None
    file = settings.corpus / "calendar.toml"
    file.write_text(CALENDAR, encoding="utf-8")
    assert index.stale(settings)
    made = index.build(settings)
    assert made.published and made.embedded == 0
    file.unlink()
    opened = index.open_build(settings, made.build)
    assert opened.calendar is not None and opened.calendar.terms[0].name == "autumn 2026"
    file.write_text(CALENDAR, encoding="utf-8")
    assert not index.stale(settings)
    file.write_text(CALENDAR.replace("12-18", "12-17"), encoding="utf-8")
    assert index.stale(settings)


def test_a_calendar_that_cannot_be_stops_a_build_with_a_sentence(settings: Settings) -> None:
    made = index.build(settings)
    (settings.corpus / "calendar.toml").write_text(CALENDAR.replace("2026-12-18", "2026-08-18"), encoding="utf-8")
    with pytest.raises(RegisterError, match="term autumn 2026: it ends on 18 August 2026, before it begins"):
        index.build(settings)
    assert index.pointer(settings.indexes).build == made.build


def test_a_calendar_that_was_changed_inside_a_build_is_damage(settings: Settings) -> None:
    (settings.corpus / "calendar.toml").write_text(CALENDAR, encoding="utf-8")
    made = index.build(settings)
    (settings.indexes / made.build / "calendar.toml").write_text(CALENDAR.replace("03", "04"), encoding="utf-8")
    with pytest.raises(DamagedIndex, match=r"calendar\.toml"):
        index.open_build(settings, made.build)


def test_new_names_of_the_register_lead_from_the_old_ones(settings: Settings) -> None:
    index.build(settings)
    (settings.corpus / "register.toml").write_text(REGISTER, encoding="utf-8")
    assert index.stale(settings)
    opened = index.open_build(settings, index.build(settings).build)
    assert opened.manifest.renamed == (("local governing body", "school committee"),)
    assert opened.names.of(("local", "govern", "bodi")) == (("school", "committe"),)
    assert not index.stale(settings)
