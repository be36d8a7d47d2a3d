"""What kind of file one is, told by what is in it; the name only tells Markdown, CSV and plain text apart."""

import re
import struct
import zipfile
from enum import StrEnum
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.reading.packages import BROKEN, LOCKED


class Kind(StrEnum):
    """Every kind of file that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    RTF = "rtf"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    HTML = "html"
    EML = "eml"
    MSG = "msg"
    MARKDOWN = "markdown"
    CSV = "csv"
    TEXT = "text"


INSTEAD = "Save it as PDF, Word or Markdown"
HEAD = 8192
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAMES = {
    Kind.PDF: (".pdf",),
    Kind.DOCX: (".docx", ".docm", ".dotx", ".dotm"),
    Kind.XLSX: (".xlsx", ".xlsm", ".xltx", ".xltm"),
    Kind.PPTX: (".pptx", ".pptm", ".potx", ".ppsx"),
    Kind.ODT: (".odt", ".ott"),
    Kind.ODS: (".ods", ".ots"),
    Kind.RTF: (".rtf", ".doc"),
    Kind.DOC: (".doc", ".dot"),
    Kind.XLS: (".xls",),
    Kind.PPT: (".ppt", ".pps"),
    Kind.HTML: (".html", ".htm", ".xhtml"),
    Kind.EML: (".eml",),
    Kind.MSG: (".msg",),
    Kind.MARKDOWN: (".md", ".markdown"),
    Kind.CSV: (".csv", ".tsv"),
    Kind.TEXT: (".txt", ".text"),
}
PROGRAMS = {
    Kind.DOCX: "Word",
    Kind.XLSX: "Excel",
    Kind.PPTX: "PowerPoint",
    Kind.ODT: "OpenDocument",
    Kind.ODS: "OpenDocument",
    Kind.RTF: "rich text",
    Kind.DOC: "Word",
    Kind.XLS: "Excel",
    Kind.PPT: "PowerPoint",
    Kind.MSG: "mail",
}
PACKAGES = (Kind.DOCX, Kind.XLSX, Kind.PPTX)
OTHERS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"#!/", "a program"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ", "an archive"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
)
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": Kind.ODT,
    "application/vnd.oasis.opendocument.text-template": Kind.ODT,
    "application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    "application/vnd.oasis.opendocument.spreadsheet-template": Kind.ODS,
}
STREAMS = (
    ("EncryptedPackage", None),
    ("__properties_version1.0", Kind.MSG),
    ("EncryptedSummary", None),
    ("WordDocument", Kind.DOC),
    ("PowerPoint Document", Kind.PPT),
    ("Workbook", Kind.XLS),
    ("Book", Kind.XLS),
)
MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|main|article)\b",
    re.IGNORECASE | re.DOTALL,
)
MAIL = re.compile(
    rb"(?:From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|X-[\w-]+|Content-Type"
    rb"|DKIM-Signature|Reply-To|Cc|Thread-[\w-]+|Authentication-Results|ARC-[\w-]+): ?",
    re.IGNORECASE,
)


def kind_of(path: Path) -> Kind:
    """The kind of a file, by its content.

    Raises:
        UnreadableFile: it is protected with a password ("encrypted"), is not of a kind that is read ("refused"), or
            is broken ("malformed").
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if re.search(rb"^%PDF-\d", head[:1024], re.MULTILINE):
        return Kind.PDF
    if head.startswith(COMPOUND):
        return _compound(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(path)
    if head.startswith(b"{\\rtf"):
        return Kind.RTF
    for mark, name in OTHERS:
        if head.startswith(mark) and (b"\0" in head or mark in (b"#!/", b"\x1f\x8b", b"BZh") or len(head) < 512):
            raise UnreadableFile(f"this kind of file ({name}) is not read. {INSTEAD}", "refused")
    return _words(path, head)


def named_wrongly(path: Path, kind: Kind) -> bool:
    """Whether the name's ending belongs to another kind of file than `kind`."""
    return path.suffix.lower() not in NAMES[kind]


def _named(path: Path) -> Kind | None:
    return next((kind for kind, endings in NAMES.items() if path.suffix.lower() in endings), None)


def _words(path: Path, head: bytes) -> Kind:
    """The kind of a file of characters; one whose name promises an office program's file is not that file."""
    plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    named = _named(path)
    if MARKUP.match(plain):
        return Kind.HTML if named is not Kind.MARKDOWN else Kind.MARKDOWN
    if named is Kind.EML or (_is_mail(plain) and named is not Kind.MARKDOWN):
        return Kind.EML
    if named is Kind.PDF:
        return Kind.PDF
    if named in PROGRAMS:
        program = PROGRAMS[named]
        raise UnreadableFile(
            f"it is broken or not a {program} file, although its name says so. Save it again in its own program"
        )
    if named in (Kind.MARKDOWN, Kind.CSV, Kind.HTML):
        return named
    if named is None and _is_binary(head):
        ending = path.suffix or "no ending in its name"
        raise UnreadableFile(f"this kind of file ({ending}) is not read. {INSTEAD}", "refused")
    return Kind.TEXT


def _is_mail(head: bytes) -> bool:
    """Whether the first lines are those of a mail: at least three, with the sender and a technical one among them."""
    lines = head.split(b"\r\n\r\n")[0].split(b"\n\n")[0].splitlines()
    found = [line for line in lines if MAIL.match(line)]
    technical = re.compile(rb"(?:Received|Return-Path|Message-ID|MIME-Version|Delivered-To|X-)", re.IGNORECASE)
    starts = bool(lines) and MAIL.match(lines[0]) is not None
    return starts and len(found) >= 3 and any(technical.match(line) for line in found)


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13))
    wide = max(head[0::2].count(0), head[1::2].count(0)) > len(head) / 3
    return control > len(head) / 50 and not wide


