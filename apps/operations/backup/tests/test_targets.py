"""A backup is made where it harms nothing that is there: in a folder, a bucket, or one file."""

import errno
import os
import tarfile
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from apps.operations.backup import targets
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.refused_targets import refuse_target
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup
from apps.operations.models import ABANDONED
from apps.web.tests.support.storages import storages_in


def test_two_backups_into_one_folder_wait_for_each_other_whatever_they_call_it(site, folder, now, tmp_path):
    (tmp_path / "other").symlink_to(folder)
    with targets.writing(folder), pytest.raises(BackupProblem, match=r"Another backup to .*/other/ is being made"):
        make_backup(f"{tmp_path}/other/", now)


@pytest.mark.parametrize(
    ("target", "spelled"),
    [
        ("/backups/", "/backups/"),
        ("/backups//../backups/", "/backups/"),
        ("backups/", "{here}/backups/"),
        ("{here}", "{here}/"),
        ("site.tar", "{here}/site.tar"),
        ("s3://bucket", "s3://bucket/"),
        ("s3://bucket/folder//", "s3://bucket/folder/"),
    ],
)
def test_a_target_has_one_spelling(tmp_path, monkeypatch, target, spelled):
    monkeypatch.chdir(tmp_path)
    assert targets.spelled(target.format(here=tmp_path)) == spelled.format(here=tmp_path)


def test_one_file_holds_a_whole_backup(site, folder, now, tmp_path):
    target = str(tmp_path / "site.tar")
    made = make_backup(target, now)
    assert check_backup(target) == made
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["site.tar"]


def test_a_file_that_is_no_backup_is_not_replaced(site, folder, now, tmp_path):
    target = tmp_path / "notes.txt"
    target.write_text("mine")
    with pytest.raises(BackupProblem, match=r"notes\.txt is there already, and is no complete backup"):
        make_backup(str(target), now)
    with tarfile.open(target, "w") as tar:
        tar.addfile(tarfile.TarInfo("mine"))
    before = target.read_bytes()
    with pytest.raises(BackupProblem, match="is no complete backup"):
        make_backup(str(target), now)
    assert target.read_bytes() == before


def test_a_pipe_is_not_waited_for(site, folder, now, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BackupProblem, match="is no complete backup"):
        make_backup(str(tmp_path / "pipe"), now)


def test_a_file_that_is_a_backup_is_replaced(site, folder, now, tmp_path):
    target = str(tmp_path / "site.tar")
    make_backup(target, now)
    made = make_backup(target, now + timedelta(days=1))
    assert check_backup(target) == made


LEFT = ".b[1].tar.0123456789abcdef0123456789abcdef.part"


def left_at(path, when):
    """Leave half a backup, as a killed process does."""
    path.write_bytes(b"half a backup")
    os.utime(path, (when.timestamp(),) * 2)
    return path


def test_the_next_backup_deletes_what_a_killed_one_left_beside_its_file(site, now, tmp_path):
    before = now - ABANDONED - timedelta(seconds=1)
    left = left_at(tmp_path / LEFT, before)
    others = [left_at(tmp_path / name, before) for name in (".b[1].tar.notes.part", LEFT.replace(".tar", ".tar.2"))]
    make_backup(f"{tmp_path}/b[1].tar", now)
    assert not left.exists()
    assert all(other.exists() for other in others)


def test_what_is_being_written_beside_the_file_stays(site, now, tmp_path):
    young = left_at(tmp_path / LEFT, now - ABANDONED + timedelta(seconds=1))
    make_backup(f"{tmp_path}/b[1].tar", now)
    assert young.exists()


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_beside_it_is_passed_over(site, now, tmp_path, make):
    make(tmp_path / LEFT)
    os.utime(tmp_path / LEFT, (0, 0))
    make_backup(f"{tmp_path}/b[1].tar", now)
    assert (tmp_path / LEFT).exists()


