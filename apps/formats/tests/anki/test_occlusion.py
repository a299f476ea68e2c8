"""Image occlusions of Anki and of its older add-on come with their masks, or are left out and named."""

from datetime import UTC, datetime
from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path

import pytest

from apps.cards.kinds import masks, occlusion
from apps.formats.anki import read
from apps.formats.anki.conversion import to_anki
from apps.formats.anki.conversion.from_anki import NoteMaker, open_source
from apps.formats.anki.occlusion import image_occlusion as occlusion_reader
from apps.formats.anki.occlusion import occlusion_blanks
from apps.formats.anki.records import AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.problems import ImportProblem
from apps.formats.records import NoteRecord

REPORTED = Path(__file__).resolve().parents[5] / "shared" / "material" / "reported"
FIELDS = ("Occlusion", "Image", "Header", "Back Extra", "Comments")
FRONT = (
    "{{#Header}}<div>{{Header}}</div>{{/Header}}<div style='display: none'>{{cloze:Occlusion}}</div>"
    '<div id="image-occlusion-container">{{Image}}<canvas id="image-occlusion-canvas"></canvas></div>'
)
BACK = FRONT + "<button id=toggle>Toggle</button>{{#Back Extra}}<div>{{Back Extra}}</div>{{/Back Extra}}"
ADD_ON_FIELDS = ("ID", "Header", "Image", "Question Mask", "Remarks", "Answer Mask", "Original Mask")
OVERLAY = '<div>{{Header}}</div><div id="io-overlay">{{Question Mask}}</div><div id="io-original">{{Image}}</div>'
ADD_ON = OVERLAY, OVERLAY.replace("Question", "Answer") + "{{Remarks}}"
RECT = "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.1%s}}"
PICTURE = '<img src="map.png">'
FILES = {"map.png": bytes}


def made(texts, fields, sides, files, is_cloze):
    """Return a note of ours of one of Anki's; `files` are those of its package."""
    maker = NoteMaker(AnkiNoteType(1, "Type", fields, (CardTemplate("1", *sides),), "", is_cloze), files=files)
    return maker.note(AnkiNote(1, "guid", 1, texts, (), datetime(2024, 1, 1, tzinfo=UTC)), [], "")


def of_blanks(blanks, image=PICTURE, header="Rivers", sides=(FRONT, BACK), fields=FIELDS):
    return made((blanks, image, header, "It flows.", "private"), fields, sides, FILES, is_cloze=True)


def svg(*shapes, attributes="width='200' height='100'"):
    inside = "".join(shapes)
    return lambda: f"<svg xmlns='http://www.w3.org/2000/svg' {attributes}>{inside}</svg>".encode()


def of_add_on(question, answer=None, sides=ADD_ON, fields=ADD_ON_FIELDS):
    files = FILES | {"x-1-Q.svg": question} | ({"x-1-A.svg": answer} if answer else {})
    images = [f'<img src="x-1-{side}.svg" />' for side in "QA"]
    texts = ("x-ao-1", "Brain", PICTURE, images[0], "Inside.", images[1], '<img src="x-O.svg" />')
    return made(texts, fields, sides, files, is_cloze=False)


