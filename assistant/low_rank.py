"""What a packaged model learned later, kept apart from it: low-rank additions to its matrices.

To a packaged int8 matrix W is added A B, where A narrows to a few numbers and B widens again, when the model is opened.
The package stays as it is; the additions are a small file of ours.

Source: Hu et al., "LoRA: low-rank adaptation of large language models", ICLR 2022.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy

from assistant.errors import ModelError

NARROW, WIDE = "narrow", "wide"
GREATEST = 127  # of an int8 matrix whose zero is 0
SMALLEST = 1e-12  # of a column: one of nothing has a scale, too


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
    """An int8 ONNX model with additions, as bytes that onnxruntime opens. A matrix to which something was added is made
    int8 again with a scale for each column, so that it is no coarser than before and costs no more.

    Raises:
        ModelError: the model has no matrix in the place of an addition.
    """
    import onnx
    from onnx import numpy_helper

    whole = onnx.load(str(model))
    arrays = {array.name: array for array in whole.graph.initializer}
    products = {place(node.name): node for node in whole.graph.node if node.op_type == "MatMulInteger"}
    for where, addition in additions.items():
        product = products.get(where)
        if product is None:
            raise ModelError(f"The model {model} has no matrix {where}, to which something is added. Install it anew.")
        matrix = arrays[product.input[1]]
        scale = arrays[scale_of(matrix.name)]
        plain = numpy_helper.to_array(matrix).astype(numpy.float32) * numpy_helper.to_array(scale)
        new = plain + addition.narrow @ addition.wide
        steps = numpy.maximum(numpy.abs(new).max(axis=0), SMALLEST) / GREATEST
        scale.CopyFrom(numpy_helper.from_array(steps.astype(numpy.float32), scale.name))
        matrix.CopyFrom(numpy_helper.from_array(numpy.rint(new / steps).astype(numpy.int8), matrix.name))
    return bytes(whole.SerializeToString())


def scale_of(matrix: str) -> str:
    """The name of the number that one step of an int8 matrix stands for."""
    return matrix.removesuffix("_quantized") + "_scale"


def place(name: str) -> str:
    """Where a product stands: "/bert/encoder/layer.6/output/dense/MatMul_quant" is "encoder/layer.6/output/dense"."""
    return name.rpartition("/")[0].strip("/").removeprefix("bert/")
