"""The site's plumbing: requests, error pages, middleware, storage. No models of its own."""

from django.apps import AppConfig

from apps.web.requests import converters


class WebConfig(AppConfig):
    """The app of the site's plumbing."""

    name = "apps.web"

    def ready(self) -> None:
        """Register the converters before any URL uses them."""
        converters.register()
