"""A backup holds what was saved before it began; a part of one is none."""

import json
import os
import tarfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as real_settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction

from apps.cards.media.verify_media import verify
from apps.cards.services.media import store_media
from apps.cards.tests.support.pictures import picture
from apps.operations.backup import manifest, targets
from apps.operations.backup.manifest import Manifest
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services import database_copies, runs
from apps.operations.backup.services.database_copies import PREFIX, copy_of_database, delete_left_copies
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup, restore
from apps.operations.models import ABANDONED, Backup
from apps.operations.node.services.site_identity import identify_site
from apps.web import storage
from apps.web.storage import SITE_MARKER, media_files
from apps.web.tests.support.storages import storages_in

SECRET_KEY = real_settings.SECRET_KEY


def names_in(target):
    with targets.reading(target) as files:
        return manifest.names(files)


def change(target, values):
    [path] = Path(target).rglob("manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def change_and_sign(target, values):
    change(target, values)
    [path] = Path(target).rglob("manifest.json")
    changed = Manifest(**json.loads(path.read_text()))
    change(target, {"signature": changed.signed().signature})


def test_a_backup_is_whole_and_names_its_rows_and_pictures(site, stored, folder, now):
    made = make_backup(folder, now)
    assert check_backup(folder) == made
    assert made.rows["accounts_user"] == 1
    assert made.media == [f"{stored.sha256[:2]}/{stored.file_name}"]
    assert made.left_out == []


def test_the_secret_itself_is_nowhere_in_a_manifest(site, folder, now, settings):
    settings.SECRET_KEY = "nobody may read this"
    name = make_backup(folder, now).name
    assert settings.SECRET_KEY not in (Path(folder) / "backups" / name / "manifest.json").read_text()


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


def test_two_backups_into_one_folder_wait_for_each_other_whatever_they_call_it(site, folder, now, tmp_path):
    (tmp_path / "other").symlink_to(folder)
    with targets.writing(folder), pytest.raises(BackupProblem, match=r"Another backup to .*/other/ is being made"):
        make_backup(f"{tmp_path}/other/", now)


def test_two_backups_in_one_second_are_not_mixed(site, folder, now):
    make_backup(folder, now)
    with pytest.raises(BackupProblem, match=r"There is a backup .* already\. Wait a second"):
        make_backup(folder, now)


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


@pytest.mark.parametrize("where", [0.1, 0.5, 0.9])
def test_a_file_that_is_cut_off_is_no_backup(site, folder, now, tmp_path, where):
    path = tmp_path / "site.tar"
    make_backup(str(path), now)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * where)])
    with pytest.raises(BackupProblem):
        check_backup(str(path))


