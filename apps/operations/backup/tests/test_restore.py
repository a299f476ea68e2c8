"""A restore brings back all of a backup, or tells truly what it has changed."""

import hashlib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections

from apps.accounts.models import User
from apps.cards.media.verify_media import verify
from apps.cards.services.media import store_media
from apps.cards.tests.support.pictures import picture
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services import postgresql
from apps.operations.backup.services import restore as restoring
from apps.operations.backup.services.make import make_backup
from apps.operations.backup.services.restore import check_backup, restore
from apps.operations.distribution import catalog
from apps.operations.distribution.tables import per_user_tables
from apps.web import storage
from apps.web.storage import FolderStorage, StorageDown, media_files

LATER = "later@example.org"
PARTITIONS = 4  # of 32, which also come back, each test takes minutes


@pytest.fixture
def backup(site, folder, now):
    """A backup in the folder; somebody has come since."""
    made = make_backup(folder, now)
    User.objects.create_user(LATER)
    return made


@pytest.fixture
def only_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's file is replaced otherwise: test_swap.py.")


def has_later():
    return User.objects.filter(email=LATER).exists()


def schemas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = %s", [postgresql.BEFORE])
        return cursor.fetchall()


def fail(error):
    def raise_it(*_arguments, **_options):
        raise error

    return raise_it


def failing_at(statement):
    """Return what runs statements as ever, but for this one."""
    execute = postgresql._execute

    def run(statements):
        if statement in statements:
            raise DatabaseError("out of shared memory")
        execute(statements)

    return run


def ending_with(statement, monkeypatch):
    """Let the script of the copy end with another statement."""
    run = postgresql._run

    def append(program, *arguments):
        output = run(program, *arguments)
        for argument in arguments:
            if program == "pg_restore" and argument.endswith("database.sql"):
                with Path(argument.removeprefix("--file=")).open("a") as script:
                    script.write(f"\n{statement};\n")
        return output

    monkeypatch.setattr(postgresql, "_run", append)


def test_the_site_is_what_it_was(backup, folder, now, stored):
    media_files().delete(f"{stored.sha256[:2]}/{stored.file_name}")
    assert restore(folder, replace=True, now=now) == backup
    assert not has_later()
    assert media_files().exists(f"{stored.sha256[:2]}/{stored.file_name}")


def replace_nothing(folder, now, monkeypatch):
    """Let a restore fail at its end, after which who signed up since the backup is still there."""
    User.objects.create_user("since@example.org")
    with monkeypatch.context() as failing:
        failing.setattr(restoring.runs, "end_restored", fail(DatabaseError("the disk is full")))
        with pytest.raises(BackupProblem, match="the disk is full"):
            restore(folder, replace=True, now=now)
    assert User.objects.filter(email="since@example.org").exists()


@pytest.fixture
def divided(backup, folder, now, only_postgresql):
    """The backup of a site whose tables are divided by user; those of the tests are whole again afterwards."""
    call_command("distribute", partitions=PARTITIONS, yes=True, stdout=StringIO())
    yield make_backup(folder, now + timedelta(days=1))
    restore(folder, backup.name, replace=True, now=now)
    assert not catalog.partitions(per_user_tables())


@pytest.mark.slow  # a hundred tables, five times
def test_divided_tables_come_back_divided(divided, backup, folder, now):
    assert check_backup(folder) == divided
    restore(folder, backup.name, replace=True, now=now)
    assert not has_later()
    assert not catalog.partitions(per_user_tables())
    restore(folder, replace=True, now=now)
    assert has_later()
    assert catalog.partitions(per_user_tables()) == dict.fromkeys(per_user_tables(), PARTITIONS)
    User.objects.create_user("since@example.org")
    restore(folder, replace=True, now=now)
    assert not User.objects.filter(email="since@example.org").exists()
    assert not schemas()


@pytest.mark.slow  # as above
def test_divided_tables_that_could_not_be_replaced_are_what_they_were(divided, folder, now, monkeypatch):
    replace_nothing(folder, now, monkeypatch)
    assert catalog.partitions(per_user_tables()) == dict.fromkeys(per_user_tables(), PARTITIONS)


def test_a_restore_that_fails_leaves_the_database_as_it_was_and_says_what_it_left(backup, folder, monkeypatch):
    monkeypatch.setattr(restoring.runs, "end_restored", fail(DatabaseError("the disk is full")))
    with pytest.raises(CommandError, match="The site is as it was, but pictures and sounds that were damaged"):
        call_command("restore", folder, replace=True)
    assert has_later()


def test_a_marker_that_cannot_be_written_is_the_last_step_that_is_left(backup, folder, monkeypatch):
    monkeypatch.setattr(restoring, "adopt_node", fail(StorageDown("The bucket does not answer.")))
    with pytest.raises(CommandError, match=r"The bucket does not answer\. The backup is restored, but .* adopt_node"):
        call_command("restore", folder, replace=True)
    assert not has_later()


def test_a_picture_that_cannot_be_written_is_a_sentence(backup, folder, now, monkeypatch, stored):
    media_files().delete(f"{stored.sha256[:2]}/{stored.file_name}")
    monkeypatch.setattr(restoring.storage, "write", fail(OSError("No space left on device")))
    with pytest.raises(BackupProblem, match="No space left on device") as raised:
        restore(folder, replace=True, now=now)
    assert "The site is as it was" in raised.value.leaves
    assert has_later()


