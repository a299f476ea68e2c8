"""Files in a folder of their own, and nothing left behind in the temporary folder."""

import genanki
import pytest

from apps.exchange.importing.targets import Target
from apps.exchange.services.deck_import import import_decks, plan_import
from apps.formats.readers import open_file
from apps.formats.tests.support.temporary import temporary_folder
from apps.web.tests.support.clock import NOW
from apps.web.tests.support.storages import storages_in

__all__ = ["temporary_folder"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """The folder with all files of a test."""
    settings.STORAGES = settings.STORAGES | storages_in(tmp_path)
    return tmp_path


@pytest.fixture
def me(client, learner):
    """The learner's browser."""
    client.force_login(learner)
    return client


@pytest.fixture
def import_file(tmp_path, learner):
    """Return what imports a text, or a package, as the learner's own."""

    def import_file(
        content, name="words.csv", *, learner=learner, title="", dry_run=False, course=None, schedules_of=None
    ):
        path = tmp_path / name
        if isinstance(content, genanki.Package):
            content.write_to_file(str(path))
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        target = Target(course=course, title=title) if course else Target(owner=learner, title=title)
        with open_file(path, name) as incoming:
            if dry_run:
                return plan_import(incoming, target)
            return import_decks(incoming, target, now=NOW, learner=schedules_of)

    return import_file
