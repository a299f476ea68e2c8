"""Tells which values of which properties hide what has them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.formats.anki.card_sides.hiding_colors import GROUNDS, INKS, TRANSPARENT, parsed

MAX_VALUE_LENGTH = 200
ZERO = r"(?:0*+\.)?0++(?:px|em|rem|pt|%)?"
TINY = r"[01]?(?:\.\d+)?(?:px|pt)|0?\.0\d*r?em"
FAR = r"-\d{3,}(?:\.\d+)?(?:px|pt|%|v\w{1,3})|-\d{2,}r?em|\d{3,}r?em|\d{4,}(?:px|pt|%)|[1-9]\d{2,}v\w{1,3}"
FAR_AWAY = rf"(?:.*[\s(,])?(?:{FAR})(?:[\s),].*)?"
NO_SCALE = r"(?:0*+\.)?0\d*+"
OFFSETS = "left top right bottom inset inset-inline inset-block inset-inline-start inset-block-start margin margin-left"
MASKS = ("mask", "mask-image", "-webkit-mask", "-webkit-mask-image")  # of which nobody knows what they leave
HIDING = {
    "display": r"none",
    "visibility": r"hidden|collapse",
    "content-visibility": r"hidden",
    "opacity": rf"{NO_SCALE}%?|[0-4]%",
    "zoom": rf"{NO_SCALE}%?",
    "font-size": rf"{ZERO}|{TINY}",
    "font": rf".*(?<![\w.])(?:{ZERO}|{TINY})(?:\s*/\s*\S+)?\s+\S.*",
    **dict.fromkeys(("color", "-webkit-text-fill-color"), r"[a-z]+\(.*/\s*(?:0*+\.)?0++%?\s*\)"),  # a color of another
    "-webkit-text-security": r"disc|circle|square",
    "filter": rf".*\b(?:blur\((?!\s*0*+\.?0*+(?:px)?\s*\))|opacity\(\s*(?:{NO_SCALE}%?|[0-4]%)\s*\)).*",
    "transform": rf".*\b(?:scale[xy]?\(\s*{NO_SCALE}\s*[,)]|rotate[xy]\(\s*-?90deg|translate\w*\({FAR_AWAY}).*",
    "scale": rf"{NO_SCALE}(?:\s.*)?",
    "clip": r"rect\((?:\s*+[01](?:px|r?em)?[\s,]*+){4}\)",
    "clip-path": (
        r"inset\((?:.*\s)?100%.*\)|inset\(\s*[5-9]\d(?:\.\d+)?%\s*\)|(?:circle|ellipse)\(\s*0.*"
        r"|(?:polygon|rect)\((?:\s*+0(?:px|%)?[\s,]*+)++\)"
    ),
    **dict.fromkeys(MASKS, r"(?!none\b).+"),
    **dict.fromkeys((*OFFSETS.split(), "margin-top", "text-indent", "translate"), FAR_AWAY),
}
PATTERNS = {name: re.compile(pattern) for name, pattern in HIDING.items()}
COLLAPSED = "size"  # no height, and what is higher is cut off
SIZES = ("height", "max-height", "width", "max-width", "line-height", "block-size", "max-block-size", "inline-size")
SMALLEST = re.compile(rf"{ZERO}|{TINY}")
CUT_OFF = re.compile(r"\b(?:hidden|clip|auto|scroll)\b")
TURNED = "back"  # what is turned around, and is not seen from behind
HALF_TURN = re.compile(r"rotate[xy]?\(\s*-?180deg|scale[xy]?\(\s*-1|\b180deg")
CALCULATED = re.compile(r"\bcalc\(([^()+*/]*)\)")
VARIABLE = re.compile(r"\b(?:var|env|calc|attr|if)\(")
# Colors and sizes are in variables too, and rarely to hide.
IN_VARIABLES = ("display", "visibility", "content-visibility", "opacity", "clip", "clip-path")
KEYWORDS = ("inherit", "initial", "unset", "revert", "revert-layer")  # of any property: each has its own
NUMBER = r"[-+]?[\d.]++(?:e[-+]?\d++)?%?"
# What these may be, other than these keywords and functions: a browser skips all else.
VALID = {
    "display": (
        r"(?:(?:none|contents|block|inline|flow|flow-root|list-item|run-in|ruby|(?:inline-)?(?:block|flex|grid|table)"
        r"|(?:table|ruby)-[a-z-]+|-(?:webkit|moz|ms)-[a-z-]+|math|grid-lanes)(?:\s+(?!$)|$))+"
    ),
    "visibility": "visible|hidden|collapse",
    "content-visibility": "visible|auto|hidden",
    "opacity": NUMBER,
    "zoom": rf"{NUMBER}|normal|reset",
    "font-size": r"[-+]?[\d.]+(?:[a-z]+|%)?|(?:xx?-|xxx-)?(?:small|large)|medium|smaller|larger|math",
    "scale": rf"none|(?:{NUMBER}\s*+)++",
}
VALUES = {name: re.compile(rf"{valid}|{'|'.join(KEYWORDS)}|.*\(.*") for name, valid in VALID.items()}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does to whether a tag is seen: `name` is the property that does it."""

    name: str
    hides: bool
    important: bool = False
    certain: bool = True


def effects(declarations: Iterable[tuple[str, str, bool]]) -> tuple[Effect, ...]:
    """Return what the declarations of a rule do: of each, its name, its value and whether it is important."""
    read = [(name, _plain(value), important) for name, value, important in declarations]
    valid = [(name, value, important) for name, value, important in read if _is_valid(name, value)]
    values = {name: value for name, value, _important in valid}
    found = [_effect(name, values, important) for name, _value, important in valid if name in PATTERNS]
    overflow = " ".join(values.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    if CUT_OFF.search(overflow) and any(SMALLEST.fullmatch(values.get(name, "auto")) for name in SIZES):
        found.append(Effect(COLLAPSED, hides=True))
    if values.get("backface-visibility") == "hidden" and HALF_TURN.search(" ".join(values.values())):
        found.append(Effect(TURNED, hides=True))
    return tuple(found)


def _plain(value: str) -> str:
    """Return a value in small letters, without calculations of nothing."""
    return CALCULATED.sub(r"\1", value.strip()[:MAX_VALUE_LENGTH].lower()).strip()


def _is_valid(name: str, value: str) -> bool:
    if name in INKS:
        return value in (*KEYWORDS, "currentcolor") or "(" in value or parsed(value) is not None
    return name not in VALUES or bool(VALUES[name].fullmatch(value))


def _effect(name: str, values: Mapping[str, str], important: bool) -> Effect:
    """Return what a declaration does; one whose value is in a variable may hide, and so may a mask."""
    is_variable = name in IN_VARIABLES and bool(VARIABLE.search(values[name]))
    hides = is_variable or _is_hiding(name, values)
    return Effect(name, hides, important, certain=not (is_variable or (hides and name in MASKS)))


def _is_hiding(name: str, values: Mapping[str, str]) -> bool:
    value, grounds = values[name], (values.get("background"), values.get("background-color"))
    if name in INKS and (color := parsed(value)) and color.alpha < TRANSPARENT:
        return not _is_cut_to_letters(values)
    if name == "color" and value not in KEYWORDS and value in grounds:
        return True
    return bool(PATTERNS[name].fullmatch(value))


def _is_cut_to_letters(values: Mapping[str, str]) -> bool:
    """Return whether the ground is seen only where letters are, through which it is."""
    is_cut = "text" in (values.get("background-clip"), values.get("-webkit-background-clip"))
    return is_cut and any(each in values for each in GROUNDS)
