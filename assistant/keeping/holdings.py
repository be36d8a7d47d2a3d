"""What the trust holds at this moment: the published documents, the register, and what needs an officer's eye."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant import index, reading, register, upkeep
from assistant.errors import AssistantError, IndexProblem, RegisterError
from assistant.index.library import Library
from assistant.index.manifest import FileRecord, Manifest
from assistant.keeping import register_file
from assistant.register import Register
from assistant.settings import Settings
from assistant.upkeep import Conflict, Finding, Found
from assistant.values import Document, Status, Verdict

GAPS = (Finding.WITHOUT_ENTRY, Finding.WITHOUT_FILE)
READ_WELL = ("", Verdict.INDEXED)
Differing = Callable[[Library, Manifest, date], tuple[Conflict, ...]]


def no_conflicts(_library: Library, _manifest: Manifest, _on: date) -> tuple[Conflict, ...]:
    """For those who do not look for conflicts."""
    return ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """One published build beside the register. `faults` are sentences about what cannot be read at all.

    `seen` is the digest of the register's file, `files` what reading gave of each, by its path in the corpus folder.
    """

    build: str
    made_at: str
    library: Library
    register: Register
    seen: str
    files: Mapping[str, FileRecord]
    found: tuple[Found, ...]
    faults: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document of the build, whatever its standing."""
        return tuple(self.library.documents.values())

    @property
    def unread(self) -> tuple[FileRecord, ...]:
        """Files of which nothing or only a part could be read."""
        return tuple(item for item in self.files.values() if item.reason or item.verdict not in READ_WELL)

    def versions(self, name: str) -> tuple[Document, ...]:
        """The texts with one document id: what governs first, then the newest."""
        own = [item for item in self.documents if item.id == name]
        return tuple(sorted(own, key=_begun, reverse=True))

    def at(self, source: str) -> Document | None:
        """The document of a file."""
        return next((item for item in self.documents if item.source == source), None)


def _begun(document: Document) -> date:
    """The day of a version among its others; one in force whose day nobody wrote down is the latest."""
    unknown = date.max if document.status is Status.IN_FORCE else date.min
    return document.effective_from or document.approved or unknown


class Looking:
    """Looks at the holdings, and looks again only when the build, the register or the folder has changed."""

    def __init__(
        self, settings: Settings, library: Callable[[], tuple[str, Library]], differing: Differing = no_conflicts
    ) -> None:
        """`library` gives the published build and its library; it may raise `IndexProblem`.

        `differing` finds the clauses of a library that contradict one another; it is asked once a build and day.
        """
        self._settings = settings
        self._library = library
        self._differing = differing
        self._compared: tuple[object, tuple[Conflict, ...]] | None = None
        self._guard = threading.Lock()
        self._last: tuple[object, Holdings] | None = None

    def now(self, on: date) -> Holdings:
        """The holdings on the day `on`.

        Raises:
            IndexProblem: there is no published build that can be read.
        """
        build, library = self._library()
        files = tuple(source for _, source in reading.readable_files(self._settings.corpus))
        seen = _seen(self._settings)
        key = (build, seen, files, on)
        with self._guard:
            if self._last is None or self._last[0] != key:
                held = _looked(self._settings, build, library, files, on)
                self._last = (key, replace(held, conflicts=self._conflicts(held, on)))
            return replace(self._last[1], seen=seen)

    def _conflicts(self, held: Holdings, on: date) -> tuple[Conflict, ...]:
        """The conflicts of a build on a day, looked for once: a change of the register alone changes none."""
        key = (held.build, on)
        if self._compared is None or self._compared[0] != key:
            try:
                made = index.published_manifest(self._settings, held.build)
            except AssistantError:
                return ()
            self._compared = (key, self._differing(held.library, made, on))
        return self._compared[1]


def _seen(settings: Settings) -> str:
    try:
        return register_file.read(settings.corpus).digest
    except RegisterError:
        return "unreadable"


def _looked(settings: Settings, build: str, library: Library, files: tuple[str, ...], on: date) -> Holdings:
    faults = []
    listed, required = Register("", (), {}), None
    try:
        listed = register.load(settings.corpus)
    except RegisterError as error:
        faults.append(f"{error} Until then the library is shown as it was last published, and nothing can be changed.")
    try:
        required = upkeep.statutory(settings.corpus)
    except RegisterError as error:
        faults.append(str(error))
    documents = tuple(library.documents.values())
    found = upkeep.look(listed, files, documents, required, on)
    if faults:
        found = tuple(item for item in found if item.kind not in GAPS)
    try:
        made = index.published_manifest(settings, build)
        records, made_at = dict(made.records), made.made_at
    except (IndexProblem, AssistantError):
        records, made_at = {}, ""
    return Holdings(build, made_at, library, listed, "", records, found, tuple(faults))
