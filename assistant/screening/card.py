"""What stands on the card that is shown at once when someone may be in danger: its words, and whom to tell.

Both are fixed tables. The people come from the register's roles, so that the card needs no search and no model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from assistant.contacts import OF_A_SCHOOL, Contact, Post
from assistant.screening import endings

EMERGENCY = Contact("Police and ambulance", telephone="999", when="immediate danger")
NOT_URGENT = Contact("Police", telephone="101", when="if nobody is in danger now")
SAMARITANS = Contact("Samaritans", telephone="116 123", when="free, day and night")


class Danger(StrEnum):
    """What kind of danger a message tells of, as far as whom to tell depends on it."""

    CHILD = auto()
    STAFF = auto()  # an allegation against someone who works or helps at a school
    HEADTEACHER = auto()  # an allegation against a headteacher
    LEADERS = auto()  # an allegation against a governor, a trustee, the chief executive or the central team
    MUTILATION = auto()  # female genital mutilation
    EXTREMISM = auto()
    MISSING = auto()
    WEAPON = auto()
    ADULT = auto()  # a member of staff is in danger, or thinks of suicide


@dataclass(frozen=True, slots=True)
class _Card:
    """The words, whom to tell in which order, and what to look for in the policies beside them."""

    words: str
    order: tuple[Post | Contact, ...]
    search: str


OFFICER = (Post.TRUST_LEAD, Post.DESIGNATED_OFFICER)
CARDS = {
    Danger.CHILD: _Card(
        endings.ACT_NOW,
        (EMERGENCY, Post.LEAD, Post.DEPUTY, Post.TRUST_LEAD, Post.SOCIAL_CARE, Post.SOCIAL_CARE_LATER),
        endings.ABOUT_CHILD,
    ),
    Danger.STAFF: _Card(endings.ACT_NOW_STAFF, (EMERGENCY, Post.HEADTEACHER, Post.LEAD, *OFFICER), endings.ABOUT_ADULT),
    Danger.HEADTEACHER: _Card(endings.ACT_NOW_HEAD, (EMERGENCY, Post.CHAIR, *OFFICER), endings.ABOUT_ADULT),
    Danger.LEADERS: _Card(endings.ACT_NOW_LEADERS, (EMERGENCY, Post.CHAIR_OF_TRUSTEES, *OFFICER), endings.ABOUT_ADULT),
    Danger.MUTILATION: _Card(
        endings.ACT_NOW_MUTILATION,
        (EMERGENCY, NOT_URGENT, Post.LEAD, Post.DEPUTY, Post.TRUST_LEAD),
        endings.ABOUT_MUTILATION,
    ),
    Danger.EXTREMISM: _Card(
        endings.ACT_NOW_EXTREMISM,
        (EMERGENCY, Post.LEAD, Post.DEPUTY, Post.TRUST_LEAD, Post.PREVENT),
        endings.ABOUT_EXTREMISM,
    ),
    Danger.MISSING: _Card(
        endings.ACT_NOW_MISSING, (EMERGENCY, Post.HEADTEACHER, Post.LEAD, Post.DEPUTY), endings.ABOUT_MISSING
    ),
    Danger.WEAPON: _Card(
        endings.ACT_NOW_WEAPON, (EMERGENCY, Post.HEADTEACHER, Post.LEAD, Post.EMERGENCY_LINE), endings.ABOUT_WEAPON
    ),
    Danger.ADULT: _Card(
        endings.ACT_NOW_ADULT, (EMERGENCY, SAMARITANS, Post.HEADTEACHER, Post.EMERGENCY_LINE), endings.ABOUT_STAFF
    ),
}


def words(danger: Danger) -> str:
    """What to do, in words that hold in any trust."""
    return CARDS[danger].words


def search(danger: Danger) -> str:
    """The question whose answer in the policies stands beside the card."""
    return CARDS[danger].search


def whom(danger: Danger, contacts: Sequence[Contact], school: str, accused: Sequence[Post] = ()) -> tuple[Contact, ...]:
    """Whom to tell, first to last; empty where the register names nobody.

    Of the posts at a school those at `school` count; where that is "", each is named once without a person. `accused`
    are posts that the message itself is about: they are left out.
    """
    if not contacts:
        return ()
    found: list[Contact] = []
    for item in CARDS[danger].order:
        if isinstance(item, Contact):
            found.append(item)
        elif item not in accused:
            found.extend(_holders(item, contacts, school))
    return tuple(found)


def _holders(post: Post, contacts: Sequence[Contact], school: str) -> list[Contact]:
    if post not in OF_A_SCHOOL or school:
        return [item for item in contacts if item.role == post and (post not in OF_A_SCHOOL or item.school == school)]
    return [] if post is Post.DEPUTY else [Contact(f"your school's {post}", when="in person, straight away")]
