"""Whom to turn to: the people and posts that a trust's register names, and the roles in which it may name them."""

from dataclasses import dataclass
from enum import StrEnum


class Post(StrEnum):
    """The roles that a register may name. Those of `OF_A_SCHOOL` are held at one school, the others for everyone."""

    LEAD = "designated safeguarding lead"
    DEPUTY = "deputy designated safeguarding lead"
    HEADTEACHER = "headteacher"
    CHAIR = "chair of the school committee"
    TRUST_LEAD = "trust safeguarding lead"
    CHIEF_EXECUTIVE = "chief executive"
    CHAIR_OF_TRUSTEES = "chair of trustees"
    DESIGNATED_OFFICER = "local authority designated officer"
    SOCIAL_CARE = "children's social care"
    SOCIAL_CARE_LATER = "children's social care, out of hours"
    PREVENT = "Prevent team"
    EMERGENCY_LINE = "trust's emergency line"


OF_A_SCHOOL = frozenset({Post.LEAD, Post.DEPUTY, Post.HEADTEACHER, Post.CHAIR})


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to turn to.

    `role` is the words of a `Post`, or others that say who it is; `school` is the short name of the school they are at,
    "" for the whole trust; `when` says in words when they can be reached. What is "" is not known.
    """

    role: str
    name: str = ""
    telephone: str = ""
    email: str = ""
    when: str = ""
    school: str = ""

    @property
    def line(self) -> str:
        """All that is known of them on one line."""
        who = f"{self.role[:1].upper()}{self.role[1:]}" + (f", {self.school}" if self.school else "")
        known = ", ".join(filter(None, [self.name, self.telephone, self.email]))
        return (f"{who}: {known}" if known else who) + (f" ({self.when})" if self.when else "")
