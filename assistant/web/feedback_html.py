"""Pure HTML of what people said and what went unanswered, and of the form with which they say it. All is escaped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from assistant.feedback import LONGEST_NOTE, Feedback, Reason
from assistant.gaps import HOW, Gap, Group, Kept, Settled
from assistant.reviewing import NOBODY, About, State, Wanted, by_owner, day_of
from assistant.values import Document
from assistant.web.governor_html import options
from assistant.web.render import safe
from assistant.web.shell import current
from assistant.wording import long_date

GAPS, SAID, TELL, SETTLE = "/feedback", "/feedback/said", "/feedback/tell", "/feedback/settle"
GAPS_TABLE, SAID_TABLE, CANDIDATES = "/feedback/gaps.csv", "/feedback/said.csv", "/feedback/candidates.jsonl"
MOST_SHOWN = 100
REASONS = {
    Reason.GOOD: ("helpful", "good"),
    Reason.WRONG_ANSWER: ("wrong answer", "stop"),
    Reason.WRONG_SOURCE: ("wrong source", "stop"),
    Reason.MISSING: ("missing", "mind"),
    Reason.HARD_TO_READ: ("hard to read", "mind"),
}
TURNED_OFF = "Keeping such questions is turned off (ASSISTANT_KEEP_GAPS). What was kept before is below."
CLOSED = (
    "What people said, and what the documents did not answer, is for the trust officers. Open this page on the machine "
    "on which the assistant runs."
)


@dataclass(frozen=True, slots=True)
class Office:
    """What every page of the officer needs: the records, the library by key, what was asked for, and a token."""

    kept: Kept
    library: Mapping[str, Document]
    owners: Sequence[str]
    wanted: Wanted
    token: str
    keeps: bool = True  # whether unanswered questions are kept at all


def tabs(here: str) -> str:
    """The pages of the officer, as a list of links."""
    places = ((GAPS, "Questions without an answer"), (SAID, "What people said"), (TELL, "Say what is missing"))
    links = "".join(f'<li><a href="{place}"{current(place == here)}>{safe(words)}</a></li>' for place, words in places)
    return f'<nav class="tabs" aria-label="Feedback"><ul>{links}</ul></nav>'


def unanswered(office: Office, found: Sequence[Group]) -> str:
    """The unanswered questions, in groups of like ones under the owner to whom they belong."""
    number = sum(len(group.gaps) for group in found)
    off = f'<p class="notice">{safe(TURNED_OFF)}</p>'
    words = f"{_counted(number, 'question')} in {_counted(len(found), 'group')}, {_state(office.wanted)}."
    if not found:
        words = (
            f"No question without an answer is {office.wanted.state.value}."
            if office.wanted.state is not State.ALL
            else "No question without an answer has been kept."
        )
    shown = found[:MOST_SHOWN]
    more = (
        f'<p class="notice">The {MOST_SHOWN} largest groups are shown; the table holds all.</p>'
        if len(found) > MOST_SHOWN
        else ""
    )
    lists = "".join(
        f'<h2>{safe(_begun(owner))} <span class="quiet">'
        f"{_counted(sum(len(item.gaps) for item in of), 'question')}</span></h2>"
        f"{''.join(_group(item, office) for item in of)}"
        for owner, of in by_owner(shown).items()
    )
    return (
        f"{'' if office.keeps else off}{_filters(GAPS, office, with_reason=False)}"
        f'<p role="status" class="count">{safe(words)}</p>'
        f"{more}{_downloads(GAPS_TABLE, office.wanted) if found else ''}{lists}"
    )


def _group(group: Group, office: Office) -> str:
    first, last = group.gaps[0].day, group.gaps[-1].day
    when = f"on {long_date(last)}" if first == last else f"from {long_date(first)} to {long_date(last)}"
    times = "once" if len(group.gaps) == 1 else f"{len(group.gaps)} times"
    near = f"The nearest document is {_link(group.document, group.title, office.library)}." if group.title else ""
    done = office.kept.settlement(group.gaps[-1].id)
    each = "".join(_gap(item, office.kept) for item in reversed(group.gaps))
    ids = [item.id for item in group.gaps if office.kept.settlement(item.id) is None]
    listed = (
        f'<details><summary>Each time it was asked<span class="unseen">: {safe(group.question)}</span></summary>'
        f"<ul>{each}</ul></details>"
    )
    return (
        f'<article class="card"><h3>{safe(group.question)}</h3><p>Asked {times} {safe(when)}. {near}</p>'
        f"{'' if ids or not done else _done(done)}{listed}"
        f"{_settle(ids, group.question, GAPS, office) if ids else ''}</article>"
    )


def _gap(item: Gap, kept: Kept) -> str:
    facts = [long_date(item.day), item.outcome, item.school, item.role]
    done = kept.settlement(item.id)
    return (
        f'<li>{safe(item.question)} <span class="quiet">{safe(" · ".join(filter(None, facts)))}</span>'
        f"{_done(done) if done is not None else ''}</li>"
    )


def _done(done: Settled) -> str:
    words = f"{done.how[:1].upper()}{done.how[1:]} on {long_date(date.fromisoformat(done.at[:10]))}"
    where = f": {done.document}" if done.document else ""
    more = [f"{said.rstrip(' .')}." for said in (done.note, f"Signed {done.signed}" if done.signed else "") if said]
    return f'<p class="done">{safe(" ".join([f"{words}{where}.", *more]))}</p>'


def what_people_said(office: Office, found: Sequence[About]) -> str:
    """Feedback by document, the latest first."""
    number = sum(len(about.said) for about in found)
    words = f"{_counted(number, 'remark')} on {_counted(len(found), 'document')}, {_state(office.wanted)}."
    if not found:
        words = "Nothing fits." if office.wanted != Wanted() else "Nobody's remark is open."
    parts = "".join(_about(about, office) for about in found[:MOST_SHOWN])
    return (
        f'{_filters(SAID, office, with_reason=True)}<p role="status" class="count">{safe(words)}</p>'
        f"{_downloads(SAID_TABLE, office.wanted) if found else ''}{parts}"
    )


def _about(about: About, office: Office) -> str:
    title = _link(about.key, about.document.title if about.document else about.key, office.library)
    owner = f"Owner: {about.owner}" if about.owner else NOBODY.capitalize()
    heading = f'{title} <span class="quiet">{safe(owner)}</span>' if about.key else "About no document in particular"
    return f"<h2>{heading}</h2>{''.join(_remark(item, office) for item in about.said)}"


def _remark(item: Feedback, office: Office) -> str:
    words, look = REASONS[item.reason]
    facts = [long_date(day_of(item)), item.school, item.role, f"outcome: {item.outcome}" if item.outcome else ""]
    done = office.kept.settlement(item.id)
    note = f"<blockquote>{safe(item.note)}</blockquote>" if item.note else ""
    signed = f"<p>Signed: {safe(item.signed)}</p>" if item.signed else ""
    before = f'<p class="quiet">Before it was asked: {safe(" / ".join(item.history))}</p>' if item.history else ""
    return (
        f'<article class="card"><h3>{safe(item.question) or "(no question)"}</h3>{before}'
        f'<p><span class="chip {look}">{safe(words)}</span> '
        f'<span class="quiet">{safe(" · ".join(filter(None, facts)))}</span></p>'
        f"{note}{signed}{_done(done) if done else _settle([item.id], item.question, SAID, office)}</article>"
    )


def _settle(ids: Sequence[str], of: str, back: str, office: Office) -> str:
    """The form that records what was done about some gaps or a remark."""
    named = "".join(f'<input type="hidden" name="id" value="{safe(item)}">' for item in ids)
    how = "".join(
        f'<label class="beside"><input type="radio" name="how" value="{safe(item)}" required> '
        f"{safe(_begun(item))}</label>"
        for item in HOW
    )
    titles = sorted({document.title for document in office.library.values()}, key=str.casefold)
    documents = options((("", "None"), *((title, title) for title in titles)), "")
    return (
        f'<details class="settle"><summary>Settle it<span class="unseen">: {safe(of)}</span></summary>'
        f'<form class="controls" method="post" action="{SETTLE}">'
        f'<input type="hidden" name="token" value="{safe(office.token)}">'
        f'<input type="hidden" name="back" value="{back}">'
        f"{named}<fieldset><legend>What was done</legend>{how}</fieldset>"
        f'<label>In which document the answer stands now<select name="document">{documents}</select></label>'
        f'<label>What was done about it<textarea name="note" maxlength="{LONGEST_NOTE}" rows="2"></textarea></label>'
        '<label>Your name or initials<input type="text" name="signed" maxlength="200"></label>'
        "<p><button>Keep this</button></p></form></details>"
    )


def _filters(place: str, office: Office, *, with_reason: bool) -> str:
    wanted = office.wanted
    owner = options(
        (("", "Every owner"), *((name, name[:1].upper() + name[1:]) for name in office.owners)), wanted.owner
    )
    state = options(((item.value, item.value.capitalize()) for item in State), wanted.state.value)
    reasons = options(
        (("", "Every reason"), *((item.value, words.capitalize()) for item, (words, _) in REASONS.items())),
        wanted.reason,
    )
    reason = f'<label>Reason<select name="reason">{reasons}</select></label>' if with_reason else ""
    days = "".join(
        f'<label>{words}<input type="date" name="{name}" value="{day.isoformat() if day else ""}"></label>'
        for words, name, day in (("From", "since", wanted.since), ("To", "until", wanted.until))
    )
    return (
        f'<form class="controls row" method="get" action="{place}">'
        f'<label>Which<select name="state">{state}</select></label>'
        f'<label>Owner<select name="owner">{owner}</select></label>{reason}{days}<button>Show</button></form>'
    )


def _downloads(place: str, wanted: Wanted) -> str:
    """Links to the table of what is shown, and to the questions that can be tested with."""
    said = {
        "state": wanted.state.value,
        "owner": wanted.owner,
        "reason": wanted.reason,
        "since": wanted.since or "",
        "until": wanted.until or "",
    }
    asked = safe(urlencode({name: str(value) for name, value in said.items() if value}))
    return (
        f'<p class="buttons"><a class="button second" href="{place}?{asked}">Download as a table (CSV)</a> '
        f'<a class="button second" href="{CANDIDATES}">Turn into candidate questions</a></p>'
    )


def _link(key: str, title: str, library: Mapping[str, Document]) -> str:
    return f'<a href="{safe(f"/library/{quote(key)}")}">{safe(title)}</a>' if key in library else safe(title)


def closed() -> str:
    """What someone sees who may not see what people said."""
    return (
        f'<p class="notice">{safe(CLOSED)}</p><p>You can still say what is missing or wrong:</p>'
        f'<p><a class="button" href="{TELL}">Say what is missing or wrong</a></p>'
    )


def _begun(words: str) -> str:
    """Words as they begin a line."""
    return words[:1].upper() + words[1:]


def _state(wanted: Wanted) -> str:
    return {State.OPEN: "open", State.SETTLED: "settled", State.ALL: "open and settled"}[wanted.state]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
