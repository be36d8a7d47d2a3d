"""How well a page was read: whether its words are words, or pieces, soup and scans that a person could not read."""

import re
from collections.abc import Sequence
from itertools import groupby
from unicodedata import category, normalize

from assistant.reading.pdf.printed import Word

SCANNED = "scanned: needs OCR"
CHOPPED = "its words are cut into single letters: needs OCR"
GLUED = "its words run together without blanks: needs OCR"
GARBLED = "its letters cannot be told from its font: needs OCR"
UNREADABLE = (SCANNED, GARBLED)  # faults of pages whose words say nothing

EDGE = 0.1  # of a page's height: a head or foot that was set around a scan says nothing about it
FEW_WORDS = 15  # a scan carries at most a stamp or a page number as text
TITLE_SIZE = 18.0  # points: type so large on a picture is the title of a cover, not a stamp on a scan
LEAST_LETTERS = 40  # fewer say nothing about a language or a font
LETTER_RUN = 4  # so many single letters in a row are a word cut up; marks in the cells of a table are few and alike
CUT_SHARE = 0.4
LONGEST = 25  # of a thousand English words none is longer, and few of any language
GLUED_SHARE = 0.3
LONGEST_NUMBER = 18  # digits: more than any reference number or amount
UNKNOWN_SHARE = 0.1
SYMBOL_SHARE = 0.5
LEAST_VOWELS = 0.22  # languages in Latin letters have between 0.35 and 0.5
VOWELS = frozenset("aeiouywæœøı")
CODE = re.compile(r"\(cid:\d+\)")
ADDRESS = re.compile(r"[@/\\_]|www\.|\.{3,}|-")
PLAIN = frozenset(".,_…·-–—•:;()£$€%/'\"’‘“”")


def quality_of(words: Sequence[Word], picture: bool = False, height: float = 0.0) -> tuple[float, str]:
    """How usable the words of a page are, from 0 to 1, and what is wrong with them, "" when nothing is.

    `picture` says that pictures cover most of the page, `height` is the page's, in points, if known. A page without
    words and without a picture is a fine page.
    """
    if picture and _is_scan([word for word in words if not height or EDGE * height < word.down < (1 - EDGE) * height]):
        return 0.0, SCANNED
    if not words:
        return 1.0, ""
    texts = [word.text for word in words]
    shares = (
        (_unknown(texts) / UNKNOWN_SHARE, GARBLED),
        (_symbols(texts) / SYMBOL_SHARE, GARBLED),
        (_soup(texts), GARBLED),
        (_cut(texts) / CUT_SHARE, CHOPPED),
        (_glued(texts) / GLUED_SHARE, GLUED),
    )
    worst, fault = max(shares, key=lambda share: share[0])
    score = round(max(0.0, 1 - worst**2 / 2), 3)
    return (score, fault) if worst >= 1 else (score, "")


def _is_scan(inside: Sequence[Word]) -> bool:
    """Whether the words on a picture, without the page's head and foot, are too few and too small to be its text."""
    return len(inside) < FEW_WORDS and sum(word.size >= TITLE_SIZE for word in inside) < 2


def _unknown(texts: Sequence[str]) -> float:
    """The share of characters that no font can have meant: private use, replacement signs, codes."""
    together = "".join(texts)
    codes = sum(len(code) for code in CODE.findall(together))
    if together.isascii():
        return codes / len(together)
    unknown = sum(category(character) in ("Co", "Cn", "Cc", "Cs") or character == "\ufffd" for character in together)
    return (codes + unknown) / len(together) if len(together) >= LEAST_LETTERS else 0.0


def _symbols(texts: Sequence[str]) -> float:
    """The share of characters that are no letters, digits or common marks."""
    together = "".join(texts)
    if len(together) < LEAST_LETTERS:
        return 0.0
    odd = sum(
        not (character.isalnum() or character in PLAIN or category(character)[0] == "M") for character in together
    )
    return odd / len(together)


def _soup(texts: Sequence[str]) -> float:
    """1 and more where words in Latin letters have fewer vowels than any language; abbreviations are left out."""
    words = [text for text in texts if len(text) > 3 and not text.isupper() and not ADDRESS.search(text)]
    letters = [letter for letter in normalize("NFD", "".join(words)).casefold() if letter.isalpha()]
    latin = [letter for letter in letters if letter < "\u0250"]
    if len(latin) < 2 * LEAST_LETTERS or len(latin) < len(letters) / 2:
        return 0.0
    share = sum(letter in VOWELS for letter in latin) / len(latin)
    return max(0.0, 2 - share / LEAST_VOWELS)


def _cut(texts: Sequence[str]) -> float:
    """The share of words that are single Latin letters in runs of different ones."""
    written = [text for text in texts if any(character.isalpha() for character in text)]
    cut = 0
    seen: set[str] = set()
    for single, group in groupby(written, key=lambda text: len(text) == 1 and text < "\u0250"):
        run = list(group)
        if single and len(run) >= LETTER_RUN:
            cut += len(run)
            seen.update(letter.casefold() for letter in run)
    return cut / len(written) if len(seen) >= 2 * LETTER_RUN else 0.0


def _glued(texts: Sequence[str]) -> float:
    """The share of characters that stand in words or numbers longer than any are."""
    total = sum(map(len, texts))
    glued = sum(
        len(text)
        for text in texts
        if (len(text) > LONGEST and text < "\u0250" and not ADDRESS.search(text) and text[:1].isalpha())
        or (len(text) > LONGEST_NUMBER and sum(map(str.isdigit, text)) > LONGEST_NUMBER)
    )
    return glued / total if total >= LEAST_LETTERS else 0.0
