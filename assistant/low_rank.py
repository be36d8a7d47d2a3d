"""What a packaged model learned later, kept apart from it: low-rank additions to its matrices.

Beside a product of the packaged int8 matrix, x W, runs x A B in float32, where A narrows to a few numbers and B widens
again. The package stays as it is; the additions are a small file of ours.

Source: Hu et al., "LoRA: low-rank adaptation of large language models", ICLR 2022.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant.errors import ModelError

NARROW, WIDE = "narrow", "wide"


@dataclass(frozen=True, slots=True)
class Addition:
    """`narrow` has shape (numbers in, rank), `wide` (rank, numbers out)."""

    narrow: numpy.ndarray
    wide: numpy.ndarray


def read(file: Path) -> dict[str, Addition]:
    """The additions of an .npz file by the place of their matrix, such as "encoder/layer.6/output/dense"."""
    with numpy.load(file) as kept:
        places = {name.rpartition(":")[0] for name in kept.files}
        return {
            place: Addition(
                kept[f"{place}:{NARROW}"].astype(numpy.float32), kept[f"{place}:{WIDE}"].astype(numpy.float32)
            )
            for place in sorted(places)
        }


def write(additions: Mapping[str, Addition], file: Path) -> None:
    """Keep additions as float16."""
    arrays = {}
    for place, addition in sorted(additions.items()):
        arrays[f"{place}:{NARROW}"] = addition.narrow.astype(numpy.float16)
        arrays[f"{place}:{WIDE}"] = addition.wide.astype(numpy.float16)
    numpy.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def added(model: Path, additions: Mapping[str, Addition]) -> bytes:
    """An int8 ONNX model with additions, as bytes that onnxruntime opens.

    Raises:
        ModelError: the model has no matrix in the place of an addition.
    """
    import onnx
    from onnx import helper, numpy_helper

    whole = onnx.load(str(model))
    graph = whole.graph
    made_by = {name: node for node in graph.node for name in node.output}
    used_by = {name: node for node in graph.node for name in node.input}
    products = {place(node.name): node for node in graph.node if node.op_type == "MatMulInteger"}
    new: dict[str, list[onnx.NodeProto]] = {}
    for where, addition in additions.items():
        product = products.get(where)
        if product is None:
            raise ModelError(f"The model {model} has no matrix {where}, to which something is added. Install it anew.")
        given = made_by[product.input[0]].input[0]  # the numbers before they were made int8
        scaled = used_by[used_by[product.output[0]].output[0]]  # the product, made float, times the two scales
        said, plain, few, more = (
            scaled.output[0],
            *(f"{where}/{word}" for word in ("plain", "few", "more")),
        )
        for name, array in ((NARROW, addition.narrow), (WIDE, addition.wide)):
            graph.initializer.append(numpy_helper.from_array(array, f"{where}:{name}"))
        new[scaled.name] = [
            helper.make_node("MatMul", [given, f"{where}:{NARROW}"], [few], f"{where}/narrow"),
            helper.make_node("MatMul", [few, f"{where}:{WIDE}"], [more], f"{where}/wide"),
            helper.make_node("Add", [plain, more], [said], f"{where}/add"),
        ]
        scaled.output[0] = plain
    nodes = [item for node in graph.node for item in (node, *new.get(node.name, ()))]
    del graph.node[:]
    graph.node.extend(nodes)
    return bytes(whole.SerializeToString())


def place(name: str) -> str:
    """Where a product stands: "/bert/encoder/layer.6/output/dense/MatMul_quant" is "encoder/layer.6/output/dense"."""
    return name.rpartition("/")[0].strip("/").removeprefix("bert/")