def test_a_picture_that_somebody_has_changed_in_the_backup_is_refused_and_nothing_of_it_stays(
    backup, folder, now, stored
):
    other = store_media(verify(picture(color=(0, 0, 200))))
    made = make_backup(folder, now + timedelta(days=1))
    for each in made.media:
        media_files().delete(each)
    last = Path(folder) / "media" / made.media[-1]
    last.write_bytes(b"something else")
    with pytest.raises(CommandError, match=rf"media/{made.media[-1]}.*--without-damaged.* The site is as it was"):
        call_command("restore", folder, replace=True)
    assert has_later()
    assert not any(media_files().exists(f"{each.sha256[:2]}/{each.file_name}") for each in (stored, other))


def test_who_says_so_restores_without_damaged_pictures_and_reads_their_names(backup, folder, now, capsys):
    store_media(verify(picture(color=(0, 0, 200))))
    damaged, whole = make_backup(folder, now + timedelta(days=1)).media
    for each in (damaged, whole):
        media_files().delete(each)
    (Path(folder) / "media" / damaged).write_bytes(b"something else")
    call_command("restore", folder, replace=True, without_damaged=True)
    output = capsys.readouterr()
    assert f"media/{damaged} is damaged or missing in the backup: it does not come back." in output.err
    assert "1 picture or sound." in output.out
    assert not media_files().exists(damaged)
    assert media_files().exists(whole)


def test_each_picture_of_a_backup_is_read_once(backup, folder, now, monkeypatch):
    for each in backup.media:
        media_files().delete(each)
    read = []
    open_file = restoring.storage.open_file
    monkeypatch.setattr(restoring.storage, "open_file", lambda files, name: read.append(name) or open_file(files, name))
    restore(folder, replace=True, now=now)
    assert [name for name in read if name.startswith("media/")] == [f"media/{name}" for name in backup.media]


def test_a_picture_that_the_site_has_already_does_not_have_to_be_whole_in_the_backup(backup, folder, now):
    (Path(folder) / "media" / backup.media[0]).unlink()
    restore(folder, replace=True, now=now)
    assert not has_later()


def test_a_damaged_picture_of_the_site_comes_back(backup, folder, now, stored):
    storage.write(media_files(), backup.media[0], b"something else")
    restore(folder, replace=True, now=now)
    assert hashlib.sha256(storage.read(media_files(), backup.media[0])).hexdigest() == stored.sha256


def test_a_restore_that_is_interrupted_leaves_no_new_pictures(backup, folder, now, monkeypatch):
    media_files().delete(backup.media[0])
    monkeypatch.setattr(restoring, "_replace_database", fail(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        restore(folder, replace=True, now=now)
    assert not media_files().exists(backup.media[0])


def test_pictures_that_cannot_be_deleted_again_are_named(backup, folder, now, monkeypatch):
    media_files().delete(backup.media[0])
    monkeypatch.setattr(restoring, "_replace_database", fail(DatabaseError("the disk is full")))
    monkeypatch.setattr(FolderStorage, "delete", fail(OSError("read-only")))
    with pytest.raises(BackupProblem, match="the disk is full") as raised:
        restore(folder, replace=True, now=now)
    assert "pictures and sounds of the backup may have come back" in raised.value.leaves


def test_pictures_stay_for_a_database_that_could_not_be_put_back(backup, folder, now, monkeypatch):
    media_files().delete(backup.media[0])
    monkeypatch.setattr(restoring, "_replace_database", fail(BackupProblem("no way back", "The backup's tables stay.")))
    with pytest.raises(BackupProblem, match="no way back"):
        restore(folder, replace=True, now=now)
    assert media_files().exists(backup.media[0])


def test_a_site_in_use_is_not_replaced(backup, folder):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        with pytest.raises(CommandError, match=r"Stop the server.* Nothing was changed\."):
            call_command("restore", folder, replace=True)
    finally:
        other.close()
    assert has_later()


def test_who_comes_while_the_backup_is_read_writes_nothing_that_is_lost(
    backup, folder, now, only_postgresql, monkeypatch
):
    comes = connections.create_connection("default")
    check = postgresql.check

    def somebody_comes(*arguments):
        check(*arguments)
        comes.ensure_connection()

    monkeypatch.setattr(postgresql, "check", somebody_comes)
    try:
        with pytest.raises(BackupProblem, match="1 other connection to the database is open"):
            restore(folder, replace=True, now=now)
    finally:
        comes.close()
    assert has_later()
    assert not schemas()


def test_who_knows_the_others_may_restore_beside_them(backup, folder, now, only_postgresql):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        restore(folder, replace=True, connected=True, now=now)
    finally:
        other.close()
    assert not has_later()


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("SELECT 1 / 0", "psql failed: ERROR: division by zero"),
        ("SELECT pg_terminate_backend(pg_backend_pid())", "psql failed: .*terminating connection"),
    ],
)
def test_a_script_that_breaks_off_has_changed_nothing_and_says_why(
    backup, folder, now, only_postgresql, monkeypatch, end, reason
):
    ending_with(end, monkeypatch)
    with pytest.raises(BackupProblem, match=reason):
        restore(folder, replace=True, now=now)
    assert has_later()
    assert not schemas()


def test_tables_from_before_that_could_not_be_dropped_never_come_back(
    backup, folder, now, only_postgresql, monkeypatch, caplog
):
    with monkeypatch.context() as failing:
        failing.setattr(postgresql, "_execute", failing_at(postgresql.DROP_BEFORE))
        restore(folder, replace=True, now=now)
    assert "The tables from before are still in the schema before_restore (out of shared memory)" in caplog.text
    assert not has_later()
    replace_nothing(folder, now, monkeypatch)
    assert not has_later()
    assert not schemas()
    restore(folder, replace=True, now=now)
    assert not User.objects.filter(email="since@example.org").exists()
