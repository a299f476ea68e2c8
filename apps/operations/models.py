"""What the nodes of the site note about themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NodeProbe(models.Model):
    """The row that a node writes to find out whether the database takes writes."""

    node = models.CharField(primary_key=True, max_length=255)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("probe of a node")
        verbose_name_plural = _("probes of nodes")

    def __str__(self) -> str:
        return self.node
