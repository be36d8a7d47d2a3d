"""The order in which a page is read: its words as lines, its columns one after another."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mean, median

from assistant.reading.pdf.printed import Line, Rule, Word

LEAST_LINES = 4  # a column of text has so many lines
LEAST_WORDS = 3.0  # and so many words in a line
LEAST_FILL = 0.55  # and its lines reach so far across it
LEAST_RUNNING = 0.15  # and so many of them go on in the middle of a sentence
UPWARDS = 1  # the turn of a word that is read from below
GUTTER = 6.0  # points
MOST_WORDS = 5_000  # a page with more is a drawing or broken, and its columns would take minutes to find


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Words as lines, from top to bottom: what stands on one baseline is one line, whatever the gaps in it.

    Words that are read upwards or downwards are lines of their own.
    """
    turned = [word for word in words if word.turn % 2]
    if turned:
        upright = [(line.bottom, line) for line in lines_of([word for word in words if not word.turn % 2])]
        return [line for _, line in sorted([*upright, *_turned(turned)], key=lambda placed: placed[0])]
    rows: list[list[Word]] = []
    tallest: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda item: item.top + item.bottom):
        top, bottom = word.top, word.bottom
        best, most = -1, 0.5
        for position in range(max(0, len(rows) - 4), len(rows)):
            shared = _shared(top, bottom, *tallest[position])
            if shared >= most:
                best, most = position, shared
        if best < 0:
            rows.append([word])
            tallest.append((top, bottom))
            continue
        rows[best].append(word)
        if bottom - top > tallest[best][1] - tallest[best][0]:
            tallest[best] = top, bottom
    order = sorted(range(len(rows)), key=lambda position: tallest[position][1])
    return [Line(tuple(sorted(rows[position], key=lambda word: word.left))) for position in order]


def _turned(words: Sequence[Word]) -> Iterator[tuple[float, Line]]:
    """The lines of words that are read upwards or downwards, in order, each with the lower edge of those beside it."""
    runs: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.bottom if word.turn == UPWARDS else word.top):
        for run in runs:
            last = run[-1]
            gap = last.top - word.bottom if word.turn == UPWARDS else word.top - last.bottom
            beside = _shared(word.left, word.right, last.left, last.right) >= 0.5
            if last.turn == word.turn and beside and abs(gap) < word.size:
                run.append(word)
                break
        else:
            runs.append([word])
    lines = [Line(tuple(run)) for run in runs]
    foot = 0.0
    feet: list[float] = []
    for line in sorted(lines, key=lambda line: line.top):
        if not feet or line.top > foot:
            feet.append(0.0)
        feet[-1] = foot = max(feet[-1], line.bottom)
    for line in sorted(lines, key=lambda line: line.left if line.words[0].turn == UPWARDS else -line.right):
        yield next(foot for foot in feet if line.bottom <= foot), line


def _shared(top: float, bottom: float, other_top: float, other_bottom: float) -> float:
    """The share of the smaller height that two words have in common; 0 for type of very different heights."""
    height, other = bottom - top, other_bottom - other_top
    smaller, larger = (height, other) if height < other else (other, height)
    if smaller < 0.4 * larger or smaller <= 0:
        return 0.0
    low = bottom if bottom < other_bottom else other_bottom
    return (low - (top if top > other_top else other_top)) / smaller


def fragments(line: Line, gap: float = 1.5) -> list[Line]:
    """A line cut where a gap is wider than `gap` times its type."""
    cut: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.left - before.right > gap * line.size:
            cut.append([])
        cut[-1].append(word)
    return [Line(tuple(words)) for words in cut]


def regions(words: Sequence[Word], rules: Sequence[Rule]) -> list[list[Word]]:
    """The words of a page in parts to be read one after another: a page of two columns gives each column alone."""
    if len(words) > MOST_WORDS:
        return [list(words)]
    lines = lines_of(words)
    band = _columns(lines, rules) if len(lines) >= LEAST_LINES else None
    if band is None:
        return [list(words)] if words else []
    first, last, edge = band
    inside = [word for line in lines[first:last] for word in line.words]
    parts = (
        [word for line in lines[:first] for word in line.words],
        [word for word in inside if word.left < edge - 1],
        [word for word in inside if word.left >= edge - 1],
        [word for line in lines[last:] for word in line.words],
    )
    return [region for part in parts for region in regions(part, rules)]


