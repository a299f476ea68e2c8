"""An SQLite file is replaced as a whole, whenever the restore is killed, and whoever else wants it."""

import os
import re
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services import sqlite
from apps.web.sqlite import base

LEFT = re.compile(r"(?P<how>line|page) (?P<number>\d+) ok \[\('(?P<what>old|new)', (?P<rows>\d+)\)\]")


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A site's file that is not the test's own database, and a copy to put in its place."""
    monkeypatch.setattr(sqlite, "_library", lambda: base.Database)
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "site.sqlite3"))
    monkeypatch.setattr(connection, "close", lambda: None)
    for name, value in (("site.sqlite3", "old"), ("copy", "new")):
        with closing(base.Database.connect(tmp_path / name)) as database, database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("CREATE TABLE found (value)")
            database.execute("INSERT INTO found VALUES (?)", [value])
    return tmp_path / "site.sqlite3"


def found(path):
    with closing(base.Database.connect(path, timeout=0)) as database:
        return database.execute("SELECT value FROM found").fetchall()


def test_a_database_in_a_folder_that_is_not_there_is_a_sentence(file, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", str(file.parent / "none/site.sqlite3"))
    with (
        pytest.raises(BackupProblem, match=r"The site's database: unable to open database file\. Look at DATABASE_URL"),
        sqlite.replacing(file.parent / "copy", connected=False),
    ):
        pass


@pytest.mark.slow  # some sixty processes, each killed one line later
def test_a_restore_that_is_killed_leaves_the_old_database_or_the_new_one(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ditcards.settings",
        "SECRET_KEY": "of a test",
        "DITCARDS_DATA": str(tmp_path / "data"),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
    }
    command = [sys.executable, "-m", "apps.operations.backup.tests.support.killed_swaps", str(folder)]
    done = subprocess.run(  # noqa: S603 - our own module
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
    left = [LEFT.fullmatch(line) for line in done.stdout.splitlines()]
    assert all(left), done.stdout
    assert {(each["what"], each["rows"]) for each in left} == {("old", "500"), ("new", "1000")}
    assert {each["what"] for each in left if each["how"] == "page"} == {"old"}


def test_nobody_opens_the_file_while_it_is_replaced(file):
    with (
        sqlite.replacing(file.with_name("copy"), connected=False),
        pytest.raises(base.Database.OperationalError, match="locked"),
    ):
        found(file)
    assert found(file) == [("new",)]


def test_the_file_that_somebody_waits_for_is_the_one_that_is_replaced(file):
    before = file.stat().st_ino
    with sqlite.replacing(file.with_name("copy"), connected=False):
        pass
    assert file.stat().st_ino == before
    assert [path.name for path in file.parent.iterdir() if path.name.startswith("site")] == ["site.sqlite3"]


def test_a_file_that_somebody_has_open_is_not_replaced(file):
    with closing(base.Database.connect(file)) as other:
        other.execute("SELECT value FROM found").fetchall()
        with (
            pytest.raises(BackupProblem, match="Stop the server and its workers"),
            sqlite.replacing(file, connected=False),
        ):
            pass
        with pytest.raises(BackupProblem, match="Stop the server and its workers"):
            sqlite.refuse_in_use()


def test_a_database_that_cannot_be_written_is_a_sentence_and_stays_as_it_was(file):
    copy = file.with_name("copy")
    with pytest.raises(BackupProblem, match="cannot be written"), sqlite.replacing(copy, connected=False):
        copy.write_bytes(b"something else" * 100)
    assert found(file) == [("old",)]
