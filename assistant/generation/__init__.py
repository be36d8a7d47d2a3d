"""From passages to draft statements: one Protocol, two ways (`extractive` now, a language model by a setting later)."""

from typing import Protocol

from assistant.values import Retrieval, Statement


class Generator(Protocol):
    """Whatever writes drafts. A draft is unchecked: `verification` decides what is kept."""

    def draft(self, question: str, retrieval: Retrieval) -> tuple[Statement, ...]:
        """Statements that answer `question` from `retrieval.hits`, best first; empty when nothing there answers it."""
        ...
