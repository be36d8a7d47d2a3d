"""An answer with its sources as plain text, to be pasted into a letter or a minute."""

from assistant.values import Answer, Citation
from assistant.web.as_json import source_path
from assistant.web.render import whereabouts

HERE = "\ue000"  # stands for the server's own address, which the page's script knows


def plain(said: Answer, link: str = "") -> str:
    """The question, the answer with what was worked out of it, its numbered sources, each with its link.

    `link` is the answer's own, "" for none.
    """
    lines = [said.question, "", said.text]
    if said.citations:
        lines += ["", "Sources", *(_source(citation, said, link) for citation in said.citations)]
    lines += ["", *said.notices] if said.notices else []
    return "\n".join([*lines, "", f"{HERE}{link}"] if link else lines)


def _source(citation: Citation, said: Answer, link: str) -> str:
    passage = citation.passage
    facts = ", ".join([passage.document.title, *whereabouts(passage, citation.start, citation.end)])
    own = f"/passage/{link.rsplit('/', 1)[-1]}/{citation.label}" if link else source_path(citation, said.index)
    return f"[{citation.label}] {facts}: {HERE}{own}"
