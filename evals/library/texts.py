"""A document's text as it was written, in a small Markdown, parsed into blocks."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "texts"
STANDARD = HERE / "standard.toml"
HEADING = re.compile(r"(#{2,5})\s+(.+)")
ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-*]|\([a-z]{1,2}\)|\([ivx]{1,5}\)|\d{1,2}\.(?=\s))\s+(?P<words>.+)")
NOTE = re.compile(r"\[\^(?P<name>\w+)\]:\s*(?P<words>.+)")
STANDARD_PARAGRAPH = re.compile(r"\{\{([a-z-]+)\}\}")
PAGE = "<<<page>>>"
ABOVE, LEFT = "^^", "<<"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 for a main heading."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a clause, its number at the beginning; `boxed` for a note set apart."""

    words: str
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: `mark` is "-" or what is printed, such as "(a)"; `depth` counts from 0."""

    mark: str
    words: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first row is its header. "^^" goes on with the cell above, "<<" with the one to the left."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote; `name` is the mark used in the text, `[^name]`."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page begins."""


Block = Heading | Paragraph | Item | Grid | Note | PageBreak


@dataclass(frozen=True, slots=True)
class Text:
    """One document: what stands in its front matter, and its blocks in order."""

    about: dict[str, Any]
    blocks: tuple[Block, ...]
    words: int = field(default=0)

    def says(self, name: str) -> str:
        """A field of the front matter as it is printed; "" where it has none."""
        value = self.about.get(name, "")
        if isinstance(value, date):
            return f"{value.day} {value:%B %Y}"
        if isinstance(value, list):
            return ", ".join(value)
        return str(value)

    @property
    def file(self) -> str:
        """Where it is issued, inside the corpus folder."""
        return str(self.about["file"])


def every() -> Iterator[Text]:
    """All texts of the library, in the order of their files."""
    for path in sorted(FOLDER.rglob("*.md")):
        yield parsed(path.read_text(encoding="utf-8"))


def parsed(text: str) -> Text:
    """A text with its front matter.

    Raises:
        ValueError: it has no front matter between two lines "+++".
    """
    _, about, body = text.split("+++\n", 2)
    body = STANDARD_PARAGRAPH.sub(lambda found: _standard()[found[1]], body)
    return Text(tomllib.loads(about), tuple(_blocks(body.splitlines())), len(body.split()))


def _standard() -> dict[str, str]:
    return {name: str(words) for name, words in tomllib.loads(STANDARD.read_text(encoding="utf-8")).items()}


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    waiting: list[str] = []
    table: list[str] = []
    for line in (*lines, ""):
        bare = line.strip()
        if table and not bare.startswith("|"):
            yield _grid(table)
            table = []
        begins = not bare or bare.startswith(("|", "#", ">", PAGE)) or ITEM.fullmatch(line) or NOTE.fullmatch(bare)
        if begins and waiting:
            yield Paragraph(" ".join(waiting))
            waiting = []
        if bare.startswith("|"):
            table.append(bare)
        elif begins and bare:
            yield _block(line)
        elif bare:
            waiting.append(bare)


def _block(line: str) -> Block:
    bare = line.strip()
    if bare == PAGE:
        return PageBreak()
    if bare.startswith(">"):
        return Paragraph(bare.lstrip("> "), boxed=True)
    heading, note, item = HEADING.fullmatch(bare), NOTE.fullmatch(bare), ITEM.fullmatch(line)
    if heading:
        return Heading(len(heading[1]) - 1, heading[2])
    if note:
        return Note(note["name"], note["words"])
    if item:
        mark = "-" if item["mark"] == "*" else item["mark"]
        return Item(mark, item["words"], len(item["indent"]) // 2)
    return Paragraph(bare)


def _grid(lines: Sequence[str]) -> Grid:
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    rows = [row for row in rows if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in row)]
    width = max(len(row) for row in rows)
    return Grid(tuple((*row, *[""] * (width - len(row))) for row in rows))
