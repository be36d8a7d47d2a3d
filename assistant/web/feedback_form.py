"""The small form under an answer: whether it helped, and what was wrong; it works without a script as well."""

from urllib.parse import quote as quoted

from assistant.feedback import LONGEST_NOTE, Reason
from assistant.web.render import safe

WORDS = {
    Reason.GOOD: "It is helpful",
    Reason.WRONG_ANSWER: "The answer is wrong",
    Reason.WRONG_SOURCE: "The source is the wrong one",
    Reason.MISSING: "Something is missing",
    Reason.HARD_TO_READ: "It is hard to read",
}
THANKS = "Thank you. The trust officer reads what is said here."


def form(answer: str) -> str:
    """The form for a kept answer's id."""
    choices = "".join(
        f'<label class="beside"><input type="radio" name="reason" value="{reason.value}"> {safe(words)}</label>'
        for reason, words in WORDS.items()
    )
    return (
        f'<form class="say controls" method="post" action="/answer/{quoted(answer)}/feedback">'
        '<span class="ask-helpful">Was this helpful?</span>'
        f'<button class="second small" name="at_once" value="{Reason.GOOD.value}">Yes</button>'
        "<details><summary>No, or say more</summary>"
        f"<fieldset><legend>What do you think of this answer?</legend>{choices}</fieldset>"
        f'<label>What should it have said? <textarea name="note" maxlength="{LONGEST_NOTE}" rows="3"></textarea>'
        "</label>"
        "<label>Your name, if you want to be asked about it "
        '<input type="text" name="signed" maxlength="200" autocomplete="name"></label>'
        '<button name="at_once" value="">Send</button></details></form>'
    )
