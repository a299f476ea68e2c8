"""The rows of backups: who makes one, and how it ended."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial

from django.db import Error, IntegrityError, transaction

from apps.operations.backup.problems import BackupProblem, another_backup
from apps.operations.backup.schedule import attempt_due, night_of
from apps.operations.backup.targets import spelled
from apps.operations.models import Backup
from apps.web.heartbeat import Heartbeat

HEARTBEAT_SECONDS = 15

KILLED = "Its process was ended before it was complete."


def claim(target: str, now: datetime) -> Backup:
    """Return the row of a backup that somebody makes by hand; raise BackupProblem while another is being made."""
    end_killed(now)
    if not (row := _claimed(Backup(target=spelled(target), started_at=now, heartbeat_at=now))):
        raise BackupProblem(f"{another_backup(target)} One whose process was killed counts for five minutes.")
    return row


def claim_nightly(target: str, now: datetime) -> Backup | None:
    """Return the row of tonight's backup if it is due, and nobody else on any machine makes it.

    Raises BackupProblem while another one is being made there.
    """
    end_killed(now)
    if not (attempt := attempt_due(now)):
        return None
    row = Backup(target=spelled(target), night=night_of(now), attempt=attempt, started_at=now, heartbeat_at=now)
    claimed = _claimed(row)
    if claimed is None and Backup.objects.open().filter(target=row.target).exclude(night=row.night).exists():
        raise another_backup(target)
    return claimed


def claimed_before(pk: int, target: str) -> Backup:
    """Return the row of a backup to this target that a worker has claimed and nobody has ended; or BackupProblem."""
    if not (row := Backup.objects.open().filter(pk=pk, target=spelled(target)).first()):
        raise BackupProblem(f"--run is for a worker, which has claimed a backup: {pk} is none to {target}.")
    return row


@contextmanager
def recorded(backup: Backup, clock: Callable[[], datetime]) -> Iterator[None]:
    """Show that a backup is being made, and note how it ends.

    Raises BackupProblem at its end if somebody has taken it for killed: it is not one of the site's.
    """
    heartbeat = Heartbeat(partial(show, backup), seconds=HEARTBEAT_SECONDS)
    heartbeat.begin()
    try:
        yield
    except BaseException as error:
        with suppress(Error):  # then it is taken for killed; why it failed counts
            _end(backup, clock(), str(error) or type(error).__name__)
        raise
    else:
        if not _end(backup, clock(), ""):
            raise BackupProblem(
                "It is complete where it was made, but another process has taken this one for killed, since it was "
                "paused or a clock is wrong: the site does not count it. Make another one."
            )
    finally:
        heartbeat.end()


def show(backup: Backup, now: datetime) -> None:
    """Note that the process lives that makes a backup."""
    Backup.objects.open().filter(pk=backup.pk).update(heartbeat_at=now)


def end_failed(pk: int, now: datetime, problem: str) -> None:
    """Note that the process has ended that was to make a backup, unless it has noted itself how it ended."""
    Backup.objects.open().filter(pk=pk).update(ended_at=now, problem=problem or KILLED)


def end_restored(target: str, made: datetime, now: datetime) -> None:
    """End what was being made when the backup began from which this site was restored: that one is complete.

    Its row is the one of its target, or the last before it, wherever the backup has been moved since.
    """
    before = Backup.objects.open().filter(started_at__lte=made).order_by("started_at")
    if row := before.filter(target=spelled(target)).last() or before.last():
        _end(row, now, "")
    Backup.objects.open().update(ended_at=now, problem=KILLED)


def end_killed(now: datetime) -> None:
    """End those whose process was killed together with whoever waited for it."""
    Backup.objects.killed(now).update(ended_at=now, problem=KILLED)


def _claimed(row: Backup) -> Backup | None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def _end(backup: Backup, now: datetime, problem: str) -> int:
    """Return 1; 0 if somebody else has ended it."""
    return Backup.objects.open().filter(pk=backup.pk).update(ended_at=now, problem=problem)
