"""A text as a PDF with running heads and feet, a contents page, and tables whose header stands on their first page."""

import re
from functools import partial
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, LongTable, PageTemplate, Spacer
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Paragraph as Printed
from reportlab.platypus.tableofcontents import TableOfContents

from evals.library.looks import TRUST, Look, cover_lines, foot, look_of, printed_fields, signatures
from evals.library.texts import ABOVE, LEFT, Block, Grid, Heading, Item, Note, PageBreak, Paragraph, Text

WIDTH = A4[0] - 4.6 * cm
NUMBER = re.compile(r"(\d+\.\d+(?:\.\d+)?|\d+\.|\([a-z]{1,2}\))\s+")


def made(text: Text) -> bytes:
    """The document's bytes."""
    written = BytesIO()
    look = look_of(text)
    template = _Template(written, text, look)
    template.multiBuild(list(_story(text, look)), canvasmaker=partial(_Pages, text, look))
    return written.getvalue()


class _Template(BaseDocTemplate):  # type: ignore[misc]
    """Tells the contents page where each main heading came to stand."""

    def __init__(self, written: BytesIO, text: Text, look: Look) -> None:
        super().__init__(written, pagesize=A4, title=text.says("title"), author=TRUST, invariant=1)
        self._heading = f"heading1-{look.pdf_bold}"
        frame = Frame(2.3 * cm, 2.2 * cm, WIDTH, A4[1] - 4.6 * cm, id="text", leftPadding=0, rightPadding=0)
        self.addPageTemplates([PageTemplate(id="page", frames=[frame])])

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Called by reportlab for everything that it has placed."""
        if isinstance(flowable, Printed) and flowable.style.name == self._heading:
            self.notify("TOCEntry", (0, flowable.getPlainText(), self.page))


class _Pages(Canvas):  # type: ignore[misc]
    """Prints running heads and feet once the number of pages is known."""

    def __init__(self, text: Text, look: Look, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._text, self._look = text, look
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page until the end."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Print every page with its head and foot."""
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            if number > 1 or self._text.about.get("control") != "cover":
                self._furnish(number, len(self._kept))
            super().showPage()
        super().save()

    def _furnish(self, number: int, pages: int) -> None:
        self.setFont(self._look.pdf_font, 8)
        self.setFillColor(HexColor("#555555"))
        self.drawString(2.3 * cm, A4[1] - 1.4 * cm, TRUST)
        self.drawRightString(A4[0] - 2.3 * cm, A4[1] - 1.4 * cm, self._text.says("title"))
        self.drawString(2.3 * cm, 1.3 * cm, foot(self._text))
        shown = self._look.numbered_feet.format(page=number, pages=pages)
        self.drawRightString(A4[0] - 2.3 * cm, 1.3 * cm, shown)


class _Styles:
    def __init__(self, look: Look) -> None:
        colour = HexColor(f"#{look.colour}")
        size = look.size - 0.5
        self.body = ParagraphStyle(
            "body", fontName=look.pdf_font, fontSize=size, leading=size * 1.35, spaceAfter=6, alignment=TA_LEFT
        )
        self.clause = ParagraphStyle("clause", self.body, leftIndent=1.1 * cm, bulletIndent=0)
        self.item = ParagraphStyle("item", self.body, leftIndent=1.7 * cm, bulletIndent=1.1 * cm, spaceAfter=3)
        self.inner = ParagraphStyle("inner", self.item, leftIndent=2.4 * cm, bulletIndent=1.8 * cm)
        self.small = ParagraphStyle("small", self.body, fontSize=size - 2, leading=(size - 2) * 1.3)
        self.cell = ParagraphStyle("cell", self.body, fontSize=size - 1, leading=(size - 1) * 1.25, spaceAfter=0)
        self.head = ParagraphStyle("head", self.cell, fontName=look.pdf_bold)
        self.boxed = ParagraphStyle(
            "boxed", self.body, backColor=HexColor("#EEF3F8"), borderPadding=5, spaceBefore=6, spaceAfter=10
        )
        self.title = ParagraphStyle(
            "title", fontName=look.pdf_bold, fontSize=22, leading=27, textColor=colour, spaceAfter=14
        )
        self.headings = [
            ParagraphStyle(
                f"heading{level}-{look.pdf_bold}",
                fontName=look.pdf_bold,
                fontSize=size + 5 - 1.5 * level,
                leading=(size + 5 - 1.5 * level) * 1.25,
                textColor=colour,
                spaceBefore=12 - 2 * level,
                spaceAfter=5,
                keepWithNext=1,
            )
            for level in range(1, 5)
        ]


