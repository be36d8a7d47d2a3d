"""Learn from the dev questions which passage is right, and when to answer at all: `python -m evals.fitting`.

Writes the three files beside `assistant/retrieval`, and prints how they do on documents that were not seen: the
questions are split in eight parts by the document they are about, and each part is judged by what was learned without
it. What `evals.tuning`, `evals.translating`, `evals.reranking` and `evals.leaning` learned, and the index that fits,
must be there. `ranking` leaves out what kind of message it is, `screening` the rest.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy

from assistant import abstention, embedding, index, interaction, leaning, reranking, retrieval
from assistant import settings as settings_room
from assistant.answering import known_of, understood
from assistant.conversation import Known, Leans
from assistant.index import Index
from assistant.index.library import Library
from assistant.progress import Bar
from assistant.reranking import Rerank
from assistant.retrieval import RELEVANCE, UNREAD, Scope, evidence
from assistant.settings import Settings
from assistant.trees import Trees
from assistant.values import Asker, Hit, Outcome, Turn
from evals import kinds, questions
from evals.matching import groups_met
from evals.values import Question

DEV = questions.FOLDER / "dev"
TRAINING = questions.FOLDER.parent / "training"
USED = (Outcome.ANSWERED.value, Outcome.PARTLY.value, Outcome.NOT_FOUND.value)
FOLDS = 8
DEPTHS = (1, 2, 3, 5, 10)
LESS = 0.2  # how much a question counts that was made unanswerable, beside one that was asked so
HARD = ("AB-", "TR-")  # ids among which those without an answer share most of their words with a near rule
CITED = 2  # passages that an answer commonly cites
ANSWERABLE = (Outcome.ANSWERED.value, Outcome.PARTLY.value)
SHAPE: dict[str, Any] = {
    "max_depth": 2,
    "learning_rate": 0.05,
    "max_iter": 200,
    "l2_regularization": 5.0,
    "min_samples_leaf": 30,
    "random_state": 0,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One question's candidates: `rows` have shape (passages, features), `met` the gold groups each satisfies."""

    item: Question
    asked_as: str
    hits: tuple[Hit, ...]
    rows: numpy.ndarray
    met: tuple[frozenset[int], ...]

    @property
    def about(self) -> str:
        """The document by which the question is put into its part."""
        return (self.item.documents_about or ("",))[0]

    def ranked(self, model: Trees) -> tuple[tuple[Hit, ...], tuple[frozenset[int], ...]]:
        """The hits and what they meet in the order of a model, which gives them their score."""
        likely = model.probabilities(self.rows)
        order = numpy.argsort(-likely, kind="stable")
        hits = tuple(replace(self.hits[place], score=float(likely[place])) for place in order)
        return hits, tuple(self.met[place] for place in order)


def main() -> None:
    """Collect, measure, fit and write."""
    settings = settings_room.load()
    for line in kinds.fit(settings) if sys.argv[1:] != ["ranking"] else ():
        _say(line)
    if sys.argv[1:] == ["screening"]:
        return
    opened = index.open_published(settings)
    library = opened.library
    samples = collect(all_questions(), settings, opened)
    real = samples[:]
    samples += [without(sample, library) for sample in samples if sample.item.gold]
    UNREAD.write_text(as_text(fitted(*_stacked(real))), encoding="utf-8")
    rerank = reranking.load(settings)
    assert rerank is not None  # it is packaged
    samples = read(samples, rerank, settings.reranked)
    model = fitted(*_stacked(samples[: len(real)]))
    RELEVANCE.write_text(as_text(model), encoding="utf-8")
    _say(f"{RELEVANCE.name}: {len(model.trees)} trees from {len(real)} questions")
    depths, rows, right, answerable = measured(samples)
    for depth, share in sorted(depths.items()):
        _say(f"recall@{depth} on unseen documents: {share:.3f}")
    plain = numpy.asarray([not _is_hard(sample.item) for sample in samples])
    asked = numpy.asarray([not _is_without(sample.item) for sample in samples])
    said = calibrated(agreed(rows, right, answerable, asked), rows[asked], right[asked])
    abstention.FILE.write_text(json.dumps(said) + "\n", encoding="utf-8")
    for name, weight in zip(said["names"], said["weights"], strict=True):
        _say(f"  {name}: {weight:+.3f}")
    for line in choices(rows, right, answerable, [sample.about for sample in samples], plain, asked):
        _say(line)
    opened.close()


