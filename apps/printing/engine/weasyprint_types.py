"""The little of WeasyPrint's and pydyf's classes that we use, as types: both come without any."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol


class HtmlElement(Protocol):
    """An HTML element."""

    def get(self, key: str) -> str:
        """Return an attribute."""


class Box(Protocol):
    """A laid-out box. (WeasyPrint 70's own: not a public API.)"""

    element: HtmlElement
    children: Sequence["Box"]
    background: object
    position_x: float
    position_y: float
    width: float
    height: float

    def descendants(self) -> Iterable["Box"]:
        """Return all boxes inside."""

    def margin_height(self) -> float:
        """Return the height with margins."""

    def translate(self, dx: float, dy: float) -> None:
        """Move it with all it holds."""


class LaidOutPage(Protocol):
    """A page of a laid-out document."""

    width: float
    height: float
    _page_box: Box


class PdfFile(Protocol):
    """The PDF that is being written."""

    objects: Sequence[object]


type Finisher = Callable[["LaidOutDocument", PdfFile], None]


class LaidOutDocument(Protocol):
    """A laid-out document."""

    pages: Sequence[LaidOutPage]

    def copy(self, pages: Sequence[LaidOutPage]) -> "LaidOutDocument":
        """Return a document of these pages."""

    def write_pdf(self, *, pdf_variant: str, finisher: Finisher) -> bytes:
        """Return it as PDF."""
