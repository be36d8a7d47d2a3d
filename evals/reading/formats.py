"""The same document as PDF, as Word file and as plain text: do the words and the order of the sections agree?

The judged figure is F1 over the bag of words, against the plain text. A table row is written for the search as
"Column: cell. Column: cell."; the names of columns are compared once a table, as they are printed, and F1 of the text
as it is written is told beside it. A heading is placed in the plain text by its own words and the four that follow it,
where these stand there together exactly once: a list of contents, or a mention in a sentence, is so not taken for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from assistant.values import Document
from evals.reading.measures import Agreement, Measure, Part, agreement, pairs_in_order, table_lines, words
from evals.reading.shelf import Shelf

FOLDER = "benchmarks/syllabusqa"
TARGETS = {"pdf": 0.95, "word": 0.97}
ENDINGS = {"pdf": ".pdf", "word": ".docx"}
FOLLOWING = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """One file beside its plain text; `in_order` of the `pairs` of its `placed` headings are in the text's order."""

    file: str
    printed: Agreement
    written: Agreement
    headings: int
    placed: int
    in_order: int
    pairs: int


def part(shelf: Shelf) -> Part:
    """Compare every PDF and Word file with the plain text of the same name."""
    measures: list[Measure] = []
    rows: list[tuple[object, ...]] = []
    details: dict[str, object] = {}
    for kind, least in TARGETS.items():
        compared = list(_compared(shelf, kind))
        asked = len(list((shelf.data / FOLDER / kind).glob(f"*{ENDINGS[kind]}")))
        mean = sum(item.printed.bag for item in compared) / asked if asked else 0.0
        order = fmean(item.printed.ordered for item in compared) if compared else 0.0
        pairs = sum(item.pairs for item in compared)
        share = sum(item.in_order for item in compared) / pairs if pairs else 0.0
        measures += [
            Measure(
                f"{kind}: F1 of the words, mean of {asked} files", mean, least=least, remark="judged: bag of words"
            ),
            Measure(f"{kind}: F1 of the words in their order", order),
            Measure(f"{kind}: pairs of headings in the order of the text, of {pairs}", share, least=1.0),
        ]
        rows += [_row(kind, item) for item in compared]
        details[kind] = [asdict(item) for item in compared]
    header = ("file", "bag F1", "ordered F1", "bag F1 as written", "headings", "placed", "pairs in order")
    lines = table_lines(header, rows)
    return Part("One document in three formats", tuple(measures), lines, details)


def _row(kind: str, item: Compared) -> tuple[object, ...]:
    scores = (item.printed.bag, item.printed.ordered, item.written.bag)
    return (f"{kind}/{item.file}", *scores, item.headings, item.placed, f"{item.in_order}/{item.pairs}")


def _compared(shelf: Shelf, kind: str) -> Iterator[Compared]:
    for path, reading in shelf.readable(f"{FOLDER}/{kind}", ENDINGS[kind]).items():
        text = shelf.data / FOLDER / "text" / f"{path.stem}.txt"
        if not text.is_file():
            continue
        truth = words(decoded(text))
        document = reading.document
        runs = headings(document)
        places = [place for place in (once(run, truth) for run in runs) if place is not None]
        in_order, pairs = pairs_in_order(places)
        yield Compared(
            path.stem,
            agreement(words(as_printed(document)), truth),
            agreement(words(document.text), truth),
            len(runs),
            len(places),
            in_order,
            pairs,
        )


def decoded(path: Path) -> str:
    """The text of a plain file, in UTF-8 or else in the code page of Windows."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def as_printed(document: Document) -> str:
    """The text with the names of a table's columns once, above its rows."""
    parts: list[str] = []
    position = 0
    for table in sorted(document.tables, key=lambda item: item.start):
        parts.append(document.text[position : table.start])
        parts.append(" ".join(dict.fromkeys(table.header)))
        for row in table.rows:
            parts.append(" ".join(cell for before, cell in zip(("", *row), row, strict=False) if cell != before))
        position = table.end
    return "\n".join([*parts, document.text[position:]])


def headings(document: Document) -> list[list[str]]:
    """The words of every heading with those that follow it, in the order of the text."""
    runs: list[list[str]] = []
    for start, end in sorted(document.headings().items()):
        size = len(words(document.text[start:end]))
        runs.append(words(document.text[start : end + 400])[: size + FOLLOWING] if size else [])
    return runs


def once(run: Sequence[str], truth: Sequence[str]) -> int | None:
    """Where a run of words stands in the truth, when it stands there exactly once; else it cannot be placed."""
    if not run:
        return None
    size = len(run)
    found = [at for at in range(len(truth) - size + 1) if truth[at] == run[0] and truth[at : at + size] == run]
    return found[0] if len(found) == 1 else None
