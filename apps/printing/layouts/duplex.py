"""Duplex: a page with the question, then a page with the answer, for printers that print both sides."""

from pikepdf import Pdf

from apps.printing.assembly.impose_pdf import interleave
from apps.printing.assembly.sheet_geometry import leaves
from apps.printing.layouts.flashcards import TwoSided
from apps.printing.layouts.layout import Imposition


class Duplex(TwoSided):
    """Cards, each on the two sides of a paper, a long one of several papers."""

    @property
    def imposition(self) -> Imposition:
        """What is to be done to the whole document."""
        return self.impose

    def impose(self, document: Pdf, pages: list[int]) -> None:
        """Put a blank page where one side of a card has fewer pages than the other, so that fronts stay in front."""
        interleave(document, leaves(pages))
