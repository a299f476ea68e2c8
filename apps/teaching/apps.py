"""A course as its instructor sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeachingConfig(AppConfig):
    """The app of the pages on which a course is run."""

    name = "apps.teaching"
    verbose_name = _("Teaching")
