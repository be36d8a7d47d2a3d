"""Keep only what a cited passage says: quotes verbatim; numbers, negation and must, should or may exactly alike."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant import asking, framing, saying
from assistant.values import Citation, Hit, Retrieval, Statement
from assistant.vocabulary import is_bare, named
from assistant.wording import content_words, parts

LABEL = re.compile(r"\s*\[\d{1,3}\]")
COVERED = 0.3  # of what is asked
LIKELY = 0.5


def check(statements: Sequence[Statement], retrieval: Retrieval) -> tuple[Statement, ...]:
    """The statements that stand, with labels "1", "2", ... in reading order; one quote has one label.

    A citation stands when its passage was retrieved and its quote is verbatim there. A statement stands when at
    least one citation does, the numbers, negations and modals it uses are those of its quotes, and what stands before
    it is one of the words of `framing`.
    """
    retrieved = {hit.passage.id for hit in retrieval.hits} | {passage.id for passage in retrieval.around}
    labels: dict[tuple[str, str], str] = {}
    kept: list[Statement] = []
    documents = {
        item.document.key: item.document for item in (*(hit.passage for hit in retrieval.hits), *retrieval.around)
    }
    quotes = tuple(
        citation.quote for statement in statements for citation in statement.citations if _verbatim(citation)
    )
    for statement in statements:
        citations = [item for item in statement.citations if item.passage.id in retrieved and _verbatim(item)]
        text = _without_labels(statement.text, citations)
        framed = framing.fits(statement.lead, documents.values(), quotes)
        if citations and text and framed and says_the_same(text, [item.quote for item in citations]):
            kept.append(Statement(text, tuple(_labelled(citations, labels)), statement.lead))
    return tuple(kept)


def says_the_same(text: str, quotes: Iterable[str]) -> bool:
    """Whether a text says nothing else than its quotes: "15 days" is not "10 days", and no "unless ..." is left out."""
    return not saying.differs(text, "\n".join(quotes))


def unmet(question: str, statements: Sequence[Statement], best: Sequence[Hit | None] = ()) -> tuple[int, ...]:
    """The places of the things asked that no statement meets: none has part of their content words in it or above it,
    one that names a subject among them, none is of the kind that they ask for, such as a time, and what was found for
    them is not likely to answer them.

    A question that asks one thing is met by any statement, because it was found for it. `best` holds the likeliest
    hit for each thing, as in `Retrieval`.
    """
    if len(parts(question)) < 2:
        return () if statements else (0,)
    missing: list[int] = []
    for place, thing in enumerate(asking.alone(question)):
        hit = best[place] if place < len(best) else None
        if not _met(thing, statements) and not _likely(thing, hit, best[:place], statements):
            missing.append(place)
    return tuple(missing)


def without(
    statements: Sequence[Statement], unmet: Collection[int], each: Sequence[Sequence[Hit]]
) -> tuple[Statement, ...]:
    """The statements but those found for a thing that they do not meet: `each` holds the hits for each thing asked.

    A passage was found for the met thing for which it is the likeliest one, else for the thing for which it is itself
    likeliest. What was not searched for, such as an exception, goes with the statement before it. The labels are given
    anew.
    """
    score: dict[str, float] = {}
    found_for: dict[str, int] = {}
    for place, hits in enumerate(each):
        for hit in hits:
            if hit.score > score.get(hit.passage.id, -1.0):
                score[hit.passage.id], found_for[hit.passage.id] = hit.score, place
    found_for |= {hits[0].passage.id: place for place, hits in enumerate(each) if hits and place not in unmet}
    kept: list[Statement] = []
    labels: dict[tuple[str, str], str] = {}
    thing = -1
    for statement in statements:
        thing = next((found_for[c.passage.id] for c in statement.citations if c.passage.id in found_for), thing)
        if thing not in unmet:
            kept.append(replace(statement, citations=tuple(_labelled(statement.citations, labels))))
    return tuple(kept)


def _met(thing: str, statements: Sequence[Statement]) -> bool:
    wanted = set(content_words(thing))
    subjects = {word for word in wanted if not is_bare(word)} or wanted
    for its in map(_said, statements):
        words = {word for word in wanted if named(word, its)}
        if len(words) >= COVERED * len(wanted) and (words & subjects or not wanted):
            return True
    return any(asking.fits(thing, statement.text) > 0 for statement in statements)


def _likely(thing: str, hit: Hit | None, earlier: Sequence[Hit | None], statements: Sequence[Statement]) -> bool:
    """Whether what was found for a thing is likely to answer it although no statement shows that it does.

    A thing is searched for with what stands before it, which alone may have found the passage: one that was found for
    an earlier thing too and has no word of this one is not about it, unless it is asked who, when or how much.
    """
    if hit is None or hit.score < LIKELY:
        return False
    name = asking.which(thing)
    if name and not any(named(word, its) for word in content_words(name) for its in map(_said, statements)):
        return False
    its = set(content_words(hit.passage.embedded_text))
    again = any(other is not None and other.passage.id == hit.passage.id for other in earlier)
    return not again or asking.has_kind(thing) or any(named(word, its) for word in content_words(thing))


def _said(statement: Statement) -> set[str]:
    places = (citation.passage.place for citation in statement.citations)
    return {word for words in (statement.text, *places) for word in content_words(words)}


def _verbatim(citation: Citation) -> bool:
    return bool(citation.quote.strip()) and citation.quote in citation.passage.text


def _without_labels(text: str, citations: Sequence[Citation]) -> str:
    """Labels that a generator wrote are removed, unless the document itself prints them."""
    quoted = {label.strip() for citation in citations for label in LABEL.findall(citation.quote)}
    return LABEL.sub(lambda match: match.group() if match.group().strip() in quoted else "", text).strip()


def _labelled(citations: Sequence[Citation], labels: dict[tuple[str, str], str]) -> Iterator[Citation]:
    for citation in citations:
        label = labels.setdefault((citation.passage.id, citation.quote), str(len(labels) + 1))
        yield replace(citation, label=label)
