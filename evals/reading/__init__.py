"""How well and how fast files are read, measured on a folder of real ones, each figure beside its target."""

import json
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from assistant.errors import AssistantError
from evals.reading.measures import Measure, Part

PARTS = ("formats", "policies", "pages", "tables", "broken", "speed")
QUICK = ("formats", "policies", "pages", "tables")
MISSED = 1


def main(data: Path, *, as_json: bool, parts: Collection[str] = PARTS) -> int:
    """Measure and print; 0 when every target is reached, 1 when one is missed.

    `data` is a folder with school-policies, benchmarks/syllabusqa and bad-input; `parts` are names of PARTS, and the
    last two take minutes.

    Raises:
        AssistantError: a folder that a part needs is not there, or there is no part of this name.
    """
    found = list(_measured(data, parts))
    reached = all(part.reached for part in found)
    print(_as_json(found) if as_json else "\n".join(_lines(found)))  # noqa: T201
    return 0 if reached else MISSED


def _measured(data: Path, parts: Collection[str]) -> Iterator[Part]:
    from assistant.reading import Reader
    from evals.reading import alike, broken, formats, pages, policies, speed
    from evals.reading.shelf import Shelf

    _check(data, parts, {"formats": formats.FOLDER, "policies": policies.FOLDER, "broken": broken.FOLDER})
    with Reader() as reader:
        shelf = Shelf(data, reader)
        measuring: dict[str, Callable[[], Part]] = {
            "formats": lambda: formats.part(shelf),
            "policies": lambda: policies.part(shelf),
            "pages": lambda: pages.part(shelf),
            "tables": lambda: alike.part(reader),
            "broken": lambda: broken.part(data),
            "speed": lambda: speed.part(data),
        }
        for name, measure in measuring.items():
            if name in parts:
                print(f"Measuring {name}", file=sys.stderr, flush=True)  # noqa: T201
                yield measure()


def _check(data: Path, parts: Collection[str], folders: dict[str, str]) -> None:
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise AssistantError(
            f"There is no part {unknown[0]} of the reading benchmark. Name some of: {', '.join(PARTS)}."
        )
    needed = folders | {"pages": folders["policies"], "speed": folders["policies"]}
    for part in parts:
        if part in needed and not (data / needed[part]).is_dir():
            raise AssistantError(f"There is no folder {data / needed[part]}. Name the folder that holds it.")


def _as_json(found: list[Part]) -> str:
    shown = [
        {
            "part": part.title,
            "reached": part.reached,
            "measures": [measure.as_json() for measure in part.measures],
            "details": part.details,
        }
        for part in found
    ]
    return json.dumps({"reached": all(part.reached for part in found), "parts": shown}, indent=1, ensure_ascii=False)


def _lines(found: list[Part]) -> Iterator[str]:
    for part in found:
        yield from ("", part.title, "-" * len(part.title))
        yield from (_line(measure) for measure in part.measures)
        if part.lines:
            yield from ("", *(f"  {line}" for line in part.lines))
    missed = sum(1 for part in found for measure in part.measures if not measure.reached)
    judged = sum(1 for part in found for measure in part.measures if measure.judged)
    yield from ("", f"{judged - missed} of {judged} targets are reached.")


def _line(measure: Measure) -> str:
    value = f"{measure.value:.3f}".rstrip("0").rstrip(".")
    remark = f"; {measure.remark}" if measure.remark else ""
    if not measure.judged:
        return f"{measure.name}: {value}{remark}"
    target = f"at least {measure.least:g}" if measure.least is not None else f"at most {measure.most:g}"
    return f"{measure.name}: {value} (target {target}: {'reached' if measure.reached else 'MISSED'}){remark}"
