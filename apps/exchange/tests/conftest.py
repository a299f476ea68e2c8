"""Files in a folder of their own, and nothing left behind in the temporary folder."""

import pytest

from apps.exchange.tests.support.imports import store_below
from apps.formats.tests.support.temporary import temporary_folder

__all__ = ["temporary_folder"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """The folder with all files of a test."""
    settings.JOBS_ROOT = tmp_path / "jobs"
    settings.DATA = tmp_path
    store_below(settings, tmp_path)
    return tmp_path


@pytest.fixture
def me(client, learner):
    """The learner's browser."""
    client.force_login(learner)
    return client


@pytest.fixture
def teaching(client, instructor):
    """The instructor's browser."""
    client.force_login(instructor)
    return client
