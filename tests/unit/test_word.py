"""Word documents: what is printed, with the numbers that Word computes, and nothing that nobody sees."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from assistant.reading import word
from assistant.reading.composing import Composer


def lines(composer: Composer) -> list[str]:
    return [line for line in composer.text.split("\n") if line]


def numbers(composer: Composer) -> list[str]:
    return [section.number for section in composer.sections]


def paths(composer: Composer) -> list[tuple[str, ...]]:
    return [section.heading_path for section in composer.sections]


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Any], Composer]:
    def save(document: Any) -> Composer:
        document.save(tmp_path / "a.docx")
        return word.compose(tmp_path / "a.docx")

    return save


def numbering(document: Any, levels: list[tuple[str, str, str]]) -> str:
    """Add a list whose levels have a format, a text and a linked style; gives its numId."""
    root = document.part.numbering_part.element
    inner = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text, style) in enumerate(levels)
    )
    number = str(900 + len(root))
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    return number


def numbered(paragraph: Any, number: str, level: int) -> Any:
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def marked(run: Any, name: str, **attributes: str) -> None:
    mark = OxmlElement(name)
    for key, said in attributes.items():
        mark.set(qn(f"w:{key}"), said)
    run._r.get_or_add_rPr().append(mark)


def test_numbers_that_word_computes_stand_in_the_text(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    outline = numbering(document, [("decimal", "%1.", ""), ("decimal", "%1.%2", ""), ("lowerLetter", "(%3)", "")])
    annexes = numbering(document, [("upperLetter", "Annex %1", "")])
    numbered(document.add_heading("Purpose", 1), outline, 0)
    numbered(document.add_paragraph("Staff must sign for every key."), outline, 1)
    numbered(document.add_paragraph("They keep a record of:"), outline, 1)
    numbered(document.add_paragraph("the key;"), outline, 2)
    numbered(document.add_paragraph("the day."), outline, 2)
    numbered(document.add_heading("Loss", 1), outline, 0)
    numbered(document.add_paragraph("A lost key is reported."), outline, 1)
    numbered(document.add_heading("Form", 1), annexes, 0)
    composer = saved(document)
    assert lines(composer) == [
        "1. Purpose",
        "1.1 Staff must sign for every key.",
        "1.2 They keep a record of:",
        "(a) the key;",
        "(b) the day.",
        "2. Loss",
        "2.1 A lost key is reported.",
        "Annex A Form",
    ]
    assert numbers(composer) == ["1", "1.1", "1.2", "2", "2.1", "Annex A"]


def test_a_heading_style_with_numbers_of_its_own(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    number = numbering(document, [("decimal", "%1", "Heading1"), ("decimal", "%1.%2", "Heading2")])
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{number}"/></w:numPr>')
        )
    document.add_heading("Leave", 1)
    document.add_heading("Sick leave", 2)
    document.add_paragraph("Call before eight.")
    composer = saved(document)
    assert lines(composer) == ["1 Leave", "1.1 Sick leave", "Call before eight."]
    assert paths(composer)[-1] == ("Leave", "Sick leave")


def test_lists_follow_closely_on_the_line_before_them(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    document.add_paragraph("You need:")
    document.add_paragraph("a key", style="List Bullet")
    document.add_paragraph("•\ta badge")
    document.add_paragraph("Go in.", style="List Number")
    assert saved(document).text == "You need:\n- a key\n- a badge\n1. Go in."


def test_contents_are_dropped_and_margins_kept_apart(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Purpose\t3", style="toc 1")
    document.add_heading("Purpose", 1)
    document.add_paragraph("Keys are signed for.")
    document.sections[0].header.paragraphs[0].text = "Keys policy, version 2.1"
    document.sections[0].footer.paragraphs[0].add_run("Reviewed 2026 Page ")
    field = '<w:fldSimple {} w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple>'.format(nsdecls("w"))
    document.sections[0].footer.paragraphs[0]._p.append(parse_xml(field))
    composer = saved(document)
    assert composer.text == "Purpose\n\nKeys are signed for."
    assert composer.margins == ["Keys policy, version 2.1", "Reviewed 2026"]


def test_changes_and_hidden_words(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Pay ")
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>£10</w:t></w:r></w:ins>'))
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>£5</w:delText></w:r></w:del>')
    )
    paragraph.add_run(" in cash.")
    marked(paragraph.add_run(" Ignore this."), "w:vanish")
    marked(paragraph.add_run(" And this."), "w:color", val="FFFFFF")
    composer = saved(document)
    assert composer.text == "Pay £10 in cash."
    assert any("tracked changes" in note for note in composer.notes)
    assert word.HIDDEN in composer.notes


def test_white_words_on_a_dark_cell_are_read(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for column, words in enumerate(("Role", "Limit")):
        cell = table.cell(0, column)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="003366"/>'))
        marked(cell.paragraphs[0].add_run(words), "w:color", val="FFFFFF")
        table.cell(1, column).text = ("Head", "£500")[column]
    composer = saved(document)
    assert composer.text == "Role: Head. Limit: £500."
    assert not composer.notes


def test_placeholders_are_empty_and_choices_are_read(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    control = "<w:sdt {}><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    paragraph = document.add_paragraph("Owner: ")
    paragraph._p.append(parse_xml(control.format(nsdecls("w"), "<w:showingPlcHdr/>", "Choose an item.")))
    paragraph._p.append(parse_xml(control.format(nsdecls("w"), "", "Head of People")))
    assert saved(document).text == "Owner: Head of People"


def test_footnotes_stand_below_their_paragraph(saved: Callable[[Any], Composer], tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Orders need a quote.")._p.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>')
    )
    document.add_paragraph("Next.")
    document.save(tmp_path / "plain.docx")
    note = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"/>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Above £500.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(tmp_path / "plain.docx") as old, zipfile.ZipFile(tmp_path / "b.docx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                end = f'<Relationship Id="n" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                content = content.replace(b"</Relationships>", end.encode())
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", note)
    composer = word.compose(tmp_path / "b.docx")
    assert lines(composer) == ["Orders need a quote.", "Footnote 1: Above £500.", "Next."]


def test_merged_cells_stand_in_every_place(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    table = document.add_table(4, 3)
    words = [
        ["Spend", "Who", "Who"],
        ["", "Signs", "Checks"],
        ["Up to £500", "Head", "Bursar"],
        ["", "Deputy", "Bursar"],
    ]
    for row, cells in enumerate(words):
        for column, said in enumerate(cells):
            run = table.cell(row, column).paragraphs[0].add_run(said)
            run.bold = row < 2
    table.cell(0, 1).paragraphs[0].text = ""
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(0, 0).merge(table.cell(1, 0))
    composer = saved(document)
    assert composer.tables[0].header == ("Spend", "Who › Signs", "Who › Checks")
    assert composer.tables[0].rows == (("Up to £500", "Head", "Bursar"), ("Up to £500", "Deputy", "Bursar"))


def test_a_table_of_labels_is_fields_and_a_nested_table_is_told(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, (label, said) in enumerate((("Policy owner", "Head of People"), ("Review date", "May 2027"))):
        table.cell(row, 0).text, table.cell(row, 1).text = label, said
    document.add_paragraph("Fees")
    outer = document.add_table(3, 2)
    for column, words in enumerate(("Item", "Price")):
        outer.cell(0, column).text = words
    outer.cell(1, 0).text, outer.cell(2, 0).text, outer.cell(2, 1).text = "Hall", "Gym", "£5"
    inner = outer.cell(1, 1).add_table(2, 2)
    for row, cells in enumerate((("Day", "£9"), ("Night", "£12"))):
        for column, words in enumerate(cells):
            inner.cell(row, column).text = words
    composer = saved(document)
    assert "Policy owner: Head of People\nReview date: May 2027" in composer.text
    assert "Item: Hall. Price: Day, £9; Night, £12." in composer.text


def test_bold_lines_are_headings_where_no_styles_are_used(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    for words, bold in (("Keys", True), ("Every key is signed for by its holder.", False), ("Losing a key", True)):
        document.add_paragraph().add_run(words).bold = bold
    document.add_paragraph("Tell the site manager on the same day.")
    document.add_paragraph().add_run("Never lend a key.").bold = True
    composer = saved(document)
    assert paths(composer) == [("Keys",), ("Losing a key",)]


def test_a_text_box_stands_in_its_place_once(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    box = (
        "<w:r {w} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>Ring 999.</w:t></w:r></w:p></w:txbxContent>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Ring 999.</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("In a fire:")._p.append(parse_xml(box.format(w=nsdecls("w"))))
    document.add_paragraph("Then leave.")
    assert lines(saved(document)) == ["In a fire:", "Ring 999.", "Then leave."]


def test_properties_of_a_word_file(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Keys policy", "A. Bursar"
    document.core_properties.created = datetime(2026, 3, 1)
    document.add_paragraph("Words.")
    properties = saved(document).properties
    assert (properties["title"], properties["author"], properties["created"]) == (
        "Keys policy",
        "A. Bursar",
        "2026-03-01",
    )


def test_a_list_begins_again_where_word_says_so(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    first = numbering(document, [("decimal", "%1.", ""), ("lowerRoman", "(%2)", "")])
    root = document.part.numbering_part.element
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="990"><w:abstractNumId w:val="{first}"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    )
    for number, level in ((first, 0), (first, 1), (first, 1), (first, 0), (first, 1), ("990", 0)):
        numbered(document.add_paragraph("step"), number, level)
    assert [line.split()[0] for line in lines(saved(document))] == ["1.", "(i)", "(ii)", "2.", "(i)", "1."]


def test_numbers_without_a_heading_style_make_bold_lines_headings_of_their_level(
    saved: Callable[[Any], Composer],
) -> None:
    document = docx.Document()
    number = numbering(document, [("decimal", "%1.", ""), ("decimal", "%1.%2", "")])
    for words, level in (("Leave", 0), ("Sick leave", 1)):
        numbered(document.add_paragraph(), number, level).add_run(words).bold = True
        document.add_paragraph("Call the office before eight in the morning.")
    composer = saved(document)
    assert paths(composer) == [("Leave",), ("Leave", "Sick leave")]
    assert numbers(composer) == ["1", "1.1"]


def test_an_automatic_contents_list_is_dropped_and_its_field_ends(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()

    def field(paragraph: Any, mark: str, code: str = "") -> None:
        inner = f'<w:fldChar w:fldCharType="{mark}"/>' + (f"<w:instrText>{code}</w:instrText>" if code else "")
        paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>"))

    first, last = document.add_paragraph(), document.add_paragraph("Losing a key 4")
    field(first, "begin", r" TOC \o ")
    field(first, "separate")
    first.add_run("Keys 3")
    field(last, "end")
    document.add_heading("Keys", 1)
    document.add_paragraph("Sign for them.")
    assert lines(saved(document)) == ["Keys", "Sign for them."]


def test_a_table_that_frames_the_page_is_read_as_its_blocks(saved: Callable[[Any], Composer]) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "Note"
    cell.paragraphs[0].style = "Heading 2"
    cell.add_paragraph("Ring the office.")
    composer = saved(document)
    assert (lines(composer), composer.tables) == (["Note", "Ring the office."], [])


@pytest.mark.parametrize("entry", ["Keys\t3", "Keys ........ 3", "1. Keys\tPage 3"])
def test_typed_contents_are_dropped_with_their_heading(saved: Callable[[Any], Composer], entry: str) -> None:
    document = docx.Document()
    document.add_heading("Contents", 1)
    document.add_paragraph(entry)
    document.add_heading("Keys", 1)
    document.add_paragraph("Contents")
    document.add_paragraph("A key box holds 30 keys.")
    assert lines(saved(document)) == ["Keys", "Contents", "A key box holds 30 keys."]
