"""Merges PDFs of the same print: pages, bookmarks and tags, which merging by pages alone would lose.

One PDF after another is read, renumbered and written, so that memory does not grow with the number of cards.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, cast

from pikepdf import Array, Object, OutlineItem, Pdf, Stream

from apps.printing.assembly.bookmarks import Bookmark, put_bookmarks
from apps.printing.assembly.embedded_files import EmbeddedFile, put_embedded_files
from apps.printing.assembly.pdf_writer import PdfWriter, reference_array
from apps.printing.assembly.rendered_group import Chapter, RenderedGroup

# In the text of an object: a string, which is passed over; a reference to another object; a page's key in the tags.
TO_RENUMBER = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f]*>|(\d+) 0 R\b|(/StructParents? )(\d+)", re.DOTALL)
DOCUMENT_KEYS = ("/Lang", "/MarkInfo", "/ViewerPreferences", "/Metadata")  # copied from the first PDF's catalog


def merge(groups: Iterable[RenderedGroup], target: BinaryIO, files: Iterable[EmbeddedFile] = ()) -> int:
    """Write the groups as one PDF, with the metadata of the first; return the number of pages."""
    merger = PdfMerger(target)
    for group in groups:
        merger.add(group)
    return merger.finish(files)


class PdfMerger:
    """A PDF that is being put together from several."""

    def __init__(self, target: BinaryIO) -> None:
        self.writer = PdfWriter(target)
        self.pages_node, self.tags, self.element = (self.writer.reserve() for _ in range(3))
        self.pages: list[int] = []
        self.elements: list[int] = []
        self.parent_tree: list[tuple[int, int]] = []  # the key of a page or a link in the tags, and its entry
        self.bookmarks: list[Bookmark] = []
        self.streams: dict[bytes, int] = {}  # by their content: a picture of many cards is written once
        self.catalog_entries = self.trailer = b""

    def add(self, group: RenderedGroup) -> None:
        """Append the pages of a group."""
        with Pdf.open(io.BytesIO(group.pdf)) as source:
            copy = PdfCopy(self, source)
            numbers = [copy.number(page.obj.objgen[0]) for page in source.pages]
            self.bookmarks += _bookmarks(source, numbers, group)
            if not self.pages:
                self._copy_metadata(source, copy)
            self.pages += numbers
            self.elements += (copy.number(element.objgen[0]) for element in _items(copy.element.K))
            self.parent_tree += copy.parent_tree()
            copy.finish()

    def finish(self, files: Iterable[EmbeddedFile] = ()) -> int:
        """Write what holds everything together; return the number of pages."""
        put = self.writer.put
        put(b"<< /Type /Pages /Count %d /Kids %s >>" % (len(self.pages), reference_array(self.pages)), self.pages_node)
        kids = reference_array(self.elements)
        put(b"<< /Type /StructElem /S /Document /P %d 0 R /K %s >>" % (self.tags, kids), self.element)
        parents = put(b"<< /Nums [%s] >>" % b" ".join(b"%d %d 0 R" % entry for entry in self.parent_tree))
        tree = b"/K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d" % (self.element, parents, self.next_key)
        put(b"<< /Type /StructTreeRoot %s >>" % tree, self.tags)
        outlines = put_bookmarks(self.writer, self.bookmarks)
        references = b"/Pages %d 0 R /StructTreeRoot %d 0 R%s" % (self.pages_node, self.tags, outlines)
        embedded = put_embedded_files(self.writer, files)
        catalog = put(b"<< /Type /Catalog %s%s%s >>" % (references, self.catalog_entries, embedded))
        self.writer.finish(b"/Root %d 0 R%s" % (catalog, self.trailer))
        return len(self.pages)

    @property
    def next_key(self) -> int:
        """Return the first key of the tags' parent tree that is still free."""
        return self.parent_tree[-1][0] + 1 if self.parent_tree else 0

    def _copy_metadata(self, source: Pdf, copy: "PdfCopy") -> None:
        root = source.Root
        entries = (b" %s %s" % (key.encode(), copy.text(root[key])) for key in DOCUMENT_KEYS if key in root)
        self.catalog_entries = b"".join(entries)
        if "/Info" in source.trailer:
            self.trailer = b" /Info " + copy.text(source.trailer["/Info"])


