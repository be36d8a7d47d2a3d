"""What the page shows before the first question: what it is for, questions to begin with, and the form itself."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SettingsError
from assistant.web.render import safe

HEADING = "Ask about the trust's policies"
WORDS = (
    "Every statement opens the exact words it rests on. When the documents do not say, the answer says so and names "
    "whom to ask."
)
PLACEHOLDER = "For example: how many paid days for a sick child?"


@dataclass(frozen=True, slots=True)
class Role:
    """A role to choose, with questions that someone in it may begin with."""

    name: str
    title: str
    questions: tuple[str, ...]


def roles(file: Path, keys: Collection[str]) -> tuple[Role, ...]:
    """The roles of a file of starters; of their questions those whose document is among the `keys` of the build.

    Raises:
        SettingsError: the file cannot be used.
    """
    ids = {key.split("@")[0] for key in keys}
    try:
        listed = tomllib.loads(file.read_text(encoding="utf-8"))["role"]
        return tuple(
            Role(
                str(role["name"]),
                str(role["title"]),
                tuple(str(item["ask"]) for item in role["questions"] if item.get("document", "") in ids),
            )
            for role in listed
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"The starter questions in {file} cannot be used ({error}).") from error


def title() -> str:
    """The page's heading, and what it is for."""
    return f'<h1>{HEADING}</h1><p class="lead">{WORDS}</p>'


def starters(listed: Sequence[Role]) -> str:
    """Questions to begin with. The script fills in what was asked from this browser."""
    groups = "".join(
        f'<section class="starters" data-role="{safe(role.name)}"><h2>{safe(role.title)}</h2>'
        f"<ul>{''.join(map(_starter, role.questions))}</ul></section>"
        for role in listed
        if role.questions
    )
    return (
        '<section id="lately" class="starters" hidden><h2>You asked lately</h2><ul></ul>'
        '<button type="button" class="second small" data-forget>Forget these</button></section>'
        f'<div class="groups">{groups}</div>'
    )


def _starter(question: str) -> str:
    return f'<li><button type="button" class="starter" data-ask="{safe(question)}">{safe(question)}</button></li>'


def form(schools: Sequence[str], listed: Sequence[Role], kinds: Sequence[str]) -> str:
    """The form in which questions are asked; the script sends it."""
    pickers = [
        _picker("role", "I am a", [("", "choose"), *((role.name, role.title.lower()) for role in listed)]),
        _picker("school", "I work at", [("", "the whole trust"), *((school, school) for school in schools)]),
        _picker("kind", "Look in", [("", "all documents"), *((kind, kind) for kind in kinds)]),
    ]
    return (
        '<form class="asking controls"><label for="words">Your question</label>'
        f'<div class="line" id="question"><textarea id="words" name="question" rows="2" '
        f'placeholder="{PLACEHOLDER}" autocomplete="off" enterkeyhint="send"></textarea>'
        '<button id="ask">Ask</button><button id="stop" type="button" class="second" hidden>Stop</button></div>'
        f'<div class="pickers">{"".join(pickers)}'
        '<button id="again" type="button" class="second small" hidden>New conversation</button></div></form>'
    )


def _picker(name: str, words: str, options: Sequence[tuple[str, str]]) -> str:
    if len(options) < 2:
        return ""
    inner = "".join(f'<option value="{safe(value)}">{safe(shown)}</option>' for value, shown in options)
    select = f'<select id="{name}" name="{name}">{inner}</select>'
    return f'<div class="picker"><label for="{name}">{words}</label>{select}</div>'


def pane() -> str:
    """The place beside the conversation in which sources are opened."""
    return (
        '<div class="pane" role="region" aria-label="Source" hidden>'
        '<button type="button" class="second small" data-close>Close the source</button>'
        '<iframe name="source" title="The source, at the words cited"></iframe></div>'
    )
