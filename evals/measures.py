"""The measures, each a named value between 0 and 1 of one answer, with what it saw. Silence scores zero.

Retrieval is measured on the answer's own hits with ir_measures (MacAvaney, Macdonald and Ounis, "Streamlining
evaluation with ir-measures", ECIR 2022).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import ir_measures
from ir_measures import RR, R, nDCG

from assistant.values import Answer, Citation, Document, Outcome, Passage, Statement
from assistant.wording import long_date, words
from evals.matching import groups_met, said
from evals.values import Question, Score

REFUSALS = frozenset({Outcome.NOT_FOUND.value, Outcome.OUT_OF_SCOPE.value})
RETRIEVAL = {"Recall@5": R @ 5, "Recall@10": R @ 10, "nDCG@10": nDCG @ 10, "RR@10": RR @ 10}
NOTHING = Score(None)
ANOTHER_STATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:last|next) (?:(?:school|academic) )?(?:year|month|term|spring|summer|autumn|winter|january"
    r"|february|march|april|may|june|july|august|september|october|november|december|version)\b|\bago\b|\bused? to\b"
    r"|\b(?:old|older|previous|former|earlier|superseded|draft|drafts|proposed|proposals?|consultation|previously"
    r"|formerly|originally|coming|forthcoming|compared?)\b|\bversions?\b|\bchang(?:e|ed|es|ing)\b"
    r"|\bdifferen(?:t|ce|ces)\b|\bas (?:of|at)\b|\bback (?:in|on)\b|\bone before\b|\bin force (?:in|on|at)\b"
    r"|\bwhat(?:'s| is) new\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a measure is read: `better` is "more", "less" or "" (neither); `share` is False for counts and seconds."""

    name: str
    means: str
    better: str = "more"
    share: bool = True


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("whole answer right", "outcome, citations, facts and conditions right, and nothing forbidden said"),
        Measure("right outcome", "answered, not found, clarify and so on, as it should be"),
        Measure("expected citation", "a passage of every gold group is cited"),
        Measure("citation precision", "share of the cited passages that are gold or hold a required fact"),
        Measure("fact recall", "share of the required facts that the answer says"),
        Measure("condition recall", "share of the conditions that must be stated and are"),
        Measure("forbidden facts", "says something that only a wrong answer says", "less"),
        Measure("quote verbatim", "share of the quotes that stand in the document word for word"),
        Measure("right school", "no document of another school is cited"),
        Measure("superseded as current", "cites a text that does not govern on the day of the question", "less"),
        Measure("follow-up", "a follow-up is cited and answered as it should be"),
        Measure("follow-up asked whole", "the same question asked in one sentence that stands alone"),
        Measure("Recall@5", "share of the gold groups among the first five passages"),
        Measure("Recall@10", "share of the gold groups among the first ten passages"),
        Measure("nDCG@10", "the first ten passages, discounted by rank"),
        Measure("RR@10", "1 / rank of the first right passage, 0 beyond ten"),
        Measure("words", "length of the answer in words", "", share=False),
        Measure("seconds", "wall time from question to answer", "less", share=False),
    )
}


def score(question: Question, answer: Answer, today: date, whole: Answer | None = None) -> dict[str, Score]:
    """Every measure of an answer, by name. `whole` is the answer to `question.whole` where that was asked too."""
    found = {
        "right outcome": _right_outcome(question, answer),
        "expected citation": _expected_citation(question, answer),
        "citation precision": _citation_precision(question, answer),
        "fact recall": _recall(question.facts, answer),
        "condition recall": _recall(question.conditions, answer),
        "forbidden facts": _forbidden(question, answer),
        "quote verbatim": _quote_verbatim(answer),
        "right school": _right_school(question, answer),
        "superseded as current": _superseded(question, answer, question.asked_on or today),
        **retrieval(question, [hit.passage for hit in answer.retrieval.hits] if answer.retrieval else []),
        "words": Score(float(len(words(answer.text))) if answer.statements else None),
        "seconds": Score(answer.seconds),
    }
    found["whole answer right"] = _all_right(found)
    if question.history:
        found["follow-up"] = _succeeded(found)
        if whole is not None:
            found["follow-up asked whole"] = _succeeded(score(question_alone(question), whole, today))
    return found


