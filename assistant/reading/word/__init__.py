"""Word documents: the body in the order in which it is printed, with the numbers that Word computes."""

from pathlib import Path

from assistant.reading.composing import Composer
from assistant.reading.word.body import Body
from assistant.reading.word.parts import Parts

HIDDEN = "Hidden text was left out."


def compose(path: Path) -> Composer:
    """Compose a .docx, .docm or .dotx file. Macros, comments and deleted text are not read.

    Raises:
        UnreadableFile: it is broken, protected, unpacks to too much, or declares XML entities.
    """
    composer = Composer()
    parts = Parts(path)
    try:
        body = Body(parts, composer)
        body.run()
        composer.properties.update(parts.properties())
        composer.margins.extend(body.margins())
        if body.hidden:
            composer.note(HIDDEN)
    finally:
        parts.close()
    return composer
