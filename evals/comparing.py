"""Two runs of the same questions: paired differences with intervals, what was won and lost, and what fell."""

from dataclasses import dataclass

import numpy

from assistant.errors import AssistantError
from evals.aggregates import Mean, mean
from evals.measures import MEASURES
from evals.values import Run

GATED = (
    "whole answer right",
    "right outcome",
    "expected citation",
    "citation precision",
    "fact recall",
    "condition recall",
    "forbidden facts",
    "right school",
    "follow-up",
    "Recall@5",
    "nDCG@10",
)
NEVER = {"superseded as current": 0.0, "quote verbatim": 1.0}  # one more breach of these is a fall


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of this run minus that one, question by question, with its 95% interval."""

    measure: str
    before: float
    now: float
    by: Mean

    @property
    def worse(self) -> bool:
        """Whether the interval lies wholly on the wrong side of no change."""
        assert self.by.low is not None and self.by.high is not None
        return self.by.high < 0 if MEASURES[self.measure].better == "more" else self.by.low > 0

    @property
    def better(self) -> bool:
        """Whether the interval lies wholly on the right side of no change."""
        assert self.by.low is not None and self.by.high is not None
        return self.by.low > 0 if MEASURES[self.measure].better == "more" else self.by.high < 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed. `won` and `lost` are ids of questions whose whole answer became right or ceased to be."""

    before: str
    now: str
    questions: int
    differences: tuple[Difference, ...]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    breaches: tuple[str, ...]

    @property
    def fell(self) -> tuple[str, ...]:
        """Sentences that say what has really fallen; empty when nothing has."""
        falls = [
            f"{item.measure} went from {item.before:.3f} to {item.now:.3f} (by {item.by.value:+.3f}, 95% interval "
            f"{item.by.low:+.3f} to {item.by.high:+.3f})"
            for item in self.differences
            if item.measure in GATED and item.worse
        ]
        return (*falls, *self.breaches)


def compare(now: Run, before: Run) -> Comparison:
    """Compare two runs on the questions that both asked.

    Raises:
        AssistantError: they have no question in common.
    """
    old = {result.question.id: result for result in before.results}
    pairs = [(old[item.question.id], item) for item in now.results if item.question.id in old]
    if not pairs:
        raise AssistantError("The two runs have no question in common, so they cannot be compared.")
    differences = []
    for name in MEASURES:
        both = [(x, y) for a, b in pairs if (x := a.value(name)) is not None and (y := b.value(name)) is not None]
        if both:
            values = numpy.asarray(both, dtype=float)
            change = mean((values[:, 1] - values[:, 0]).tolist())
            differences.append(Difference(name, float(values[:, 0].mean()), float(values[:, 1].mean()), change))
    right = "whole answer right"
    return Comparison(
        before=before.name,
        now=now.name,
        questions=len(pairs),
        differences=tuple(differences),
        won=tuple(b.question.id for a, b in pairs if a.value(right) == 0 and b.value(right) == 1),
        lost=tuple(b.question.id for a, b in pairs if a.value(right) == 1 and b.value(right) == 0),
        breaches=tuple(
            f"{b.question.id}: {name} was as it must be and is not any more ({b.scores[name].seen})"
            for a, b in pairs
            for name, must in NEVER.items()
            if b.value(name) not in (None, must) and a.value(name) in (None, must)
        ),
    )


def as_text(found: Comparison) -> str:
    """The comparison for a terminal."""
    lines = [f"Against {found.before}, {found.questions} questions in common:"]
    for item in found.differences:
        if item.by.value:
            word = "better" if item.better else "worse" if item.worse else "no clear change"
            lines.append(
                f"  {item.measure}: {item.before:.3f} -> {item.now:.3f} ({item.by.value:+.3f}, "
                f"{item.by.low:+.3f} to {item.by.high:+.3f}): {word if MEASURES[item.measure].better else ''}".rstrip(
                    ": "
                )
            )
    lines.append(f"  won: {', '.join(found.won) or 'none'}")
    lines.append(f"  lost: {', '.join(found.lost) or 'none'}")
    lines.extend(f"  fell: {sentence}" for sentence in found.fell)
    return "\n".join(lines)
