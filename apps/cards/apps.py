"""Decks, notes and the cards made of them."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from apps.cards.text_index.checks import warn_of_missing_index


class CardsConfig(AppConfig):
    """The cards app."""

    name = "apps.cards"
    verbose_name = _("Cards")

    def ready(self) -> None:
        """Register the check of the index over the texts."""
        checks.register(warn_of_missing_index, checks.Tags.database)
