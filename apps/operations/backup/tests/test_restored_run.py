"""The backup from which a site was restored is listed as complete: in its own copy, it is still being made."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from apps.operations.backup.age import last_backup
from apps.operations.backup.services import runs
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import restore
from apps.operations.models import Backup


@pytest.fixture
def nightly(site, folder, now, settings):
    """The row of the nightly backup; its process begins a second later."""
    settings.BACKUP_TO = folder
    return runs.claim_nightly(folder, now)


def endings():
    return {row.target: row.problem for row in Backup.objects.filter(ended_at__isnull=False)}


def test_a_backup_made_by_hand_is_complete_in_what_it_brings_back(site, folder, capsys):
    call_command("backup", folder)
    made = Backup.objects.get().started_at
    call_command("restore", folder, replace=True)
    call_command("backups", folder)
    assert f"{folder}: complete" in capsys.readouterr().out
    assert last_backup() == made


def test_another_that_was_being_made_is_not(nightly, folder, now, tmp_path):
    other = runs.claim(f"{tmp_path}/other.tar", now)
    make_backup(folder, now + timedelta(seconds=1))
    restore(folder, replace=True, now=now + timedelta(days=1))
    assert endings() == {nightly.target: "", other.target: runs.KILLED}


def test_a_nightly_backup_that_was_moved_is_complete(nightly, folder, now, tmp_path):
    make_backup(folder, now + timedelta(seconds=1))
    moved = (tmp_path / "backups").rename(tmp_path / "moved")
    restore(f"{moved}/", replace=True, now=now + timedelta(days=1))
    assert endings() == {nightly.target: ""}


def test_what_began_after_the_backup_is_not_it(site, folder, now):
    runs.claim(folder, now + timedelta(seconds=1))
    make_backup(folder, now)
    restore(folder, replace=True, now=now + timedelta(days=1))
    assert last_backup() is None
