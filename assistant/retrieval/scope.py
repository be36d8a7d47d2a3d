"""Whose question it is, and which documents may answer it."""

from dataclasses import dataclass
from datetime import date

from assistant.values import Asker, Document, Passage


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom and for which day to search: the asker's school decides which school documents may answer.

    `documents` restrict the search to files ("policies/people/pay.pdf"), ids ("pay"), keys ("pay@2026") or kinds of
    document ("policy"); empty is all. `although` are the keys of texts that may answer although they do not govern,
    because the question asks for them.
    """

    asker: Asker
    on: date
    documents: frozenset[str] = frozenset()
    although: frozenset[str] = frozenset()

    def looks_in(self, document: Document) -> bool:
        """Whether the search is to look into a document at all."""
        named = (document.source, document.id, document.key, document.kind)
        return not self.documents or any(name in self.documents for name in named if name)


def why_not(passage: Passage, scope: Scope) -> str:
    """Why a passage may not answer this person on this day; "" when it may."""
    document = passage.document
    if document.key not in scope.although and not document.governs(scope.on):
        return f"{document.title} {document.version}".strip() + f" is {_plainly(document, scope.on)}"
    if document.applies_to and scope.asker.school and scope.asker.school not in document.applies_to:
        return f"{document.title} applies to {' and '.join(document.applies_to)} only"
    return ""


def _plainly(document: Document, on: date) -> str:
    words = document.standing(on)
    return f"a {words}" if words == "draft" else words
