"""What a run looks like to people: one HTML file that needs nothing else, and a summary for a governors' paper."""

from pathlib import Path

from evals import run as running
from evals.comparing import Comparison
from evals.report import page, summary
from evals.values import Run

PAGE = "report.html"
SUMMARY = "summary.md"


def write(run: Run, folder: Path, compared: Comparison | None = None, peers: tuple[Run, ...] = ()) -> Path:
    """Write run.json, report.html and summary.md into `folder`, and return the HTML file."""
    running.save(run, folder)
    (folder / SUMMARY).write_text(summary.markdown(run, compared, peers), encoding="utf-8")
    file = folder / PAGE
    file.write_text(page.html(run, compared, peers), encoding="utf-8")
    return file


__all__ = ["summary", "write"]
