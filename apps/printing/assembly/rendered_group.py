"""One laid-out group of sheets, as the parts that a print is put together from."""

from collections.abc import Sequence
from dataclasses import dataclass

type Chapter = tuple[str, ...]  # the titles above a bookmark, the highest first


@dataclass(frozen=True)
class RenderedGroup:
    """A PDF to be merged with others, and on how many pages each of its sheets is."""

    pdf: bytes
    pages: Sequence[int]
    chapters: Sequence[Chapter] = ()  # of each sheet the titles above its bookmarks
    missing_glyphs: Sequence[tuple[str, str]] = ()  # labels of sheets, with their characters that no font draws
    missing_pictures: Sequence[str] = ()  # labels of sheets that show a picture whose file is not in the storage
