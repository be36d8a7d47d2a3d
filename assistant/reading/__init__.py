"""One file in, one `Reading` out; each file is read in a child process with limits of time and memory."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from assistant import checksums
from assistant.reading.reader import Limits, Reader, read_all, unread

IGNORED = ("thumbs.db", "desktop.ini", "icon\r")
ABOUT_THE_FOLDER = ("register.toml", "statutory.toml", "calendar.toml", "README.md")  # at its top only
__all__ = ["Limits", "Reader", "digest", "read_all", "readable_files", "unread"]


def readable_files(corpus: Path) -> list[tuple[Path, str]]:
    """Every regular file in the folder with its path inside it, in order; hidden and lock files are left out.

    So are the files at its top that are about the folder: the register, the calendar, README.md.

    Links to folders are not followed. What cannot be read is listed too: reading it gives the reason.
    """
    return sorted(_files(corpus), key=lambda item: item[1])


def _files(corpus: Path) -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(corpus):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(folder, name)
            if name.startswith((".", "~$")) or name.casefold() in IGNORED or not (path.is_file() or path.is_symlink()):
                continue
            source = path.relative_to(corpus).as_posix()
            if source in ABOUT_THE_FOLDER:
                continue
            yield path, source.encode("utf-8", "replace").decode("utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file; of a link, of where it points; "" for a file that may not be opened."""
    if path.is_symlink():
        return hashlib.sha256(str(path.readlink()).encode("utf-8", "replace")).hexdigest()
    try:
        return checksums.read(path)
    except OSError:
        return ""
