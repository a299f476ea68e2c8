"""Cards to cut out: sheets of fronts with a sheet of backs behind each, and pairs of question and answer to fold."""

from collections.abc import Iterator

from pikepdf import Pdf

from apps.printing.assembly.impose_pdf import cut_marks, fold_lines, impose
from apps.printing.assembly.sheet_geometry import FacePosition, Grid, folded, leaves, two_sided
from apps.printing.layouts.flashcards import TwoSided
from apps.printing.layouts.geometry import Geometry, margin_within
from apps.printing.layouts.layout import Imposition

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

    @property
    def side_names(self) -> list[str]:
        """Return what the printed sides of the first sheet are called."""
        raise NotImplementedError

    def places(self, count: int) -> Iterator[list[FacePosition]]:
        """Yield where the faces of so many leaves stand, a list for each side of a sheet that is printed."""
        raise NotImplementedError

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the sides on their paper."""
        raise NotImplementedError

    def _division(self, width: float, height: float) -> tuple[int, int]:
        """Return the numbers of columns and rows."""
        raise NotImplementedError


class CutSheets(Cut):
    """2, 4, 8 or 16 cards on a paper, their backs on its other side."""

    @property
    def side_names(self) -> list[str]:
        """Return what its two sides are called."""
        return ["First sheet, fronts", f"Its other side, turned over its {self.options.flip} edge"]

    def places(self, count: int) -> Iterator[list[FacePosition]]:
        """Yield fronts, then their backs, mirrored and moved by the offset."""
        offset = self.options.offset_x_mm, self.options.offset_y_mm
        return two_sided(count, self.grid, self.options.flip, offset)

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the sides on sheets: fronts with cut marks, then their backs."""
        made, marks = leaves(pages), cut_marks(self.grid)
        sides = enumerate(self.places(len(made)))
        impose(document, self.grid, made, ((page, "" if side % 2 else marks) for side, page in sides))

    def _division(self, width: float, height: float) -> tuple[int, int]:
        columns, rows = STANDING[self.options.per_sheet]
        return (columns, rows) if height >= width else (rows, columns)


class Folded(Cut):
    """Question and answer beside each other, to be cut out as a strip and folded between."""

    @property
    def side_names(self) -> list[str]:
        """Return what its printed side is called."""
        return ["First sheet"]

    def places(self, count: int) -> Iterator[list[FacePosition]]:
        """Yield questions with their answers to the right of them."""
        return folded(count, self.grid)

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put the pairs on paper, with cut marks around them and a line to fold in the middle."""
        made = leaves(pages)
        marks = cut_marks(self.grid, every=2) + "\n" + fold_lines(self.grid)
        impose(document, self.grid, made, ((page, marks) for page in self.places(len(made))))

    def _division(self, width: float, height: float) -> tuple[int, int]:
        return 2, max(1, round(height / FOLDED_MM))