def _package(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            declared = package.read("mimetype")[:200].decode("ascii", "replace").strip() if "mimetype" in names else ""
            locked = declared.startswith("application/vnd.oasis") and _is_locked(package, names)
    except RuntimeError as error:
        raise UnreadableFile(LOCKED, "encrypted") from error
    except Exception as error:
        raise UnreadableFile(BROKEN) from error
    if locked:
        raise UnreadableFile(LOCKED, "encrypted")
    if declared in OPEN_DOCUMENT:
        return OPEN_DOCUMENT[declared]
    folders = {name.replace("\\", "/").lstrip("/").split("/")[0].lower() for name in names}
    if "[Content_Types].xml" in names or "_rels" in folders:
        for folder, kind in (("word", Kind.DOCX), ("xl", Kind.XLSX), ("ppt", Kind.PPTX)):
            if folder in folders:
                return kind
    if "[Content_Types].xml" in names and (named := _named(path)) in PACKAGES:
        return named
    name = path.suffix if declared else "an archive"
    raise UnreadableFile(f"this kind of file ({name}) is not read. {INSTEAD}", "refused")


def _is_locked(package: zipfile.ZipFile, names: list[str]) -> bool:
    return "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml")


def _compound(path: Path) -> Kind:
    """The kind of a file in the older compound format, by the names of its streams."""
    content = path.read_bytes()
    try:
        streams = _streams(content)
    except (struct.error, IndexError, ValueError):
        streams = []
    if not streams:
        streams = [name for name, _ in STREAMS if name.encode("utf-16-le") in content]
    for name, kind in STREAMS:
        if name not in streams:
            continue
        if kind is None or (kind is Kind.DOC and _is_locked_word(content)):
            raise UnreadableFile(LOCKED, "encrypted")
        return kind
    named = _named(path)
    if named in PACKAGES:
        raise UnreadableFile(
            f"it is protected with a password, or it is a broken or older {PROGRAMS[named]} file under a newer name. "
            "Save it again without a password"
        )
    raise UnreadableFile(BROKEN)


def _streams(content: bytes) -> list[str]:
    """The names in the directory of a compound file, which is a chain of sectors."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    if size not in (512, 4096):
        raise ValueError(size)
    per_sector = size // 4
    tables = [number for number in struct.unpack_from("<109I", content, 76) if number < 0xFFFFFFFA]
    sector = struct.unpack_from("<I", content, 48)[0]
    names: list[str] = []
    seen: set[int] = set()
    while sector < 0xFFFFFFFA and sector not in seen:
        seen.add(sector)
        start = (sector + 1) * size
        for entry in range(start, min(start + size, len(content) - 127), 128):
            length = struct.unpack_from("<H", content, entry + 64)[0]
            if 2 < length <= 64 and content[entry + 66]:
                names.append(content[entry : entry + length - 2].decode("utf-16-le", "replace"))
        table = tables[sector // per_sector]
        sector = struct.unpack_from("<I", content, (table + 1) * size + 4 * (sector % per_sector))[0]
    return names


def _is_locked_word(content: bytes) -> bool:
    """Whether the file information block, which a Word file has at its first sector, says that it is encrypted."""
    known = content[512:514] == b"\xec\xa5"
    return known and bool(struct.unpack_from("<H", content, 512 + 10)[0] & 0x0100)
