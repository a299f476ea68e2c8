"""Writes numbers of a workbook as its number formats show them: 50 %, 0042, 1,234.50 EUR, 1/2, 30:00."""

import re
from datetime import timedelta
from fractions import Fraction
from math import isfinite

SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
IN_BRACKETS = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]")
FILLERS = re.compile(r"_.|\*.")
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
PLACES = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?|\.[#0?]+")
FRACTION = re.compile(r"[#0?]+ ?[#0?]*/(\d+|[?#]+)")
MAX_LENGTH = 100  # characters of a format
HIDDEN = "\ue000"


def shown(value: float, number_format: str) -> str | None:
    """Return a number as a format shows it; None for a format that says nothing, or is none of these."""
    if len(number_format) > MAX_LENGTH or not isfinite(value) or number_format.count("%") > 1:
        return None
    sections = SECTION.split(number_format)
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    section = FILLERS.sub("", IN_BRACKETS.sub(lambda found: found[1] or "", section))
    literals = [found[1] or found[2] or "" for found in QUOTED.finditer(section)]
    section = QUOTED.sub(HIDDEN, section)
    if not section.strip() or "general" in section.lower() or "E+" in section.upper() or "@" in section:
        return None
    magnitude = abs(value)
    text = _fraction(magnitude, section) or _decimal(magnitude, section)
    if text is None:
        return None
    for literal in literals:
        text = text.replace(HIDDEN, literal, 1)
    return f"-{text}" if value < 0 and len(sections) == 1 else text.strip()


def duration(value: timedelta) -> str:
    """Return a time that may have more than a day: 30:00:00."""
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def _decimal(value: float, section: str) -> str | None:
    found = PLACES.search(section)
    if not found:
        return None
    whole, _, behind = found[0].partition(".")
    value *= 100 ** section.count("%")
    least = whole.count("0")
    text = f"{value:{',' if ',' in whole.rstrip(',') else ''}.{len(behind)}f}"
    integer, _, digits = text.partition(".")
    while digits and len(digits) > behind.count("0") and digits.endswith("0"):
        digits = digits[:-1]
    number = integer.rjust(least, "0") + (f".{digits}" if digits else "")
    return section[: found.start()] + number + section[found.end() :]


def _fraction(value: float, section: str) -> str | None:
    found = FRACTION.search(section)
    if not found:
        return None
    limit = int(found[1]) if found[1].isdigit() else 10 ** len(found[1]) - 1
    part = Fraction(value).limit_denominator(limit)
    whole, rest = divmod(part.numerator, part.denominator)
    if not rest:
        return str(whole)
    return f"{whole} {rest}/{part.denominator}" if whole else f"{rest}/{part.denominator}"
