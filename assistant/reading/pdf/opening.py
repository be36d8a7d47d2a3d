"""A PDF opened: its pages as data, one by one, and what it says about itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading.composing import cleaned
from assistant.reading.pdf import page as pages
from assistant.reading.pdf import rules
from assistant.reading.pdf.page import PrintedPage
from assistant.values import Verdict

MOST_PAGES = 2000
BROKEN_PAGE = "it is damaged and could not be read"
PROPERTIES = {
    "Title": "title",
    "Author": "author",
    "Subject": "subject",
    "Keywords": "keywords",
    "Creator": "program",
    "CreationDate": "created",
    "ModDate": "modified",
}
STAMP = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The pypdfium2 document, closed afterwards.

    Raises:
        UnreadableFile: it is broken, protected with a password, or has more than 2,000 pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            reason = "it is protected with a password. Save a copy without the password"
            raise UnreadableFile(reason, Verdict.ENCRYPTED) from error
        reason = "it is broken and could not be opened. Export it again as PDF"
        raise UnreadableFile(reason, Verdict.MALFORMED) from error
    try:
        if len(document) > MOST_PAGES:
            reason = f"it has more than {MOST_PAGES:,} pages. Split it into smaller documents"
            raise UnreadableFile(reason, Verdict.TOO_LARGE)
        yield document
    finally:
        document.close()


def pages_of(document: Any) -> Iterator[PrintedPage]:
    """Every page of a pypdfium2 document; one that cannot be read has no words and a fault."""
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            try:
                yield pages.read(page, number, rules.drawn(page))
            finally:
                page.close()
        except Exception:  # whatever is wrong with one page, the others are read
            yield PrintedPage(number, (), (), 0.0, 0.0, fault=BROKEN_PAGE)


def properties_of(document: Any) -> dict[str, str]:
    """What the file says about itself, dates as 2026-11-25; what it leaves empty is left out."""
    found: dict[str, str] = {}
    for name, value in document.get_metadata_dict().items():
        words = cleaned(value)
        stamp = STAMP.match(words) if name.endswith("Date") else None
        if name in PROPERTIES and words:
            found[PROPERTIES[name]] = "-".join(stamp.groups()) if stamp else words
    return found
