"""The masks over a picture as rows of a form, in per cent: what an editor without a script sends and shows."""

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from django.urls import reverse

from apps.cards.kinds import masks
from apps.cards.media.deck_media import media_of_deck, names_by_target
from apps.cards.models import Deck

FIELDS = ("number", "shape", "left", "top", "width", "height", "under")
BLANK_ROWS = 3


@dataclass(frozen=True)
class MaskRow:
    """A mask as typed. A shape that has no sides in per cent is spelled out with its numbers in `shape`."""

    number: str = ""
    shape: str = masks.RECT
    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""
    under: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        """The left, the top, the width and the height."""
        return self.left, self.top, self.width, self.height

    @property
    def is_spelled_out(self) -> bool:
        """Whether it is a polygon, a label or turned."""
        return " " in self.shape


@dataclass(frozen=True)
class DeckPicture:
    """The picture that masks are drawn over."""

    url: str
    width: int
    height: int


def text_of(data: Any) -> str:
    """Return the masks of a sent form as a note spells them, with what cannot be read as it was typed."""
    always = f" {masks.ALWAYS}" if data.get("cover") == "all" else ""
    rows = [row for row in sent_rows(data) if any(row.sides) or row.is_spelled_out]
    return "\n".join(f"{_spelled(row, index)}{always}{_under(row)}" for index, row in enumerate(rows, start=1))


def sent_rows(data: Any) -> list[MaskRow]:
    """Return the rows of a sent form."""
    columns = (data.getlist(f"mask_{name}") for name in FIELDS)
    return [MaskRow(*(value.strip() for value in values)) for values in zip_longest(*columns, fillvalue="")]


def rows_of(text: str) -> list[MaskRow]:
    """Return the rows of a note's masks; none where they cannot be read."""
    try:
        return [_row(mask) for mask in masks.parse(text)]
    except masks.MaskError:
        return []


def covers_all(text: str) -> bool:
    """Return whether a card covers also what others ask; true before there is a mask."""
    return not text.strip() or any(masks.ALWAYS in line.partition(masks.UNDER)[0] for line in text.splitlines())


def picture_in(front: str, deck: Deck) -> DeckPicture | None:
    """Return the first picture that a front shows of the deck."""
    media = media_of_deck(deck) if "![" in front else {}
    found = [media[name] for names in names_by_target(front) for name in names if name in media]
    shown = next((each for each in found if each.width), None)
    if shown is None:
        return None
    return DeckPicture(reverse("reviews:media", args=shown.file_name.split(".")), shown.width, shown.height)


def _row(mask: masks.Mask) -> MaskRow:
    if mask.shape in (masks.POLYGON, masks.TEXT) or mask.angle:
        words = str(replace(mask, always=False, under="")).split(" ", 1)[1]
        return MaskRow(str(mask.number), words, under=mask.under)
    left, top, width, height = (f"{100 * each:.2f}".rstrip("0").rstrip(".") for each in mask.coordinates)
    return MaskRow(str(mask.number), mask.shape, left, top, width, height, mask.under)


def _under(row: MaskRow) -> str:
    words = " ".join(row.under.split())
    return f"{masks.UNDER}{words}" if words else ""


def _spelled(row: MaskRow, index: int) -> str:
    sides = [] if row.is_spelled_out else [_part(side) for side in row.sides]
    return " ".join([f"c{row.number or index}", row.shape, *sides])


def _part(percent: str) -> str:
    """Return a number of per cent as a part of one; as it is where it is no number."""
    try:
        return masks.number_text(float(percent.replace(",", ".")) / 100)
    except ValueError:
        return percent or "?"
