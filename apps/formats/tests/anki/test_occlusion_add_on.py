"""Image occlusions of the older add-on of Anki, whose masks are pictures, come with them, or are left out and named."""

from itertools import pairwise
from math import cos, radians, sin

import pytest

from apps.cards.kinds import masks
from apps.formats.anki.occlusion import image_occlusion as occlusion_reader
from apps.formats.problems import ImportProblem
from apps.formats.tests.support.occlusions import FILES, PICTURE, made

ADD_ON_FIELDS = ("ID", "Header", "Image", "Question Mask", "Remarks", "Answer Mask", "Original Mask")
OVERLAY = '<div>{{Header}}</div><div id="io-overlay">{{Question Mask}}</div><div id="io-original">{{Image}}</div>'
ADD_ON = OVERLAY, OVERLAY.replace("Question", "Answer") + "{{Remarks}}"


def svg(*shapes, attributes="width='200' height='100'"):
    inside = "".join(shapes)
    return lambda: f"<svg xmlns='http://www.w3.org/2000/svg' {attributes}>{inside}</svg>".encode()


def of_add_on(question, answer=None, sides=ADD_ON, fields=ADD_ON_FIELDS):
    files = FILES | {"x-1-Q.svg": question} | ({"x-1-A.svg": answer} if answer else {})
    images = [f'<img src="x-1-{side}.svg" />' for side in "QA"]
    texts = ("x-ao-1", "Brain", PICTURE, images[0], "Inside.", images[1], '<img src="x-O.svg" />')
    return made(texts, fields, sides, files, is_cloze=False)


QUESTION = "<rect class='qshape' x='20' y='20' width='40' height='20' fill='#ff7e7e'/>"
OTHER = "<rect x='100' y='50' width='50' height='25' fill='#ffeba2'/>"
ASKED = "c1 rect 0.1 0.2 0.2 0.2"


@pytest.mark.parametrize(
    ("question", "answer", "masks"),
    [
        pytest.param(svg(QUESTION), svg(), ASKED, id="hide one"),
        pytest.param(svg(QUESTION, OTHER), svg(OTHER), f"{ASKED}\nc0 rect 0.5 0.5 0.25 0.25", id="hide all"),
        pytest.param(svg(QUESTION), svg(QUESTION.replace("#ff7e7e", "none")), ASKED, id="an answer in outline"),
        pytest.param(svg(QUESTION, OTHER), None, f"{ASKED}\nc0 rect 0.5 0.5 0.25 0.25", id="no answer file"),
        pytest.param(svg("<g><title>Masks</title>", QUESTION, "</g>"), svg(), ASKED, id="layers"),
        pytest.param(svg("<text x='1' y='2'>Hi</text>", QUESTION), svg(), ASKED, id="a label"),
        pytest.param(
            svg("<rect x='0' y='0' width='40' height='20' transform='translate(20,20)'/>"), svg(), ASKED, id="moved"
        ),
        pytest.param(svg("<path d='M20 20 h40 v20 h-40z'/>"), svg(), "c1 rect 0.1 0.2 0.2 0.2", id="a path"),
        pytest.param(
            svg("<polygon points='20,20 60,20 40,40'/>"), svg(), "c1 polygon 0.1 0.2 0.3 0.2 0.2 0.4", id="a polygon"
        ),
        pytest.param(svg(QUESTION, attributes="viewBox='0 0 200 100'"), svg(), ASKED, id="a view box alone"),
    ],
)
def test_pictures_of_masks_become_masks(question, answer, masks):
    note = of_add_on(question, answer)
    assert (note.kind, note.front, note.back, note.extra) == (
        "occlusion",
        "Brain\n\n![](map.png)",
        masks,
        "Inside.",
    )


def test_an_ellipse_of_the_add_on_is_covered_whole():
    note = of_add_on(svg("<ellipse cx='100' cy='50' rx='20' ry='10'/>"))
    assert note.back.startswith("c1 polygon 0.6009 0.5 ")


