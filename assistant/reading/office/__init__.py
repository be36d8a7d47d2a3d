"""Workbooks, OpenDocument, slides, and the old formats of offices."""
