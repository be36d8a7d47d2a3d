"""How each ending of a question looks: its words, its sign, and the name under which the style sheet knows it.

An outcome is told by its words and by the shape of its sign and border; colour only repeats them.
"""

from assistant.taking_away import ENDINGS as TITLES
from assistant.values import Answer, Outcome

WHICH_SCHOOL = "Which school?"
SHAPES = {
    Outcome.ANSWERED: '<circle cx="12" cy="12" r="10"/><path d="M7 12.5l3.5 3.5L17 8.5"/>',
    Outcome.PARTLY: '<circle cx="12" cy="12" r="10"/><path class="solid" d="M12 2a10 10 0 0 0 0 20z"/>',
    Outcome.CLARIFY: '<path d="M12 1.5L22.5 12 12 22.5 1.5 12z"/><path d="M9.5 9.5a2.5 2.5 0 1 1 2.5 3v1.5M12 17v.6"/>',
    Outcome.NOT_FOUND: '<circle cx="10" cy="10" r="7"/><path d="M15 15l7 7M7 10h6"/>',
    Outcome.OUT_OF_SCOPE: '<rect x="3" y="3" width="18" height="18"/><path d="M7 12h10"/>',
    Outcome.ACT_NOW: '<path d="M12 2L23 21.5H1z"/><path d="M12 9v6M12 18v.6"/>',
    Outcome.FAILED: '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M8.5 8.5l7 7M15.5 8.5l-7 7"/>',
}


def name(outcome: Outcome) -> str:
    """The outcome in the style sheet: "act-now"."""
    return outcome.name.lower().replace("_", "-")


def title(answer: Answer, schools: tuple[str, ...]) -> str:
    """The outcome in words; `schools` are those that the reader may choose from, () where that is not the question."""
    return WHICH_SCHOOL if answer.outcome is Outcome.CLARIFY and schools else TITLES[answer.outcome]


def sign(outcome: Outcome) -> str:
    """The outcome's sign, for those who see; its words stand beside it."""
    return f'<svg class="sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{SHAPES[outcome]}</svg>'
