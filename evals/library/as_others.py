"""A text as a workbook, a web page, an OpenDocument text, slides, or a scan."""

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from evals.library import as_pdf
from evals.library.looks import TRUST, look_of, printed_fields
from evals.library.texts import ABOVE, LEFT, Block, Grid, Heading, Item, Note, Paragraph, Text

NUMBER = re.compile(r"(?P<sign>£?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d\d)?")
SCAN_DOTS = 150  # per inch
MOMENT = datetime(2026, 9, 1, 9)
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def plain(words: str) -> str:
    """Words without the marks of bold, italic, footnotes and line ends."""
    words = re.sub(r"\*\*(.+?)\*\*|(?<!\*)\*([^*\s][^*]*?)\*", lambda found: found[1] or found[2], words)
    return re.sub(r"\[\^\w+\]", "", words).replace("<br>", "\n")


def workbook(text: Text) -> bytes:
    """One sheet for each main heading; amounts and whole numbers are numbers with a format."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    book.remove(book.active)
    for heading, blocks in _parts(text):
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", heading)[:31])
        sheet.append([f"{text.says('title')}: {heading}"])
        sheet["A1"].font = Font(bold=True, size=14, color=look_of(text).colour)
        for block in blocks:
            if isinstance(block, Grid):
                sheet.append([])
                _fill(sheet, block)
            else:
                sheet.append([_line(block)])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.alignment = Alignment(wrap_text=cell.row > 2, vertical="top")
        for column in "ABCDEFGH":
            sheet.column_dimensions[column].width = 32
    about = book.create_sheet("About this document")
    for label, value in printed_fields(text):
        about.append([label, value])
        about.cell(about.max_row, 1).font = Font(bold=True)
        about.cell(about.max_row, 1).fill = PatternFill("solid", fgColor="E3E9F0")
    book.properties.title, book.properties.creator = text.says("title"), TRUST
    book.properties.created = book.properties.modified = MOMENT
    written = BytesIO()
    book.save(written)
    return _undated(written.getvalue())


def _undated(workbook: bytes) -> bytes:
    """The same archive without the moment at which it was written, which openpyxl puts into it."""
    moment = f"{MOMENT:%Y-%m-%dT%H:%M:%SZ}".encode()
    kept = BytesIO()
    with ZipFile(BytesIO(workbook)) as before, ZipFile(kept, "w", ZIP_DEFLATED) as after:
        for item in before.infolist():
            content = MODIFIED.sub(rb"\g<1>" + moment, before.read(item))
            after.writestr(ZipInfo(item.filename, MOMENT.timetuple()[:6]), content, ZIP_DEFLATED)
    return kept.getvalue()


def _fill(sheet: Any, grid: Grid) -> None:
    from openpyxl.styles import Font, PatternFill

    first = sheet.max_row + 1
    for number, row in enumerate(grid.rows):
        for column, words in enumerate(row, start=1):
            cell = sheet.cell(first + number, column)
            if words in (ABOVE, LEFT):
                continue
            found = NUMBER.fullmatch(words) if number else None
            if found:
                digits = found["digits"].replace(",", "") + (found["part"] or "")
                cell.value = float(digits) if found["part"] else int(digits)
                form = "#,##0" if "," in found["digits"] or found["sign"] else "0"
                cell.number_format = ('"£"' if found["sign"] else "") + form + (".00" if found["part"] else "")
            else:
                cell.value = plain(words)
            if not number:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E3E9F0")
    for top, left, bottom, right in _merges(grid.rows):
        sheet.merge_cells(start_row=first + top, start_column=left + 1, end_row=first + bottom, end_column=right + 1)


def _merges(rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[int, int, int, int]]:
    """Merged cells as (top, left, bottom, right), counted from 0."""
    for number in range(len(rows)):
        for _, (left, top), (right, bottom) in as_pdf.spans(rows, number):
            yield top, left, bottom, right


def web_page(text: Text) -> bytes:
    """A page with its own navigation and foot, as a trust's site serves it."""
    rows = "".join(
        f"<tr><th scope='row'>{escape(label)}</th><td>{escape(value)}</td></tr>"
        for label, value in printed_fields(text)
    )
    body = "\n".join(_html(text))
    page = (
        f"<!DOCTYPE html>\n<html lang='en-GB'>\n<head>\n<meta charset='utf-8'>\n<title>{escape(text.says('title'))}"
        f" | {TRUST}</title>\n<style>body {{ font-family: sans-serif }} .hint {{ display: none }}</style>\n</head>\n"
        f"<body>\n<header><a href='/'>{TRUST}</a></header>\n<nav><ul><li><a href='/schools'>Our schools</a></li>"
        "<li><a href='/policies'>Policies</a></li><li><a href='/contact'>Contact</a></li></ul></nav>\n"
        f"<main>\n<h1>{escape(text.says('title'))}</h1>\n<table>{rows}</table>\n{body}\n</main>\n"
        f"<footer><p>{TRUST}, Weir House, Mill Lane, Kirkby Tarn</p></footer>\n</body>\n</html>\n"
    )
    return page.encode()


def _html(text: Text) -> Iterator[str]:
    listed = False
    for block in text.blocks:
        if isinstance(block, Item) and block.mark == "-":
            yield ("" if listed else "<ul>") + f"<li>{_inline(block.words)}</li>"
            listed = True
            continue
        if listed:
            yield "</ul>"
        listed = False
        match block:
            case Heading(level, words):
                yield f"<h{level + 1}>{_inline(words)}</h{level + 1}>"
            case Paragraph(words, _):
                yield f"<p>{_inline(words)}</p>"
            case Item(mark, words, _):
                yield f"<p>{mark} {_inline(words)}</p>"
            case Note(name, words):
                yield f"<p><small><sup>{name}</sup> {_inline(words)}</small></p>"
            case Grid(rows):
                yield _html_table(rows)
    if listed:
        yield "</ul>"


