"""A logistic regression fitted elsewhere and kept as JSON: mean and scale of each feature, weights, start."""

import json
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import numpy


def probability(file: Path, found: numpy.ndarray) -> float:
    """What the regression of a file says of a row of features, shape (features,). NaN, not known, counts as average."""
    fitted = _fitted(file)
    row = numpy.nan_to_num((found - numpy.asarray(fitted["mean"])) / numpy.asarray(fitted["scale"]))
    return float(1 / (1 + exp(-(float(row @ numpy.asarray(fitted["weights"])) + fitted["start"]))))


@cache
def _fitted(file: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return said
