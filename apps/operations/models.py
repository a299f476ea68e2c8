"""What the nodes of the site note about themselves, and what tells them from those of another site."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

ONLY_ID = 1


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
