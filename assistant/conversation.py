"""Make a follow-up stand alone: "And who approves it?" is searched for with the words of the question before."""

import re
from collections.abc import Sequence

from assistant.values import Turn
from assistant.wording import content_words

OPENS = re.compile(r"\s*(?:and|but|or|so|also|what about|how about|what if|why|then|in that case)\b", re.IGNORECASE)
POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|they|them|their|those|these|he|she|there|same)\b(?!\s+(?:is|are|takes?)\b.*\bto\b)", re.I
)
FEW = 1


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it will be searched for: a follow-up is joined to the last question that stood alone."""
    if not history or not _follows(question):
        return question
    before = next((turn.question for turn in reversed(history) if not _follows(turn.question)), history[-1].question)
    return f"{question.rstrip(' ?.')} ({before.rstrip(' ?.')})?"


def _follows(question: str) -> bool:
    return bool(OPENS.match(question) or POINTS_BACK.search(question[:60]) or len(set(content_words(question))) <= FEW)
