"""Older Office files, rich text and Outlook mail, taken apart by kreuzberg and composed like any other."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading import packages
from assistant.reading.composing import Composer, cleaned
from assistant.reading.grids import Cell
from assistant.reading.kinds import Kind
from assistant.reading.office.spreadsheet import write_rows
from assistant.reading.plain import markdown, plain_text
from assistant.wording import long_date

ENCRYPTED = re.compile(r"password|encrypt", re.IGNORECASE)
TYPES = {
    Kind.DOC: "application/msword",
    Kind.PPT: "application/vnd.ms-powerpoint",
    Kind.XLS: "application/vnd.ms-excel",
    Kind.RTF: "application/rtf",
    Kind.MSG: "application/vnd.ms-outlook",
}
PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "authors": "author",
    "created_by": "author",
    "from_email": "author",
    "keywords": "keywords",
    "created_at": "created",
    "modified_at": "modified",
    "category": "category",
}
MAIL_HEAD = re.compile(r"\A(?:\s*\*\*(?:Subject|From|To|Cc|CC|Bcc|BCC|Date|Attachments?)\*\*: [^\n]*\n+)+")
RTF_HIDDEN = re.compile(rb"\\v(?![0-9a-zA-Z])")
HIDDEN = "Hidden text was left out."
ATTACHED = "Attached files were not opened: {}."
FIELD_CODES = re.compile(
    r"\bFORM(?:TEXT|CHECKBOX|DROPDOWN)\b|\bHYPERLINK\s+(?:\\[a-z]\s+)?\"[^\"]*\"(?:\s+\\[a-z](?:\s+\"[^\"]*\")?)*"
    r"|\b(?:PAGEREF|REF|NOTEREF)\s+_\w+(?:\s+\\[a-z])*|\bTOC(?:\s+\\[a-z](?:\s+\"[^\"]*\")?)+|\bSEQ\s+\w+\s+\\\*\s+\w+"
)
LONGEST_PROPERTY = 300
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=T)")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)(?: 00:00:00)?")
PLAIN_SHEETS = "The numbers of its sheets stand without their format, and hidden parts are read as well."


def compose(path: Path, kind: Kind) -> Composer:
    """Convert and compose one file; attachments and macros are not opened.

    Raises:
        UnreadableFile: the file is broken ("malformed") or protected with a password ("encrypted").
    """
    result = _converted(path, kind)
    composer = Composer()
    about = _about(result.metadata)
    composer.properties.update(_properties(about))
    content = result.content.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n\n")
    if kind is Kind.MSG:
        _mail(composer, content, about)
    elif kind is Kind.DOC:
        plain_text.write(composer, _printed(content), wrapped=False)
    elif kind is Kind.XLS:
        _sheets(composer, result.tables, about)
    else:
        markdown.write(composer, content)
    if kind is Kind.RTF and RTF_HIDDEN.search(path.read_bytes()):
        composer.note(HIDDEN)
    return composer


def _converted(path: Path, kind: Kind) -> Any:
    from kreuzberg import ExtractionConfig, extract_file_sync

    form = "plain" if kind is Kind.DOC else "markdown"
    config = ExtractionConfig(use_cache=False, output_format=form, enable_quality_processing=False)
    try:
        return extract_file_sync(str(path), TYPES.get(kind), config=config)
    except MemoryError:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        locked = ENCRYPTED.search(str(error)) is not None
        raise UnreadableFile(*((packages.LOCKED, "encrypted") if locked else (packages.BROKEN,))) from error


def _about(metadata: Any) -> dict[str, Any]:
    return dict(metadata) if isinstance(metadata, Mapping) else {}


def _properties(about: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, said in about.items():
        words = cleaned(", ".join(map(str, said)) if isinstance(said, list | tuple) else str(said or ""))
        if name in PROPERTIES and words and len(words) <= LONGEST_PROPERTY:
            day = ISO_DAY.match(words)
            found.setdefault(PROPERTIES[name], day[0] if day else words)
    return found


def _mail(composer: Composer, content: str, about: Mapping[str, Any]) -> None:
    """The body of a mail; who wrote it, when and about what are its properties."""
    head = MAIL_HEAD.match(content + "\n")
    body = content[head.end() :] if head else content
    if subject := cleaned(str(about.get("subject") or "")):
        composer.properties.setdefault("title", subject)
        composer.heading(1, subject)
    markdown.write(composer, body)
    attached = about.get("attachments") or []
    names = ", ".join(map(str, attached)) if isinstance(attached, list | tuple) else str(attached)
    if names:
        composer.note(ATTACHED.format(cleaned(names)))


def _sheets(composer: Composer, tables: Sequence[Any], about: Mapping[str, Any]) -> None:
    """Every sheet as a section; a table's page number is the sheet's."""
    names = about.get("sheet_names") or []
    for table in tables:
        rows = {
            number: {column: Cell(words) for column, words in enumerate(map(_cell, row)) if words}
            for number, row in enumerate(table.cells)
        }
        if not any(rows.values()):
            continue
        if 0 < table.page_number <= len(names):
            composer.heading(1, str(names[table.page_number - 1]))
        write_rows(composer, {number: row for number, row in rows.items() if row})
    composer.note(PLAIN_SHEETS)


def _cell(words: Any) -> str:
    """A cell's words; a moment at midnight is a date."""
    day = MIDNIGHT.fullmatch(str(words).strip())
    try:
        return long_date(date.fromisoformat(day[1])) if day else cleaned(str(words))
    except ValueError:
        return cleaned(str(words))


def _printed(content: str) -> str:
    """The text of an old Word file without the codes of its fields, every row of a table on its own line."""
    return "\n".join(_rows(FIELD_CODES.sub("", line)) for line in content.split("\n"))


def _rows(line: str) -> str:
    """Rows stand behind one another with an empty cell between them; they have as many cells each."""
    rows = line.strip("\t").split("\t\t")
    counts = {row.count("\t") for row in rows}
    return "\n".join(rows) if len(rows) > 1 and len(counts) == 1 and counts != {0} else line
