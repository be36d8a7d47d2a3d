"""Fixtures of several rooms of this folder."""

from pathlib import Path

import pytest

from tests.fixtures.paper import Paper


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "policy.pdf")
