"""Pure HTML of one question of a run: what was asked, what would be right, what was answered, what each measure saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.web.evaluate_html import address, trail
from assistant.web.evaluate_run_html import to_question
from assistant.web.render import safe
from assistant.wording import long_date

if TYPE_CHECKING:
    from evals.measures import Measure
    from evals.values import Question, Result, Run, Score

SHOWS = {
    "wrong": "without a whole and right answer",
    "won": "won",
    "lost": "lost",
    "all": "of this run",
}


@dataclass(frozen=True, slots=True)
class Looking:
    """A question among those that are looked at. `numbers` are their places in the run, from 1; so is `number`."""

    name: str
    run: "Run"
    measures: Mapping[str, "Measure"]
    number: int
    numbers: Sequence[int]
    show: str = "wrong"
    against: str = ""


def page(looking: Looking) -> str:
    """The whole page."""
    item: Result = looking.run.results[looking.number - 1]
    return (
        f"{trail((address(looking.name), looking.run.name))}{_pager(looking)}"
        f"<h1>{safe(item.question.question)}</h1>{_asked(item.question)}"
        f'<div class="pair"><section class="card" aria-labelledby="answered"><h2 id="answered">The answer</h2>'
        f"{_answer(item)}</section>"
        f'<section class="card" aria-labelledby="wanted"><h2 id="wanted">What is right</h2>{_wanted(item.question)}'
        "</section></div>"
        f'<section aria-labelledby="saw"><h2 id="saw">What each measure saw</h2>{_scores(looking, item)}</section>'
    )


def _pager(looking: Looking) -> str:
    """The ways to the question before and the next one, and how many there are."""
    before = [number for number in looking.numbers if number < looking.number]
    after = [number for number in looking.numbers if number > looking.number]
    place = f"{len(before) + 1} of {len(looking.numbers)} {SHOWS[looking.show]}"
    links = (("prev", "Previous", before[-1:]), ("next", "Next", after[:1]))
    shown = "".join(
        f'<a class="button second" rel="{rel}" '
        f'href="{to_question(looking.name, to[0], looking.show, looking.against)}">{words} question</a>'
        for rel, words, to in links
        if to
    )
    return f'<nav class="pager" aria-label="Questions"><p>Question {place}</p><div class="doors">{shown}</div></nav>'


def _asked(question: "Question") -> str:
    before = "".join(f"<li>{safe(words)}</li>" for words in question.history)
    facts = [
        ("Asked by", safe(", ".join(filter(None, [question.role, question.school])) or "anyone")),
        ("On", safe(long_date(question.asked_on)) if question.asked_on else ""),
        ("Asked before", f"<ol>{before}</ol>" if before else ""),
        ("Asked whole", safe(question.whole)),
        ("Within", safe(", ".join(question.documents))),
        ("Kind", safe(", ".join(question.tags))),
    ]
    return _facts(facts)


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    return f'<dl class="facts">{"".join(f"<dt>{name}</dt><dd>{html}</dd>" for name, html in facts if html)}</dl>'


def _wanted(question: "Question") -> str:
    quotes = "".join(
        f"<blockquote>{' <b>or</b> '.join(safe(words) for words in group)}</blockquote>"
        for group in question.gold_quotes
    )
    facts = [
        ("Outcome", safe(question.outcome or "not said")),
        ("Cite", _groups(question.gold)),
        ("Cite the words", quotes),
        ("Say", _groups(question.facts)),
        ("State the condition", _groups(question.conditions)),
        ("Never say", _groups(question.forbidden)),
        ("Note", safe(question.note)),
    ]
    return _facts(facts)


def _groups(groups: Sequence[Sequence[str]]) -> str:
    items = "".join(f"<li>{' <b>or</b> '.join(safe(words) for words in group)}</li>" for group in groups)
    return f"<ul>{items}</ul>" if items else ""


def _answer(item: "Result") -> str:
    said = item.answer
    meant = str(said.get("asked_as", ""))
    understood = f'<p class="quiet">Understood as: {safe(meant)}</p>' if meant != item.question.question else ""
    message = f"<p>{safe(str(said['message']))}</p>" if said.get("message") else ""
    statements = "".join(f"<li>{_statement(statement)}</li>" for statement in said.get("statements", ()))
    workings = "".join(f"<p>{safe(str(words))}</p>" for words in said.get("workings", ()))
    notices = "".join(f'<p class="quiet">{safe(str(words))}</p>' for words in said.get("notices", ()))
    citations = "".join(_citation(citation) for citation in said.get("citations", ()))
    return (
        f"<p><b>{safe(str(said.get('outcome', '')).capitalize())}</b></p>{understood}{message}"
        f"{f'<ul>{statements}</ul>' if statements else ''}{workings}{notices}"
        f"{f'<h3>Cited</h3>{citations}' if citations else ''}"
    )


def _statement(said: Mapping[str, Any]) -> str:
    labels = "".join(f" [{safe(str(label))}]" for label in said.get("citations", ()))
    lead = f"<b>{safe(str(said['lead']))}</b> " if said.get("lead") else ""
    return lead + safe(str(said.get("text", ""))) + labels


def _citation(said: Mapping[str, Any]) -> str:
    pages = ", ".join(str(number) for number in said.get("pages", ()))
    heading = " · ".join(
        filter(None, [str(said.get("title", "")), str(said.get("version", "")), f"page {pages}" if pages else ""])
    )
    words = f"[{safe(str(said.get('label', '')))}] {safe(heading or str(said.get('passage', '')))}"
    link = str(said.get("link", ""))
    named = f'<a href="{safe(link)}">{words}</a>' if link.startswith("/source/") else words
    return f"<p>{named}</p><blockquote>{safe(str(said.get('quote', '')))}</blockquote>"


def _scores(looking: Looking, item: "Result") -> str:
    rows = "".join(
        _score(looking.measures[name], score)
        for name, score in item.scores.items()
        if score.value is not None and name in looking.measures
    )
    return (
        '<table class="library"><thead><tr><th scope="col">Measure</th><th scope="col">Value</th>'
        f'<th scope="col">What it saw</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _score(measure: "Measure", score: "Score") -> str:
    value = score.value or 0.0
    best = 1.0 if measure.better == "more" else 0.0
    off = measure.share and measure.better and value != best
    mark = ' <span class="chip stop">not as it should be</span>' if off else ""
    digits = 2 if measure.share or measure.name == "seconds" else 0
    return (
        f'<tr><th scope="row">{safe(measure.name)}</th>'
        f'<td data-label="Value"><span>{value:.{digits}f}{mark}</span></td>'
        f'<td data-label="What it saw">{safe(score.seen)}</td></tr>'
    )
