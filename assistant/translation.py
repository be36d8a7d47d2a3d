"""Translation: how likely it is that a passage, in official words, is asked for in the everyday words of a question.

`translation.npz` holds the probability of each word of questions, given a word of clauses: "buy" given "purchase". It
was learned from questions as schools ask them (`python -m evals.translating`).

Source: Berger and Lafferty, "Information retrieval as statistical translation", SIGIR 1999; that a word stays itself
for a share: Xue, Jeon and Croft, "Retrieval models for question and answer archives", SIGIR 2008.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy

LEARNED = Path(__file__).parent / "translation.npz"
ITSELF = 0.2  # of a word of a passage that is asked for as it is; the rest is translated
OF_DOCUMENT = 0.3  # of what a passage is taken to say that its whole document says
OF_ALL = 0.2  # of what a passage is taken to say that all of them say
UNHEARD = 1e-4  # what all passages together are taken to say of any word

Translated = Mapping[str, Mapping[str, float]]


class Texts:
    """The words of passages, counted. Never changed."""

    def __init__(self, passages: Sequence[Sequence[str]], documents: Sequence[int]) -> None:
        """`passages` are the stems of each, `documents` the number of the document that each is of, from 0."""
        counts = [Counter(stems) for stems in passages]
        self._columns: dict[str, int] = {}
        columns = numpy.asarray(
            [self._columns.setdefault(stem, len(self._columns)) for count in counts for stem in count],
            dtype=numpy.int64,
        )
        rows = numpy.repeat(numpy.arange(len(counts)), [len(count) for count in counts])
        times = numpy.asarray([number for count in counts for number in count.values()], dtype=numpy.float32)
        order = numpy.argsort(columns, kind="stable")
        self._rows, self._times = rows[order], times[order]
        self._starts = numpy.searchsorted(columns[order], numpy.arange(len(self._columns) + 1))
        self._lengths = numpy.asarray([max(1, count.total()) for count in counts], dtype=numpy.float32)
        self._documents = numpy.asarray(documents, dtype=numpy.int64)

    def likelihood(self, asked: Sequence[str], translated: Translated) -> numpy.ndarray:
        """The mean logarithm, over the stems of a question, of their probability given each passage; float32, shape
        (passages,), 0 where nothing is asked.
        """
        found = numpy.zeros(len(self._lengths), dtype=numpy.float32)
        stems = list(dict.fromkeys(asked))
        for stem in stems if len(found) else ():
            said = self._said({by: (1 - ITSELF) * share for by, share in translated.get(stem, {}).items()}, stem)
            found += numpy.log((1 - OF_ALL) * said + OF_ALL * (said.mean() + UNHEARD)) / len(stems)
        return found

    def _said(self, shares: dict[str, float], stem: str) -> numpy.ndarray:
        """How often the words of each passage, and of its document, are a stem in other words, of one."""
        shares[stem] = shares.get(stem, 0.0) + ITSELF
        times = numpy.zeros(len(self._lengths), dtype=numpy.float32)
        for by, share in shares.items():
            column = self._columns.get(by)
            if column is not None:
                held = slice(self._starts[column], self._starts[column + 1])
                times[self._rows[held]] += share * self._times[held]
        whole = numpy.bincount(self._documents, times) / numpy.bincount(self._documents, self._lengths)
        own = times / self._lengths
        return numpy.asarray((1 - OF_DOCUMENT) * own + OF_DOCUMENT * whole[self._documents], dtype=numpy.float32)


@cache
def load(path: Path = LEARNED) -> Translated:
    """What a file holds: by stem of questions the stems of clauses, each with the probability of the first given it."""
    with numpy.load(path) as kept:
        asked, said = kept["asked"].tolist(), kept["said"].tolist()
        places = zip(kept["of"].tolist(), kept["by"].tolist(), kept["share"].astype(float).tolist(), strict=True)
    found: dict[str, dict[str, float]] = {}
    for of, by, share in places:
        found.setdefault(asked[of], {})[said[by]] = share
    return found


def save(translated: Translated, path: Path = LEARNED) -> None:
    """Write what `load` reads."""
    asked = list(translated)
    said = sorted({by for shares in translated.values() for by in shares})
    place = {by: number for number, by in enumerate(said)}
    entries = [(of, place[by], share) for of, stem in enumerate(asked) for by, share in translated[stem].items()]
    of, by, share = (list(column) for column in zip(*entries, strict=True)) if entries else ([], [], [])
    numpy.savez_compressed(
        path,
        asked=numpy.asarray(asked, dtype=numpy.str_),
        said=numpy.asarray(said, dtype=numpy.str_),
        of=numpy.asarray(of, dtype=numpy.uint16),
        by=numpy.asarray(by, dtype=numpy.uint16),
        share=numpy.asarray(share, dtype=numpy.float16),
    )
