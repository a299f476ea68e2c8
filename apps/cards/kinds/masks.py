"""Masks over a picture, a line each: `c1 rect 0.1 0.2 0.3 0.1`, in parts of the picture's width and height.

A rectangle or an ellipse has its left, top, width and height, a polygon the x and y of each corner. The card of a
number asks what is under its masks. Those of other cards cover the picture too where the line ends in `always`; those
of `c0` are never taken off. `30deg` at the end turns a rectangle or an ellipse clockwise around its left top corner.
What is under a mask may follow, ` = Bowline`: it is shown with the answer.

`c0 text 0.1 0.2 0.05 "Heart"` is no mask but a label on the picture: its left, its top, and the height of its letters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from apps.cards.kinds.unreadable import UnreadableNote
from apps.formats.messages import gettext as _

RECT, ELLIPSE, POLYGON = SHAPES = ("rect", "ellipse", "polygon")
TEXT = "text"
ALWAYS = "always"
UNDER = " = "  # what the words for what is under a mask begin with
MAX_UNDER_LENGTH = 200
MAX_MASKS = 200  # in one note
MAX_COORDINATES = 2_000
NUMBER = re.compile(r"c(\d{1,3})")
ANGLE = re.compile(r"(\d{1,3}(?:\.\d{0,10})?)deg")
LABEL = re.compile(r'c0 text (?P<numbers>\S+ \S+ \S+)(?: (?P<turned>\S+deg))? "(?P<text>.*\S.*)"(?: always)?')
COORDINATE = re.compile(r"-?(?:\d{1,5}(?:\.\d{0,10})?|\.\d{1,10})")


class MaskError(UnreadableNote):
    """Masks that cannot be read; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Mask:
    """One mask; card `number` asks what is under it. `always`: it covers the picture on the other cards as well.

    `angle` is in degrees, clockwise around the left top corner. Only a label has a `text`. `under` is what is under a
    mask, in words.
    """

    number: int
    shape: str
    coordinates: tuple[float, ...]
    always: bool = False
    angle: float = 0
    text: str = ""
    under: str = ""

    def __str__(self) -> str:
        """Return the mask as it is spelled."""
        numbers = " ".join(map(number_text, self.coordinates))
        turned = f" {number_text(self.angle)}deg" if self.angle else ""
        text = f' "{self.text}"' if self.text else ""
        always, under = f" {ALWAYS}" if self.always else "", f"{UNDER}{self.under}" if self.under else ""
        return f"c{self.number} {self.shape} {numbers}{turned}{text}{always}{under}"

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Return the corners of a polygon, or of what a rectangle or an ellipse fills."""
        if self.shape == POLYGON:
            return tuple(zip(self.coordinates[::2], self.coordinates[1::2], strict=True))
        left, top, width, *rest = self.coordinates
        height = rest[0] if rest else width
        return (left, top), (left + width, top + height)

    @property
    def covers_something(self) -> bool:
        """Return whether it is over the picture, at least in part, and has an area."""
        xs, ys = zip(*self.points, strict=True)
        return all(max(values) > max(0, min(values)) and min(values) < 1 for values in (xs, ys))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn over the pictures of a text: what is asked for, what stays covered, and what was asked for.

    Labels are under the masks, which may cover them.
    """

    asked: tuple[Mask, ...] = ()
    covered: tuple[Mask, ...] = ()
    revealed: tuple[Mask, ...] = ()
    labels: tuple[Mask, ...] = ()


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


def under(masks: Iterable[Mask], number: int) -> str:
    """Return what is under the masks of a card, in words; empty where no mask says."""
    return ", ".join(dict.fromkeys(mask.under for mask in masks if mask.number == number and mask.under))


def drawing(masks: Iterable[Mask], number: int, *, reveal: bool) -> Drawing:
    """Return what the card of a number draws on its front or, with `reveal`, on its back."""
    labels = tuple(mask for mask in masks if mask.shape == TEXT)
    own = tuple(mask for mask in masks if mask.number == number)
    others = (mask for mask in masks if mask.number != number and mask.shape != TEXT)
    covered = tuple(mask for mask in others if mask.always or mask.number == 0)
    return Drawing(() if reveal else own, covered, own if reveal else (), labels)


def number_text(number: float) -> str:
    """Return a number with at most four decimals, and no more than it needs."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def is_complete(mask: Mask) -> bool:
    """Return whether a mask has all its numbers, and covers something."""
    count = len(mask.coordinates)
    if not all(map(isfinite, mask.coordinates)):
        return False
    if mask.shape == TEXT:
        return bool(mask.text) and count == 3 and mask.coordinates[2] <= 1 and mask.covers_something
    has_all = count >= 6 and count % 2 == 0 if mask.shape == POLYGON else count == 4
    return mask.shape in SHAPES and has_all and mask.covers_something


def _label(line: str) -> Mask | None:
    """Return the label that a line is, if it is one."""
    found = LABEL.fullmatch(line)
    if not found or not all(map(COORDINATE.fullmatch, found["numbers"].split())):
        return None
    turned = ANGLE.fullmatch(found["turned"] or "0deg")
    left, top, size = map(float, found["numbers"].split())
    mask = Mask(0, TEXT, (left, top, size), angle=float(turned[1]) if turned else 0, text=found["text"].strip())
    return mask if is_complete(mask) else None


def _mask(line: str, number: int) -> Mask:
    if label := _label(line):
        return label
    drawn, _equals, under = line.partition(UNDER)
    own, shape, *words = [*drawn.split(), ""][:MAX_COORDINATES]
    always = ALWAYS in words
    turned = next((word for word in map(ANGLE.fullmatch, words) if word and shape != POLYGON), None)
    words = [word for word in words if word not in ("", ALWAYS, turned[0] if turned else "")]
    found = NUMBER.fullmatch(own)
    if found and all(map(COORDINATE.fullmatch, words)):
        angle = float(turned[1]) if turned else 0
        words_under = under.strip()[:MAX_UNDER_LENGTH]
        mask = Mask(int(found[1]), shape, tuple(map(float, words)), always, angle, under=words_under)
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
