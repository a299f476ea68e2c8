"""A note of each kind goes through each format and comes back as it was, from decks and from lessons."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from apps.cards.kinds.registry import NAMES
from apps.cards.media.verify_media import verify
from apps.cards.models import Card, Deck
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.factory import make_deck, make_note
from apps.cards.tests.support.pictures import MP3, picture
from apps.courses.models import Course
from apps.exchange.export_formats import FORMATS
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.formats.practice_page import page_reader, page_writer
from apps.formats.readers import open_file
from apps.lessons.exporting import page_of
from apps.lessons.models import Lesson
from apps.lessons.services.import_page import import_page
from apps.web.tests.support.clock import NOW

EXAMPLES = {
    "basic": {"front": "What is a *bight*?", "back": "A slack part.", "extra": "Of a rope."},
    "reversed": {"front": "hitch", "back": "Knoten", "extra": "German."},
    "cloze": {"front": "A {{c1::bowline}} has {{c2::a loop::what?}}.", "back": "Always.", "extra": "At sea."},
    "choice": {"front": "Two ropes.", "back": "Both take part.", "label": "BEND", "extra": "Usually."},
    "multi_card": {
        "front": "One?\n\n===\n\nTwo?\n\n===\n\nThree?",
        "back": "1\n\n===\n\n2\n\n===\n\n3",
        "extra": "Add.",
    },
    "occlusion": {
        "front": "Parts of a knot\n\n![A map](map.png)",
        "back": "c1 rect 0.1 0.2 0.3 0.1 always\nc2 ellipse 0.5 0.5 0.25 0.2\nc0 polygon 0 0 0.5 0 0.25 0.5",
        "extra": "By *hand*.",
    },
}
WITH_PICTURES = {"apkg", "csv-zip", "tsv-zip", "md-zip", "json-zip"}
PICTURE_LOST = ["1 picture or sound isn’t in the file: map.png."]
NOT_ASKED = "2 image occlusions are not asked, because their pictures aren’t in the file"
SECTIONS = ["self_check", "exercise", "flashcards"]
TEXTS = ("guid", "kind", "front", "back", "label", "extra", "tags")


def texts(deck):
    return [tuple(getattr(note, name) for name in TEXTS) for note in deck.notes.all()]


def deck_with(course, kind, section="flashcards"):
    """Return a deck with two notes of a kind."""
    deck = make_deck(course, "knots")
    labels = ["BEND", "HITCH"] if section == "exercise" else []
    add_to_deck(deck, {"map.png": store_media(verify(picture()))})
    into = deck.sections.create(kind=section, title="Knots", labels=labels, introduction="Which?" if labels else "")
    make_note(deck, section=into, kind=kind, tags="rope", **EXAMPLES[kind])
    other = EXAMPLES[kind] | {"front": EXAMPLES[kind]["front"].replace("o", "oo")}
    make_note(deck, section=into, kind=kind, **other)
    return deck


def test_there_is_an_example_of_each_kind():
    assert EXAMPLES.keys() == set(NAMES)


def _imported_elsewhere(deck, name, tmp_path):
    """Export a deck in a format, import that into another course, and return the report."""
    file, path = BytesIO(), tmp_path / f"knots{FORMATS[name].suffix}"
    FORMATS[name].write(deck, file)
    path.write_bytes(file.getvalue())
    other = Course.objects.create(slug="other", title="Other")
    with open_file(path, path.name) as incoming:
        return import_decks(incoming, Target(course=other), now=NOW)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.slow
def test_a_deck_comes_back_with_its_kind(course, kind, name, tmp_path):
    deck = deck_with(course, kind, "exercise" if kind == "choice" else "flashcards")
    report = _imported_elsewhere(deck, name, tmp_path)
    lost = "map.png" in EXAMPLES[kind]["front"] and name not in WITH_PICTURES
    assert [each.message for each in report.warnings][:1] == (PICTURE_LOST if lost else [])
    assert [each.message.startswith(NOT_ASKED) for each in report.warnings][1:] == ([True] if lost else [])
    assert texts(Deck.objects.get(course__slug="other")) == texts(deck)


@pytest.mark.parametrize("name", FORMATS)
def test_a_sound_comes_back(course, name, tmp_path):
    deck = make_deck(course, "words")
    add_to_deck(deck, {"a word.mp3": store_media(verify(MP3))})
    into = deck.sections.create(kind="flashcards", title="Words")
    make_note(deck, section=into, front="Hund ![](a%20word.mp3)", back="*dog*")
    make_note(deck, section=into, front="Katze", back="![](a%20word.mp3)")
    report = _imported_elsewhere(deck, name, tmp_path)
    lost = ["1 picture or sound isn’t in the file: a word.mp3."]
    assert [str(each.message) for each in report.warnings] == ([] if name in WITH_PICTURES else lost)
    assert texts(Deck.objects.get(course__slug="other")) == texts(deck)


@pytest.mark.parametrize("suffix", ["md", "mdx"])
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.slow
def test_a_lesson_comes_back_with_its_kind(course, kind, section, suffix):
    lesson = Lesson.objects.create(course=course, deck=deck_with(course, kind, section), slug="knots", title="Knots")
    page = page_reader.read(f"knots.{suffix}", page_writer.write(page_of(lesson)).encode())
    other = Course.objects.create(slug="other", title="Other")
    assert import_page(page, course, "knots").plan.counts == {"added": 0, "changed": 0, "removed": 0, "unchanged": 2}
    assert texts(import_page(page, other, "knots").lesson.deck) == texts(lesson.deck)


@pytest.mark.parametrize("target", ["map.png", "media/map.png", "./pictures/map.png", "pictures/map%2Epng"])
def test_a_zip_that_somebody_made_comes_with_its_pictures_wherever_they_are_in_it(course, target, tmp_path):
    path = tmp_path / "knots.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("knots.md", f"Q: Where?\nA: ![There]({target})\n")
        archive.writestr("pictures/map.png", picture())
    with open_file(path, path.name) as incoming:
        report = import_decks(incoming, Target(course=course), now=NOW)
    assert (report.media, report.warnings) == (1, [])
    assert 'src="media:' in Card.objects.get().back
