"""OR-ShARC (Gao and others, 2021; CC BY-SA 3.0) as a question set: one text file a rule, its questions with their rule.

Run as `python -m evals.sets.or_sharc SOURCE FOLDER`, where SOURCE holds `id2snippet.json` and the dev file.
"""

import json
import sys
from pathlib import Path
from typing import Any

from evals.sets.folder import DOCUMENTS, QUESTIONS

SNIPPETS = "id2snippet.json"
DEV = "open_retrieval_sharc_dev.json"


def write(source: Path, folder: Path) -> int:
    """Write the set into `folder`; returns its number of questions, each of which is asked once."""
    rules: dict[str, str] = json.loads((source / SNIPPETS).read_text(encoding="utf-8"))
    documents = folder / DOCUMENTS
    documents.mkdir(parents=True, exist_ok=True)
    for name, text in rules.items():
        (documents / f"rule-{int(name):04}.txt").write_text(text.strip() + "\n", encoding="utf-8")
    seen: dict[str, dict[str, Any]] = {}
    for item in _items(source / DEV):
        seen.setdefault(item["question"], item)
    lines = [
        {
            "id": f"or-sharc-{number:04}",
            "question": item["question"],
            "gold_quotes": [[rules[str(item["gold_snippet_id"])].strip()]],
            "tags": ["rule"],
        }
        for number, item in enumerate(seen.values(), start=1)
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    return len(lines)


def _items(file: Path) -> list[dict[str, Any]]:
    """The file is a JSON list, or one JSON value a line."""
    text = file.read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
    return list(found)


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), Path(sys.argv[2])), "questions")  # noqa: T201
