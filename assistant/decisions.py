"""Who decides what: the rows of a trust's scheme of delegation as issued, searched and filtered by body."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.saying import ROLE
from assistant.values import Document, Passage, Table
from assistant.wording import content_words

SCHEME = re.compile(
    r"\b(?:scheme|schedule|table|matrix)s? of delegat\w+|\bdelegat(?:ion|ed) (?:of )?\w*", re.IGNORECASE
)
BODY = re.compile(
    rf"{ROLE.pattern}|\b(?:governing bod\w+|governing board|lgb|board|committee|members|ceo|cfo|headteacher|head)\b",
    re.IGNORECASE,
)
WHO = re.compile(r"^\s*(?:who|by whom|decided by|approved by|authorised by|authority|signed by)\b", re.IGNORECASE)
FEWEST_BODIES = 2  # columns named after bodies that make a table a matrix
USUAL = 3  # cells in which a word must stand alone to be a part that bodies play
MOST_LETTERS = 14  # of such a word


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: `what` is decided, under which heading of the table, and what each column says, without empty cells.

    `columns` are the names of all columns, that of `what` first, "" for one without a name. `passage`
    and the offsets `start` and `end` in the document's text are where the row stands.
    """

    what: str
    group: str
    columns: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    passage: Passage
    start: int
    end: int

    @property
    def document(self) -> Document:
        """The document that says so."""
        return self.passage.document


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader looks for: words, a body ("" for any), and the part that it plays ("" for any)."""

    words: str = ""
    body: str = ""
    part: str = ""


def is_scheme(document: Document) -> bool:
    """Whether a document is a scheme of delegation, by its kind or its title."""
    return bool(SCHEME.search(document.kind) or SCHEME.search(document.title))


def decisions(
    documents: Sequence[Document], passages: Mapping[str, Sequence[Passage]], on: date
) -> tuple[Decision, ...]:
    """All rows of the schemes of delegation in force on a day that say who does something, in their order."""
    found: list[Decision] = []
    for document in documents:
        if is_scheme(document) and document.governs(on):
            for table in document.tables:
                found += _rows(document, table, passages.get(document.key, ()))
    return tuple(found)


def bodies(found: Sequence[Decision]) -> tuple[str, ...]:
    """The bodies and roles that a reader may choose: first the columns, then those named inside the rows."""
    columns = dict.fromkeys(
        name for item in found for name, _ in item.said if BODY.search(name) and not WHO.match(name)
    )
    stems = {stem for part in parts(found) for stem in content_words(part)}
    named: dict[str, str] = {}
    for item in found:
        for _, words in item.said:
            for match in BODY.finditer(words):
                name = _without_verb(match.group().strip(), stems)
                if " " in name:
                    named.setdefault(name.casefold().removesuffix("s"), name[:1].upper() + name[1:])
    taken = {name.casefold().removesuffix("s") for name in columns}
    return (*columns, *sorted(name for key, name in named.items() if key not in taken))


def _without_verb(name: str, stems: Collection[str]) -> str:
    """A role without the word after it that the pattern of roles takes for a part of it: "Head of Estates checks"."""
    shorter, _, last = name.rpartition(" ")
    of_one = re.match(r"(?:head|director|chair) of \S+ \S+$", name, re.IGNORECASE)
    verb = last.islower() and (set(content_words(last)) & set(stems) or shorter.split(" ")[-1][:1].isupper())
    return shorter if of_one and verb else name


def parts(found: Sequence[Decision]) -> tuple[str, ...]:
    """The parts that bodies play in these tables: words that often stand alone in a cell ("Decides", "Consulted")."""
    alone = Counter(
        words.strip(" .") for item in found for _, words in item.said if 0 < len(words.strip(" .")) <= MOST_LETTERS
    )
    return tuple(
        word for word, times in alone.most_common() if times >= USUAL and " " not in word and not BODY.fullmatch(word)
    )


def matching(found: Sequence[Decision], sought: Sought) -> tuple[Decision, ...]:
    """The rows that hold all words looked for, and in which the body plays the part."""
    stems = set(content_words(sought.words))
    return tuple(
        item
        for item in found
        if stems <= set(content_words(" ".join((item.what, item.group, *(words for _, words in item.said)))))
        and _plays(item, sought)
    )


def _plays(item: Decision, sought: Sought) -> bool:
    cells = [(name, words) for name, words in item.said if _holds(name, sought.body) or _holds(words, sought.body)]
    if sought.body and not cells:
        return False
    return not sought.part or any(_holds(words, sought.part) for _, words in cells)


def _holds(text: str, words: str) -> bool:
    """Whether a text holds some words as they are, in the singular or the plural; signs such as a tick count too."""
    return not words or bool(
        re.search(rf"(?<!\w){re.escape(words.removesuffix('s'))}(?:s|(?<=\w)es)?(?!\w)", text, re.IGNORECASE)
    )


def _rows(document: Document, table: Table, passages: Sequence[Passage]) -> Iterator[Decision]:
    header = table.header
    named = [at for at, name in enumerate(header) if at and BODY.search(name)]
    asks_who = any(WHO.match(name) for name in header)
    if len(header) < 2 or not (asks_who or len(named) >= FEWEST_BODIES):
        return
    lines = re.compile(r"[^\n]+").finditer(document.text, table.start, table.end)
    group = ""
    for cells, line in zip(table.rows, lines, strict=False):
        if len({cell.strip() for cell in cells}) == 1 or not any(cell.strip() for cell in cells[1:]):
            group = cells[0].strip()
            continue
        passage = next((item for item in passages if item.start <= line.start() < item.end), None)
        if passage is not None:
            said = tuple((name, cell) for name, cell in zip(header[1:], cells[1:], strict=True) if cell.strip())
            yield Decision(
                cells[0], group or _heading(passage, header[0]), header, said, passage, line.start(), line.end()
            )


def _heading(passage: Passage, first_column: str) -> str:
    return passage.heading_path[-1] if passage.heading_path else first_column
