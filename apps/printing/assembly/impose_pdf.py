"""Puts the pages of a PDF on larger ones, or with blank ones between. Tags, links and bookmarks go with them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf

from apps.printing.assembly.sheet_geometry import FacePosition, Grid, Leaf

POINTS_PER_MM = 72 / 25.4
MARK, MIN_MARK, CROSS = 4.0, 2.0, 1.5  # millimetres: of a cut mark, of the shortest, half of one between cards
AIR = 1.0  # between a cut mark and the cards
GREY = "0.6 G 0.25 w"


@dataclass(frozen=True)
class Moved:
    """Where a page went: the page that now shows it, as which form, and how far from the corner, in points."""

    page: Any
    form: Any
    right: float
    up: float


def interleave(document: Pdf, leaves: Iterable[Leaf]) -> None:
    """Order the pages by leaves: front, back, front, back; a blank page where a leaf has no such side."""
    pages = [page.obj for page in document.pages]
    box = pages[0].MediaBox
    wanted = [_blank(document, box) if number is None else pages[number] for leaf in leaves for number in leaf]
    _replace(document, wanted)


def impose(document: Pdf, grid: Grid, leaves: Sequence[Leaf], pages: Iterable[tuple[list[FacePosition], str]]) -> None:
    """Replace the pages by larger ones: each a list of places, and what is drawn between them."""
    faces = [number for leaf in leaves for number in leaf]
    old = [page.obj for page in document.pages]
    box = Array([0, 0, grid.width * POINTS_PER_MM, grid.height * POINTS_PER_MM])
    moved: dict[Any, Moved] = {}
    new = []
    for places, marks in pages:
        page = _blank(document, box)
        content = [marks] if marks else []
        for place in places:
            if (number := faces[place.face]) is not None:
                moved[old[number].objgen] = _place(document, page, old[number], place, content)
        page.Contents = document.make_stream("\n".join(content).encode())
        new.append(page)
    _retag(document, moved)
    _point_bookmarks(document, moved)
    _replace(document, new)


def _blank(document: Pdf, box: Any) -> Any:
    resources = Dictionary(XObject=Dictionary())
    page = Dictionary(
        Type=Name.Page, MediaBox=Array(list(box)), Resources=resources, Contents=document.make_stream(b"")
    )
    return document.make_indirect(page)


def _replace(document: Pdf, pages: Iterable[Any]) -> None:
    del document.pages[:]
    for page in pages:
        document.pages.append(Page(page))


def _place(document: Pdf, page: Any, face: Any, place: FacePosition, content: list[str]) -> Moved:
    """Draw a face on the page, and take its links along."""
    form = document.make_indirect(Page(face).as_form_xobject())
    form.Resources = document.make_indirect(form.Resources)  # in a stream's own dictionary it would not be compressed
    if "/StructParents" in face:
        form.StructParents = face.StructParents
    name = f"/F{place.face}"
    page.Resources.XObject[name] = form
    right = place.x * POINTS_PER_MM
    up = float(page.MediaBox[3]) - (place.y + place.height) * POINTS_PER_MM
    content.append(f"q 1 0 0 1 {right:.3f} {up:.3f} cm {name} Do Q")
    moved = Moved(page, form, right, up)
    _move_links(page, face, moved)
    return moved


def _move_links(page: Any, face: Any, moved: Moved) -> None:
    for link in face.get("/Annots", ()):
        left, bottom, right, top = map(float, link.Rect)
        link.Rect = Array([left + moved.right, bottom + moved.up, right + moved.right, top + moved.up])
        if "/P" in link:
            link.P = page
        if "/Annots" not in page:
            page.Annots, page.Tabs = Array(), Name.S
        page.Annots.append(link)


def _retag(document: Pdf, moved: dict[Any, Moved]) -> None:
    """Let the tags speak of the forms: a number of a page's content becomes one of a form's content."""
    waiting = _kids(document.Root.StructTreeRoot)
    while waiting:
        element = waiting.pop()
        if not isinstance(element, Dictionary) or "/S" not in element:
            continue
        kids = _kids(element)
        there = moved.get(element.Pg.objgen) if "/Pg" in element else None
        if there or any(isinstance(kid, Dictionary) and "/Pg" in kid for kid in kids):
            element.K = Array([_moved_kid(kid, there, moved) for kid in kids])
        if there:
            element.Pg = there.page
        waiting += kids


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _moved_kid(kid: Any, there: Moved | None, moved: dict[Any, Moved]) -> Any:
    if isinstance(kid, int):
        return _content(kid, there) if there else kid
    if kid.get("/Type") not in (Name.MCR, Name.OBJR):
        return kid
    there = moved.get(kid.Pg.objgen) if "/Pg" in kid else there
    if there is None:
        return kid
    if kid.Type == Name.MCR:
        return _content(kid.MCID, there)
    kid.Pg = there.page
    return kid


def _content(number: int, there: Moved) -> Dictionary:
    return Dictionary(Type=Name.MCR, Pg=there.page, Stm=there.form, MCID=number)


def _point_bookmarks(document: Pdf, moved: dict[Any, Moved]) -> None:
    for item in _bookmarks(document.Root.get("/Outlines")):
        target = item.get("/Dest")
        if isinstance(target, Array) and (there := moved.get(target[0].objgen)):
            _, how, left, top, *rest = list(target)
            item.Dest = Array([there.page, how, float(left) + there.right, float(top) + there.up, *rest])


def _bookmarks(outline: Any) -> Iterator[Any]:
    """Yield all items below an outline or an item."""
    waiting = [outline] if outline is not None else []
    while waiting:
        item = waiting.pop()
        for name in ("/First", "/Next"):
            if name in item:
                yield item[name]
                waiting.append(item[name])


def cut_marks(grid: Grid, every: int = 1) -> str:
    """Return what draws them: at the edges of the paper, and small crosses where lines between cards meet.

    `every` is how many cells in a row belong together.
    """
    columns = range(0, grid.columns + 1, every)
    across = [grid.margin + column * grid.cell_width for column in columns]
    down = [grid.margin + row * grid.cell_height for row in range(grid.rows + 1)]
    length = max(MIN_MARK, min(MARK, grid.margin - AIR))
    out = grid.margin - min(AIR, max(0.0, grid.margin - length))
    lines = [(x, y, x, y + length) for x in across for y in (out - length, grid.height - out)]
    lines += [(x, y, x + length, y) for y in down for x in (out - length, grid.width - out)]
    for x, y in product(across[1:-1], down[1:-1]):
        lines += [(x, y - CROSS, x, y + CROSS), (x - CROSS, y, x + CROSS, y)]
    return _drawn(grid, lines)


def fold_lines(grid: Grid) -> str:
    """Return what draws a dashed line between the two cells of each pair."""
    lines = []
    for column in range(1, grid.columns, 2):
        x = grid.margin + column * grid.cell_width
        for row in range(grid.rows):
            y = grid.margin + row * grid.cell_height
            lines.append((x, y + 2, x, y + grid.cell_height - 2))
    return _drawn(grid, lines, "[2 3] 0 d")


def _drawn(grid: Grid, lines: Iterable[tuple[float, float, float, float]], how: str = "") -> str:
    drawn = []
    for left, top, right, bottom in lines:
        x, y, to_x, to_y = left, grid.height - top, right, grid.height - bottom
        points = [f"{value * POINTS_PER_MM:.3f}" for value in (x, y, to_x, to_y)]
        drawn.append(f"{points[0]} {points[1]} m {points[2]} {points[3]} l S")
    return "\n".join(["/Artifact BMC q", f"{GREY} {how}", *drawn, "Q EMC"])
