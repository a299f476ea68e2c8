"""Masks over a picture, a line each: `c1 rect 0.1 0.2 0.3 0.1`, in parts of the picture's width and height.

A rectangle or an ellipse has its left, top, width and height, a polygon the x and y of each corner. The card of a
number asks what is under its masks. Those of other cards cover the picture too where the line ends in `always`; those
of `c0` are never taken off. `30deg` at the end turns a rectangle or an ellipse clockwise around its left top corner.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apps.cards.kinds.unreadable import UnreadableNote
from apps.formats.messages import gettext as _

RECT, ELLIPSE, POLYGON = SHAPES = ("rect", "ellipse", "polygon")
ALWAYS = "always"
MAX_MASKS = 200  # in one note
MAX_COORDINATES = 2_000
NUMBER = re.compile(r"c(\d{1,3})")
ANGLE = re.compile(r"(\d{1,3}(?:\.\d{0,10})?)deg")
COORDINATE = re.compile(r"-?(?:\d{1,5}(?:\.\d{0,10})?|\.\d{1,10})")


class MaskError(UnreadableNote):
    """Masks that cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Mask:
    """One mask; card `number` asks what is under it. `always`: it covers the picture on the other cards as well.

    `angle` is in degrees, clockwise around the left top corner.
    """

    number: int
    shape: str
    coordinates: tuple[float, ...]
    always: bool = False
    angle: float = 0

    def __str__(self) -> str:
        """Return the mask as it is spelled."""
        numbers = " ".join(map(number_text, self.coordinates))
        turned = f" {number_text(self.angle)}deg" if self.angle else ""
        return f"c{self.number} {self.shape} {numbers}{turned}{f' {ALWAYS}' if self.always else ''}"

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Return the corners of a polygon, or of what a rectangle or an ellipse fills."""
        if self.shape == POLYGON:
            return tuple(zip(self.coordinates[::2], self.coordinates[1::2], strict=True))
        left, top, width, height = self.coordinates
        return (left, top), (left + width, top + height)

    @property
    def covers_something(self) -> bool:
        """Return whether it is over the picture, at least in part, and has an area."""
        xs, ys = zip(*self.points, strict=True)
        return all(max(values) > max(0, min(values)) and min(values) < 1 for values in (xs, ys))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn over the pictures of a text: what is asked for, what stays covered, and what was asked for."""

    asked: tuple[Mask, ...] = ()
    covered: tuple[Mask, ...] = ()
    revealed: tuple[Mask, ...] = ()


def parse(text: str) -> tuple[Mask, ...]:
    """Return the masks of a text. Raises MaskError, also where no card would ask for one."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    masks = tuple(_mask(line, number) for number, line in lines)
    if not any(mask.number for mask in masks):
        raise MaskError(_("An image occlusion needs a mask. Write {mask}.", mask="c1 rect 0.1 0.2 0.3 0.1"))
    if len(masks) > MAX_MASKS or sum(len(mask.coordinates) for mask in masks) > MAX_COORDINATES:
        raise MaskError(_("These are too many masks for one note. Use at most {limit}.", limit=MAX_MASKS))
    return masks


def spelled(masks: Iterable[Mask]) -> str:
    """Return masks as the text that `parse` reads."""
    return "\n".join(map(str, masks))


def numbers(masks: Iterable[Mask]) -> list[int]:
    """Return the numbers of the cards that ask for masks, each once, in order."""
    return sorted({mask.number for mask in masks} - {0})


def drawing(masks: Iterable[Mask], number: int, *, reveal: bool) -> Drawing:
    """Return what the card of a number draws on its front or, with `reveal`, on its back."""
    own = tuple(mask for mask in masks if mask.number == number)
    covered = tuple(mask for mask in masks if mask.number != number and (mask.always or mask.number == 0))
    return Drawing(covered=covered, revealed=own) if reveal else Drawing(asked=own, covered=covered)


def number_text(number: float) -> str:
    """Return a number with at most four decimals, and no more than it needs."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def is_complete(mask: Mask) -> bool:
    """Return whether a mask has all its numbers, and covers something."""
    count = len(mask.coordinates)
    has_all = count >= 6 and count % 2 == 0 if mask.shape == POLYGON else count == 4
    return mask.shape in SHAPES and has_all and mask.covers_something


def _mask(line: str, number: int) -> Mask:
    own, shape, *words = [*line.split(), ""][:MAX_COORDINATES]
    always = ALWAYS in words
    turned = next((word for word in map(ANGLE.fullmatch, words) if word and shape != POLYGON), None)
    words = [word for word in words if word not in ("", ALWAYS, turned[0] if turned else "")]
    found = NUMBER.fullmatch(own)
    if found and all(map(COORDINATE.fullmatch, words)):
        mask = Mask(int(found[1]), shape, tuple(map(float, words)), always, float(turned[1]) if turned else 0)
        if is_complete(mask):
            return mask
    raise MaskError(
        _(
            "Line {line}: “{text}” is not a mask over the picture. Write {rect}, {ellipse} or {polygon}.",
            line=str(number),
            text=line[:40],
            rect="c1 rect 0.1 0.2 0.3 0.1",
            ellipse="c1 ellipse 0.1 0.2 0.3 0.1",
            polygon="c1 polygon 0.1 0.2 0.4 0.2 0.3 0.5",
        )
    )
