"""Puts PDFs of the same deck together: pages, bookmarks and tags, which merging by pages alone would lose."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from pikepdf import Array, Dictionary, ObjectStreamMode, OutlineItem, Pdf

from apps.printing.pdf import Laid


def merge(pieces: Iterable[Laid], target: BinaryIO) -> int:
    """Write the pieces as one PDF, with what the first says of itself; return the number of pages."""
    sources = (Pdf.open(io.BytesIO(piece.pdf)) for piece in pieces)
    merged = next(sources)
    bookmarks = list(_bookmarks(merged, 0))
    for source in sources:
        bookmarks += _bookmarks(source, len(merged.pages))
        _append(merged, source)
    with merged.open_outline() as outline:
        outline.root[:] = bookmarks
    del merged.Root.Names  # places that nothing points at
    merged.save(target, object_stream_mode=ObjectStreamMode.generate)
    return len(merged.pages)


def _bookmarks(source: Pdf, offset: int) -> Iterator[OutlineItem]:
    """Yield the bookmarks of a piece whose first page becomes page `offset`."""
    numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(source.pages, start=offset)}
    with source.open_outline() as outline:
        for item in outline.root:
            destination: Any = item.destination
            page, _, left, top, _ = list[Any](Array(destination))
            yield OutlineItem(item.title, numbers[page.objgen], "XYZ", left=left, top=top)


def _append(merged: Pdf, source: Pdf) -> None:
    """Add pages and tags. The tags are copied after the pages, so that they speak of the pages' copies."""
    pages_before = len(merged.pages)
    merged.pages.extend(source.pages)
    tags, more_tags = merged.Root.StructTreeRoot, merged.copy_foreign(source.Root.StructTreeRoot)
    document = tags.K[0]
    for element in more_tags.K[0].K:
        element.P = document
        document.K.append(element)
    numbers = tags.ParentTree.Nums
    offset = int(numbers[-2]) + 1  # the tree lists number, tags, number, tags: this is the last number
    for position, entry in enumerate(more_tags.ParentTree.Nums):
        numbers.append(entry if position % 2 else int(entry) + offset)
    for page in merged.pages[pages_before:]:
        _renumber(page.obj, offset)


def _renumber(page: Dictionary, offset: int) -> None:
    """Point a page and its links to where their tags now are in the tree."""
    page.StructParents = int(page.StructParents) + offset
    for annotation in page.get("/Annots", ()):
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + offset
