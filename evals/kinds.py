"""Learn what kind of message it is, and say how that fares: the first part of `python -m evals.fitting`.

The thresholds come from cross validation over the examples that other hands wrote; messages that were put together from
parts are only learned from. The test halves are never fitted on.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy
from scipy import sparse  # type: ignore[import-untyped]  # the stubs are not among the packages

from assistant import companion, embedding, screening
from assistant.retrieval import Embed
from assistant.screening import learned
from assistant.settings import Settings
from assistant.values import Outcome
from evals import composing, questions

EXAMPLES = questions.FOLDER.parent / "screening"
ASKED = (questions.FOLDER / "dev", questions.FOLDER.parent / "training")
FOLDS = 5
COMPOSED_COUNTS = 0.2  # of what a message counts that was written by someone
LOST = {learned.ACT_NOW: 0.02, learned.OUT_OF_SCOPE: 0.015}  # of the ordinary questions, when the threshold is set
LOST_BY_WORDS = 0.005  # where the words alone decide, and nothing that knows more is asked after them
STRENGTH = 20.0


def fit(settings: Settings) -> list[str]:
    """Fit both regressions, write them, and say how they fare by cross validation and on the test halves."""
    lines = examples()
    written = [(line["question"], line["expect"]) for line in lines if line["split"] == "dev"] + _asked()
    composed = composing.composed()
    texts = [_read(words) for words, _ in written + composed]
    right = numpy.asarray([kind for _, kind in written + composed])
    counts = numpy.where(numpy.arange(len(texts)) < len(written), 1.0, COMPOSED_COUNTS)
    first, second = embedding.encoder(settings), companion.load(settings)
    assert second is not None
    by_model = [first(texts), second([companion.QUESTION + words for words in texts])]
    hashed, rarity = _hashed(texts)
    kept: dict[str, numpy.ndarray] = {"rarity": rarity}
    said = [f"{learned.FILE.name}: from {len(written)} messages and {len(composed)} put together from parts"]
    for which in (0, 1, 2):
        vectors = numpy.concatenate([numpy.zeros((len(texts), 0)), *by_model[:which]], axis=1)
        rows = sparse.hstack([sparse.csr_matrix(vectors), hashed]).tocsr()
        for kind in learned.KINDS:
            scores = _unseen(rows, right == kind, counts, len(written))
            ordinary = scores[right[: len(written)] == learned.GO]
            lost = LOST[kind] if which else LOST_BY_WORDS
            threshold = float(numpy.quantile(ordinary, 1 - lost))
            known = float(numpy.mean(scores[right[: len(written)] == kind] >= threshold))
            said.append(f"  {kind} with {which} model(s), not seen: {known:.3f} known, {lost:.3f} of ordinary lost")
            model = _regression(rows, right == kind, counts)
            start = f"{kind}, {which}, "
            kept[start + "vectors"] = model.coef_[0][: vectors.shape[1]].astype(numpy.float16)
            kept[start + "grams"] = model.coef_[0][vectors.shape[1] :].astype(numpy.float16)
            kept[start + "start"] = model.intercept_.astype(numpy.float32)
            kept[start + "from"] = numpy.asarray([threshold], dtype=numpy.float32)
    numpy.savez_compressed(learned.FILE, **kept)  # type: ignore[arg-type]  # its stub takes a flag by keyword as well
    learned._fitted.cache_clear()
    return [*said, *screened(lines, settings, first, second)]


def examples() -> list[dict[str, str]]:
    """The examples of every file, each with the file's name."""
    return [
        {**json.loads(line), "file": file.stem}
        for file in sorted(EXAMPLES.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def screened(lines: Sequence[dict[str, str]], settings: Settings, embed: Embed, second: Embed) -> list[str]:
    """What screening makes of the messages that were never fitted on: those of `held-out`, and of the other halves."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        if line["split"] == "test":
            found = screening.screen(line["question"], settings.question_characters, follows=True)
            found = found or screening.screen_further(line["question"], embed, second=second)
            file = line["file"] if line["file"] == "held-out" else "other test halves"
            counts[file, line["expect"], found.outcome.value if found is not None else learned.GO] += 1
    totals: Counter[tuple[str, str]] = Counter()
    for (file, right, _), count in counts.items():
        totals[file, right] += count
    return [
        f"  {file}, {right}: {count} of {totals[file, right]} ({count / totals[file, right]:.1%}) {got}"
        for (file, right, got), count in sorted(counts.items())
    ]


def _asked() -> list[tuple[str, str]]:
    return [
        (item.question, item.outcome if item.outcome in learned.KINDS else learned.GO)
        for folder in ASKED
        for item in questions.read(folder)
        if item.outcome != Outcome.CLARIFY.value and "instructions" not in item.tags
    ]


def _read(words: str) -> str:
    return screening.to_answer(screening.clean(words))


def _hashed(texts: Sequence[str]) -> tuple[Any, numpy.ndarray]:
    """The grams of each text as a sparse row, and how rare each place is."""
    found = [learned.grams(words) for words in texts]
    holding = numpy.bincount(numpy.concatenate([places for places, _ in found]), minlength=learned.PLACES)
    rarity = (numpy.log((1 + len(texts)) / (1 + holding)) + 1).astype(numpy.float16)
    said = rarity.astype(numpy.float32)
    values = [learned.weighed(counts, said[places]) for places, counts in found]
    starts = numpy.cumsum([0, *(len(places) for places, _ in found)])
    where = numpy.concatenate([places for places, _ in found])
    return sparse.csr_matrix((numpy.concatenate(values), where, starts), shape=(len(texts), learned.PLACES)), rarity


def _unseen(rows: Any, labels: numpy.ndarray, counts: numpy.ndarray, written: int) -> numpy.ndarray:
    """The score of each written message by a regression that was fitted without it."""
    from sklearn.model_selection import StratifiedKFold

    scores, composed = numpy.zeros(written), numpy.arange(written, len(labels))
    for kept, left in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(labels[:written], labels[:written]):
        seen = numpy.concatenate([kept, composed])
        scores[left] = _regression(rows[seen], labels[seen], counts[seen]).decision_function(rows[left])
    return scores


def _regression(rows: Any, labels: numpy.ndarray, counts: numpy.ndarray) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", random_state=0)
    return model.fit(rows, labels, sample_weight=counts)


__all__ = ["examples", "fit", "screened"]
