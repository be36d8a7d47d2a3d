"""The child process in which files are read: run as `python -m assistant.reading.worker MEGABYTES`.

One JSON line in (path, source, longest text), one JSON line out (the document, or the reason why not). A file that
takes all memory, hangs or kills its reader takes this process with it and nothing else.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import UnreadableFile
from assistant.reading import converted, markdown, pdf, plain_text
from assistant.reading.composing import Composer


def _markdown(path: Path) -> Composer:
    return markdown.compose(plain_text.decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n"))


def _plain(path: Path) -> Composer:
    return plain_text.compose(plain_text.decode(path.read_bytes()))


COMPOSERS: dict[str, Callable[[Path], Composer]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _plain,
    ".pdf": pdf.compose,
    ".docx": converted.compose,
    ".doc": converted.compose,
    ".odt": converted.compose,
    ".rtf": converted.compose,
    ".pptx": converted.compose,
    ".xlsx": converted.compose,
    ".html": converted.compose,
    ".htm": converted.compose,
}


def _read(path: Path, longest: int) -> dict[str, Any]:
    composed = COMPOSERS[path.suffix.lower()](path)
    text = composed.text
    if len(text) > longest:
        raise UnreadableFile(f"it holds more than {longest:,} characters of text. Split it into smaller documents")
    if not any(character.isalpha() for character in text):
        pages = len(composed.page_starts)
        raise UnreadableFile(
            "no text could be found in it; it may be a scan. Add a text layer, or use the original file"
            if path.suffix.lower() == ".pdf" or pages
            else "there is no text in it"
        )
    return {
        "text": text,
        "sections": [[s.number, list(s.heading_path), s.page, s.start, s.end] for s in composed.sections],
        "page_starts": composed.page_starts,
        "tables": [astuple(table) for table in composed.tables],
        "boxes": [astuple(box) for box in composed.boxes],
        "pages": [astuple(page) for page in composed.pages],
        "properties": list(composed.properties.items()),
        "margins": composed.margins,
        "notes": composed.notes,
    }


def _limit_memory(megabytes: int) -> None:
    """Keep this process from taking the machine's memory, where the system can; the parent watches it as well."""
    try:
        import resource
    except ImportError:
        return
    size = megabytes * 1024 * 1024
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    for line in source:
        request = json.loads(line)
        try:
            answer = _read(Path(request["path"]), request["longest"])
        except UnreadableFile as error:
            answer = {"reason": str(error), "verdict": error.verdict}
        except MemoryError:
            answer = {
                "reason": "reading it takes more memory than is allowed. Save it again, or split it",
                "verdict": "too large",
            }
        except OSError as error:
            answer = {"reason": f"it could not be opened ({error.strerror or error}). Check that you may read it"}
        except Exception as error:
            answer = {"reason": f"it could not be read ({type(error).__name__}). Save it again in its own program"}
        target.write(json.dumps(answer).encode() + b"\n")
        target.flush()


def _main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit_memory(int(sys.argv[1]))
    with suppress(BrokenPipeError, KeyboardInterrupt):
        _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
