"""Bytes of a text file to characters, and what wrong decoding left behind mended."""

import re

from assistant.errors import UnreadableFile
from assistant.reading.composing import Composer

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LOOKED_AT = 4096
BINARY_SHARE = 0.02
WIDE_SHARE = 0.3  # of the bytes at even or at odd places: more zeros than that are UTF-16 without its mark
NOT_TEXT = "it is not a text file, although its name says so. Save it again as text or Word"
MENDED = "Characters that an earlier program had decoded wrongly were mended."
LOST = "Some characters could not be decoded; each is shown as �."
SUSPECT = re.compile("[ÃÂâãðÅ][\u0080-\u00bf\u0152-\u2122]|Ã.|â€")


def decode(content: bytes) -> str:
    """The characters of a text file: UTF-8, UTF-16 with or without its mark, Windows-1252, or old Macintosh.

    Raises:
        UnreadableFile: the bytes are not text.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    wide = _wide(content[:LOOKED_AT])
    if wide:
        text = content.decode(wide, errors="replace")
        if sum(character < " " and character not in "\t\r\n\f" for character in text) <= len(text) * BINARY_SHARE:
            return text
    control = sum(content.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13))
    if control > len(content) * BINARY_SHARE:
        raise UnreadableFile(NOT_TEXT)
    return _narrow(content)


def mended(composer: Composer, text: str) -> str:
    """The text with what was decoded twice put right, which the composer notes; nothing else is changed."""
    from ftfy import fix_encoding

    if "\ufffd" in text:
        composer.note(LOST)
    if not SUSPECT.search(text):
        return text
    lines = text.split("\n")
    repaired = [fix_encoding(line) if SUSPECT.search(line) else line for line in lines]
    if repaired != lines:
        composer.note(MENDED)
    return "\n".join(repaired)


def _wide(head: bytes) -> str:
    least = len(head) / 2 * WIDE_SHARE
    if head[1::2].count(0) > least > head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > least > head[1::2].count(0):
        return "utf-16-be"
    return ""


def _narrow(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    replaced = content.decode("utf-8", errors="replace")
    beyond = sum(character > "\x7f" for character in replaced)
    if replaced.count("\ufffd") * 4 < beyond:  # UTF-8 with a few bytes lost or cut off
        return replaced
    old = b"\r" in content and b"\n" not in content  # only old Macintosh programs end their lines so
    return content.decode("mac_roman" if old else "cp1252", errors="replace")