def _story(text: Text, look: Look) -> Any:
    styles = _Styles(look)
    control = text.about.get("control", "table")
    if control == "cover":
        yield Spacer(1, 5 * cm)
        yield Printed(escape(TRUST), styles.body)
    yield Printed(escape(text.says("title")), styles.title)
    if control == "cover":
        yield from (Printed(escape(line), styles.body) for line in cover_lines(text))
        yield NewPage()
    if control == "table":
        yield from _fields(text, styles)
    if text.about.get("contents"):
        yield Printed("Contents", styles.headings[1])
        yield TableOfContents(levelStyles=[styles.body], dotsMinLevel=0)
        yield NewPage()
    for block in text.blocks:
        yield from _block(block, styles)
    if control == "end":
        yield Printed("Document control", styles.headings[0])
        yield from _fields(text, styles)
    if text.about.get("signature"):
        yield Spacer(1, 0.8 * cm)
        for who in signatures(text):
            yield Printed(f"Signed: {'.' * 40} {escape(who)} Date: {'.' * 16}", styles.body)
            yield Spacer(1, 0.4 * cm)


def _block(block: Block, styles: _Styles) -> Any:
    match block:
        case Heading(level, words):
            yield Printed(marked(words), styles.headings[level - 1])
        case Paragraph(words, boxed):
            number = NUMBER.match(words)
            if boxed or not number:
                yield Printed(marked(words), styles.boxed if boxed else styles.body)
            else:
                style = styles.item if words.startswith("(") else styles.clause
                yield Printed(marked(words[number.end() :]), style, bulletText=number[1])
        case Item(mark, words, depth):
            yield Printed(
                marked(words), styles.inner if depth else styles.item, bulletText="•" if mark == "-" else mark
            )
        case Grid(rows):
            yield from _grid(rows, styles)
        case Note(name, words):
            yield Printed(f"<super>{name}</super> {marked(words)}", styles.small)
        case PageBreak():
            yield NewPage()


def marked(words: str) -> str:
    """Bold, italic and footnote marks as reportlab writes them."""
    words = escape(words, quote=False).replace("&lt;br&gt;", "<br/>")
    words = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", words)
    words = re.sub(r"(?<!\*)\*([^*\s][^*]*?)\*", r"<i>\1</i>", words)
    return re.sub(r"\[\^(\w+)\]", r"<super>\1</super>", words)


def _grid(rows: tuple[tuple[str, ...], ...], styles: _Styles) -> Any:
    cells: list[list[Any]] = []
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#777777")),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor("#E3E9F0")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    for number, row in enumerate(rows):
        style = styles.cell if number else styles.head
        cells.append([Printed(marked(words), style) if words not in (ABOVE, LEFT) else "" for words in row])
        commands.extend(spans(rows, number))
    widths = _widths(rows)
    yield LongTable(cells, colWidths=widths, repeatRows=0, style=commands, spaceBefore=4, spaceAfter=10)


def spans(rows: tuple[tuple[str, ...], ...], number: int) -> Any:
    """The merges that begin in a row."""
    for column, words in enumerate(rows[number]):
        if words in (ABOVE, LEFT):
            continue
        right = column
        while right + 1 < len(rows[number]) and rows[number][right + 1] == LEFT:
            right += 1
        down = number
        while down + 1 < len(rows) and rows[down + 1][column] == ABOVE:
            down += 1
        if (right, down) != (column, number):
            yield ("SPAN", (column, number), (right, down))


def _widths(rows: tuple[tuple[str, ...], ...]) -> list[float]:
    """Columns as wide as their words ask, none under a tenth of the page."""
    asked = [max(12, sum(len(row[column]) for row in rows) / len(rows)) for column in range(len(rows[0]))]
    longest = [max(len(word) for row in rows for word in (row[column].split() or [""])) for column in range(len(asked))]
    asked = [max(share**0.7, 1.3 * word) for share, word in zip(asked, longest, strict=True)]
    return [WIDTH * share / sum(asked) for share in asked]


def _fields(text: Text, styles: _Styles) -> Any:
    pairs = printed_fields(text)
    cells = [[Printed(label, styles.head), Printed(escape(value), styles.cell)] for label, value in pairs]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, HexColor("#777777")), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    yield LongTable(cells, colWidths=[4.5 * cm, WIDTH - 4.5 * cm], style=grid, spaceAfter=12)
