"""Build, check, publish, open and roll back the index (see docs/decisions)."""

from assistant.index import report
from assistant.index.building import Judge, build, stale
from assistant.index.library import kinds
from assistant.index.opening import Index, open_build, open_published, published_manifest
from assistant.index.publish import finished, listing, pointer, rollback
from assistant.index.report import FileReport, Report

__all__ = [
    "FileReport",
    "Index",
    "Judge",
    "Report",
    "build",
    "finished",
    "kinds",
    "listing",
    "open_build",
    "open_published",
    "pointer",
    "published_manifest",
    "report",
    "rollback",
    "stale",
]
