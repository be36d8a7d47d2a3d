"""`manifest.json`: what a build was made from. It is written last, so a folder with one is a finished build."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.contacts import Contact
from assistant.embedding import Fingerprint
from assistant.errors import DamagedIndex
from assistant.passages import Sizes
from assistant.values import Precedence, Rank

FILE = "manifest.json"
FORMAT = 7  # raised whenever reading, cutting or the layout of a build changes: older builds are then made anew


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file as it was met: its digest, the digest of its register entry, and what came of it.

    `document` is the key of its document in this build, "" when there is none; `reason` says why the file
    could not be read, "" when it was. `verdict`, `score` (0 to 1, the mean over pages, None without pages) and
    `remarks` are what reading it gave: pages with faults, what was left out, where the register disagrees.
    """

    source: str
    digest: str
    entry: str
    document: str
    reason: str = ""
    verdict: str = ""
    score: float | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that must agree before a build may be searched, and what the register said of the trust.

    `derived` maps file paths to SHA-256 digests; `renamed` are pairs of an old name and the new one.
    """

    build: str
    made_at: str
    corpus: str
    model: Fingerprint
    sizes: Sizes
    documents: int
    passages: int
    files: tuple[FileRecord, ...]
    trust: str = ""
    schools: tuple[str, ...] = ()
    interaction: Fingerprint | None = None
    renamed: tuple[tuple[str, str], ...] = ()
    precedence: Precedence = field(default_factory=Precedence)
    contacts: tuple[Contact, ...] = ()
    derived: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def records(self) -> Mapping[str, FileRecord]:
        """The file records by source."""
        return {record.source: record for record in self.files}

    @property
    def failures(self) -> tuple[FileRecord, ...]:
        """The files that could not be read."""
        return tuple(record for record in self.files if record.reason)


def save(manifest: Manifest, folder: Path) -> None:
    """Write the manifest so that it is there as a whole or not at all."""
    replace_file(folder / FILE, json.dumps(asdict(manifest), indent=1, default=str, ensure_ascii=False))


def load(folder: Path) -> Manifest:
    """Read a build's manifest.

    Raises:
        DamagedIndex: it is missing or is not a manifest of this program.
    """
    try:
        found: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found["model"] = Fingerprint(**found["model"])
        found["interaction"] = Fingerprint(**found["interaction"]) if found["interaction"] else None
        found["sizes"] = Sizes(**found["sizes"])
        found["files"] = tuple(_record(record) for record in found["files"])
        found["schools"] = tuple(found["schools"])
        found["renamed"] = tuple((was, now) for was, now in found.get("renamed", ()))
        found["precedence"] = _precedence(found.get("precedence", {}))
        found["contacts"] = tuple(Contact(**item) for item in found.get("contacts", ()))
        return Manifest(**found)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(f"The build {folder.name} has no usable manifest.") from error


def _precedence(said: dict[str, Any]) -> Precedence:
    return Precedence(**said | {"ranks": tuple(Rank(**rank) for rank in said.get("ranks", ()))})


def _record(said: dict[str, Any]) -> FileRecord:
    return FileRecord(**said | {"remarks": tuple(said["remarks"])})


def replace_file(path: Path, text: str) -> None:
    """Replace a small file in one step that survives a power cut; line ends are written as they are."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)  # noqa: PTH105 - the one call on which publishing rests, named as such
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Make every file under a folder durable, and then the names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)