def question_alone(question: Question) -> Question:
    """A follow-up as the question that stands alone."""
    return replace(question, question=question.whole, history=(), whole="")


def retrieval(question: Question, passages: Sequence[Passage], met: Sequence[frozenset[int]] = ()) -> dict[str, Score]:
    """The measures of a ranking of passages, best first. `met` says of each which gold groups it satisfies, when known.

    Each gold group is one thing to be found: the first passage that satisfies it counts, further ones do not.
    A passage that satisfies several groups at once stands for all of them, one after another.
    """
    wanted = len(question.gold) + len(question.gold_quotes)
    if not wanted:
        return dict.fromkeys(RETRIEVAL, NOTHING)
    met = met or [groups_met(passage, question.gold, question.gold_quotes) for passage in passages]
    ranked: list[str] = []
    for rank, groups in enumerate(met, start=1):
        fresh = [f"gold {group}" for group in sorted(groups) if f"gold {group}" not in ranked]
        ranked.extend(fresh or [f"other {rank}"])
    first = next((rank for rank, name in enumerate(ranked, start=1) if name.startswith("gold")), None)
    seen = f"first right passage at rank {first}" if first else f"no right passage among {len(met)}"
    qrels = [ir_measures.Qrel("q", f"gold {group}", 1) for group in range(wanted)]
    run = [ir_measures.ScoredDoc("q", name, float(-rank)) for rank, name in enumerate(ranked)]
    values = ir_measures.calc_aggregate(list(RETRIEVAL.values()), qrels, run) if run else {}
    return {name: Score(float(values.get(measure, 0.0)), seen) for name, measure in RETRIEVAL.items()}


def refused(outcome: str) -> bool:
    """Whether an outcome declines to answer."""
    return outcome in REFUSALS


def _right_outcome(question: Question, answer: Answer) -> Score:
    if not question.outcome:
        return NOTHING
    right = answer.outcome.value == question.outcome
    return Score(float(right), answer.outcome.value if right else f"{answer.outcome.value}, not {question.outcome}")


def _met(question: Question, citations: Sequence[Citation]) -> frozenset[int]:
    each = (groups_met(citation.passage, question.gold, question.gold_quotes) for citation in citations)
    return frozenset().union(*each)


def _expected_citation(question: Question, answer: Answer) -> Score:
    wanted = (*question.gold, *question.gold_quotes)
    if not wanted:
        return NOTHING
    met = _met(question, answer.citations)
    missing = [" or ".join(group)[:200] for number, group in enumerate(wanted) if number not in met]
    return Score(float(not missing), "not cited: " + "; ".join(missing) if missing else "every group is cited")


def _citation_precision(question: Question, answer: Answer) -> Score:
    """A cited passage is right when it is gold, or when its quote holds a fact or condition that is asked for."""
    asked_for = bool(question.gold or question.gold_quotes)
    if not answer.citations:
        return Score(0.0, "nothing is cited") if asked_for else NOTHING
    if not asked_for and not refused(question.outcome):
        return NOTHING
    stated = (*question.facts, *question.conditions)
    wrong = [
        citation.passage.id
        for citation in answer.citations
        if not _met(question, [citation]) and not any(said(citation.quote, stated))
    ]
    share = 1 - len(wrong) / len(answer.citations)
    return Score(share, "not called for: " + ", ".join(wrong) if wrong else "every citation is right")


def _recall(groups: Sequence[tuple[str, ...]], answer: Answer) -> Score:
    if not groups:
        return NOTHING
    found = said(_words_of(answer), tuple(groups))
    missing = [" / ".join(group) for group, there in zip(groups, found, strict=True) if not there]
    return Score(sum(found) / len(found), "missing: " + "; ".join(missing) if missing else "all said")


def _forbidden(question: Question, answer: Answer) -> Score:
    if not question.forbidden:
        return NOTHING
    found = said(_words_of(answer), question.forbidden)
    stated = [" / ".join(group) for group, there in zip(question.forbidden, found, strict=True) if there]
    return Score(float(bool(stated)), "says: " + "; ".join(stated) if stated else "none said")