def all_questions() -> list[Question]:
    """Everything that may be learned from: the dev half and the questions that were written for learning."""
    found = [*questions.read(DEV), *(questions.read(TRAINING) if TRAINING.is_dir() else ())]
    return [item for item in found if item.outcome in USED and "instructions" not in item.tags]


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question as it is searched for, and where."""

    item: Question
    text: str
    scope: Scope


def collect(asked: Sequence[Question], settings: Settings, opened: Index) -> list[Sample]:
    """Search for every question as the assistant would, and keep what speaks for each candidate before it is read."""
    models = retrieval.Models(embedding.encoder(settings), interaction.load(settings))
    known = known_of(opened)
    leans = leaning.reader(known, models.embed, opened.library)
    samples = []
    with Bar(sys.stderr) as bar:
        for item in asked:
            samples.append(_sample(_asking(item, known, leans), opened, models, settings))
            bar.show("Searching", len(samples), len(asked))
    return samples


def _asking(item: Question, known: Known, leans: Leans) -> _Asking:
    assert item.asked_on is not None
    text = understood(item.question, [Turn(said, "") for said in item.history], known, leans)
    return _Asking(item, text, Scope(Asker(item.role, item.school), item.asked_on))


def _sample(asking: _Asking, opened: Index, models: retrieval.Models, settings: Settings) -> Sample:
    found, _ = retrieval.candidates_of(asking.text, opened, models, asking.scope, settings.candidates, settings.weighed)
    rows = evidence.features(asking.text, found, opened.library.rarity)
    met = tuple(groups_met(hit.passage, asking.item.gold, ()) for hit in found)
    return Sample(asking.item, asking.text, tuple(found), rows, met)


def read(samples: Sequence[Sample], rerank: Rerank, most: int) -> list[Sample]:
    """The same after the reranker has read what is likeliest, as told by trees that did not see the documents."""
    found = list(samples)
    with Bar(sys.stderr) as bar:
        for done, (place, model) in enumerate(_unseen(samples), start=1):
            sample = samples[place]
            hits = retrieval.read(sample.asked_as, sample.hits, model.probabilities(sample.rows), rerank, most)
            found[place] = replace(sample, hits=tuple(hits), rows=evidence.read(sample.rows, hits))
            bar.show("Reading", done, len(samples))
    return found


def _unseen(samples: Sequence[Sample]) -> Iterator[tuple[int, Trees]]:
    """The place of each sample with trees that did not see its document, nor learned from those `without`."""
    fold = folds([sample.about for sample in samples])
    for part in range(FOLDS):
        others = [
            sample for sample, its in zip(samples, fold, strict=True) if its != part and not _is_without(sample.item)
        ]
        model = fitted(*_stacked(others))
        yield from ((place, model) for place, its in enumerate(fold) if its == part)


def _is_hard(item: Question) -> bool:
    """Whether it asks for something that no document says, in nearly the words of a rule that does not answer it."""
    return item.id.startswith(HARD) and item.outcome == Outcome.NOT_FOUND.value


def fitted(rows: numpy.ndarray, labels: numpy.ndarray, names: tuple[str, ...] = evidence.NAMES) -> Trees:
    """Boosted trees (Friedman, "Greedy function approximation", Annals of Statistics 2001), as plain values; a feature
    that no row knows is left out.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    known = numpy.flatnonzero(~numpy.isnan(rows).all(axis=0))
    model = HistGradientBoostingClassifier(**SHAPE).fit(rows[:, known], labels)
    trees = tuple(
        tuple(
            (
                -1 if node["is_leaf"] else int(known[node["feature_idx"]]),
                float(node["num_threshold"]),
                bool(node["missing_go_to_left"]),
                int(node["left"]),
                int(node["right"]),
                float(node["value"]),
            )
            for node in stage[0].nodes
        )
        for stage in model._predictors
    )
    return Trees(names, float(model._baseline_prediction.ravel()[0]), trees)


def logistic(
    rows: numpy.ndarray,
    labels: numpy.ndarray,
    names: Sequence[str] = abstention.NAMES,
    weights: numpy.ndarray | None = None,
) -> dict[str, Any]:
    """A logistic regression as plain values; rows are centred and scaled first, and NaN, not known, counts as average.
    `weights` are those of the rows.
    """
    from sklearn.linear_model import LogisticRegression

    mean, scale = numpy.nanmean(rows, axis=0), numpy.nanstd(rows, axis=0)
    scale[scale == 0] = 1.0
    found = numpy.nan_to_num((rows - mean) / scale)
    model = LogisticRegression(C=0.3, max_iter=1000).fit(found, labels, sample_weight=weights)
    numbers = {"mean": mean, "scale": scale, "weights": model.coef_[0]}
    short = {name: [_short(value) for value in values] for name, values in numbers.items()}
    return {"names": list(names), **short, "start": _short(model.intercept_[0])}


def agreed(
    rows: numpy.ndarray, right: numpy.ndarray, answerable: numpy.ndarray, asked: numpy.ndarray
) -> dict[str, Any]:
    """The mean of two regressions over the same evidence: would the answer be right, and has the question any?

    A mean of log odds that are linear in the features is linear in them too, so it is kept as one. `asked` are the
    questions that were asked as they are, shape (questions,); the others, those `without`, count `LESS`.
    """
    weights = numpy.where(asked, 1.0, LESS)
    one, other = (logistic(rows, labels, weights=weights) for labels in (right, answerable))
    means = ((numpy.asarray(one[name]) + numpy.asarray(other[name])) / 2 for name in ("weights", "start"))
    both, start = (mean.tolist() for mean in means)
    return {**one, "weights": [_short(value) for value in both], "start": _short(start)}


