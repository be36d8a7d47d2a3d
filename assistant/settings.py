"""The settings, and the only place that reads the environment (`ASSISTANT_...`)."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError

PACKAGED_COMPANION = "packaged:bge-small-en-v1.5"
PACKAGED_INTERACTION = "packaged:answerai-colbert-small-v1"
PACKAGED_RERANKER = "packaged:ms-marco-MiniLM-L-12-v2"
STARTERS = Path(__file__).parent / "web" / "starters.toml"
READING_PATH = Path(__file__).parent / "reading_path.toml"
PACKAGED_MODEL = "packaged:all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """Each field can be set by an environment variable, for example `ASSISTANT_PORT=8000`."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True, extra="ignore")

    corpus: Path = Field(Path("corpus"), description="Folder of documents, with or without register.toml.")
    indexes: Path = Field(Path("indexes"), description="Folder in which builds are kept.")
    feedback: Path = Field(Path("indexes/feedback.jsonl"), description="File that keeps what people said of answers.")
    kept: Path = Field(Path("indexes/kept.sqlite"), description="File that keeps answers for their permanent links.")
    kept_answers: int = Field(20_000, ge=0, description="Newest answers kept for permanent links; 0 keeps none.")
    starters: Path = Field(STARTERS, description="File of questions to begin with, by role.")
    gaps: Path = Field(Path("indexes/gaps.jsonl"), description="File that keeps questions without a full answer.")
    keep_gaps: bool = Field(True, description="Whether such questions are kept, without personal data.")
    reading_path: Path = Field(READING_PATH, description="File of rules on what new governors read.")
    self_check: Path = Field(Path("evals/questions/dev"), description="Questions to check oneself: file or folder.")
    question_sets: Path | None = Field(None, description="Question sets to evaluate; unset: those of this program.")
    runs: Path | None = Field(None, description="Folder of evaluations that the page lists; unset: `evals/runs`.")
    host: str = Field("127.0.0.1", description="Address to serve on.")
    officer_key: SecretStr | None = Field(
        None,
        min_length=12,
        description="Words that a trust officer signs in with, 12 characters at least. Unset: only a person at this "
        "machine may change documents.",
    )
    port: int = Field(7860, ge=0, le=65535, description="Port to serve on; 0 takes any free one.")

    model: str = Field(PACKAGED_MODEL, description="Packaged model, a folder, or a hub name.")
    interaction: str = Field(
        PACKAGED_INTERACTION, description="Model that compares words in their contexts: packaged, a folder, or none."
    )
    companion: str = Field(
        PACKAGED_COMPANION, description="Second model by which messages are screened: packaged, a folder, or none."
    )
    reranker: str = Field(PACKAGED_RERANKER, description="Packaged reranker, a folder with ONNX weights, or none.")
    model_window: int = Field(256, ge=32, le=8192, description="Longest text the model reads, in word pieces.")
    passage_tokens: int = Field(160, ge=32, le=8192, description="A passage is filled up to this many word pieces.")
    threads: int = Field(2, ge=1, le=64, description="Processor threads the model may use.")

    keep_builds: int = Field(3, ge=1, le=100, description="Builds kept besides the published one.")
    file_seconds: float = Field(60, gt=0, description="Wall time in seconds allowed for reading one file.")
    file_megabytes: int = Field(50, ge=1, description="Largest file that is read, in MB.")
    file_memory_megabytes: int = Field(1024, ge=128, description="Memory in MB for the process that reads a file.")
    recognised_pages: int = Field(100, ge=0, description="Scanned pages recognised in one file.")
    file_characters: int = Field(5_000_000, ge=1000, description="Longest text taken from one file.")

    candidates: int = Field(40, ge=5, le=500, description="Passages taken from each search before fusion.")
    answer_from: float = Field(
        0.2, ge=0, le=1, description="Least probability of being right at which an answer is given."
    )
    weighed: int = Field(24, ge=1, le=200, description="Passages after fusion that are put in order by evidence.")
    reranked: int = Field(8, ge=0, le=200, description="The likeliest of these, which the reranker reads.")
    hits: int = Field(10, ge=1, le=100, description="Passages kept after fusion.")
    question_characters: int = Field(2000, ge=100, description="Longest question accepted.")

    @property
    def gaps_file(self) -> Path | None:
        """Where questions without a full answer are kept; None where they are not."""
        return self.gaps if self.keep_gaps else None


def load(**overrides: object) -> Settings:
    """The settings from the environment, with `overrides` on top.

    Raises:
        SettingsError: a value cannot be used; the sentence names the variable and the reason.
    """
    try:
        return Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        raise SettingsError(f"The setting ASSISTANT_{name.upper()} cannot be used: {first['msg']}.") from error


def stay_offline() -> None:
    """Set what the libraries read from the environment, so that none of them calls out. Call before importing them.

    Nor does one load another for nothing: Gradio asks Matplotlib at the first question where it draws, and Matplotlib,
    unless it was told, loads all of itself to find out, while a person waits.
    """
    os.environ.setdefault("MPLBACKEND", "agg")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
