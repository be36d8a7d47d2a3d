"""The parts of a Word, Excel or PowerPoint package, straight from the zip: macro-enabled and strict files as well."""

import posixpath
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

from assistant.errors import UnreadableFile
from assistant.reading import packages
from assistant.reading.word.names import STRICT

STRICT_START = b"http://purl.oclc.org/ooxml/"
USUAL_START = b"http://schemas.openxmlformats.org/"
USUAL = (
    (STRICT.encode(), USUAL_START + b"wordprocessingml/2006/main"),
    (STRICT_START + b"officeDocument/relationships", USUAL_START + b"officeDocument/2006/relationships"),
    (STRICT_START + b"officeDocument/math", USUAL_START + b"officeDocument/2006/math"),
)
TEXTS = {"title", "subject", "creator", "keywords", "category", "version", "contentStatus", "created", "modified"}
PROPERTY_NAMES = {"creator": "author", "contentStatus": "status"}
LONGEST_PROPERTY = 300


class Relation(NamedTuple):
    """One line of a part's relationships: its id, the last word of its kind, and the place it leads to."""

    identifier: str
    kind: str
    place: str


class Parts:
    """The parts of one package, each as an lxml element."""

    def __init__(self, path: Path) -> None:
        """Open and check a package.

        Raises:
            UnreadableFile: it is broken, or holds what `packages.check` refuses.
        """
        packages.check(path)
        self._package = zipfile.ZipFile(path)
        self._names = {name.lower(): name for name in self._package.namelist()}
        try:
            self._relate()
        except UnreadableFile:
            self.close()
            raise

    def _relate(self) -> None:
        top = self.relations("")
        self._main = next((item.place for item in top if item.kind == "officeDocument"), "word/document.xml")
        self._top = top
        self._beside = self.relations(self._main)

    @property
    def main_place(self) -> str:
        """Where the document itself stands in the package."""
        return self._main

    def close(self) -> None:
        """Let go of the file."""
        self._package.close()

    def main(self) -> Any:
        """The element of the document itself.

        Raises:
            UnreadableFile: there is none, or it is broken.
        """
        found = self.part(self._main)
        if found is None:
            raise UnreadableFile(packages.BROKEN)
        return found

    def all(self, kind: str) -> list[Any]:
        """The parts that stand to the document as `kind`: "styles", "numbering", "header", "footer", "footnotes"."""
        found = [self.part(item.place) for item in self._beside if item.kind == kind]
        return [part for part in found if part is not None]

    def one(self, kind: str) -> Any:
        """The first part of a kind, or None."""
        return next(iter(self.all(kind)), None)

    def properties(self) -> dict[str, str]:
        """The package's core properties and its custom ones, by name in lower case; dates as ISO dates."""
        found: dict[str, str] = {}
        for _, kind, target in self._top:
            part = self.part(target) if kind in ("core-properties", "custom-properties") else None
            for item in part if part is not None else ():
                if not isinstance(item.tag, str):
                    continue
                name = item.tag.rpartition("}")[2]
                name = item.get("name", "").lower() if kind == "custom-properties" else name
                words = " ".join("".join(item.itertext()).split())
                if words and len(words) <= LONGEST_PROPERTY and (kind == "custom-properties" or name in TEXTS):
                    words = words[:10] if name in ("created", "modified") else words
                    found.setdefault(PROPERTY_NAMES.get(name, name), words)
        return found

    def relations(self, part: str) -> list[Relation]:
        """What the part at a place in the package relates to, inside the package."""
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: list[Relation] = []
        for item in root if root is not None else ():
            if not isinstance(item.tag, str) or item.get("TargetMode") == "External":
                continue
            kind = item.get("Type", "").rpartition("/")[2]
            target = item.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = {"coreProperties": "core-properties", "customProperties": "custom-properties"}.get(kind, kind)
            found.append(Relation(item.get("Id", ""), kind, posixpath.normpath(place)))
        return found

    def part(self, place: str) -> Any:
        """The element of the part at a place in the package; None where there is none or it cannot be read.

        Raises:
            UnreadableFile: it is the document itself, and broken.
        """
        from lxml import etree

        name = self._names.get(place.lower())
        if name is None:
            return None
        try:
            content = self._package.read(name)
            if STRICT_START in content:
                for strict, usual in USUAL:
                    content = content.replace(strict, usual)
            return etree.fromstring(content, packages.parser())
        except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, ValueError, OSError, RuntimeError) as error:
            if place == getattr(self, "_main", None):
                raise UnreadableFile(packages.BROKEN) from error
            return None
        except Exception as error:
            raise UnreadableFile(packages.BROKEN) from error
