"""Teach the reranker which clause answers a question: `python -m evals.reranking`, about an hour on two cores.

As it is packaged it puts first what is about the same thing. From the phrase book it learns to put the clause that
answers before the others found beside it, and to give a low score to a clause that only sounds as if it answered. The
upper half of its layers gets low-rank additions; the lower half reads as packaged, in int8, as it will when it is used.
Writes `assistant/reranking.npz`. Then run `python -m evals.fitting ranking`.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy

from assistant import interaction, low_rank, onnx_models, reranking
from assistant import settings as settings_room
from assistant.low_rank import Addition
from assistant.progress import Bar
from assistant.settings import Settings
from evals import phrases
from evals.phrases import Phrase

if TYPE_CHECKING:
    import torch

T = TypeVar("T")

FROZEN, LAYERS, HEADS, WIDTH = 6, 12, 12, 384
MATRICES = {
    "attention/self/query": WIDTH,
    "attention/self/key": WIDTH,
    "attention/self/value": WIDTH,
    "attention/output/dense": WIDTH,
    "intermediate/dense": WIDTH,
    "output/dense": 4 * WIDTH,
}  # of each layer, with the numbers that go in
RANK = 16
BEFORE_UPPER = f"/bert/encoder/layer.{FROZEN - 1}/output/LayerNorm/Add_1_output_0"  # what the lower half gives
SMALL = 1e-12  # of the model's layer norms (its config.json)

FOUND = 15  # clauses beside the right one, nearest first, from which the wrong ones are drawn:
DRAWN = ((0, 3), (3, 8), (3, FOUND))  # one from each of these ranges
AT_ONCE, MISSES = 8, 4  # questions and near misses between two steps
TOGETHER = 9  # pairs of like length that are read at once
STEPS = 2600
RATE = 4e-4
WARM_UP = 0.06
HALF = 0.5  # weight of the loss that judges each pair alone, and within it of the pairs that are no answer

JUDGED = 260  # questions about phrases that were kept back, each with its clause and the seven found first beside it


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the place of its clause in the book, and the places of those found beside it, nearest first."""

    question: str
    right: int
    beside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that the clause in a place of the book does not answer, though it is about the same thing."""

    question: str
    place: int


class Reader:
    """The packaged model, whose upper half can learn. Its lower half runs in int8 and stays as it is."""

    def __init__(self, threads: int) -> None:
        """`threads` are those of the lower half."""
        import onnx
        import torch

        folder = reranking.PACKAGED.folder()
        model = onnx.load(str(folder / onnx_models.MODEL))
        self._lower = _lower(model, threads)
        self._fixed = _matrices(model)
        self._tokenizer = reranking.tokenizer(folder)
        self.additions: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}
        torch.manual_seed(0)
        places = {
            f"encoder/layer.{layer}/{name}": size for layer in range(FROZEN, LAYERS) for name, size in MATRICES.items()
        }
        for place, size in {**places, "pooler/dense": WIDTH}.items():
            narrow = (torch.randn(size, RANK) / size**0.5).requires_grad_()
            wide = torch.zeros(RANK, self._fixed[place].shape[1]).requires_grad_()
            self.additions[place] = (narrow, wide)

    def scores(self, pairs: Sequence[tuple[str, str]]) -> "torch.Tensor":
        """The score of each pair of a question and a text, shape (pairs,), from which can be learned."""
        import torch

        read = self._tokenizer.encode_batch(list(pairs))
        order = sorted(range(len(read)), key=lambda place: len(read[place].ids))
        found: dict[int, torch.Tensor] = {}
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            ids, types = ([getattr(read[place], name) for place in places] for name in ("ids", "type_ids"))
            states = torch.from_numpy(onnx_models.run(self._lower, ids, types))
            there = torch.arange(states.shape[1]) < torch.tensor([len(its) for its in ids])[:, None]
            found.update(zip(places, self._upper(states, there), strict=True))
        return torch.stack([found[place] for place in range(len(read))])

    def learned(self) -> dict[str, Addition]:
        """What was added, as it is kept."""
        return {
            place: Addition(narrow.detach().numpy(), wide.detach().numpy())
            for place, (narrow, wide) in self.additions.items()
        }

    def _upper(self, states: "torch.Tensor", there: "torch.Tensor") -> "torch.Tensor":
        """The scores, shape (texts,), from what the lower half gives, shape (texts, pieces, width); the last layer is
        worked out for the first piece alone, the only one that the score is made from.
        """
        import torch
        from torch.nn import functional

        for layer in range(FROZEN, LAYERS):
            place = f"encoder/layer.{layer}"
            asking = states[:, :1] if layer == LAYERS - 1 else states
            query, key, value = (
                self._product(of, f"{place}/attention/self/{name}")
                .view(len(of), -1, HEADS, WIDTH // HEADS)
                .transpose(1, 2)
                for name, of in (("query", asking), ("key", states), ("value", states))
            )
            seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=there[:, None, None, :])
            seen = self._product(seen.transpose(1, 2).flatten(2), f"{place}/attention/output/dense")
            asking = self._normal(asking + seen, f"{place}/attention/output/LayerNorm")
            wide = functional.gelu(self._product(asking, f"{place}/intermediate/dense"))
            states = self._normal(asking + self._product(wide, f"{place}/output/dense"), f"{place}/output/LayerNorm")
        pooled = torch.tanh(self._product(states[:, 0], "pooler/dense"))
        return self._product(pooled, "classifier")[:, 0]

    def _product(self, given: "torch.Tensor", place: str) -> "torch.Tensor":
        out = given @ self._fixed[place] + self._fixed[f"{place}/bias"]
        if place in self.additions:
            narrow, wide = self.additions[place]
            out = out + given @ narrow @ wide
        return out

    def _normal(self, given: "torch.Tensor", place: str) -> "torch.Tensor":
        from torch.nn import functional

        weight, bias = self._fixed[f"{place}/weight"], self._fixed[f"{place}/bias"]
        return functional.layer_norm(given, (WIDTH,), weight, bias, SMALL)


def _lower(model: Any, threads: int) -> Any:
    """The lower half of an ONNX model, opened."""
    import onnx.utils

    names = [item.name for item in model.graph.input]
    half = onnx.utils.Extractor(model).extract_model(names, [BEFORE_UPPER])
    return onnx_models.session(half.SerializeToString(), threads)


def _matrices(model: Any) -> dict[str, "torch.Tensor"]:
    """The matrices of an ONNX model made float, shape (numbers in, numbers out), and the vectors, by their place."""
    import torch
    from onnx import numpy_helper

    kept = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    found = {}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger":
            whole = kept[node.input[1]].astype(numpy.float32) * kept[low_rank.scale_of(node.input[1])]
            found[low_rank.place(node.name)] = torch.tensor(whole)
    for name, array in kept.items():
        if name.endswith((".bias", ".weight")) and array.ndim == 1:
            found[_path(name)] = torch.tensor(array)
    return found


def _path(name: str) -> str:
    """ "bert.encoder.layer.6.output.dense.bias" is "encoder/layer.6/output/dense/bias"."""
    return name.removeprefix("bert.").replace(".", "/").replace("layer/", "layer.")


def cases_of(book: Sequence[Phrase], settings: Settings) -> list[Case]:
    """Every question of a phrase book with its clause and those of the same part of the book that late interaction
    finds beside it. Another part may say the same again, so that its clauses would not be wrong.
    """
    model = interaction.load(settings)
    assert model is not None  # it is packaged
    parts: dict[str, list[int]] = {}
    for place, phrase in enumerate(book):
        parts.setdefault(phrase.part, []).append(place)
    cases = []
    with Bar(sys.stderr) as bar:
        for places in parts.values():
            clauses = model.passages([book[place].text for place in places])
            for right in places:
                for question in book[right].questions:
                    near = interaction.nearness(model.question(question), clauses)
                    order = (places[nearest] for nearest in numpy.argsort(-near))
                    cases.append(Case(question, right, tuple(place for place in order if place != right)[:FOUND]))
                bar.show("Finding what is beside", right + 1, len(book))
    return cases


def learn(reader: Reader, book: Sequence[Phrase], cases: Sequence[Case], steps: int = STEPS) -> None:
    """Move the additions of a reader, by two losses: the choice of the right clause among those beside it, and of every
    pair alone whether the clause answers the question.
    """
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

    drawn = random.Random(0)
    misses = [Miss(asked, place) for place, phrase in enumerate(book) for asked in phrase.unanswered]
    weights = [part for both in reader.additions.values() for part in both]
    even = torch.tensor(0.0, requires_grad=True)  # the score from which a clause is more likely an answer than not
    optimiser = torch.optim.AdamW(
        [{"params": weights, "lr": RATE}, {"params": [even], "lr": 25 * RATE}], weight_decay=0.0, betas=(0.9, 0.98)
    )
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [RATE, 25 * RATE], total_steps=steps + 1, pct_start=WARM_UP, anneal_strategy="linear"
    )
    questions, near = _endless(cases, drawn), _endless(misses, drawn)
    right = torch.zeros(AT_ONCE, dtype=torch.long)
    with Bar(sys.stderr) as bar:
        for step in range(steps):
            batch = [next(questions) for _ in range(AT_ONCE)]
            shown = [
                (case, [case.right, *(drawn.choice(case.beside[slice(*part)]) for part in DRAWN)]) for case in batch
            ]
            pairs = [(case.question, book[place].text) for case, places in shown for place in places]
            pairs += [(miss.question, book[miss.place].text) for miss in (next(near) for _ in range(MISSES))]
            scores = reader.scores(pairs)
            chosen = scores[:-MISSES].view(AT_ONCE, 1 + len(DRAWN))
            yes, no, missed = chosen[:, 0] - even, chosen[:, 1:] - even, scores[-MISSES:] - even
            alone = binary_cross_entropy_with_logits(yes, torch.ones_like(yes)) + HALF * sum(
                binary_cross_entropy_with_logits(part, torch.zeros_like(part)) for part in (no, missed)
            )
            (cross_entropy(chosen, right) + HALF * alone).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            pace.step()
            bar.show("Learning", step + 1, steps)


def _endless(items: Sequence[T], drawn: random.Random) -> Iterator[T]:
    """All items in a random order, then in another."""
    while True:
        yield from drawn.sample(list(items), len(items))


def judged(score: Callable[[str, Sequence[str]], numpy.ndarray], book: Sequence[Phrase], cases: Sequence[Case]) -> str:
    """In words: how often the clause that answers is first of eight, and how well scores tell it from a near miss."""
    from sklearn.metrics import roc_auc_score

    some = random.Random(0).sample(list(cases), min(JUDGED, len(cases)))
    scores = [score(case.question, [book[place].text for place in (case.right, *case.beside[:7])]) for case in some]
    missed = [
        float(score(asked, [book[place].text])[0])
        for place in sorted({case.right for case in some})
        for asked in book[place].unanswered
    ]
    answers = [float(its[0]) for its in scores]
    first = numpy.mean([its.argmax() == 0 for its in scores])
    apart = roc_auc_score([1] * len(answers) + [0] * len(missed), answers + missed)
    return (
        f"the clause that answers is first of eight for {first:.3f}; told from near misses with an AUROC of {apart:.3f}"
    )


def main() -> None:
    """Learn, write, and say how the phrases that were kept back are judged."""
    settings = settings_room.load()
    book, rest = phrases.split(phrases.read())
    cases, kept_back = cases_of(book, settings), cases_of(rest, settings)
    plain = reranking.reader(reranking.PACKAGED.folder(), settings.threads, {})
    _say(f"As packaged, {judged(plain, rest, kept_back)}")
    reader = Reader(settings.threads)
    learn(reader, book, cases)
    low_rank.write(reader.learned(), reranking.LEARNED)
    taught = reranking.load(settings)
    assert taught is not None  # it is packaged
    _say(f"Now {judged(taught, rest, kept_back)}")
    _say("Now run: python -m evals.fitting ranking")


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
