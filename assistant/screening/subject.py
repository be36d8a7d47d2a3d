"""Questions that name no subject: "how many days do I get?" can only be answered by asking back."""

from assistant.vocabulary import is_bare
from assistant.wording import content_words, parts

MOST_WORDS = 9


def is_missing(question: str) -> bool:
    """Whether nothing but bare words is asked, in few words."""
    if len(question.split()) > MOST_WORDS:
        return False
    return all(is_bare(word) for part in parts(question) for word in content_words(part))
