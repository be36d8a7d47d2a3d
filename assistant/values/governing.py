"""What the register says of names and of which text governs."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Renamed:
    """A body or a word that has a new name: `was` until the day before `since`, `now` from then on."""

    now: str
    was: str
    since: date


@dataclass(frozen=True, slots=True)
class Rank:
    """Documents that govern others: those with `text` in their title or as their kind, or "school": those of schools.

    `on` is "" where they govern on everything, or "who decides" where they do so on that question only.
    """

    text: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which of two texts governs: the one whose rank comes first; of two of the same rank, the one approved later.

    `stated_in` names the place where the trust says so. Where a text for all schools has the words `schools_may`, a
    school's own text governs on what is named there.
    """

    ranks: tuple[Rank, ...] = ()
    stated_in: str = ""
    schools_may: str = ""
