"""Text from PDF files by one library, timed: `python evals/reading/plain.py NAME FILES`, prints one JSON line.

FILES is a JSON list of [path, source]. One process for each library, so that imports and memory are its own; nothing of
the assistant is imported but by its own reader, so that a Python in which only the peers are installed can run it.
"""

import importlib
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Files = list[tuple[str, str]]
OURS = "assistant"


def ours(files: Files) -> tuple[int, int]:
    """Our reader: text, sections, tables and the boxes of all words."""
    from assistant.errors import UnreadableFile
    from assistant.reading import Reader

    characters = unread = 0
    with Reader() as reader:
        for path, source in files:
            try:
                characters += len(reader.read(Path(path), source).document.text)
            except UnreadableFile:
                unread += 1
    return characters, unread


def _each(read: Callable[[str], str], files: Files) -> tuple[int, int]:
    characters = unread = 0
    for path, _ in files:
        try:
            characters += len(read(path))
        except Exception:  # a peer may fail on a file in any way; it is counted
            unread += 1
    return characters, unread


def pypdf(files: Files) -> tuple[int, int]:
    """pypdf's text."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return _each(lambda path: "\n".join(page.extract_text() for page in PdfReader(path).pages), files)


def pypdfium2(files: Files) -> tuple[int, int]:
    """pdfium's text."""
    import pypdfium2 as pdfium

    def read(path: str) -> str:
        document = pdfium.PdfDocument(path)
        return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))

    return _each(read, files)


def _plumber(files: Files, *, tables: bool) -> tuple[int, int]:
    import pdfplumber as plumber

    def read(path: str) -> str:
        parts = []
        with plumber.open(path) as document:
            for page in document.pages:
                parts.append(page.extract_text() or "")
                if tables:
                    parts.append(str(page.extract_tables()))
                page.close()
        return "\n".join(parts)

    return _each(read, files)


def pdfplumber(files: Files) -> tuple[int, int]:
    """pdfplumber's text."""
    return _plumber(files, tables=False)


def pdfplumber_tables(files: Files) -> tuple[int, int]:
    """pdfplumber's text and tables."""
    return _plumber(files, tables=True)


def markitdown(files: Files) -> tuple[int, int]:
    """markitdown's Markdown."""
    converter = importlib.import_module("markitdown").MarkItDown()
    return _each(lambda path: str(converter.convert(path).text_content), files)


def docling_parse(files: Files) -> tuple[int, int]:
    """docling-parse's lines of text."""
    unit = importlib.import_module("docling_core.types.doc.page").TextCellUnit.LINE
    parser = importlib.import_module("docling_parse.pdf_parser").DoclingPdfParser(loglevel="fatal")

    def read(path: str) -> str:
        document = parser.load(path_or_stream=path)
        cells = (page.iterate_cells(unit_type=unit) for _, page in document.iterate_pages())
        return "\n".join(cell.text for page in cells for cell in page)

    return _each(read, files)


LIBRARIES: dict[str, tuple[str, Callable[[Files], tuple[int, int]]]] = {
    OURS: ("assistant", ours),
    "pypdfium2, text": ("pypdfium2", pypdfium2),
    "pypdf, text": ("pypdf", pypdf),
    "pdfplumber, text": ("pdfplumber", pdfplumber),
    "pdfplumber, text and tables": ("pdfplumber", pdfplumber_tables),
    "markitdown": ("markitdown", markitdown),
    "docling-parse, lines": ("docling_parse", docling_parse),
}


def peak_megabytes() -> float:
    """The most memory that this process has held; what getrusage says holds for its parent as well, on Linux."""
    status = Path("/proc/self/status")
    if status.is_file():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, files: Files) -> dict[str, object]:
    """Seconds with the imports, and peak MB of this process or of its child, whichever is more."""
    module, read = LIBRARIES[name]
    if importlib.util.find_spec(module) is None:
        return {"name": name, "installed": False}
    began = time.perf_counter()
    characters, unread = read(files)
    seconds = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 if name == OURS else 0.0
    return {
        "name": name,
        "installed": True,
        "seconds": round(seconds, 2),
        "characters": characters,
        "unread": unread,
        "megabytes": round(max(child, peak_megabytes())),
    }


if __name__ == "__main__":
    sys.path.pop(0)  # this folder, in which modules have names that libraries could ask for
    print(json.dumps(measure(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))))  # noqa: T201
