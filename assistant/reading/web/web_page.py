"""Web pages: what a visitor reads of the page itself, as headings, paragraphs, lists and tables. Nothing is fetched."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import UnreadableFile
from assistant.reading import grids
from assistant.reading.composing import Composer, cleaned
from assistant.reading.grids import Cell
from assistant.reading.office.number_formats import counted
from assistant.reading.packages import BROKEN
from assistant.reading.plain import characters
from assistant.reading.web.web_visibility import Visibility

BLOCKS = set(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul"
    " caption".split()
)
HEADING = re.compile(r"h[1-6]")
CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
PROPERTIES = {
    "author": "author",
    "dc.creator": "author",
    "dc.title": "title",
    "description": "subject",
    "keywords": "keywords",
    "date": "created",
    "dc.date": "created",
    "dcterms.created": "created",
    "dcterms.modified": "modified",
    "last-modified": "modified",
    "article:modified_time": "modified",
    "article:published_time": "created",
}
LEAST_SHARE = 3
LONGEST_MARGIN = 200
LONGEST_BOLD_HEADING = 100
DEEPEST = 200
HIDDEN = "Hidden text was left out."
TOO_DEEP = "A part of the page that is nested too deeply was left out."


def compose(path: Path) -> Composer:
    """Compose an HTML file.

    Raises:
        UnreadableFile: it cannot be taken apart.
    """
    composer = Composer()
    write(composer, decode(composer, path.read_bytes()))
    return composer


def decode(composer: Composer, content: bytes) -> str:
    """The characters of a page: by its marks, as UTF-8, by the encoding that it declares, or as Windows-1252."""
    declared = CHARSET.search(content[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name not in ("", "utf-8", "iso-8859-1", "latin1", "ascii", "us-ascii") and b"\0" not in content[:200]:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return content.decode(name)
            except (LookupError, UnicodeDecodeError):
                pass
    return characters.mended(composer, characters.decode(content))


def write(composer: Composer, page: str) -> None:
    """Write a page into a composer.

    Raises:
        UnreadableFile: it cannot be taken apart.
    """
    from bs4 import BeautifulSoup

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            soup = BeautifulSoup(page, "lxml")
    except (ValueError, RecursionError, AssertionError) as error:
        raise UnreadableFile(BROKEN) from error
    _properties(composer, soup)
    visibility = Visibility(soup)
    walk = _Walk(composer, visibility)
    for element in _pages_own(soup, visibility, composer):
        walk.blocks(element, 0, False)
        walk.end()
    if visibility.hidden:
        composer.note(HIDDEN)


def _properties(composer: Composer, soup: Any) -> None:
    title = cleaned(soup.title.get_text()) if soup.title is not None else ""
    if title:
        composer.properties["title"] = title
    for mark in soup.find_all("meta"):
        name = PROPERTIES.get(str(mark.get("name") or mark.get("property") or "").lower())
        words = cleaned(str(mark.get("content") or ""))
        if name and words:
            composer.properties.setdefault(name, words)


def _pages_own(soup: Any, visibility: Visibility, composer: Composer) -> list[Any]:
    """The elements that hold the page's own words; the feet of the site go into the margins."""
    body = soup.body if soup.body is not None else soup
    for foot in body.find_all(lambda item: item.name == "footer" or item.get("role") == "contentinfo"):
        if foot.find_parent(["article", "main"]) is None:
            for words in foot.stripped_strings:
                line = cleaned(words)
                if len(line) <= LONGEST_MARGIN and any(character.isalnum() for character in line):
                    composer.margins.append(line)
            foot.decompose()
    main = body.find("main") or body.find(attrs={"role": "main"})
    articles = body.find_all("article")
    main = main or (articles[0] if len(articles) == 1 else None)
    if main is None or len(main.get_text()) * LEAST_SHARE < len(body.get_text()):
        return [body]
    if main.find("h1") is None and body.find("h1") is not None and not visibility.is_left_out(body.find("h1"), True):
        heading = body.find("h1").extract()
        return [_wrapped(soup, heading), main]
    return [main]


def _wrapped(soup: Any, element: Any) -> Any:
    around = soup.new_tag("div")
    around.append(element)
    return around


