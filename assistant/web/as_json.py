"""An answer as JSON, for the command line, the API and programs."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from assistant.values import Answer, Citation, Hit, Passage


def answer_json(answer: Answer) -> dict[str, Any]:
    """All that an answer says, rests on and passed over; offsets count characters of the document's text."""
    found = answer.retrieval
    return {
        "question": answer.question,
        "asked_as": answer.asked_as,
        "outcome": answer.outcome.value,
        "message": answer.message,
        "statements": [
            {
                "text": statement.text,
                "lead": statement.lead,
                "citations": [citation.label for citation in statement.citations],
            }
            for statement in answer.statements
        ],
        "citations": [_citation(citation, answer.index) for citation in answer.citations],
        "workings": list(answer.workings),
        "contacts": [asdict(contact) for contact in answer.contacts],
        "notices": list(answer.notices),
        "hits": [_hit(hit) for hit in found.hits] if found else [],
        "passed_over": [{**_hit(item.hit), "reason": item.reason} for item in found.passed_over] if found else [],
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "index": answer.index,
        "seconds": round(answer.seconds, 4),
        "confidence": None if answer.confidence is None else round(answer.confidence, 4),
    }


def source_address(build: str, passage: Passage, start: int | None = None, end: int | None = None) -> str:
    """Where the page shows a passage in its document, with the words from `start` to `end` highlighted."""
    words = f"?start={start}&end={end}" if start is not None and end is not None else ""
    return f"/source/{quote(build)}/{quote(passage.id)}{words}"


def source_path(citation: Citation, build: str) -> str:
    """Where the page shows a citation in its document."""
    return source_address(build, citation.passage, citation.start, citation.end)


def _citation(citation: Citation, build: str) -> dict[str, Any]:
    passage, document = citation.passage, citation.passage.document
    return {
        "label": citation.label,
        "passage": passage.id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "title": document.title,
        "version": document.version,
        "heading_path": list(passage.heading_path),
        "number": passage.number,
        "pages": list(document.pages_of(citation.start, citation.end)),
        "source": document.source,
        "link": source_path(citation, build),
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "passage": hit.passage.id,
        "score": round(hit.score, 6),
        "similarity": None if hit.similarity is None else round(hit.similarity, 4),
        "keywords": None if hit.keywords is None else round(hit.keywords, 4),
        "nearness": None if hit.nearness is None else round(hit.nearness, 4),
    }
