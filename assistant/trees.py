"""Boosted trees as plain arrays: what `evals.fitting` learned on the dev questions, read from a file in the repository.

The form is that of scikit-learn's HistGradientBoostingClassifier, so that nothing but numpy is needed to use it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import numpy

Node = tuple[int, float, bool, int, int, float]  # feature, threshold, missing goes left, left, right, value; -1: a leaf


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees over named features, made a probability. `names` are the features in the order of a row."""

    names: tuple[str, ...]
    start: float
    trees: tuple[tuple[Node, ...], ...]

    def probabilities(self, rows: "numpy.ndarray") -> "numpy.ndarray":
        """The probability of each row, shape (rows,). NaN is a value that is missing."""
        return numpy.asarray([self._one(row) for row in rows.tolist()])

    def _one(self, row: Sequence[float]) -> float:
        whole = self.start + sum(_leaf(tree, row) for tree in self.trees)
        return 1 / (1 + exp(-whole))


def _leaf(tree: Sequence[Node], row: Sequence[float]) -> float:
    place = 0
    while True:
        feature, threshold, missing_left, left, right, value = tree[place]
        if feature < 0:
            return value
        known = row[feature]
        place = (left if missing_left else right) if known != known else (left if known <= threshold else right)


@cache
def load(file: Path) -> Trees:
    """The trees of a JSON file."""
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    trees = tuple(
        tuple((int(n[0]), n[1], bool(n[2]), int(n[3]), int(n[4]), n[5]) for n in tree) for tree in said["trees"]
    )
    return Trees(tuple(said["names"]), said["start"], trees)
