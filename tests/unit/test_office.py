"""Excel, PowerPoint, OpenDocument, rich text and mail: what is printed, in its order, and what was left out is said."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from assistant.errors import UnreadableFile
from assistant.reading.composing import Composer
from assistant.reading.kinds import Kind, kind_of
from assistant.reading.office import bare_sheets, converted, number_formats, open_document, slides, spreadsheet
from assistant.reading.plain import mail
from assistant.reading.readers import compose

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{name}="{OFFICE}{place}:1.0"'
    for name, place in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
)
NAMES += f' xmlns:fo="{OFFICE}xsl-fo-compatible:1.0"'


def lines(composer: Composer) -> list[str]:
    return [line for line in composer.text.split("\n") if line]


def paths(composer: Composer) -> list[tuple[str, ...]]:
    return [section.heading_path for section in composer.sections]


def book(path: Path, rows: list[list[Any]]) -> Any:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.active.title = "Limits"
    return workbook


def test_a_sheet_is_a_section_with_its_titles_and_table(tmp_path: Path) -> None:
    rows = [["Spending limits 2026"], ["Agreed by the board"], [], ["Role", "Limit", "Share", "From"]]
    rows += [["Head", 1500, 0.125, date(2026, 9, 1)], ["Bursar", 500.5, 1, date(2026, 10, 12)]]
    workbook = book(tmp_path, rows)
    for row in (5, 6):
        workbook.active.cell(row, 2).number_format = '"£"#,##0.00' if row == 6 else "[$£-809]#,##0"
        workbook.active.cell(row, 3).number_format = "0.0%" if row == 5 else "0%"
    workbook.save(tmp_path / "a.xlsx")
    composer = spreadsheet.compose(tmp_path / "a.xlsx")
    assert lines(composer) == [
        "Limits",
        "Spending limits 2026",
        "Agreed by the board",
        "Role: Head. Limit: £1,500. Share: 12.5%. From: 1 September 2026.",
        "Role: Bursar. Limit: £500.50. Share: 100%. From: 12 October 2026.",
    ]
    assert paths(composer) == [("Limits",)]


def test_hidden_parts_of_a_workbook_are_left_out_and_said(tmp_path: Path) -> None:
    workbook = book(tmp_path, [["Role", "Secret", "Limit"], ["Head", "x1", 5], ["Ghost", "x2", 6], ["Bursar", "x3", 7]])
    workbook.active.column_dimensions["B"].hidden = True
    workbook.active.row_dimensions[3].hidden = True
    workbook.active.cell(5, 1, "white words").font = Font(color="FFFFFFFF")
    workbook.create_sheet("Old").sheet_state = "hidden"
    workbook["Old"].append(["old words"])
    workbook.save(tmp_path / "a.xlsx")
    composer = spreadsheet.compose(tmp_path / "a.xlsx")
    assert lines(composer) == ["Limits", "Role: Head. Limit: 5.", "Role: Bursar. Limit: 7."]
    assert len(composer.notes) == 2 and "Old" in composer.notes[0] and "Limits" in composer.notes[1]


def test_merged_cells_and_formulas_of_a_workbook(tmp_path: Path) -> None:
    workbook = book(tmp_path, [["Group", "Name", "Sum"], ["Finance", "Head", "=1+1"], [None, "Bursar", 3]])
    workbook.active.merge_cells("A2:A3")
    for cell in workbook.active[1]:
        cell.fill = PatternFill("solid", fgColor="FFDDDDDD")
    workbook.save(tmp_path / "a.xlsx")
    composer = spreadsheet.compose(tmp_path / "a.xlsx")
    assert lines(composer)[1:] == ["Group: Finance. Name: Head.", "Group: Finance. Name: Bursar. Sum: 3."]
    assert any("1 formula" in note for note in composer.notes)


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (1500, "General", "1500"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-12.5, '"£"#,##0.00;[Red]-"£"#,##0.00', "-£12.50"),
        (-12.5, '"£"#,##0.00;("£"#,##0.00)', "(£12.50)"),
        (0, '0;-0;"nil"', "nil"),
        (5, '0 "days"', "5 days"),
        (7, "000", "007"),
        (1500000, "0.0,,", "1.5"),
        (0.5, "0.##", "0.5"),
        (12, ";;;", ""),
        (True, "General", "TRUE"),
        (datetime(2026, 9, 1), "dd/mm/yyyy", "1 September 2026"),
        (datetime(2026, 9, 1), "mmm-yy", "September 2026"),
        (datetime(2026, 9, 1, 9, 30), "dd/mm/yyyy hh:mm", "1 September 2026 09:30"),
        (12, '_-"£"* #,##0_-', "£12"),
    ],
)
def test_numbers_print_as_their_format_says(number: object, form: str, words: str) -> None:
    assert number_formats.printed(number, form) == words


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separated_values_are_a_table(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "a.csv"
    rows = [("Role", "Limit"), ("Head", '"Up to £500"'), ("Bursar", "£50"), ("Clerk", "£5")]
    file.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode("cp1252"))
    assert lines(spreadsheet.compose_separated(file))[0] == "Role: Head. Limit: Up to £500."


def open_file(path: Path, kind: str, body: str, styles: str = "") -> Composer:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        made.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body>{body}</office:body></office:document-content>",
        )
    return open_document.compose(path)


def test_an_open_document_text(tmp_path: Path) -> None:
    composer = open_file(
        tmp_path / "a.odt",
        "text",
        "<office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        "<text:table-of-content><text:p>Keys 3</text:p></text:table-of-content>"
        '<text:h text:outline-level="1">Keys</text:h><text:p>Pay <text:span text:style-name="V">x</text:span>£5.'
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>Pupils pay nothing.</text:p></text:note-body></text:note></text:p>"
        '<text:list text:style-name="L"><text:list-item><text:p>one</text:p></text:list-item><text:list-item>'
        "<text:p>two</text:p></text:list-item></text:list>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Key</text:p>"
        "</table:table-cell><table:table-cell><text:p>Cost</text:p></table:table-cell></table:table-row>"
        '</table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2">'
        "<text:p>Hall</text:p></table:table-cell><table:table-cell><text:p>£1</text:p></table:table-cell></table:table-row><table:table-row>"
        "<table:covered-table-cell/><table:table-cell><text:p>£2</text:p></table:table-cell></table:table-row>"
        "</table:table></office:text>",
        '<style:style style:name="V"><style:text-properties text:display="none"/></style:style>'
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="a" '
        'style:num-suffix=")"/></text:list-style>',
    )
    assert lines(composer) == [
        *("Keys", "Pay £5.", "Footnote 1: Pupils pay nothing.", "a) one", "b) two"),
        *("Key: Hall. Cost: £1.", "Key: Hall. Cost: £2."),
    ]
    assert composer.notes == [open_document.TRACKED, open_document.HIDDEN]


def test_an_open_document_spreadsheet_keeps_what_is_printed(tmp_path: Path) -> None:
    def row(*cells: str, kind: str = "") -> str:
        inner = "".join(f"<table:table-cell><text:p>{words}</text:p></table:table-cell>" for words in cells)
        return f"<table:table-row {kind}>{inner}</table:table-row>"

    sheet = row("Item", "Fee") + row("Lunch", "£1,500") + row("Ghost", "£1", kind='table:visibility="collapse"')
    sheet += row("Tea", "£2")
    composer = open_file(
        tmp_path / "a.ods",
        "spreadsheet",
        f'<office:spreadsheet><table:table table:name="Fees">{sheet}</table:table></office:spreadsheet>',
    )
    assert lines(composer) == ["Fees", "Item: Lunch. Fee: £1,500.", "Item: Tea. Fee: £2."]
    assert "Fees" in composer.notes[0]


def test_slides_are_pages_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/"
    names = f'xmlns:a="{space}drawingml/2006/main" xmlns:r="{space}officeDocument/2006/relationships" '
    names += f'xmlns:p="{space}presentationml/2006/main"'
    relation = f'<Relationship Id="{{}}" Type="{space}officeDocument/2006/relationships/{{}}" Target="{{}}"/>'

    def relations(*items: tuple[str, str, str]) -> str:
        inner = "".join(relation.format(*item) for item in items)
        return f'<Relationships xmlns="{space}package/2006/relationships">{inner}</Relationships>'

    def shape(kind: str, *words: str) -> str:
        paragraphs = "".join(f"<a:p><a:r><a:t>{said}</a:t></a:r></a:p>" for said in words)
        return (
            f'<p:sp><p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>'
        )

    def slide(*shapes: str, show: str = "1") -> str:
        return f'<p:sld {names} show="{show}"><p:cSld><p:spTree>{"".join(shapes)}</p:spTree></p:cSld></p:sld>'

    with zipfile.ZipFile(tmp_path / "a.pptx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("_rels/.rels", relations(("x", "officeDocument", "ppt/presentation.xml")))
        order = "".join(f'<p:sldId r:id="{name}"/>' for name in ("b", "c", "a"))
        made.writestr("ppt/presentation.xml", f"<p:presentation {names}>{order}</p:presentation>")
        targets = [(name, "slide", f"slides/{name}.xml") for name in ("a", "b", "c")]
        made.writestr("ppt/_rels/presentation.xml.rels", relations(*targets))
        made.writestr(
            "ppt/slides/a.xml", slide(shape("title", "Second"), shape("body", "Only words"), shape("sldNum", "9"))
        )
        made.writestr("ppt/slides/b.xml", slide(shape("title", "First"), shape("body", "one", "two")))
        made.writestr("ppt/slides/c.xml", slide(shape("title", "Hidden"), show="0"))
    composer = slides.compose(tmp_path / "a.pptx")
    assert lines(composer) == ["First", "- one", "- two", "Second", "Only words"]
    assert [(section.heading_path, section.page) for section in composer.sections] == [
        (("First",), 1),
        (("Second",), 3),
    ]
    assert composer.notes == [slides.HIDDEN.format("2")]


def test_a_mail_is_its_text_and_its_attachments_stay_closed(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(
        b"From: Ann <ann@example.org>\r\nTo: b@example.org\r\nSubject: =?utf-8?q?Keys_=C2=A35?=\r\n"
        b"Date: Mon, 1 Sep 2025 10:00:00 +0000\r\nMessage-ID: <1@x>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        b"Dear all,\r\n\r\nKeys cost \xc2\xa35.\r\n\r\n--b\r\nContent-Type: application/pdf\r\n"
        b"Content-Disposition: attachment; filename=form.pdf\r\n\r\nx\r\n--b--\r\n"
    )
    composer = mail.compose(file)
    assert lines(composer) == ["Keys £5", "Dear all,", "Keys cost £5."]
    assert composer.properties["author"] == "Ann <ann@example.org>"
    assert composer.properties["created"] == "2025-09-01"
    assert composer.notes == ["Attached files were not opened: form.pdf."]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.odt"])
def test_a_package_cut_off_anywhere_is_unreadable_and_nothing_else(tmp_path: Path, name: str) -> None:
    whole = tmp_path / name
    if name.endswith(".docx"):
        docx.Document().save(str(whole))
    elif name.endswith(".xlsx"):
        openpyxl.Workbook().save(whole)
    else:
        with zipfile.ZipFile(whole, "w") as made:
            made.writestr("mimetype", "application/vnd.oasis.opendocument.text" if name == "a.odt" else "x")
            made.writestr("[Content_Types].xml", "<Types/>")
            made.writestr("ppt/presentation.xml", "<p:presentation")
            made.writestr("content.xml", "<office:document-content")
    content = whole.read_bytes()
    for end in range(40, len(content), max(1, len(content) // 40)):
        whole.write_bytes(content[:end])
        with pytest.raises(UnreadableFile):
            compose(whole, kind_of(whole))


def test_rich_text_is_converted(tmp_path: Path) -> None:
    file = tmp_path / "a.rtf"
    file.write_bytes(rb"{\rtf1\ansi\ansicpg1252 Orders over \'a3500 need two quotes.\par Last.\par}")
    assert kind_of(file) is Kind.RTF
    assert "Orders over £500 need two quotes." in lines(compose(file, Kind.RTF))


def test_an_older_workbook_is_sections_too(tmp_path: Path) -> None:
    workbook = book(tmp_path, [["Spending limits"], [], ["Role", "Limit"], ["Head", 1500], ["Clerk", date(2026, 9, 1)]])
    workbook.save(tmp_path / "a.xlsx")
    composer = converted.compose(tmp_path / "a.xlsx", Kind.XLS)
    assert lines(composer) == [
        *("Limits", "Spending limits", "Role: Head. Limit: 1500.", "Role: Clerk. Limit: 1 September 2026."),
    ]
    assert composer.notes == [converted.PLAIN_SHEETS]


def test_a_workbook_with_damaged_styles_is_still_read(tmp_path: Path) -> None:
    book(tmp_path, [["Role", "Limit"], ["Head", 1500], ["Clerk", 5]]).save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name, content.replace(b"patternType=", b"patternType='odd' x=") if "styles" in name else content
            )
    composer = spreadsheet.compose(tmp_path / "a.xlsx")
    assert lines(composer) == ["Limits", "Role: Head. Limit: 1500.", "Role: Clerk. Limit: 5."]
    assert composer.notes == [bare_sheets.UNFORMATTED]
