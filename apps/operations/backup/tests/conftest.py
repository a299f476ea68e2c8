"""A site with people, a deck with a picture, and answers; and folders for its backups."""

import pytest
from django.utils import timezone

from apps.cards.media.verify_media import verify
from apps.cards.services.media import add_to_deck, store_media
from apps.cards.tests.support.pictures import picture


@pytest.fixture
def stored(deck):
    """A picture of the deck."""
    media = store_media(verify(picture()))
    add_to_deck(deck, {"red.png": media})
    return media


@pytest.fixture
def site(transactional_db, deck, learner, stored):
    """A site that was used, whose rows other processes see."""
    return deck


@pytest.fixture
def folder(tmp_path, settings):
    """The folder of its backups; the site's own data is beside it."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    (tmp_path / "backups").mkdir()
    return f"{tmp_path / 'backups'}/"


@pytest.fixture
def now():
    return timezone.now()
