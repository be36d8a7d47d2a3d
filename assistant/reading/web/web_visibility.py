"""Which parts of a web page nobody sees, and which are the site's and not the page's own."""

import re
from collections.abc import Iterator
from typing import Any

NEVER_SHOWN = {"script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg", "canvas", "math"}
NEVER_SHOWN |= {"audio", "video", "map", "datalist", "dialog"}
CONTROLS = {"button", "select", "input", "textarea", "option", "nav"}
SITE_ROLES = {"navigation", "search", "menu", "menubar", "dialog", "alertdialog", "toolbar", "tooltip"}
SITE_NAMES = re.compile(
    r"(?:^|\s)(?:[\w-]*cookies?[_-]?(?:banner|bar|consent|notice|message|popup|modal|law|control|overlay)[\w-]*|"
    r"gdpr[_-]?(?:banner|notice|consent|popup)|breadcrumbs?|skip[_-]?(?:link|to-content|to-main|nav)[\w-]*|navbar|"
    r"social[_-]?(?:share|links|icons|sharing)|share[_-]?(?:buttons|links|this)|pagination|(?:nav|main)[_-]?menu|"
    r"sr-only|visually-?hidden|screen-reader-text)(?:$|\s)",
    re.IGNORECASE,
)
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"]
COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
GROUND = re.compile(r"(?:^|;)\s*background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
WHITE = re.compile(
    r"white|#f{3,4}|#f{6}(?:f{2})?|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,\s*1(?:\.0)?\s*)?\)|transparent", re.I
)
FAINT = re.compile(r"rgba\([^)]*,\s*0(?:\.0\d*)?\s*\)|#\w{6}00")
UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0\d*)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|%|em|rem)?\s*(?:;|!|$)|content-visibility\s*:\s*hidden"
    r"|(?:left|top|right|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}(?:px|em|rem|pt)?"
    r"|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*inset\(\s*(?:50|100)%|transform\s*:\s*scale\(\s*0\s*\)"
    r"|(?:max-)?height\s*:\s*0(?:px)?\s*;.*overflow\s*:\s*hidden|overflow\s*:\s*hidden\s*;.*(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE | re.DOTALL,
)
SMALL_SIZE = re.compile(r"font-size\s*:\s*1(?:\.\d+)?(?:em|rem)\s*(?:;|!|$)", re.IGNORECASE)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SIMPLE = re.compile(r"[a-zA-Z][\w-]*|[a-zA-Z]*[.#][\w-]+")
MOST_RULES = 5_000


class Visibility:
    """What of one page is seen; `hidden` says whether words were found that nobody sees."""

    def __init__(self, soup: Any) -> None:
        """`soup` is the whole page, whose own style sheets are taken into account."""
        self.hidden = False
        self._unseen, self._white, self._grounds = _rules(soup)

    def is_left_out(self, element: Any, on_colour: bool) -> bool:
        """Whether an element is left out; `on_colour` says whether a ground that is not white lies behind it."""
        if element.name == "button" and element.find_parent(HEADINGS) is not None:  # it folds what the heading names
            return False
        if element.name in NEVER_SHOWN | CONTROLS or _is_the_sites(element):
            return True
        if self._is_unseen(element) or (not on_colour and self._is_white(element)):
            self.hidden = self.hidden or bool(element.get_text(strip=True))
            return True
        return False

    def has_ground(self, element: Any) -> bool:
        """Whether an element has a ground of its own that is not white."""
        if any(name in self._grounds for name in _selectors(element)):
            return True
        found = GROUND.search(element.get("style") or "")
        named = element.get("bgcolor") or ""
        return bool(found and not WHITE.fullmatch(found[1].strip())) or bool(
            named and not WHITE.fullmatch(named.strip())
        )

    def _is_unseen(self, element: Any) -> bool:
        hidden = element.get("hidden")
        if (hidden is not None and hidden != "until-found") or str(element.get("aria-hidden", "")).lower() == "true":
            return True
        style = element.get("style") or ""
        return is_unseen(style) or any(name in self._unseen for name in _selectors(element))

    def _is_white(self, element: Any) -> bool:
        found = COLOUR.search(element.get("style") or "")
        colour = found[1].strip() if found else str(element.get("color") or "") if element.name == "font" else ""
        if colour:
            return bool(WHITE.fullmatch(colour) or FAINT.fullmatch(colour)) and not self.has_ground(element)
        return any(name in self._white for name in _selectors(element)) and not self.has_ground(element)


def is_unseen(style: str) -> bool:
    """Whether declarations of CSS take an element out of sight."""
    return UNSEEN.search(SMALL_SIZE.sub("", style)) is not None


def _is_the_sites(element: Any) -> bool:
    if str(element.get("role", "")).lower() in SITE_ROLES:
        return True
    names = " ".join([*(element.get("class") or []), element.get("id") or ""])
    return (
        bool(names.strip())
        and element.name not in ("body", "html", "main", *HEADINGS)
        and SITE_NAMES.search(names) is not None
    )


def _selectors(element: Any) -> Iterator[str]:
    names = [
        *(f".{name}" for name in element.get("class") or []),
        *([f"#{element['id']}"] if element.get("id") else []),
    ]
    yield element.name
    for name in names:
        yield name
        yield element.name + name


def _rules(soup: Any) -> tuple[set[str], set[str], set[str]]:
    """The simple selectors of the page's own style sheets that hide an element, make it white, or give it a ground.

    Of a longer selector the last part is taken for grounds, so that white words on colour are not taken for hidden.
    """
    unseen: set[str] = set()
    white: set[str] = set()
    grounds: set[str] = set()
    for sheet in soup.find_all("style"):
        words = _without_media(COMMENT.sub("", sheet.get_text()))
        for number, (selectors, declarations) in enumerate(RULE.findall(words)):
            if number > MOST_RULES:
                break
            names = {name.strip() for name in selectors.split(",") if SIMPLE.fullmatch(name.strip())}
            colour, ground = COLOUR.search(declarations), GROUND.search(declarations)
            if ground and not WHITE.fullmatch(ground[1].strip()):
                grounds |= {(name.split() or [""])[-1] for name in selectors.split(",")}
            if is_unseen(declarations):
                unseen |= names
            elif colour and WHITE.fullmatch(colour[1].strip()) and not ground:
                white |= names
    return unseen, white, grounds


def _without_media(words: str) -> str:
    """A style sheet without its @ rules, which hold for print or for small screens."""
    kept: list[str] = []
    depth = start = 0
    inside = False
    for position, character in enumerate(words):
        if character == "@" and not depth:
            kept.append(words[start:position])
            inside = True
        elif character == "{":
            depth += 1
        elif character == "}":
            depth = max(0, depth - 1)
            if inside and not depth:
                inside, start = False, position + 1
        elif character == ";" and inside and not depth:
            inside, start = False, position + 1
    return "".join(kept) + ("" if inside else words[start:])
