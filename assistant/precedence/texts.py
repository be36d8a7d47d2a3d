"""What of a build is looked at to find where texts differ and which of them governs."""

from typing import Protocol

from assistant.index.library import Library
from assistant.index.manifest import Manifest


class Texts(Protocol):
    """The texts of a build, and what it says of their precedence; an open `Index` is one."""

    @property
    def manifest(self) -> Manifest:
        """What the build says of itself."""

    @property
    def library(self) -> Library:
        """Its documents and passages."""
