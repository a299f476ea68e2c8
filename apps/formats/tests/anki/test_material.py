"""Real packages, where they are: notes and cards are those that Anki itself holds after it has imported them."""

from datetime import date
from pathlib import Path

import pytest

from apps.formats.anki import read
from apps.formats.anki.templates.rendering import CardMaker

MATERIAL = Path(__file__).resolve().parents[5] / "shared" / "material" / "apkg"
MEDIA = {"cable-car.mp3": 7999, "download.jpg": 7026}


# The day it began, the paths of its decks, its media, and how many notes, cards and reviews there are.
PACKAGES = {
    "anki_media": (date(2012, 9, 21), {("Default",)}, {"foo.wav": 4}, (1, 1, 0)),
    "ankidroid_update3": (date(2013, 8, 8), {("Default",)}, {}, (1, 1, 0)),
    "parser_legacy_deck": (date(2023, 4, 11), {("Test deck",)}, MEDIA, (5, 6, 7)),
    "parser_new_deck": (date(2023, 4, 11), {("Test deck",)}, MEDIA, (5, 6, 23)),
}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_real_package_holds_what_anki_says(name):
    path = MATERIAL / f"{name}.apkg"
    if not path.exists():
        pytest.skip(f"{path.name} is kept beside the repository, and is not there")
    began_on, decks, media, counts = PACKAGES[name]
    with read(path) as opened:
        pairs = list(opened.notes())
        cards = [card for _, own in pairs for card in own]
        assert (len(pairs), len(cards), len(list(opened.reviews()))) == counts
        assert {opened.decks[card.deck].path for card in cards} == decks
        assert {name: len(each.read()) for name, each in opened.media.items()} == media
        assert opened.began_on == began_on
        assert opened.warnings == []
        fronts = [CardMaker(opened.note_types[note.type]).render(note, 0, opened.decks[1]).front for note, _ in pairs]
        assert all("{{" not in front for front in fronts)


def test_the_old_and_the_new_form_of_a_deck_have_the_same_notes():
    if not MATERIAL.exists():
        pytest.skip("The packages are kept beside the repository, and are not there")
    guids = []
    for name in ("parser_legacy_deck", "parser_new_deck"):
        with read(MATERIAL / f"{name}.apkg") as opened:
            guids.append([(note.guid, note.fields, note.tags) for note, _ in opened.notes()])
    assert guids[0] == guids[1]
