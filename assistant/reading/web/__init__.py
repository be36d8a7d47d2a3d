"""Web pages as they are seen."""
