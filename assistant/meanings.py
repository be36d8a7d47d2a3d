"""Questions for what a word means, answered from the glossary, and the one meaning that may stand beside an answer."""

import re
from collections.abc import Iterable, Sequence

from assistant import asking
from assistant.glossary import Entry, Glossary, stems
from assistant.retrieval.scope import Scope, why_not
from assistant.values import Citation, Statement
from assistant.vocabulary import is_generic, named
from assistant.wording import content_words, words

MOST = 4  # meanings of one word that are shown
ALIKE = 0.6  # share of common words from which two meanings are the same
MOST_WORDS = 120  # of an answer with the meaning that is put beside it
BEFORE = (
    r"^(?:(?:so|ok|hi|hello|please|sorry|um|and)[,!]? )*(?:(?:can|could) (?:you|someone) )?(?:please )?(?:tell me )?"
)
WHERE = r"(?:,? (?:in|under|for|according to) (?P<where>(?:the |our |this )?.{2,60}?))?(?: please| exactly)*$"
CALLED = r"(?:the (?:word|term|phrase|abbreviation|initial|letter|acronym)s? )?"
A = CALLED + r"(?P<article>an? |the |our )?"
TERM = r"[\"“'‘]?(?P<term>[^?]{1,60}?)[\"”'’]?"
ASKS = tuple(
    re.compile(BEFORE + words_ + WHERE, re.IGNORECASE)
    for words_ in (
        rf"what (?:does|do|did) {A}{TERM} (?:actually |really )?(?:mean|stand for|refer to)(?: here| exactly)?",
        rf"what {A}{TERM} (?:is|are|means?)",
        rf"what (?:do|does) (?:we|you|they|the \w+) mean by {A}{TERM}",
        rf"what(?:'?s| is| are) meant by {A}{TERM}",
        rf"(?:what(?:'?s| is) )?(?:the )?(?:meaning|definition) of {A}{TERM}",
        rf"(?:define|explain the (?:term|word)) {A}{TERM}",
        rf"how (?:is|are|do we|does the \w+) (?:define )?{A}{TERM}(?: defined)?",
        rf"(?:what|who) (?:counts|qualifies|is counted) as {A}{TERM}",
    )
)
ASKS_WHAT = re.compile(BEFORE + rf"what(?:'?s| is| are) {A}{TERM}" + WHERE, re.IGNORECASE)
ASKS_WHO = re.compile(BEFORE + rf"who(?:'?s| is) (?P<article>an? ){TERM}" + WHERE, re.IGNORECASE)
DEFINED = re.compile(r"^.*\bhow (?:is|are)\b(?!.*\bdefined)", re.IGNORECASE)
DAYS = re.compile(r"\b(?:\d+|[a-z]+) (?P<unit>(?:school|working|clear) days?)\b", re.IGNORECASE)


def answer(question: str, glossary: Glossary, scope: Scope) -> tuple[Statement, ...]:
    """What a word means, each meaning once, the commonest first; empty where that is not asked or not known."""
    asked = _asked(question, glossary)
    if asked is None:
        return ()
    term, where = asked
    known = [entry for entry in glossary.of(term) if _may_answer(entry, scope)]
    if where:
        known = [entry for entry in known if _is_about(entry, where)]
    known += [further for entry in known[:1] if entry.full for further in glossary.of(entry.full) if not further.full]
    chosen = [group[0] for group in _grouped(known)[:MOST]]
    cited = dict.fromkeys(entry.whole if len(chosen) == 1 and not entry.full else entry.citation for entry in chosen)
    return tuple(Statement(citation.quote, (citation,)) for citation in cited)


def _asked(question: str, glossary: Glossary) -> tuple[str, str] | None:
    """The word that a question asks the meaning of, and where; None where it asks for something else."""
    plain = " ".join(question.split()).rstrip(" ?.!")
    for pattern in ASKS:
        found = pattern.match(plain)
        if found and not DEFINED.match(plain) and glossary.of(found["term"]):
            return found["term"], found["where"] or ""
    found = ASKS_WHAT.match(plain) or ASKS_WHO.match(plain)
    if found is None:
        return None
    known = glossary.of(found["term"])
    if (found["article"] or "").strip().casefold() in ("the", "our"):
        known = tuple(entry for entry in known if entry.full or entry.now)
    return (found["term"], found["where"] or "") if known else None


def _may_answer(entry: Entry, scope: Scope) -> bool:
    return scope.looks_in(entry.document) and not why_not(entry.passage, scope)


def _is_about(entry: Entry, where: str) -> bool:
    """Whether a definition stands in the document that is named."""
    wanted = {word for word in content_words(where) if not is_generic(word)}
    return bool(wanted & set(content_words(entry.document.title))) or not wanted


def _grouped(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries that say the same together, the largest group first; in it first what defines, not only spells out."""
    groups: list[list[Entry]] = []
    for entry in entries:
        group = next((group for group in groups if _alike(entry, group[0])), None)
        if group is None:
            groups.append([entry])
        else:
            group.append(entry)
    for group in groups:
        group.sort(key=lambda entry: (bool(entry.full), len(entry.whole.quote) if entry.full else 0))
    return sorted(groups, key=lambda group: -len({entry.document.key for entry in group}))


def _alike(one: Entry, other: Entry) -> bool:
    first, second = set(content_words(one.meaning)), set(content_words(other.meaning))
    return bool(first & second) and (
        first <= second or second <= first or len(first & second) >= ALIKE * len(first | second)
    )


def beside(question: str, statements: Sequence[Statement], glossary: Glossary, scope: Scope) -> Statement | None:
    """The meaning of a word on which an answer turns, where the answer's own document defines it and there is room.

    That is the kind of day in which a period is counted, where a time is asked for, or a term of several words of which
    the question names a case: "my brother" is one of "close relative".
    """
    text = " ".join(statement.text for statement in statements)
    for entry in _deciding(question, statements, glossary):
        quote = entry.citation.quote
        shown = quote in text or any(c.passage.id == entry.passage.id for s in statements for c in s.citations)
        if not shown and _may_answer(entry, scope) and len(words(f"{text} {quote}")) <= MOST_WORDS:
            return Statement(quote, (Citation("", entry.passage, quote),))
    return None


def _deciding(question: str, statements: Sequence[Statement], glossary: Glossary) -> Iterable[Entry]:
    first = statements[0] if statements else None
    if first is None:
        return
    document = first.citations[0].passage.document
    if asking.ASKS_TIME.search(question) or asking.ASKS_AMOUNT.search(question):
        for found in DAYS.finditer(first.text):
            entry = glossary.within(found["unit"], document)
            if entry is not None:
                yield entry
    said, asked = stems(first.text), set(content_words(question))
    for entry in glossary.entries:
        name = stems(entry.term)
        if entry.document.key != document.key or entry.full or entry.now or len(name) < 2:
            continue
        if any(said[at : at + len(name)] == name for at in range(len(said))) and _is_case(asked - set(said), entry):
            yield entry


def _is_case(asked: set[str], entry: Entry) -> bool:
    """Whether words of a question that the answer does not use stand in what a term means."""
    meaning = set(content_words(entry.meaning))
    return any(not word.isdigit() and not is_generic(word) and named(word, meaning) for word in asked)
