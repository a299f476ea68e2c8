"""Reads colors, and finds text in the color of what is behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

from tinycss2 import color4
from tinycss2.ast import Node

type Rgb = tuple[float, float, float]

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
INKS, GROUNDS = ("color", "-webkit-text-fill-color"), ("background", "background-color", "background-image")
TRANSPARENT = 0.05  # how much of a color that can be seen through is there
NEAR = 0.05  # between two parts of colors that nobody tells apart


@dataclass(frozen=True, slots=True)
class Coloring:
    """The colors of a text and of its ground, where they are given; with `is_drawn`, the ground is a picture."""

    ink: Rgb | None = None
    ground: Rgb | None = None
    is_drawn: bool = False

    def __bool__(self) -> bool:
        """Return whether it gives any."""
        return bool(self.ink or self.ground or self.is_drawn)

    def over(self, other: "Coloring") -> "Coloring":
        """Return what this one and one below it are together."""
        ground = None if self.is_drawn else self.ground or other.ground
        is_drawn = self.is_drawn or (other.is_drawn and not self.ground)
        return Coloring(self.ink or other.ink, ground, is_drawn)

    @property
    def is_unseen(self) -> bool:
        """Return whether nobody sees the text."""
        return self.ink is not None and self.ground is not None and _are_near(self.ink, self.ground)


PAGE = Coloring(BLACK, WHITE)


@dataclass
class Paints:
    """The colors of a style sheet that come alone: of a text without its ground, or the other way round."""

    inks: set[Rgb] = field(default_factory=lambda: {BLACK})
    grounds: set[Rgb] = field(default_factory=lambda: {WHITE})

    def add(self, coloring: Coloring) -> None:
        """Add the colors of a rule."""
        if coloring.ink and not coloring.ground:
            self.inks.add(coloring.ink)
        if coloring.ground and not coloring.ink:
            self.grounds.add(coloring.ground)

    @property
    def may_hide(self) -> bool:
        """Return whether a text may have the color of its ground."""
        return any(_are_near(*pair) for pair in product(self.inks, self.grounds))


def _are_near(one: Rgb, other: Rgb) -> bool:
    return max(abs(part - same) for part, same in zip(one, other, strict=True)) < NEAR


def color_of(value: Iterable[Node]) -> Rgb | None:
    """Return the last color in a value; none for one that can be seen through."""
    found = [color for part in value if (color := parsed(part))]
    if not found or found[-1].alpha < TRANSPARENT:
        return None
    try:
        red, green, blue, _alpha = found[-1].to("srgb")
    except NotImplementedError:  # for the spaces that no screen has
        return None
    return red, green, blue


def parsed(value: Node | str) -> color4.Color | None:
    """Return the color that a value is."""
    try:
        color = color4.parse_color(value)
    except ValueError:  # `color()` of nothing
        return None
    return color if isinstance(color, color4.Color) else None
