"""Numbers and dates of spreadsheet cells as they print, by the cell's number format; dates are written out."""

import re
from datetime import date, datetime, time, timedelta
from math import isfinite

from assistant.wording import long_date

HIDDEN = re.compile(r";{2,3}")
CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
BRACKETS = re.compile(r"\[[^\]]*\]")
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
PADDING = re.compile(r"_.|\*.")
DIGITS = re.compile(r"[0#?](?:[0#?, ]*[0#?])?(?:\.[0#?]+)?,*")
MOST_DIGITS = 10
COUNT = re.compile(r"[0-9]{1,12}")
MOST_COUNTED = 32_767
KEPT = "\ue000"


def printed(value: object, form: str) -> str:
    """A cell's value as it prints under the number format `form`; dates as "1 September 2026"; "" for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if not isfinite(value):
            return str(value)
        case int() | float():
            return _number(float(value), form or "General")
        case datetime():
            return _moment(value, form)
        case date():
            return long_date(value)
        case time():
            return f"{value:%H:%M}" if not value.second else f"{value:%H:%M:%S}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)


def _moment(moment: datetime, form: str) -> str:
    codes = BRACKETS.sub("", QUOTED.sub("", form)).lower().split(";")[0]
    timed = "h" in codes or (moment.hour or moment.minute) != 0
    if timed and not re.search(r"[dy]", codes):
        return f"{moment:%H:%M}"
    if not timed and "d" not in codes and "m" in codes:
        return f"{moment:%B %Y}" if "y" in codes else f"{moment:%B}"
    if codes.strip() in ("yyyy", "yy"):
        return str(moment.year)
    return f"{long_date(moment)} {moment:%H:%M}" if timed else long_date(moment)


def _number(number: float, form: str) -> str:
    if HIDDEN.fullmatch(form):
        return ""
    sections = _sections(form)
    chosen = sections[0]
    if number < 0 and len(sections) > 1:
        chosen, number = sections[1], -number
    elif number == 0 and len(sections) > 2:
        chosen = sections[2]
    literals: list[str] = []

    def keep(words: str) -> str:
        literals.append(words)
        return KEPT

    codes = CURRENCY.sub(lambda found: keep(found[1]), chosen)
    codes = BRACKETS.sub("", codes)
    codes = QUOTED.sub(lambda found: keep(found[1] if found[1] is not None else found[2]), codes)
    codes = PADDING.sub("", codes)
    place = DIGITS.search(codes)
    if place is None and "General" not in codes and codes.strip() and "@" not in codes:
        return re.sub(KEPT, lambda _: literals.pop(0), codes).strip()
    if place is None or re.search(r"[eE][+-]|\?/|#/", codes):
        return general(number)
    shown = _digits(abs(number) * (100 if "%" in codes else 1), place[0])
    line = codes[: place.start()] + "\ue001" + codes[place.end() :]
    line = re.sub(KEPT, lambda _: literals.pop(0), line.replace("?", ""))
    return f"{'-' if number < 0 else ''}{line.replace(chr(0xE001), shown).strip()}"


def _digits(number: float, codes: str) -> str:
    scaled = len(codes) - len(codes.rstrip(","))
    number /= 1000**scaled  # commas at the end of a format divide by a thousand each
    whole, _, fraction = codes.rstrip(",").partition(".")
    grouped = "," in whole
    least = len(fraction.rstrip("#?"))
    shown = f"{round(number + 1e-9, len(fraction)):{',' if grouped else ''}.{len(fraction)}f}"
    while fraction and len(shown.partition(".")[2]) > least and shown.endswith("0"):
        shown = shown[:-1]
    shown = shown.rstrip(".")
    zeros = whole.count("0")
    return shown if grouped else shown.zfill(zeros + (len(shown) - len(shown.split(".")[0])))


def counted(words: str | None, otherwise: int, most: int = MOST_COUNTED) -> int:
    """The count that mark-up states, cut down to `most`; `otherwise` where it states none."""
    return min(int(words), most) if words and COUNT.fullmatch(words) else otherwise


def general(number: float) -> str:
    """A number as Excel prints it without a format: 1500, 0.25, 1234.5."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.{MOST_DIGITS}g}"


def _sections(form: str) -> list[str]:
    """The parts of a format for positive, negative and zero, split at semicolons that are not quoted."""
    return re.findall(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+', form) or ["General"]
