"""Everything that can go wrong, as sentences for people.

AssistantError
├── UnreadableFile      a file that cannot be read, and why
├── RegisterError       corpus/register.toml is wrong, and where
│   └── CalendarError   corpus/calendar.toml is wrong, and where
├── SettingsError       a setting has a value that cannot be used
├── ModelError          the embedding model is missing or is not the one expected
└── IndexProblem        anything about the built index
    ├── NoIndex         nothing has been built yet
    ├── StaleIndex      built with another model or other passage settings
    ├── DamagedIndex    a build that fails its own checks
    ├── BuildFailed     the new build could not be finished; the published one is untouched
    ├── BuildRefused    the new build answers worse than the published one, which is untouched
    └── IndexBusy       another process is building
"""


class AssistantError(Exception):
    """Root of the tree: `str(error)` is a sentence that says what happened and what to do."""


class UnreadableFile(AssistantError):
    """A file that cannot be read; the sentence gives the reason in plain words, `verdict` the kind in one word."""

    def __init__(self, reason: str, verdict: str = "malformed") -> None:
        super().__init__(reason)
        self.verdict = verdict


class RegisterError(AssistantError):
    """The corpus register cannot be used as it stands."""


class CalendarError(RegisterError):
    """The corpus calendar cannot be used as it stands."""


class SettingsError(AssistantError):
    """A setting has a value that cannot be used."""


class ModelError(AssistantError):
    """The embedding model is missing, or its bytes are not the expected ones."""


class IndexProblem(AssistantError):
    """Anything about the built index."""


class NoIndex(IndexProblem):
    """Nothing has been built yet."""


class StaleIndex(IndexProblem):
    """The build was made with another model or with other passage settings."""


class DamagedIndex(IndexProblem):
    """A build that fails its own checks."""


class BuildFailed(IndexProblem):
    """A new build could not be finished. The published build is as it was."""


class BuildRefused(IndexProblem):
    """A new build was finished, but whoever was asked to judge it has reasons against it. It is not published."""


class IndexBusy(IndexProblem):
    """Another process holds the build lock."""
