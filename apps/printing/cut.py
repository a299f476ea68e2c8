"""Cards to cut out: sheets of fronts with a sheet of backs behind each, and pairs of question and answer to fold."""

from pikepdf import Pdf

from apps.printing.flashcards import TwoSided
from apps.printing.geometry import Geometry, margin_within
from apps.printing.imposing import cut_marks, fold_lines, impose
from apps.printing.imposition import Grid, folded, leaves, two_sided
from apps.printing.layouts import Imposition

MARGIN_MM, SMALL_MARGIN_MM = 10.0, 5.0  # around all cards, where nothing is said; on small paper
SMALL_MM = 140.0
FOLDED_MM = 72.0  # about the height of a card that is folded
STANDING = {2: (1, 2), 4: (2, 2), 8: (2, 4), 16: (4, 4)}  # columns and rows on paper that stands


class Cut(TwoSided):
    """Cards whose sides stand on a larger paper, in the cells of a grid."""

    @property
    def grid(self) -> Grid:
        """Return how the paper is divided."""
        width, height = self.options.size_mm
        usual = MARGIN_MM if width >= SMALL_MM else SMALL_MARGIN_MM
        margin = margin_within(self.options.margin_mm or usual, width, height)
        return Grid(width, height, margin, *self._division(width, height))

    @property
    def page(self) -> Geometry:
        """Return the page that a side is laid out on: as large as a cell."""
        return Geometry(width_mm=self.grid.cell_width, height_mm=self.grid.cell_height)

    @property
    def imposition(self) -> Imposition:
        """What is to be done to the whole document."""
        return self.impose

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the sides on their paper."""
        raise NotImplementedError

    def _division(self, width: float, height: float) -> tuple[int, int]:
        """Return the numbers of columns and rows."""
        raise NotImplementedError


class CutSheets(Cut):
    """2, 4, 8 or 16 cards on a paper, their backs on its other side."""

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the sides on sheets: fronts with cut marks, then their backs, mirrored and moved by the offset."""
        made = leaves(pages)
        offset = self.options.offset_x_mm, self.options.offset_y_mm
        places = two_sided(len(made), self.grid, self.options.flip, offset)
        marks = cut_marks(self.grid)
        impose(document, self.grid, made, ((page, "" if n % 2 else marks) for n, page in enumerate(places)))

    def _division(self, width: float, height: float) -> tuple[int, int]:
        columns, rows = STANDING[self.options.per_sheet]
        return (columns, rows) if height >= width else (rows, columns)


class Folded(Cut):
    """Question and answer beside each other, to be cut out as a strip and folded between."""

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the pairs on paper, with cut marks around them and a line to fold in the middle."""
        made = leaves(pages)
        marks = cut_marks(self.grid, every=2) + "\n" + fold_lines(self.grid)
        impose(document, self.grid, made, ((page, marks) for page in folded(len(made), self.grid)))

    def _division(self, width: float, height: float) -> tuple[int, int]:
        return 2, max(1, round(height / FOLDED_MM))
