"""E-mails and a calendar of what is due, and of goals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """The app of reminders."""

    name = "apps.reminders"
    verbose_name = _("Reminders")
