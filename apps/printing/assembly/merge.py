"""Puts PDFs of the same deck together: pages, bookmarks and tags, which merging by pages alone would lose.

One PDF after another is read, given new numbers and written, so that memory does not grow with the number of cards.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from pikepdf import Array, OutlineItem, Pdf, Stream

from apps.printing.assembly.bookmarks import Bookmark, Chapter, put_bookmarks
from apps.printing.assembly.pdf_writer import Document
from apps.printing.engine.weasyprint_door import LayoutResult

# In the text of an object: a string, which is passed over; a reference to another object; a page's place in the tags.
TOLD = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|(\d+) 0 R\b|(/StructParents? )(\d+)", re.DOTALL)
OF_THE_WHOLE = ("/Lang", "/MarkInfo", "/ViewerPreferences", "/Metadata")  # what the first PDF says of itself


@dataclass(frozen=True)
class RenderedGroup(LayoutResult):
    """A PDF to put together with others; `chapters` has for each of its sheets the bookmarks above its own."""

    chapters: Sequence[Chapter] = ()
    missing: Sequence[tuple[str, str]] = ()  # what sheets with characters that no font draws are called, and those


@dataclass(frozen=True)
class Attachment:
    """A file that a PDF carries."""

    name: str
    about: str
    content_type: str
    relationship: str  # to the pages: "Source" or "Alternative"
    file: BinaryIO
    size: int  # of the file
    unpacked: int | None = None  # of its contents, where the file is compressed


def merge(pieces: Iterable[LayoutResult], target: BinaryIO, attachments: Iterable[Attachment] = ()) -> int:
    """Write the pieces as one PDF, with what the first says of itself; return the number of pages."""
    merged = Merged(target)
    for piece in pieces:
        merged.add(piece)
    return merged.finish(attachments)


class Merged:
    """The PDF that is made of several."""

    def __init__(self, target: BinaryIO) -> None:
        self.document = Document(target)
        self.pages_node, self.tags, self.element = (self.document.reserve() for _ in range(3))
        self.pages: list[int] = []
        self.elements: list[int] = []
        self.tagged: list[tuple[int, int]] = []  # the place of a page or a link in the tags, and what says them
        self.bookmarks: list[Bookmark] = []
        self.streams: dict[bytes, int] = {}  # by their content: a picture of many cards is written once
        self.about = self.trailer = b""

    def add(self, piece: LayoutResult) -> None:
        """Append the pages of a piece."""
        with Pdf.open(io.BytesIO(piece.pdf)) as source:
            copied = Copied(self, source)
            pages: dict[Any, int] = {page.objgen: copied.number(int(page.objgen[0])) for page in source.pages}
            self.bookmarks += _bookmarks(source, list(pages), list(pages.values()), piece)
            if not self.pages:
                self._say_of_the_whole(source, copied)
            self.pages += pages.values()
            self.elements += (copied.number(element.objgen[0]) for element in copied.element.K)
            self.tagged += copied.tagged()
            copied.finish()

    def finish(self, attachments: Iterable[Attachment] = ()) -> int:
        """Write what holds everything together; return the number of pages."""
        put = self.document.put
        put(b"<< /Type /Pages /Count %d /Kids %s >>" % (len(self.pages), _listed(self.pages)), self.pages_node)
        kids = _listed(self.elements)
        put(b"<< /Type /StructElem /S /Document /P %d 0 R /K %s >>" % (self.tags, kids), self.element)
        places = put(b"<< /Nums [%s] >>" % b" ".join(b"%d %d 0 R" % entry for entry in self.tagged))
        after = self.tagged[-1][0] + 1 if self.tagged else 0
        tree = b"/K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d" % (self.element, places, after)
        put(b"<< /Type /StructTreeRoot %s >>" % tree, self.tags)
        outlines = put_bookmarks(self.document, self.bookmarks)
        held = b"/Pages %d 0 R /StructTreeRoot %d 0 R%s" % (self.pages_node, self.tags, outlines)
        files = put_attachments(self.document, attachments)
        catalog = put(b"<< /Type /Catalog %s%s%s >>" % (held, self.about, files))
        self.document.finish(b"/Root %d 0 R%s" % (catalog, self.trailer))
        return len(self.pages)

    def _say_of_the_whole(self, source: Pdf, copied: "Copied") -> None:
        root = source.Root
        self.about = b"".join(b" %s %s" % (key.encode(), copied.text(root[key])) for key in OF_THE_WHOLE if key in root)
        if "/Info" in source.trailer:
            self.trailer = b" /Info " + copied.text(source.trailer["/Info"])


class Copied:
    """One PDF on its way into another: what its pages and tags need, each object once."""

    def __init__(self, merged: Merged, source: Pdf) -> None:
        self.merged, self.source, self.document = merged, source, merged.document
        self.offset = merged.tagged[-1][0] + 1 if merged.tagged else 0
        tree: Any = source.Root.StructTreeRoot
        self.element: Any = tree.K[0]
        self.numbers: dict[int, int] = {self.element.objgen[0]: merged.element, tree.objgen[0]: merged.tags}
        self.numbers |= {page.obj.Parent.objgen[0]: merged.pages_node for page in source.pages}
        self._waiting: list[tuple[int, Any]] = []

    def number(self, old: int) -> int:
        """Return the new number of an object; it is written when this is finished, or was written before."""
        if old not in self.numbers:
            found = self.source.get_object((old, 0))
            if isinstance(found, Stream):
                self.numbers[old] = self._stream(found)
            else:
                self.numbers[old] = self.document.reserve()
                self._waiting.append((self.numbers[old], found))
        return self.numbers[old]

    def tagged(self) -> Iterator[tuple[int, int]]:
        """Yield for each page and link its place in the tags of the whole, and the object that says them."""
        numbers: Any = self.source.Root.StructTreeRoot.ParentTree.Nums
        for place, entry in zip(list(numbers)[::2], list(numbers)[1::2], strict=True):
            known = entry.is_indirect and self.number(entry.objgen[0])
            yield int(place) + self.offset, known or self.document.put(self.text(entry))

    def text(self, found: Any) -> bytes:
        """Return an object as it is written, with new numbers."""
        return TOLD.sub(self._renumbered, found.unparse())

    def finish(self) -> None:
        """Write all that is needed and not written yet."""
        while self._waiting:
            number, found = self._waiting.pop()
            self.document.put(TOLD.sub(self._renumbered, found.unparse(resolved=True)), number)

    def _renumbered(self, match: re.Match[bytes]) -> bytes:
        reference, name, place = match.groups()
        if reference:
            return b"%d 0 R" % self.number(int(reference))
        return b"%s%d" % (name, int(place) + self.offset) if name else match[0]

    def _stream(self, found: Any) -> int:
        del found.stream_dict["/Length"]
        head = self.text(found.stream_dict)[2:-2]
        data = found.read_raw_bytes()
        name = hashlib.sha256(head + b"\n" + data).digest()
        if name not in self.merged.streams:
            self.merged.streams[name] = self.document.put_stream(head, data)
        return self.merged.streams[name]


def put_attachments(document: Document, attachments: Iterable[Attachment]) -> bytes:
    """Write the files that a PDF carries; return what its catalog says of them."""
    named = sorted((each.name, _put_attachment(document, each)) for each in attachments)
    if not named:
        return b""
    names = b" ".join(b"(%s) %d 0 R" % (name.encode(), number) for name, number in named)
    listed = _listed(number for _, number in named)
    return b" /AF %s /Names << /EmbeddedFiles << /Names [%s] >> >>" % (listed, names)


def _put_attachment(document: Document, each: Attachment) -> int:
    kind = each.content_type.replace("/", "#2F").encode()
    size, packed = (each.size, b"") if each.unpacked is None else (each.unpacked, b" /Filter /FlateDecode")
    head = b"/Type /EmbeddedFile /Subtype /%s /Params << /Size %d >>%s" % (kind, size, packed)
    file = document.put_file(head, each.file, each.size)
    name, about, relationship = each.name.encode(), each.about.encode(), each.relationship.encode()
    said = b"/F (%s) /UF (%s) /Desc (%s) /AFRelationship /%s" % (name, name, about, relationship)
    return document.put(b"<< /Type /Filespec %s /EF << /F %d 0 R /UF %d 0 R >> >>" % (said, file, file))


def _bookmarks(source: Pdf, pages: list[Any], numbers: list[int], piece: LayoutResult) -> Iterator[Bookmark]:
    """Yield the bookmarks of a piece, each under the chapter of its page's sheet."""
    places = {page: place for place, page in enumerate(pages)}
    chapters = [
        chapter
        for count, chapter in zip(piece.pages, getattr(piece, "chapters", ()), strict=False)
        for _ in range(count)
    ]
    with source.open_outline() as outline:
        for path, item in _leaves(outline.root):
            page, _, left, top, _ = list[Any](Array(item.destination))
            place = places[page.objgen]
            above = path or (chapters[place] if len(chapters) == len(pages) else ())
            yield Bookmark(tuple(above), item.title, numbers[place], float(left), float(top))


def _leaves(items: Iterable[OutlineItem], path: Chapter = ()) -> Iterator[tuple[Chapter, Any]]:
    """Yield the bookmarks that have none below them, with the titles of those above."""
    for item in items:
        if item.children:
            yield from _leaves(item.children, (*path, item.title))
        else:
            yield path, item


def _listed(numbers: Iterable[int]) -> bytes:
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)
