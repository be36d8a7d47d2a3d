"""The words of a Word paragraph as they are printed: insertions in, deletions, codes and hidden words out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.reading.word.names import ALTERNATE, MATHS, branch, child, is_set, local, value, w
from assistant.reading.word.styles import Styles

LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "rPh"}
PAGE = "\ue000"
PAGE_WORDS = re.compile(rf"(?:\bpage\s*)?{PAGE}+(?:\s*(?:of|/)\s*{PAGE}+)?|\bpage\s+of\s*{PAGE}", re.IGNORECASE)
PAGE_CODES = ("PAGE", "NUMPAGES", "SECTIONPAGES")
CONTENTS_CODES = ("TOC", "TOA", "INDEX")
SYMBOLS = {"F0A8": "☐", "F06F": "☐", "F0FE": "☒", "F0FD": "☒", "F0FC": "✓", "F0D8": "–", "F0B7": "•", "F0A7": "•"}
TYPED = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; `size` in half-points."""

    words: str
    bold: bool
    size: int
    underlined: bool = False


@dataclass(slots=True)
class Printed:
    """What one paragraph prints, the notes it refers to ("footnote", id) and the text boxes anchored in it."""

    runs: list[Run] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The paragraph's words, a forced line end as "\\n"."""
        return PAGE_WORDS.sub("", "".join(run.words for run in self.runs)).strip()

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        seen = [run.bold for run in self.runs if run.words.strip()]
        return bool(seen) and all(seen)

    @property
    def underlined(self) -> bool:
        """Whether every word is underlined."""
        seen = [run.underlined for run in self.runs if run.words.strip()]
        return bool(seen) and all(seen)

    @property
    def size(self) -> int:
        """The size, in half-points, of the smallest word."""
        return min((run.size for run in self.runs if run.words.strip()), default=0)


class TextReader:
    """Reads paragraphs in document order; a field that runs over several paragraphs is followed."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []
        self.hidden = False

    def printed(self, paragraph: Any, *, pale_is_hidden: bool = True) -> Printed:
        """What a paragraph prints; `pale_is_hidden` is False where white words stand on a coloured ground."""
        found = Printed()
        for item, name in self._inline(paragraph):
            if name == "r":
                self._run(item, paragraph, found, pale_is_hidden)
            elif name == "maths":
                found.runs.append(Run(item.text or "", False, 20))
        return found

    @property
    def in_contents(self) -> bool:
        """Whether a list of contents has begun and not ended."""
        return any(_code(opened.code) in CONTENTS_CODES for opened in self._fields)

    def _inline(self, element: Any) -> Iterator[tuple[Any, str]]:
        for item in element:
            name = local(item)
            if name in LEFT_OUT or not name:
                continue
            if item.tag == MATHS:
                yield item, "maths"
            elif item.tag == w("r"):
                yield item, "r"
            elif name == "fldSimple":
                yield from self._simple(item)
            elif name == "sdt" and is_set(child(item, "sdtPr"), "showingPlcHdr"):
                continue
            elif item.tag == ALTERNATE:
                chosen = branch(item)
                yield from self._inline(chosen) if chosen is not None else ()
            elif name not in ("p", "tbl"):
                yield from self._inline(item)

    def _simple(self, item: Any) -> Iterator[tuple[Any, str]]:
        code = _code(item.get(w("instr"), ""))
        self._fields.append(_Field(code, True))
        yield from self._inline(item)
        self._fields.pop()

    def _run(self, run: Any, paragraph: Any, found: Printed, pale_is_hidden: bool) -> None:
        words = "".join(self._pieces(run, found))
        if not words:
            return
        if words.strip() and words != PAGE and self._styles.is_hidden(run, paragraph, pale_is_hidden):
            self.hidden = True
            return
        if self._styles.is_on("vanish", run, paragraph):
            return
        bold = self._styles.is_on("b", run, paragraph)
        underlined = self._styles.is_on("u", run, paragraph)
        found.runs.append(Run(words, bold, self._styles.size(run, paragraph), underlined))

    def _pieces(self, run: Any, found: Printed) -> Iterator[str]:
        for item in run:
            name = local(item)
            if name == "fldChar":
                self._field_mark(item.get(w("fldCharType"), ""))
            elif name == "instrText" and self._fields and not self._fields[-1].result:
                self._fields[-1].code += item.text or ""
            elif name in ("drawing", "pict", "object") or item.tag == ALTERNATE:
                found.boxes.extend(text_boxes(item))
            elif name in ("footnoteReference", "endnoteReference"):
                found.references.append((name.removesuffix("Reference"), item.get(w("id"), "")))
            else:
                yield self._in_field(_typed(item, name))

    def _field_mark(self, mark: str) -> None:
        if mark == "begin":
            self._fields.append(_Field())
        elif mark == "separate" and self._fields:
            self._fields[-1].result = True
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _in_field(self, words: str) -> str:
        """Words as they print inside the fields that are open: nothing of a code, a mark for a page number."""
        for opened in self._fields:
            code = _code(opened.code)
            if not opened.result or code in CONTENTS_CODES:
                return ""
            if code in PAGE_CODES:
                return PAGE if words.strip() else ""
        return words


@dataclass(slots=True)
class _Field:
    code: str = ""
    result: bool = False


def _code(instruction: str) -> str:
    return (instruction.split() or [""])[0].upper()


def _typed(item: Any, name: str) -> str:
    if name == "t":
        return item.text or ""
    if name == "sym":
        return SYMBOLS.get(item.get(w("char"), "").upper(), "")
    if name == "br" and item.get(w("type")) in ("page", "column"):
        return " "
    return TYPED.get(name, "")


def text_boxes(element: Any) -> Iterator[Any]:
    """The contents of text boxes in an element, each once, outermost only."""
    if element.tag == ALTERNATE:
        chosen = branch(element)
        for item in chosen if chosen is not None else ():
            yield from text_boxes(item)
        return
    if element.tag == w("txbxContent"):
        yield element
        return
    for item in element:
        if isinstance(item.tag, str):
            yield from text_boxes(item)


def is_removed(paragraph: Any) -> bool:
    """Whether a paragraph's own end was deleted, so that the next one continues it."""
    mark = child(child(paragraph, "pPr"), "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def note_texts(root: Any) -> dict[str, Any]:
    """The footnotes or endnotes of a part by id, without the separators."""
    found = {}
    for note in root if root is not None else ():
        if isinstance(note.tag, str) and note.get(w("type")) in (None, "normal"):
            found[note.get(w("id"), "")] = note
    return found


def gallery(block: Any) -> str:
    """The gallery a content control belongs to, such as "Table of Contents"; "" where it belongs to none."""
    part = child(child(block, "sdtPr"), "docPartObj")
    return value(part, "docPartGallery") or ""
