"""What a build has to do: which files are new, changed, gone, or as they were."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant import calendar_file, reading, register
from assistant.index.manifest import FileRecord, Manifest
from assistant.register import Entry, Register

MISSING = "the register lists it, but the file is not in the corpus folder. Put it back, or take its entry out"


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the corpus as it lies there. `entry_digest` changes with its register entry; it is "" without one."""

    path: Path
    source: str
    digest: str
    entry: Entry | None
    entry_digest: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Files to read (`fresh`), files kept from the last build, and what is no longer there.

    `before` holds the last build's records by source, empty when there is none to build on. `missing` are listed
    in the register and not in the folder; `gone` are neither. `calendar` is the digest of the calendar, "" without one.
    """

    register: Register
    found: tuple[Found, ...]
    before: Mapping[str, FileRecord]
    missing: tuple[str, ...]
    gone: tuple[str, ...]
    calendar: str = ""

    @property
    def fresh(self) -> tuple[Found, ...]:
        """The files that must be read."""
        return tuple(item for item in self.found if not self.unchanged(item))

    @property
    def nothing_to_do(self) -> bool:
        """Whether the last build already says all there is to say."""
        known = all(source in self.before and self.before[source].reason for source in self.missing)
        return not self.fresh and not self.gone and known

    def agrees(self, made: Manifest) -> bool:
        """Whether a build was made for the same trust, schools and new names, and with the same calendar."""
        said = (
            made.trust,
            made.schools,
            made.precedence,
            made.renamed,
            made.contacts,
            made.derived.get(calendar_file.FILE, ""),
        )
        listed = self.register
        return said == (
            listed.trust,
            listed.schools,
            listed.precedence,
            listed.new_names,
            listed.contacts,
            self.calendar,
        )

    def unchanged(self, item: Found) -> bool:
        """Whether the last build met the same bytes with the same register entry."""
        record = self.before.get(item.source)
        return record is not None and (record.digest, record.entry) == (item.digest, item.entry_digest)


def plan(corpus: Path, last: Manifest | None) -> Plan:
    """Look at the corpus folder beside the manifest of the last build.

    Raises:
        RegisterError: the register or the calendar cannot be used.
    """
    listed = register.load(corpus)
    calendar = reading.digest(corpus / calendar_file.FILE) if calendar_file.load(corpus) is not None else ""
    found = tuple(
        Found(path, source, reading.digest(path), entry, _entry_digest(entry))
        for path, source in reading.readable_files(corpus)
        for entry in [listed.entries.get(source)]
    )
    here = {item.source for item in found}
    before = dict(last.records) if last is not None else {}
    missing = tuple(sorted(source for source in listed.entries if source not in here))
    gone = tuple(sorted(source for source in before if source not in here and source not in missing))
    return Plan(listed, found, before, missing, gone, calendar)


def _entry_digest(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return hashlib.sha256(json.dumps(entry.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()[:16]
