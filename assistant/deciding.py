"""What may be said plainly of an amount and its band: whether it lies in one, who decides, and yes or no for a role.

Everything is read from the rows that the answer quotes and the table in which they stand. In doubt nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.amounts import Band, neighbours, pounds
from assistant.generation.banding import bands_of, cells, kind
from assistant.values import Statement
from assistant.vocabulary import NO_NAMES, Names, other_names
from assistant.wording import content_words, money

DECIDES = re.compile(
    r"(?:who (?:may |must |can )?(?:signs?|decides?|approves?|authorises?|agrees?)|decides|signs|approves|approver"
    r"|approved by|decided by|signed by|authority)$",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\s+together with (?:the )?|,? with the (?:prior )?(?:approval|consent|agreement) of (?:the )?|\s+and (?:the )?",
    re.IGNORECASE,
)
EITHER = re.compile(r",? or (?:the )?", re.IGNORECASE)
UNCLEAR = re.compile(
    r"[;\d£()]|\b(?:above|up to|as for|as above|not permitted|unless|if|where|after|on the)\b", re.IGNORECASE
)
OFFICE = re.compile(
    r"(?:the )?(?:headteacher|head of (?!department)[a-z]+|chief executive|chief financial officer|director of [a-z]+"
    r"|school business manager|trust board|board of trustees|(?:[a-z]+ ){0,4}committee|governance professional"
    r"|department for education)$",
    re.IGNORECASE,
)
OF_A_BODY = re.compile(r"\b(?:trustee|governor|chair|member|board|committee|panel|clerk)\b", re.IGNORECASE)
ACTS = r"(?:approve|authori[sz]e|sign(?: off)?|decide|agree|order|spend|buy|purchase|commit|write off|dispose of|pay)"
ASKS = re.compile(
    r"(?:^|[.!?,;:] |\b(?:so|and|but) )(?:please )?(?:can|may|could|am|is|are|do|does)"
    r" (?P<who>i|(?:the|a|an|our|my) [a-z ]{2,40}?)"
    rf"(?: (?:allowed|able|entitled|permitted)| have (?:the )?(?:power|authority))?(?: to)?(?: just)? {ACTS}\b",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\b(?:alone|on my own|by myself|by (?:him|her)self|without (?:anyone|anybody|asking))\b", re.IGNORECASE
)
URGENT = re.compile(r"\b(?:emergenc\w+|urgent\w*|danger\w*|storm|flood|fire|tonight|unless|if)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides by a row: `names` as the row has them, `together` where all of them must."""

    names: tuple[str, ...]
    together: bool
    words: str


def decider(row: str) -> Decider | None:
    """Who decides by a table row; None where it does not say or says it in a way that needs reading."""
    words = _deciding_cell(row)
    if not words or UNCLEAR.search(words):
        return None
    either = EITHER.split(words)
    together = TOGETHER.split(words)
    if len(either) > 1 and len(together) > 1:
        return None
    names = either if len(either) > 1 else together
    if not all(OFFICE.match(name.strip()) for name in names):
        return None
    return Decider(tuple(name.strip() for name in names), len(together) > 1, words)


def _deciding_cell(row: str) -> str:
    return next((cell for header, cell in cells(row) if DECIDES.search(header)), "")


def lead(question: str, role: str, statements: Sequence[Statement], names: Names = NO_NAMES) -> str:
    """ "Yes", "No" or "It depends", with whom the row names; "" unless one row decides it for the role that asks.

    `role` is the asker's; the role that the question names counts before it. "No" is said only where the row names
    others and the role is named in no higher band of the same table.
    """
    found = ASKS.search(question)
    amounts = money(question)
    if found is None or len(amounts) != 1 or URGENT.search(question):
        return ""
    who = role if found["who"].casefold() == "i" else found["who"]
    rows = [item for item in statements if _holds(item.text, amounts[0]) and _deciding_cell(item.text)]
    found_there = {decider(item.text) for item in rows}
    decides = found_there.pop() if len(found_there) == 1 else None
    if decides is None or not who or OF_A_BODY.search(who):
        return ""
    named = f"the row names the {decides.words}" if not decides.words.casefold().startswith("the ") else decides.words
    if any(same_role(who, name, names) for name in decides.names):
        if not decides.together:
            return f"Yes: {named}."
        return f"No: {named}." if ALONE.search(question) else f"It depends: {named}."
    if any(_may_be_named(who, row, amounts[0], names) for row in rows):
        return ""
    return f"No: {named}."


