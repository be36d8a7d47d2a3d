"""What a file may cost: the process that reads it has no network, little time, little memory, and writes little."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.reading import readable_files

CONFINED = "from assistant.reading.confinement import allow_processor_seconds, confine\nconfine(512)\n"
CALL = "import socket\nsocket.create_connection(('127.0.0.1', {}), 2)"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits; the parent watches instead")


def run(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)


def test_the_network_cannot_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        call = CALL.format(server.getsockname()[1])
        assert run(call).returncode == 0
        refused = run(CONFINED + call)
    assert refused.returncode
    assert "may not reach the network" in refused.stderr


@posix
def test_computing_without_end_is_ended() -> None:
    began = time.monotonic()
    assert run(CONFINED + "allow_processor_seconds(1)\nwhile True: pass").returncode < 0
    assert time.monotonic() - began < 20


@posix
def test_memory_without_end_is_refused() -> None:
    done = run(CONFINED + "held = []\nwhile True: held.append(bytearray(50_000_000))")
    assert "MemoryError" in done.stderr


@posix
def test_a_large_file_cannot_be_written(tmp_path: Path) -> None:
    target = tmp_path / "filled"
    run(CONFINED + f"open({str(target)!r}, 'wb').write(bytes(80_000_000))")
    assert target.stat().st_size <= 64 * 1024 * 1024


@pytest.mark.parametrize(
    "name",
    ["leave\u202efdp.md", "tab\tand\nline.md", "n" * 252 + ".md", "£ and é.md", "..md", "-rf.md"],
    ids=["right to left", "control characters", "255 bytes", "accents", "two dots", "like an option"],
)
@posix
def test_strange_names_are_listed_as_they_are(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Leave is paid.", encoding="utf-8")
    listed = [source for _, source in readable_files(tmp_path)]
    assert listed == ([] if name.startswith("..") else [name])
