"""Word, OpenDocument, PowerPoint, Excel and HTML: converted to Markdown by kreuzberg, then composed like any other."""

import re
from pathlib import Path

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
    from kreuzberg import ExtractionConfig, extract_file_sync

    _look_at_the_first_bytes(path)
    config = ExtractionConfig(
        use_cache=False,
        output_format="markdown",
        enable_quality_processing=False,
    )
    try:
        result = extract_file_sync(str(path), config=config)
    except Exception as error:
        raise UnreadableFile(_reason(str(error))) from error
    content = result.content.replace("\r\n", "\n").replace("\r", "\n")
    return markdown.compose(content)


def _look_at_the_first_bytes(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(1024)
    suffix = path.suffix.lower()
    if suffix in PACKAGED and head.startswith(OLD_OFFICE):
        raise UnreadableFile(
            f"it is protected with a password, or it is an older {PACKAGED[suffix]} file under a newer name. "
            "Save it again without a password"
        )
    if suffix in PACKAGED and not head.startswith(b"PK"):
        raise UnreadableFile(f"it is not a {PACKAGED[suffix]} file, although its name says so. Save it again")


def _reason(words: str) -> str:
    if ENCRYPTED.search(words):
        return "it is protected with a password. Save a copy without the password"
    return "it is broken and could not be opened. Open it in its own program and save it again"
