"""The command line: exit codes, JSON, and sentences in place of tracebacks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    import os

    command = [sys.executable, "-c", "from assistant.cli import main; main()", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=120,
    )


def test_help_names_every_command_and_loads_no_model() -> None:
    program = (
        "import sys; sys.argv = ['assistant', '--help']\n"
        "from assistant.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'torch', 'gradio', 'chromadb', 'llama_index', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    for command in ("index", "ask", "sources", "serve", "evaluate", "bench"):
        assert command in done.stdout
    assert done.stdout.rstrip().endswith("[]")


def test_a_corpus_with_a_broken_file_is_indexed_and_the_file_is_named(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.md").write_text("# Keys\n\nThe caretaker keeps the keys.\n", encoding="utf-8")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    places = ("--corpus", str(corpus), "--indexes", str(tmp_path / "indexes"))
    done = run("index", "--json", *places)
    said = json.loads(done.stdout)
    assert done.returncode == 3
    assert (said["added"], said["failed"]) == (1, 1)
    (failed,) = [item for item in said["files"] if item["outcome"] == "failed"]
    assert failed["source"] == "broken.pdf" and "broken" in failed["reason"]
    again = run("index", *places)
    assert again.returncode == 3 and "broken.pdf" in again.stdout and "0 embedded" in again.stdout
    asked = json.loads(run("ask", "Who keeps the keys?", "--json", "--indexes", str(tmp_path / "indexes")).stdout)
    assert asked["outcome"] == "answered" and asked["citations"][0]["quote"] == "The caretaker keeps the keys."
    listed = json.loads(run("sources", "--json", "--indexes", str(tmp_path / "indexes")).stdout)
    assert [item["status"] for item in listed["documents"]] == ["unregistered"]
    builds = json.loads(run("index", "--list", "--json", "--indexes", str(tmp_path / "indexes")).stdout)
    assert [item["current"] for item in builds["builds"]] == [True]


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (("ask", "Who keeps the keys?", "--indexes", "{nowhere}"), {}, "assistant index"),
        (("index", "--corpus", "{nowhere}"), {}, "There is no folder"),
        (("sources",), {"ASSISTANT_PORT": "many"}, "ASSISTANT_PORT"),
        (("index", "--rollback", "--indexes", "{nowhere}"), {}, "."),
    ],
)
def test_trouble_is_a_sentence_and_exit_code_one(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], words: str
) -> None:
    done = run(*(item.format(nowhere=tmp_path / "nowhere") for item in arguments), **environment)
    assert done.returncode == 1
    assert words in done.stderr and "Traceback" not in done.stderr


def test_a_taken_port_is_a_sentence(published: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("serve", "--port", port, "--corpus", "corpus", "--indexes", str(published))
    assert done.returncode == 1 and "--port" in done.stderr and "Traceback" not in done.stderr
