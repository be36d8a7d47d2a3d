"""The example library of a fictional trust: its texts as written, and the making of documents from them."""
