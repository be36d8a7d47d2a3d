"""Kept answers to take away, as Markdown and as Word: what was said, the words it rests on, and where they stand.

Words of documents and of questions are only ever words here: in Markdown nothing of theirs is a link, mark-up or HTML.
"""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from assistant.kept import Kept
from assistant.values import Answer, Citation, Document, Outcome, Statement
from assistant.wording import long_date

ENDINGS = {
    Outcome.ANSWERED: "Answered",
    Outcome.PARTLY: "Partly answered",
    Outcome.CLARIFY: "One thing is needed first",
    Outcome.NOT_FOUND: "Not in the documents",
    Outcome.OUT_OF_SCOPE: "Outside the documents",
    Outcome.ACT_NOW: "Act now",
    Outcome.FAILED: "Something went wrong",
}
ONE, SEVERAL = "An answer from the trust's documents", "Answers from the trust's documents"
CHECK = "Versions and standings are as of the day on which it was asked. Open the source before acting on an answer."
TELL = "Tell, in this order:"
NO_LONGER = "No longer in force when this file was taken: {standing}. Do not act on these words."
# What neither XML nor a page can hold, and marks that turn the order of letters around.
UNSEEN = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Every mark with a meaning in CommonMark or GitHub's Markdown, and what makes a bare address a link there.
MARKS = re.compile(r"[\\`*_\[\]<>&|~$^{}@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
AT_THE_BEGINNING = re.compile(r"^(?:\d{1,9}(?=[.)](?:\s|$))|(?=[#+=:-]))")
LINE_END = "\\\n"  # a line break that no editor strips, as two spaces would be
Since = Callable[[Document], str]  # what became of a cited text that held when it was asked: "superseded since ..."


def nothing_since(_: Document) -> str:
    """For when it is not known what became of a text."""
    return ""


def no_longer(cited: Document, held: Sequence[Document], on: date) -> str:
    """How a cited text stands on the day `on`, where it does not govern then; "" where it does.

    `held` are the documents of the library on that day, () where they are not known.
    """
    same = next((item for item in held if item.key == cited.key), None)
    if same is not None and same.governs(on):
        return "" if same.digest == cited.digest else "the text of this version has been changed"
    if same is not None:
        return same.standing(on)
    newer = [item for item in held if item.id == cited.id and item.governs(on)]
    if newer:
        begun = max((item.effective_from for item in newer if item.effective_from is not None), default=None)
        return f"superseded since {long_date(begun)}" if begun is not None else "superseded"
    if held:
        return "not among the documents any more"
    return "" if cited.governs(on) else cited.standing(on)


def title(kept: Sequence[Kept]) -> str:
    """What the whole is called."""
    return ONE if len(kept) == 1 else SEVERAL


def markdown(kept: Sequence[Kept], *, left_out: int = 0, since: Since = nothing_since) -> str:
    """Answers as Markdown, in their order; `left_out` is how many were asked for but are not kept any more.

    `since` says of a document how it stands now, where it is no longer in force.
    """
    parts = [f"# {escaped(title(kept))}"]
    parts += [part for item in kept for part in _markdown(item, since)]
    parts += [escaped(words) for words in _closing(left_out)]
    return "\n\n".join(parts) + "\n"


def word(kept: Sequence[Kept], *, left_out: int = 0, since: Since = nothing_since) -> bytes:
    """The same as a Word file (.docx)."""
    import docx  # heavy, and only those who take a file away need it
    from docx.oxml.ns import qn

    made = docx.Document()
    language = made.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")
    about = made.core_properties
    about.title, about.author, about.comments, about.language = title(kept), "Trust Assistant", "", "en-GB"
    made.add_heading(title(kept), 0)
    for item in kept:
        _into_word(made, item, since)
    for words in _closing(left_out):
        made.add_paragraph(words)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def escaped(words: str) -> str:
    """Words as Markdown that renders as exactly these words; lines stay lines."""
    lines = (" ".join(line.split()) for line in clean(words).splitlines())
    return LINE_END.join(_escaped_line(line) for line in lines if line)


def clean(words: str) -> str:
    """Words without what cannot be seen or cannot be written into a file."""
    return UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _escaped_line(line: str) -> str:
    return AT_THE_BEGINNING.sub(lambda found: f"{found[0]}\\", MARKS.sub(lambda found: f"\\{found[0]}", line))


def _closing(left_out: int) -> Iterator[str]:
    if left_out:
        was = "1 answer of this conversation is" if left_out == 1 else f"{left_out} answers of this conversation are"
        yield f"{was} not here, because it is not kept or not any more."
    yield CHECK


def _day(item: Kept) -> date:
    return item.asked_at.astimezone().date()


def _asked(item: Kept) -> str:
    """How it ended, when it was asked and for whom."""
    for_whom = (f"for {item.school}" if item.school else "", f"asked as {item.role}" if item.role else "")
    return " · ".join(filter(None, [ENDINGS[item.answer.outcome], f"asked on {long_date(_day(item))}", *for_whom]))


def _understood(said: Answer) -> str:
    same = said.asked_as.strip().casefold() == said.question.strip().casefold() or not said.asked_as
    return "" if same or said.outcome is Outcome.ACT_NOW else f"Understood as: {said.asked_as}"


def _facts(citation: Citation, on: date) -> str:
    """Version, section, pages, standing and owner of what is cited."""
    passage, document = citation.passage, citation.passage.document
    heading = passage.heading_path[-1] if passage.heading_path else ""
    heading = "" if heading in (document.title, passage.number) else heading
    section = " ".join(filter(None, [passage.number, heading]))
    pages = document.pages_of(citation.start, citation.end)
    facts = [
        f"version {document.version}" if document.version else "",
        (f"section {section}" if section[:1].isdigit() else section),
        f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]} to {pages[-1]}" if pages else "",
        f"{document.standing(on)} (on {long_date(on)})",
        f"for {' and '.join(document.applies_to)}" if document.applies_to else "",
        f"owner {document.owner}" if document.owner else "",
        f"file {document.source}" if document.source else "",
    ]
    return " · ".join(filter(None, facts))


