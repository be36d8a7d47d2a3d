"""How well front matter is read: precision and recall against what a person read on the rendered pages.

A line of the truth names a file of the folder, its half ("dev" may be tuned on, "test" may not), its fields as printed,
dates in ISO form, and under "unsettled" fields that the document states in two ways or unclearly; these count
neither way. A person's name is kept as "sha256:" and 16 hexadecimal digits of the SHA-256 of the name in small letters.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import front_matter
from assistant.values import Reading

TRUTH = Path(__file__).parent / "reading" / "front_matter.jsonl"
FIELDS = (
    "title",
    "reference",
    "version",
    "status",
    "owner",
    "contact",
    "approved_by",
    "approved",
    "effective_from",
    "review_cycle",
    "review_by",
    "applies_to",
    "supersedes",
)
HASHED = "sha256:"
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Truth:
    """What a person read in one file, and the fields that cannot be settled."""

    file: str
    split: str
    fields: Fields
    unsettled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Score:
    """Fields that were found and are right, all that were found, all that stand in the documents."""

    right: int = 0
    found: int = 0
    true: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.true + other.true)

    @property
    def precision(self) -> float:
        """The share of what was found that is right, 0 to 1; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what stands in the documents that was found and is right, 0 to 1; 1 when there is nothing."""
        return self.right / self.true if self.true else 1.0

    def as_numbers(self) -> dict[str, float]:
        """The counts with precision and recall, rounded to three places."""
        counts = {"right": self.right, "found": self.found, "true": self.true}
        return {"precision": round(self.precision, 3), "recall": round(self.recall, 3), **counts}


@dataclass(frozen=True, slots=True)
class Measured:
    """Scores by field, and the mistakes as lines: file, field, what was wanted (hashed where it is), whether found."""

    by_field: Mapping[str, Score]
    mistakes: tuple[str, ...]

    @property
    def overall(self) -> Score:
        """All fields together."""
        return sum(self.by_field.values(), Score())


def load(path: Path = TRUTH) -> list[Truth]:
    """The truth, file by file."""
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Truth(line["file"], line["split"], line["fields"], frozenset(line.get("unsettled", ()))) for line in lines]


def measure(found: Mapping[str, Fields], truth: Sequence[Truth]) -> Measured:
    """Compare what was found, by file, with the truth; a file that was not read counts as nothing found."""
    scores: dict[str, Score] = defaultdict(Score)
    mistakes: list[str] = []
    for item in truth:
        got = found.get(item.file, {})
        for field in FIELDS:
            wanted, said = item.fields.get(field, ""), got.get(field, "")
            if field in item.unsettled or not (wanted or said):
                continue
            right = bool(wanted) and same(said, wanted)
            scores[field] += Score(int(right), int(bool(said)), int(bool(wanted)))
            if not right:
                shown = said if not wanted.startswith(HASHED) else "other words" if said else ""
                mistakes.append(f"{item.file}, {field}: wanted {wanted or 'nothing'}, found {shown or 'nothing'}")
    return Measured({field: scores[field] for field in FIELDS if field in scores}, tuple(mistakes))


def same(said: str, wanted: str) -> bool:
    """Whether two values are equal but for case and blanks; a hashed name may be followed by the person's role."""
    words = " ".join(said.casefold().split())
    if not wanted.startswith(HASHED):
        return words == " ".join(wanted.casefold().split())
    parts = words.replace(",", " ").split()
    return any(hashed(" ".join(parts[:count])) == wanted for count in range(1, len(parts) + 1))


def hashed(name: str) -> str:
    """A person's name as the truth keeps it."""
    return HASHED + hashlib.sha256(name.casefold().encode()).hexdigest()[:16]


def as_fields(read: front_matter.FrontMatter) -> dict[str, str]:
    """Front matter as strings: dates in ISO form, lists joined with commas."""
    values = {field: getattr(read, field) for field, _ in read.found_in if field in FIELDS}
    return {field: ", ".join(value) if isinstance(value, tuple) else str(value) for field, value in values.items()}


def report(folder: Path, read: Callable[[Path], Reading]) -> dict[str, dict[str, object]]:
    """Read the truth's files in `folder`: for "dev" and "test" the scores in all and by field, and the mistakes.

    A file that is missing is left out and named under "missing"; errors of `read` are not caught.
    """
    results: dict[str, dict[str, object]] = {}
    for split, truth in _by_split(load()).items():
        there = [item for item in truth if (folder / item.file).is_file()]
        found = {item.file: as_fields(front_matter.read(read(folder / item.file))) for item in there}
        measured = measure(found, there)
        results[split] = {
            "documents": len(there),
            "missing": [item.file for item in truth if item not in there],
            "all": measured.overall.as_numbers(),
            "by_field": {field: score.as_numbers() for field, score in measured.by_field.items()},
            "mistakes": list(measured.mistakes),
        }
    return results


def _by_split(truth: Iterable[Truth]) -> dict[str, list[Truth]]:
    splits: dict[str, list[Truth]] = {"dev": [], "test": []}
    for item in truth:
        splits[item.split].append(item)
    return splits
