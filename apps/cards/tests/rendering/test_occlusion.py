"""Image occlusions: a picture with masks, of which each card asks for its own; none is ever shown without them."""

import pytest

from apps.cards.kinds import masks
from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Note
from apps.cards.rendering.trusted import trusted
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.services.notes import save_note
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import picture

MASKS = "c1 rect 0.1 0.2 0.3 0.1 always\nc2 ellipse 0.5 0.5 0.2 0.4\nc0 polygon 0 0 0.5 0 0.25 0.5"


@pytest.fixture
def media(deck):
    media = store_media(verify(picture(size=(200, 100))))
    add_to_deck(deck, {"map.png": media})
    return media


def occlusion(deck, front="Rivers\n\n![A map](map.png)", back=MASKS, extra="In France."):
    make_note(deck, front, back, kind="occlusion", extra=extra)
    return list(Card.objects.order_by("ordinal").filter(note__kind="occlusion"))


def shapes(html):
    """Return the shapes over a picture, by their colors."""
    found = {"#ff8e8e": [], "#ffeba2": [], "none": []}
    for part in html.split("<")[1:]:
        for color, names in found.items():
            if f'fill="{color}"' in part:
                names.append(part.split()[0])
    return found


def test_each_number_has_a_card_that_covers_its_masks(deck, media):
    first, second = occlusion(deck)
    assert shapes(first.front) == {"#ff8e8e": ["rect"], "#ffeba2": ["polygon"], "none": []}
    assert shapes(second.front) == {"#ff8e8e": ["ellipse"], "#ffeba2": ["rect", "polygon"], "none": []}


def test_the_back_takes_off_the_masks_that_were_asked_for_and_no_other(deck, media):
    first, second = occlusion(deck)
    assert shapes(first.back) == {"#ff8e8e": [], "#ffeba2": ["polygon"], "none": ["rect"]}
    assert shapes(second.back) == {"#ff8e8e": [], "#ffeba2": ["rect", "polygon"], "none": ["ellipse"]}
    assert first.back.endswith("<p>In France.</p>")


def test_the_masks_are_drawn_in_the_picture_where_they_are_over_it(deck, media):
    front = trusted(occlusion(deck)[0].front)
    assert front.startswith(
        '<p>Rivers</p>\n<p><svg class="occlusion" role="img" aria-label="A map" viewBox="0 0 200 100" width="200" '
        f'height="100"><image href="/media/{media.file_name}" width="200" height="100"/>'
    )
    assert '<rect x="20" y="20" width="60" height="10"' in front
    assert '<ellipse cx="120" cy="70" rx="20" ry="20"' in trusted(Card.objects.get(ordinal=1).front)
    assert '<polygon points="0,0 100,0 50,50"' in front
    assert "<img" not in front


def test_a_turned_mask_is_drawn_turned_around_its_corner(deck, media):
    [card] = occlusion(deck, back="c1 rect 0.1 0.2 0.3 0.1 30deg")
    assert '<rect x="20" y="20" width="60" height="10" transform="rotate(30 20 20)" fill' in card.front


def test_without_its_picture_a_card_is_never_asked(deck):
    assert [card.archived for card in occlusion(deck)] == [True, True]


def test_a_note_becomes_an_image_occlusion_and_is_basic_again(deck, media):
    note = save_note(Note(deck=deck, kind="basic", front="![](map.png)", back=MASKS))
    note.kind = "occlusion"
    save_note(note)
    assert note.cards.in_use().count() == 2
    note.kind = "basic"
    save_note(note)
    assert note.cards.in_use().count() == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("c1 rect 0.1 0.2 0.3", id="a number is missing"),
        pytest.param("c1 rect 0.1 0.2 0 0.3", id="no width"),
        pytest.param("c1 rect 1.1 0.2 0.3 0.3", id="beside the picture"),
        pytest.param("c1 rect -0.5 0.2 0.3 0.3", id="left of the picture"),
        pytest.param("c1 rect 1e3 0.2 0.3 0.3", id="no plain number"),
        pytest.param("c1 polygon 0 0 1 1", id="two corners"),
        pytest.param("c1 polygon 0 0 1 1 0.5", id="half a corner"),
        pytest.param("c1 polygon 0 0 1 1 0.5 0.5 30deg", id="a turned polygon"),
        pytest.param("c1 rect 0.1 0.2 0.3 0.3 30deg 40deg", id="turned twice"),
        pytest.param("c1 circle 0.1 0.2 0.3 0.3", id="an unknown shape"),
        pytest.param("rect 0.1 0.2 0.3 0.3", id="no number"),
        pytest.param('c1 rect 0 0 1 1" onload="x', id="no mask at all"),
        pytest.param("\n".join(["c1 rect 0 0 1 1"] * 201), id="too many"),
    ],
)
def test_a_mask_that_cannot_be_drawn_is_refused(text):
    with pytest.raises(masks.MaskError):
        masks.parse(text)


def test_a_note_may_have_two_hundred_masks():
    assert len(masks.parse("\n".join(["c1 rect 0 0 1 1"] * 200))) == 200


def test_masks_are_spelled_as_they_are_read():
    assert masks.spelled(masks.parse(MASKS)) == MASKS


def test_a_label_is_written_on_both_sides_under_the_masks(deck, media):
    (card,) = occlusion(deck, back='c1 rect 0.1 0.2 0.3 0.1\nc0 text 0.1 0.2 0.05 "<b>North"')
    for html in (card.front, card.back):
        assert html.count("&lt;b&gt;North</text>") == 2
        assert html.index("<text") < html.index("<rect")


@pytest.mark.parametrize(
    "line", ['c0 text 0.1 0.1 0.05 "  "', 'c0 text 2 0.1 0.05 "x"', 'c0 text 0.1 "x"', "c0 text 0 0 1"]
)
def test_a_label_that_cannot_be_written_is_refused(line):
    with pytest.raises(masks.MaskError):
        masks.parse(f"c1 rect 0.1 0.2 0.3 0.1\n{line}")
