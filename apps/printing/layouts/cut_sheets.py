"""Cards to cut out: sheets of fronts with a sheet of backs behind each, and pairs of question and answer to fold."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from pikepdf import Pdf

from apps.printing.assembly.cut_marks import cut_guides, fold_lines
from apps.printing.assembly.duplex_mirroring import two_sided_pages
from apps.printing.assembly.impose_pdf import impose
from apps.printing.assembly.sheet_geometry import FacePosition, Grid, folded_pages, leaves_of
from apps.printing.layouts.flashcards import TwoSided
from apps.printing.layouts.geometry import Geometry, limited_margin
from apps.printing.layouts.layout import Imposition
from apps.printing.request.options import LONG

MARGIN_MM, SMALL_PAPER_MARGIN_MM = 10.0, 5.0  # around all cards, by default
SMALL_PAPER_MM = 140.0
FOLDED_CARD_MM = 72.0  # about the height of a card that is folded
PORTRAIT_GRIDS = {  # columns and rows, by cards per sheet
    2: (1, 2),
    4: (2, 2),
    8: (2, 4),
    9: (3, 3),
    10: (2, 5),
    16: (4, 4),
}
STOCK_CELLS = {("letter", 10): (88.9, 50.8), ("a4", 10): (85.0, 54.0)}  # perforated sheets of business cards, portrait


class CardGrid(TwoSided):
    """Cards whose faces are placed on larger paper, in the cells of a grid."""

    @property
    def grid(self) -> Grid:
        """Return how the paper is divided."""
        width, height = self.options.size_mm
        default = MARGIN_MM if width >= SMALL_PAPER_MM else SMALL_PAPER_MARGIN_MM
        margin = limited_margin(self.options.margin_mm or default, width, height)
        return Grid(width, height, margin, *self._columns_and_rows(width, height))

    @property
    def page(self) -> Geometry:
        """Return the page that a face is laid out on: as large as a cell."""
        return Geometry(width_mm=self.grid.cell_width, height_mm=self.grid.cell_height)

    @property
    def imposition(self) -> Imposition:
        """Return what puts the faces on their sheets."""
        return self.impose

    @property
    @abstractmethod
    def side_names(self) -> list[str]:
        """Return the names of the printed sides of the first sheet."""

    @abstractmethod
    def positions(self, count: int) -> Iterator[list[FacePosition]]:
        """Yield the positions of the faces of so many leaves, a list for each printed side of a sheet."""

    @abstractmethod
    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the faces on their sheets."""

    @abstractmethod
    def _columns_and_rows(self, width: float, height: float) -> tuple[int, int]:
        """Return the numbers of columns and rows."""


class CutSheets(CardGrid):
    """2 to 16 cards per sheet, their backs on its other side."""

    @property
    def grid(self) -> Grid:
        """Return how the paper is divided: as perforated stock is, unless a margin is chosen."""
        grid, options = super().grid, self.options
        cell = STOCK_CELLS.get((options.paper_name, options.per_sheet))
        if cell is None or options.margin_mm:
            return grid
        return replace(grid, cell=cell if grid.height >= grid.width else cell[::-1])

    @property
    def side_names(self) -> list[str]:
        """Return the names of the two sides."""
        if self.options.flip == LONG:
            return [_("First sheet, fronts"), _("Its other side, flipped on the long edge")]
        return [_("First sheet, fronts"), _("Its other side, flipped on the short edge")]

    def positions(self, count: int) -> Iterator[list[FacePosition]]:
        """Yield fronts, then their backs, mirrored and moved by the offset."""
        offset = self.options.offset_x_mm, self.options.offset_y_mm
        return two_sided_pages(count, self.grid, flip_on_long_edge=self.options.flip == LONG, offset=offset)

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the faces on sheets: fronts with what shows where to cut, then their backs."""
        leaves, marks = leaves_of(pages), cut_guides(self.grid, self.options.cut)
        sides = enumerate(self.positions(len(leaves)))
        impose(document, self.grid, leaves, ((positions, "" if side % 2 else marks) for side, positions in sides))

    def _columns_and_rows(self, width: float, height: float) -> tuple[int, int]:
        columns, rows = PORTRAIT_GRIDS[self.options.per_sheet]
        return (columns, rows) if height >= width else (rows, columns)


class FoldedCards(CardGrid):
    """Question and answer beside each other, to be cut out as a strip and folded between."""

    @property
    def side_names(self) -> list[str]:
        """Return the name of its printed side."""
        return [_("First sheet")]

    def positions(self, count: int) -> Iterator[list[FacePosition]]:
        """Yield questions with their answers to the right of them."""
        return folded_pages(count, self.grid)

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the pairs on sheets, with cut marks around each and a line to fold in the middle."""
        leaves = leaves_of(pages)
        marks = cut_guides(self.grid, self.options.cut, every=2) + "\n" + fold_lines(self.grid)
        impose(document, self.grid, leaves, ((positions, marks) for positions in self.positions(len(leaves))))

    def _columns_and_rows(self, width: float, height: float) -> tuple[int, int]:
        return 2, max(1, round(height / FOLDED_CARD_MM))
