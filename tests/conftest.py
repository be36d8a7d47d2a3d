"""What every test shares: nothing of Hugging Face calls out, and the settings come from the test alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from assistant import settings as settings_room

settings_room.stay_offline()
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting in the environment of whoever runs the tests does not change them."""
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own corpus, indexed once for all tests that ask; nobody changes it."""
    from assistant import index

    folder = tmp_path_factory.mktemp("published")
    index.build(settings_room.load(corpus=ROOT / "corpus", indexes=folder))
    return folder


@pytest.fixture(scope="session")
def assistant(published: Path) -> Iterator[object]:
    """An assistant on the repository's own corpus, ready to answer."""
    from assistant.answering import Assistant

    made = Assistant(settings_room.load(corpus=ROOT / "corpus", indexes=published))
    made.load()
    yield made
