"""The search language over cards and notes."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finds cards and notes by what is typed."""

    name = "apps.search"
