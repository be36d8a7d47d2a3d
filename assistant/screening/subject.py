"""Questions that name no subject: "how many days do I get?" can only be answered by asking back."""

from assistant.wording import content_words, parts

BARE = frozenset(
    content_words(
        """day days week weeks month months year years hour hours time date deadline long many much number amount limit
        approve approves approval sign signs agree decide decides permission allow allowed ok okay fine form forms copy
        rule rules policy policies procedure thing things something anything someone anyone get have take need want use
        go keep kept pay paid cost money claim ask request fill send hand give tell check start end stop happen apply
        applies count school trust please quick question help know find out right wrong way people person staff
        colleague exactly maximum minimum cut-off pupil pupils child children teacher teachers next now today still"""
    )
)
MOST_WORDS = 9


def is_missing(question: str) -> bool:
    """Whether nothing but such words is asked, in few words."""
    if len(question.split()) > MOST_WORDS:
        return False
    return all(set(content_words(part)) <= BARE for part in parts(question))