def calibrated(said: dict[str, Any], rows: numpy.ndarray, right: numpy.ndarray) -> dict[str, Any]:
    """The same with a start that makes the mean probability over these questions the share that is right, by bisection.

    Those that were made unanswerable are not asked in such numbers, so they must not lower what is said of the others.
    """
    odds = numpy.nan_to_num((rows - said["mean"]) / said["scale"]) @ numpy.asarray(said["weights"])
    low, high = -30.0, 30.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        too_sure = (1 / (1 + numpy.exp(-(odds + middle)))).mean() > right.mean()
        low, high = (low, middle) if too_sure else (middle, high)
    return {**said, "start": _short(low)}


def without(sample: Sample, library: Library) -> Sample:
    """The same question as if no document that answers it were there, so that it has no answer."""
    keys = {clause.split("/")[0] for group in sample.item.gold for clause in group}
    hits = tuple(hit for hit in sample.hits if hit.passage.document.key not in keys)
    item = replace(sample.item, id=f"without-{sample.item.id}", gold=(), outcome=Outcome.NOT_FOUND.value)
    rows = evidence.features(sample.asked_as, hits, library.rarity)
    return Sample(item, sample.asked_as, hits, rows, (frozenset(),) * len(hits))


def measured(
    samples: Sequence[Sample],
) -> tuple[dict[int, float], numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """On documents that the trees did not see: the share of gold groups by depth, and of each question what speaks for
    an answer, whether it would be right, and whether there is one. The trees do not learn from those `without`.
    """
    found: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
    rows, right = [numpy.zeros(len(abstention.NAMES))] * len(samples), [False] * len(samples)
    for place, model in _unseen(samples):
        sample = samples[place]
        hits, met = sample.ranked(model)
        rows[place] = abstention.features(hits[:10])
        groups = len(sample.item.gold)
        right[place] = bool(groups) and len(frozenset[int]().union(*met[:CITED])) > 0
        for depth in DEPTHS if groups else ():
            found[depth].append(len(frozenset[int]().union(*met[:depth])) / groups)
    answerable = numpy.asarray([sample.item.outcome in ANSWERABLE for sample in samples])
    depths = {depth: float(numpy.mean(values)) for depth, values in found.items()}
    return depths, numpy.stack(rows), numpy.asarray(right), answerable


def _is_without(item: Question) -> bool:
    return item.id.startswith("without-")


def choices(
    rows: numpy.ndarray,
    right: numpy.ndarray,
    answerable: numpy.ndarray,
    about: Sequence[str],
    plain: numpy.ndarray,
    asked: numpy.ndarray,
) -> list[str]:
    """What each threshold would do to documents not seen: refused of the unanswerable and of the answerable.

    `plain` are the questions that do more than change one fact of a rule, `asked` those that are not `without`.
    """
    from sklearn.metrics import roc_auc_score

    sure, fold = numpy.zeros(len(rows)), numpy.asarray(folds(about))
    for part in range(FOLDS):
        known = fold != part
        said = calibrated(
            agreed(rows[known], right[known], answerable[known], asked[known]),
            rows[known & asked],
            right[known & asked],
        )
        scaled = numpy.nan_to_num((rows[~known] - said["mean"]) / said["scale"])
        sure[~known] = 1 / (1 + numpy.exp(-(scaled @ numpy.asarray(said["weights"]) + said["start"])))
    aurocs = [f"{roc_auc_score(labels[asked], sure[asked]):.3f}" for labels in (right, answerable)]
    lines = [f"AUROC right or not {aurocs[0]}, answerable or not {aurocs[1]}"]
    for threshold in numpy.arange(0.1, 0.75, 0.05):
        refused = sure < threshold
        lines.append(
            f"from {threshold:.2f}: refuses {refused[~answerable & plain & asked].mean():.2f} of the unanswerable, "
            f"{refused[~plain].mean():.2f} of the hard ones, {refused[~asked].mean():.2f} of those made so, "
            f"{refused[answerable].mean():.2f} of the answerable; {right[~refused & asked].mean():.2f} of the answers "
            "to questions as they were asked are right"
        )
    return lines


def folds(about: Sequence[str]) -> list[int]:
    """The part of each question, by the document that it is about."""
    names = sorted(set(about))
    return [names.index(name) % FOLDS for name in about]


def _stacked(samples: Sequence[Sample]) -> tuple[numpy.ndarray, numpy.ndarray]:
    rows = numpy.concatenate([sample.rows for sample in samples])
    labels = numpy.asarray([bool(met) for sample in samples for met in sample.met])
    return rows, labels


def as_text(model: Trees) -> str:
    """The file that `assistant.trees` reads; numbers to six digits."""
    trees = [[[n[0], _short(n[1]), int(n[2]), n[3], n[4], _short(n[5])] for n in tree] for tree in model.trees]
    said = {"names": list(model.names), "start": _short(model.start), "trees": trees}
    return json.dumps(said, separators=(",", ":")) + "\n"


def _short(value: float, digits: int = 6) -> float:
    return float(f"{value:.{digits}g}")


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
