"""The bookmarks of a PDF: those of cards below those of their lessons and sections."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.printing.assembly.pdf_writer import PdfWriter
from apps.printing.assembly.rendered_group import Chapter


@dataclass(frozen=True)
class Bookmark:
    """A title, and the position that it leads to."""

    chapter: Chapter
    title: str
    page: int  # the number of its object
    left: float
    top: float


@dataclass
class Branch:
    """A bookmark with those below it; a chapter leads to its first card."""

    leads_to: Bookmark
    title: str
    branches: dict[object, "Branch"] = field(default_factory=dict)


def put_bookmarks(writer: PdfWriter, bookmarks: Sequence[Bookmark]) -> bytes:
    """Write all bookmarks; return the entry of the catalog for them."""
    if not bookmarks:
        return b""
    root = Branch(bookmarks[0], "")
    for number, bookmark in enumerate(bookmarks):
        _chapter_branch(root, bookmark).branches[number] = Branch(bookmark, bookmark.title)
    number = writer.reserve()
    first, last = _put_below(writer, root, number)
    entries = b"/First %d 0 R /Last %d 0 R /Count %d" % (first, last, len(root.branches))
    writer.put(b"<< /Type /Outlines %s >>" % entries, number)
    return b" /Outlines %d 0 R" % number


def _chapter_branch(root: Branch, bookmark: Bookmark) -> Branch:
    """Return the chapter of a bookmark; where cards are shuffled, it may exist already."""
    branch = root
    for title in filter(None, bookmark.chapter):
        branch = branch.branches.setdefault(title, Branch(bookmark, title))
    return branch


def _put_below(writer: PdfWriter, parent: Branch, number: int) -> tuple[int, int]:
    """Write the bookmarks below one; return the numbers of the first and the last."""
    numbers = [writer.reserve() for _ in parent.branches]
    for position, branch in enumerate(parent.branches.values()):
        links = b""
        if position:
            links += b" /Prev %d 0 R" % numbers[position - 1]
        if position + 1 < len(numbers):
            links += b" /Next %d 0 R" % numbers[position + 1]
        if branch.branches:  # closed: a reader sees the chapters first
            first, last = _put_below(writer, branch, numbers[position])
            links += b" /First %d 0 R /Last %d 0 R /Count -%d" % (first, last, len(branch.branches))
        target = branch.leads_to
        destination = b"[%d 0 R /XYZ %g %g 0]" % (target.page, target.left, target.top)
        title = branch.title.encode("utf-16-be", "replace").hex().encode()
        entries = b"/Title <feff%s> /Parent %d 0 R /Dest %s%s" % (title, number, destination, links)
        writer.put(b"<< %s >>" % entries, numbers[position])
    return numbers[0], numbers[-1]
