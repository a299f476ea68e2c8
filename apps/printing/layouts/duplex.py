"""Duplex: a page with the question, then a page with the answer, for printers that print both sides."""

from pikepdf import Pdf

from apps.printing.assembly.impose_pdf import interleave
from apps.printing.assembly.sheet_geometry import leaves_of
from apps.printing.layouts.flashcards import TwoSided
from apps.printing.layouts.layout import Imposition


class Duplex(TwoSided):
    """Cards, each on the two sides of a sheet of paper; a long card takes several."""

    @property
    def imposition(self) -> Imposition:
        """Return what keeps fronts in front."""
        return self.impose

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Insert a blank page where one side of a card has fewer pages than the other."""
        interleave(document, leaves_of(pages))
