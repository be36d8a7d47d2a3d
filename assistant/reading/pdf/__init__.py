"""PDF: what is printed on its pages, put together to headings, paragraphs, lists, footnotes and tables in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from assistant.reading.composing import Composer
from assistant.reading.pdf import footnotes, headings, opening, paging, tabling, turning
from assistant.reading.pdf.blocks import Block, Flow, Placed, PlacedTable, blocks_of, flow_of, pitch_of
from assistant.reading.pdf.contents import without_contents
from assistant.reading.pdf.layout import lines_of
from assistant.reading.pdf.margins import without_margins
from assistant.reading.pdf.page import PrintedPage
from assistant.reading.pdf.printed import Line, Word
from assistant.reading.pdf.wording import Vocabulary
from assistant.reading.pdf.writing import Writer
from assistant.reading.quality import SCANNED, UNREADABLE, quality_of
from assistant.values import PageQuality

Recognise = Callable[[Path, int, float, float], list[Word] | None]
RECOGNISED_SIZE = (0.8, 1.1)  # of the usual height: so far apart may one type be measured
NOTHING_RECOGNISED = "a picture in which no words were recognised"


def compose(path: Path, recognise: Recognise | None = None) -> Composer:
    """Read and compose one PDF.

    `recognise` gives the words of a page whose own are none or no words: it is called with the path, the page's number
    from 1, its width and its height in points, and answers None when it cannot.

    Raises:
        UnreadableFile: it is broken, protected with a password, or has more than 2,000 pages.
    """
    with opening.opened(path) as document:
        properties = opening.properties_of(document)
        printed = list(opening.pages_of(document))
    read = [_judged(page, path, recognise) for page in printed]
    pages, turned = turning.upright([page for page, _ in read])
    composer, margins = _written(pages)
    composer.boxes[:] = turning.turned_back(composer.boxes, turned)
    composer.pages.extend(quality for _, quality in read)
    composer.properties.update(properties)
    composer.margins.extend(margins)
    _add_notes(composer, printed)
    return composer


def _judged(page: PrintedPage, path: Path, recognise: Recognise | None) -> tuple[PrintedPage, PageQuality]:
    """A page with the best words that can be had for it, and how good they are."""
    if page.fault:
        return page, PageQuality(page.number, 0.0, page.fault)
    score, fault = quality_of(page.words, page.picture, page.height)
    if not fault:
        return page, PageQuality(page.number, score)
    words = recognise(path, page.number, page.width, page.height) if recognise is not None else None
    if words is None:
        kept = () if fault in UNREADABLE and fault != SCANNED else page.words
        return replace(page, words=kept), PageQuality(page.number, score, fault)
    again, still = quality_of(words)
    if not words:
        again, still = 0.0, NOTHING_RECOGNISED
    return replace(page, words=_levelled(words)), PageQuality(page.number, again, still, recognised=True)


def _levelled(words: Sequence[Word]) -> list[Word]:
    """Recognised words, those of nearly the usual height in type of one height: it is measured on single letters."""
    usual = median([word.size for word in words] or [0.0])
    low, high = RECOGNISED_SIZE
    return [replace(word, size=usual) if low * usual <= word.size <= high * usual else word for word in words]


def _written(pages: Sequence[PrintedPage]) -> tuple[Composer, list[str]]:
    """The document composed, and its running heads and feet."""
    body = _body_size(pages)
    kept, margins = without_margins(pages, body)
    kept = without_contents(kept)
    lines = [lines_of(page.words) for page in kept]
    usual = pitch_of([line for page in lines for line in page], least=1)
    flow: list[Flow] = []
    notes: list[footnotes.Footnote] = []
    for page, printed in zip(kept, paging.tables_of(kept, body), strict=True):
        text, found = footnotes.apart(list(flow_of(page, printed, usual)))
        flow.extend(text)
        notes.extend(found)
    items = headings.whole(list(blocks_of(flow)))
    levels = headings.levels(items)
    writer = Writer(Vocabulary(line for page in lines for line in page), notes)
    for position, group in _grouped(items):
        if isinstance(group, Block):
            writer.block(group, levels.get(position, 0))
        else:
            writer.table(group)
    return writer.finish(len(pages)), margins


def _grouped(items: Sequence[Block | PlacedTable]) -> Iterator[tuple[int, Block | list[PlacedTable]]]:
    """Blocks, and tables with the pieces of them that stand on the following pages."""
    pieces: list[PlacedTable] = []
    for position, item in enumerate(items):
        if pieces and isinstance(item, PlacedTable) and _is_rest(pieces[-1], item):
            pieces.append(item)
            continue
        if pieces:
            yield position - 1, pieces
            pieces = []
        if isinstance(item, PlacedTable):
            pieces = [item]
        else:
            yield position, item
    if pieces:
        yield len(items) - 1, pieces


def _is_rest(one: PlacedTable, other: PlacedTable) -> bool:
    return other.page == one.page + 1 and tabling.goes_on(one.table, other.table)


def _body_size(pages: Sequence[PrintedPage]) -> float:
    return headings.body_size(
        Placed(Line((word,)), page.number, 0, 0.0, 0.0, 1.0) for page in pages for word in page.words
    )


def _add_notes(composer: Composer, pages: Sequence[PrintedPage]) -> None:
    empty = [page.number for page in pages if not (page.words or page.fault or page.picture)]
    for said, numbers in (
        ("There are no words", empty),
        ("Hidden words were left out", [page.number for page in pages if page.hidden]),
        ("A damaged part could not be read", [page.number for page in pages if page.fault]),
    ):
        if numbers:
            listed = " and ".join(filter(None, [", ".join(map(str, numbers[:-1])), str(numbers[-1])]))
            composer.note(f"{said} on page{'s' if len(numbers) > 1 else ''} {listed}.")
    for words in dict.fromkeys(page.slanted for page in pages if page.slanted):
        composer.margins.append(words)