def same_role(one: str, other: str, names: Names = NO_NAMES) -> bool:
    """Whether two words name the same role: "the head" is the headteacher, "CFO" the Chief Financial Officer."""
    return bool(_names_of(one, names) & _names_of(other, names))


def _names_of(role: str, names: Names) -> set[tuple[str, ...]]:
    plain = re.sub(r"^(?:the|an?|our|my)\s+", "", role.strip(), flags=re.IGNORECASE)
    stems = content_words(plain)
    found = {stems, *names.of(stems)} - {()}
    if len(stems) == 1:
        said = other_names(stems[0])
        found |= {tuple(said)} if len(said) > 1 else {(word,) for word in said}
        found |= {(word,) for word in said}
    return found


def _may_be_named(who: str, row: Statement, amount: float, names: Names) -> bool:
    """Whether a role has a part by another cell of the row, or decides in a higher band of the table."""
    if any(_stands_in(who, cell, names) for _, cell in cells(row.text)):
        return True
    for other in table_rows(row):
        decides = decider(other)
        higher = any(band.low > amount for band in bands_of(other))
        if higher and (decides is None or any(same_role(who, name, names) for name in decides.names)):
            return True
    return False


def _stands_in(who: str, cell: str, names: Names) -> bool:
    said = content_words(cell)
    places = range(len(said))
    return any(said[at : at + len(name)] == name for name in _names_of(who, names) for at in places)


def table_rows(statement: Statement) -> tuple[str, ...]:
    """The rows of the table from which a statement is quoted, those of its kind; empty where it is from no table."""
    citation = statement.citations[-1]
    document = citation.passage.document
    for table in document.tables:
        if table.start <= citation.start < table.end:
            rows = document.text[table.start : table.end].split("\n")
            return tuple(row for row in rows if kind(row) == kind(statement.text))
    return ()


def _holds(row: str, amount: float) -> bool:
    return any(band.holds(amount) for band in bands_of(row))


def told(question: str, statements: Sequence[Statement]) -> tuple[str, ...]:
    """Sentences on where the amounts of a question lie among the bands of the rows that are shown, and who decides."""
    rows = [item for item in statements if bands_of(item.text) and table_rows(item)]
    return tuple(said for amount in dict.fromkeys(money(question)) for said in _told(amount, rows)) if rows else ()


def _told(amount: float, rows: Sequence[Statement]) -> Iterator[str]:
    holding = [item for item in rows if _holds(item.text, amount)]
    for item in {_deciding_cell(item.text): item for item in reversed(holding)}.values():
        band = next(band for band in bands_of(item.text) if band.holds(amount))
        decides = _deciding_cell(item.text)
        if not decides and not band.on_edge(amount):
            continue
        edge = " exactly on the edge of" if band.on_edge(amount) else " in"
        belongs = ", and belongs to it" if band.on_edge(amount) else ""
        who = f": {decides}" if decides else ""
        yield f"{pounds(amount)} lies{edge} {_inside(band)}{belongs}{who}."
    if holding:
        return
    for item in rows[:1]:
        every = [band for row in table_rows(item) for band in bands_of(row)]
        if not any(band.holds(amount) for band in every):
            where = _between(amount, every)
            yield f"{pounds(amount)} lies in none of the bands of this table, which names nobody for it: {where}."


def _between(amount: float, every: Sequence[Band]) -> str:
    near = list(neighbours(amount, every))
    return " and ".join(f"“{band.words}” {'ends below' if band.high <= amount else 'begins above'} it" for band in near)


def _inside(band: Band) -> str:
    return f"the band “{band.words}”"
