"""Whether a question leans on the one before it: learned from examples, because few follow-ups say that they are one.

"mum says no" is a follow-up, "bad night, when am I allowed back in?" is none, and no word tells them apart. What the
documents say does: a question that stands alone finds something nearer to it by itself. The weights are a logistic
regression (`python -m evals.leaning`), over what the words show and over the vectors of passages.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy

from assistant import conversation, logistic
from assistant.conversation import Known, Leans
from assistant.index.library import Library
from assistant.wording import content_words

FILE = Path(__file__).parent / "leaning.json"
FROM = 0.4  # the probability from which a question is taken to lean on the one before
FROM_OWN = 0.6  # and one that asks in words of its own
NAMES = (
    "by its words",
    "words",
    "subjects",
    "subjects shared",
    "opens as one that goes on",
    "puts something in the place of something",
    "names a document",
    "alike",
    "nearest passage",
    "nearest passage of both",
    "nearest passage of the one before",
    "nearest passage behind those of the one before",
    "rarest subject",
)
THEIRS = 20  # passages nearest to the question before

Embed = Callable[[Sequence[str]], numpy.ndarray]


def features(question: str, before: str, known: Known, embed: Embed, library: Library) -> numpy.ndarray:
    """What speaks for a question leaning on the one before, shape (features,), in the order of `NAMES`."""
    said = conversation.after(conversation.OPENS, question)
    inner = conversation.after(conversation.LIKE, said)
    subjects = conversation.subjects(inner)
    fresh = subjects - set(content_words(before))
    joined = f"{before}{conversation.BESIDES}{said}"
    vectors = numpy.stack([embed([text])[0] for text in (question, before, joined)])  # two of them were read before
    near, theirs, both = (library.matrix @ vectors.T).T if len(library.matrix) else numpy.zeros((3, 1))
    among = near[numpy.argsort(-theirs)[:THEIRS]]
    return numpy.asarray(
        [
            float(conversation.follows(question, before, known)),
            len(question.split()),
            len(subjects),
            len(subjects) - len(fresh),
            float(said != question),
            float(inner != said),
            float(any(word in known.titles for word in fresh)),
            float(vectors[0] @ vectors[1]),
            near.max(),
            both.max(),
            theirs.max(),
            near.max() - among.max(),
            max(map(library.rarity, subjects), default=0.0),
        ]
    )


def reader(known: Known, embed: Embed, library: Library) -> Leans:
    """The function that says whether a question leans on the one before it, as told by what was learned; one that asks
    in words of its own ("where is the trampoline kept?") only if that is more likely, for what no document says is near
    to nothing alone, either.
    """

    def leans(question: str, before: str) -> bool:
        found = features(question, before, known, embed, library)
        own = conversation.ASKS.search(question) and not found[NAMES.index("by its words")]
        return logistic.probability(FILE, found) >= (FROM_OWN if own else FROM)

    return leans
