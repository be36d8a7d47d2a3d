"""Teach the reranker the way that schools ask: `python -m evals.tuning`, from the dev questions alone.

Only biases and layer norms are learned ("BitFit": Ben Zaken, Goldberg and Ravfogel, ACL 2022), 40,000 numbers of 33
million, so that what ships is a small file that the runtime puts in place of the packaged numbers of the same names.
The packaged weights are int8; for learning they are turned back into floating point, which the learned numbers survive.

The questions are split in two halves by the document they are about. Each half is scored by what was learned from the
other, and these scores (`NEARNESS`) are what `evals.fitting` learns the ranking from: scores of questions that were
learned from are too good to be true. What ships is the mean of the two halves' numbers.
"""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from assistant import companion, embedding, index, reranking, retrieval
from assistant import settings as settings_room
from assistant.answering import understood
from assistant.progress import Bar
from assistant.retrieval import Scope
from assistant.settings import Settings
from assistant.values import Asker, Outcome, Turn
from evals import questions
from evals.matching import groups_met
from evals.values import Question

DEV = questions.FOLDER / "dev"
TRAINING = questions.FOLDER.parent / "training"
NEARNESS = Path("evals/runs/nearness.json")
USED = (Outcome.ANSWERED.value, Outcome.PARTLY.value, Outcome.NOT_FOUND.value)
CANDIDATES = 24
AGAINST = 5  # wrong passages that stand beside a right one in learning
AGAINST_NOTHING = 4  # passages shown for a question that has no answer
HARDEST = 20
FROZEN = 4  # lowest layers that are left as they are
AT_ONCE = 4  # questions between two steps
RATE = 2e-3
LONGEST = 256  # characters of a question
LAYER = re.compile(r"layer\.(\d+)\.")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with passages: the first `found` were found by search, right ones that were not follow behind."""

    item: Question
    asked_as: str
    texts: tuple[str, ...]
    right: tuple[bool, ...]
    found: int

    @property
    def about(self) -> str:
        """The document by which the case is put into its half."""
        return (self.item.documents_about or ("",))[0]


def all_questions() -> list[Question]:
    """Everything that may be learned from: the dev half and the questions that were written for learning."""
    found = [*questions.read(DEV), *(questions.read(TRAINING) if TRAINING.is_dir() else ())]
    return [item for item in found if item.outcome in USED and "instructions" not in item.tags]


def halves(about: Sequence[str]) -> list[int]:
    """The half, 0 or 1, of each question, so that every document is in one of them and both are of about one size."""
    side: dict[str, int] = {}
    total = [0, 0]
    for name, count in sorted(Counter(about).items(), key=lambda item: (-item[1], item[0])):
        side[name] = int(total[0] > total[1])
        total[side[name]] += count
    return [side[name] for name in about]


def main() -> None:
    """Gather, learn each half from the other, score, and write both files."""
    settings = settings_room.load()
    cases = gathered(all_questions(), settings)
    half = halves([case.about for case in cases])
    learned, nearness = [], {}
    for part in (0, 1):
        learned.append(learn([case for case, its in zip(cases, half, strict=True) if its != part]))
        rerank = reranking.load(settings, learned[-1])
        assert rerank is not None
        for case, its in zip(cases, half, strict=True):
            if its == part:
                nearness[case.item.id] = [round(float(x), 4) for x in rerank(case.asked_as, case.texts[: case.found])]
    NEARNESS.parent.mkdir(parents=True, exist_ok=True)
    NEARNESS.write_text(json.dumps(nearness), encoding="utf-8")
    mean = {name: ((learned[0][name] + learned[1][name]) / 2).astype(numpy.float16) for name in learned[0]}
    numpy.savez_compressed(reranking.ADAPTED, **mean)
    _say(f"{reranking.ADAPTED.name}: {sum(value.size for value in mean.values())} numbers from {len(cases)} questions")


def gathered(asked: Sequence[Question], settings: Settings) -> list[Case]:
    """The passages that the assistant would find for each question, and the right ones that it would not."""
    model = embedding.load(settings)
    opened = index.open_published(settings)

    def embed(texts: Sequence[str]) -> numpy.ndarray:
        return numpy.asarray(model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False))

    models = retrieval.Models(embed, companion.load(settings))
    cases = []
    with Bar(sys.stderr) as bar:
        for number, item in enumerate(asked, start=1):
            text = understood(item.question, [Turn(said, "") for said in item.history])
            assert item.asked_on is not None
            scope = Scope(Asker(item.role, item.school), item.asked_on)
            hits, _ = retrieval.candidates_of(text, opened, models, scope, settings.candidates, CANDIDATES)
            found = [hit.passage for hit in hits]
            met = [groups_met(passage, item.gold, ()) for passage in found]
            for group in range(len(item.gold)):
                if not any(group in its for its in met):
                    every = opened.library.passages.values()
                    more = next((passage for passage in every if group in groups_met(passage, item.gold, ())), None)
                    found += [more] if more is not None else []
                    met += [frozenset({group})] if more is not None else []
            texts = tuple(passage.embedded_text for passage in found)
            cases.append(Case(item, text, texts, tuple(bool(its) for its in met), len(hits)))
            bar.show("Searching", number, len(asked))
    opened.close()
    return cases


def learn(cases: Sequence[Case]) -> dict[str, numpy.ndarray]:
    """The learned numbers by name, float32: one pass over the questions in an order drawn from a fixed seed.

    The loss asks that the right passage stands first, and that a score above 0 means that the passage answers.
    """
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits as told_apart

    drawn = random.Random(0)
    torch.manual_seed(0)
    network, tokenizer = network_of(Path(reranking.packaged_folder()))
    learnt = {name: value for name, value in network.named_parameters() if _is_learned(name)}
    for value in network.parameters():
        value.requires_grad = False
    for value in learnt.values():
        value.requires_grad = True
    steps = len(cases) // AT_ONCE
    optimiser = torch.optim.AdamW(list(learnt.values()), lr=RATE, weight_decay=0.0)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps + 1, pct_start=0.1)
    network.train()
    with Bar(sys.stderr) as bar:
        for number, case in enumerate(drawn.sample(list(cases), len(cases)), start=1):
            shown = _shown(case, drawn)
            if shown:
                read = tokenizer.encode_batch([(case.asked_as[:LONGEST], case.texts[place]) for place in shown])
                scores = network(
                    input_ids=torch.tensor([item.ids for item in read]),
                    attention_mask=torch.tensor([item.attention_mask for item in read]),
                    token_type_ids=torch.tensor([item.type_ids for item in read]),
                ).logits[:, 0]
                loss = told_apart(scores, torch.tensor([float(case.right[place]) for place in shown]))
                if case.right[shown[0]]:
                    loss = loss - torch.log_softmax(scores, 0)[0]
                (loss / AT_ONCE).backward()  # type: ignore[no-untyped-call]
            if number % AT_ONCE == 0:
                torch.nn.utils.clip_grad_norm_(list(learnt.values()), 1.0)
                optimiser.step()
                optimiser.zero_grad()
                pace.step()
            bar.show("Learning", number, len(cases))
    return {name: value.detach().numpy().copy() for name, value in learnt.items()}


def _shown(case: Case, drawn: random.Random) -> list[int]:
    """The places of the passages to learn from: a right one first, where there is one, then some near wrong ones."""
    right = [place for place, its in enumerate(case.right) if its]
    wrong = [place for place, its in enumerate(case.right) if not its]
    if not right:
        return drawn.sample(wrong[: 2 * AGAINST_NOTHING], min(AGAINST_NOTHING, len(wrong)))
    return [drawn.choice(right), *drawn.sample(wrong[:HARDEST], min(AGAINST, len(wrong[:HARDEST])))]


def _is_learned(name: str) -> bool:
    layer = LAYER.search(name)
    above = int(layer.group(1)) >= FROZEN if layer else not name.startswith("bert.embeddings")
    return above and (name.endswith("bias") or "LayerNorm" in name)


def network_of(folder: Path) -> tuple[Any, Any]:
    """The reranker as a torch network with floating point weights, and its tokenizer set to the reranker's lengths."""
    import torch
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertForSequenceClassification

    shape = BertConfig(
        vocab_size=30522, hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536
    )
    shape.num_labels = 1
    network = BertForSequenceClassification(shape)
    held = {name: torch.tensor(numpy.ascontiguousarray(value)) for name, value in floating(folder).items()}
    network.load_state_dict(held)
    tokenizer = Tokenizer.from_file(str(folder / reranking.TOKENIZER))
    tokenizer.enable_truncation(reranking.LONGEST, strategy="only_second")
    tokenizer.enable_padding()
    return network, tokenizer


def floating(folder: Path) -> Mapping[str, numpy.ndarray]:
    """The weights of the int8 ONNX file as float32, by the names that torch gives them.

    A number of the file stands for (number - zero point) * scale.
    """
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(folder / reranking.MODEL)).graph
    kept = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    found = {
        name: value
        for name, value in kept.items()
        if value.dtype == numpy.float32 and name.startswith(("bert", "classifier")) and not name.endswith("_scale")
    }

    def weights(name: str) -> numpy.ndarray:
        whole, scale, zero = (
            kept[f"{name}_{part}"].astype(numpy.float32) for part in ("quantized", "scale", "zero_point")
        )
        return numpy.asarray((whole - zero) * scale, dtype=numpy.float32)

    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        module = node.name.removeprefix("/").removesuffix("/MatMul_quant").removesuffix("/Gemm_MatMul_quant")
        found[f"{module.replace('/', '.')}.weight"] = weights(node.input[1].removesuffix("_quantized")).T
    for kind in ("word", "position", "token_type"):
        name = f"bert.embeddings.{kind}_embeddings.weight"
        found[name] = weights(name)
    return found


def _say(words: str) -> None:
    print(words)  # noqa: T201


if __name__ == "__main__":
    main()
