"""The checksum of a model's weights, read from the disk once for as long as the file stays as it is."""

import hashlib
from functools import lru_cache
from pathlib import Path


def digest(path: Path) -> str:
    """The sha256 of a file in hexadecimal digits; read anew when its size or the time of its last change differs.

    Raises:
        OSError: it cannot be read.
    """
    state = path.stat()
    return _read(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=16)
def _read(path: Path, _size: int, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
