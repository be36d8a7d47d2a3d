"""The child process in which files are read: run as `python -m assistant.reading.worker MEGABYTES`.

One JSON line in (path and limits), one JSON line out (what was read with its verdict, or the reason why not); an empty
line before it asks for time to recognise a page. A file that takes all memory, hangs or kills its reader takes this
process with it and nothing else.
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
from assistant.reading import kinds, readers, recognition
from assistant.reading.composing import Composer
from assistant.reading.confinement import allow_processor_seconds, confine
from assistant.reading.pdf.printed import Word
from assistant.values import Verdict

MOST_NOTES = 50
LONGEST_PROPERTY = 500
NEEDS_MEMORY = "reading it takes more memory than is allowed. Save it again, or split it"
Asking = Callable[[], None]


class _Recogniser:
    """Recognises pages of one file, at most so many of them, and asks for time before each."""

    def __init__(self, most: int, ask: Asking) -> None:
        self._left = most
        self._ask = ask

    def __call__(self, path: Path, number: int, width: float, height: float) -> list[Word] | None:
        if not self._left or not recognition.program():
            return None
        self._left -= 1
        self._ask()
        return recognition.recognise(path, number, width, height)


def _read(request: dict[str, Any], ask: Asking) -> dict[str, Any]:
    path, longest = Path(request["path"]), request["characters"]
    kind = kinds.kind_of(path)
    composed = readers.compose(path, kind, _Recogniser(request["recognised_pages"], ask))
    if kinds.named_wrongly(path, kind):
        composed.note(f"It was read as {kind.value}, which it is, although its name ends with {path.suffix}.")
    text = composed.text
    if len(text) > longest:
        reason = f"it holds more than {longest:,} characters of text. Split it into smaller documents"
        raise UnreadableFile(reason, Verdict.TOO_LARGE)
    if not any(character.isalnum() for character in text):
        raise _without_text(composed)
    unread = [page for page in composed.pages if page.fault]
    return {
        "verdict": Verdict.PARTLY if unread else Verdict.INDEXED,
        "text": text,
        "sections": [[s.number, list(s.heading_path), s.page, s.start, s.end] for s in composed.sections],
        "page_starts": composed.page_starts,
        "tables": [astuple(table) for table in composed.tables],
        "boxes": [astuple(box) for box in composed.boxes],
        "pages": [astuple(page) for page in composed.pages],
        "properties": [(name, value[:LONGEST_PROPERTY]) for name, value in composed.properties.items()],
        "margins": composed.margins[:MOST_NOTES],
        "notes": composed.notes[:MOST_NOTES],
    }


def _without_text(composed: Composer) -> UnreadableFile:
    """Why nothing could be read in a file that could be opened."""
    if any(page.fault for page in composed.pages):
        first = next(page.fault for page in composed.pages if page.fault)
        mend = (
            "Use the file that it was scanned or printed from"
            if recognition.program()
            else "Install tesseract-ocr and run: assistant index, or use the file that it was printed from"
        )
        return UnreadableFile(f"no text could be found in it ({first.rstrip('.')}). {mend}", Verdict.NEEDS_OCR)
    if composed.page_starts:
        return UnreadableFile("its pages are empty; it may be damaged. Export it again", Verdict.MALFORMED)
    return UnreadableFile("there is no text in it. Put the file back as it was issued", Verdict.MALFORMED)


def _answer(request: dict[str, Any], ask: Asking) -> dict[str, Any]:
    try:
        return _read(request, ask)
    except UnreadableFile as error:
        return {"reason": str(error), "verdict": error.verdict}
    except MemoryError:
        return {"reason": NEEDS_MEMORY, "verdict": Verdict.TOO_LARGE}
    except RecursionError:
        return {"reason": "its parts are nested too deeply. Save it again", "verdict": Verdict.MALFORMED}
    except OSError as error:
        reason = f"it could not be opened ({error.strerror or error}). Check that you may read it"
        return {"reason": reason, "verdict": Verdict.REFUSED}
    except Exception as error:
        reason = f"it could not be read ({type(error).__name__}). Save it again in its own program"
        return {"reason": reason, "verdict": Verdict.MALFORMED}


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    def send(line: bytes) -> None:
        target.write(line + b"\n")
        target.flush()

    for line in source:
        request = json.loads(line)
        allow_processor_seconds(request["seconds"])
        send(json.dumps(_answer(request, lambda: send(b""))).encode())


def _main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    confine(int(sys.argv[1]))
    with suppress(BrokenPipeError, KeyboardInterrupt):
        _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
