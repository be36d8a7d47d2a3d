"""Saved mails (.eml): subject, sender and date are properties, the text is the body, attachments stay closed."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from pathlib import Path

from assistant.errors import UnreadableFile
from assistant.reading.composing import Composer, cleaned
from assistant.reading.packages import BROKEN
from assistant.reading.plain import characters, plain_text
from assistant.reading.web import web_page

HEADERS = {"subject": "title", "from": "author", "to": "to"}
ATTACHED = "Attached files were not opened: {}."
SOFT_END = re.compile(r" \n(?=\S)")


def compose(path: Path) -> Composer:
    """Compose one mail.

    Raises:
        UnreadableFile: it cannot be taken apart.
    """
    composer = Composer()
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        _properties(composer, message)
        body = message.get_body(("plain", "html"))
        words = _words(body) if body is not None else ""
        names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise UnreadableFile(BROKEN) from error
    if title := composer.properties.get("title", ""):
        composer.heading(1, title)
    if body is not None and body.get_content_type() == "text/html":
        web_page.write(composer, words)
        composer.properties["title"] = title or composer.properties.get("title", "")
    else:
        plain_text.write(composer, characters.mended(composer, words))
    if names:
        composer.note(ATTACHED.format(", ".join(map(cleaned, names))))
    return composer


def _properties(composer: Composer, message: EmailMessage) -> None:
    for header, name in HEADERS.items():
        words = cleaned(str(message.get(header, "")))
        if words:
            composer.properties[name] = words
    if said := str(message.get("date", "")):
        try:
            composer.properties["created"] = parsedate_to_datetime(said).date().isoformat()
        except ValueError:
            composer.properties["created"] = cleaned(said)


def _words(body: MIMEPart) -> str:
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    name = body.get_content_charset() or "utf-8"
    try:
        words = content.decode(name)
    except (LookupError, UnicodeDecodeError):
        words = characters.decode(content)
    words = words.replace("\r\n", "\n")
    return SOFT_END.sub(" ", words) if str(body.get_param("format", "")).lower() == "flowed" else words
