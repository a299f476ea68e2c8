"""Lessons and their practice pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    """The lessons app."""

    name = "apps.lessons"
    verbose_name = _("Lessons")
