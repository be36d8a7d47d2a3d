"""Someone tells of a child who may be in danger now, in words that leave no doubt; `learned` knows the other ways.

These patterns work before any model is loaded, so that the first seconds of the service are safe as well.
"""

import re

CHILD = r"(?:pupil|child|student|girl|boy|kid|teenager|lad|year \d{1,2}|he|she|they|daughter|son)"
TELLS = (
    r"(?:told me|telling me|tells me|disclosed|confided|says?|said|has just|have just|just|is being|has been|was|is)"
)
THEM = r"(?:him|her|them|me)"
HARM = (
    "(?:"
    + "|".join(
        (
            r"abus\w+|neglected|groom(?:ed|ing)|rap(?:ed|ing)|sexual\w* \w+|forced marriage|suicid\w+|self[- ]harm\w*",
            rf"hits? (?:by|at home|{THEM})|beat(?:s|en|ing)? (?:by|up|{THEM})|hurt(?:s|ing)? (?:at home|{THEM})",
            rf"touch(?:ed|es|ing) (?:inappropriately|{THEM})|(?:hurting|cutting|kill) {THEM}sel\w+",
            r"end (?:his|her|their) life|want(?:s|ed)? to die|taken (?:an overdose|a load of)",
            r"(?:has|carrying|brought) a (?:knife|weapon|gun|blade)|run(?:ning)? away",
            r"(?:afraid|scared|frightened) to go home|in danger|not safe at home|unsafe at home",
        )
    )
    + ")"
)
DANGER = re.compile(rf"\b{CHILD}\b.{{0,60}}\b{TELLS}\b.{{0,80}}\b{HARM}", re.IGNORECASE)
WORRIED = re.compile(
    r"\b(?:i think|i am worried|i'm worried|i suspect|i have seen|i saw|what (?:do|should) i do)\b", re.I
)
WORRY = re.compile(rf"\b{CHILD}\b.{{0,80}}\b{HARM}|\b{HARM}.{{0,80}}\b{CHILD}\b", re.IGNORECASE)
WORKS_HERE = re.compile(
    r"\b(?:(?:head|form |class |supply |music |pe )?teachers?|headteacher|(?:executive |deputy )?head"
    r"|teaching assistant|tas?|coach|caretaker|volunteer|helper|colleague|midday \w+|dinner lady|member of staff"
    r"|staff member|one of (?:the )?staff|governor|driver|cleaner|tutor|instructor|supervisor|technician|sir|miss|mr"
    r"|mrs|ms)\b",
    re.IGNORECASE,
)
ONLY_TOLD = re.compile(
    r"\b(?:told|tell|showed|asked|said to|spoke to) (?:me|us|the|his|her|their|a|my)\b.{0,20}$", re.I
)


def told(question: str) -> bool:
    """Whether someone tells of a child who may be in danger, rather than asks what a policy says of it."""
    return bool(DANGER.search(question) or (WORRIED.search(question) and WORRY.search(question)))


def accuses(question: str) -> bool:
    """Whether an adult who works or helps at the school is named in it, and not only as the one who was told."""
    return any(
        not ONLY_TOLD.search(question[max(0, found.start() - 30) : found.start()])
        for found in WORKS_HERE.finditer(question)
    )
