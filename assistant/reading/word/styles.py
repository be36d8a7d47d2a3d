"""The styles of a Word document: what a paragraph or a run looks like when everything it inherits is counted."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.reading.office.number_formats import counted
from assistant.reading.word.names import child, value, w

HEADING = re.compile(r"heading\s*(\d)")
CONTENTS = re.compile(r"(?:toc\s*\d|toc heading|contents? heading|table of figures|table of authorities)")
OFF = ("0", "false", "off", "none")
BODY_LEVEL = 9
LARGEST_HIDDEN = 2  # half-points
PLAIN_TABLES = ("table grid", "normal table", "table normal", "")
PALE = 0xF8


class Styles:
    """Styles by id, each with the chain of styles that it is based on."""

    def __init__(self, root: Any) -> None:
        """`root` is the element of styles.xml, or None when the package has none."""
        self._by_id: dict[str, Any] = {}
        self._defaults: dict[str, str] = {}
        self._run_defaults: Any = None
        if root is None:
            return
        for style in root.iter(w("style")):
            identifier = style.get(w("styleId"), "")
            self._by_id[identifier] = style
            if style.get(w("default")) in ("1", "true", "on"):
                self._defaults[style.get(w("type"), "")] = identifier
        self._run_defaults = next(iter(root.iterfind(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")), None)

    def chain(self, identifier: str | None, kind: str = "paragraph") -> Iterator[Any]:
        """The style itself, then what it is based on; the kind's default style where none is named."""
        seen: set[str] = set()
        current = identifier if identifier in self._by_id else self._defaults.get(kind)
        while current and current in self._by_id and current not in seen:
            seen.add(current)
            style = self._by_id[current]
            yield style
            current = value(style, "basedOn")

    def names(self, paragraph: Any) -> Iterator[str]:
        """The names, in lower case, of a paragraph's style and of those it is based on."""
        for style in self.chain(style_of(paragraph)):
            yield (value(style, "name") or "").lower()

    def heading_level(self, paragraph: Any) -> int | None:
        """1 for a title, 2 for "Heading 1" and so on; None for text."""
        for style, properties in self._paragraph_properties(paragraph):
            outline = value(properties, "outlineLvl")
            if outline:
                depth = counted(outline, BODY_LEVEL, BODY_LEVEL)
                return depth + 2 if depth < BODY_LEVEL else None
            name = (value(style, "name") or "").lower()
            if found := HEADING.fullmatch(name):
                return int(found[1]) + 1
            if name == "title":
                return 1
        return None

    def is_contents(self, paragraph: Any) -> bool:
        """Whether a paragraph belongs to a table of contents."""
        return any(CONTENTS.fullmatch(name) for name in self.names(paragraph))

    def numbering(self, paragraph: Any) -> Iterator[tuple[Any, str]]:
        """Every numPr that holds for a paragraph, nearest first, with the id of its style ("" for its own)."""
        for style, properties in self._paragraph_properties(paragraph):
            found = child(properties, "numPr")
            if found is not None:
                yield found, style.get(w("styleId"), "") if style is not None else ""

    def numbered_by(self, identifier: str) -> str | None:
        """The numId of a numbering style."""
        for style in self.chain(identifier, "numbering"):
            properties = child(child(style, "pPr"), "numPr")
            if properties is not None:
                return value(properties, "numId")
        return None

    def is_on(self, name: str, run: Any, paragraph: Any) -> bool:
        """Whether a run has a property such as "b" or "vanish", its own or inherited."""
        found = self._run_property(name, run, paragraph)
        return found is not None and found.get(w("val"), "1") not in OFF

    def size(self, run: Any, paragraph: Any) -> int:
        """The size of a run in half-points."""
        found = self._run_property("sz", run, paragraph)
        digits = (found.get(w("val"), "") if found is not None else "").split(".")[0]
        return counted(digits, 20)

    def is_hidden(self, run: Any, paragraph: Any, pale_is_hidden: bool) -> bool:
        """Whether nobody who looks at the page can see a run."""
        if self.is_on("vanish", run, paragraph) or self.size(run, paragraph) <= LARGEST_HIDDEN:
            return True
        if not pale_is_hidden:
            return False
        colour = self._run_property("color", run, paragraph)
        return colour is not None and is_pale(colour.get(w("val"))) and not self._is_filled(run, paragraph)

    def is_plain_table(self, table: Any) -> bool:
        """Whether a table's style gives its cells no colour of their own."""
        names = [(value(style, "name") or "").lower() for style in self.chain(_table_style(table), "table")]
        return not names or names[0] in PLAIN_TABLES

    def marks(self, table: Any, place: str) -> bool:
        """Whether a table's style sets its "firstRow" or "firstCol" off by bold type or colour."""
        look = child(child(table, "tblPr"), "tblLook")
        if look is None or not _looks(look, place):
            return False
        for style in self.chain(_table_style(table), "table"):
            for part in style.iterfind(w("tblStylePr")):
                if part.get(w("type")) == place and (next(part.iter(w("b")), None) is not None or shade(part)):
                    return True
        return False

    def _paragraph_properties(self, paragraph: Any) -> Iterator[tuple[Any, Any]]:
        """A paragraph's own properties, with None, then those of its styles, nearest first, with the style."""
        yield None, child(paragraph, "pPr")
        for style in self.chain(style_of(paragraph)):
            yield style, child(style, "pPr")

    def _run_property(self, name: str, run: Any, paragraph: Any) -> Any:
        own = child(run, "rPr")
        found = child(own, name)
        if found is not None:
            return found
        character = value(own, "rStyle")
        styles = [*(self.chain(character, "character") if character else ()), *self.chain(style_of(paragraph))]
        for style in styles:
            found = child(child(style, "rPr"), name)
            if found is not None:
                return found
        return child(self._run_defaults, name)

    def _is_filled(self, run: Any, paragraph: Any) -> bool:
        if self._run_property("highlight", run, paragraph) is not None:
            return True
        shades = [self._run_property("shd", run, paragraph)]
        shades += [child(properties, "shd") for _, properties in self._paragraph_properties(paragraph)]
        return any(found is not None and is_colour(found) for found in shades)


def style_of(paragraph: Any) -> str | None:
    """The id of a paragraph's style, None where it has the default one."""
    return value(child(paragraph, "pPr"), "pStyle")


def is_pale(colour: str | None) -> bool:
    """Whether a colour, six hexadecimal digits, cannot be told from white paper."""
    return bool(colour and re.fullmatch(r"[0-9A-Fa-f]{6}", colour)) and all(
        byte >= PALE for byte in bytes.fromhex(str(colour))
    )


def is_colour(shading: Any) -> bool:
    """Whether a w:shd element paints anything but white."""
    fill = shading.get(w("fill"), "auto")
    themed = shading.get(w("themeFill"))
    return (fill != "auto" and not is_pale(fill)) or (themed is not None and themed not in ("background1", "light1"))


def shade(element: Any) -> bool:
    """Whether anything in an element is painted."""
    return any(is_colour(found) for found in element.iter(w("shd")))


def _table_style(table: Any) -> str | None:
    return value(child(table, "tblPr"), "tblStyle")


def _looks(look: Any, place: str) -> bool:
    name = {"firstRow": "firstRow", "firstCol": "firstColumn"}[place]
    if look.get(w(name)) is not None:
        return look.get(w(name)) not in OFF
    bits = look.get(w("val"), "0")
    mask = {"firstRow": 0x20, "firstCol": 0x80}[place]
    return bool(int(bits, 16) & mask) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", bits) else False
