"""The SHA-256 of a file, read each time or once for as long as the file stays as it is."""

import hashlib
from functools import lru_cache
from pathlib import Path


def read(path: Path) -> str:
    """Of what stands in a file now, in hexadecimal digits.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remembered(path: Path) -> str:
    """The same, read anew only when the file's size or the time of its last change differs.

    Raises:
        OSError: it cannot be read.
    """
    state = path.stat()
    return _of(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=512)
def _of(path: Path, _size: int, _changed: int) -> str:
    return read(path)
