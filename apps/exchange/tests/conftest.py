"""Files in a folder of their own, and nothing left behind in the temporary folder."""

import pytest

from apps.formats.tests.support.temporary import temporary_folder
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
