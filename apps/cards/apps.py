"""Decks, notes and the cards made of them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CardsConfig(AppConfig):
    """The cards app."""

    name = "apps.cards"
    verbose_name = _("Cards")
