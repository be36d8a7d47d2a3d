"""SyllabusQA (Fernandez, Scarlatos and Lan, ACL 2024) as a question set: each question is restricted to its syllabus.

Run as `python -m evals.sets.syllabusqa SOURCE FOLDER [pdf|word|text] [MOST]`, where SOURCE holds `val.csv` and those
folders; with MOST, so many questions are drawn, always the same ones.
"""

import csv
import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

from evals.sets.folder import DOCUMENTS, QUESTIONS

QUESTIONS_FILE = "val.csv"
SPANS = tuple(f"answer_span_{number}" for number in range(1, 6))
NO_ANSWER = "no answer"


def write(source: Path, folder: Path, form: str = "pdf", most: int = 0) -> int:
    """Write the set into `folder`; returns its number of questions.

    A question has a gold snippet for each answer span. Those without a span have an outcome only where the set says
    that there is no answer; what must be reasoned out beyond the words of a syllabus has neither.
    """
    documents = folder / DOCUMENTS
    documents.mkdir(parents=True, exist_ok=True)
    files = {file.stem: file.name for file in sorted((source / form).iterdir()) if file.is_file()}
    for name in files.values():
        shutil.copyfile(source / form / name, documents / name)
    with (source / QUESTIONS_FILE).open(encoding="utf-8", newline="") as rows:
        lines = [_line(row, files) for row in csv.DictReader(rows) if row["syllabus_name"] in files]
    if 0 < most < len(lines):
        lines = random.Random(0).sample(lines, most)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    return len(lines)


def _line(row: dict[str, str], files: dict[str, str]) -> dict[str, Any]:
    kind = row["question_type"]
    spans = [row[name].strip() for name in SPANS if row[name].strip()]
    line: dict[str, Any] = {
        "id": f"syllabusqa-{row['id']}",
        "question": row["question"],
        "tags": [kind],
        "documents": [files[row["syllabus_name"]]],
    }
    if kind == NO_ANSWER:
        line["outcome"] = "not found"
    elif spans:
        line |= {"outcome": "answered", "gold_quotes": [[span] for span in spans]}
    return line


if __name__ == "__main__":
    form = sys.argv[3] if len(sys.argv) > 3 else "pdf"
    drawn = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    print(write(Path(sys.argv[1]), Path(sys.argv[2]), form, drawn), "questions")  # noqa: T201
