"""Long work beside the web process: a row per job, its progress, its result."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The jobs app."""

    name = "apps.jobs"

    def ready(self) -> None:
        """Read the `jobs` module of each app that has one: importing it registers its kinds of job."""
        autodiscover_modules("jobs")
