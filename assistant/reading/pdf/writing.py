"""Blocks, tables and footnotes of a PDF written to the composer, and for every word the box in which it is printed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from assistant.reading.composing import Composer, cleaned
from assistant.reading.pdf.blocks import Block, PlacedTable
from assistant.reading.pdf.footnotes import Footnote
from assistant.reading.pdf.printed import Line
from assistant.reading.pdf.tabling import Written, as_written
from assistant.reading.pdf.wording import Part, Vocabulary, written
from assistant.values import Box

HEADING, PARAGRAPH, ITEM = "heading", "paragraph", "item"


class Writer:
    """Writes a document in reading order; `composer` holds what was written."""

    def __init__(self, vocabulary: Vocabulary, notes: Iterable[Footnote] = ()) -> None:
        self.composer = Composer()
        self._vocabulary = vocabulary
        self._notes: defaultdict[int, list[Footnote]] = defaultdict(list)
        for note in notes:
            self._notes[note.called_by].append(note)
        self._marks = frozenset(self._notes)
        self._before = ""
        self._last = ""
        self._headed = False

    def block(self, block: Block, level: int) -> None:
        """Write a block, as a heading where `level` is not 0; the footnotes that it calls come after it."""
        mark = "-" if block.bullet and not level else ""
        lines = [(placed.page, placed.line) for placed in block.lines]
        words, parts = written(lines, self._vocabulary, self._marks, mark)
        if not words:
            return
        follows = self._before in (ITEM, PARAGRAPH) and block.item
        kind = HEADING if level else ITEM if block.bullet or (block.item and self._listed(words)) else PARAGRAPH
        self._headed = self._headed or bool(level)
        if level:
            at = self.composer.heading(level, words)
        elif kind == ITEM and follows:
            at = self.composer.line(words)
        else:
            at = self.composer.paragraph(words)
        self._before = kind
        self._last = words
        self._place(at, parts)
        for placed in block.lines:
            self._write_notes(placed.line)

    def table(self, placed: Sequence[PlacedTable]) -> None:
        """Write a table that is printed in one piece or, over several pages, in more."""
        found = as_written(placed, self._vocabulary)
        for title in found.titles:
            at = self.composer.paragraph(title.words) if self._headed else self.composer.heading(1, title.words)
            self._place(at, title.parts)
            self._headed = True
        if found.fields:
            for count, field in enumerate(found.fields):
                write = self.composer.line if count else self.composer.paragraph
                self._place(write(field.words), field.parts)
        else:
            offsets = self.composer.table(found.header, [[cell.words for cell in row] for row in found.rows])
            self._place_cells(offsets, found.rows)
        self._before = ""

    def finish(self, pages: int) -> Composer:
        """The composer, when everything is written; `pages` is how many the document has."""
        length = len(self.composer.text)
        self.composer.page(pages, at=length)
        return self.composer

    def _listed(self, words: str) -> bool:
        """Whether "1." or "a)" here is an item of a list rather than a numbered paragraph."""
        return self._before == ITEM or not words[:1].isdigit() or self._last.endswith(":")

    def _place_cells(self, offsets: Sequence[Sequence[int]], rows: Sequence[Sequence[Written]]) -> None:
        for places, row in zip(offsets, rows, strict=True):
            for at, cell in zip(places, row, strict=False):
                if at >= 0:
                    self._place(at, cell.parts)

    def _place(self, at: int, parts: Sequence[Part]) -> None:
        """Box the words that were written at an offset; a page begins where its first word stands."""
        composer = self.composer
        for part in parts:
            if part.page > len(composer.page_starts):
                composer.page(part.page, at=at + part.start)
            word = part.word
            composer.boxes.append(
                Box(at + part.start, at + part.end, part.page, word.left, word.top, word.right, word.bottom)
            )

    def _write_notes(self, line: Line) -> None:
        for word in line.words:
            for note in self._notes.get(id(word), ()):
                words, parts = written(note.lines, self._vocabulary)
                label = cleaned(f"Footnote {note.mark}: ")
                self._place(self.composer.line(f"{label} {words}") + len(label) + 1, parts)
