"""A deck that is exported and imported again is the same deck, in every format that can hold it."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, assume, given, settings

from apps.accounts.models import User
from apps.cards.models import Deck
from apps.exchange.export_formats import FORMATS
from apps.exchange.exporting import deck_of
from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks
from apps.formats import ditcards_json
from apps.formats.readers import open_file
from apps.formats.tests.support.decks import decks, decks_of_rows
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.examples import examples

SLOW = settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def import_as(data, name, owner, folder):
    path = folder / name
    path.write_bytes(data)
    with open_file(path, name) as incoming:
        import_decks(incoming, Target(owner=owner), now=NOW)
    return Deck.objects.get(owner=owner)


def and_back(deck, format_, tmp_path):
    """Return a deck as the database has it, and as another person has it after export and import."""
    User.objects.all().delete()
    first, second = (User.objects.create_user(f"{name}@example.org") for name in ("first", "second"))
    stored = import_as(ditcards_json.write(replace(deck, title="Deck", slug="")), "deck.json", first, tmp_path)
    assume(stored.notes.exists())  # a cloze without blanks asks nothing and is left out
    file = BytesIO()
    FORMATS[format_].write(stored, file, None)
    again = import_as(file.getvalue(), f"deck{FORMATS[format_].suffix}", second, tmp_path)
    return replace(deck_of(stored), slug=""), replace(deck_of(again), slug="")


def with_sections(deck):
    """Each note with the title of its section: one whose notes ask nothing is empty, and rows know no empty ones."""
    return [(replace(note, section=0), deck.sections[note.section].title) for note in deck.notes]


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["json", "md", "apkg"])
@pytest.mark.django_db
def test_any_deck_comes_back(format_, tmp_path):
    @SLOW
    @given(deck=decks().filter(lambda deck: any(note.front.strip() for note in deck.notes)))
    def law(deck):
        stored, again = and_back(deck, format_, tmp_path)
        assert again == stored

    law()


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["csv", "tsv"])
@pytest.mark.django_db
def test_a_deck_of_which_rows_say_all_comes_back(format_, tmp_path):
    @SLOW
    @given(deck=decks_of_rows())
    def law(deck):
        stored, again = and_back(deck, format_, tmp_path)
        assert with_sections(again) == with_sections(stored)

    law()


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_deck_gives_the_same_bytes(format_, deck):
    files = []
    for _ in range(2):
        file = BytesIO()
        FORMATS[format_].write(deck, file, None)
        files.append(file.getvalue())
    assert files[0] == files[1]
