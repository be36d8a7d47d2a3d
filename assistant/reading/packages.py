"""What a zip package (Word, Excel, PowerPoint, OpenDocument) may hold: looked at before anything of it is opened."""

import re
import zipfile
from pathlib import Path

from assistant.errors import UnreadableFile

LARGEST_PACKAGE = 500_000_000
LARGEST_TREE = 100_000_000
STEEPEST = 200
SMALL_ENOUGH = 10_000_000
MOST_MEMBERS = 10_000
HEAD = 4096
DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
OUTWARD = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[A-Za-z]:")
BROKEN = "it is broken and could not be opened. Open it in its own program and save it again"
TOO_LARGE = "it would unpack to far more than a document holds. Save it again in its own program, or split it"
DECLARES = "it declares XML entities, which no office program writes. Open it in its own program and save it again"
LEADS_OUT = "it holds a part whose name leads out of the file, which no office program writes. Save it again"
LOCKED = "it is protected with a password. Save a copy without the password"


def check(path: Path) -> None:
    """Look at every member of a package; nothing is written anywhere.

    Raises:
        UnreadableFile: it is no whole package ("malformed"), is locked ("encrypted"), would unpack to too much
            ("too large"), or a part's name leads out of it or declares a document type or an entity ("refused").
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            _sizes(members, path.stat().st_size)
            for member in members:
                if OUTWARD.search(member.filename):
                    raise UnreadableFile(LEADS_OUT, "refused")
                if member.flag_bits & 1:
                    raise UnreadableFile(LOCKED, "encrypted")
                if member.filename.lower().endswith((".xml", ".rels")):
                    _declarations(package, member)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OSError) as error:
        raise UnreadableFile(BROKEN) from error
    except Exception as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(BROKEN) from error


def _sizes(members: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what unpacks to too much; members that together are larger than the file overlap one another."""
    overlap = sum(member.compress_size for member in members) > size
    if len(members) > MOST_MEMBERS or overlap or sum(member.file_size for member in members) > LARGEST_PACKAGE:
        raise UnreadableFile(TOO_LARGE, "too large")
    for member in members:
        steep = member.file_size > STEEPEST * max(1, member.compress_size)
        tree = member.filename.lower().endswith(".xml") and member.file_size > LARGEST_TREE
        if tree or (steep and member.file_size > SMALL_ENOUGH):
            raise UnreadableFile(TOO_LARGE, "too large")


def _declarations(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse declarations; they can only stand before the first element, in whatever encoding the part has."""
    with package.open(member) as part:
        head = part.read(HEAD)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:4]:
            head = head.replace(b"\0", b"")
        if DECLARATION.search(head):
            raise UnreadableFile(DECLARES, "refused")
        if not re.search(rb"<[A-Za-z]", head) and len(head) == HEAD:
            _rest(part.read())


def _rest(more: bytes) -> None:
    if DECLARATION.search(more.replace(b"\0", b"")):
        raise UnreadableFile(DECLARES, "refused")


def parser() -> object:
    """An XML parser that resolves no entity, asks no network and builds no huge tree."""
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
