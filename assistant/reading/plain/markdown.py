"""Markdown, and what a converter gives as Markdown, composed into text with sections."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.reading.composing import FIELD, Composer
from assistant.reading.plain.characters import decode, mended

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<lines>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|h\d)>", re.IGNORECASE)
DROPPED = re.compile(r"<(script|style|template)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
LONGEST_BOLD_HEADING = 100
DEEPEST = 40
TOO_DEEP = "A part that is nested too deeply was left out."


def compose(path: Path) -> Composer:
    """Compose a Markdown file.

    Raises:
        UnreadableFile: its bytes are not text.
    """
    composer = Composer()
    write(composer, mended(composer, decode(path.read_bytes())))
    return composer


def write(composer: Composer, markdown: str) -> None:
    """Write a Markdown text into a composer; the lines of its front matter stay as lines."""
    markdown = markdown.replace("\r\n", "\n").replace("\r", "\n")
    front = FRONT_MATTER.match(markdown)
    skipped = 0
    if front:
        for line in front["lines"].splitlines():
            composer.line(line)
        skipped = front.end()
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    tokens = parser.parse(markdown[skipped:])
    if any(token.level >= DEEPEST - 1 for token in tokens):
        composer.note(TOO_DEEP)
    _Walk(composer, tokens).run()


def without_tags(words: str) -> str:
    """The words of an HTML fragment; what separates blocks becomes a line end."""
    return unescape(TAG.sub("", BREAK.sub("\n", DROPPED.sub("", words))))


class _Walk:
    """One pass over the tokens of a Markdown text."""

    def __init__(self, composer: Composer, tokens: Sequence[Token]) -> None:
        self._composer = composer
        self._tokens = tokens
        self._lists: list[_List] = []
        self._marker = ""
        self._row: list[str] = []
        self._headers: list[str] = []
        self._in_head = False
        self._rows: list[list[str]] = []
        self._level = 0

    def run(self) -> None:
        for position, token in enumerate(self._tokens):
            before = self._tokens[position - 1].type if position else ""
            self._take(token, before)

    def _take(self, token: Token, before: str) -> None:
        match token.type:
            case "inline" if before == "heading_open":
                self._composer.heading(self._level, _words(token))
            case "inline" if before in ("th_open", "td_open"):
                self._row.append(_words(token))
            case "inline":
                self._paragraph(token)
            case "heading_open":
                self._level = int(token.tag[1])
            case "ordered_list_open":
                self._lists.append(_List(int(token.attrs.get("start", 1)), token.markup))
            case "bullet_list_open":
                self._lists.append(_List(None, "-"))
            case "ordered_list_close" | "bullet_list_close":
                self._lists.pop()
            case "list_item_open":
                self._marker = self._lists[-1].next(token.info)
            case "thead_open" | "tbody_open":
                self._in_head = token.type == "thead_open"
            case "table_open":
                self._headers, self._rows = [], []
            case "table_close":
                self._finish_table()
            case "tr_close":
                self._finish_row()
            case "code_block" | "fence":
                self._lines(token.content)
            case "html_block":
                self._lines(without_tags(token.content))
            case _:
                pass

    def _paragraph(self, token: Token) -> None:
        words = _words(token)
        if self._marker:
            first, *others = words.split("\n")
            self._composer.line(f"{self._marker} {first}")
            self._marker = ""
            for line in others:
                self._composer.line(line)
        elif self._lists:
            self._lines(words, close=True)
        elif _is_heading(token):
            self._composer.heading(6 if self._composer.sections else 1, words)
        else:
            self._lines(words)

    def _lines(self, words: str, *, close: bool = False) -> None:
        first, *others = words.strip("\n").split("\n")
        if close:
            self._composer.line(first)
        else:
            self._composer.paragraph(first)
        for line in others:
            self._composer.line(line)

    def _finish_row(self) -> None:
        if self._in_head:
            self._headers = self._row
        else:
            self._rows.append(self._row)
        self._row = []

    def _finish_table(self) -> None:
        if not self._rows and any(self._headers):
            self._headers, self._rows = [], [self._headers]
        self._composer.table(self._headers, self._rows)


class _List:
    """A list on its way: the marker of each item, as printed."""

    def __init__(self, start: int | None, markup: str) -> None:
        self._next = start
        self._markup = markup

    def next(self, info: str) -> str:
        if self._next is None:
            return "-"
        marker = f"{info or self._next}{self._markup}"
        self._next += 1
        return marker


def _is_heading(token: Token) -> bool:
    """Whether a paragraph is one short bold line, which is how many Word documents write a heading."""
    children = [child for child in token.children or [] if child.type != "text" or child.content.strip()]
    if len(children) < 3 or children[0].type != "strong_open" or children[-1].type != "strong_close":
        return False
    if sum(child.type == "strong_open" for child in children) > 1:
        return False
    words = _words(token).strip()
    short = len(words) <= LONGEST_BOLD_HEADING and "\n" not in words
    return short and not words[:1].islower() and words[-1:] not in ".:;,?!"


def _words(token: Token) -> str:
    return unescape("".join(_pieces(token.children or []))).strip()


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for position, child in enumerate(children):
        match child.type:
            case "text" | "code_inline":
                yield child.content
            case "softbreak":
                following = children[position + 1 : position + 3]
                words = "".join(item.content for item in following if item.type == "text")
                yield "\n" if FIELD.match(words) else " "
            case "hardbreak":
                yield "\n"
            case "html_inline":
                yield "\n" if BREAK.fullmatch(child.content) else ""
            case _:
                pass
