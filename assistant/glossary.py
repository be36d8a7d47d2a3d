"""What the documents' own words mean: drawn from their definitions, tables of words, short forms and new names.

An entry is what one document says; it is cited, and answers for whom and when its document does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.values import Citation, Document, Passage, Table
from assistant.wording import FUNCTION_WORDS, content_words, sentences, words

Stems = tuple[str, ...]

LONGEST_TERM = 6  # words
LONGEST = 320  # characters of a definition with the sentences that go on with it
QUOTED = r"[\"“](?P<term>[^\"”\n]{1,60})[\"”]"
MEANS = re.compile(
    rf"{QUOTED}(?:,? (?:and|or) [\"“](?P<second>[^\"”\n]{{1,60}})[\"”])?"
    r"(?P<between>(?:[^\"“”;.:\n]|\d\.\d){0,60}?)\s+means?\s+(?P<meaning>\S)"
)
IS = re.compile(
    rf"(?:^|(?<=[.;] ))(?:In this \w+,? )?(?:An? |The )?{QUOTED}(?P<second>)(?P<between>(?: here| in this \w+)?)\s+"
    r"(?:is|are|includes?)\s+"
    r"(?P<meaning>(?:an?|the|any|anyone|anything|every\w*|what|where|only|one|Monday)\b|[a-z]+, )",
)
PLAIN = re.compile(
    r"(?:^|(?<=[.;] ))(?:In this [^,.;]{1,60}, )?(?P<term>[A-Z][\w’'-]*(?: [a-z][\w’'-]*){0,3}?)"
    r"(?P<second>)(?P<between>(?: here)?)\s+means?\s+"
    r"(?P<meaning>(?:that|the|an?|any|anyone|anything|not|at|only|what)\b)"
)
GOES_ON = re.compile(rf"; {QUOTED}(?P<second>)(?P<between>) (?P<meaning>[A-Za-z])")
IN_CLAUSE = re.compile(r"\bin \d+\.\d+\b[^.]{0,30}(?:[\"“]|means)", re.IGNORECASE)
NO_TERM = re.compile(
    r"(?:this|that|it|they|these|those|what|which|he|she|we|you|being|having|there|if)\b", re.IGNORECASE
)
OF_WORDS = re.compile(
    r"\b(?:definitions?|words?|meanings?|terms|glossary|interpretation|abbreviations)\b|in this \w+:", re.IGNORECASE
)
LISTED = re.compile(
    r"^[-•*]\s+(?:an? |the )?(?P<term>[a-z][\w’' -]{1,40}?)(?P<second>)(?P<between>)\s+(?:is|are|means?)\s+(?P<meaning>"
    r"(?:an?|the|any|anyone|every\w*)\b)"
)
TERM_COLUMN = re.compile(
    r"(?:words?|terms?|expressions?|phrases?|abbreviations?|short forms?)(?: used)?$", re.IGNORECASE
)
MEANING_COLUMN = re.compile(r"(?:meanings?|what it means|definitions?|in full|stands for)$", re.IGNORECASE)
OLD_COLUMN = re.compile(r"(?:old|former|earlier|previous) (?:name|word|title)s?$", re.IGNORECASE)
NEW_COLUMN = re.compile(r"(?:name now|new name|now|now called|(?:new|present) (?:name|word|title)s?)$", re.IGNORECASE)
SHORT = re.compile(r"\((?P<short>[A-Z][A-Za-z&]{1,7}?)s?\)")
SMALL = frozenset("of and the for in to a an with on".split())
NUMBER = re.compile(r"^\s*(?:[-•*·–]\s+|\(?[a-z]{1,2}\)\s+|[A-Z]?\d{1,2}(?:\.\d{1,3})*\.?\s+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or short form, what it means in a document's own words, and where that stands.

    `citation` is the definition itself, `whole` the same with the sentences that go on with it. `full` is what a short
    form stands for, "" for a word; `now` is the name that has taken the word's place, "" where it has none.
    """

    term: str
    meaning: str
    citation: Citation
    whole: Citation
    full: str = ""
    now: str = ""

    @property
    def passage(self) -> Passage:
        """Where the definition stands."""
        return self.citation.passage

    @property
    def document(self) -> Document:
        """Whose definition it is."""
        return self.citation.passage.document


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries of a build, in the order of their documents, and the same by the stems of their terms."""

    entries: tuple[Entry, ...] = ()
    by_stems: Mapping[Stems, tuple[Entry, ...]] = field(default_factory=dict)

    def of(self, term: str) -> tuple[Entry, ...]:
        """What every document says that a term means."""
        return self.by_stems.get(stems(term), ())

    def within(self, term: str, document: Document) -> Entry | None:
        """What one document says that a term means."""
        return next((entry for entry in self.of(term) if entry.document.key == document.key), None)

    @property
    def same(self) -> tuple[tuple[str, str], ...]:
        """Short forms with what they stand for, each pair once."""
        return tuple(dict.fromkeys((item.term.casefold(), item.full.casefold()) for item in self.entries if item.full))

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Old names with the new ones, each pair once."""
        return tuple(dict.fromkeys((item.term.casefold(), item.now.casefold()) for item in self.entries if item.now))


