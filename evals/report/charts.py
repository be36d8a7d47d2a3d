"""The charts of the report as SVG text, drawn by matplotlib without a screen. Each says in words what it shows."""

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from evals import aggregates
from evals.aggregates import Point, Slice
from evals.comparing import GATED, Comparison
from evals.values import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, BAR, BETTER, WORSE, FAINT = "#1a2330", "#33658a", "#14612f", "#8c1d18", "#cfd6df"
WIDTH = 7.6  # inches
SHOWN = "whole answer right"


def by_kind(slices: Sequence[Slice]) -> str:
    """Bars of the share of whole and right answers by kind of question, with 95% intervals."""
    held = [item for item in slices if item.by == "kind" and item.means[SHOWN].value is not None]

    def draw(axes: "Axes") -> None:
        shown = list(reversed(held))
        values = [item.means[SHOWN].value or 0.0 for item in shown]
        below = [value - (item.means[SHOWN].low or 0.0) for value, item in zip(values, shown, strict=True)]
        above = [(item.means[SHOWN].high or 0.0) - value for value, item in zip(values, shown, strict=True)]
        names = [f"{item.name} ({item.means[SHOWN].count})" for item in shown]
        errors = [[max(0.0, low) for low in below], [max(0.0, high) for high in above]]
        axes.barh(names, values, color=BAR, xerr=errors, ecolor=INK, capsize=2, height=0.65)
        axes.set_xlim(0, 1)
        axes.set_xlabel("share of answers that are whole and right, with 95% interval")

    return _svg(draw, 0.9 + 0.27 * len(held), "Share of answers that are whole and right, by kind of question")


def risk_coverage(points: Sequence[Point]) -> str:
    """The share of wrong answers among those given, as fewer doubtful ones are given."""

    def draw(axes: "Axes") -> None:
        axes.plot([point.coverage for point in points], [point.risk for point in points], color=BAR)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max(0.5, *(point.risk for point in points)) if points else 1)
        axes.set_xlabel("coverage: share of all questions answered, surest first")
        axes.set_ylabel("risk: share of them wrong")

    return _svg(draw, 3.2, "Risk by coverage: share of wrong answers as more questions are answered")


def latency(seconds: Sequence[float]) -> str:
    """How long answers took."""

    def draw(axes: "Axes") -> None:
        axes.hist([1000 * second for second in seconds], bins=30, color=BAR)
        for share, style in ((0.5, "--"), (0.95, ":")):
            place = aggregates.percentile(seconds, share)
            if place is not None:
                axes.axvline(
                    1000 * place, color=INK, linestyle=style, label=f"p{share * 100:.0f}: {1000 * place:.0f} ms"
                )
        axes.legend(frameon=False)
        axes.set_xlabel("milliseconds from question to answer")
        axes.set_ylabel("questions")

    return _svg(draw, 2.8, "Distribution of the time from question to answer")


def change(compared: Comparison) -> str:
    """Each measure's difference from the other run, with 95% intervals; better is to the right."""
    held = [item for item in reversed(compared.differences) if item.measure in GATED]

    def draw(axes: "Axes") -> None:
        for place, item in enumerate(held):
            low, high, value = item.by.low or 0.0, item.by.high or 0.0, item.by.value or 0.0
            colour = BETTER if item.better else WORSE if item.worse else INK
            marker = "^" if item.better else "v" if item.worse else "o"
            axes.plot([low, high], [place, place], color=colour)
            axes.plot([value], [place], marker=marker, color=colour)
        axes.set_yticks(range(len(held)), [item.measure for item in held])
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_xlabel("difference from the other run, with 95% interval (up: clearly better, down: clearly worse)")

    return _svg(draw, 0.9 + 0.3 * len(held), f"Change against {compared.before}")


def peers(run: Run, others: Sequence[Run], measure: str = "nDCG@10") -> str:
    """One measure of retrieval of the run and its peers, with 95% intervals."""
    rows = [(item.system, aggregates.means(item.results)[measure]) for item in (*reversed(others), run)]

    def draw(axes: "Axes") -> None:
        for place, (_, found) in enumerate(rows):
            value, low, high = found.value or 0.0, found.low or 0.0, found.high or 0.0
            axes.barh(place, value, color=BAR if place == len(rows) - 1 else FAINT, height=0.65)
            axes.plot([low, high], [place, place], color=INK)
        axes.set_yticks(range(len(rows)), [name for name, _ in rows])
        axes.set_xlim(0, 1)
        axes.set_xlabel(f"{measure}, with 95% interval")

    return _svg(draw, 0.9 + 0.3 * len(rows), f"{measure} beside the peers")


def _svg(draw: "Callable[[Axes], None]", height: float, title: str) -> str:
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.fonttype": "none", "font.family": "sans-serif", "svg.hashsalt": title, "font.size": 9}):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        axes = figure.subplots()
        draw(axes)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Title": title})
    text = file.getvalue()
    text = text[text.index("<svg") :]
    return text.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
