"""What a build did, file by file, as values, as JSON and as text for people."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from assistant.index.manifest import FileRecord
from assistant.wording import spelled_out

OUTCOMES = ("added", "changed", "removed", "unchanged", "failed")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file: `outcome` is added, changed, removed, unchanged or failed; `record` says what was read."""

    outcome: str
    record: FileRecord
    passages: int = 0

    @property
    def source(self) -> str:
        """Its path inside the corpus folder."""
        return self.record.source

    @property
    def reason(self) -> str:
        """Why it could not be read, in words; "" when it was."""
        return self.record.reason

    @property
    def document(self) -> str:
        """The key of its document in this build, "" when there is none."""
        return self.record.document


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. `embedded` and `reused` count passages; `published` is False when nothing had changed."""

    build: str
    files: tuple[FileReport, ...]
    documents: int
    passages: int
    embedded: int
    reused: int
    seconds: float
    published: bool

    @property
    def failed(self) -> tuple[FileReport, ...]:
        """The files that could not be read."""
        return tuple(item for item in self.files if item.outcome == "failed")


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    counted = Counter(item.outcome for item in report.files)
    return {
        "build": report.build,
        "published": report.published,
        **{outcome: counted[outcome] for outcome in OUTCOMES},
        "documents": report.documents,
        "passages": report.passages,
        "embedded": report.embedded,
        "reused": report.reused,
        "seconds": round(report.seconds, 3),
        "verdicts": dict(Counter(item.record.verdict for item in report.files if item.record.verdict)),
        "files": [
            {
                "source": item.source,
                "outcome": item.outcome,
                "reason": item.reason,
                "document": item.document,
                "passages": item.passages,
                "verdict": item.record.verdict,
                "score": item.record.score,
                "remarks": list(item.record.remarks),
            }
            for item in report.files
        ],
    }


def as_text(report: Report) -> str:
    """The report for people: files that are as they were are left out unless there is something to say of them."""
    lines = []
    for item in report.files:
        if item.outcome != "unchanged":
            lines.append(f"  {item.outcome:<9} {spelled_out(item.source)}{_quality(item)}{_why(item)}")
            lines.extend(f"            {remark}" for remark in item.record.remarks)
    counted = Counter(item.outcome for item in report.files)
    lines.append(" · ".join(f"{counted[outcome]} {outcome}" for outcome in OUTCOMES))
    state = "Published" if report.published else "Nothing to do; the published index is"
    lines.append(
        f"{state} {report.build}: {report.documents} documents, {report.passages} passages, "
        f"{report.embedded} embedded, {report.reused} reused, {report.seconds:.1f} s"
    )
    return "\n".join(lines)


def _quality(item: FileReport) -> str:
    """The verdict and score where they are worth a look."""
    record = item.record
    if item.outcome == "removed" or record.verdict in ("", "indexed"):
        return ""
    score = f", pages score {record.score:.2f}" if record.score is not None else ""
    return f" ({record.verdict}{score})"


def _why(item: FileReport) -> str:
    if not item.reason:
        return ""
    kept = f" The last text that could be read stays in force ({item.document})." if item.document else ""
    return f": {item.reason}{'' if item.reason.endswith('.') else '.'}{kept}"
