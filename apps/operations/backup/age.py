"""How old the newest backup is."""

from datetime import datetime

from django.db.models import Max

from apps.operations.models import Backup


def last_backup() -> datetime | None:
    """Return when the newest complete backup was begun: what was saved later is not in it. None without any."""
    newest: datetime | None = Backup.objects.complete().aggregate(newest=Max("started_at"))["newest"]
    return newest