@pytest.mark.parametrize(
    ("blanks", "masks"),
    [
        pytest.param(RECT % "", "c1 rect 0.1 0.2 0.3 0.1", id="a rectangle"),
        pytest.param(RECT % ":oi=1", "c1 rect 0.1 0.2 0.3 0.1 always", id="hide all"),
        pytest.param(RECT % ":angle=1250", "c1 rect 0.1 0.2 0.3 0.1 45deg", id="turned"),
        pytest.param(RECT % ":angle=-1250:oi=1", "c1 rect 0.1 0.2 0.3 0.1 315deg always", id="turned back"),
        pytest.param(
            "{{c1::image-occlusion:polygon:points=0,0 .2,0 .1,.2:angle=9}}",
            "c1 polygon 0 0 0.2 0 0.1 0.2",
            id="no turn",
        ),
        pytest.param(RECT % ":fill=#ff0000", "c1 rect 0.1 0.2 0.3 0.1", id="with a color"),
        pytest.param(
            "{{c2::image-occlusion:ellipse:left=.4:top=.5:rx=.05:ry=.04}}<br>",
            "c2 ellipse 0.4 0.5 0.1 0.08",
            id="an ellipse",
        ),
        pytest.param(
            "<div>{{c1::image-occlusion:polygon:left=.1:top=.6:points=.1,.6 .3,.6 .2,.8:oi=1}}</div>",
            "c1 polygon 0.1 0.6 0.3 0.6 0.2 0.8 always",
            id="a polygon",
        ),
        pytest.param(
            "{{c1::image-occlusion:polygon:points=0,0 .2,0 .1,.2}}", "c1 polygon 0 0 0.2 0 0.1 0.2", id="only corners"
        ),
        pytest.param(
            (RECT % "").replace("c1", "c1,2"),
            "c1 rect 0.1 0.2 0.3 0.1\nc2 rect 0.1 0.2 0.3 0.1",
            id="a mask of two cards",
        ),
        pytest.param(
            RECT % "" + "{{c0::image-occlusion:text:left=.1:top=.1:text=North:scale=1}}",
            'c1 rect 0.1 0.2 0.3 0.1\nc0 text 0.1 0.1 0.05 "North"',
            id="a label",
        ),
        pytest.param(
            RECT % ""
            + r"{{c4::image-occlusion:text:text=A\:&lt;b&gt; \\ 7:left=.1:top=.1:scale=2:fs=.04:angle=2500:oi=1}}",
            'c1 rect 0.1 0.2 0.3 0.1\nc0 text 0.1 0.1 0.08 90deg "A:<b> \\ 7"',
            id="a label with a number, colons, a size and an angle",
        ),
        pytest.param(
            RECT % "" + "{{c0::image-occlusion:text:left=.1:top=.1:text= :scale=1}}",
            "c1 rect 0.1 0.2 0.3 0.1",
            id="a label without text",
        ),
        pytest.param(
            RECT % "" + (RECT % "").replace("c1", "c0"), "c1 rect 0.1 0.2 0.3 0.1", id="a mask that Anki does not draw"
        ),
        pytest.param(
            RECT % "" + (RECT % ":oi=1").replace("c1", "c0"),
            "c1 rect 0.1 0.2 0.3 0.1\nc0 rect 0.1 0.2 0.3 0.1",
            id="a mask that stays",
        ),
    ],
)
def test_blanks_that_are_shapes_become_masks(blanks, masks):
    note = of_blanks(blanks)
    assert (note.kind, note.front, note.back, note.extra) == (
        "occlusion",
        "Rivers\n\n![](map.png)",
        masks,
        "It flows.",
    )


@pytest.mark.parametrize(
    ("blanks", "image"),
    [
        pytest.param(RECT % ":angle=inf", PICTURE, id="turned without end"),
        pytest.param(RECT.replace("rect", "star") % "", PICTURE, id="an unknown shape"),
        pytest.param(RECT.replace("width=.3:", "") % "", PICTURE, id="no width"),
        pytest.param(RECT.replace(".3", "x") % "", PICTURE, id="no number"),
        pytest.param(RECT.replace(".3", "nan") % "", PICTURE, id="not a number"),
        pytest.param("{{c1::image-occlusion:polygon:points=1,2 3}}", PICTURE, id="half a corner"),
        pytest.param(RECT % "" + "{{c2::image-occlusion:rect}}", PICTURE, id="one of two"),
        pytest.param((RECT % "").replace("c1", "c-1"), PICTURE, id="a negative number"),
        pytest.param((RECT % "").replace("c1", "c" + "1" * 5_000), PICTURE, id="a number of 5,000 digits"),
        pytest.param((RECT % "").replace("c1", f"c{','.join(map(str, range(1, 500)))}"), PICTURE, id="500 numbers"),
        pytest.param((RECT % "").replace("c1", "cx"), PICTURE, id="a letter for a number"),
        pytest.param((RECT % "").replace("c1::", "c::\n"), PICTURE, id="without a number"),
        pytest.param(RECT % "" + (RECT % "").replace("c1", "c-1"), PICTURE, id="one of two without a number"),
        pytest.param((RECT % "").removesuffix("}}"), PICTURE, id="never closed"),
        pytest.param("{{c1::" * 12 + RECT % "" + "}}" * 12, PICTURE, id="too deep"),
        pytest.param(RECT % "", "", id="no picture"),
        pytest.param(RECT % "", '<img src="other.png">', id="a picture that is not there"),
        pytest.param(RECT % "", '<img src="https://example.com/map.png">', id="a picture of the web"),
    ],
)
def test_a_picture_whose_masks_cannot_be_read_is_left_out(blanks, image):
    with pytest.raises(ImportProblem):
        of_blanks(blanks, image)