def rot(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


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


def test_a_file_that_is_no_tar_is_no_backup(folder, tmp_path, db):
    (tmp_path / "site.tar").write_bytes(b"something else")
    with pytest.raises(BackupProblem, match="is no backup, or it is damaged"):
        check_backup(str(tmp_path / "site.tar"))


def test_names_in_an_archive_are_never_paths(folder, tmp_path, db):
    with tarfile.open(tmp_path / "site.tar", "w") as tar:
        for name in ("../escaped", "/escaped", "backups/../../escaped/manifest.json"):
            member = tarfile.TarInfo(name)
            member.size = 1
            tar.addfile(member, BytesIO(b"x"))
    with pytest.raises(BackupProblem, match="There is no complete backup"):
        check_backup(str(tmp_path / "site.tar"))
    assert not list(tmp_path.parent.rglob("escaped*"))


def test_a_file_in_an_archive_that_is_longer_than_the_archive_is_none(folder, tmp_path, db):
    with tarfile.open(tmp_path / "site.tar", "w") as tar:
        member = tarfile.TarInfo(manifest.manifest_file("2020-01-01T000000Z"))
        member.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.size": str(2**50), "GNU.sparse.map": f"{2**50},0"}
        tar.addfile(member)
    with pytest.raises(BackupProblem, match="There is no complete backup"):
        check_backup(str(tmp_path / "site.tar"))


def test_a_header_of_any_length_is_not_read(folder, tmp_path, db):
    header = tarfile.TarInfo("long")
    header.type, header.size = tarfile.XHDTYPE, 2**40
    (tmp_path / "site.tar").write_bytes(header.tobuf())
    with pytest.raises(BackupProblem, match="is no backup, or it is damaged"):
        check_backup(str(tmp_path / "site.tar"))


def test_a_backup_that_another_site_made_is_restored_only_by_who_says_so(site, folder, now, settings):
    made = make_backup(folder, now)
    settings.SECRET_KEY = "another secret key"
    with pytest.raises(BackupProblem, match="is not signed with this SECRET_KEY"):
        check_backup(folder)
    assert check_backup(folder, unsigned=True) == made
    settings.SECRET_KEY_FALLBACKS = [SECRET_KEY]
    assert check_backup(folder) == made


def test_who_has_the_key_of_the_backup_as_one_before_reads_of_no_new_logins(site, folder, now, settings, capsys):
    make_backup(folder, now)
    settings.SECRET_KEY = "another secret key"
    call_command("restore", folder, check=True, unsigned=True)
    assert "everybody logs in again" in capsys.readouterr().err
    settings.SECRET_KEY_FALLBACKS = [SECRET_KEY]
    call_command("restore", folder, check=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("values", [{"rows": {}}, {"left_out": ["x"]}, {"database_sha256": "0" * 64}])
def test_a_backup_whose_manifest_somebody_has_changed_is_refused(site, folder, now, values):
    make_backup(folder, now)
    change(folder, values)
    with pytest.raises(BackupProblem, match=r"manifest of the backup .* was changed"):
        check_backup(folder, unsigned=True)


def test_a_backup_from_before_there_were_signatures_is_restored_by_who_says_so(site, folder, now):
    make_backup(folder, now)
    change(folder, {"signature": ""})
    with pytest.raises(CommandError, match=r"is not signed with this SECRET_KEY.* Nothing was changed\."):
        call_command("restore", folder, check=True)
    call_command("restore", folder, check=True, unsigned=True)


@pytest.mark.parametrize(
    "values",
    [
        {"media": ["../../secret_key"]},
        {"rows": []},
        {"format": "other"},
        {"name": "2020-01-01T000000Z"},
        {"made_at": "yesterday"},
        {"made_at": "2020-01-01T00:00:00"},
        {"made_at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_a_manifest_with_anything_odd_is_refused(site, folder, now, values):
    make_backup(folder, now)
    change(folder, values)
    with pytest.raises(BackupProblem, match=r"manifest of the backup .* is damaged"):
        check_backup(folder)


def test_a_backup_of_another_kind_of_database_is_refused(site, folder, now):
    make_backup(folder, now)
    change_and_sign(folder, {"database": "oracle"})
    with pytest.raises(BackupProblem, match=r"is of oracle, and this site has .*\. Set DATABASE_URL"):
        check_backup(folder)


def test_a_backup_of_a_newer_ditcards_is_refused(site, folder, now):
    made = make_backup(folder, now)
    change_and_sign(folder, {"migrations": [*made.migrations, "cards.9999_later"], "version": "9.9"})
    with pytest.raises(BackupProblem, match=r"of Ditcards 9\.9, which has the migration cards\.9999_later"):
        check_backup(folder)


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


def test_a_folder_that_is_not_there_is_a_sentence(db, tmp_path):
    with pytest.raises(CommandError, match=r"nowhere/ .*Nothing was changed"):
        call_command("restore", f"{tmp_path}/nowhere/", connected=True)


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


def test_a_file_holds_one_backup_so_there_is_none_to_keep(site, folder, tmp_path):
    with pytest.raises(CommandError, match="--keep is a number of backups in a folder"):
        call_command("backup", str(tmp_path / "site.tar"), keep=3)


def test_a_manifest_reads_as_it_was_written(site, folder, now):
    made = make_backup(folder, now)
    with targets.reading(folder) as files:
        assert Manifest.read(files, made.name) == made
