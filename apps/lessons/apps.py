"""Lessons and their practice pages."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from apps.web.management.node_command import SERVER


class LessonsConfig(AppConfig):
    """The lessons app."""

    name = "apps.lessons"
    verbose_name = _("Lessons")

    def ready(self) -> None:
        """Register the check of a deployment."""
        from apps.lessons.checks import check_demo_passwords

        checks.register(check_demo_passwords, checks.Tags.security, SERVER, deploy=True)
