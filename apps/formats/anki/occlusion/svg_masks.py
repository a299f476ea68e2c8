"""The masks in the SVG files of the older image occlusion add-on: their places alone, nothing else of a file.

They are drawn in apps/cards/rendering/occlusion.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import cos, pi, radians, sin
from xml.etree.ElementTree import Element

from apps.cards.kinds.masks import MAX_MASKS, POLYGON, RECT, Mask
from apps.formats.anki.occlusion import svg_arcs
from apps.formats.problems import ImportProblem
from apps.formats.text import decode, xml_elements

MAX_BYTES = 500_000
MAX_DEPTH = 20
MAX_TRANSFORM = 2_000  # characters
DOCUMENT_TYPE = re.compile(r"<!DOCTYPE[^<>\[\]]*>")  # that of SVG, without any entity
CURVE_POINTS = 24  # corners of the polygon that stands for an ellipse
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?", re.IGNORECASE)
STEP = re.compile(r"([a-z])([^a-df-z]*)", re.IGNORECASE)
STEP_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7}
COVERS_NOTHING = frozenset(("title", "desc", "metadata", "defs", "text", "line", "style", "namedview"))
ASKED = "qshape"
BETWEEN_STEPS = ", \t\r\n"

type Point = tuple[float, float]
type Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a mask covers, in parts of the picture, and whether it is marked as the one that is asked for."""

    name: str
    coordinates: tuple[float, ...]
    is_marked: bool


def masks(question: bytes | None, answer: bytes | None) -> list[Mask]:
    """Return the masks of a question: those that its answer has no longer are asked for. Raises ValueError."""
    covered = _shapes(question)
    still = {shape.coordinates for shape in _shapes(answer)} if answer else set()
    asked = [shape for shape in covered if shape.coordinates not in still]
    if not (answer and asked) and any(shape.is_marked for shape in covered):
        asked = [shape for shape in covered if shape.is_marked]
    return [Mask(1 if shape in asked else 0, shape.name, shape.coordinates) for shape in covered]


def _shapes(data: bytes | None) -> list[_Shape]:
    if not data or len(data) > MAX_BYTES:
        raise ValueError("no SVG")
    try:
        root = xml_elements.root(DOCUMENT_TYPE.sub("", decode.to_text(data, decode.detect_encoding(data)), count=1))
        width, height, origin = _size(root)
        found = list(islice(_walk(root, _moved(UNMOVED, (1, 0, 0, 1, -origin[0], -origin[1])), {}, 0), MAX_MASKS + 1))
        if len(found) > MAX_MASKS:
            raise ValueError("too many")
        return [_relative(points, marked, width, height) for points, marked in found]
    except (ImportProblem, ValueError, ArithmeticError, LookupError) as error:
        raise ValueError("unreadable SVG") from error


def _size(root: Element) -> tuple[float, float, Point]:
    """Return the width and the height of the whole, and where it begins."""
    box = _numbers(root.get("viewBox", ""))
    if len(box) == 4:
        return box[2], box[3], (box[0], box[1])
    return _length(root, "width"), _length(root, "height"), (0, 0)


def _walk(element: Element, matrix: Matrix, above: dict[str, str], depth: int) -> Iterator[tuple[list[Point], bool]]:
    """Yield the corners of each shape that is painted, and whether it is marked."""
    name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else "title"
    if name in COVERS_NOTHING:
        return
    if depth > MAX_DEPTH:
        raise ValueError(name)
    style = above | _style(element)
    if style.get("display") == "none":
        return
    matrix = _moved(matrix, _transform(element.get("transform", "")))
    if name in ("svg", "g", "a"):
        for child in element:
            yield from _walk(child, matrix, style, depth + 1)
    elif _is_painted(style):
        corners = [_at(matrix, point) for point in _corners(name, element)]
        yield corners, ASKED in style.get("class", "").split()


def _style(element: Element) -> dict[str, str]:
    """Return what decides whether an element is painted."""
    names = ("fill", "opacity", "fill-opacity", "display", "visibility")
    attributes = {name: value for name in names if (value := element.get(name))}
    declared = (each.partition(":") for each in element.get("style", "").split(";"))
    own = attributes | {name.strip(): value.strip() for name, _colon, value in declared if name.strip() in names}
    marked = {"class": ASKED} if ASKED in element.get("class", "").split() else {}
    return own | marked


def _is_painted(style: dict[str, str]) -> bool:
    is_clear = any(style.get(name, "1") in ("0", "0.0", "0%") for name in ("opacity", "fill-opacity"))
    return not is_clear and style.get("fill") not in ("none", "transparent") and style.get("visibility") != "hidden"


