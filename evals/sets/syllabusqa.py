"""SyllabusQA (Fernandez, Scarlatos and Lan, ACL 2024) as a question set: each question is restricted to its syllabus.

Run as `python -m evals.sets.syllabusqa SOURCE FOLDER [pdf|word|text]`, where SOURCE holds `val.csv` and those folders.
"""

import csv
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from evals.sets.folder import DOCUMENTS, QUESTIONS

QUESTIONS_FILE = "val.csv"
SPANS = tuple(f"answer_span_{number}" for number in range(1, 6))
NO_ANSWER = "no answer"


def write(source: Path, folder: Path, form: str = "pdf") -> int:
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
    print(write(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4]), "questions")  # noqa: T201