def _columns(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[int, int, float] | None:
    """The longest run of lines that stands in two columns: its first line, the one after its last, the right's edge."""
    best: tuple[int, int, float] | None = None
    for edge in _edges(lines):
        for first, last in _uncrossed(lines, edge):
            longer = best is None or last - first > best[1] - best[0]
            if longer and last - first >= LEAST_LINES:
                end = _trimmed(lines, first, last, edge)
                if _are_columns(lines[first:end], edge, rules):
                    best = (first, end, edge)
    return best


def _edges(lines: Sequence[Line]) -> list[float]:
    """Left edges that several lines share behind a gap, or far from the left: where a second column may begin."""
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    found: Counter[int] = Counter()
    for line in lines:
        if line.left > left + 0.2 * (right - left):
            found[round(line.left / 2)] += 1
        for before, word in pairwise(line.words):
            if word.left - before.right >= max(GUTTER, 0.6 * line.size):
                found[round(word.left / 2)] += 1
    shared = [place for place, times in found.items() if times + found[place - 1] + found[place + 1] >= LEAST_LINES]
    return sorted(2.0 * place for place in shared)


def _uncrossed(lines: Sequence[Line], edge: float) -> list[tuple[int, int]]:
    """Runs of lines in which no word stands in the gutter left of an edge."""
    runs: list[tuple[int, int]] = []
    start = 0
    for position, line in enumerate(lines):
        if any(word.left < edge - 1 and word.right > edge - GUTTER for word in line.words):
            if position > start:
                runs.append((start, position))
            start = position + 1
    if len(lines) > start:
        runs.append((start, len(lines)))
    return runs


def _trimmed(lines: Sequence[Line], first: int, last: int, edge: float) -> int:
    """The end of a run without lines that stand apart below the right column: they belong to what follows."""
    rights = [position for position in range(first, last) if lines[position].right >= edge]
    pitch = median(b.bottom - a.bottom for a, b in pairwise(lines[first:last]))
    for position in range(rights[-1] + 1 if rights else last, last):
        if lines[position].bottom - lines[position - 1].bottom > 1.4 * max(pitch, lines[position].size):
            return position
    return last


def _are_columns(lines: Sequence[Line], edge: float, rules: Sequence[Rule]) -> bool:
    left = lines_of([word for line in lines for word in line.words if word.left < edge - 1])
    right = lines_of([word for line in lines for word in line.words if word.left >= edge - 1])
    if min(len(left), len(right)) < LEAST_LINES or not (_runs(left) and _runs(right)):
        return False
    together = min(left[-1].bottom, right[-1].bottom) - max(left[0].top, right[0].top)
    shorter = min(left[-1].bottom - left[0].top, right[-1].bottom - right[0].top)
    top, bottom = lines[0].bottom, lines[-1].top
    crossed = any(
        rule.top == rule.bottom and top < rule.top < bottom and rule.left < edge - 20 and rule.right > edge + 20
        for rule in rules
    )
    return together >= 0.5 * shorter and not crossed and not _in_step(left, right)


def _runs(column: Sequence[Line]) -> bool:
    """Whether lines are running text: many words each, most of them full, some going on in the middle of a sentence."""
    width = max(line.right for line in column) - min(line.left for line in column)
    running = sum(line.words[0].text[:1].islower() for line in column)
    return (
        mean(len(line.words) for line in column) >= LEAST_WORDS
        and mean(line.right - line.left for line in column) >= LEAST_FILL * width
        and running >= LEAST_RUNNING * len(column)
    )


def _in_step(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the paragraphs of both sides begin side by side, as cells of a table do and those of columns do not."""
    starts = [_starts(column) for column in (left, right)]
    fewer, more = sorted(starts, key=len)
    if len(fewer) < 2:
        return False
    beside = sum(any(abs(one - other) < 3 for other in more) for one in fewer)
    return beside >= 0.8 * len(fewer)


def _starts(column: Sequence[Line]) -> list[float]:
    """The upper edges of lines that follow a wider gap than most."""
    pitch = median(b.bottom - a.bottom for a, b in pairwise(column))
    return [b.top for a, b in pairwise(column) if b.bottom - a.bottom > 1.25 * pitch]