def _since(citation: Citation, on: date, since: Since) -> str:
    """That what is cited does not hold any more, unless it is said already that it did not when it was asked."""
    standing = since(citation.passage.document)
    told = standing == citation.passage.document.standing(on)
    return NO_LONGER.format(standing=standing) if standing and not told else ""


def _labels(citations: Sequence[Citation]) -> str:
    return "".join(f"[{citation.label}]" for citation in citations)


def _index(item: Kept) -> str:
    return f"Index {item.answer.index}, answer {item.id}" if item.answer.index else f"Answer {item.id}"


def _markdown(item: Kept, since: Since) -> Iterator[str]:
    said, on = item.answer, _day(item)
    yield f"## {escaped(' '.join(said.question.split()))}"
    yield f"*{escaped(_asked(item))}*"
    yield from (escaped(words) for words in (_understood(said), said.message) if words)
    if said.contacts:
        yield escaped(TELL)
        yield "\n".join(f"{place}. {escaped(item.line)}" for place, item in enumerate(said.contacts, start=1))
    if said.statements:
        points = (_point(item) for item in said.statements)
        yield "\n".join("- " + point.replace("\n", "\n  ") for point in points)
    if said.workings:
        yield "Worked out:"
        yield "\n".join("- " + escaped(line).replace("\n", "\n  ") for line in said.workings)
    yield from (f"Note: {escaped(notice)}" for notice in said.notices)
    if said.citations:
        yield "### Sources"
    for citation in said.citations:
        name = f"**{escaped(f'[{citation.label}]')} {escaped(' '.join(citation.passage.document.title.split()))}**"
        later = _since(citation, on, since)
        yield LINE_END.join([name, escaped(_facts(citation, on)), *([f"**{escaped(later)}**"] if later else [])])
        yield "> " + escaped(citation.quote).replace("\n", "\n> ")
    yield escaped(_index(item))


def _point(item: Statement) -> str:
    lead = f"**{escaped(item.lead)}** " if item.lead else ""
    return f"{lead}{escaped(item.text)} {escaped(_labels(item.citations))}".rstrip()


def _into_word(made: Any, item: Kept, since: Since) -> None:
    said, on = item.answer, _day(item)
    made.add_heading(clean(" ".join(said.question.split())), 1)
    made.add_paragraph().add_run(clean(_asked(item))).italic = True
    for words in (_understood(said), said.message):
        if words:
            made.add_paragraph(clean(words))
    if said.contacts:
        made.add_paragraph(TELL)
    for place, contact in enumerate(said.contacts, start=1):  # a list's own numbers would go on from the last answer's
        made.add_paragraph(f"{place}. {clean(contact.line)}", "List")
    for statement in said.statements:
        point = made.add_paragraph(style="List Bullet")
        if statement.lead:
            point.add_run(f"{clean(statement.lead)} ").bold = True
        point.add_run(f"{clean(statement.text)} {_labels(statement.citations)}".rstrip())
    if said.workings:
        made.add_paragraph("Worked out:")
    for working in said.workings:
        made.add_paragraph(clean(working), "List Bullet")
    for notice in said.notices:
        made.add_paragraph(f"Note: {clean(notice)}")
    if said.citations:
        made.add_heading("Sources", 2)
    for citation in said.citations:
        named = made.add_paragraph()
        named.add_run(f"[{citation.label}] {clean(citation.passage.document.title)}").bold = True
        named.add_run(f"\n{clean(_facts(citation, on))}")
        if later := _since(citation, on, since):
            named.add_run(f"\n{clean(later)}").bold = True
        named.paragraph_format.keep_with_next = True
        made.add_paragraph(clean(citation.quote), "Quote")
    made.add_paragraph(clean(_index(item)))
