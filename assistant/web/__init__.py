"""The page: FastAPI around Gradio, the HTML of answers and sources, and answers as JSON."""
