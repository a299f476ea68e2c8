"""Decks, notes and the cards made of them."""

from django.apps import AppConfig


class CardsConfig(AppConfig):
    """The cards app."""

    name = "apps.cards"
