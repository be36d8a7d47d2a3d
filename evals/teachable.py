"""The packaged reranker with an upper half that can learn, by low-rank additions to its matrices."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy

from assistant import low_rank, onnx_models, reranking
from assistant.low_rank import Addition

if TYPE_CHECKING:
    import torch

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
TOGETHER = 9  # pairs of like length that are read at once


class Reader:
    """The packaged model, whose upper half can learn. Its lower half runs in int8 and stays as it is."""

    def __init__(self, threads: int, known: Mapping[str, Addition] | None = None) -> None:
        """`threads` are those of the lower half; `known` is what was learned before."""
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
        for place, addition in (known or {}).items():
            narrow, wide = (torch.tensor(part).requires_grad_() for part in (addition.narrow, addition.wide))
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
