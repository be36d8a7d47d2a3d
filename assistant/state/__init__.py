"""Questions about another state of the documents than today's: another day, an old text, a draft, what has changed.

Everything else is left to `answering`. A text that does not govern is quoted here and nowhere else, and each statement
that rests on one says so in front of its words.
"""

from assistant import as_of, versions
from assistant.concluding import Asked
from assistant.state import days, texts, what_changed
from assistant.state.means import Means
from assistant.values import Answer
from assistant.versions import Kind


def answer(asked: Asked, means: Means) -> Answer | None:
    """The answer to a question about another state of the documents; None where it is about today."""
    wanted = versions.read(asked.asked_as)
    if wanted is not None:
        about_a_text = what_changed.answer if wanted.kind is Kind.CHANGES else texts.answer
        found = about_a_text(asked, wanted, means)
        if found is not None:
            return found
    moment = as_of.read(asked.asked_as, asked.scope.on)
    return days.answer(asked, moment, means) if moment is not None else None


__all__ = ["Means", "answer"]