NO_GLOSSARY = Glossary()


def draw(passages: Iterable[Passage]) -> Glossary:
    """The glossary of some passages, in reading order. A term that a document defines twice has its first meaning."""
    found: dict[tuple[str, Stems, bool], Entry] = {}
    limited: dict[tuple[str, Stems, bool], Entry] = {}
    headings: dict[str, Mapping[int, int]] = {}
    for passage in passages:
        key = passage.document.key
        if key not in headings:
            headings[key] = passage.document.headings()
        tables = _tables(passage)
        for start, end in _lines(passage, headings[key]):
            for entry in _entries(passage, start, end, tables):
                of_clause = IN_CLAUSE.search(passage.text[start:end]) is not None
                (limited if of_clause else found).setdefault((key, stems(entry.term), bool(entry.full)), entry)
    found = found | {name: entry for name, entry in limited.items() if name not in found}
    grouped: dict[Stems, list[Entry]] = {}
    for entry in found.values():
        grouped.setdefault(stems(entry.term), []).append(entry)
    return Glossary(tuple(found.values()), {key: tuple(listed) for key, listed in grouped.items()})


def stems(term: str) -> Stems:
    """A term in the form in which terms are compared: "School days" is "school day"."""
    said = words(re.sub(r"^(?:an?|the)\s+", "", term.strip(), flags=re.IGNORECASE))
    return tuple(stem for word in said for stem in content_words(word) or (word,))


