"""Which paragraphs of a Word document are headings: by their styles, or by their looks where styles are not used."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.reading.composing import FIELD, NAMED, NUMBERED, cleaned
from assistant.reading.office.number_formats import counted
from assistant.reading.word.names import ALTERNATE, branch, child, local, value, w
from assistant.reading.word.styles import Styles
from assistant.reading.word.text import Printed, TextReader

LONGEST = 100
DEEPEST = 6
LARGER = 1.12  # of the size of the body's words; a heading that is not bold is at least so much larger
ADDRESS = re.compile(r"://|@|\bwww\.")
SENTENCE_ENDS = (".", ",", ";", "?", "!", ":")
TRANSPARENT = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")


@dataclass(frozen=True, slots=True)
class _Look:
    paragraph: Any
    words: str
    marked: bool  # bold or underlined throughout
    size: int


class Headings:
    """The level of every heading paragraph of one body, 1 the outermost."""

    def __init__(self, body: Any, styles: Styles) -> None:
        """`body` is the w:body element."""
        self._styles = styles
        self._by_looks: dict[Any, int] = {}
        looks = list(self._looks(body))
        styled = [level for look in looks if (level := styles.heading_level(look.paragraph)) is not None]
        found = self._candidates(looks)
        if sum(level > 1 for level in styled) < len(found):
            self._by_looks = _levels(found, max(styled, default=0))

    def level(self, paragraph: Any) -> int | None:
        """A paragraph's level, or None where it is text."""
        styled = self._styles.heading_level(paragraph)
        return styled if styled is not None else self._by_looks.get(paragraph)

    def _looks(self, body: Any) -> Iterator[_Look]:
        reader = TextReader(self._styles)
        for paragraph in paragraphs(body):
            printed: Printed = reader.printed(paragraph)
            words = cleaned(printed.words)
            if words and not self._styles.is_contents(paragraph):
                yield _Look(paragraph, words, printed.bold or printed.underlined, printed.size)

    def _candidates(self, looks: Sequence[_Look]) -> list[_Look]:
        sizes: Counter[int] = Counter()
        for look in looks:
            sizes[look.size] += len(look.words)
        body = sizes.most_common(1)[0][0] if sizes else 0
        mostly_marked = sum(len(look.words) for look in looks if look.marked) * 2 > sum(sizes.values())
        found = []
        for number, look in enumerate(looks):
            stands_out = (look.marked and not mostly_marked) or look.size >= body * LARGER
            shouted = look.words.isupper() and NUMBERED.match(look.words) is not None
            last = number == len(looks) - 1
            if (stands_out or shouted) and not last and self._could_be(look):
                found.append(look)
        return found

    def _could_be(self, look: _Look) -> bool:
        words = look.words
        if self._styles.heading_level(look.paragraph) is not None or ADDRESS.search(words):
            return False
        named = NAMED.match(words) is not None
        if FIELD.match(words) and not named:
            return False
        said = words[:-1] if (words.endswith(":") and look.marked) or (named and words.endswith("?")) else words
        return (
            1 < len(words) <= LONGEST
            and any(character.isalpha() for character in words)
            and not words[0].islower()
            and not said.endswith(SENTENCE_ENDS)
            and not re.match(r"[•·▪–*-]\s", words)
        )


def paragraphs(element: Any) -> Iterator[Any]:
    """The paragraphs of a body in order, without those of tables and text boxes."""
    for item in element:
        if item.tag == w("p"):
            yield item
        elif item.tag == ALTERNATE:
            chosen = branch(item)
            yield from paragraphs(chosen) if chosen is not None else ()
        elif local(item) in TRANSPARENT:
            yield from paragraphs(item)


def _levels(found: Sequence[_Look], styled: int) -> dict[Any, int]:
    """Levels by size, the largest outermost; below the headings that have styles, where there are some."""
    sizes = sorted({look.size for look in found}, reverse=True)
    titled = not styled and len(sizes) > 1 and sum(look.size == sizes[0] for look in found) == 1
    titled = titled and found[0].size == sizes[0]
    first = styled + 1 if styled else (1 if titled else 2)
    levels = {}
    for look in found:
        number = NUMBERED.match(look.words)
        dots = number["number"].rstrip(".").count(".") if number else _depth(look.paragraph)
        depth = sizes.index(look.size) if not dots else max(sizes.index(look.size), dots + (1 if titled else 0))
        levels[look.paragraph] = min(first + depth, max(DEEPEST, first))
    return levels


def _depth(paragraph: Any) -> int:
    """The level, from 0, of a paragraph's own automatic number."""
    return counted(value(child(child(paragraph, "pPr"), "numPr"), "ilvl"), 0, DEEPEST)
