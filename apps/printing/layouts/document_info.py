"""What a PDF states about itself, and the paper it is for."""

from dataclasses import dataclass

from apps.printing.layouts.geometry import CARD, Geometry


@dataclass(frozen=True)
class DocumentInfo(Geometry):
    """Title, language and author of a PDF, its paper, and its small print."""

    title: str
    language: str
    author: str
    page: str = CARD  # holds one sheet; on all others, sheets follow one another
    foot: str = ""  # the small print of every page whose sheets have none of their own
    in_parts: bool = False  # laid out in several groups, so that its pages cannot be counted while laying out
