"""Messages put together from parts, so that what is learned does not hang on the few sentences that were written out.

The same child, the same words of telling and the same closing question come with what means danger and with what does
not, and the words of danger come in questions about a rule: only what is said decides.
"""

import random
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.screening.learned import ACT_NOW, GO, OUT_OF_SCOPE

FILE = Path(__file__).parent / "screening" / "parts.toml"
SEED = 11
GIRL = {"s": "she", "o": "her", "h": "her", "self": "herself", "girl": "girl", "daughter": "daughter"}
BOY = {"s": "he", "o": "him", "h": "his", "self": "himself", "girl": "boy", "daughter": "son"}
NAMES = ("ella", "josh", "maya", "Tyler", "Amina", "Jake", "Poppy", "kai", "Zara", "Leo")
SURNAMES = ("smith", "Khan", "doyle", "Evans", "Hill", "Okafor", "price", "Shaw")
REPORTS = 2600
QUESTIONS = 3600
BEYOND = 1600
SLIPS = 0.25  # of the messages have letters wrong, as people type

Draw = Callable[[str], str]


def composed() -> list[tuple[str, str]]:
    """Messages and what is right for each; always the same ones."""
    chance = random.Random(SEED)
    parts = _parts()
    made: dict[str, str] = {}
    for count, kind, shapes in (
        (REPORTS, ACT_NOW, REPORT),
        (QUESTIONS, GO, QUESTION),
        (BEYOND, OUT_OF_SCOPE, tuple("{" + name + "}" for name in KINDS)),
    ):
        for _ in range(count):
            made.setdefault(_typed(_filled(chance.choice(shapes), parts, chance), chance), kind)
    return list(made.items())


REPORT = (
    "{context} {child} {told} {harm_told} {asks}",
    "{context} {child} {told} {harm_told}",
    "{child} {told} {harm_told} {asks}",
    "{context} {child} {harm_seen} {asks}",
    "{child} {harm_seen}",
    "{context} {child} {harm_seen}",
    "{context} {staff} {harm_staff} {asks}",
    "{staff} {harm_staff}",
    "{harm_bare} {asks}",
    "{harm_bare}",
    "{ordinary}? also {child} {told} {harm_told}",
    "{calm_told_by}. {s} also said {harm_told}",
)
QUESTION = (
    "{context} {child} {told} {calm_told} {calm_asks}",
    "{child} {told} {calm_told}",
    "{context} {child} {calm_seen} {calm_asks}",
    "{child} {calm_seen}",
    "{context} {staff} {calm_staff} {calm_asks}",
    "{staff} {calm_staff}",
    "{rule_topic}",
    "{rule_if_told}",
    "{rule_if_staff}",
    "{rule_if_seen}",
    "{ordinary}",
    "{ordinary}",
    "{context} {life}",
    "{life}",
)
KINDS = ("personal", "personal", "legal", "others", "opinion", "chore", "elsewhere", "system")
ALIASES = {
    "calm_told_by": "{child} {told} {calm_told}",
    "topic2": "{topic}",
    "matter2": "{matter}",
    "who2": "{who}",
    "clause": "",
}
CLAUSES = {"rule_if_told": ("rule_if", "harm_told"), "rule_if_staff": ("rule_staff_if", "harm_staff")}
CLAUSES["rule_if_seen"] = ("rule_seen_if", "harm_seen")


def _parts() -> Mapping[str, tuple[str, ...]]:
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: tuple(piece for line in text.strip("\n").split("\n") for piece in line.split("|"))
        for name, text in said.items()
    }


def _filled(shape: str, parts: Mapping[str, tuple[str, ...]], chance: random.Random) -> str:
    """A shape with every slot filled, at random."""
    gender = chance.choice((GIRL, BOY))

    def fill(found: re.Match[str]) -> str:
        slot = found[1]
        if slot in gender:
            return gender[slot]
        if slot == "name":
            return chance.choice(NAMES)
        if slot == "surname":
            return chance.choice(SURNAMES)
        if slot in CLAUSES:
            frame, clause = CLAUSES[slot]
            return chance.choice(parts[frame]).replace("{clause}", chance.choice(parts[clause]))
        if slot in ALIASES:
            return ALIASES[slot]
        return chance.choice(parts["name" if slot == "who" else slot])

    while "{" in shape:
        shape = re.sub(r"\{(\w+)\}", fill, shape)
    return " ".join(shape.replace(" ,", ",").split())


def _typed(words: str, chance: random.Random) -> str:
    """As someone might type it: with or without a capital and a full stop, now and then with a letter wrong."""
    if chance.random() < 0.3:
        words = words[:1].upper() + words[1:]
    if chance.random() < 0.3:
        words = words.replace("'", "")
    words += chance.choice(("", "", "", "?", ".")) if words[-1].isalnum() else ""
    if chance.random() < SLIPS:
        for _ in range(chance.choice((1, 1, 2))):
            place = chance.randrange(max(1, len(words) - 2))
            a, b = words[place], words[place + 1 : place + 2]
            words = words[:place] + chance.choice((b + a, a, a + b + b)) + words[place + 2 :]
    return words
