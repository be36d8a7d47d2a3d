"""Pure HTML of the Evaluate page: starting a run, how far it is, and the runs that were kept. All words are escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.keeping.publishing import build_words
from assistant.web.evaluate_work import Moment
from assistant.web.officer_html import hidden, stage
from assistant.web.render import safe

if TYPE_CHECKING:
    from evals.aggregates import Mean
    from evals.offering import Offered
    from evals.past import Kept

EVALUATE = ("/evaluate", "Evaluate")
SAMPLES = (10, 25, 50, 100)
ACCEPTED = "accepted"  # as `evals.past` names the run that came with this program
ACCEPTED_WORDS = "accepted with this program"
INTRODUCTION = (
    "An evaluation asks a set of questions whose right answers are known, as this page would ask them, and measures "
    "every answer. It shows how far the assistant can be relied on, and whether a change made it better or worse."
)


@dataclass(frozen=True, slots=True)
class Form:
    """The form that starts a run, as it was filled in; `wrong` is the sentence about what cannot be used."""

    sets: Sequence["Offered"]
    token: str
    chosen: str = ""
    count: str = ""
    wrong: str = ""


def trail(*more: tuple[str, str]) -> str:
    """The way back: the Evaluate page, and those between it and this one, each (address as an attribute, words)."""
    inner = "".join(f'<li><a href="{to}">{safe(words)}</a></li>' for to, words in (EVALUATE, *more))
    return f'<nav class="crumbs" aria-label="Way back"><ol>{inner}</ol></nav>'


def landing(start: str, moment: Moment | None, listed: Sequence["Kept"]) -> str:
    """The whole page; `start` is HTML: the form, or why there is none."""
    running = (
        '<p class="notice" role="status">A run is on its way. <a href="/evaluate/running">See how far it is</a></p>'
        if moment is not None and moment.runs
        else ""
    )
    return (
        f"<h1>Evaluate</h1><p>{INTRODUCTION}</p>{running}"
        f'<section aria-labelledby="start"><h2 id="start">Start a run</h2>{start}</section>'
        f'<section aria-labelledby="runs"><h2 id="runs">Runs</h2>{runs(listed)}</section>'
    )


def form(shown: Form) -> str:
    """The form that starts a run."""
    usable = [item for item in shown.sets if not item.fault]
    faults = "".join(
        f'<p class="notice">{safe(item.name)}: {safe(item.fault)}</p>' for item in shown.sets if item.fault
    )
    if not usable:
        return f"{faults}<p>There is no question set to ask. Whoever runs the assistant names one by the setting " + (
            "<code>ASSISTANT_QUESTION_SETS</code>.</p>"
        )
    wrong = f'<p class="wrong" role="alert" id="start-fault">{safe(shown.wrong)}</p>' if shown.wrong else ""
    described = ' aria-describedby="start-fault"' if shown.wrong else ""
    options = "".join(
        f'<option value="{safe(item.name)}"{_selected(item.name == shown.chosen)}>{safe(_set_words(item))}</option>'
        for item in usable
    )
    most = max(item.count for item in usable)
    counts = "".join(
        f'<option value="{number}"{_selected(str(number) == shown.count)}>a sample of {number}</option>'
        for number in SAMPLES
        if number < most
    )
    return (
        f'{faults}{wrong}<form class="controls" method="post" action="/evaluate/start">{hidden(token=shown.token)}'
        f'<div class="filters"><div class="field grow"><label for="set">Question set</label>'
        f'<select id="set" name="set"{described}>{options}</select></div>'
        f'<div class="field"><label for="count">How many questions</label>'
        f'<select id="count" name="count" aria-describedby="count-hint"><option value="0">all of them</option>{counts}'
        '</select></div><button type="submit">Start the run</button></div>'
        '<p class="quiet" id="count-hint">A sample takes the same questions every time, spread evenly over the set, so '
        "that two samples can be compared. While a run is on its way, people wait a little longer for answers.</p>"
        "</form>"
    )


def _selected(chosen: bool) -> str:
    return " selected" if chosen else ""


def _set_words(item: "Offered") -> str:
    own = ", with its own documents" if item.own else ""
    return f"{item.name} ({counted(item.count)}{own})"


def counted(number: int) -> str:
    """So many questions, in words."""
    return f"{number} question" if number == 1 else f"{number} questions"


def may_sign_in() -> str:
    """What someone reads who is not signed in."""
    return '<p>Only trust officers start runs. <a href="/officers">Sign in as a trust officer</a> to start one.</p>'


def not_here() -> str:
    """What someone reads who cannot sign in at all."""
    return "<p>Only trust officers start runs, and from here nobody can. The runs below can be looked at.</p>"


def not_installed() -> str:
    """What stands in place of everything when the programs that evaluate are not there."""
    return (
        f"<h1>Evaluate</h1><p>{INTRODUCTION}</p>"
        '<p class="notice">The programs that evaluate are not installed here, so no run can be started or looked at. '
        "They are the package <code>evals</code> of this product.</p>"
    )


def message(title: str, sentence: str) -> str:
    """A page that only says something, with a way on."""
    return (
        f'{trail()}<h1>{safe(title)}</h1><p class="wrong" role="alert">{safe(sentence)}</p>'
        f'<p><a href="{EVALUATE[0]}">Go to Evaluate</a></p>'
    )


def running(moment: Moment | None, token: str) -> str:
    """How far the run is, or how it ended; `token` is "" for someone who may not stop it."""
    if moment is None:
        return "<h1>Evaluating</h1><p>No run has been started since the assistant was.</p>" + _back()
    head, state = f"<h1>{safe(moment.state.what)}</h1>", moment.state
    if state.ended is not None:
        kind = "done" if state.well else "wrong"
        said = "".join(f'<p class="{kind}">{safe(words)}</p>' for words in state.ended.sentences)
        way = f'<a class="button" href="{safe(state.ended.link)}">{safe(state.ended.link_words)}</a> '
        return f'{head}<div role="status">{said}</div><p class="doors">{way if state.ended.link else ""}</p>{_back()}'
    measure = f' max="{state.total}" value="{state.done}"' if state.total else ""
    stop = (
        f'<form method="post" action="/evaluate/stop">{hidden(token=token)}'
        '<p><button class="danger" type="submit">Stop the run</button></p></form>'
        if token and not moment.stopping
        else ""
    )
    return (
        f'{head}<p role="status" aria-live="polite" id="evaluation-words">{safe(words_of(moment))}</p>'
        '<label class="unseen" for="evaluation-bar">How far it is</label>'
        f'<progress id="evaluation-bar"{measure}></progress>{stop}'
        f'<p class="quiet">You may leave this page or load it again; the run goes on.</p>{_back()}'
    )


def _back() -> str:
    return f'<p><a href="{EVALUATE[0]}">All runs</a></p>'


def words_of(moment: Moment) -> str:
    """How far it is, in words."""
    if moment.stopping:
        return "Stopping after the question that is being asked …"
    left = "" if moment.left is None else f", {time_left(moment.left)}"
    return stage(moment.state) + left


def time_left(seconds: float) -> str:
    """The time that is left, as roughly as it is known."""
    if seconds < 60:
        tens = max(10, 10 * round(seconds / 10))
        return f"about {tens} seconds left" if tens < 60 else "about a minute left"
    minutes = round(seconds / 60)
    return "about a minute left" if minutes == 1 else f"about {minutes} minutes left"


def runs(listed: Sequence["Kept"]) -> str:
    """The runs that were kept, newest first."""
    if not listed:
        return "<p>No run has been kept yet.</p>"
    rows = "".join(_run(item) for item in listed)
    return (
        '<table class="library"><thead><tr><th scope="col">Run</th><th scope="col">Set</th>'
        '<th scope="col">Questions</th><th scope="col">Whole answers right</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _run(item: "Kept") -> str:
    if item.fault:
        return f'<tr><th scope="row">{safe(item.name)}</th><td colspan="3">{safe(item.fault)}</td></tr>'
    return (
        f'<tr><th scope="row"><a href="{address(item.name)}">{safe(build_words(item.made_at))}</a>{_mark(item)}</th>'
        f'<td data-label="Set">{safe(item.set)}</td><td data-label="Questions">{len(item.ids)}</td>'
        f'<td data-label="Whole answers right"><span>{rate(item.right)}</span></td></tr>'
    )


def _mark(item: "Kept") -> str:
    return f' <span class="chip good">{ACCEPTED_WORDS}</span>' if item.name == ACCEPTED else ""


def named(item: "Kept") -> str:
    """A run in a list to choose from."""
    words = f"{item.set}, {build_words(item.made_at)}"
    return f"{ACCEPTED_WORDS}: {words}" if item.name == ACCEPTED else words


def rate(found: "Mean") -> str:
    """A share of answers with its interval, for people."""
    if found.value is None or found.low is None or found.high is None:
        return "no right answers are known"
    between = f"({100 * found.low:.0f} to {100 * found.high:.0f}%)"
    return f'<b>{100 * found.value:.0f}%</b> <span class="quiet">{between}</span>'


def address(name: str, more: str = "") -> str:
    """Where a run is shown, as the value of an attribute."""
    return safe(f"/evaluate/runs/{quote(name, safe='')}{more}")
