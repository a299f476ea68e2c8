"""Masks as the blanks in which Anki stores them: {{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.1}}."""

import re
from collections.abc import Iterator
from html import escape, unescape
from math import isfinite

from apps.cards.kinds import masks
from apps.cards.kinds.masks import ELLIPSE, POLYGON, RECT, TEXT, Mask, number_text
from apps.formats.anki.fields import cloze
from apps.formats.anki.fields.cloze import PICTURE, AnkiBlank
from apps.formats.anki.templates import filters

COLON = re.compile(r"(?<!\\):")  # between values; one of a label's text is escaped
ESCAPED = re.compile(r"\\([:\\])")
LABEL_SIZE = 0.05  # of a label that does not tell its own, in parts of the picture's height
MAX_LABEL_LENGTH = 200
OPENED = re.compile(rf"\{{\{{\s*c[^:{{}}]*::\s*{PICTURE}", re.IGNORECASE)  # also those whose number is none
ANGLE_STEPS = 10_000  # of a whole turn


def blanks(text: str) -> str:
    """Return the masks of a text of ours as blanks; nothing where they cannot be read."""
    try:
        found = masks.parse(text)
    except masks.MaskError:
        return ""
    return "".join(f"{{{{c{mask.number}::{PICTURE}{_shape(mask)}}}}}<br>" for mask in found)


def has_masks(field: str) -> bool:
    """Return whether a field has a blank that is a mask, be it readable or not."""
    return PICTURE in field and (bool(OPENED.search(field)) or any(_shapes(cloze.parse(field))))


def has_unreadable_labels(field: str) -> bool:
    """Return whether a field has texts that are written on its picture, but nobody can tell where."""
    shapes = (shape for _numbers, shape in _shapes(cloze.parse(field))) if TEXT in field else ()
    return any(shape.startswith(f"{TEXT}:") and not _label(shape) for shape in shapes)


def masks_in(field: str) -> list[Mask]:
    """Return the masks of a field of Anki's. Raises ValueError for any that cannot be read."""
    shapes = list(_shapes(cloze.parse(field)))
    if len(OPENED.findall(field)) > len(shapes):
        raise ValueError("a blank that is none")
    return [mask for numbers, shape in shapes for mask in _masks(numbers, shape)]


def spelled(field: str) -> str:
    """Return the masks of a field of Anki's as we spell them; the field as it is where none can be read."""
    try:
        return masks.spelled(masks_in(field)) or field
    except ValueError:
        return field


def _shape(mask: Mask) -> str:
    xs, ys = zip(*mask.points, strict=True)
    values: dict[str, str] = {"left": number_text(min(xs)), "top": number_text(min(ys)), **_size(mask)}
    if mask.angle:
        values["angle"] = str(round(mask.angle / 360 * ANGLE_STEPS))
    if mask.always or mask.number == 0:
        values["oi"] = "1"
    return ":".join((mask.shape, *(f"{name}={value}" for name, value in values.items())))


def _size(mask: Mask) -> dict[str, str]:
    if mask.shape == POLYGON:
        return {"points": " ".join(f"{number_text(x)},{number_text(y)}" for x, y in mask.points)}
    if mask.shape == TEXT:
        text = mask.text.replace("\\", "\\\\").replace(":", "\\:").replace("{{", "{ {").replace("}}", "} }")
        return {"text": escape(text, quote=False), "scale": "1", "fs": number_text(mask.coordinates[2])}
    width, height = mask.coordinates[2:]
    if mask.shape == ELLIPSE:
        return {"rx": number_text(width / 2), "ry": number_text(height / 2)}
    return {"width": number_text(width), "height": number_text(height)}


def _shapes(pieces: cloze.Pieces) -> Iterator[tuple[frozenset[int], str]]:
    """Yield the shapes of a field, and the numbers of the cards that ask for each."""
    for piece in pieces:
        if isinstance(piece, AnkiBlank):
            text = piece.content[0] if piece.content and isinstance(piece.content[0], str) else ""
            if text.strip().startswith(PICTURE):
                yield piece.numbers, unescape(filters.without_tags(text)).strip().removeprefix(PICTURE)
            yield from _shapes(piece.content)


def _masks(numbers: frozenset[int], shape: str) -> Iterator[Mask]:
    name, named = _values(shape)
    if name == TEXT:
        yield from filter(None, [_label(shape)])
        return
    try:
        coordinates = tuple(round(number, 4) for number in _coordinates(name, named))
    except KeyError as error:
        raise ValueError(name) from error
    always = named.get("oi", "") not in ("", "0", "false")
    angle = _angle(named) if name != POLYGON else 0  # Anki turns no polygons
    for number in sorted(numbers if always else numbers - {0}):  # no card asks for 0: Anki draws it only if always
        yield Mask(number, name, coordinates, always=always and number > 0, angle=angle)


def _values(shape: str) -> tuple[str, dict[str, str]]:
    """Return the name of a shape and its values by theirs."""
    name, *values = COLON.split(shape)
    return name, {key.strip(): value.strip() for key, _equals, value in (each.partition("=") for each in values)}


def _label(shape: str) -> Mask | None:
    """Return a text on the picture; nothing for one that is empty or has no place."""
    _name, named = _values(shape)
    text = " ".join(ESCAPED.sub(r"\1", named.get("text", "")).split())[:MAX_LABEL_LENGTH]
    try:
        size = float(named.get("fs", LABEL_SIZE)) * float(named.get("scale", 1))
        coordinates = tuple(round(number, 4) for number in (float(named["left"]), float(named["top"]), size))
        label = Mask(0, TEXT, coordinates, angle=_angle(named), text=text)
    except (KeyError, ValueError, OverflowError):
        return None
    return label if text and masks.is_complete(label) else None


def _angle(values: dict[str, str]) -> float:
    """Return the degrees by which a shape is turned. Raises ValueError."""
    steps = float(values.get("angle", "0") or 0)
    if not isfinite(steps):
        raise ValueError(steps)
    return round(steps % ANGLE_STEPS / ANGLE_STEPS * 360, 4)


def _coordinates(name: str, values: dict[str, str]) -> Iterator[float]:
    """Yield the numbers of a shape, or raise KeyError or ValueError."""
    if name == POLYGON:
        yield from _corners(values)
        return
    left, top = float(values.get("left", "0")), float(values.get("top", "0"))
    if name == RECT:
        yield from (left, top, float(values["width"]), float(values["height"]))
    elif name == ELLIPSE:
        yield from (left, top, 2 * float(values["rx"]), 2 * float(values["ry"]))
    else:
        raise ValueError(name)


def _corners(values: dict[str, str]) -> Iterator[float]:
    """Yield the corners of a polygon, whose left and top are where the box around it is."""
    pairs = [each.split(",") for each in values["points"].split()]
    xs, ys = [float(x) for x, _y in pairs], [float(y) for _x, y in pairs]
    right = float(values["left"]) - min(xs) if "left" in values else 0.0
    down = float(values["top"]) - min(ys) if "top" in values else 0.0
    for x, y in zip(xs, ys, strict=True):
        yield from (x + right, y + down)
