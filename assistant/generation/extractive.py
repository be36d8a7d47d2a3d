"""Answers in the documents' own words: the sentences, lists and table rows that say what was asked."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy

from assistant.values import Citation, Hit, Passage, Retrieval, Statement
from assistant.vocabulary import is_generic, named
from assistant.wording import WORD, bands, content_words, money, numbers, parts, sentences

MOST_STATEMENTS = 3
MOST_EMBEDDED = 8
LONGEST_EMBEDDED = 500  # characters of a unit that are embedded; a list says early on what it lists
LONGEST_LIST = 900
LONGEST_CLAUSE = 450
FEW_WORDS = 2
PLACE_CREDIT = 0.7  # a question word that stands in the title or heading counts this much of one in the text
NEAR_CREDIT = 0.4  # and one that stands elsewhere in the same passage this much
GENERIC_WEIGHT = 0.3  # of a word such as "policy" or "rate", beside one that names a subject
ENOUGH = 0.80  # least score of the best unit; between the dev split's answerable and unanswerable questions
ENOUGH_COVER = 0.5
NEAR_BEST = 0.85  # a further statement must score this much of the best one

LIST_ITEM = re.compile(r"\s*(?:[-•*·–]\s|\(?[a-z]{1,2}[.)]\s|\(?[ivx]{1,5}[.)]\s|\(?\d{1,3}[.)]\s)", re.IGNORECASE)
MARKER = re.compile(
    r"^\s*(?:[-•*·–]\s+|\(?[a-z]{1,2}[.)]\s+|\(?\d{1,3}[.)]\s+|\d{1,2}(?:\.\d{1,3})+\.?\s+)", re.IGNORECASE
)
CLAUSE = re.compile(r"\d{1,2}(?:\.\d{1,3})+\.?\s+[A-Z]")
CELL = re.compile(r"[A-Z][^.:;]{1,80}: \S")
CONDITION = re.compile(
    r"(?:unless|except|however|but|only|provided|otherwise|where|if|in (?:exceptional|such|these|other)"
    r"|this (?:does|is|will|may|must|applies|limit|rule)|these|exceptions?|they (?:do|may|must))\b",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(r"(?:this|that|these|those|it|they|such|he|she|both|either|the same)\b", re.IGNORECASE)
ASKS_AMOUNT = re.compile(
    r"\bhow (?:many|much|long|often|soon|far|old|big|high|large)\b|\bwhat (?:age|percentage)\b", re.I
)
ASKS_TIME = re.compile(r"^\s*when\b|\bwhat (?:date|time|day|year)\b|\bby when\b", re.IGNORECASE)
ASKS_WHICH = re.compile(r"\b(?:which|what are|list)\b", re.IGNORECASE)
ASKS_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
SAYS_TIME = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    r"|wednesday|thursday|friday|day|week|month|term|year|annual|immediately|before|after|daily)",
    re.IGNORECASE,
)
SAYS_WHO = re.compile(
    r"\b(?:head|heads|headteacher|principal|governors?|governing|trustees?|board|committee|officer|manager|lead|leader"
    r"|director|executive|teacher|staff|coordinator|senco|parents?|chair|clerk|members?|team|person|dsl|ceo|cfo)\b",
    re.IGNORECASE,
)

Embed = Callable[[Sequence[str]], numpy.ndarray]
Rarity = Callable[[str], float]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What can be quoted: `spans` are offsets in the passage, the last what is said, the others what leads to it."""

    hit: Hit
    spans: tuple[Span, ...]
    cover: float
    rank: int

    @property
    def text(self) -> str:
        return " ".join(MARKER.sub("", self.hit.passage.text[start:end]) for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class _Scored:
    unit: _Unit
    score: float


class Extractive:
    """Chooses at most three statements per question. Its scores rank; whether a statement stands is checked later."""

    def __init__(self, embed: Embed, rarity: Rarity) -> None:
        """`embed` gives unit vectors, shape (texts, dimension); `rarity` the inverse document frequency of a stem."""
        self._embed = embed
        self._rarity = rarity

    def draft(self, question: str, retrieval: Retrieval) -> tuple[Statement, ...]:
        """The best statements for each thing asked, best first; empty when no unit says enough of it."""
        chosen: list[_Scored] = []
        asked = parts(question)
        for number, part in enumerate(asked):
            most = MOST_STATEMENTS if len(asked) == 1 else 2
            alone = number == 0 or len(content_words(part)) > FEW_WORDS
            chosen.extend(self._best(part if alone else f"{part} {asked[0]}", retrieval.hits, chosen)[:most])
        return tuple(_statement(item.unit) for item in chosen)

    def _best(self, question: str, hits: Sequence[Hit], already: Sequence[_Scored]) -> list[_Scored]:
        wanted = set(content_words(question))
        if not wanted or not hits:
            return []
        units = sorted(self._units(question, wanted, hits), key=lambda unit: (-unit.cover, unit.rank))[:MOST_EMBEDDED]
        if not units:
            return []
        vectors = self._embed([question, *(_in_place(unit) for unit in units)])
        similar = vectors[1:] @ vectors[0]
        scored = [
            _Scored(unit, float(cosine) + unit.cover + _kind(question, unit.text) - 0.01 * unit.rank)
            for unit, cosine in zip(units, similar, strict=True)
        ]
        scored.sort(key=lambda item: -item.score)
        best = scored[0].score
        kept: list[_Scored] = []
        for item in scored:
            enough = item.score >= max(ENOUGH, NEAR_BEST * best) and item.unit.cover >= ENOUGH_COVER
            if enough and not any(_alike(item.unit, other.unit) for other in (*already, *kept)):
                kept.append(item)
        return kept

    def _weight(self, word: str) -> float:
        """A word counts by its rarity; a number, and a word that names no subject, for less."""
        return self._rarity(word) * (GENERIC_WEIGHT if word.isdigit() or is_generic(word) else 1)

    def _units(self, question: str, wanted: set[str], hits: Sequence[Hit]) -> Iterator[_Unit]:
        weight = {word: self._weight(word) for word in wanted}
        whole = sum(weight.values())
        amounts = money(question)
        for rank, hit in enumerate(hits):
            passage = hit.passage
            in_place = set(content_words(passage.place))
            near = set(content_words(passage.text))
            for spans in quotable(passage):
                text = " ".join(passage.text[start:end] for start, end in spans)
                said = set(content_words(text)) | within(amounts, text)
                if not any(named(word, said) for word in wanted) and not wanted <= in_place:
                    continue
                credit = sum(weight[word] * _credit(word, said, in_place, near) for word in wanted)
                yield _Unit(hit, spans, credit / whole, rank)


def within(amounts: Sequence[float], text: str) -> set[str]:
    """Those of some amounts of money that lie in a band the text names, as words: £700 lies in "£501 to £5,000"."""
    return {f"{amount:g}" for amount in amounts if any(low <= amount <= high for low, high in bands(text))}


def _credit(word: str, said: set[str], in_place: set[str], near: set[str]) -> float:
    if named(word, said):
        return 1.0
    return max(PLACE_CREDIT * named(word, in_place), NEAR_CREDIT * named(word, near))


def _in_place(unit: _Unit) -> str:
    return f"{unit.hit.passage.place}\n\n{unit.text[:LONGEST_EMBEDDED]}"


def _kind(question: str, text: str) -> float:
    """A little more for a text of the kind that was asked for, a little less for one that is not."""
    amounts = money(question)
    if amounts and bands(text):
        return 0.2 if within(amounts, text) else -0.3
    for asks, says in ((ASKS_AMOUNT, None), (ASKS_TIME, SAYS_TIME), (ASKS_WHO, SAYS_WHO)):
        if asks.search(question):
            found = bool(numbers(text)) if says is None else bool(says.search(text))
            return 0.1 if found else -0.15
    listed = text.rstrip().count("\n") > 1
    return 0.1 if listed and ASKS_WHICH.search(question) else 0.0


def _alike(one: _Unit, other: _Unit) -> bool:
    """Whether two units overlap in the document or say nearly the same words."""
    if one.hit.passage.id == other.hit.passage.id:
        (a, b), (c, d) = one.spans[-1], other.spans[-1]
        if a < d and c < b:
            return True
    first, second = set(content_words(one.text)), set(content_words(other.text))
    return len(first & second) >= 0.8 * min(len(first), len(second))


def _statement(unit: _Unit) -> Statement:
    passage = unit.hit.passage
    citations = tuple(Citation("", passage, passage.text[start:end]) for start, end in unit.spans)
    return Statement(_as_shown(unit), citations)


def _as_shown(unit: _Unit) -> str:
    """The quoted words without clause numbers, list items one below the other."""
    pieces = [MARKER.sub("", unit.hit.passage.text[start:end]) for start, end in unit.spans]
    return " ".join(pieces)


def quotable(passage: Passage) -> Iterator[tuple[Span, ...]]:
    """What of a passage can be quoted: sentences with their conditions, lists with the line that introduces them,
    table rows; headings cannot. Each is a tuple of spans in `passage.text`.
    """
    headings = passage.document.headings()
    lines = [
        match.span()
        for match in re.finditer(r"[^\n]+", passage.text)
        if match.group().strip() and passage.start + match.start() not in headings
    ]
    position = 0
    while position < len(lines):
        after = position + 1
        leads = passage.text[slice(*lines[position])].rstrip().endswith(":")
        while leads and after < len(lines) and LIST_ITEM.match(passage.text, *lines[after]):
            after += 1
        if after > position + 1:
            yield from _list(lines[position:after])
        else:
            yield from _with_conditions(passage.text, lines[position])
        position = after


def _list(lines: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    if lines[-1][1] - lines[0][0] <= LONGEST_LIST:
        yield ((lines[0][0], lines[-1][1]),)
    else:
        for item in lines[1:]:
            yield (lines[0], item)


def _with_conditions(text: str, line: Span) -> Iterator[tuple[Span, ...]]:
    """The sentences of a line, each with the conditions that follow it, and with the sentence it points back to.

    A rule without its condition is a wrong answer. A short numbered clause is one rule, and a table row one fact.
    """
    words = text[slice(*line)]
    if (CLAUSE.match(words) and len(words) <= LONGEST_CLAUSE) or _is_row(words):
        yield (line,)
        return
    offset = line[0]
    found = [(offset + start, offset + end) for start, end in sentences(words)]
    for position, (start, end) in enumerate(found):
        if position and POINTS_BACK.match(text, start):
            start = found[position - 1][0]
        for following in found[position + 1 :]:
            if not CONDITION.match(text, following[0]):
                break
            end = following[1]
        if len(WORD.findall(text[start:end])) >= 3:
            yield ((start, end),)


def _is_row(line: str) -> bool:
    """Whether a line is a table row: at least two cells, each behind the name of its column."""
    cells = [CELL.match(line, start) for start, _ in sentences(line)]
    return len(cells) > 1 and cells[0] is not None and sum(cell is not None for cell in cells) >= 2
