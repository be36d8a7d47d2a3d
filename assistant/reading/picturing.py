"""Run as a program: one page of a PDF as a picture on standard output. A file is opened where it can do no harm.

The first line is JSON: `width` and `height` of the page in points (1/72 inch), as for the places of its words, and
`pages`, how many the file has. The PNG follows. Nothing is written, and the exit code is 1, when it cannot be drawn.
"""

import io
import json
import sys

from assistant.reading.confinement import allow_processor_seconds, confine

MEGABYTES = 768
SECONDS = 15.0
MOST_PIXELS = 3000  # along the longer edge


def draw(file: str, number: int, scale: float) -> bytes:
    """The line of JSON and the PNG of page `number`, counted from 1; `scale` is pixels per point."""
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        page = document[number - 1]
        width, height = page.get_size()
        fitting = min(scale, MOST_PIXELS / max(width, height, 1))
        picture = page.render(scale=fitting, may_draw_forms=False).to_pil()
        png = io.BytesIO()
        picture.save(png, "PNG", compress_level=6)
        about = {"width": width, "height": height, "pages": len(document)}
    return json.dumps(about).encode() + b"\n" + png.getvalue()


def main() -> int:
    """Arguments: the file, the number of the page, pixels per point."""
    confine(MEGABYTES)
    allow_processor_seconds(SECONDS)
    try:
        sys.stdout.buffer.write(draw(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
    except Exception:
        return 1  # whatever is wrong with the file, the page shows its text in place of the picture
    return 0


if __name__ == "__main__":
    sys.exit(main())
