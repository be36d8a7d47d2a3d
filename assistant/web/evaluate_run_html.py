"""Pure HTML of one run: its measures with intervals, what changed against another run, the report, the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from assistant.keeping.publishing import build_words
from assistant.web.evaluate_html import address, counted, named, rate, trail
from assistant.web.render import safe

if TYPE_CHECKING:
    from evals.aggregates import Mean
    from evals.comparing import Comparison, Difference
    from evals.measures import Measure
    from evals.past import Kept
    from evals.values import Result, Run

WIDTH, MIDDLE = 200, 100  # of a bar, in its own units
RIGHT = "whole answer right"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a run's page shows. `against` is the name of the run beside it, `fault` why there is no comparison."""

    name: str
    run: "Run"
    measures: Mapping[str, "Measure"]
    means: Mapping[str, "Mean"]
    others: Sequence["Kept"] = ()
    against: str = ""
    compared: "Comparison | None" = None
    fault: str = ""
    has_report: bool = True


def page(shown: Shown) -> str:
    """The whole page."""
    run = shown.run
    notes = "".join(f'<p class="notice">{safe(note)}</p>' for note in run.notes)
    right = shown.means.get(RIGHT)
    share = f"Of all answers, {rate(right)} are whole and right." if right is not None and right.count else ""
    return (
        f"{trail()}<h1>{safe(run.name)}</h1>"
        f"<p>{counted(len(run.results))} asked on {safe(build_words(run.made_at))}, index {safe(run.index or '-')}. "
        f"{share}</p>{notes}"
        f'<section aria-labelledby="failing"><h2 id="failing">Questions</h2>{_ways_to_questions(shown)}</section>'
        f'<section aria-labelledby="measures"><h2 id="measures">Measures</h2>{_measures(shown)}</section>'
        f'<section aria-labelledby="changed"><h2 id="changed">What changed</h2>{_comparison(shown)}</section>'
        f'<section aria-labelledby="report"><h2 id="report">The full report</h2>{_report(shown)}</section>'
    )


def to_question(name: str, number: int, show: str = "", against: str = "") -> str:
    """The address of a question of a run, as the value of an attribute; `number` counts from 1."""
    asked = urlencode({key: value for key, value in (("show", show), ("against", against)) if value})
    return address(name, f"/questions/{number}{f'?{asked}' if asked else ''}")


def _ways_to_questions(shown: Shown) -> str:
    wrong = [number for number, item in enumerate(shown.run.results, start=1) if item.value(RIGHT) == 0]
    everything = (
        f'<a class="button second" href="{to_question(shown.name, 1, "all")}">Look at every question</a>'
        if shown.run.results
        else ""
    )
    if not wrong:
        return f'<p class="done">No answer failed.</p><p class="doors">{everything}</p>'
    first = f'<a class="button" href="{to_question(shown.name, wrong[0])}">Look at what failed, one by one</a>'
    items = "".join(f"<li>{_link(shown, number)}</li>" for number in wrong)
    return (
        f'<p>{counted(len(wrong))} without a whole and right answer.</p><p class="doors">{first} {everything}</p>'
        f'<details><summary>The list of them</summary><ul class="plain">{items}</ul></details>'
    )


def _link(shown: Shown, number: int, show: str = "") -> str:
    item: Result = shown.run.results[number - 1]
    seen = item.scores[RIGHT].seen if RIGHT in item.scores else ""
    to = to_question(shown.name, number, show, shown.against if show else "")
    return f'<a href="{to}">{safe(item.question.question)}</a> <span class="quiet">{safe(seen)}</span>'


