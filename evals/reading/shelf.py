"""The files of a folder, each read once by the assistant's own reader."""

import time
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.reading import Reader
from assistant.values import Reading


class Shelf:
    """Reads files of the folder `data` and keeps what came of them."""

    def __init__(self, data: Path, reader: Reader) -> None:
        self.data = data
        self._reader = reader
        self._kept: dict[Path, Reading | UnreadableFile] = {}
        self.seconds: dict[Path, float] = {}

    def read(self, path: Path) -> Reading:
        """What is in a file.

        Raises:
            UnreadableFile: it cannot be read; raised again when it is asked for again.
        """
        if path not in self._kept:
            began = time.perf_counter()
            try:
                self._kept[path] = self._reader.read(path, path.relative_to(self.data).as_posix())
            except UnreadableFile as error:
                self._kept[path] = error
            self.seconds[path] = time.perf_counter() - began
        kept = self._kept[path]
        if isinstance(kept, UnreadableFile):
            raise kept
        return kept

    def readable(self, folder: str, ending: str) -> dict[Path, Reading]:
        """Every file of a folder inside `data` with this ending that can be read, folders inside it included."""
        found: dict[Path, Reading] = {}
        for path in sorted((self.data / folder).rglob(f"*{ending}")):
            try:
                found[path] = self.read(path)
            except UnreadableFile:
                continue
        return found
