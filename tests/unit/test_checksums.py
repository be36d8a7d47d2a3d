"""The checksum of a file: of what stands in it now, also where it was read before."""

import hashlib
import os
from pathlib import Path

import pytest

from assistant import checksums


def test_a_changed_file_is_read_anew_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"one")
    assert checksums.remembered(file) == hashlib.sha256(b"one").hexdigest()
    state = file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert checksums.remembered(file) == hashlib.sha256(b"two").hexdigest()
    file.write_bytes(b"six")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert checksums.remembered(file) == hashlib.sha256(b"two").hexdigest()  # the price of reading it once


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        checksums.remembered(tmp_path / "none")
