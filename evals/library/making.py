"""Make the documents of the library, and its register, from their texts: `python -m evals.library.making corpus`."""

import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

from evals.library import as_others, as_pdf, as_word
from evals.library.texts import HERE, Text, every

MAKERS: dict[str, Callable[[Text], bytes]] = {
    ".docx": as_word.made,
    ".pdf": as_pdf.made,
    ".xlsx": as_others.workbook,
    ".html": as_others.web_page,
    ".odt": as_others.open_document,
    ".pptx": as_others.slides,
}
PACKAGES = (".docx", ".xlsx", ".odt", ".pptx")
REGISTERED = (
    "id",
    "file",
    "title",
    "kind",
    "reference",
    "version",
    "status",
    "owner",
    "contact",
    "approved_by",
    "approved",
    "effective_from",
    "review_cycle",
    "review_by",
    "applies_to",
    "supersedes",
)
SAME_MOMENT = (2026, 9, 1, 9, 0, 0)


def issued(text: Text) -> bytes:
    """The bytes of a document; the same text gives the same bytes, always."""
    ending = PurePosixPath(text.file).suffix
    made = as_others.scan(text) if text.about.get("scan") else MAKERS[ending](text)
    return _settled(made) if ending in PACKAGES else made


def _settled(package: bytes) -> bytes:
    """A zip package with one moment for all its parts."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as source, zipfile.ZipFile(written, "w") as target:
        for part in source.infolist():
            kind = zipfile.ZIP_STORED if part.filename == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(zipfile.ZipInfo(part.filename, SAME_MOMENT), source.read(part), kind)
    return written.getvalue()


def register(texts: Sequence[Text]) -> str:
    """`register.toml`: the trust and its schools, then an entry for every document."""
    head = (HERE / "trust.toml").read_text(encoding="utf-8")
    entries = []
    for text in sorted(texts, key=lambda item: item.file):
        about = text.about | text.about.get("registered", {})
        lines = [f"{name} = {_toml(about[name])}" for name in REGISTERED if about.get(name) not in (None, "", [])]
        entries.append("[[document]]\n" + "\n".join(lines) + "\n")
    return head.rstrip() + "\n\n" + "\n".join(entries)


def _toml(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(corpus: Path) -> None:
    """Write every document and the register into `corpus`; files that are as they should be are left alone."""
    texts = list(every())
    for text in texts:
        _write(corpus / text.file, issued(text))
    _write(corpus / "register.toml", register(texts).encode())
    print(f"{len(texts)} documents, {sum(text.words for text in texts):,} words")  # noqa: T201 - a command


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
