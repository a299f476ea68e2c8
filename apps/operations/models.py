"""What the nodes of the site note about themselves, what tells them from those of another site, and the backups."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.web.heartbeat import CLOCKS_DIFFER

ONLY_ID = 1
ABANDONED = timedelta(hours=6)  # a killed process left what is older, if nobody holds it and it shows no heartbeat
SILENT = timedelta(minutes=5)  # a backup that has not shown itself for so long was killed


class NodeProbe(models.Model):
    """The row that a node writes to find out whether the database takes writes."""

    node = models.CharField(primary_key=True, max_length=255)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("probe of a node")
        verbose_name_plural = _("probes of nodes")

    def __str__(self) -> str:
        return self.node


class SiteIdentity(models.Model):
    """Which stored files and which secret belong to this database. One row, made by the first start."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY_ID)
    marker = models.CharField(max_length=32)  # a random text, which is also in the media storage
    secret_fingerprint = models.CharField(max_length=64)  # of SECRET_KEY, which cannot be found out from it

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=ONLY_ID), name="operations_one_site_identity")]

    def __str__(self) -> str:
        return self.marker


class BackupQuerySet(models.QuerySet["Backup"]):
    """Backups by how they ended."""

    def complete(self) -> "BackupQuerySet":
        """Return those that can be restored, unless somebody has deleted them since."""
        return self.filter(ended_at__isnull=False, problem="")

    def open(self) -> "BackupQuerySet":
        """Return those that are being made, and those that were killed."""
        return self.filter(ended_at=None)

    def killed(self, now: datetime) -> "BackupQuerySet":
        """Return those whose process shows itself no longer; one of an older release never did, and took too long.

        Who has shown itself in the future had a clock ahead, and would be there until then.
        """
        never = Q(heartbeat_at=None, started_at__lt=now - ABANDONED)
        ahead = Q(heartbeat_at__gt=now + CLOCKS_DIFFER)
        return self.open().filter(Q(heartbeat_at__lt=now - SILENT) | ahead | never)


class Backup(models.Model):
    """One backup, made by hand or at night; its row is what lets one process alone make it."""

    target = models.TextField(_("target"), help_text=_("The folder, bucket or file in which it is."))
    night = models.DateField(_("night"), null=True, help_text=_("Empty if somebody made it by hand."))
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    started_at = models.DateTimeField(_("started at"))
    heartbeat_at = models.DateTimeField(
        _("heartbeat at"), null=True, help_text=_("When its process last showed itself.")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    problem = models.TextField(_("problem"), blank=True, help_text=_("Why it is not complete."))

    objects = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        constraints = [
            models.UniqueConstraint(fields=["night", "attempt"], name="operations_backup_once_per_night_and_attempt"),
            models.UniqueConstraint(
                fields=["target"], condition=models.Q(ended_at=None), name="operations_backup_one_at_a_time_per_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.target}"
