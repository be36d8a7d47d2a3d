"""PowerPoint slides in the order in which they are shown: each is a page, its title a heading."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.reading import grids
from assistant.reading.composing import Composer, cleaned
from assistant.reading.grids import Cell
from assistant.reading.office.number_formats import counted
from assistant.reading.word.names import ALTERNATE, branch, local
from assistant.reading.word.parts import Parts

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FURNITURE = ("ftr", "sldNum", "dt", "hdr")
TITLES = ("title", "ctrTitle")
HIDDEN = "Hidden slides were left out: {}."
NOTES = "Speakers' notes were left out."
DEEPEST = 30


def compose(path: Path) -> Composer:
    """Compose a .pptx file; animations, pictures and speakers' notes are not read.

    Raises:
        UnreadableFile: it is broken, locked, unpacks to too much, or declares XML entities.
    """
    composer = Composer()
    parts = Parts(path)
    hidden: list[str] = []
    try:
        for number, place in enumerate(_places(parts), start=1):
            slide = parts.part(place)
            if slide is None:
                continue
            if slide.get("show") in ("0", "false"):
                hidden.append(str(number))
                continue
            if any(relation.kind == "notesSlide" for relation in parts.relations(place)):
                composer.note(NOTES)
            _Slide(composer, number).write(slide)
        composer.properties.update(parts.properties())
    finally:
        parts.close()
    if hidden:
        composer.note(HIDDEN.format(", ".join(hidden)))
    return composer


def _places(parts: Parts) -> Iterator[str]:
    """Where the slides stand in the package, in order."""
    places = {relation.identifier: relation.place for relation in parts.relations(parts.main_place)}
    for item in parts.main().iter():
        if local(item) == "sldId" and item.get(RELATION, "") in places:
            yield places[item.get(RELATION, "")]


class _Slide:
    """One slide."""

    def __init__(self, composer: Composer, number: int) -> None:
        self._composer = composer
        self._number = number

    def write(self, slide: Any) -> None:
        shapes = list(_shapes(slide, 0))
        titles = [shape for shape in shapes if _role(shape) in TITLES]
        title = " ".join(" ".join(_paragraphs(shape)) for shape in titles).strip()
        rest = [shape for shape in shapes if shape not in titles]
        if not title and not any(words for shape in rest for words in _paragraphs(shape)):
            return
        self._composer.page(self._number)
        self._composer.heading(1, title or f"Slide {self._number}")
        for shape in rest:
            self._shape(shape)

    def _shape(self, shape: Any) -> None:
        role = _role(shape)
        if role in FURNITURE:
            words = " ".join(_paragraphs(shape)).strip()
            if role == "ftr" and words and words not in self._composer.margins:
                self._composer.margins.append(words)
            return
        table = next(shape.iter(DRAWING + "tbl"), None)
        if table is not None:
            self._table(table)
            return
        lines = [words for words in _paragraphs(shape) if words]
        listed = role in ("body", "obj", "") and role is not None and len(lines) > 1
        for position, words in enumerate(lines):
            if listed:
                self._composer.line(f"- {words}")
            else:
                (self._composer.line if position else self._composer.paragraph)(words)

    def _table(self, table: Any) -> None:
        look = table.find(DRAWING + "tblPr")
        named = 1 if look is not None and look.get("firstRow") in ("1", "true") else None
        rows = []
        for row in table.iterfind(DRAWING + "tr"):
            cells = []
            for cell in row.iterfind(DRAWING + "tc"):
                if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                    continue
                words = " ".join(_paragraphs(cell)).strip()
                cells.append(Cell(words, False, _count(cell.get("gridSpan")), _count(cell.get("rowSpan"))))
            rows.append(cells)
        grids.write(self._composer, grids.spread(rows), named if len(rows) > 1 else None)


def _count(words: str | None) -> int:
    return max(1, counted(words, 1, 100))


def _shapes(element: Any, depth: int) -> Iterator[Any]:
    """The shapes of a slide in their order, those of groups included."""
    for item in element:
        if item.tag == ALTERNATE:
            chosen = branch(item)
            yield from _shapes(chosen, depth + 1) if chosen is not None and depth < DEEPEST else ()
        elif local(item) in ("sp", "graphicFrame", "cxnSp"):
            if not any(local(mark) == "cNvPr" and mark.get("hidden") in ("1", "true") for mark in item.iter()):
                yield item
        elif local(item) in ("cSld", "spTree", "grpSp") and depth < DEEPEST:
            yield from _shapes(item, depth + 1)


def _role(shape: Any) -> str | None:
    """The kind of a placeholder, "" for one of no kind; None for a shape that is none."""
    for item in shape.iter():
        if local(item) == "ph":
            kind: str = item.get("type", "")
            return kind
    return None


def _paragraphs(element: Any) -> list[str]:
    found = []
    for paragraph in element.iter(DRAWING + "p"):
        words = ""
        for item in paragraph.iter():
            if item.tag == DRAWING + "t":
                words += item.text or ""
            elif item.tag == DRAWING + "br":
                words += " "
        found.append(cleaned(words))
    return found
