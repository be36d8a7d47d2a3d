"""PDFs that are pictures, protected, broken or too long, and how well a page was read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import UnreadableFile
from assistant.reading.pdf import compose
from assistant.reading.pdf.printed import Word
from assistant.reading.quality import CHOPPED, GARBLED, GLUED, SCANNED, quality_of
from tests.fixtures.paper import HEIGHT, PLAIN, RUNNING, Paper


@pytest.fixture
def scan(paper: Paper, tmp_path: Path) -> Path:
    """Three pages: text, a picture of a page, text."""
    from PIL import Image

    picture = tmp_path / "scan.png"
    Image.new("RGB", (200, 280), (230, 230, 230)).save(picture)
    paper.text(RUNNING)
    paper.turn()
    paper.canvas.drawImage(str(picture), 0, 0, *A4)
    paper.turn()
    paper.text(RUNNING)
    paper.canvas.save()
    return paper.path


@pytest.mark.parametrize("recognise", [None, lambda *page: None])
def test_a_scanned_page_that_is_not_recognised_is_named(scan: Path, recognise: Callable[..., None] | None) -> None:
    composer = compose(scan, recognise)
    assert [page.fault for page in composer.pages] == ["", SCANNED, ""]
    assert composer.text.count("helmet") == 2 and len(composer.page_starts) == 3


def test_recognised_words_stand_in_their_place(scan: Path) -> None:
    asked: list[tuple[Path, int, int, int]] = []

    def recognise(path: Path, number: int, width: float, height: float) -> list[Word]:
        asked.append((path, number, round(width), round(height)))
        return [Word(word, 72 + 50 * n, 72, 110 + 50 * n, 83, 11) for n, word in enumerate("Sheds are locked.".split())]

    composer = compose(scan, recognise)
    assert asked == [(scan, 2, 595, 842)]
    assert [page.recognised for page in composer.pages] == [False, True, False]
    assert composer.pages[1].fault == ""
    at = composer.text.index("Sheds are locked.")
    assert composer.page_starts[1] == at and composer.text.count("helmet") == 2


def test_the_measured_height_of_recognised_type_parts_no_sentence(scan: Path) -> None:
    def recognise(path: Path, number: int, width: float, height: float) -> list[Word]:
        lines = [
            "Bicycles stand in the shed behind the hall and they",
            "stay there until the bell has been rung at four",
        ]
        return [
            Word(text, 60.0 + 40 * place, top, 95.0 + 40 * place, top + 12, size)
            for line, (top, size) in zip(lines, ((100.0, 12.0), (116.0, 10.2)), strict=True)
            for place, text in enumerate(line.split())
        ]

    assert " and they stay there " in compose(scan, recognise).text


def test_words_printed_invisibly_on_a_scan_are_its_text(paper: Paper, tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "scan.png"
    Image.new("RGB", (200, 280), (230, 230, 230)).save(picture)
    paper.canvas.drawImage(str(picture), 0, 0, *A4)
    layer = paper.canvas.beginText(72, HEIGHT - 100)
    layer.setFont(PLAIN, 11)
    layer.setTextRenderMode(3)
    layer.textLines(RUNNING[:80] + "\n" + RUNNING[80:160] + "\n" + RUNNING[160:])
    paper.canvas.drawText(layer)
    composer = paper.read()
    assert "wears a helmet" in composer.text
    assert [page.fault for page in composer.pages] == [""]


def test_a_protected_file_is_named(tmp_path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    paper = Paper(tmp_path / "closed.pdf", encrypt=StandardEncryption("secret", canPrint=0))
    paper.put("Nobody may read this.")
    with pytest.raises(UnreadableFile, match="password") as raised:
        paper.read()
    assert raised.value.verdict == "encrypted"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing else")
    with pytest.raises(UnreadableFile, match="broken") as raised:
        compose(path)
    assert raised.value.verdict == "malformed"


def test_a_file_of_more_than_two_thousand_pages_is_refused(paper: Paper) -> None:
    for _ in range(2001):
        paper.canvas.showPage()
    with pytest.raises(UnreadableFile, match="2,000 pages") as raised:
        paper.read()
    assert raised.value.verdict == "too large"


def test_one_page_that_fails_does_not_lose_the_others(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.reading.pdf import page as pages

    for number in (1, 2, 3):
        paper.put(f"Rule number {number} of {chr(96 + number) * 4}.")
        paper.turn()
    read = pages.read

    def failing(page: object, number: int, rules: object) -> object:
        if number == 2:
            raise ValueError("broken content")
        return read(page, number, rules)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "read", failing)
    composer = paper.read()
    assert "number 1" in composer.text and "number 3" in composer.text
    assert [bool(page.fault) for page in composer.pages] == [False, True, False]
    assert composer.notes == ["A damaged part could not be read on page 2."]


def words(text: str, size: float = 10) -> list[Word]:
    return [Word(word, 10.0 * n, 10, 10.0 * n + 8, 20, size) for n, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" ".join(RUNNING.replace(" ", "")), CHOPPED),
        ((RUNNING.replace(" ", "") + " ") * 2, GLUED),
        ("".join(f"{number},250.00" for number in range(40)), GLUED),
        ("\ue001\ue002\ue003\ue004 \ue005\ue006\ue007 " * 20, GARBLED),
        ("(cid:12)(cid:44)(cid:7) (cid:9)(cid:3) " * 10, GARBLED),
        (
            "Hyhub sxslo zkr frphv wr vfkrro eb elfbfoh zhduv d khophw dqg nhhsv wkh elfbfoh orfnhg lq wkh vkhg " * 2,
            GARBLED,
        ),
        ("#$%^ &*|~ <>{} ^^&& ~~#@ " * 10, GARBLED),
    ],
)
def test_a_page_that_is_no_words_is_known(text: str, fault: str) -> None:
    score, found = quality_of(words(text))
    assert found == fault and score <= 0.5


@pytest.mark.parametrize(
    "text",
    [
        RUNNING,
        "Year Autumn Spring Summer " + " ".join(f"{n} £{n * 41:,}.50 {n}%" for n in range(80)),
        "Y N Y Y N N Y N Y Y N Y N " * 10 + RUNNING,
        "Wszyscy uczniowie przychodzą do szkoły punktualnie i w strojach zgodnych z zasadami, a o spóźnieniu decyduje "
        "dyżurny nauczyciel w porozumieniu z wychowawcą i z dyrekcją.",
        "Mae'n rhaid i bob disgybl wisgo helmed wrth feicio i'r ysgol, a chadw'r beic dan glo yn y sied tan ddiwedd y "
        "dydd, pan fydd aelod o'r staff yn agor y giât.",
        "全校学生应当按时到校并遵守学校的各项规章制度。" * 4,
        "https://www.example.org/policies/attendance-and-punctuality/2026/ office@example.org " * 4,
        "DSL SENCO KCSIE DfE GDPR DPIA ICO PHSE SMSC BTEC NQT CPD LSCB MASH HMRC TUPE " * 4,
        "Title page",
        "",
    ],
)
def test_a_page_of_words_numbers_or_another_language_is_fine(text: str) -> None:
    assert quality_of(words(text))[1] == ""


@pytest.mark.parametrize(
    ("text", "size", "fault"),
    [("", 10, SCANNED), ("Scanned 12/05", 8, SCANNED), ("Homework Policy", 24, ""), (RUNNING, 10, "")],
)
def test_a_picture_with_few_words_is_a_scan_and_a_cover_is_not(text: str, size: float, fault: str) -> None:
    assert quality_of(words(text, size), picture=True)[1] == fault


def test_a_page_set_on_its_side_is_read_as_upright_and_its_places_are_those_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "sideways.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.rotate(90)
    for number, line in enumerate(("1. Who may sign", "1.1 Orders are signed by the head of the school.")):
        canvas.drawString(100, -200 - 40 * number, line)
    canvas.save()
    composer = compose(path)
    assert "1.1 Orders are signed by the head of the school." in composer.text.split("\n")
    at = composer.text.index("Orders")
    box = next(box for box in composer.boxes if box.start == at)
    assert 225 < box.left < box.right < 250
    assert box.bottom - box.top > box.right - box.left
    assert 842 - 100 - 60 < box.bottom < 842 - 100
