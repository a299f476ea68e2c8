"""How old the newest backup is."""

from datetime import datetime

from apps.operations.models import Backup


def last_backup() -> datetime | None:
    """Return when the newest complete backup was begun: what was saved later is not in it. None without any.

    It is the one that was claimed last, whatever the clocks showed: one that was ahead does not hide those that follow.
    """
    return Backup.objects.complete().order_by("-pk").values_list("started_at", flat=True).first()
