"""When the nightly backup is due: once a night after the hour of BACKUP_AT, and again after one that failed."""

from datetime import date, datetime, timedelta

from django.conf import settings

from apps.operations.models import Backup

PAUSE = timedelta(minutes=30)  # after an attempt that failed


def night_of(now: datetime) -> date:
    """Return the day whose backup is due: until the hour of the backup, that of the day before."""
    return (now - timedelta(hours=settings.BACKUP_AT)).date()


def attempt_due(now: datetime) -> int:
    """Return the number of the attempt that is due now; 0 if none is."""
    if not settings.BACKUP_TO:
        return 0
    tonight = Backup.objects.filter(night=night_of(now))
    if tonight.complete().exists() or tonight.open().exists():
        return 0
    newest = tonight.order_by("-attempt").first()
    if newest is None:
        return 1
    return newest.attempt + 1 if newest.ended_at and newest.ended_at < now - PAUSE else 0
