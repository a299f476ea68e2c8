"""Arcs in paths of SVG as corners that surround them, by the formulas in the appendix of SVG's specification."""

from collections.abc import Sequence
from math import atan2, ceil, cos, hypot, pi, radians, sin, sqrt

STEP = pi / 12  # between two corners

type Point = tuple[float, float]


def around(start: Point, arc: Sequence[float], end: Point) -> list[Point]:
    """Return corners around an arc, ending in its end; `arc` begins with radii, rotation and the two flags."""
    across, down, turn = abs(arc[0]), abs(arc[1]), radians(arc[2] % 360)
    if not across or not down or start == end:
        return [end]
    # half of the way from the end to the start, in the axes of the ellipse, of which the radii are then 1
    x, y = _turned(((start[0] - end[0]) / 2, (start[1] - end[1]) / 2), -turn)
    size = max(1.0, hypot(x / across, y / down))
    across, down = across * size, down * size
    x, y = x / across, y / down
    apart = sqrt(max(0.0, 1 / (x * x + y * y) - 1)) * (1 if bool(arc[3]) != bool(arc[4]) else -1)
    center = apart * y, -apart * x
    first = atan2(y - center[1], x - center[0])
    sweep = (atan2(-y - center[1], -x - center[0]) - first) % (2 * pi)
    sweep = sweep if arc[4] else sweep - 2 * pi
    steps = max(1, ceil(abs(sweep) / STEP))
    outside = 1 / cos(sweep / steps / 2)
    turns = [first + sweep * (step + 0.5) / steps for step in range(steps)]
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    corners = ((center[0] + outside * cos(each), center[1] + outside * sin(each)) for each in turns)
    placed = (_turned((across * left, down * top), turn) for left, top in corners)
    return [*((middle[0] + left, middle[1] + top) for left, top in placed), end]


def _turned(point: Point, angle: float) -> Point:
    x, y = point
    return x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle)
