"""Pure HTML of the form with which anyone says that something is missing or wrong. All words are escaped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.feedback import LONGEST_NOTE, Reason
from assistant.values import Document
from assistant.web.feedback_html import TELL
from assistant.web.governor_html import options
from assistant.web.render import safe

LONGEST_QUESTION = 500  # characters
TOLD = {
    Reason.MISSING: "Something is missing",
    Reason.WRONG_ANSWER: "Something is wrong",
    Reason.HARD_TO_READ: "Something is hard to read or to find",
}
LEAD = "Tell the trust officer what the documents or the assistant should say and do not."
THANKS = "Thank you. It is kept, and the trust officer reads it."
NOT_FOR_NAMES = (
    "Please name no pupil, parent or colleague. Unless you sign, names, addresses and numbers are taken out before "
    "your words are kept. If a child may be in danger, do not write it here: tell the designated safeguarding lead now."
)


@dataclass(frozen=True, slots=True)
class Told:
    """The form's fields as someone filled them in, and by field what is wrong with them."""

    reason: str = ""
    question: str = ""
    about: str = ""
    note: str = ""
    school: str = ""
    role: str = ""
    signed: str = ""
    wrong: tuple[tuple[str, str], ...] = ()


def tell(told: Told, documents: Iterable[Document], schools: Sequence[str], token: str) -> str:
    """The form to say that something is missing or wrong, with what was filled in and what is wrong with it."""
    wrong = dict(told.wrong)
    faults = "".join(f'<li><a href="#tell-{name}">{safe(words)}</a></li>' for name, words in told.wrong if name)
    general = "".join(f"<p>{safe(words)}</p>" for name, words in told.wrong if not name)
    listed = f"<ul>{faults}</ul>" if faults else ""
    summary = f'<div class="wrong" role="alert"><h2>It was not sent</h2>{general}{listed}</div>' if told.wrong else ""
    first = ' id="tell-reason"'
    choices = "".join(
        f'<label class="beside"><input type="radio" name="reason" value="{reason.value}"'
        f"{first if reason is Reason.MISSING else ''}{' checked' if reason.value == told.reason else ''}> "
        f"{safe(words)}</label>"
        for reason, words in TOLD.items()
    )
    titles = [(item.key, " ".join(filter(None, [item.title, item.version]))) for item in documents]
    about = options((("", "I do not know, or none"), *sorted(titles, key=lambda pair: pair[1].casefold())), told.about)
    at = options((("", "The whole trust"), *((name, name) for name in schools)), told.school)
    school = f'<label>Your school<select name="school">{at}</select></label>' if schools else ""
    return (
        f'{summary}<p class="lead">{safe(LEAD)}</p>'
        f'<p class="notice">{safe(NOT_FOR_NAMES)}</p>'
        f'<form class="tell" method="post" action="{TELL}"><input type="hidden" name="token" value="{safe(token)}">'
        f"<fieldset><legend>What is it?</legend>{_fault('reason', wrong)}{choices}</fieldset>"
        f'<label for="tell-question">What did you look for, or what is it about?</label>{_fault("question", wrong)}'
        f'<textarea id="tell-question" name="question" maxlength="{LONGEST_QUESTION}" rows="2"'
        f"{_described('question', wrong)}>{safe(told.question)}</textarea>"
        f'<label>Which document<select name="about">{about}</select></label>'
        f'<label>What should it say? <span class="quiet">(not needed)</span>'
        f'<textarea name="note" maxlength="{LONGEST_NOTE}" rows="4">{safe(told.note)}</textarea></label>'
        f'{school}<label>What you do at the school <span class="quiet">(not needed)</span>'
        f'<input type="text" name="role" maxlength="60" value="{safe(told.role)}"></label>'
        f'<label>Your name, if you want to be asked about it <span class="quiet">(not needed)</span>'
        f'<input type="text" name="signed" maxlength="200" autocomplete="name" value="{safe(told.signed)}"></label>'
        "<p><button>Send it</button></p></form>"
    )


def _fault(name: str, wrong: Mapping[str, str]) -> str:
    return f'<p class="fault" id="fault-{name}">{safe(wrong[name])}</p>' if name in wrong else ""


def _described(name: str, wrong: Mapping[str, str]) -> str:
    return f' aria-invalid="true" aria-describedby="fault-{name}"' if name in wrong else ""


def thanks() -> str:
    """What is shown when something was kept."""
    return (
        f'<p class="done" role="status">{safe(THANKS)}</p>'
        f'<p class="buttons"><a class="button second" href="{TELL}">Say something else</a> '
        '<a class="button second" href="/">Ask a question</a></p>'
    )


def act_now(words: str) -> str:
    """What is shown in place of thanks when the words tell of a child in danger; they are not kept."""
    return (
        f'<div class="wrong" role="alert"><p>{safe(words)}</p>'
        "<p>What you wrote was not kept, and nobody has read it.</p></div>"
    )
