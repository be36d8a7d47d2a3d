"""Names and small questions of WordprocessingML elements."""

from typing import Any

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


def w(name: str) -> str:
    """The full name of a WordprocessingML element or attribute."""
    return MAIN + name


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None; None has no children."""
    return None if element is None else element.find(MAIN + name)


def value(element: Any, name: str) -> str | None:
    """The w:val of the first child of that name, or None."""
    found = child(element, name)
    if found is None:
        return None
    said: str | None = found.get(MAIN + "val")
    return said


def is_set(element: Any, name: str) -> bool:
    """Whether a child that stands for yes is there and does not say no."""
    found = child(element, name)
    return found is not None and found.get(MAIN + "val", "1") not in ("0", "false", "off")


def branch(alternate: Any) -> Any:
    """The one branch of mc:AlternateContent to read: both say the same."""
    found = alternate.find(CHOICE)
    return found if found is not None else next(iter(alternate), None)


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
