"""OpenDocument texts and spreadsheets, read straight from their XML: headings, lists, tables, notes."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading import grids, packages
from assistant.reading.composing import Composer, cleaned
from assistant.reading.grids import Cell
from assistant.reading.office import open_sheets
from assistant.reading.office.number_formats import counted
from assistant.reading.office.open_names import STYLE, TEXT, Styles, attribute, count, local, rows_of
from assistant.reading.word.numbering import formatted

LEFT_OUT = {"tracked-changes", "table-of-content", "table-index", "illustration-index", "object-index", "annotation"}
LEFT_OUT |= {
    "annotation-end",
    "page-number",
    "page-count",
    "hidden-text",
    "hidden-paragraph",
    "placeholder",
    "ruby-text",
}
LEFT_OUT |= {
    "alphabetical-index",
    "user-index",
    "bibliography",
    "forms",
    "sequence-decls",
    "note-citation",
    "desc",
    "title",
}
PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "initial-creator": "author",
    "creator": "author",
    "creation-date": "created",
    "date": "modified",
    "keyword": "keywords",
}
TRACKED = "The document has tracked changes that nobody has accepted; it was read as if all of them were accepted."
HIDDEN = "Hidden text was left out."
LONGEST_PROPERTY = 300
DEEPEST = 60


def compose(path: Path) -> Composer:
    """Compose an .odt or .ods file.

    Raises:
        UnreadableFile: it is broken, locked, unpacks to too much, or declares XML entities.
    """
    packages.check(path)
    composer = Composer()
    content, styles, about = (_part(path, name) for name in ("content.xml", "styles.xml", "meta.xml"))
    if content is None:
        raise UnreadableFile(packages.BROKEN)
    for item in about.iter() if about is not None else ():
        _property(composer, item)
    body = next((item for item in content if local(item) == "body"), None)
    for block in body if body is not None else ():
        if local(block) == "spreadsheet":
            open_sheets.write(composer, Styles(content, styles), block)
        elif local(block) == "text":
            _Walk(composer, Styles(content, styles)).write(block)
    for item in styles.iter() if styles is not None else ():
        if local(item) in ("header", "footer") and item.tag.startswith(STYLE):
            for line in _Walk(Composer(), Styles(content, styles)).lines(item):
                if any(character.isalnum() for character in line) and line not in composer.margins:
                    composer.margins.append(line)
    return composer


def _part(path: Path, name: str) -> Any:
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as package:
            return etree.fromstring(package.read(name), packages.parser()) if name in package.namelist() else None
    except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, ValueError, OSError, RuntimeError) as error:
        raise UnreadableFile(packages.BROKEN) from error


def _property(composer: Composer, item: Any) -> None:
    name = local(item)
    name = attribute(item, "name").lower() if name == "user-defined" else PROPERTIES.get(name, "")
    words = cleaned("".join(item.itertext())) if name else ""
    if words and len(words) <= LONGEST_PROPERTY:
        composer.properties.setdefault(name, words[:10] if name in ("created", "modified") else words)


class _Walk:
    """One pass over a text document."""

    def __init__(self, composer: Composer, styles: Styles) -> None:
        self._composer = composer
        self._styles = styles
        self._counters: dict[str, list[int]] = {}
        self._notes: list[str] = []
        self._boxes: list[Any] = []
        self._counts = {"footnote": 0, "endnote": 0}

    def write(self, element: Any, depth: int = 0) -> None:
        for item in element:
            name = local(item)
            if name == "tracked-changes" and len(item):
                self._composer.note(TRACKED)
            if not name or name in LEFT_OUT or depth > DEEPEST:
                continue
            if name == "h":
                self._heading(item)
            elif name == "p":
                self._paragraph(item, "")
            elif name == "list":
                self._list(item, attribute(item, "style-name"), 0)
            elif name == "table":
                self._table(item)
            elif attribute(item, "display") == "none":
                self._composer.note(HIDDEN)
            else:
                self.write(item, depth + 1)

    def lines(self, element: Any) -> Iterator[str]:
        """The words of every paragraph in an element."""
        for item in element.iter(TEXT + "p", TEXT + "h"):
            yield cleaned("".join(self._pieces(item)))

    def _heading(self, item: Any) -> None:
        words = " ".join("".join(self._pieces(item)).split())
        level = max(1, counted(attribute(item, "outline-level"), 1, 10))
        hidden = attribute(item, "is-list-header") == "true"
        number = "" if hidden else self._label("outline", level - 1, self._styles.outline)
        self._composer.heading(level + 1, f"{number} {words}".strip() if words else "")
        self._after()

    def _paragraph(self, item: Any, label: str) -> None:
        lines = [line for line in map(cleaned, "".join(self._pieces(item)).split("\n")) if line]
        if lines:
            title = self._styles.is_title(attribute(item, "style-name"))
            if title:
                self._composer.heading(1, lines[0])
            elif label:
                dotted = re.fullmatch(r"\d{1,2}(?:\.\d{1,3})+\.?", label)
                (self._composer.paragraph if dotted else self._composer.line)(f"{label} {lines[0]}")
            else:
                self._composer.paragraph(lines[0])
            for line in lines[1:]:
                self._composer.line(line)
        self._after()

    def _after(self) -> None:
        """What hangs on the paragraph just written: its notes and its text boxes."""
        notes, self._notes = self._notes, []
        for note in notes:
            self._composer.line(note)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.write(box, 1)

    def _list(self, element: Any, style: str, level: int) -> None:
        if level > DEEPEST:
            return
        if not level and attribute(element, "continue-numbering") != "true" and not attribute(element, "continue-list"):
            self._counters.pop(style, None)
        for entry in element:
            if local(entry) not in ("list-item", "list-header"):
                continue
            label = self._label(style, level, self._styles.lists.get(style, {})) or "-"
            label = "" if local(entry) == "list-header" else label
            for item in entry:
                name = local(item)
                if name == "list":
                    self._list(item, attribute(item, "style-name") or style, level + 1)
                elif name == "h":
                    self._heading(item)
                elif name == "p":
                    self._paragraph(item, label)
                    label = ""

    def _label(self, key: str, level: int, levels: dict[int, Any]) -> str:
        """The number printed at a level, from 0, which is counted; "" where there is none."""
        form = levels.get(level)
        counters = self._counters.setdefault(key, [])
        while len(counters) <= level:
            counters.append(0)
        first = counted(attribute(form, "start-value"), 1)
        counters[level] = counters[level] + 1 if counters[level] else first
        del counters[level + 1 :]
        shown = attribute(form, "num-format") if form is not None else ""
        if not shown:
            return ""
        start = max(0, level + 1 - counted(attribute(form, "display-levels"), 1))
        parts = []
        for depth in range(start, level + 1):
            above = attribute(levels.get(depth), "num-format") or "1"
            kind = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(above, "decimal")
            parts.append(formatted(counters[depth] or 1, kind))
        return f"{attribute(form, 'num-prefix')}{'.'.join(parts)}{attribute(form, 'num-suffix')}".strip()

    def _pieces(self, element: Any) -> Iterator[str]:
        if self._styles.is_hidden(attribute(element, "style-name")) or attribute(element, "display") == "none":
            if "".join(element.itertext()).strip():
                self._composer.note(HIDDEN)
            return
        yield re.sub(r"\s+", " ", element.text or "")
        for item in element:
            name = local(item)
            if name == "line-break":
                yield "\n"
            elif name in ("tab", "s"):
                yield " "
            elif name == "note":
                self._note(item)
            elif name in ("text-box", "table"):
                self._boxes.append(item)
            elif name and name not in LEFT_OUT:
                yield from self._pieces(item)
            yield re.sub(r"\s+", " ", item.tail or "")

    def _note(self, note: Any) -> None:
        kind = attribute(note, "note-class") or "footnote"
        self._counts[kind] = self._counts.get(kind, 0) + 1
        number = self._counts[kind]
        words = " ".join(self.lines(note))
        self._notes.append(f"{kind.capitalize()} {number}: {words}")

    def _table(self, table: Any) -> None:
        rows = [(row, named) for row, named in rows_of(table) if attribute(row, "visibility") != "collapse"]
        cells = [[self._cell(item) for item in row if local(item) == "table-cell"] for row, _ in rows]
        if max((len(row) for row in cells), default=0) == 1:
            for row, _ in rows:
                for item in row:
                    self.write(item, 1)
            return
        grid = grids.spread(cells)
        named = sum(named for _, named in rows)
        grids.write(self._composer, grid, named if 0 < named < len(rows) else None)
        self._after()

    def _cell(self, item: Any) -> Cell:
        paragraphs = list(item.iter(TEXT + "p", TEXT + "h"))
        words = " ".join(filter(None, (cleaned("".join(self._pieces(paragraph))) for paragraph in paragraphs)))
        bold = bool(words) and all(self._is_bold(paragraph) for paragraph in paragraphs)
        strong = bold or (bool(words) and self._styles.is_filled(attribute(item, "style-name")))
        across, down = (attribute(item, f"number-{way}-spanned") for way in ("columns", "rows"))
        return Cell(words, strong, count(across), count(down))

    def _is_bold(self, paragraph: Any) -> bool:
        if self._styles.is_bold(attribute(paragraph, "style-name")):
            return True
        spans = [item for item in paragraph if local(item) == "span"]
        loose = [paragraph.text, *(item.tail for item in paragraph)]
        return (
            bool(spans)
            and not "".join(filter(None, loose)).strip()
            and all(self._styles.is_bold(attribute(span, "style-name")) for span in spans)
        )
