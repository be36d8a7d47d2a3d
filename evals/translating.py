"""Learn which everyday words stand for which official ones: `python -m evals.translating`, about ten seconds.

From the phrase book: every question is taken to be made of words for the words of its clause, and which word is for
which is found by expectation maximisation. Writes `assistant/translation.npz`. Then run `python -m evals.fitting`.

Source: IBM model 1 of Brown, Della Pietra, Della Pietra and Mercer, "The mathematics of statistical machine
translation", Computational Linguistics 1993.
"""

from collections.abc import Sequence

import numpy

from assistant import translation
from assistant.translation import Translated
from assistant.wording import content_words
from evals import phrases
from evals.phrases import Phrase

ROUNDS = 4
SHRINK = 8.0  # times that a word of clauses is taken to have been asked for in words nobody knows: rare ones say less
LEAST = 0.001  # probability that is kept
NOTHING = "\0"  # stands in every clause for words of a question that no word of it is asked for by


def main() -> None:
    """Learn, write, and say how clauses are found that it did not learn from."""
    book = phrases.read()
    learned_from, rest = phrases.split(book)
    some = learn(learned_from)
    before, after = (first(translated, rest) for translated in ({}, some))
    learned = learn(book)
    translation.save(learned)
    _say(f"{translation.LEARNED.name}: {sum(map(len, learned.values()))} pairs of words from {len(book)} phrases")
    _say(f"Of {len(rest)} other clauses the right one is likeliest for {after:.3f}; by shared words: {before:.3f}")
    _say("Now run: python -m evals.fitting")


def learn(book: Sequence[Phrase]) -> Translated:
    """By stem of questions the stems of clauses, each with the probability of the first given it."""
    asked, said = dict[str, int](), {NOTHING: 0}
    slots, of, by = list[int](), list[int](), list[int]()
    slot = 0
    for phrase in book:
        clause = [0, *(said.setdefault(stem, len(said)) for stem in dict.fromkeys(content_words(phrase.text)))]
        for question in phrase.questions:
            for stem in dict.fromkeys(content_words(question)):
                place = asked.setdefault(stem, len(asked))
                slots += [slot] * len(clause)
                of += [place] * len(clause)
                by += clause
                slot += 1
    return _named(
        *_shares(numpy.asarray(slots), numpy.asarray(of), numpy.asarray(by), len(said)), list(asked), list(said)
    )


def _shares(
    slots: numpy.ndarray, of: numpy.ndarray, by: numpy.ndarray, said: int
) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Each pair of words once, by place, with the probability of the first given the second. `slots` number the words
    of all questions; `of` and `by` are the word there and a word of its clause.
    """
    pairs, pair = numpy.unique(of * said + by, return_inverse=True)
    first, second = pairs // said, pairs % said
    share = numpy.ones(len(pairs))
    for _ in range(ROUNDS):
        weight = share[pair]
        weight /= numpy.bincount(slots, weight)[slots]
        counted = numpy.bincount(pair, weight)
        share = counted / (numpy.bincount(second, counted)[second] + SHRINK)
    return first, second, share


def _named(
    first: numpy.ndarray, second: numpy.ndarray, share: numpy.ndarray, asked: Sequence[str], said: Sequence[str]
) -> Translated:
    found: dict[str, dict[str, float]] = {}
    for place in numpy.flatnonzero((share >= LEAST) & (second > 0)):
        found.setdefault(asked[first[place]], {})[said[second[place]]] = float(share[place])
    return found


def first(translated: Translated, book: Sequence[Phrase]) -> float:
    """The share of the questions of a phrase book for which their clause is the likeliest of all its clauses."""
    texts = translation.Texts([content_words(phrase.text) for phrase in book], range(len(book)))
    return phrases.first(book, lambda question: texts.likelihood(content_words(question), translated))


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