def test_what_another_account_has_left_keeps_no_backup_from_being_made(site, now, tmp_path, monkeypatch):
    left = left_at(tmp_path / LEFT, now - 2 * ABANDONED)

    def refuse(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(type(left), "unlink", refuse)
    targets.delete_left_archives(f"{tmp_path}/b[1].tar", now)
    assert left.exists()


@pytest.fixture
def in_data(folder, settings):
    """The data folder, in which the site stores its files."""
    settings.STORAGES = settings.STORAGES | storages_in(settings.DATA)
    return settings.DATA


@pytest.mark.parametrize("below", ["", "media/", "media/b.tar", "media/ab/", "jobs/b.tar", "scratch/backups/"])
def test_among_the_files_of_the_site_no_backup_is_made(site, in_data, now, below):
    with pytest.raises(BackupProblem, match=r"is among the site's own files\. Name another folder or file"):
        make_backup(f"{in_data}/{below}", now)


def test_beside_the_files_of_the_site_in_its_data_folder_backups_are_made(site, in_data, now):
    for target in (f"{in_data}/backups/", f"{in_data}/backups.tar"):
        assert make_backup(target, now) == check_backup(target)


@pytest.mark.parametrize(("below", "is_refused"), [("", True), ("/media", True), ("/backups", False)])
def test_among_the_objects_of_the_site_no_backup_is_made(db, s3_files, monkeypatch, below, is_refused):
    media = storages["media"]
    site = f"s3://{media.bucket_name}/{media.location.removesuffix('/media')}"
    refuse_target(f"{site}{below}/")  # a bucket of that name elsewhere
    monkeypatch.setenv("AWS_ENDPOINT_URL", media.endpoint_url)
    with pytest.raises(BackupProblem, match="among the site's own") if is_refused else nullcontext():
        refuse_target(f"{site}{below}/")


def test_a_bucket_of_amazon_is_the_same_in_every_region(db, settings, monkeypatch):
    options = {"addressing": "auto", "bucket_name": "cards", "location": "media", "region_name": "eu-central-1"}
    storage = {"BACKEND": "apps.web.object_storage.ObjectStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"media": storage}
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with pytest.raises(BackupProblem, match="among the site's own"):
        refuse_target("s3://cards/")


@pytest.mark.parametrize(("variable", "value"), [("AWS_ENDPOINT_URL", "nowhere"), ("AWS_DEFAULT_REGION", "a b")])
def test_a_bucket_without_a_valid_address_is_a_sentence(db, monkeypatch, variable, value):
    monkeypatch.setenv(variable, value)
    with pytest.raises(BackupProblem, match="Look at AWS_ENDPOINT_URL_S3 and at AWS_DEFAULT_REGION"):
        refuse_target("s3://bucket/")


@pytest.mark.parametrize("end", ["", "-wal"])
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the database is no file")
def test_the_database_itself_is_no_place_for_a_backup(site, folder, now, end):
    with pytest.raises(BackupProblem, match="is among the site's own files"):
        make_backup(f"{connection.settings_dict['NAME']}{end}", now)


def test_a_backup_that_fails_leaves_the_older_file_as_it_was(site, folder, now, tmp_path, monkeypatch):
    target = str(tmp_path / "site.tar")
    made = make_backup(target, now)
    monkeypatch.setattr("apps.operations.backup.services.make.sha256", lambda _path: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_backup(target, now + timedelta(days=1))
    assert check_backup(target) == made
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["site.tar"]


def test_a_folder_that_is_not_there_is_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere/ .*Nothing was changed"):
        call_command("restore", f"{tmp_path}/nowhere/", connected=True)


def test_a_file_holds_one_backup_so_there_is_none_to_keep(site, folder, tmp_path):
    with pytest.raises(CommandError, match="--keep is a number of backups in a folder"):
        call_command("backup", str(tmp_path / "site.tar"), keep=3)
