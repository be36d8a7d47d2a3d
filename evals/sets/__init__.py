"""Anyone's question set: a folder of documents and questions, asked over an index of its own, with peers beside it."""

from evals.sets.folder import DOCUMENTS, QUESTIONS, QuestionSet, opened

__all__ = ["DOCUMENTS", "QUESTIONS", "QuestionSet", "opened"]
