"""What HTML does to text that Markdown has no mark for, as the tags that ours holds: see `listed_html`."""

import colorsys
import re
from collections.abc import Iterator, Mapping

from apps.formats.text.html.html_tree import Tag

OWN = {"u": "u", "ins": "u", "small": "small", "big": "big", "ruby": "ruby"}
HUES = ((18, "red"), (43, "orange"), (70, "yellow"), (170, "green"), (255, "blue"), (340, "purple"), (361, "red"))
NAMED = {
    "red": "crimson firebrick darkred tomato maroon brown",
    "orange": "darkorange coral chocolate sienna",
    "yellow": "gold khaki lightyellow goldenrod darkgoldenrod olive",
    "green": "lime darkgreen lightgreen forestgreen seagreen limegreen palegreen springgreen greenyellow teal",
    "blue": "navy darkblue lightblue skyblue royalblue dodgerblue steelblue cyan aqua deepskyblue mediumblue turquoise",
    "purple": "magenta fuchsia violet indigo pink hotpink deeppink orchid plum lavender rebeccapurple darkviolet",
    "gray": "grey darkgray darkgrey dimgray dimgrey lightgray lightgrey silver slategray gainsboro",
}
COLOR_OF_NAME = {word: color for color, words in NAMED.items() for word in (color, *words.split())}
HEX = re.compile(r"#([0-9a-f]{3,8})\b")
RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+))?")
HSL = re.compile(r"hsla?\(\s*(\d{1,3})(?:deg)?[\s,]+(\d{1,3})%[\s,]+(\d{1,3})%")
WORD = re.compile(r"[a-z]+")
SIZE = re.compile(r"(?P<number>\d{1,4}(?:\.\d{1,4})?)(?P<unit>px|pt|em|rem|%)")
LARGER = {"large", "larger", "x-large", "xx-large", "xxx-large"}
SMALLER = {"small", "smaller", "x-small", "xx-small"}
FROM_SIZES = {"px": (0, 26), "pt": (0, 20), "em": (0.85, 1.15), "rem": (0.85, 1.15), "%": (85, 115)}
GRAY = 0.1  # below this difference between the lightest and the darkest part, a color is a gray


def style(tag: Tag) -> Mapping[str, str]:
    """Return the declarations of a tag's style."""
    pairs = (each.partition(":") for each in tag.attributes.get("style", "").lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _colon, value in pairs}


def formats(tag: Tag) -> Iterator[tuple[str, str]]:
    """Yield the names of the tags that format the text in a tag as it does, each with the class that it has."""
    if tag.name in OWN:
        yield OWN[tag.name], ""
    if tag.name == "mark" or "style" in tag.attributes or tag.name == "font":
        yield from _of_style(tag, style(tag))


def _of_style(tag: Tag, declared: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if "underline" in declared.get("text-decoration", "") + declared.get("text-decoration-line", ""):
        yield "u", ""
    if declared.get("vertical-align") in ("sub", "super"):
        yield declared["vertical-align"][:3], ""
    if size := _size(declared.get("font-size", "") or tag.attributes.get("size", "")):
        yield size, ""
    behind = color_name(declared.get("background-color", "") or declared.get("background", ""), is_behind=True)
    if behind or tag.name == "mark":
        yield "mark", "" if behind == "yellow" else behind
    if color := color_name(declared.get("color", "") or tag.attributes.get("color", "").lower(), is_behind=False):
        yield "span", color


def _size(text: str) -> str:
    """Return the name of the tag for a size; none for what is about the size of text."""
    if text in LARGER or text in ("5", "6", "7") or text.startswith("+"):
        return "big"
    if text in SMALLER or text in ("1", "2") or text.startswith("-"):
        return "small"
    if not (found := SIZE.fullmatch(text)):
        return ""
    low, high = FROM_SIZES[found["unit"]]
    number = float(found["number"])
    return "small" if 0 < number <= low else "big" if number >= high else ""


def color_name(text: str, *, is_behind: bool) -> str:
    """Return which of our colors one of CSS is; none for what text, or the page behind it, has anyway."""
    rgb = _rgb(text)
    if rgb is None:
        return next((COLOR_OF_NAME[word] for word in WORD.findall(text) if word in COLOR_OF_NAME), "")
    hue, light, _saturation = colorsys.rgb_to_hls(*rgb)
    if max(rgb) - min(rgb) < GRAY:
        low, high = (0.2, 0.93) if is_behind else (0.3, 0.85)
        return "gray" if low <= light <= high else ""
    return next(name for high, name in HUES if hue * 360 < high)


def _rgb(text: str) -> tuple[float, float, float] | None:
    """Return the parts of a color that is written in numbers; what can be seen through is white."""
    if found := HEX.search(text):
        return _of_hex(found[1])
    if found := RGB.search(text):
        red, green, blue = (min(int(part), 255) / 255 for part in found.groups()[:3])
        return (1, 1, 1) if found[4] and float(f"0{found[4]}".rstrip(".")) == 0 else (red, green, blue)
    if found := HSL.search(text):
        hue, saturation, light = (int(part) for part in found.groups())
        return colorsys.hls_to_rgb(hue % 360 / 360, min(light, 100) / 100, min(saturation, 100) / 100)
    return None


def _of_hex(digits: str) -> tuple[float, float, float]:
    wide = digits if len(digits) > 5 else "".join(digit * 2 for digit in digits)
    red, green, blue = (int(wide[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return (1, 1, 1) if wide[6:8] == "00" else (red, green, blue)
