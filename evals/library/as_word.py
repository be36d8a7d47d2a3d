"""A text as a Word document with real styles, numbering, fields, running heads and feet, and a contents page."""

import re
from html import escape
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from evals.library.looks import TRUST, UNFILLED, cover_lines, foot, look_of, printed_fields, signatures
from evals.library.texts import ABOVE, LEFT, Grid, Heading, Item, Note, PageBreak, Paragraph, Text

SPAN = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*\s][^*]*?)\*|\[\^(?P<note>\w+)\]")
TYPED_NUMBER = re.compile(r"(?:\d+\.|\d+\.\d+|\([a-z]\))\s+")
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS_ON_A_PAGE = 330
LEVELS = (("%1.", "decimal", "Heading 1"), ("%1.%2", "decimal", ""), ("(%3)", "lowerLetter", ""))


def made(text: Text) -> bytes:
    """The document's bytes."""
    return _Word(text).bytes()


class _Word:
    def __init__(self, text: Text) -> None:
        self._text = text
        self._look = look_of(text)
        self._file: Any = docx.Document()
        self._notes = {block.name: block.words for block in text.blocks if isinstance(block, Note)}
        self._numbered = text.about.get("numbering") == "automatic"
        self._set_styles()
        self._set_margins()
        if self._numbered:
            self._number = _add_numbering(self._file)

    def bytes(self) -> bytes:
        """Write everything in order."""
        self._begin()
        for block in self._text.blocks:
            self._write(block)
        if self._text.about.get("control") == "end":
            self._file.add_paragraph("Document control", style="Heading 1")
            self._fields()
        if self._text.about.get("signature"):
            self._signatures()
        if self._notes:
            _add_footnotes(self._file, list(self._notes.values()))
        self._properties()
        written = BytesIO()
        self._file.save(written)
        return written.getvalue()

    def _begin(self) -> None:
        about = self._text.about
        if about.get("control") == "cover":
            self._file.add_paragraph(TRUST, style="Subtitle")
            self._file.add_paragraph(self._text.says("title"), style="Title")
            for line in cover_lines(self._text):
                self._file.add_paragraph(line)
            self._page_break()
        else:
            self._file.add_paragraph(self._text.says("title"), style="Title")
        if about.get("control", "table") == "table":
            self._fields()
        if about.get("contents"):
            self._contents()

    def _write(self, block: object) -> None:
        match block:
            case Heading(level, words):
                number = self._numbered and TYPED_NUMBER.match(words) if level == 1 else None
                paragraph = self._file.add_paragraph(style=f"Heading {level}")
                self._inline(paragraph, words[number.end() :] if number else words)
                if number:
                    self._automatic(paragraph, 0)
            case Paragraph(words, boxed):
                self._paragraph(words, boxed)
            case Item(mark, words, depth):
                self._item(mark, words, depth)
            case Grid(rows):
                self._grid(rows)
            case PageBreak():
                self._page_break()

    def _paragraph(self, words: str, boxed: bool) -> None:
        number = TYPED_NUMBER.match(words) if self._numbered else None
        style = "Intense Quote" if boxed else "Normal"
        paragraph = self._file.add_paragraph(style=style)
        self._inline(paragraph, words[number.end() :] if number else words)
        if number:
            self._automatic(paragraph, 2 if words.startswith("(") else 1)

    def _item(self, mark: str, words: str, depth: int) -> None:
        if mark == "-":
            paragraph = self._file.add_paragraph(style="List Bullet 2" if depth else "List Bullet")
            self._inline(paragraph, words)
        elif self._numbered and re.fullmatch(r"\([a-z]\)", mark):
            paragraph = self._file.add_paragraph()
            self._inline(paragraph, words)
            self._automatic(paragraph, 2)
        else:
            paragraph = self._file.add_paragraph()
            paragraph.paragraph_format.left_indent = Cm(1.2 + depth)
            paragraph.paragraph_format.first_line_indent = Cm(-0.8)
            self._inline(paragraph, f"{mark}\t{words}")

    def _inline(self, paragraph: Any, words: str) -> None:
        at = 0
        for found in SPAN.finditer(words):
            paragraph.add_run(words[at : found.start()])
            at = found.end()
            if found["note"]:
                self._refer(paragraph, found["note"])
            else:
                run = paragraph.add_run(found["bold"] or found["italic"])
                run.bold, run.italic = bool(found["bold"]) or None, bool(found["italic"]) or None
        paragraph.add_run(words[at:])

    def _refer(self, paragraph: Any, name: str) -> None:
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(list(self._notes).index(name) + 1))
        run._r.append(reference)

    def _grid(self, rows: tuple[tuple[str, ...], ...]) -> None:
        table = self._file.add_table(len(rows), len(rows[0]), style="Table Grid")
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                cell = table.cell(number, column)
                if words == ABOVE:
                    table.cell(number - 1, column).merge(cell)
                elif words == LEFT:
                    table.cell(number, column - 1).merge(cell)
                else:
                    self._cell(cell, words, head=not number)
        if self._text.about.get("repeat_header"):
            properties = table.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:tblHeader"))
        self._file.add_paragraph()

    def _cell(self, cell: Any, words: str, *, head: bool) -> None:
        first, *others = words.split("<br>")
        paragraphs = [cell.paragraphs[0], *[cell.add_paragraph() for _ in others]]
        for paragraph, line in zip(paragraphs, (first, *others), strict=True):
            self._inline(paragraph, f"**{line}**" if head and line else line)
        if head:
            shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E3E9F0"/>')
            cell._tc.get_or_add_tcPr().append(shade)

    def _fields(self) -> None:
        pairs = printed_fields(self._text)
        table = self._file.add_table(len(pairs), 2, style="Table Grid")
        for row, (label, value) in zip(table.rows, pairs, strict=True):
            row.cells[0].paragraphs[0].add_run(label).bold = True
            if value == UNFILLED:
                row.cells[1].paragraphs[0]._p.append(_prompt(value))
            else:
                row.cells[1].paragraphs[0].add_run(value)
        self._file.add_paragraph()

    def _contents(self) -> None:
        self._file.add_paragraph("Contents", style="TOC Heading")
        count = 0
        entries = []
        for block in self._text.blocks:
            if isinstance(block, Heading) and block.level == 1:
                entries.append((block.words, 2 + count // WORDS_ON_A_PAGE))
            count += len(str(block).split())
        for position, (words, page) in enumerate(entries):
            paragraph = self._file.add_paragraph(style="TOC 1")
            if not position:
                _mark(paragraph, "begin")
                _code(paragraph, r'TOC \o "1-1" \h \z')
                _mark(paragraph, "separate")
            paragraph.add_run(f"{words}\t{page}")
            if position == len(entries) - 1:
                _mark(paragraph, "end")
        self._page_break()

    def _signatures(self) -> None:
        self._file.add_paragraph()
        table = self._file.add_table(len(signatures(self._text)), 3)
        for row, who in zip(table.rows, signatures(self._text), strict=True):
            shown = ("Signed: ......................", who, "Date: ............")
            for cell, words in zip(row.cells, shown, strict=True):
                cell.paragraphs[0].add_run(words)

    def _set_styles(self) -> None:
        styles = self._file.styles
        styles["Normal"].font.name, styles["Normal"].font.size = self._look.font, Pt(self._look.size)
        for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
            font = styles[name].font
            font.name, font.color.rgb = self._look.headings, RGBColor.from_string(self._look.colour)
            styles[name].element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        for name, base in (("TOC Heading", "Heading 1"), ("TOC 1", "Normal")):
            if name not in [style.name for style in styles]:
                styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles[base]
        styles["TOC 1"].paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT)

    def _set_margins(self) -> None:
        section = self._file.sections[0]
        section.header.paragraphs[0].add_run(f"{TRUST}\t\t{self._text.says('title')}")
        paragraph = section.footer.paragraphs[0]
        before, _, after = self._look.numbered_feet.partition("{page}")
        paragraph.add_run(f"{foot(self._text)}\t\t{before}")
        _field(paragraph, "PAGE", "1")
        middle, pages, end = after.partition("{pages}")
        paragraph.add_run(middle)
        if pages:
            _field(paragraph, "NUMPAGES", "9")
            paragraph.add_run(end)

    def _properties(self) -> None:
        from datetime import datetime, time

        core = self._file.core_properties
        day = self._text.about.get("approved") or self._text.about.get("effective_from")
        moment = datetime.combine(day, time(9)) if day else datetime(2026, 9, 1, 9)
        core.title, core.author, core.comments = self._text.says("title"), TRUST, ""
        core.created = core.modified = moment
        core.last_modified_by, core.revision = TRUST, 1

    def _page_break(self) -> None:
        self._file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _automatic(self, paragraph: Any, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr()
        numbering = properties.get_or_add_numPr()
        numbering.get_or_add_ilvl().val = level
        numbering.get_or_add_numId().val = self._number


def _add_numbering(file: Any) -> int:
    """A numbering of three levels, "1.", "1.1" and "(a)", as Word makes it; returns its id."""
    root = file.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else "")
        + f'<w:lvlText w:val="{shown}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{567 + 284 * number}" w:hanging="567"/></w:pPr></w:lvl>'
        for number, (shown, form, style) in enumerate(LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}'
        "</w:abstractNum>"
    )
    first = root.find(qn("w:num"))
    root.insert(list(root).index(first) if first is not None else len(root), abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return 90


def _add_footnotes(file: Any, notes: list[str]) -> None:
    """The part in which Word keeps footnotes, numbered from 1 after its two separators."""
    words = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, note in enumerate(notes, start=1)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    content = f"<w:footnotes {nsdecls('w')}>{separators}{words}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), f"{CONTENT_TYPE}.footnotes+xml", content, file.part.package)
    file.part.relate_to(part, f"{RELATIONSHIPS}/footnotes")


def _prompt(words: str) -> Any:
    """A drop-down control that nobody has used."""
    return parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:showingPlcHdr/><w:dropDownList><w:listItem w:displayText="{words}" '
        f'w:value=""/></w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>{words}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def _mark(paragraph: Any, kind: str) -> None:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(element)


def _code(paragraph: Any, words: str) -> None:
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = words
    paragraph.add_run()._r.append(element)


def _field(paragraph: Any, code: str, shown: str) -> None:
    _mark(paragraph, "begin")
    _code(paragraph, code)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")
