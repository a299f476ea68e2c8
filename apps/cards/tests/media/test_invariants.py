"""`check_data` finds pictures and sounds that are missing, damaged, or of no use."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from apps.cards.media import media_storage
from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.pictures import picture
from apps.web import storage
from apps.web.storage import media_files
from apps.web.tests.support.clock import NOW


@pytest.fixture
def name(deck):
    """The name in the storage of a picture of a deck."""
    media = store_media(verify(picture()))
    add_to_deck(deck, {"map.png": media})
    return media_storage.storage_name(media.file_name)


def test_pictures_with_their_files_are_well(name, capsys):
    call_command("check_data", "--files")
    assert "No problems found" in capsys.readouterr().out


def test_a_missing_file_is_found(name, capsys):
    media_files().delete(name)
    with pytest.raises(CommandError, match="1 problem in"):
        call_command("check_data", "--files")
    assert "has no file" in capsys.readouterr().err


def test_a_damaged_file_is_found_when_files_are_read(name, capsys):
    storage.write(media_files(), name, b"something else")
    call_command("check_data")
    with pytest.raises(CommandError, match="1 problem in"):
        call_command("check_data", "--files")
    assert "is damaged" in capsys.readouterr().err


def test_files_of_no_row_and_rows_of_no_deck_are_listed(db, capsys):
    store_media(verify(picture()))
    storage.write(media_files(), "ab/abc.png", b"of no row")
    with time_machine.travel(NOW + timedelta(days=3650), tick=False):
        call_command("check_data")
    assert "2 pictures or sounds belong to no deck. Delete them: manage.py clean_media." in capsys.readouterr().out
