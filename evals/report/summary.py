"""A run in one page of Markdown, as a governors' paper would carry it."""

from collections.abc import Sequence

from evals import aggregates
from evals.aggregates import Mean
from evals.comparing import Comparison
from evals.measures import MEASURES
from evals.values import Run

BY_KIND = ("whole answer right", "right outcome", "expected citation", "fact recall", "condition recall")
OF_PEERS = ("Recall@5", "Recall@10", "nDCG@10", "RR@10")
WORST = 5


def markdown(run: Run, compared: Comparison | None = None, peers: Sequence[Run] = ()) -> str:
    """The figures of a run, what is bad, and what changed; each mean with its 95% interval and its count."""
    means = aggregates.means(run.results)
    lines = [
        f"# Evaluation: {run.name}",
        "",
        f"{len(run.results)} questions were asked through the assistant as the page asks them, on {run.made_at[:10]}, "
        f"over the index {run.index}.",
        "",
        *_in_short(run),
        "",
        "| measure | mean | 95% interval | questions | what it is |",
        "|---|---|---|---|---|",
        *(_row(name, means[name]) for name in MEASURES if means[name].value is not None),
        "",
        *_refusals(run),
        "",
        "## By kind of question",
        "",
        f"| kind | questions | {' | '.join(BY_KIND)} |",
        f"|---|---|{'---|' * len(BY_KIND)}",
        *_slices(run, "kind"),
        "",
        "## By asker",
        "",
        f"| asker | questions | {' | '.join(BY_KIND)} |",
        f"|---|---|{'---|' * len(BY_KIND)}",
        *_slices(run, "asker"),
        "",
    ]
    if peers:
        lines += ["## Search beside its peers", "", *beside_peers(run, peers), ""]
    if compared is not None:
        lines += ["## What changed", "", *_changes(compared), ""]
    lines += [f"- {note}" for note in run.notes]
    return "\n".join(lines).rstrip() + "\n"


def beside_peers(run: Run, peers: Sequence[Run]) -> list[str]:
    """A table of the measures of retrieval for the run and its peers, and how far apart they are with intervals."""
    from evals.comparing import compare

    rows = [f"| system | {' | '.join(OF_PEERS)} | nDCG@10: ours minus this, 95% interval |", f"|---|{'---|' * 5}"]
    for item in (run, *peers):
        means = aggregates.means(item.results)
        apart = ""
        if item is not run:
            by = next((d.by for d in compare(run, item).differences if d.measure == "nDCG@10"), None)
            apart = (
                f"{by.value:+.3f} ({by.low:+.3f} to {by.high:+.3f})" if by is not None and by.value is not None else ""
            )
        rows.append(f"| {item.system} | {' | '.join(number(means[name].value) for name in OF_PEERS)} | {apart} |")
    return rows


def number(value: float | None, digits: int = 3) -> str:
    """A figure for people, "-" where there is none."""
    return "-" if value is None else f"{value:.{digits}f}"


def _in_short(run: Run) -> list[str]:
    """The best and the worst kinds in a sentence each."""
    held = [
        item
        for item in aggregates.slices(run.results)
        if item.by == "kind" and item.means["whole answer right"].value is not None
    ]
    if not held:
        return []
    ranked = sorted(held, key=lambda item: item.means["whole answer right"].value or 0.0)
    names = [f"{item.name} ({(item.means['whole answer right'].value or 0) * 100:.0f}%)" for item in ranked]
    whole = aggregates.means(run.results)["whole answer right"].value or 0.0
    return [
        f"Of all answers, {whole * 100:.0f}% are whole and right: the outcome, the citations, the facts and the "
        "conditions, with nothing said that is wrong.",
        "",
        f"Weakest: {', '.join(names[:WORST])}. Strongest: {', '.join(reversed(names[-WORST:]))}.",
    ]


def _row(name: str, found: Mean) -> str:
    measure = MEASURES[name]
    better = " (less is better)" if measure.better == "less" else ""
    digits = 3 if name != "words" else 0
    between = f"{number(found.low, digits)} to {number(found.high, digits)}"
    return f"| {name} | {number(found.value, digits)} | {between} | {found.count} | {measure.means}{better} |"


def _refusals(run: Run) -> list[str]:
    found = aggregates.refusals(run.results)
    times = aggregates.seconds(run.results)
    curve = aggregates.risk_coverage(run.results)
    return [
        f"Refusals: precision {number(found.precision)} of {found.refused}, recall {number(found.recall)} of "
        f"{found.should_be} that should be refused; {number(found.answerable_refused)} of {found.answerable} "
        "answerable questions were refused.",
        "",
        f"Time from question to answer: p50 {number(aggregates.percentile(times, 0.5))} s, "
        f"p95 {number(aggregates.percentile(times, 0.95))} s. Mean risk over the risk-coverage curve: "
        f"{number(aggregates.area(curve))}.",
    ]


def _slices(run: Run, by: str) -> list[str]:
    return [
        f"| {item.name} | {item.questions} | {' | '.join(number(item.means[name].value, 2) for name in BY_KIND)} |"
        for item in aggregates.slices(run.results)
        if item.by == by
    ]


def _changes(compared: Comparison) -> list[str]:
    rows = [
        f"Against {compared.before}, {compared.questions} questions in common.",
        "",
        "| measure | before | now | difference | 95% interval |",
        "|---|---|---|---|---|",
    ]
    for item in compared.differences:
        rows.append(
            f"| {item.measure} | {number(item.before)} | {number(item.now)} | {item.by.value:+.3f} "
            f"| {item.by.low:+.3f} to {item.by.high:+.3f} |"
        )
    rows += ["", f"Won: {', '.join(compared.won) or 'none'}.", "", f"Lost: {', '.join(compared.lost) or 'none'}."]
    rows += (
        ["", *(f"Fell: {sentence}." for sentence in compared.fell)]
        if compared.fell
        else ["", "Nothing has really fallen."]
    )
    return rows