def _corners(name: str, element: Element) -> list[Point]:
    """Return the corners of a shape; a curve becomes many. Raises ValueError for any that is unknown."""
    if name == "rect":
        x, y = _length(element, "x", 0), _length(element, "y", 0)
        right, bottom = x + _length(element, "width"), y + _length(element, "height")
        return [(x, y), (right, y), (right, bottom), (x, bottom)]
    if name in ("ellipse", "circle"):
        x, y = _length(element, "cx", 0), _length(element, "cy", 0)
        across, down = (_length(element, each if name == "ellipse" else "r") for each in ("rx", "ry"))
        turns = [2 * pi * step / CURVE_POINTS for step in range(CURVE_POINTS)]
        around = 1 / cos(pi / CURVE_POINTS)  # so that the polygon covers all of it
        return [(x + across * around * cos(turn), y + down * around * sin(turn)) for turn in turns]
    if name in ("polygon", "polyline"):
        numbers = _numbers(element.get("points", ""))
        return list(zip(numbers[::2], numbers[1::2], strict=True))
    if name == "path":
        return _path(element.get("d", ""))
    raise ValueError(name)


def _path(steps: str) -> list[Point]:
    """Return the corners of a path; of its curves also the points that pull them, outside of which they never are."""
    points: list[Point] = []
    x = y = 0.0
    for step, text in STEP.findall(steps):
        if step.lower() == "z":
            continue
        count, numbers = STEP_NUMBERS.get(step.lower(), 0), _numbers(text)
        if not count or len(numbers) % count or (step.lower() == "m" and points):
            raise ValueError(step)
        for at in range(0, len(numbers), count):
            from_x, from_y = (x, y) if step.islower() else (0.0, 0.0)
            own = numbers[at : at + count]
            if step.lower() == "a":
                end = from_x + own[5], from_y + own[6]
                points += svg_arcs.around((x, y), own, end)
                x, y = end
                continue
            if count == 1:
                x, y = (from_x + own[0], y) if step.lower() == "h" else (x, from_y + own[0])
                points.append((x, y))
                continue
            points += [(from_x + own[each], from_y + own[each + 1]) for each in range(0, count, 2)]
            x, y = points[-1]
    return points


def _relative(points: list[Point], is_marked: bool, width: float, height: float) -> _Shape:
    corners = [(round(x / width, 4), round(y / height, 4)) for x, y in points]
    xs, ys = sorted({x for x, _y in corners}), sorted({y for _x, y in corners})
    if len(corners) == 4 and len(xs) == len(ys) == 2 and len(set(corners)) == 4:
        box = (xs[0], ys[0], round(xs[1] - xs[0], 4), round(ys[1] - ys[0], 4))
        return _Shape(RECT, box, is_marked)
    return _Shape(POLYGON, tuple(number for corner in corners for number in corner), is_marked)


def _transform(text: str) -> Matrix:
    if len(text) > MAX_TRANSFORM:
        raise ValueError("transform")
    matrix = UNMOVED
    *steps, rest = text.split(")")
    if rest.strip(BETWEEN_STEPS):
        raise ValueError(rest)
    for step in steps:
        name, _bracket, numbers = step.partition("(")
        matrix = _moved(matrix, _step_of_transform(name.strip(BETWEEN_STEPS), _numbers(numbers)))
    return matrix


def _step_of_transform(name: str, numbers: list[float]) -> Matrix:
    match name, numbers:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *y]:
            return 1, 0, 0, 1, x, y[0] if y else 0
        case "scale", [x, *y]:
            return x, 0, 0, y[0] if y else x, 0, 0
        case "rotate", [angle]:
            turn = radians(angle)
            return cos(turn), sin(turn), -sin(turn), cos(turn), 0, 0
        case "rotate", [angle, x, y]:
            return _moved(_moved((1, 0, 0, 1, x, y), _step_of_transform(name, [angle])), (1, 0, 0, 1, -x, -y))
    raise ValueError(name)


def _moved(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the transformation that does the inner one, then the outer one."""
    a, b, c, d = outer[:4]
    x, y = _at(outer, (inner[4], inner[5]))
    p, q, r, s = inner[:4]
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, x, y


def _at(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _length(element: Element, name: str, default: float | None = None) -> float:
    text = element.get(name, "")
    if not text and default is not None:
        return default
    return float(text.strip().removesuffix("px"))


def _numbers(text: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(text)]
