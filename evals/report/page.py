"""The report as one HTML file: charts, slices, and a searchable table in which every question opens.

Every word that comes from a question, an answer or a document is escaped by the template; the page asks for nothing
from outside, and its policy forbids it.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals import aggregates
from evals.comparing import Comparison
from evals.measures import MEASURES
from evals.report import charts, summary
from evals.values import Result, Run

if TYPE_CHECKING:
    from jinja2 import Template

HERE = Path(__file__).parent
SLICED = (
    "whole answer right",
    "right outcome",
    "expected citation",
    "citation precision",
    "fact recall",
    "condition recall",
)


def html(run: Run, compared: Comparison | None = None, peers: Sequence[Run] = ()) -> str:
    """The whole page."""
    cut = aggregates.slices(run.results)
    times = aggregates.seconds(run.results)
    curve = aggregates.risk_coverage(run.results)
    drawn = {
        "kinds": charts.by_kind(cut) if any(item.by == "kind" for item in cut) else "",
        "risk": charts.risk_coverage(curve) if curve else "",
        "latency": charts.latency(times) if times else "",
        "change": charts.change(compared) if compared is not None else "",
        "peers": charts.peers(run, peers) if peers else "",
    }
    return _template().render(
        run=run,
        css=(HERE / "report.css").read_text(encoding="utf-8"),
        script=(HERE / "report.js").read_text(encoding="utf-8"),
        charts=drawn,
        means=aggregates.means(run.results),
        measures=MEASURES,
        refusals=aggregates.refusals(run.results),
        area=aggregates.area(curve),
        p50=aggregates.percentile(times, 0.5),
        p95=aggregates.percentile(times, 0.95),
        slices=cut,
        sliced=SLICED,
        compared=compared,
        changed=_changed(compared),
        peers=[(item.system, aggregates.means(item.results)) for item in (run, *peers)] if peers else [],
        of_peers=summary.OF_PEERS,
        rows=[_row(item) for item in run.results],
    )


def _changed(compared: Comparison | None) -> dict[str, str]:
    """Ids of questions with the word for how they changed."""
    if compared is None:
        return {}
    return {**dict.fromkeys(compared.won, "won"), **dict.fromkeys(compared.lost, "lost")}


def _row(item: Result) -> dict[str, Any]:
    """What the table needs of a question: `state` is "right", "wrong" or "no truth"."""
    right = item.value("whole answer right")
    state = "no truth" if right is None else "right" if right == 1 else "wrong"
    return {"item": item, "question": item.question, "answer": item.answer, "scores": item.scores, "state": state}


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["number"] = summary.number
    return environment.get_template("report.html.j2")
