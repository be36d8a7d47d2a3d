"""Workbooks whose styles or names are damaged: their cells read straight from the XML, numbers without a format."""

import re
from pathlib import Path
from typing import Any

from assistant.reading.composing import Composer, cleaned
from assistant.reading.grids import Cell
from assistant.reading.office.number_formats import counted, general
from assistant.reading.office.spreadsheet import HIDDEN_PARTS, HIDDEN_SHEETS, Rows, write_rows
from assistant.reading.word.names import local
from assistant.reading.word.parts import Parts

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MOST_COLUMNS = 16_384
MOST_ROWS = 1_048_576
UNFORMATTED = "The workbook's styles are damaged: its numbers and dates stand without their format."
YES = ("1", "true")


def compose(path: Path) -> Composer:
    """Compose an .xlsx workbook without its styles.

    Raises:
        UnreadableFile: the workbook itself is broken.
    """
    composer = Composer()
    parts = Parts(path)
    try:
        places = {relation.identifier: relation.place for relation in parts.relations(parts.main_place)}
        words = _shared(parts.one("sharedStrings"))
        hidden = []
        for sheet in (item for item in parts.main().iter() if local(item) == "sheet"):
            name = sheet.get("name", "")
            if sheet.get("state", "visible") != "visible":
                hidden.append(name)
                continue
            root = parts.part(places.get(sheet.get(RELATION, ""), ""))
            if root is not None:
                _sheet(composer, name, root, words)
        composer.properties.update(parts.properties())
    finally:
        parts.close()
    if hidden:
        composer.note(HIDDEN_SHEETS.format(", ".join(hidden)))
    composer.note(UNFORMATTED)
    return composer


def _shared(root: Any) -> list[str]:
    return [_words(item) for item in root if local(item) == "si"] if root is not None else []


def _words(element: Any) -> str:
    return "".join(
        item.text or "" for item in element.iter() if local(item) == "t" and local(item.getparent()) != "rPh"
    )


def _sheet(composer: Composer, name: str, root: Any, words: list[str]) -> None:
    columns = {
        number
        for item in root.iter()
        if local(item) == "col" and item.get("hidden") in YES
        for number in range(counted(item.get("min"), 1), counted(item.get("max"), 0, MOST_COLUMNS) + 1)
    }
    rows: Rows = {}
    unseen = False
    for cell in (item for item in root.iter() if local(item) == "c"):
        place = PLACE.fullmatch(cell.get("r", ""))
        said = cleaned(_value(cell, words))
        if place is None or not said:
            continue
        column = _column(place[1])
        if column in columns or cell.getparent().get("hidden") in YES:
            unseen = True
        else:
            rows.setdefault(counted(place[2], 1, MOST_ROWS), {})[column] = Cell(said)
    if unseen:
        composer.note(HIDDEN_PARTS.format(name))
    if rows:
        composer.heading(1, name)
        write_rows(composer, {number: dict(sorted(row.items())) for number, row in rows.items()})


def _value(cell: Any, words: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _words(cell)
    said = next((item.text or "" for item in cell if local(item) == "v"), "")
    if kind == "s":
        number = counted(said, len(words), len(words))
        return words[number] if number < len(words) else ""
    if kind == "n" and re.fullmatch(r"-?\d{1,15}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?", said, re.ASCII):
        return general(float(said))
    return {"1": "TRUE", "0": "FALSE"}.get(said, said) if kind == "b" else said


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