class _Walk:
    """One pass over a page: inline words are gathered until a block begins or ends."""

    def __init__(self, composer: Composer, visibility: Visibility) -> None:
        self._composer = composer
        self._visibility = visibility
        self._words: list[str] = []
        self._marker = ""
        self._close = False

    def blocks(self, element: Any, depth: int, on_colour: bool) -> None:
        """Everything in an element; `on_colour` says whether a ground that is not white lies behind it."""
        if depth > DEEPEST:
            self._composer.note(TOO_DEEP)
            return
        on_colour = on_colour or self._visibility.has_ground(element)
        for item in element.children:
            if item.name is None:
                if type(item).__name__ == "NavigableString":
                    self._words.append(re.sub(r"\s+", " ", str(item)))
            elif not self._visibility.is_left_out(item, on_colour):
                self._element(item, depth + 1, on_colour)

    def end(self) -> None:
        """Write the words gathered so far as a paragraph, as an item, or as lines."""
        lines = [line for line in map(cleaned, "".join(self._words).split("\n")) if line]
        self._words = []
        if not lines:
            return
        if self._marker:
            lines[0] = f"{self._marker} {lines[0]}"
            self._marker = ""
            self._composer.line(lines[0])
        else:
            (self._composer.line if self._close else self._composer.paragraph)(lines[0])
        for line in lines[1:]:
            self._composer.line(line)

    def _element(self, item: Any, depth: int, on_colour: bool) -> None:
        if item.name == "br":
            self._words.append("\n")
        elif item.name not in BLOCKS:
            self.blocks(item, depth, on_colour)
        else:
            self.end()
            self._block(item, depth, on_colour)
            self.end()

    def _block(self, item: Any, depth: int, on_colour: bool) -> None:
        if HEADING.fullmatch(item.name) and not self._marker:
            self._composer.heading(int(item.name[1]), self._line(item, on_colour))
        elif item.name == "table":
            self._table(item, depth, on_colour)
        elif item.name in ("ul", "ol"):
            self._list(item, depth, on_colour)
        elif item.name == "dl":
            self._definitions(item, on_colour)
        elif item.name == "pre":
            self._words.append(item.get_text())
        elif item.name == "p" and _is_bold(item) and not self._marker and not self._close:
            self._composer.heading(6 if self._composer.sections else 1, self._line(item, on_colour))
        else:
            self.blocks(item, depth, on_colour)

    def _list(self, item: Any, depth: int, on_colour: bool) -> None:
        count = counted(str(item.get("start") or ""), 1)
        form = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(
            item.get("type") or ""
        )
        before = self._close
        for entry in item.find_all("li", recursive=False):
            if self._visibility.is_left_out(entry, on_colour):
                continue
            self._marker = "-" if item.name == "ul" else _numbered(count, form)
            count += 1
            self._close = True
            self.blocks(entry, depth + 1, on_colour)
            self.end()
            self._marker = ""
        self._close = before

    def _definitions(self, item: Any, on_colour: bool) -> None:
        term = ""
        for entry in item.find_all(["dt", "dd"]):
            if self._visibility.is_left_out(entry, on_colour):
                continue
            words = self._line(entry, on_colour)
            if entry.name == "dt":
                term = words.rstrip(":")
            elif words:
                self._composer.line(f"{term}: {words}" if term else words)

    def _line(self, item: Any, on_colour: bool) -> str:
        """All seen words of an element in one line."""
        inner = _Walk(_Gathering(), self._visibility)
        inner.blocks(item, 0, on_colour)
        inner.end()
        return cleaned(inner._composer.text.replace("\n", " "))

    def _table(self, table: Any, depth: int, on_colour: bool) -> None:
        on_colour = on_colour or self._visibility.has_ground(table)
        rows = [row for row in _rows(table) if not self._visibility.is_left_out(row, on_colour)]
        cells = [list(row.find_all(["td", "th"], recursive=False)) for row in rows]
        layout = table.get("role") in ("presentation", "none") or table.find(["table", HEADING]) is not None
        if layout or max((len(row) for row in cells), default=0) < 2:
            for cell in (cell for row in cells for cell in row):
                if not self._visibility.is_left_out(cell, on_colour):
                    self.blocks(cell, depth + 1, on_colour)
                    self.end()
            return
        caption = table.find("caption", recursive=False)
        if caption is not None:
            self._composer.paragraph(self._line(caption, on_colour))
        grid = grids.spread([[self._cell(cell, on_colour) for cell in row] for row in cells])
        grids.write(self._composer, grid, _headers(rows))

    def _cell(self, cell: Any, on_colour: bool) -> Cell:
        ground = self._visibility.has_ground(cell) or self._visibility.has_ground(cell.parent)
        hidden = self._visibility.is_left_out(cell, on_colour or ground)
        words = "" if hidden else self._line(cell, on_colour or ground)
        strong = bool(words) and (cell.name == "th" or _is_bold(cell))
        return Cell(words, strong, _span(cell.get("colspan")), _span(cell.get("rowspan")))


class _Gathering(Composer):
    """A composer whose text is a line: used for what stands in a heading or in a cell."""

    def heading(self, level: int, words: str) -> int:  # noqa: ARG002
        return self.line(words)


def _numbered(count: int, form: str | None) -> str:
    from assistant.reading.word.numbering import formatted

    return f"{formatted(count, form) if form else count}."


def _rows(table: Any) -> Iterator[Any]:
    for item in table.find_all(["tr", "thead", "tbody", "tfoot"], recursive=False):
        if item.name == "tr":
            yield item
        else:
            yield from item.find_all("tr", recursive=False)


def _headers(rows: list[Any]) -> int | None:
    """How many rows name the columns, where the mark-up says so: those of the head, or the first of th only."""
    head: int = sum(row.parent.name == "thead" for row in rows)
    if head and head < len(rows):
        return head
    named = 0
    for row in rows:
        cells = row.find_all(["td", "th"], recursive=False)
        if not cells or any(cell.name != "th" for cell in cells):
            break
        named += 1
    return named if 0 < named < len(rows) else None


def _span(words: Any) -> int:
    return max(1, counted(str(words or "").strip(), 1))


def _is_bold(element: Any) -> bool:
    """Whether an element holds nothing but one short run of bold words that read like a heading."""
    words = element.get_text(" ", strip=True)
    if not words or len(words) > LONGEST_BOLD_HEADING or words[-1] in ".:;,?!" or words[0].islower():
        return False
    bold = element.find_all(["b", "strong"])
    return len(bold) == 1 and bold[0].get_text(" ", strip=True) == words
