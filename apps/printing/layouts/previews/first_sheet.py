"""The first sheet of paper, drawn small on the print page: which card is where, and what is behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, chain, islice, repeat

from django.utils.translation import gettext as _

from apps.printing.assembly.sheet_geometry import FacePosition
from apps.printing.layouts.cut_sheets import CardGrid
from apps.printing.layouts.layout import Layout

DRAWING_WIDTH = 200.0  # whatever the paper, so that all numbers have one size
CREDITS = "©"


@dataclass(frozen=True)
class DrawnCell:
    """A face of a card and its position; numbers are texts because a template would localize 1.5."""

    name: str
    x: str
    y: str
    width: str
    height: str
    middle_x: str
    middle_y: str


@dataclass(frozen=True)
class DrawnSide:
    """One side of the sheet, with its cells in reading order."""

    name: str
    width: str
    height: str
    cells: list[DrawnCell]

    @property
    def description(self) -> str:
        """Return in words what is on it."""
        return f"{self.name}: {', '.join(cell.name for cell in self.cells)}"


def first_sheet_of(layout: Layout | None, pages: Sequence[int] = ()) -> list[DrawnSide]:
    """Return the sides of the first sheet of a layout that puts several faces on one; nothing for any other.

    `pages` are how many pages each of the first fronts and backs takes, where that is known: a long card continues.
    """
    if not isinstance(layout, CardGrid):
        return []
    names = layout.side_names
    leaves = list(islice(_leaf_names(layout, pages), layout.grid.cells))
    sides = islice(layout.positions(len(leaves)), len(names))
    return [_side(layout, name, positions, leaves) for name, positions in zip(names, sides, strict=True)]


def _side(layout: CardGrid, name: str, positions: Iterable[FacePosition], leaves: Sequence[str]) -> DrawnSide:
    scale = DRAWING_WIDTH / layout.grid.width
    with_side = len(layout.side_names) == 1
    in_order = sorted(positions, key=lambda position: (position.y, position.x))
    cells = [_cell(each, scale, leaves[each.face // 2], with_side=with_side) for each in in_order]
    return DrawnSide(name, _number(DRAWING_WIDTH), _number(layout.grid.height * scale), cells)


def _leaf_names(layout: CardGrid, pages: Sequence[int]) -> Iterator[str]:
    """Yield what is on each leaf: the number of a card, with that of its page where it continues, or the credits."""
    cards = map(str, range(1, layout.count + 1))
    taken = chain((max(sides) for sides in batched(pages, 2)), repeat(1))
    for name, leaves in zip(chain(cards, [CREDITS] * layout.has_credits), taken, strict=False):
        yield name
        yield from (f"{name} ({page})" for page in range(2, leaves + 1))


def _cell(position: FacePosition, scale: float, name: str, *, with_side: bool) -> DrawnCell:
    x, y, width, height = (scale * length for length in position[1:])
    numbers = (x, y, width, height, x + width / 2, y + height / 2)
    return DrawnCell(_face_name(position.face, name, with_side=with_side), *map(_number, numbers))


def _face_name(face: int, name: str, *, with_side: bool) -> str:
    if not with_side or name.startswith(CREDITS):
        return name
    with_name = _("%(number)s answer") if face % 2 else _("%(number)s question")
    return with_name % {"number": name}


def _number(value: float) -> str:
    return f"{value:.1f}"
