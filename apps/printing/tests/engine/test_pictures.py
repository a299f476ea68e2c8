"""Pictures in print, and what is printed where the file of one is missing."""

import io

import pytest

from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_note
from apps.cards.tests.support.pictures import MP3, picture
from apps.printing import jobs
from apps.printing.layouts.flashcards import OnePerPage
from apps.printing.make_print import Print, print_to_file
from apps.printing.request.options import PrintOptions
from apps.printing.tests.support.selections import all_flashcards
from apps.web.storage import media_files, names_below, scratch_files


@pytest.fixture
def layout(deck):
    """The deck's cards, of which one shows a picture."""
    add_to_deck(deck, {"cell.png": store_media(verify(picture()))})
    make_note(deck, "A cell? ![a cell](cell.png)", "Yes.")
    return OnePerPage(all_flashcards(deck), PrintOptions(attach=False))


def printed(layout):
    target = io.BytesIO()
    return print_to_file(layout, target), target.getvalue()


def test_a_picture_is_printed(layout):
    result, content = printed(layout)
    assert b"/Subtype /Image" in content or b"/Subtype/Image" in content
    assert result.missing_pictures_count == 0


def test_a_picture_is_printed_under_its_masks(layout, deck):
    note = {"kind": "occlusion", "back": "c1 rect 0 0 1 1\nc2 ellipse 0.1 0.1 0.2 0.2"}
    make_note(deck, "Where? ![a cell](cell.png)", **note)
    result, content = printed(OnePerPage(all_flashcards(deck), PrintOptions(attach=False)))
    assert b"/Subtype /Image" in content or b"/Subtype/Image" in content
    assert result.missing_pictures_count == 0


def test_a_missing_picture_under_masks_is_a_sentence(without_picture, deck, paper):
    make_note(deck, "Where? ![the map](cell.png)", "c1 rect 0 0 1 1", kind="occlusion")
    _result, content = printed(OnePerPage(all_flashcards(deck), PrintOptions(attach=False)))
    assert "This picture is missing: the map" in paper(content).pages[4]


@pytest.fixture
def without_picture(layout):
    for name in names_below(media_files(), ""):
        media_files().delete(name)
    return layout


def test_a_missing_picture_is_a_sentence_on_the_card_and_in_the_summary(without_picture, paper):
    result, content = printed(without_picture)
    assert "This picture is missing: a cell" in paper(content).pages[3]
    assert jobs.summary(without_picture, result) == (
        "4 cards, 4 pages. 1 card has a picture whose file is missing. The card shows where: “A cell?”"
    )


def test_a_missing_picture_leaves_out_the_package_for_anki_and_nothing_else(without_picture, deck):
    _result, content = printed(OnePerPage(all_flashcards(deck), PrintOptions(attach=True)))
    assert b"(application/json)" in content or b"application#2Fjson" in content
    assert b"application#2Foctet-stream" not in content


def test_what_lacks_its_picture_is_not_cached(without_picture):
    printed(without_picture)
    assert list(names_below(scratch_files(), "")) == []
    assert Print(without_picture).cached() is None


PACKAGE = b"application#2Foctet-stream"


def test_a_print_that_lacks_a_sound_is_made_again_when_the_sound_is_there(deck):
    sound = verify(MP3)
    add_to_deck(deck, {"word.mp3": store_media(sound)})
    make_note(deck, "A word? ![a word](word.mp3)", "Yes.")
    with_deck = OnePerPage(all_flashcards(deck), PrintOptions(attach=True))
    for name in names_below(media_files(), ""):
        media_files().delete(name)
    assert PACKAGE not in printed(with_deck)[1]
    assert Print(with_deck).cached() is None
    store_media(sound)
    assert PACKAGE in printed(OnePerPage(all_flashcards(deck), PrintOptions(attach=True)))[1]
    assert Print(with_deck).cached()


def test_a_print_without_the_deck_does_not_wait_for_its_sounds(deck):
    add_to_deck(deck, {"word.mp3": store_media(verify(MP3))})
    make_note(deck, "A word? ![a word](word.mp3)", "Yes.")
    layout = OnePerPage(all_flashcards(deck), PrintOptions(attach=False))
    for name in names_below(media_files(), ""):
        media_files().delete(name)
    printed(layout)
    assert Print(layout).cached()
