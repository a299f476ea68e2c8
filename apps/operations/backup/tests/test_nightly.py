"""The nightly backup: once a night by one worker, again after one that failed."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from apps.operations.backup.age import last_backup
from apps.operations.backup.problems import BackupProblem
from apps.operations.backup.services import nightly, runs
from apps.operations.health.checks import Unhealthy, backup
from apps.operations.models import ABANDONED, SILENT, Backup
from apps.web.heartbeat import CLOCKS_DIFFER
from apps.web.tests.support.waiting import wait_until

THREE = datetime(2026, 5, 5, 3, tzinfo=UTC)
TARGET = "/backups/"
MAX_WAIT_SECONDS = 30


@pytest.fixture(autouse=True)
def nightly_settings(settings):
    settings.BACKUP_TO, settings.BACKUP_AT = TARGET, 3


def end(row, at, problem=""):
    Backup.objects.filter(pk=row.pk).update(ended_at=at, problem=problem)


def test_one_backup_is_made_a_night(db):
    row = runs.claim_nightly(TARGET, THREE)
    assert row
    assert not runs.claim_nightly(TARGET, THREE)
    end(row, THREE)
    assert not runs.claim_nightly(TARGET, THREE + timedelta(hours=23, minutes=59))
    assert runs.claim_nightly(TARGET, THREE + timedelta(days=1))


def test_two_workers_that_find_it_due_at_the_same_time_make_one(db, monkeypatch):
    monkeypatch.setattr(runs, "attempt_due", lambda _now: 1)
    assert runs.claim_nightly(TARGET, THREE)
    assert not runs.claim_nightly("/elsewhere/", THREE)


def test_one_that_failed_is_tried_again_after_a_pause(db):
    end(runs.claim_nightly(TARGET, THREE), THREE, "the disk is full")
    assert not runs.claim_nightly(TARGET, THREE + timedelta(minutes=29))
    assert runs.claim_nightly(TARGET, THREE + timedelta(minutes=31)).attempt == 2


def test_one_whose_process_was_killed_is_tried_again(db):
    killed = runs.claim_nightly(TARGET, THREE)
    later = THREE + SILENT + timedelta(seconds=1)
    assert not runs.claim_nightly(TARGET, later)  # it is noted as ended first
    assert not runs.claim_nightly(TARGET, later + timedelta(minutes=29))
    assert runs.claim_nightly(TARGET, later + timedelta(minutes=31)).attempt == 2
    killed.refresh_from_db()
    assert killed.problem == runs.KILLED


def test_one_that_a_clock_ahead_left_is_taken_for_killed(db):
    ahead = runs.claim(TARGET, THREE + timedelta(days=1000))
    assert runs.claim_nightly(TARGET, THREE)
    ahead.refresh_from_db()
    assert ahead.problem == runs.KILLED


def test_a_clock_that_is_a_little_ahead_is_nothing(db):
    ahead = runs.claim(TARGET, THREE + CLOCKS_DIFFER)
    runs.end_killed(THREE)
    ahead.refresh_from_db()
    assert ahead.ended_at is None


def test_one_that_waits_for_another_to_its_target_says_so_once(db, caplog):
    nightly.say_waiting.cache_clear()
    runs.claim(TARGET, THREE)
    for minutes in (0, 1):
        nightly.start_when_due(THREE + timedelta(minutes=minutes))
    [record] = caplog.records
    assert "waits: Another backup to /backups/ is being made. Wait until" in record.message


def test_one_that_another_worker_makes_is_not_worth_a_line(db, monkeypatch, caplog):
    runs.claim_nightly(TARGET, THREE)
    monkeypatch.setattr(runs, "attempt_due", lambda _now: 1)
    nightly.start_when_due(THREE)
    assert not caplog.records


def test_one_that_was_taken_for_killed_is_not_complete_though_it_comes_to_its_end(transactional_db):
    row = runs.claim(TARGET, THREE)
    paused = "another process has taken this one for killed"
    with pytest.raises(BackupProblem, match=paused), runs.recorded(row, lambda: THREE):
        end(row, THREE, runs.KILLED)
    row.refresh_from_db()
    assert row.problem == runs.KILLED


def test_why_a_backup_failed_is_raised_though_the_database_cannot_note_it(transactional_db, monkeypatch):
    row = runs.claim(TARGET, THREE)
    monkeypatch.setattr(runs, "_end", lambda *_arguments: (_ for _ in ()).throw(OperationalError("disk is full")))
    with pytest.raises(ValueError, match="no disk"), runs.recorded(row, lambda: THREE):
        raise ValueError("no disk")


def test_one_that_takes_hours_and_shows_itself_is_not_taken_for_killed(db):
    row = runs.claim_nightly(TARGET, THREE)
    later = THREE + ABANDONED + timedelta(hours=1)
    runs.show(row, later - SILENT)
    runs.end_killed(later)
    row.refresh_from_db()
    assert row.ended_at is None


def test_one_of_a_release_that_showed_nothing_is_taken_for_killed_after_hours(db):
    row = runs.claim_nightly(TARGET, THREE)
    Backup.objects.update(heartbeat_at=None)
    for at, ended in [(THREE + ABANDONED, None), (THREE + ABANDONED + timedelta(seconds=1),) * 2]:
        runs.end_killed(at)
        row.refresh_from_db()
        assert row.ended_at == ended


def test_a_backup_shows_itself_as_long_as_it_is_being_made(transactional_db, monkeypatch):
    monkeypatch.setattr(runs, "HEARTBEAT_SECONDS", 0.01)
    row = runs.claim(TARGET, THREE)
    with runs.recorded(row, lambda: THREE):
        wait_until(Backup.objects.filter(heartbeat_at__gt=THREE).exists, MAX_WAIT_SECONDS)


def test_without_a_target_none_is_made(db, settings):
    settings.BACKUP_TO = ""
    assert not runs.claim_nightly("", THREE)


def test_two_by_hand_to_one_target_wait_for_each_other(db):
    runs.claim(TARGET, THREE)
    with pytest.raises(BackupProblem, match="Another backup to /backups/ is being made"):
        runs.claim(TARGET, THREE)


def test_one_by_hand_that_was_killed_holds_up_no_other(db):
    runs.claim(TARGET, THREE)
    assert runs.claim(TARGET, THREE + SILENT + timedelta(seconds=1))


def test_a_folder_is_the_same_target_in_every_spelling(db, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runs.claim("backups/", THREE)
    with pytest.raises(BackupProblem, match="is being made"):
        runs.claim(f"{tmp_path}/x/../backups/", THREE)


def test_the_age_is_that_of_the_newest_complete_one(db):
    assert last_backup() is None
    end(runs.claim_nightly(TARGET, THREE), THREE + timedelta(hours=1))
    end(runs.claim(TARGET, THREE + timedelta(hours=9)), THREE + timedelta(hours=9), "the disk is full")
    assert last_backup() == THREE


def test_a_newest_backup_of_a_clock_ahead_is_shown_by_readyz_until_there_is_another(db):
    end(runs.claim(TARGET, THREE + timedelta(days=1000)), THREE + timedelta(days=1000))
    with pytest.raises(Unhealthy, match=r"dated 2029-01-29 03:00, which is yet to come: a clock was wrong"):
        backup(THREE)
    end(runs.claim(TARGET, THREE + CLOCKS_DIFFER), THREE)
    assert backup(THREE) == "0 hours old"


def test_readyz_says_when_there_is_none_or_it_is_old(db, settings):
    with pytest.raises(Unhealthy, match="There is no backup yet"):
        backup(THREE)
    end(runs.claim_nightly(TARGET, THREE), THREE)
    assert backup(THREE + timedelta(hours=26)) == "26 hours old"
    with pytest.raises(Unhealthy, match="26 hours old"):
        backup(THREE + timedelta(hours=26, minutes=1))
    settings.BACKUP_TO = ""
    assert backup(THREE + timedelta(hours=27)) == "none is made every night"


@pytest.fixture
def ends_with(monkeypatch):
    """Return a function that lets the process of a backup end like this."""

    def ends_with(returncode, stderr=""):
        done = SimpleNamespace(returncode=returncode, stderr=stderr)
        monkeypatch.setattr(nightly.subprocess, "run", lambda *_arguments, **_options: done)

    return ends_with


@pytest.mark.parametrize(
    ("returncode", "stderr", "line"),
    [
        (0, "x.png is damaged\nand so is y.png\n", ("WARNING", "complete, but: x.png is damaged and so is y.png")),
        (1, "CommandError: no disk\n", ("ERROR", "has a problem: CommandError: no disk")),
    ],
)
def test_what_the_process_of_a_backup_says_is_in_the_log(db, ends_with, caplog, returncode, stderr, line):
    ends_with(returncode, stderr)
    nightly._make(1)
    [record] = caplog.records
    assert (record.levelname, record.message.removeprefix("The nightly backup ").removeprefix("is ")) == line


def test_a_backup_that_says_nothing_leaves_no_line(ends_with, caplog):
    ends_with(0)
    nightly._make(1)
    assert not caplog.records


@pytest.mark.parametrize(
    ("returncode", "stderr", "problem"),
    [(1, "CommandError: a pool\n", "CommandError: a pool"), (-9, "", runs.KILLED)],
)
def test_a_process_that_ends_before_it_notes_anything_is_noted_as_failed(db, ends_with, returncode, stderr, problem):
    row = runs.claim_nightly(TARGET, THREE)
    ends_with(returncode, stderr)
    nightly._make(row.pk)
    row.refresh_from_db()
    assert row.ended_at
    assert row.problem == problem
    assert runs.claim(TARGET, THREE)


def test_a_backup_that_is_complete_stays_so_though_old_ones_were_not_deleted(db, ends_with):
    row = runs.claim_nightly(TARGET, THREE)
    end(row, THREE)
    ends_with(1, "CommandError: This backup is complete, but older ones were not deleted: no disk")
    nightly._make(row.pk)
    row.refresh_from_db()
    assert (row.ended_at, row.problem) == (THREE, "")


@pytest.mark.slow  # the process
def test_how_a_backup_fails_is_noted_and_logged_whatever_else_the_site_logs(transactional_db, monkeypatch, caplog):
    monkeypatch.setenv("LOG_LEVEL", "debug")
    row = runs.claim(TARGET, THREE)
    with pytest.raises(ValueError, match="the disk is full"), runs.recorded(row, lambda: THREE):
        raise ValueError("the disk is full")
    row.refresh_from_db()
    assert row.problem == "the disk is full"
    nightly._make(0)  # a process of its own, which finds no such row
    assert "The nightly backup has a problem: CommandError" in caplog.text