@pytest.mark.parametrize(
    "arc",
    [
        pytest.param("M80 50 A20 10 0 1 1 120 50 A20 10 0 1 1 80 50 z", id="two halves"),
        pytest.param("M80 50 a20,10 0 0,1 40,0 a20,10 0 0,1 -40,0 z", id="relative"),
        pytest.param("M80 50 A2 1 0 1 0 120 50 A2 1 0 1 0 80 50 z", id="radii that are too small"),
        pytest.param("M80 50 A10 20 90 1 1 120 50 A10 20 90 1 1 80 50 z", id="turned"),
    ],
)
def test_an_arc_is_covered_whole(arc):
    [mask] = masks.parse(of_add_on(svg(f"<path d='{arc}'/>")).back)
    xs, ys = mask.coordinates[::2], mask.coordinates[1::2]
    assert (min(xs), max(xs), min(ys), max(ys)) == pytest.approx((0.4, 0.6, 0.4, 0.6), abs=0.005)
    for turn in range(0, 360, 7):  # each point of the ellipse is inside
        point = 0.5 + 0.0999 * cos(radians(turn)), 0.5 + 0.0999 * sin(radians(turn))
        assert all(_is_left(one, other, point) for one, other in pairwise([*mask.points, mask.points[0]]))


def _is_left(one, other, point):
    """Return whether a point is on the inner side of an edge, in whichever direction the corners go around 0.5, 0.5."""
    sides = [
        (other[0] - one[0]) * (each[1] - one[1]) - (other[1] - one[1]) * (each[0] - one[0])
        for each in (point, (0.5, 0.5))
    ]
    return sides[0] * sides[1] >= -1e-9


def test_masks_of_the_add_on_are_known_by_their_fields_where_the_template_is_another():
    sides = tuple(side.replace('id="io-overlay"', "class=over") for side in ADD_ON)
    assert of_add_on(svg(QUESTION), svg(), sides=sides).back == ASKED


@pytest.mark.parametrize(
    "before",
    ['<?xml version="1.0" encoding="UTF-8"?>', '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">', "\ufeff"],
)
def test_what_is_before_the_masks_of_the_add_on_does_not_matter(before):
    assert of_add_on(lambda: before.encode() + svg(QUESTION)(), svg()).back == ASKED


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "utf-7", "utf-32", "rot13", "idna"])
def test_an_encoding_that_is_named_wrongly_stops_no_import(encoding):
    question = f"<?xml version='1.0' encoding='{encoding}'?>".encode() + svg(QUESTION)()
    try:
        assert of_add_on(lambda: question, svg()).back == ASKED
    except ImportProblem as problem:
        assert problem.message.template == occlusion_reader.UNREADABLE.template  # noqa: PT017 - or drawn


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(svg(), id="no mask"),
        pytest.param(lambda: b"<svg", id="no XML"),
        pytest.param(lambda: b"\x89PNG", id="a PNG"),
        pytest.param(svg(QUESTION, attributes=""), id="no size"),
        pytest.param(svg(QUESTION, "<image href='x'/>"), id="something else"),
        pytest.param(svg("<path d='M0 0 A1 1 0 0'/>"), id="half an arc"),
        pytest.param(svg(QUESTION, attributes="width='0' height='100'"), id="no width"),
        pytest.param(svg(QUESTION, attributes="viewBox='0 0 0 0'"), id="a view of nothing"),
        pytest.param(svg(QUESTION, attributes="width='1e999' height='1e999'"), id="without end"),
        pytest.param(svg(QUESTION, attributes="width='200' height='100' transform='turn(1)'"), id="an unknown step"),
        pytest.param(svg(QUESTION, attributes=f"width='9' height='9' transform='{'a' * 300_000}'"), id="a long step"),
        pytest.param(svg(QUESTION, attributes=f"width='9' height='9' transform='{'scale(' * 9_000}'"), id="no end"),
        pytest.param(svg(QUESTION * 300), id="too many masks"),
        pytest.param(lambda: b"<!DOCTYPE s [<!ENTITY x 'y'>]>" + svg(QUESTION)(), id="entities"),
    ],
)
def test_an_add_ons_picture_without_readable_masks_is_left_out(question):
    with pytest.raises(ImportProblem):
        of_add_on(question)
