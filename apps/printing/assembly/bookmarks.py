"""The bookmarks of a PDF: those of cards below those of their lessons and sections."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from apps.printing.assembly.pdf_writer import Document

type Chapter = tuple[str, ...]  # the titles above a bookmark, the highest first


@dataclass(frozen=True)
class Bookmark:
    """A title, and the place where it leads to."""

    chapter: Chapter
    title: str
    page: int  # the number of its object
    left: float
    top: float


@dataclass
class Branch:
    """A bookmark with those below it; a chapter leads to where its first card is."""

    leads_to: Bookmark
    title: str
    branches: dict[object, "Branch"] = field(default_factory=dict)


def put_bookmarks(document: Document, bookmarks: Sequence[Bookmark]) -> bytes:
    """Write all bookmarks; return what the catalog says of them."""
    if not bookmarks:
        return b""
    root = Branch(bookmarks[0], "")
    for number, bookmark in enumerate(bookmarks):
        _branch_for(root, bookmark).branches[number] = Branch(bookmark, bookmark.title)
    number = document.reserve()
    first, last = _put_below(document, root, number)
    said = b"/First %d 0 R /Last %d 0 R /Count %d" % (first, last, len(root.branches))
    document.put(b"<< /Type /Outlines %s >>" % said, number)
    return b" /Outlines %d 0 R" % number


def _branch_for(root: Branch, bookmark: Bookmark) -> Branch:
    """Return the chapter of a bookmark; where cards are shuffled, it is found again."""
    branch = root
    for title in filter(None, bookmark.chapter):
        branch = branch.branches.setdefault(title, Branch(bookmark, title))
    return branch


def _put_below(document: Document, parent: Branch, number: int) -> tuple[int, int]:
    """Write the bookmarks below one; return the numbers of the first and the last."""
    numbers = [document.reserve() for _ in parent.branches]
    for place, branch in enumerate(parent.branches.values()):
        beside = b""
        if place:
            beside += b" /Prev %d 0 R" % numbers[place - 1]
        if place + 1 < len(numbers):
            beside += b" /Next %d 0 R" % numbers[place + 1]
        if branch.branches:  # closed: a reader sees the chapters first
            below = _put_below(document, branch, numbers[place])
            beside += b" /First %d 0 R /Last %d 0 R /Count -%d" % (*below, len(branch.branches))
        there = branch.leads_to
        leads_to = b"[%d 0 R /XYZ %g %g 0]" % (there.page, there.left, there.top)
        title = branch.title.encode("utf-16-be", "replace").hex().encode()
        said = b"/Title <feff%s> /Parent %d 0 R /Dest %s%s" % (title, number, leads_to, beside)
        document.put(b"<< %s >>" % said, numbers[place])
    return numbers[0], numbers[-1]
