"""Background jobs: a row per job, its progress and its result."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """The jobs app."""

    name = "apps.jobs"
    verbose_name = _("Background jobs")

    def ready(self) -> None:
        """Import the `jobs` module of each app that has one, which registers its kinds of job; register our check."""
        from apps.jobs.checks import check_worker

        autodiscover_modules("jobs")
        checks.register(check_worker, checks.Tags.database)
