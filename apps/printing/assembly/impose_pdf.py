"""Puts the pages of a PDF on larger ones, or blank ones between them. Tags, links and bookmarks follow their pages."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf

from apps.printing.assembly.merge import merge
from apps.printing.assembly.rendered_group import RenderedGroup
from apps.printing.assembly.sheet_geometry import POINTS_PER_MM, FacePosition, Grid, Leaf

BATCH_PAGES = 256  # imposed in one go, so that memory stays small: two usual groups, which fill their sheets of paper

type Impose = Callable[[Pdf, list[int]], None]
type ObjectId = tuple[int, int]


@dataclass(frozen=True)
class PlacedPage:
    """Where a page is now: the larger page, the form that shows it, and its distance from the corner in points."""

    page: Object
    form: Object
    right: float
    up: float


def impose_groups(groups: Iterable[RenderedGroup], impose_pages: Impose) -> Iterator[RenderedGroup]:
    """Yield the groups with their pages imposed, several in one go."""
    batch: list[RenderedGroup] = []
    for group in groups:
        batch.append(group)
        pages = sum(len(each.pages) for each in batch)
        if pages >= BATCH_PAGES and pages % 2 == 0:  # the two sides of a card stay together
            yield _impose_batch(batch, impose_pages)
            batch = []
    if batch:
        yield _impose_batch(batch, impose_pages)


def _impose_batch(groups: Sequence[RenderedGroup], impose_pages: Impose) -> RenderedGroup:
    merged, imposed = io.BytesIO(), io.BytesIO()
    merge(groups, merged)
    with Pdf.open(merged) as document:
        impose_pages(document, [count for group in groups for count in group.pages])
        document.save(imposed, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return RenderedGroup(imposed.getvalue(), [])


def interleave(document: Pdf, leaves: Iterable[Leaf]) -> None:
    """Order the pages by leaves: front, back, front, back; a blank page where a leaf has no such side."""
    pages = [page.obj for page in document.pages]
    box = pages[0].MediaBox
    ordered = [_blank(document, box) if number is None else pages[number] for leaf in leaves for number in leaf]
    _replace_pages(document, ordered)


def impose(document: Pdf, grid: Grid, leaves: Sequence[Leaf], pages: Iterable[tuple[list[FacePosition], str]]) -> None:
    """Replace the pages by larger ones, each given as the positions of its faces and what is drawn between them."""
    faces = [number for leaf in leaves for number in leaf]
    old = [page.obj for page in document.pages]
    box = Array([0, 0, grid.width * POINTS_PER_MM, grid.height * POINTS_PER_MM])
    placed: dict[ObjectId, PlacedPage] = {}
    new = []
    for positions, marks in pages:
        page = _blank(document, box)
        content = [marks] if marks else []
        for position in positions:
            if (number := faces[position.face]) is not None:
                placed[old[number].objgen] = _place(document, page, old[number], position, content)
        page.Contents = document.make_stream("\n".join(content).encode())
        new.append(page)
    _retag(document, placed)
    _redirect_bookmarks(document, placed)
    _replace_pages(document, new)


def _blank(document: Pdf, box: Object) -> Object:
    resources = Dictionary(XObject=Dictionary())
    page = Dictionary(
        Type=Name.Page, MediaBox=Array(list(box)), Resources=resources, Contents=document.make_stream(b"")
    )
    return document.make_indirect(page)


def _replace_pages(document: Pdf, pages: Iterable[Object]) -> None:
    del document.pages[:]
    for page in pages:
        document.pages.append(Page(page))


def _place(document: Pdf, page: Object, face: Object, position: FacePosition, content: list[str]) -> PlacedPage:
    """Draw a face on the page, and move its links there."""
    form = document.make_indirect(Page(face).as_form_xobject())
    form.Resources = document.make_indirect(form.Resources)  # in a stream's own dictionary it would not be compressed
    if "/StructParents" in face:
        form.StructParents = face.StructParents
    name = f"/F{position.face}"
    page.Resources.XObject[name] = form
    right = position.x * POINTS_PER_MM
    up = float(page.MediaBox[3]) - (position.y + position.height) * POINTS_PER_MM
    content.append(f"q 1 0 0 1 {right:.3f} {up:.3f} cm {name} Do Q")
    placed = PlacedPage(page, form, right, up)
    _move_links(face, placed)
    return placed


def _move_links(face: Object, placed: PlacedPage) -> None:
    page = placed.page
    for link in list(face.get("/Annots", Array())):
        left, bottom, right, top = map(float, list(link.Rect))
        link.Rect = Array([left + placed.right, bottom + placed.up, right + placed.right, top + placed.up])
        if "/P" in link:
            link.P = page
        if "/Annots" not in page:
            page.Annots, page.Tabs = Array(), Name.S
        page.Annots.append(link)


def _retag(document: Pdf, placed: dict[ObjectId, PlacedPage]) -> None:
    """Let the tags refer to the forms: the number of a page's content becomes that of a form's content."""
    waiting = _kids(document.Root.StructTreeRoot)
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Dictionary) or "/S" not in element:
            continue
        kids = _kids(element)
        target = placed.get(element.Pg.objgen) if "/Pg" in element else None
        if target or any(isinstance(kid, Dictionary) and "/Pg" in kid for kid in kids):
            element.K = Array([_placed_kid(kid, target, placed) for kid in kids])
        if target:
            element.Pg = target.page
        waiting += kids


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _placed_kid(kid: Object | int, target: PlacedPage | None, placed: dict[ObjectId, PlacedPage]) -> Object | int:
    if isinstance(kid, int):
        return _content_reference(kid, target) if target else kid
    if kid.get("/Type") not in (Name.MCR, Name.OBJR):
        return kid
    target = placed.get(kid.Pg.objgen) if "/Pg" in kid else target
    if target is None:
        return kid
    if kid.Type == Name.MCR:
        return _content_reference(int(kid.MCID), target)
    kid.Pg = target.page
    return kid


def _content_reference(number: int, target: PlacedPage) -> Dictionary:
    return Dictionary(Type=Name.MCR, Pg=target.page, Stm=target.form, MCID=number)


def _redirect_bookmarks(document: Pdf, placed: dict[ObjectId, PlacedPage]) -> None:
    for item in _bookmarks(document.Root.get("/Outlines")):
        destination = item.get("/Dest")
        if isinstance(destination, Array) and (target := placed.get(destination[0].objgen)):
            _, fit, left, top, *rest = destination
            item.Dest = Array([target.page, fit, float(left) + target.right, float(top) + target.up, *rest])


def _bookmarks(outline: Object | None) -> Iterator[Object]:
    """Yield all items below an outline or an item."""
    waiting = [outline] if outline is not None else []
    while waiting:
        item = waiting.pop()
        for name in ("/First", "/Next"):
            if name in item:
                yield item[name]
                waiting.append(item[name])
