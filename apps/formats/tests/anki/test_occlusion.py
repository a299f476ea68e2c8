"""Image occlusions of Anki come with their masks, or are left out and named."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from apps.cards.kinds import occlusion
from apps.formats.anki import read
from apps.formats.anki.conversion import to_anki
from apps.formats.anki.conversion.from_anki import NoteMaker, open_source
from apps.formats.anki.occlusion import occlusion_blanks
from apps.formats.anki.records import AnkiNote, AnkiNoteType, CardTemplate
from apps.formats.problems import ImportProblem
from apps.formats.records import NoteRecord
from apps.formats.tests.support.occlusions import FILES, PICTURE, made

REPORTED = Path(__file__).resolve().parents[5] / "shared" / "material" / "reported"
FIELDS = ("Occlusion", "Image", "Header", "Back Extra", "Comments")
FRONT = (
    "{{#Header}}<div>{{Header}}</div>{{/Header}}<div style='display: none'>{{cloze:Occlusion}}</div>"
    '<div id="image-occlusion-container">{{Image}}<canvas id="image-occlusion-canvas"></canvas></div>'
)
BACK = FRONT + "<button id=toggle>Toggle</button>{{#Back Extra}}<div>{{Back Extra}}</div>{{/Back Extra}}"
RECT = "{{c1::image-occlusion:rect:left=.1:top=.2:width=.3:height=.1%s}}"


def of_blanks(blanks, image=PICTURE, header="Rivers", sides=(FRONT, BACK), fields=FIELDS):
    return made((blanks, image, header, "It flows.", "private"), fields, sides, FILES, is_cloze=True)


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


def test_a_picture_that_nobody_has_put_masks_on_is_left_out():
    with pytest.raises(ImportProblem, match="There are no masks"):
        of_blanks("")


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