def _lines(passage: Passage, headings: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The lines of a passage that are no headings, as spans of its text."""
    for match in re.finditer(r"[^\n]+", passage.text):
        if match.group().strip() and passage.start + match.start() not in headings:
            yield match.span()


def _tables(passage: Passage) -> Sequence[Table]:
    return [table for table in passage.document.tables if table.start < passage.end and passage.start < table.end]


def _entries(passage: Passage, start: int, end: int, tables: Sequence[Table]) -> Iterator[Entry]:
    place = passage.start + start
    for table in tables:
        if table.start <= place < table.end:
            row = passage.document.text.count("\n", table.start, place)
            if row < len(table.rows):
                yield from _of_row(passage, passage.text[start:end], table.header, table.rows[row])
            return
    line = passage.text[start:end]
    yield from _of_words(passage, line)
    yield from _of_short_forms(passage, line)


def _of_row(passage: Passage, line: str, header: Sequence[str], row: Sequence[str]) -> Iterator[Entry]:
    """What a row of a table of words says; of other tables with a column of meanings, what their first cell means."""
    cited = Citation("", passage, line.strip())
    columns = [name.strip() for name in header]
    meaning = next((place for place, name in enumerate(columns) if MEANING_COLUMN.match(name)), None)
    old = next((place for place, name in enumerate(columns) if OLD_COLUMN.match(name)), None)
    new = next((place for place, name in enumerate(columns) if NEW_COLUMN.match(name)), None)
    if old is not None and new is not None:
        was, now = SHORT.sub("", row[old]).strip(), SHORT.sub("", row[new]).strip()
        yield Entry(was, now, cited, cited, now=now)
    elif meaning is not None and row[meaning].strip():
        named = next((place for place, name in enumerate(columns) if TERM_COLUMN.match(name)), None)
        term = row[named] if named is not None else f"{columns[0]} {row[0]}"
        if named != meaning and re.search(r"\w", row[named or 0]) and len(term.split()) <= LONGEST_TERM:
            yield Entry(term.strip(), row[meaning].strip(), cited, cited)
    for short, full, said in (found for cell in row for found in short_forms(cell)):
        yield Entry(short, full, cited if new is not None else Citation("", passage, said), cited, full=full)


def _of_words(passage: Passage, line: str) -> Iterator[Entry]:
    """The words that a line defines, each with its meaning up to the next one or to the end of its sentence."""
    begins = NUMBER.match(line)
    offset = begins.end() if begins else 0
    body = line[offset:]
    found = [*MEANS.finditer(body), *IS.finditer(body), *PLAIN.finditer(body)]
    if not found and OF_WORDS.search(" ".join((*passage.heading_path, passage.text[:200]))):
        listed = LISTED.match(line)
        if listed:
            yield from _entry(passage, line, listed, 2, len(line))
        return
    found += [match for match in GOES_ON.finditer(body) if _goes_on(match, found)]
    found.sort(key=lambda match: match.start("term"))
    for place, match in enumerate(found):
        following = found[place + 1].start("term") - 1 if place + 1 < len(found) else len(body)
        if _defines(match):
            start = match.start() if match.re is not GOES_ON else match.start("term") - 1
            yield from _entry(passage, body, match, start, following)


def _goes_on(match: re.Match[str], found: Sequence[re.Match[str]]) -> bool:
    """Whether a word is defined by the "means" of the word before it: "X" means a; "Y" b."""
    before = any(other.end() <= match.start() for other in found)
    return before and not any(other.start("term") == match.start("term") for other in found)


def _defines(match: re.Match[str]) -> bool:
    return not re.search(r"\b(?:not|says?|that)\b", match["between"]) and any(_is_term(name) for name in _names(match))


def _names(match: re.Match[str]) -> list[str]:
    return [name.strip(" ,") for name in (match["term"], match["second"]) if name]


def _is_term(name: str) -> bool:
    return not NO_TERM.match(name) and 0 < len(name.split()) <= LONGEST_TERM


def _entry(passage: Passage, body: str, match: re.Match[str], start: int, following: int) -> Iterator[Entry]:
    ends = [start + stop for _, stop in sentences(body[start:following])]
    text = body[start : ends[0]].rstrip(" ;,-") if ends else body[start:following].rstrip()
    text = re.sub(r"[;,]?\s+(?:and|or)(?:\s+an?)?$|[;,]$", "", text)
    meaning = body[match.start("meaning") : start + len(text)].strip()
    whole = text
    for stop in ends[1:]:
        if stop - start <= LONGEST and stop <= following:
            whole = body[start:stop]
    for name in _names(match):
        if _is_term(name) and (content_words(name) or name.casefold() not in FUNCTION_WORDS):
            yield Entry(name, meaning, Citation("", passage, text), Citation("", passage, whole))


def _of_short_forms(passage: Passage, line: str) -> Iterator[Entry]:
    for start, end in sentences(line):
        for short, full, said in short_forms(line[start:end]):
            yield Entry(short, full, Citation("", passage, said), Citation("", passage, line[start:end]), full=full)


def short_forms(text: str) -> Iterator[tuple[str, str, str]]:
    """The short forms that a text explains, what they stand for, and the words: "Data protection officer (DPO)"."""
    for match in SHORT.finditer(text):
        short = match["short"]
        if sum(letter.isupper() for letter in short) < 2:
            continue
        full = _spelled(short.replace("&", ""), text[: match.start()])
        if full:
            yield short, full, text[text.rindex(full, 0, match.start()) : match.end()]


def _spelled(short: str, before: str) -> str:
    """The last words of a text whose first letters spell a short form, small words left out; "" where none do."""
    said = list(re.finditer(r"[A-Za-z][\w’']*", before))
    left = len(short) - 1
    for match in reversed(said[-3 * len(short) :]):
        if re.search(r"[.;:()]", before[match.end() : said[-1].end()]):
            return ""
        word = match.group().casefold()
        if word[0] == short[left].casefold() and not (word in SMALL and short[left].islower()):
            left -= 1
            if left < 0:
                return before[match.start() :].strip()
        elif word not in SMALL:
            return ""
    return ""
