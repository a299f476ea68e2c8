"""How a person wants to be reminded, and when they were."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

DEFAULT_HOUR = 17
KEY_BYTES = 24
MAX_KEY_LENGTH = 32


def new_calendar_key() -> str:
    """Return a key of 192 bits that nobody can guess."""
    return secrets.token_urlsafe(KEY_BYTES)


class Reminders(models.Model):
    """One person's reminders. Nobody gets any without a row."""

    class Digest(models.TextChoices):
        """When an e-mail comes, at most one a day."""

        OFF = "off", _("Never")
        WORTH_IT = "worth_it", _("When it is worth it")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="reminders"
    )
    digest = models.CharField(_("e-mail"), max_length=8, choices=Digest, default=Digest.OFF)
    hour = models.PositiveSmallIntegerField(_("hour"), default=DEFAULT_HOUR)
    next_digest_at = models.DateTimeField(null=True)  # the next hour to look whether it is worth it
    last_digest_on = models.DateField(null=True)  # a study day
    calendar_key = models.CharField(max_length=MAX_KEY_LENGTH, blank=True)  # empty: there is no calendar

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(digest__in=["off", "worth_it"]), name="reminders_digest_is_known"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="reminders_hour_is_an_hour"),
            models.CheckConstraint(
                condition=Q(digest="off", next_digest_at__isnull=True)
                | Q(digest="worth_it", next_digest_at__isnull=False),
                name="reminders_digest_has_its_next_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_digest_display()}"