def _words_of(answer: Answer) -> str:
    """What the answer says: its message, its statements and what was worked out of them. Notices stand beside it."""
    return "\n".join((answer.message, *(statement.text for statement in answer.statements), *answer.workings))


def _quote_verbatim(answer: Answer) -> Score:
    if not answer.citations:
        return NOTHING
    wrong = [citation.label for citation in answer.citations if not _is_verbatim(citation)]
    share = 1 - len(wrong) / len(answer.citations)
    return Score(share, f"not word for word: {', '.join(wrong)}" if wrong else "all word for word")


def _is_verbatim(citation: Citation) -> bool:
    quote, passage = citation.quote, citation.passage
    if not quote or quote not in passage.text:
        return False
    return passage.document.text[citation.start : citation.end] == quote


def _right_school(question: Question, answer: Answer) -> Score:
    """A document of other schools is wrong unless it is gold or the question names one of its schools."""
    limited = [citation for citation in answer.citations if citation.passage.document.applies_to]
    if not answer.citations or not (question.school or limited):
        return NOTHING
    asked = " ".join((*question.history, question.question)).casefold()
    wrong = {
        citation.passage.document.key
        for citation in limited
        if question.school not in citation.passage.document.applies_to
        and not _met(question, [citation])
        and not any(school.casefold() in asked for school in citation.passage.document.applies_to)
    }
    return Score(
        float(not wrong), "of another school: " + ", ".join(sorted(wrong)) if wrong else "none of another school"
    )


def _superseded(question: Question, answer: Answer, on: date) -> Score:
    """A text that does not govern on the day is wrong unless it is gold, as where someone asks what has changed.

    Where the question's own words ask for another day or text, a text of that day or under that name is right too, as
    long as the answer says beside it what it is. Nothing that an answer says makes it right for a question about now.
    """
    if not answer.citations:
        return NOTHING
    asks = bool(ANOTHER_STATE.search(" ".join((*question.history, question.question))))
    wrong = {
        citation.passage.document.key
        for statement in answer.statements
        for citation in statement.citations
        if not citation.passage.document.governs(on)
        and not _met(question, [citation])
        and not (asks and _says_what_it_is(answer, statement, citation.passage.document, on))
    }
    return Score(float(bool(wrong)), "does not govern: " + ", ".join(sorted(wrong)) if wrong else "all govern")


def _says_what_it_is(answer: Answer, statement: Statement, document: Document, on: date) -> bool:
    """Whether an answer states the day on which a text governed, or in front of its words how it stands today."""
    if answer.as_of is not None and document.governs(answer.as_of):
        return any(long_date(answer.as_of) in notice for notice in answer.notices)
    named = not document.version or f"version {document.version}".casefold() in statement.lead.casefold()
    return named and document.standing(on).casefold() in statement.lead.casefold()


def _all_right(scores: dict[str, Score]) -> Score:
    """All of what must hold for someone to act on the answer."""
    needed: dict[str, Callable[[float], bool]] = {
        "right outcome": lambda value: value == 1,
        "expected citation": lambda value: value == 1,
        "fact recall": lambda value: value == 1,
        "condition recall": lambda value: value == 1,
        "forbidden facts": lambda value: value == 0,
        "superseded as current": lambda value: value == 0,
    }
    values = {name: scores[name].value for name in needed}
    if all(value is None for value in values.values()):
        return NOTHING
    wrong = [name for name, holds in needed.items() if (value := values[name]) is not None and not holds(value)]
    return Score(float(not wrong), "wrong: " + ", ".join(wrong) if wrong else "all right")


def _succeeded(scores: dict[str, Score]) -> Score:
    """Cited and answered: every gold group is cited and every fact said, or, where none is asked, the outcome right."""
    parts = [scores[name].value for name in ("expected citation", "fact recall")]
    known = [value for value in parts if value is not None]
    if not known:
        return Score(scores["right outcome"].value, scores["right outcome"].seen)
    return Score(float(all(value == 1 for value in known)), scores["whole answer right"].seen)
