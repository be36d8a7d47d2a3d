"""Answers from a school trust's own documents, each statement citing the exact words it rests on."""
