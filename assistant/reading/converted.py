"""PDF, Word, OpenDocument and the like: converted to Markdown by kreuzberg, then composed like any Markdown."""

import re
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading import markdown
from assistant.reading.composing import Composer

ENCRYPTED = re.compile(r"password|encrypt", re.IGNORECASE)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKAGED = {".docx": "Word", ".pptx": "PowerPoint", ".xlsx": "Excel"}


def compose(path: Path) -> Composer:
    """Convert and compose one file.

    Raises:
        UnreadableFile: the file is broken, encrypted, or not what its name says.
    """
    from kreuzberg import ExtractionConfig, PageConfig, extract_file_sync

    _look_at_the_first_bytes(path)
    config = ExtractionConfig(
        use_cache=False,
        output_format="markdown",
        pages=PageConfig(extract_pages=True, insert_page_markers=False),
        enable_quality_processing=False,
    )
    try:
        result = extract_file_sync(str(path), config=config)
    except Exception as error:
        raise UnreadableFile(_reason(str(error))) from error
    content = result.content.replace("\r\n", "\n").replace("\r", "\n")
    paged = path.suffix.lower() == ".pdf"
    return markdown.compose(content, _page_lines(content, result.metadata) if paged else ())


def _look_at_the_first_bytes(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(1024)
    suffix = path.suffix.lower()
    if suffix == ".pdf" and b"%PDF" not in head:
        raise UnreadableFile("it is not a PDF, although its name says so. Export it again as PDF")
    if suffix in PACKAGED and head.startswith(OLD_OFFICE):
        raise UnreadableFile(
            f"it is protected with a password, or it is an older {PACKAGED[suffix]} file under a newer name. "
            "Save it again without a password"
        )
    if suffix in PACKAGED and not head.startswith(b"PK"):
        raise UnreadableFile(f"it is not a {PACKAGED[suffix]} file, although its name says so. Save it again")


def _page_lines(content: str, metadata: Any) -> list[int]:
    """The line, counted from 0, on which each page begins; the converter counts bytes of UTF-8."""
    boundaries = (metadata.get("pages") or {}).get("boundaries") or []
    encoded = content.encode("utf-8")
    lines: list[int] = []
    for boundary in boundaries:
        number = int(boundary["page_number"])
        line = encoded.count(b"\n", 0, int(boundary["byte_start"]))
        while len(lines) < number:
            lines.append(max(line, lines[-1] if lines else 0))
    return lines


def _reason(words: str) -> str:
    if ENCRYPTED.search(words):
        return "it is protected with a password. Save a copy without the password"
    return "it is broken and could not be opened. Open it in its own program and save it again"
