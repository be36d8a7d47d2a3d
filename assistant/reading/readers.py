"""Which reader composes which kind of file."""

from collections.abc import Callable
from pathlib import Path

from assistant.reading.composing import Composer
from assistant.reading.kinds import Kind
from assistant.reading.pdf.printed import Word

Recognise = Callable[[Path, int, float, float], list[Word] | None]


def compose(path: Path, kind: Kind, recognise: Recognise | None = None) -> Composer:
    """Compose one file of a kind that `kinds.kind_of` gave; a reader is loaded when it is first needed.

    `recognise` reads the words off page n, of a width and height in points, that has no text of its own.

    Raises:
        UnreadableFile: it cannot be read; the sentence says why and what to do.
    """
    match kind:
        case Kind.PDF:
            from assistant.reading import pdf

            return pdf.compose(path, recognise)
        case Kind.DOCX:
            from assistant.reading import word

            return word.compose(path)
        case Kind.XLSX:
            from assistant.reading.office import spreadsheet

            return spreadsheet.compose(path)
        case Kind.CSV:
            from assistant.reading.office import spreadsheet

            return spreadsheet.compose_separated(path)
        case Kind.HTML:
            from assistant.reading.web import web_page

            return web_page.compose(path)
        case Kind.MARKDOWN:
            from assistant.reading.plain import markdown

            return markdown.compose(path)
        case Kind.TEXT:
            from assistant.reading.plain import plain_text

            return plain_text.compose(path)
        case Kind.PPTX:
            from assistant.reading.office import slides

            return slides.compose(path)
        case Kind.ODT | Kind.ODS:
            from assistant.reading.office import open_document

            return open_document.compose(path)
        case Kind.EML:
            from assistant.reading.plain import mail

            return mail.compose(path)
        case _:
            from assistant.reading.office import converted

            return converted.compose(path, kind)
