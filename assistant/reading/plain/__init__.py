"""Files of characters: Markdown, plain text and mail, in whatever encoding they came."""
