"""The site's plumbing: requests, error pages, middleware, storage. No models of its own."""

from django.apps import AppConfig
from django.core import checks

from apps.web.management.node_command import NODE
from apps.web.requests import converters
from apps.web.sqlite.checks import refuse_library, warn_of_library


class WebConfig(AppConfig):
    """The app of the site's plumbing."""

    name = "apps.web"

    def ready(self) -> None:
        """Register the converters, before any URL uses them, and the checks of the database's library."""
        converters.register()
        checks.register(warn_of_library)
        checks.register(refuse_library, checks.Tags.security, NODE, deploy=True)
