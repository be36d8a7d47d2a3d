"""The nouns of the assistant: frozen values that every room passes to the next."""

from assistant.values.answers import (
    Answer,
    Asker,
    Citation,
    Hit,
    Outcome,
    Passage,
    PassedOver,
    Retrieval,
    Statement,
    Turn,
)
from assistant.values.documents import Box, Document, PageQuality, Reading, Section, Status, Table, Verdict
from assistant.values.governing import Precedence, Rank, Renamed

__all__ = [
    "Answer",
    "Asker",
    "Box",
    "Citation",
    "Document",
    "Hit",
    "Outcome",
    "PageQuality",
    "Passage",
    "PassedOver",
    "Precedence",
    "Rank",
    "Reading",
    "Renamed",
    "Retrieval",
    "Section",
    "Statement",
    "Status",
    "Table",
    "Turn",
    "Verdict",
]
