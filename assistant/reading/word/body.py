"""The walk through a Word document's body: every block in the order in which it is printed."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.reading import grids
from assistant.reading.composing import Composer, cleaned
from assistant.reading.word.headings import TRANSPARENT, Headings
from assistant.reading.word.names import ALTERNATE, branch, child, is_set, local, w
from assistant.reading.word.numbering import Label, Numbering
from assistant.reading.word.parts import Parts
from assistant.reading.word.styles import Styles
from assistant.reading.word.tables import cells_of, grid_of, only_cell, rows_of
from assistant.reading.word.text import Printed, TextReader, gallery, is_removed, note_texts

TYPED_BULLET = re.compile(r"[•●○◦▪■*·–-]\s+|o\t")
TYPED_ITEM = re.compile(r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s")
DOTTED = re.compile(r"[A-Z]?\d{1,2}(?:\.\d{1,3})+\.?")
CONTENTS = re.compile(r"(?:table of )?contents(?: page)?:?", re.IGNORECASE)
CONTENTS_ENTRY = re.compile(r".*\S(?:[ \t]*\t[ \t]*|\s*(?:\.\s?){4,}|\s*…+\s*)(?:page\s*)?\d{1,3}", re.IGNORECASE)
LONGEST_ITEM = 300
TRACKED = "The document has tracked changes that nobody has accepted; it was read as if all of them were accepted."
COMMENTED = "Comments beside the text were left out."
INSERTED = "A part that was inserted from another file was not read."
CHANGES = ("ins", "del", "moveFrom", "moveTo")
NOTE_NAMES = {"footnote": "Footnote", "endnote": "Endnote"}
DEEPEST_NESTING = 20


class Body:
    """Walks one document once; `hidden` says afterwards whether words were left out that nobody sees."""

    def __init__(self, parts: Parts, composer: Composer) -> None:
        self._parts = parts
        self._composer = composer
        self._styles = Styles(parts.one("styles"))
        self._numbering = Numbering(parts.one("numbering"), self._styles)
        self._reader = TextReader(self._styles)
        self._notes = {"footnote": note_texts(parts.one("footnotes")), "endnote": note_texts(parts.one("endnotes"))}
        self._counts = {"footnote": 0, "endnote": 0}
        self._pending: list[tuple[str, str]] = []
        self._removed_before = ""
        self._held: tuple[Any, str, Label | None] | None = None
        self._in_contents = False
        self._depth = 0

    @property
    def hidden(self) -> bool:
        """Whether hidden words were left out so far."""
        return self._reader.hidden

    def run(self) -> None:
        """Write the whole body."""
        root = self._parts.main()
        body = child(root, "body")
        if body is None:
            body = root
        self._headings = Headings(body, self._styles)
        if any(next(body.iter(w(name)), None) is not None for name in CHANGES):
            self._composer.note(TRACKED)
        if next(body.iter(w("commentReference")), None) is not None:
            self._composer.note(COMMENTED)
        self._blocks(body)
        self._release()

    def margins(self) -> list[str]:
        """The lines of the headers and footers, page numbers left out, each once."""
        found: dict[str, None] = {}
        for kind in ("header", "footer"):
            for part in self._parts.all(kind):
                reader = TextReader(self._styles)
                for paragraph in part.iter(w("p")):
                    words = cleaned(reader.printed(paragraph).words)
                    if any(character.isalnum() for character in words):
                        found.setdefault(words)
                for mark in part.iter("{urn:schemas-microsoft-com:vml}textpath"):
                    found.setdefault(cleaned(mark.get("string", "")))
        return [words for words in found if words]

    def _blocks(self, element: Any, silent: bool = False) -> None:
        """Every block of an element; of a contents list nothing is written, only its fields are followed."""
        for item in element:
            name = local(item)
            if item.tag == w("p"):
                self._paragraph(item, silent)
            elif item.tag == w("tbl") and not silent:
                self._table(item)
            elif item.tag == ALTERNATE:
                chosen = branch(item)
                if chosen is not None:
                    self._blocks(chosen, silent)
            elif item.tag == w("altChunk"):
                self._composer.note(INSERTED)
            elif name == "sdt":
                placeholder = is_set(child(item, "sdtPr"), "showingPlcHdr")
                contents = gallery(item).startswith("Table of ")
                content = child(item, "sdtContent")
                if content is not None and not placeholder:
                    self._blocks(content, silent or contents)
            elif name in TRANSPARENT:
                self._blocks(item, silent)

    def _paragraph(self, paragraph: Any, silent: bool) -> None:
        printed = self._reader.printed(paragraph)
        words = self._removed_before + printed.words
        self._removed_before = ""
        if self._is_contents(paragraph, words, silent):
            self._held = None
            return
        if is_removed(paragraph):
            self._removed_before = words
            return
        label = self._numbering.label(paragraph)
        self._pending += printed.references
        if CONTENTS.fullmatch(cleaned(words)):
            self._release()
            self._held = (paragraph, words, label)
        elif cleaned(words):
            self._release()
            self._in_contents = False
            self._write(paragraph, words, label)
        self._write_notes()
        self._text_boxes(printed)

    def _is_contents(self, paragraph: Any, words: str, silent: bool) -> bool:
        """Whether a paragraph is part of a list of contents, made by Word or typed below the word "Contents"."""
        if silent or self._styles.is_contents(paragraph) or (self._reader.in_contents and not cleaned(words)):
            return True
        if (self._held is not None or self._in_contents) and CONTENTS_ENTRY.fullmatch(words):
            self._in_contents = True
            return True
        return False

    def _release(self) -> None:
        """Write the word "Contents" that was held back, since no contents followed."""
        held, self._held = self._held, None
        if held is not None:
            self._write(*held)

    def _write(self, paragraph: Any, words: str, label: Label | None) -> None:
        level = self._headings.level(paragraph)
        if level is not None and (label is None or not label.bullet):
            self._composer.heading(level, " ".join(([label.words] if label else []) + words.split()))
            return
        first, *others = (line for line in words.split("\n") if cleaned(line))
        bullet = TYPED_BULLET.match(first) if label is None else None
        if label is not None:
            first = f"{label.words} {first}"
            close = label.bullet or not (DOTTED.fullmatch(label.words) or len(first) > LONGEST_ITEM)
        else:
            first = f"- {first[bullet.end() :]}" if bullet else first
            close = bullet is not None or TYPED_ITEM.match(first) is not None
        (self._composer.line if close else self._composer.paragraph)(first)
        for line in others:
            self._composer.line(line)

    def _write_notes(self) -> None:
        pending, self._pending = self._pending, []
        for kind, identifier in pending:
            note = self._notes[kind].get(identifier)
            if note is None:
                continue
            self._counts[kind] += 1
            words = " ".join(self._printed_inside(note))
            if cleaned(words):
                self._composer.line(f"{NOTE_NAMES[kind]} {self._counts[kind]}: {words}")

    def _printed_inside(self, element: Any) -> Iterator[str]:
        """The words of every paragraph in a note."""
        reader = TextReader(self._styles)
        for paragraph in element.iter(w("p")):
            yield reader.printed(paragraph).words

    def _text_boxes(self, printed: Printed) -> None:
        for box in printed.boxes:
            if self._depth < DEEPEST_NESTING:
                self._depth += 1
                self._blocks(box)
                self._depth -= 1

    def _table(self, table: Any) -> None:
        self._release()
        cells = self._frames(table)
        if cells is not None and self._depth < DEEPEST_NESTING:
            self._depth += 1
            for cell in cells:
                self._blocks(cell)
            self._depth -= 1
            return
        boxes: list[Printed] = []

        def read(cell: Any, *, pale_is_hidden: bool) -> tuple[str, bool]:
            return self._cell(cell, boxes, pale_is_hidden)

        grid, headers = grid_of(table, self._styles, read)
        grids.write(self._composer, grid, headers)
        self._write_notes()
        for printed in boxes:
            self._text_boxes(printed)

    def _frames(self, table: Any) -> list[Any] | None:
        """The cells of a table that only lays out what stands in it; None for a table of data."""
        single: list[Any] | None = only_cell(table)
        if single is not None:
            return single
        cells = [cell for row in rows_of(table) for cell in cells_of(row)]
        headed = any(
            self._styles.heading_level(paragraph) is not None and cleaned("".join(paragraph.itertext()))
            for cell in cells
            for paragraph in cell.iterfind(w("p"))
        )
        few_rows = sum(1 for _ in rows_of(table)) == 1
        nested = any(child(cell, "tbl") is not None for cell in cells)
        long = sum(len(cell.findall(w("p"))) > 3 for cell in cells) > 0
        return cells if few_rows and (headed or nested or long) else None

    def _cell(self, cell: Any, boxes: list[Printed], pale_is_hidden: bool) -> tuple[str, bool]:
        """A cell's words in one line, and whether all of them are bold; a table in it is told row by row."""
        pieces: list[str] = []
        bold: list[bool] = []
        for item in _cell_blocks(cell):
            if item.tag == w("tbl"):
                rows = [
                    ", ".join(filter(None, (self._cell(inner, boxes, pale_is_hidden)[0] for inner in cells_of(row))))
                    for row in rows_of(item)
                ]
                pieces.append("; ".join(filter(None, rows)))
                bold.append(False)
                continue
            printed = self._reader.printed(item, pale_is_hidden=pale_is_hidden)
            label = self._numbering.label(item)
            self._pending += printed.references
            if printed.boxes:
                boxes.append(printed)
            if printed.words:
                numbered = label is not None and not label.bullet
                pieces.append(f"{label.words} {printed.words}" if label and numbered else printed.words)
                bold.append(printed.bold)
        return _joined(pieces), bool(bold) and all(bold)


def _cell_blocks(cell: Any) -> Iterator[Any]:
    for item in cell:
        if item.tag in (w("p"), w("tbl")):
            yield item
        elif item.tag == ALTERNATE:
            chosen = branch(item)
            yield from _cell_blocks(chosen) if chosen is not None else ()
        elif local(item) in TRANSPARENT and not is_set(child(item, "sdtPr"), "showingPlcHdr"):
            yield from _cell_blocks(item)


def _joined(pieces: list[str]) -> str:
    """The paragraphs of a cell as one line; short ones that no mark ends are parted by semicolons."""
    line = ""
    listed = len(pieces) > 2
    for piece in (cleaned(piece) for piece in pieces):
        if not piece:
            continue
        parted = listed and line and line[-1].isalnum() and not piece[0].islower()
        line += f"; {piece}" if parted else f" {piece}"
    return line.strip()