class PdfCopy:
    """One PDF on its way into another: what its pages and tags need, each object once."""

    def __init__(self, merger: PdfMerger, source: Pdf) -> None:
        self.merger, self.source, self.writer = merger, source, merger.writer
        self.first_key = merger.next_key
        tree = source.Root.StructTreeRoot
        self.element = _items(tree.K)[0]
        self.numbers: dict[int, int] = {self.element.objgen[0]: merger.element, tree.objgen[0]: merger.tags}
        self.numbers |= {page.obj.Parent.objgen[0]: merger.pages_node for page in source.pages}
        self._references: dict[bytes, bytes] = {}  # new ones by the digits of the old: most objects have several
        self._unwritten: list[tuple[int, Object]] = []

    def number(self, old: int) -> int:
        """Return the new number of an object, which is written by `finish` at the latest."""
        if old not in self.numbers:
            found = self.source.get_object((old, 0))
            if isinstance(found, Stream):
                self.numbers[old] = self._stream(found)
            else:
                self.numbers[old] = self.writer.reserve()
                self._unwritten.append((self.numbers[old], found))
        return self.numbers[old]

    def parent_tree(self) -> Iterator[tuple[int, int]]:
        """Yield for each page and link its key in the merged tags, and the number of its entry."""
        entries = _items(self.source.Root.StructTreeRoot.ParentTree.Nums)
        for key, entry in zip(entries[::2], entries[1::2], strict=True):
            number = self.number(entry.objgen[0]) if entry.is_indirect else self.writer.put(self.text(entry))
            yield int(key) + self.first_key, number

    def text(self, found: Object) -> bytes:
        """Return an object as it is written, with new numbers."""
        return TO_RENUMBER.sub(self._renumbered, found.unparse())

    def finish(self) -> None:
        """Write everything that is referred to and not written yet."""
        while self._unwritten:
            number, found = self._unwritten.pop()
            self.writer.put(TO_RENUMBER.sub(self._renumbered, found.unparse(resolved=True)), number)

    def _renumbered(self, match: re.Match[bytes]) -> bytes:
        if reference := match[1]:
            if reference not in self._references:
                self._references[reference] = b"%d 0 R" % self.number(int(reference))
            return self._references[reference]
        return b"%s%d" % (match[2], int(match[3]) + self.first_key) if match[2] else match[0]

    def _stream(self, found: Stream) -> int:
        del found.stream_dict["/Length"]
        entries = self.text(found.stream_dict)[2:-2]
        data = found.read_raw_bytes()
        digest = hashlib.sha256(entries + b"\n" + data).digest()
        if digest not in self.merger.streams:
            self.merger.streams[digest] = self.writer.put_stream(entries, data)
        return self.merger.streams[digest]


def _items(array: Object) -> list[Object]:
    """Return the items of an array, which pikepdf's types do not know to be objects."""
    return list(array)


def _bookmarks(source: Pdf, numbers: Sequence[int], group: RenderedGroup) -> Iterator[Bookmark]:
    """Yield the bookmarks of a group, each in the chapter of its page's sheet."""
    positions = {page.obj.objgen: position for position, page in enumerate(source.pages)}
    chapters = [chapter for count, chapter in zip(group.pages, group.chapters, strict=False) for _ in range(count)]
    with source.open_outline() as outline:
        for path, item in _leaves(outline.root):
            page, _, left, top, _ = Array(cast(Array, item.destination))
            position = positions[page.objgen]
            chapter = path or (chapters[position] if len(chapters) == len(numbers) else ())
            yield Bookmark(tuple(chapter), item.title, numbers[position], float(left), float(top))


def _leaves(items: Iterable[OutlineItem], path: Chapter = ()) -> Iterator[tuple[Chapter, OutlineItem]]:
    """Yield the bookmarks that have none below them, with the titles of those above."""
    for item in items:
        if item.children:
            yield from _leaves(item.children, (*path, item.title))
        else:
            yield path, item