def _html_table(rows: tuple[tuple[str, ...], ...]) -> str:
    merged = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in _merges(rows)}
    lines = []
    for number, row in enumerate(rows):
        tag = "td" if number else "th"
        cells = []
        for column, words in enumerate(row):
            if words in (ABOVE, LEFT):
                continue
            down, across = merged.get((number, column), (1, 1))
            spans = f' rowspan="{down}"' * (down > 1) + f' colspan="{across}"' * (across > 1)
            cells.append(f"<{tag}{spans}>{_inline(words)}</{tag}>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>\n{chr(10).join(lines)}\n</table>"


def _inline(words: str) -> str:
    words = escape(words, quote=False).replace("&lt;br&gt;", "<br>")
    words = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", words)
    words = re.sub(r"(?<!\*)\*([^*\s][^*]*?)\*", r"<em>\1</em>", words)
    return re.sub(r"\[\^(\w+)\]", r"<sup>\1</sup>", words)


def open_document(text: Text) -> bytes:
    """An OpenDocument text with headings, lists and tables."""
    import odfdo

    file = odfdo.Document("text")
    body = file.body
    body.clear()
    body.append(odfdo.Header(1, text.says("title")))
    pairs = printed_fields(text)
    body.append(_open_table(odfdo, [list(pair) for pair in pairs], "Control"))
    for number, block in enumerate(text.blocks):
        match block:
            case Heading(level, words):
                body.append(odfdo.Header(level + 1, plain(words)))
            case Item("-", words, _):
                items = odfdo.List([plain(words)])
                body.append(items)
            case Grid(rows):
                kept = [[plain(words) if words not in (ABOVE, LEFT) else "" for words in row] for row in rows]
                body.append(_open_table(odfdo, kept, f"Table{number}"))
            case Paragraph() | Item() | Note():
                body.append(odfdo.Paragraph(_line(block)))
    # Numbers are typed; the template would print its own before them.
    for level in file.styles.root.get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")
    file.meta.title = text.says("title")
    file.meta.creation_date = file.meta.date = MOMENT
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def _open_table(odfdo: Any, rows: list[list[str]], name: str) -> Any:
    table = odfdo.Table(name, width=len(rows[0]), height=len(rows))
    table.set_values(rows)
    return table


def slides(text: Text) -> bytes:
    """A title slide, then one slide for each main heading with its bullets or its table."""
    from pptx import Presentation
    from pptx.util import Inches, Pt

    file = Presentation()
    first = file.slides.add_slide(file.slide_layouts[0])
    first.shapes.title.text = text.says("title")
    first.placeholders[1].text = f"{TRUST}\nVersion {text.says('version')}, {text.says('owner')}"
    for heading, blocks in _parts(text):
        tables = [block for block in blocks if isinstance(block, Grid)]
        slide = file.slides.add_slide(file.slide_layouts[5 if tables else 1])
        slide.shapes.title.text = plain(heading)
        for grid in tables[:1]:
            shape = slide.shapes.add_table(
                len(grid.rows), len(grid.rows[0]), Inches(0.5), Inches(1.5), Inches(9), Inches(0.4 * len(grid.rows))
            )
            for number, row in enumerate(grid.rows):
                for column, words in enumerate(row):
                    cell = shape.table.cell(number, column)
                    cell.text = plain(words)
                    cell.text_frame.paragraphs[0].font.size = Pt(12)
        lines = [_line(block) for block in blocks if not isinstance(block, Grid)]
        if not tables:
            slide.placeholders[1].text = "\n".join(lines)
        elif lines:
            slide.notes_slide.notes_text_frame.text = "\n".join(lines)
    core = file.core_properties
    core.title, core.author, core.created, core.modified = text.says("title"), TRUST, MOMENT, MOMENT
    core.last_modified_by = TRUST
    written = BytesIO()
    file.save(written)
    return written.getvalue()


def scan(text: Text) -> bytes:
    """The printed document as a copier scans it: a little askew, grey, with specks, and no text."""
    import random

    import pypdfium2
    from PIL import Image, ImageFilter

    rough = random.Random(text.file)
    pages = []
    document = pypdfium2.PdfDocument(as_pdf.made(text))
    for page in document:
        picture: Any = page.render(scale=SCAN_DOTS / 72, grayscale=True).to_pil()
        picture = picture.rotate(rough.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=250)
        picture = picture.filter(ImageFilter.GaussianBlur(0.4))
        for _ in range(60):
            place = rough.randrange(picture.width), rough.randrange(picture.height)
            picture.putpixel(place, rough.randrange(60, 160))
        pages.append(picture)
    document.close()
    written = BytesIO()
    moment = MOMENT.timetuple()
    pages[0].save(
        written,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=SCAN_DOTS,
        quality=60,
        creationDate=moment,
        modDate=moment,
    )
    return written.getvalue()


def _parts(text: Text) -> Iterator[tuple[str, list[Block]]]:
    """The main headings, each with the blocks under it."""
    heading, blocks = "", list[Block]()
    for block in text.blocks:
        if isinstance(block, Heading) and block.level == 1:
            if heading:
                yield heading, blocks
            heading, blocks = block.words, []
        else:
            blocks.append(block)
    yield heading or text.says("title"), blocks


def _line(block: Block) -> str:
    match block:
        case Item("-", words, _) | Paragraph(words, _) | Heading(_, words):
            return plain(words)
        case Item(mark, words, _):
            return f"{mark} {plain(words)}"
        case Note(name, words):
            return f"{name} {plain(words)}"
        case _:
            return ""
