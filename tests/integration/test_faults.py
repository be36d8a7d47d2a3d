"""A build that dies, or runs out of disk, at any point: the published index stays, and the next build is whole."""

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.written import write_corpus, write_policy

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fault program forks, which Windows cannot")
RANDOM_KILLS = 30


class Builds:
    """The fault program, and a corpus with a published build to which one document has been added since."""

    def __init__(self, child: "subprocess.Popen[str]", folder: Path) -> None:
        self._child = child
        self.corpus, self.indexes = folder / "corpus", folder / "indexes"
        write_corpus(self.corpus, documents=8, clauses=5)

    def run(self, do: str, **named: Any) -> Any:
        assert self._child.stdin is not None and self._child.stdout is not None
        command = {"do": do, "corpus": str(self.corpus), "indexes": str(self.indexes), **named}
        self._child.stdin.write(json.dumps(command) + "\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        assert line, "the fault program has ended"
        return json.loads(line)


@pytest.fixture(scope="module")
def program() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.fixtures.killed_builds"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        yield child
        child.kill()


@pytest.fixture
def builds(program: "subprocess.Popen[str]", tmp_path: Path) -> Builds:
    made = Builds(program, tmp_path)
    made.run("build")
    return made


def expect_same(before: Any, after: Any) -> None:
    """The published index answers as before."""
    assert after["build"] == before["build"]
    assert after["hits"] == before["hits"]
    assert after["passages"] == before["passages"]


def expect_whole(builds: Builds, marker: str) -> None:
    """The next build succeeds and holds every passage once."""
    builds.run("build")
    after = builds.run("look")
    assert after["notice"] == ""
    assert after["vectors"] == len(after["passages"])
    assert sum(marker in text for text in after["passages"].values()) == 1
    assert len(after["folders"]) <= 3, "folders of dead builds were left behind"


def test_a_kill_at_every_rename_sync_and_write_loses_nothing(builds: Builds) -> None:
    write_policy(builds.corpus, 100, extra="marker zero\n")
    met = builds.run("count")["points"]
    assert {"before replace", "after replace", "before fsync", "before add", "before persist"} <= set(met)
    for at in range(1, len(met) + 1):
        write_policy(builds.corpus, 100, extra=f"marker {at} stands here.\n")
        before = builds.run("look")
        died = builds.run("kill", at=at)
        after = builds.run("look")
        if after["build"] == before["build"]:
            expect_same(before, after)
        else:
            assert met[at - 1] in ("after replace", "before fsync", "after fsync"), "published before it was whole"
        assert died.get("killed"), met[at - 1]
        expect_whole(builds, f"marker {at} stands")


def test_a_kill_at_thirty_random_moments_loses_nothing(builds: Builds) -> None:
    chance = random.Random(20261124)
    for number in range(RANDOM_KILLS):
        write_policy(builds.corpus, 100, extra=f"marker {number} stands here.\n")
        before = builds.run("look")
        builds.run("kill_after", seconds=chance.uniform(0.02, 0.8))
        after = builds.run("look")
        if after["build"] == before["build"]:
            expect_same(before, after)
        expect_whole(builds, f"marker {number} stands")


def test_a_kill_while_chroma_writes_its_vector_files_loses_nothing(builds: Builds) -> None:
    for at in range(1, 9):
        write_policy(builds.corpus, 100, extra=f"marker {at} stands here.\n")
        before = builds.run("look")
        builds.run("kill_in_vectors", at=at)
        after = builds.run("look")
        if after["build"] == before["build"]:
            expect_same(before, after)
        expect_whole(builds, f"marker {at} stands")


def test_a_full_disk_at_every_write_loses_nothing(builds: Builds) -> None:
    write_policy(builds.corpus, 100, extra="marker zero\n")
    met = builds.run("count")["points"]
    for at in range(1, len(met) + 1, 2):
        write_policy(builds.corpus, 100, extra=f"marker {at} stands here.\n")
        before = builds.run("look")
        builds.run("full", at=at)
        after = builds.run("look")
        if after["build"] == before["build"]:
            expect_same(before, after)
        expect_whole(builds, f"marker {at} stands")


@pytest.mark.parametrize("size", [0, 1_000, 20_000, 60_000, 200_000])
def test_files_that_cannot_grow_lose_nothing(builds: Builds, size: int) -> None:
    write_policy(builds.corpus, 100, extra="marker small stands here.\n")
    before = builds.run("look")
    failed = builds.run("small", bytes=size)
    assert failed.get("error") or failed.get("killed")
    expect_same(before, builds.run("look"))
    expect_whole(builds, "marker small stands")
