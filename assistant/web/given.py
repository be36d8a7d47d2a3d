"""The answers that the page has given: kept for their permanent links, and for what is said of them."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection
from datetime import date

from assistant import gaps, kept
from assistant.errors import AssistantError
from assistant.kept import Kept
from assistant.settings import Settings
from assistant.values import Answer, Asker

MOST_IN_MEMORY = 500  # of some kilobytes each


class Given:
    """Keeps answers in the settings' file, and the newest in memory as well. Safe from several threads at once.

    In memory the words of a question are kept whatever they are, so that feedback given at once can hold them.
    """

    def __init__(self, settings: Settings, known: Callable[[], Collection[str]] = frozenset) -> None:
        """`known` gives the words of the documents that are no person's name; it may raise `AssistantError`."""
        self._settings = settings
        self._known = known
        self._newest: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, answer: Answer, asker: Asker) -> tuple[str, bool]:
        """The id under which an answer can be found, and whether it will be found after a restart."""
        permanent = bool(self._settings.kept_answers)
        try:
            name = (
                kept.keep(self._settings.kept, answer, asker, newest=self._settings.kept_answers) if permanent else ""
            )
        except AssistantError:
            permanent, name = False, ""  # an answer is worth more than its link
        name = name or secrets.token_urlsafe(kept.ID_BYTES)
        with self._lock:
            self._newest[name] = kept.pack(answer, asker)
            while len(self._newest) > MOST_IN_MEMORY:
                self._newest.popitem(last=False)
        return name, permanent

    def note(self, answer: Answer, asker: Asker) -> None:
        """Note a question that was not answered in full for the officer, without personal data.

        It is for after the answer was sent: nobody waits for the disk.
        """
        if answer.outcome in gaps.KEPT:
            gaps.note(self._settings.gaps_file, answer, asker, date.today(), known=self._words())

    def _words(self) -> Collection[str]:
        try:
            return self._known()
        except AssistantError:
            return frozenset()

    def permanent(self, name: str) -> Kept | None:
        """What a permanent link shows; None when there is nothing under it.

        Raises:
            AssistantError: the file cannot be read.
        """
        return kept.read(self._settings.kept, name) if self._settings.kept_answers else None

    def newest(self, name: str) -> Kept | None:
        """An answer with its question's words, where it was given lately; else as it is kept.

        Raises:
            AssistantError: the file cannot be read.
        """
        with self._lock:
            packed = self._newest.get(name)
        return kept.unpack(name, packed) if packed is not None else self.permanent(name)
