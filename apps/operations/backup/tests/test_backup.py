"""A backup holds what was saved before it began; a part of one is none."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from apps.cards.media.verify_media import verify
from apps.cards.services.media import store_media
from apps.cards.tests.support.pictures import picture
from apps.operations.backup import manifest, targets
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services import database_copies, runs
from apps.operations.backup.services.database_copies import PREFIX, copy_of_database, delete_left_copies
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup, restore
from apps.operations.models import ABANDONED, Backup
from apps.operations.node.services.site_identity import identify_site
from apps.web import storage
from apps.web.storage import SITE_MARKER, media_files


def names_in(target):
    with targets.reading(target) as files:
        return manifest.names(files)


def rot(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_backup_is_whole_and_names_its_rows_and_pictures(site, stored, folder, now):
    made = make_backup(folder, now)
    assert check_backup(folder) == made
    assert made.rows["accounts_user"] == 1
    assert made.media == [f"{stored.sha256[:2]}/{stored.file_name}"]
    assert made.left_out == []


def test_a_second_backup_shares_the_pictures_of_the_first(site, folder, now, monkeypatch):
    make_backup(folder, now)
    [before] = [path.stat() for path in Path(folder).rglob("*.png")]
    make_backup(folder, now + timedelta(days=1))
    [after] = [path.stat() for path in Path(folder).rglob("*.png")]
    assert after.st_mtime_ns == before.st_mtime_ns
    assert len(names_in(folder)) == 2


def test_a_picture_in_the_folder_that_was_cut_off_is_copied_again(site, folder, now):
    name = make_backup(folder, now).media[0]
    path = Path(folder) / "media" / name
    path.write_bytes(path.read_bytes()[:-1])
    made = make_backup(folder, now + timedelta(days=1))
    assert made.media == [name]
    assert check_backup(folder) == made


def test_a_picture_in_the_folder_stands_for_one_of_the_site_that_was_cut_off(site, folder, now):
    name = make_backup(folder, now).media[0]
    storage.write(media_files(), name, b"something else")
    made = make_backup(folder, now + timedelta(days=1))
    assert (made.media, made.left_out) == ([name], [])
    assert check_backup(folder) == made


def test_a_copy_of_the_database_that_a_killed_backup_left_is_deleted(site, folder, now, settings):
    left = settings.DATA / f"{PREFIX}left"
    left.mkdir()
    make_backup(folder, now)
    assert left.exists()  # somebody may be making it
    then = (now - ABANDONED - timedelta(minutes=1)).timestamp()
    os.utime(left, (then, then))
    make_backup(folder, now + timedelta(days=1))
    assert not left.exists()


def test_a_copy_of_the_database_that_is_being_made_is_left_alone_however_old_it_is(tmp_path, now):
    with copy_of_database(tmp_path) as path:
        then = (now - ABANDONED - timedelta(days=1)).timestamp()
        os.utime(path.parent, (then, then))
        delete_left_copies(tmp_path, now)
        assert path.parent.exists()


def test_a_copy_that_somebody_deletes_at_the_same_time_is_nothing(tmp_path, now, monkeypatch):
    monkeypatch.setattr(Path, "glob", lambda folder, _pattern: [folder / f"{PREFIX}gone"])
    delete_left_copies(tmp_path, now)


def test_a_copy_that_was_just_made_is_never_held_by_who_looks_for_old_ones(tmp_path, now, monkeypatch):
    (tmp_path / f"{PREFIX}new").mkdir()
    monkeypatch.setattr(database_copies, "held", lambda folder: pytest.fail(f"{folder} is held"))
    delete_left_copies(tmp_path, now)


def test_a_full_disk_is_a_sentence(site, folder, monkeypatch):
    def full(*_arguments):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("apps.operations.backup.services.sqlite.copy", full)
    monkeypatch.setattr("apps.operations.backup.services.postgresql.copy", full)
    with pytest.raises(CommandError, match=r"The database cannot be used: database or disk is full\."):
        call_command("backup", folder)


def test_the_row_of_a_nightly_backup_is_one_that_is_to_be_made(site, folder, now):
    with pytest.raises(CommandError, match="--run is for a worker, which has claimed a backup: 99999 is none"):
        call_command("backup", folder, run=99999)
    call_command("backup", folder)
    with pytest.raises(CommandError, match="is none"):
        call_command("backup", folder, run=Backup.objects.get().pk)
    row = runs.claim(f"{folder}elsewhere/", now)
    with pytest.raises(CommandError, match="is none"):
        call_command("backup", folder, run=row.pk)
    row.refresh_from_db()
    assert row.ended_at is None
    assert len(names_in(folder)) == 1


def test_two_backups_in_one_second_are_not_mixed(site, folder, now):
    make_backup(folder, now)
    with pytest.raises(BackupProblem, match=r"There is a backup .* already\. Wait a second"):
        make_backup(folder, now)


def test_a_backup_without_its_manifest_is_none(site, folder, now):
    name = make_backup(folder, now).name
    (Path(folder) / "backups" / name / "manifest.json").unlink()
    assert names_in(folder) == []
    with pytest.raises(BackupProblem, match="There is no complete backup"):
        check_backup(folder)


def test_a_picture_that_is_not_what_its_name_says_is_left_out_and_named(site, stored, folder, now):
    name = f"{stored.sha256[:2]}/{stored.file_name}"
    storage.write(media_files(), name, b"something else")
    made = make_backup(folder, now)
    assert made.left_out == [name]
    assert made.media == []


def test_a_picture_that_no_backup_has_is_left_out_and_named(site, stored, folder, now, capsys):
    name = f"{stored.sha256[:2]}/{stored.file_name}"
    media_files().delete(name)
    call_command("backup", folder)
    assert f"{name} is damaged or missing on the site, and is not in the backup." in capsys.readouterr().err
    assert check_backup(folder).left_out == [name]


def test_a_picture_that_nobody_held_and_that_was_deleted_just_now_is_not_missed(site, stored, folder, now, monkeypatch):
    unused = store_media(verify(picture(color=(0, 0, 200))))
    name = f"{unused.sha256[:2]}/{unused.file_name}"
    unused.delete()
    local_copy = storage.local_copy

    def copy(files, wanted):
        files.delete(name)
        return local_copy(files, wanted)

    monkeypatch.setattr(storage, "local_copy", copy)
    made = make_backup(folder, now)
    assert made.media == [f"{stored.sha256[:2]}/{stored.file_name}"]
    assert made.left_out == []


@pytest.mark.parametrize("marker", ["", "of another site"])
def test_without_the_files_of_the_site_no_backup_is_made(site, folder, marker):
    identify_site()
    call_command("backup", folder)
    storage.write(media_files(), SITE_MARKER, marker.encode())
    with pytest.raises(CommandError, match="The stored files are not those of this database"):
        call_command("backup", folder)
    assert len(names_in(folder)) == 1


def test_a_damaged_database_is_found(site, folder, now):
    make_backup(folder, now)
    [path] = Path(folder).rglob("database")
    rot(path)
    with pytest.raises(BackupProblem, match="The database in this backup is damaged"):
        check_backup(folder)


def test_all_damaged_and_missing_pictures_are_named_with_what_to_do(site, stored, folder, now):
    store_media(verify(picture(color=(0, 0, 200))))
    first, second = make_backup(folder, now).media
    rot(Path(folder) / "media" / first)
    (Path(folder) / "media" / second).unlink()
    with pytest.raises(BackupProblem, match=rf"media/{first}, media/{second}.*--without-damaged"):
        check_backup(folder)
    (Path(folder) / "media" / first).unlink()
    made = make_backup(folder, now + timedelta(days=1))
    assert check_backup(folder) == made


def test_a_site_with_people_is_not_replaced_without_being_asked(site, folder, now):
    make_backup(folder, now)
    with pytest.raises(BackupProblem, match="This site is not empty"):
        restore(folder, now=now)


def test_the_name_of_an_older_backup_chooses_it(site, folder, now):
    older = make_backup(folder, now)
    make_backup(folder, now + timedelta(days=1))
    assert check_backup(folder, older.name) == older
    with pytest.raises(BackupProblem, match="There is no complete backup 2020-01-01T000000Z"):
        check_backup(folder, "2020-01-01T000000Z")


def test_the_commands_say_what_they_did(site, folder, capsys):
    call_command("backup", folder)
    call_command("restore", folder, check=True)
    call_command("backups", folder)
    output = capsys.readouterr().out
    assert "1 picture or sound" in output
    assert "is whole and fits this site" in output
    assert f"{folder}: complete" in output


def test_on_a_site_without_tables_backups_are_listed(site, folder, capsys):
    call_command("backup", folder)
    capsys.readouterr()
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("ALTER TABLE operations_backup RENAME TO elsewhere")
        call_command("backups", folder)
        transaction.set_rollback(True)
    assert "1 picture or sound" in capsys.readouterr().out
