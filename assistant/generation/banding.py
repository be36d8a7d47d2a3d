"""Rows of a table of bands that an amount meets: those that hold it, or else the nearest on either side.

An amount is one of money or, where the question names none, a share in per cent.
"""

import re
from collections.abc import Callable, Sequence

from assistant.amounts import COLUMNS, Band, bands, neighbours
from assistant.generation.quoting import Span, is_row, lines
from assistant.values import Passage
from assistant.vocabulary import named
from assistant.wording import content_words, money

Row = tuple[Passage, Span]
SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|per\s?cent\b)")
LEAST = 3  # rows with a band of their own make a table of bands
CELL = re.compile(r"(?P<header>[A-Z][^.:;]{1,80}): (?P<cell>.*?)(?=\. [A-Z][^.:;]{1,80}: |\.?$)")
OF_BAND = re.compile(r"value|band|amount|sum|price|worth|cost|£|from|to$|limit|order|spend", re.IGNORECASE)


def rows(question: str, table: Sequence[Passage]) -> list[Row] | None:
    """The rows that answer for the amounts of a question, in the order of the table; None where it names none, or where
    the first passage holds no band.

    `table` are the passages over which a table runs, that which was found first. Where its rows are of several kinds,
    named in their first column, only those of the kind that the question names best are looked at.
    """
    read = str if money(question) else shares_as_amounts
    amounts = money(read(question))
    if not amounts or not any(bands_of(read(table[0].text[slice(*span)])) for span in _rows(table[0])):
        return None
    held = [(passage, span, bands_of(read(passage.text[slice(*span)]))) for passage in table for span in _rows(passage)]
    held = _of_kind(question, [row for row in held if row[2]], read)
    found: dict[tuple[str, Span], Row] = {}
    for amount in amounts:
        right = [row for row in held if any(band.holds(amount) for band in row[2])]
        for passage, span, _ in right or _beside(amount, held):
            found[passage.id, span] = (passage, span)
    if not found and read is shares_as_amounts:
        return None  # a share is asked about in more ways than by its band
    return sorted(found.values(), key=lambda row: row[0].start + row[1][0])


def shares_as_amounts(text: str) -> str:
    """A text with its shares in the place of its amounts, "3.5%" as "£3.5", so that their bands are read alike."""
    return SHARE.sub(r"£\1", text.replace("£", ""))


def _rows(passage: Passage) -> list[Span]:
    return [span for span in lines(passage) if is_row(passage.text[slice(*span)])]


def _beside(
    amount: float, held: Sequence[tuple[Passage, Span, tuple[Band, ...]]]
) -> list[tuple[Passage, Span, tuple[Band, ...]]]:
    """The rows whose bands lie nearest below and above an amount that none of them holds, in a table made of bands."""
    if len(held) < LEAST or len({set_[0].low for _, _, set_ in held}) < len(held):
        return []
    near = list(neighbours(amount, [band for _, _, set_ in held for band in set_]))
    return [row for row in held if any(band in near for band in row[2])]


def _of_kind(
    question: str, held: list[tuple[Passage, Span, tuple[Band, ...]]], read: Callable[[str], str]
) -> list[tuple[Passage, Span, tuple[Band, ...]]]:
    """The rows of the kind that the question names best; all of them where the rows have no kinds or none is named.

    `read` gives a row as its bands are read.
    """
    kinds = [kind(read(passage.text[slice(*span)])) for passage, span, _ in held]
    if len(set(kinds)) < 2 or not all(kinds):
        return held
    asked = set(content_words(question))
    covers = []
    for words in kinds:
        said = set(content_words(words))
        covers.append(sum(named(word, said) for word in asked))
    best = max(covers)
    return [row for row, cover in zip(held, covers, strict=True) if cover == best]


def kind(row: str) -> str:
    """What kind of thing a row of a table of bands is about: its first cell, "" where that is the band itself."""
    header, cell = next(iter(cells(row)), ("", ""))
    begins = any(cell.startswith(band.words) for band in bands(cell))
    return "" if begins or OF_BAND.search(header) else cell


def cells(row: str) -> list[tuple[str, str]]:
    """The cells of a table row that is written out, each with the name of its column."""
    return [(cell["header"], cell["cell"].strip(" .")) for cell in CELL.finditer(row)]


def bands_of(row: str) -> tuple[Band, ...]:
    """The bands of a table row: of its columns for the edges, or of the first cell that sets any."""
    columns = tuple(band for band in bands(row) if COLUMNS.search(row))[:1]
    return columns or next((found for _, cell in cells(row) if (found := bands(cell))), ())
