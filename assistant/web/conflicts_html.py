"""Pure HTML of the clauses in force that contradict one another: both with their words, and which of them governs."""

from collections.abc import Sequence

from assistant.upkeep import Conflict
from assistant.values import Passage
from assistant.web.as_json import source_address
from assistant.web.render import safe, whereabouts

LEAD = (
    "Found by comparing amounts, periods and who decides in clauses that are about one matter. Read both: a difference "
    "may be meant. Where a document is wrong, correct it and publish it anew."
)


def listed(conflicts: Sequence[Conflict], build: str) -> str:
    """The conflicts, each with both clauses; "" where there is none."""
    if not conflicts:
        return ""
    items = "".join(_conflict(item, build) for item in conflicts)
    return f'<h2>Clauses that differ ({len(conflicts)})</h2><p class="quiet">{LEAD}</p>{items}'


def _conflict(item: Conflict, build: str) -> str:
    names = ("This governs", "This differs") if item.decided else ("One says", "The other says")
    first, other = item.first.document.title, item.other.document.title
    return (
        f'<section class="card"><h3>{safe(first)} and {safe(other)}</h3>'
        f"{_clause(names[0], item.first, item.words, build)}{_clause(names[1], item.other, item.other_words, build)}"
        f"<p>{safe(item.why)}</p></section>"
    )


def _clause(name: str, passage: Passage, words: str, build: str) -> str:
    start = passage.start + max(passage.text.find(words), 0)
    end = start + len(words)
    where = ", ".join(whereabouts(passage, start, end))
    link = f'<a href="{safe(source_address(build, passage, start, end))}#quote">{safe(passage.document.title)}</a>'
    return (
        f'<p><b>{name}:</b> {link} <span class="quiet">{safe(where)}</span></p><blockquote>{safe(words)}</blockquote>'
    )
