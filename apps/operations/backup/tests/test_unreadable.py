"""What cannot be read in a backup is damaged like what is missing, and named; nothing but files is opened."""

import errno
import os
import resource
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.operations.backup import media
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup, restore
from apps.web.storage import FolderStorage, StorageDown, media_files


def read_error(path):
    path.symlink_to("/proc/self/mem")  # it opens, and its first byte cannot be read: EIO


def itself(path):
    path.symlink_to(path)


def fails(error):
    def raise_it(*_arguments):
        raise error

    return raise_it


@pytest.fixture
def backup(site, folder, now):
    return make_backup(folder, now)


@pytest.fixture
def no_room(backup):
    """Let nothing that this process writes be longer than a page, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def damaged(backup, folder):
    """The path of the picture in the backup, where nothing is; the site has lost it, too."""
    [name] = backup.media
    media_files().delete(name)
    path = Path(folder) / "media" / name
    path.unlink()
    return path


def test_a_check_without_damaged_pictures_names_them_and_ends_well(backup, folder, capsys):
    (Path(folder) / "media" / backup.media[0]).unlink()
    call_command("restore", folder, check=True, without_damaged=True)
    output = capsys.readouterr()
    assert f"media/{backup.media[0]} is damaged or missing in the backup: it does not come back." in output.err
    assert "is whole" not in output.out


@pytest.mark.parametrize("put", [read_error, itself, Path.mkdir, os.mkfifo])
@pytest.mark.parametrize("check", [True, False])
def test_a_picture_that_cannot_be_read_is_named_and_may_be_left_out(damaged, folder, capsys, put, check):
    put(damaged)
    with pytest.raises(CommandError, match=f"media/../{damaged.name}: damaged or missing"):
        call_command("restore", folder, check=check, replace=not check)
    call_command("restore", folder, check=check, replace=not check, without_damaged=True)
    output = capsys.readouterr()
    assert f"{damaged.name} is damaged or missing in the backup: it does not come back." in output.err
    assert "0 pictures and sounds" in output.out


def test_a_storage_that_does_not_answer_ends_a_restore_without_damaged_pictures(damaged, folder, now, monkeypatch):
    monkeypatch.setattr(media.storage, "open_file", fails(StorageDown("The bucket does not answer.")))
    with pytest.raises(BackupProblem, match="does not answer"):
        restore(folder, replace=True, without_damaged=True, now=now)


def test_a_pipe_in_the_place_of_a_manifest_is_no_backup(backup, folder):
    manifest = Path(folder) / "backups" / backup.name / "manifest.json"
    manifest.unlink()
    os.mkfifo(manifest)
    with pytest.raises(BackupProblem, match="no complete backup"):
        check_backup(folder)


def test_a_name_that_leads_elsewhere_is_no_backup(backup, folder):
    shutil.copytree(Path(folder) / "backups" / backup.name, Path(folder).parent / "elsewhere")
    with pytest.raises(CommandError, match=r"no complete backup \.\./\.\./\.\./elsewhere\. Nothing was changed"):
        call_command("restore", folder, at="../../../elsewhere", check=True)


def test_a_full_disk_of_the_site_is_not_the_fault_of_the_backup(backup, folder, no_room):
    with pytest.raises(CommandError, match=r"This site cannot write a copy of the .* Nothing was changed\.") as raised:
        call_command("restore", folder, check=True)
    assert folder not in str(raised.value)


def test_a_picture_for_which_the_site_has_no_room_is_named(backup, folder, now, monkeypatch):
    [name] = backup.media
    media_files().delete(name)
    monkeypatch.setattr(FolderStorage, "_save", fails(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    with pytest.raises(BackupProblem, match=f"This site cannot write media/{name}: .*No space left"):
        restore(folder, replace=True, now=now)
