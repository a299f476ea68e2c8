"""A machine with another secret, another folder or another database than the site's is none of its nodes."""

import pytest

from apps.cards.services.media import delete_unused
from apps.operations.models import SiteIdentity
from apps.operations.node import identity
from apps.operations.node.identity import differences
from apps.operations.node.services.site_identity import adopt_node, identify_site
from apps.web.storage import SITE_MARKER, StorageDown, media_files, read, write
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.storages import storages_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    identify_site()


@pytest.fixture(params=["folder", "bucket"])
def other_files(request, settings, tmp_path):
    """Return a function that gives this machine other files."""

    def change():
        if request.param == "bucket":
            request.getfixturevalue("s3_files")
        else:
            settings.STORAGES = settings.STORAGES | storages_in(tmp_path)

    return change


def problems():
    return [sentence.partition(".")[0] for sentence in differences()]


SECRET, FILES = "SECRET_KEY is not the site's", "The stored files are not those of this database"


def test_before_the_first_start_every_machine_may_be_the_first():
    assert problems() == []


def test_the_machine_of_the_first_start_may_start_again(site):
    identify_site()
    assert problems() == []


def test_another_secret_is_refused(site, settings):
    settings.SECRET_KEY = "another one"
    assert problems() == [SECRET]


def test_a_new_secret_is_accepted_beside_the_old_one(site, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert problems() == []


def test_other_files_are_refused(site, other_files):
    other_files()
    assert problems() == [FILES]


def test_another_database_beside_the_files_is_refused(site):
    SiteIdentity.objects.all().delete()
    identify_site_again = problems()
    assert identify_site_again == [FILES]


def test_a_change_that_was_meant_is_adopted(site, settings, other_files):
    other_files()
    settings.SECRET_KEY = "new"
    adopt_node()
    assert problems() == []


def test_after_a_rotation_the_old_secret_alone_is_refused(site, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "new"
    adopt_node()
    settings.SECRET_KEY = old
    assert problems() == [SECRET]


def test_the_database_does_not_hold_the_secret(site, settings):
    row = SiteIdentity.objects.get()
    assert settings.SECRET_KEY not in f"{row.marker}{row.secret_fingerprint}"


def test_the_first_start_makes_no_second_marker(site):
    marker = read(media_files(), SITE_MARKER)
    identify_site()
    assert read(media_files(), SITE_MARKER) == marker


def test_a_cleanup_leaves_the_marker(site, clock):
    clock.move_to(NOW.replace(year=NOW.year + 1))
    delete_unused(now=NOW.replace(year=NOW.year + 2), dry_run=False)
    assert problems() == []


def test_a_marker_that_is_no_text_is_another(site):
    write(media_files(), SITE_MARKER, b"\xff\x00")
    assert problems() == [FILES]


def test_a_storage_that_is_away_is_a_sentence(site, monkeypatch):
    def away(_storage, _name):
        raise StorageDown("The bucket of FILES_URL does not answer: no such bucket.")

    monkeypatch.setattr(identity, "read", away)
    (sentence,) = problems()
    assert sentence == "The stored files cannot be read"
