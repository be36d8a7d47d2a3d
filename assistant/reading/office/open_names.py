"""Names and styles of OpenDocument files."""

from collections.abc import Iterator
from typing import Any

from assistant.reading.office.number_formats import counted

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
WHITE = ("#ffffff", "transparent", "")
DEEPEST = 20
MOST_REPEATED = 1_000


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The first attribute of that name in any namespace; "" where there is none, or no element."""
    if element is None:
        return ""
    for key, said in element.items():
        if key.rpartition("}")[2] == name:
            return str(said)
    return ""


class Styles:
    """Styles by name, each with the style that it inherits from, and the forms of lists and of headings."""

    def __init__(self, *parts: Any) -> None:
        """`parts` are the elements of content.xml and styles.xml, None where the package has none."""
        self._by_name: dict[str, Any] = {}
        self.lists: dict[str, dict[int, Any]] = {}
        self.outline: dict[int, Any] = {}
        for part in parts:
            for item in part.iter() if part is not None else ():
                name = local(item)
                if name == "style":
                    self._by_name.setdefault(attribute(item, "name"), item)
                elif name == "list-style":
                    self.lists.setdefault(attribute(item, "name"), _levels(item))
                elif name == "outline-style" and not self.outline:
                    self.outline = _levels(item)

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is the title's."""
        return any(attribute(style, "name") == "Title" for style in self._chain(name)) or name == "Title"

    def is_bold(self, name: str) -> bool:
        """Whether a style's words are bold."""
        return self._property(name, "font-weight") in ("bold", "600", "700", "800", "900")

    def is_filled(self, name: str) -> bool:
        """Whether a style has a ground that is not white."""
        return self._property(name, "background-color").lower() not in WHITE

    def is_hidden(self, name: str) -> bool:
        """Whether words of a style are seen by nobody."""
        if not name:
            return False
        size = self._property(name, "font-size")
        white = self._property(name, "color").lower() == "#ffffff" and not self.is_filled(name)
        tiny = size in ("0pt", "1pt", "0.5pt", "0.1pt", "0%", "1%")
        return (
            white
            or tiny
            or any(
                local(item) == "text-properties" and item.get(TEXT + "display") == "none"
                for style in self._chain(name)
                for item in style
            )
        )

    def is_undisplayed(self, name: str) -> bool:
        """Whether a sheet of that style is hidden."""
        return any(item.get(TABLE + "display") == "false" for style in self._chain(name) for item in style)

    def _property(self, name: str, wanted: str) -> str:
        for style in self._chain(name):
            for item in style:
                if local(item).endswith("-properties") and (said := attribute(item, wanted)):
                    return said
        return ""

    def _chain(self, name: str) -> list[Any]:
        found: list[Any] = []
        while name in self._by_name and len(found) < DEEPEST:
            found.append(self._by_name[name])
            name = attribute(found[-1], "parent-style-name")
        return found


def _levels(element: Any) -> dict[int, Any]:
    levels = {}
    for item in element:
        number = counted(attribute(item, "level"), 0)
        if 0 < number < DEEPEST:
            levels[number - 1] = item
    return levels


def count(words: str) -> int:
    """How many places a cell or a row stands for: 1 where nothing is said, at most `MOST_REPEATED`."""
    return max(1, counted(words, 1, MOST_REPEATED))


def rows_of(table: Any, named: bool = False) -> Iterator[tuple[Any, bool]]:
    """The rows of a table, and whether each names the columns."""
    for item in table:
        name = local(item)
        if name == "table-row":
            yield item, named
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from rows_of(item, named or name == "table-header-rows")