def test_fields_may_have_other_names():
    names = ("Verdeckung", "Bild", "Kopfzeile", "Rückseite", "Notizen")
    sides = [FRONT, BACK]
    for old, new in zip(FIELDS, names, strict=True):
        sides = [side.replace(f"{old}}}}}", f"{new}}}}}") for side in sides]
    note = of_blanks(RECT % "", sides=tuple(sides), fields=names)
    assert (note.front, note.extra) == ("Rivers\n\n![](map.png)", "It flows.")


def test_what_the_front_hides_stays_off_it():
    hidden = FRONT + '<div style="display:none">{{Back Extra}}</div>'
    note = of_blanks(RECT % "", sides=(hidden, BACK))
    assert (note.front, note.extra) == ("Rivers\n\n![](map.png)", "It flows.")


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


@pytest.mark.parametrize("place", ["left=.1", "left=x:top=.1", "left=inf:top=.1", "left=.1:top=.1:scale=900"])
def test_labels_without_a_place_on_the_picture_are_named(place):
    blanks = RECT % "" + f"{{{{c0::image-occlusion:text:{place}:text=North}}}}"
    note_type = AnkiNoteType(1, "Maps", FIELDS, (CardTemplate("1", FRONT, BACK),), "", is_cloze=True)
    maker = NoteMaker(note_type, files=FILES)
    for guid in "ab":
        fields = (blanks, PICTURE, f"Rivers {guid}", "", "")
        maker.note(AnkiNote(1, guid, 1, fields, (), datetime(2024, 1, 1, tzinfo=UTC)), [], "")
    assert [str(warning.message) for warning in maker.warnings()] == [
        "Texts that are written on the pictures of 2 notes were left out: “Rivers a”, “Rivers b”."
    ]


@pytest.mark.parametrize("text", ["North", "7", 'say "x"', "a: b", "a\\b", "<b>", "x always", "a }} b {{c1::x}}"])
def test_a_label_comes_back_from_anki(text):
    masks = f'c1 rect 0.1 0.2 0.3 0.1\nc0 text 0.1 0.1 0.05 90deg "{text}"'
    assert occlusion_blanks.spelled(occlusion_blanks.blanks(masks)) == masks.replace("}}", "} }").replace("{{", "{ {")


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


def test_masks_go_to_anki_as_its_own_and_come_back():
    masks = "c1 rect 0.1 0.2 0.3 0.1 32.4deg always\nc2 ellipse 0.4 0.5 0.1 0.08\nc0 polygon 0.1 0.6 0.3 0.6 0.2 0.8"
    note = NoteRecord("Rivers\n\n![](map.png)", masks, kind="occlusion", extra="It flows.")
    note_type = to_anki.note_type_of(note)
    fields = to_anki.fields_of(note)
    assert fields[0].startswith("{{c1::image-occlusion:rect:left=0.1:top=0.2:width=0.3:height=0.1:angle=900:oi=1}}<br>")
    maker = NoteMaker(note_type, files=FILES)
    back = maker.note(AnkiNote(1, "g", note_type.id, fields, (), datetime(2024, 1, 1, tzinfo=UTC)), [], "")
    assert (back.kind, back.front, back.back, back.extra) == (note.kind, note.front, note.back, note.extra)


@pytest.mark.parametrize(("name", "numbers"), [("A16_image_occlusion", [1, 2]), ("A16b_image_occlusion_enhanced", [1])])
def test_reported_image_occlusions_have_their_masks(name, numbers):
    path = REPORTED / f"{name}.apkg"
    if not path.exists():
        pytest.skip(f"{path.name} is kept beside the repository, and is not there")
    with read(path) as package:
        source = open_source(package)
        (incoming,) = source.notes()
    cards = list(occlusion.cards(incoming.note, ()))
    assert (source.refused, source.warnings) == (0, [])
    assert [card.ordinal + 1 for card in cards] == numbers
    assert all(card.front.drawing.asked for card in cards)
