"""One restore of a site at a time: a second one would take away the pictures of the first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from apps.operations.backup.services import restore as restoring
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import restore
from apps.web.storage import media_files


def restore_elsewhere(folder):
    """Restore in a session of its own; return what that says."""
    try:
        with pytest.raises(CommandError) as raised:
            call_command("restore", folder, replace=True, connected=True)
    finally:
        connections.close_all()  # those of this thread
    return str(raised.value)


def test_a_second_restore_ends_at_once_and_leaves_the_pictures_of_the_first(site, folder, now, monkeypatch):
    made = make_backup(folder, now)
    for name in made.media:
        media_files().delete(name)
    answers = []
    replace = restoring._replace_database

    def begin_another(*arguments):
        monkeypatch.setattr(restoring, "_replace_database", replace)
        with ThreadPoolExecutor(1) as pool:
            answers.append(pool.submit(restore_elsewhere, folder).result())
        replace(*arguments)

    monkeypatch.setattr(restoring, "_replace_database", begin_another)
    assert restore(folder, replace=True, connected=True, now=now) == made
    assert answers == ["Another restore of this site is at work. Wait until it has ended. Nothing was changed."]
    assert all(media_files().exists(name) for name in made.media)


def test_after_a_restore_another_may_begin(site, folder, now):
    made = make_backup(folder, now)
    assert restore(folder, replace=True, now=now) == made
    assert restore(folder, replace=True, now=now) == made
