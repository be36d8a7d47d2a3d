"""Pure HTML of the self-check: ten questions, each with its cited answer to open, and what to read at the end."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from assistant.self_check import Checked
from assistant.web.governor_html import CHECK, address, cited
from assistant.web.render import safe

INTRODUCTION = (
    "Answer in your own words first, on paper or in the box, then open the answer and say how near you were. "
    "There is no clock and no mark, and what you write stays in this browser."
)
NONE = (
    "There are no questions to check yourself with here: the file of questions is missing, or no question of it was "
    "answered with confidence from the documents that governors read."
)
CHOSEN = "Choosing questions that the documents answer. This takes up to a minute, once after each change of documents."


class Knew(StrEnum):
    """How near someone was, by their own judgement."""

    KNEW = "knew"
    NEARLY = "nearly"
    NOT = "not"


WORDS = {Knew.KNEW: "I knew it", Knew.NEARLY: "Nearly", Knew.NOT: "I did not"}


def questions(asked: Sequence[Checked], said: Mapping[str, Knew]) -> str:
    """All questions as one form; `said` is what someone chose, by the questions' ids, as far as they did."""
    if not asked:
        return f'<p class="notice">{safe(NONE)}</p>'
    items = "".join(_question(number, item, said.get(item.id)) for number, item in enumerate(asked, start=1))
    return (
        f'<p class="lead">{safe(INTRODUCTION)}</p>{result(asked, said)}'
        f'<form method="get" action="{CHECK}#result" data-check><ol class="check">{items}</ol>'
        '<p class="buttons"><button>Show my result</button> '
        '<button type="button" class="second" data-again data-with-script hidden>Begin again</button></p></form>'
    )


def result(asked: Sequence[Checked], said: Mapping[str, Knew]) -> str:
    """How many were known, and what to read about the others; "" until something was said."""
    judged = [item for item in asked if item.id in said]
    if not judged:
        return ""
    counts = {knew: sum(said[item.id] is knew for item in judged) for knew in Knew}
    left = len(asked) - len(judged)
    words = (
        f"Of {len(judged)} you knew {counts[Knew.KNEW]}, nearly knew {counts[Knew.NEARLY]} and did not know "
        f"{counts[Knew.NOT]}." + (f" {left} are left." if left > 1 else " 1 is left." if left else "")
    )
    again = [item for item in judged if said[item.id] is not Knew.KNEW]
    documents = {item.document.key: item for item in again}
    links = "".join(
        f"<li>{cited(item.answer.citations[0], item.answer.index)}: "
        f'<a href="{address(item.document)}">the whole document</a></li>'
        for item in documents.values()
    )
    reading = f"<p>Read next:</p><ul>{links}</ul>" if documents else "<p>Nothing is left to read again.</p>"
    return (
        '<section id="result" class="card result" aria-labelledby="how" tabindex="-1"><h2 id="how">Your result</h2>'
        f"<p>{safe(words)}</p>{reading}</section>"
    )


def _question(number: int, item: Checked, said: Knew | None) -> str:
    name = f"q-{item.id}"
    at = f'<p class="quiet">Asked at {safe(item.school)}.</p>' if item.school else ""
    statements = "".join(f"<li>{safe(statement.text)}</li>" for statement in item.answer.statements)
    sources = "".join(f"<li>{cited(citation, item.answer.index)}</li>" for citation in item.answer.citations)
    choices = "".join(
        f'<label class="beside"><input type="radio" name="{safe(name)}" value="{knew.value}"'
        f"{' checked' if said is knew else ''}> {safe(words)}</label>"
        for knew, words in WORDS.items()
    )
    return (
        f'<li class="card" data-question="{safe(item.id)}"><h2>{safe(item.question)}</h2>{at}'
        f'<label for="own-{number}">Your answer</label>'
        f'<textarea id="own-{number}" rows="2" maxlength="1000" data-own></textarea>'
        f"<details{' open' if said else ''}><summary>Show the answer to question {number}</summary>"
        f'<div class="answer"><ul class="statements">{statements}</ul><p class="quiet">It rests on:</p>'
        f'<ul class="sections">{sources}</ul>'
        f"<fieldset><legend>Did you know it?</legend>{choices}</fieldset></div></details></li>"
    )