def _measures(shown: Shown) -> str:
    rows = "".join(
        _measure(shown.measures[name], found)
        for name, found in shown.means.items()
        if found.value is not None and name in shown.measures
    )
    return (
        '<table class="library measures"><thead><tr><th scope="col">Measure</th><th scope="col">Mean</th>'
        '<th scope="col">95% interval</th><th scope="col">Questions</th><th scope="col">Shown</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _measure(measure: "Measure", found: "Mean") -> str:
    less = "; less is better" if measure.better == "less" else ""
    digits = 3 if measure.share or measure.name == "seconds" else 0
    value, low, high = found.value or 0.0, found.low or 0.0, found.high or 0.0
    drawn = _bar(value, low, high) if measure.share else ""
    return (
        f'<tr><th scope="row">{safe(measure.name)}<br><span class="quiet">{safe(measure.means)}{less}</span></th>'
        f'<td data-label="Mean"><b>{value:.{digits}f}</b></td>'
        f'<td data-label="95% interval">{low:.{digits}f} to {high:.{digits}f}</td>'
        f'<td data-label="Questions">{found.count}</td><td data-label="Shown">{drawn}</td></tr>'
    )


def _bar(value: float, low: float, high: float) -> str:
    """A share as a bar with its interval as a line; the figures beside it say the same."""
    return (
        f'<svg class="bar" viewBox="0 0 {WIDTH} 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="{WIDTH}" height="16"/>'
        f'<rect class="share" y="2" width="{WIDTH * value:.1f}" height="12"/>'
        f'<rect class="between" x="{WIDTH * low:.1f}" y="7" width="{max(1.0, WIDTH * (high - low)):.1f}" height="2"/>'
        "</svg>"
    )


def _comparison(shown: Shown) -> str:
    if not shown.others:
        return "<p>There is no other run with a question in common to compare with.</p>"
    options = "".join(
        f'<option value="{safe(item.name)}"{" selected" if item.name == shown.against else ""}>'
        f"{safe(named(item))}</option>"
        for item in shown.others
    )
    choose = (
        f'<form class="controls filters" method="get" action="{address(shown.name)}#changed">'
        f'<div class="field grow"><label for="against">Compare with</label><select id="against" name="against">'
        f'{options}</select></div><button class="second" type="submit">Compare</button></form>'
    )
    if shown.compared is None:
        return choose + (f'<p class="wrong">{safe(shown.fault)}</p>' if shown.fault else "")
    return choose + _changes(shown, shown.compared)


def _changes(shown: Shown, compared: "Comparison") -> str:
    fell = "".join(f"<li>{safe(sentence)}</li>" for sentence in compared.fell)
    said = (
        f'<div class="wrong"><p><b>This run is worse:</b></p><ul>{fell}</ul></div>'
        if fell
        else '<p class="done">Nothing has really fallen.</p>'
    )
    rows = "".join(_difference(item, shown.measures) for item in compared.differences if item.measure in shown.measures)
    return (
        f"{said}<p>{counted(compared.questions)} in common with {safe(compared.before)}; each difference is taken "
        "question by question.</p>"
        f"{_moved(shown, 'Won', compared.won, 'now whole and right')}"
        f"{_moved(shown, 'Lost', compared.lost, 'no longer whole and right')}"
        '<table class="library measures"><thead><tr><th scope="col">Measure</th><th scope="col">Before</th>'
        '<th scope="col">Now</th><th scope="col">Difference</th><th scope="col">95% interval</th>'
        '<th scope="col">Shown</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _moved(shown: Shown, word: str, ids: Sequence[str], about: str) -> str:
    if not ids:
        return f"<p>{word}: none.</p>"
    places = {item.question.id: number for number, item in enumerate(shown.run.results, start=1)}
    items = "".join(f"<li>{_link(shown, places[name], word.lower())}</li>" for name in ids if name in places)
    return f'<details open><summary>{word}, {about}: {len(ids)}</summary><ul class="plain">{items}</ul></details>'


def _difference(item: "Difference", measures: Mapping[str, "Measure"]) -> str:
    value, low, high = item.by.value or 0.0, item.by.low or 0.0, item.by.high or 0.0
    measure = measures[item.measure]
    kind = "good" if item.better else "stop" if item.worse else ""
    word = {"good": "better", "stop": "worse", "": "no clear change"}[kind] if measure.better else ""
    chip = f' <span class="chip {kind}">{word}</span>' if kind and word else f' <span class="quiet">{word}</span>'
    drawn = _change(value, low, high, kind) if measure.share else ""
    return (
        f'<tr><th scope="row">{safe(item.measure)}</th><td data-label="Before">{item.before:.3f}</td>'
        f'<td data-label="Now">{item.now:.3f}</td><td data-label="Difference"><span>{value:+.3f}{chip}</span></td>'
        f'<td data-label="95% interval">{low:+.3f} to {high:+.3f}</td><td data-label="Shown">{drawn}</td></tr>'
    )


def _change(value: float, low: float, high: float, kind: str) -> str:
    """A difference between -1 and 1 as a mark on its interval, no change in the middle."""
    left, right, at = (MIDDLE + MIDDLE * found for found in (low, high, value))
    return (
        f'<svg class="bar" viewBox="0 0 {WIDTH} 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="all" width="{WIDTH}" height="16"/><rect class="none" x="{MIDDLE - 0.5}" width="1" height="16"/>'
        f'<rect class="between {kind}" x="{left:.1f}" y="6" width="{max(1.0, right - left):.1f}" height="4"/>'
        f'<rect class="at {kind}" x="{at - 1.5:.1f}" y="2" width="3" height="12"/></svg>'
    )


def _report(shown: Shown) -> str:
    if not shown.has_report:
        return "<p>This run was kept without a report.</p>"
    to = address(shown.name, "/report.html")
    return (
        "<p>With charts, slices by kind of question, asker and document, and every question. "
        f'<a href="{to}">Open the report by itself</a></p>'
        f'<iframe class="report" src="{to}" title="The full report of {safe(shown.run.name)}" loading="lazy" '
        'sandbox="allow-scripts"></iframe>'
    )
