"""Writes numbers of a workbook as its number formats show them: 50 %, 0042, 1,234.50 EUR, 1/2, 1.2E+05."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite
from operator import eq, ge, gt, le, lt, ne

SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
IN_BRACKETS = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]")
FILLERS = re.compile(r"_.|\*.")
QUOTED = re.compile(r'"([^"]*)"|\\(.)')
# from the first place to the last one; commas behind it divide by a thousand each
PLACES = re.compile(r"(?P<places>\.?[#0?](?:.*[#0?])?)(?P<commas>,*)")
SCIENTIFIC = re.compile(r"(?P<mantissa>[#0?][#0?,]*(?:\.[#0?]*)?)E(?P<sign>[+-])(?P<places>0+)", re.IGNORECASE)
CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)(-?\d+(?:\.\d+)?)\]")
COMPARED = {"<": lt, "<=": le, "=": eq, ">=": ge, ">": gt, "<>": ne}
FRACTION = re.compile(r"[#0?]+ ?[#0?]*/(\d+|[?#]+)")
MAX_LENGTH = 100  # characters of a format
HIDDEN = "\ue000"


def shown(value: float, number_format: str) -> str | None:
    """Return a number as a format shows it; None for a format that says nothing, or is none of these."""
    if len(number_format) > MAX_LENGTH or not isfinite(value) or number_format.count("%") > 1:
        return None
    section, is_signed = _section(value, SECTION.split(number_format))
    section = FILLERS.sub("", IN_BRACKETS.sub(lambda found: found[1] or "", section))
    literals = [found[1] or found[2] or "" for found in QUOTED.finditer(section)]
    section = QUOTED.sub(HIDDEN, section)
    if not section.strip() or "general" in section.lower() or "@" in section:
        return None
    magnitude = Decimal(repr(abs(value)))
    text = _fraction(abs(value), section) or _scientific(magnitude, section) or _decimal(magnitude, section)
    for literal in literals:
        text = text.replace(HIDDEN, literal, 1)
    return f"-{text}" if is_signed else text.strip()


def _section(value: float, sections: Sequence[str]) -> tuple[str, bool]:
    """Return the section of a format that a number is shown by, and whether with its sign."""
    conditions = [CONDITION.search(each) for each in sections[:3]]
    if any(conditions):
        for each, found in zip(sections, conditions, strict=False):
            if found is None or COMPARED[found[1]](value, float(found[2])):
                return each, value < 0
        return sections[-1], value < 0
    if value < 0 and len(sections) > 1:
        return sections[1], False
    return sections[2 if value == 0 and len(sections) > 2 else 0], value < 0


def _scientific(value: Decimal, section: str) -> str | None:
    """Return a number as 1.23E+05; with several places before the point, the exponent is a multiple of these."""
    found = SCIENTIFIC.search(section)
    if not found:
        return None
    whole, _, behind = found["mantissa"].partition(".")
    places = max(1, len(whole.replace(",", "")))
    exponent = value.adjusted() if value else 0
    exponent -= exponent % places
    if _rounded(value.scaleb(-exponent), len(behind)) >= 10**places:
        exponent += places
    sign = "-" if exponent < 0 else found["sign"].strip("-")
    number = _decimal(value.scaleb(-exponent), found["mantissa"])
    power = str(abs(exponent)).rjust(len(found["places"]), "0")
    return f"{section[: found.start()]}{number}E{sign}{power}{section[found.end() :]}"


def _decimal(value: Decimal, section: str) -> str:
    """Return a number in the places of a section, or its texts alone where it has none."""
    found = PLACES.search(section)
    if not found:
        return section
    core, commas = found["places"], len(found["commas"])
    whole, _, behind = core.partition(".")
    commas += len(whole) - len(whole.rstrip(","))
    value = value.scaleb(2 * section.count("%") - 3 * commas)
    optional = [sign for sign in behind if sign in "#0?"]
    integer, _, digits = f"{_rounded(value, len(optional)):f}".partition(".")
    while digits and optional[len(digits) - 1] != "0" and digits.endswith("0"):
        digits = digits[:-1]
    number = _in_places(integer, whole.rstrip(",")) + (f".{digits}" if digits else "")
    return section[: found.start()] + number + section[found.end() :]


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Return a number with so many digits, halves up."""
    try:
        return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    except InvalidOperation:  # of more digits than anybody reads
        return value


def _in_places(integer: str, places: str) -> str:
    """Return a number in its places, which may have texts between them: 49 151 or (030) 12."""
    least = places.count("0")
    if not places.strip("#0?,"):
        digits = integer.rjust(least, "0") if least or integer != "0" else ""
        return f"{int(digits):,}".rjust(least, "0") if "," in places and digits else digits
    left, text = list(integer if least or integer != "0" else ""), ""
    first = next(index for index, sign in enumerate(places) if sign in "#0?")
    for index in range(len(places) - 1, -1, -1):
        sign = places[index]
        if sign in "#0?":
            text = (left.pop() if left else "0" if sign == "0" else "") + text
        elif sign != ",":
            text = sign + text
        if index == first:
            text = "".join(left) + text
    return text


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
