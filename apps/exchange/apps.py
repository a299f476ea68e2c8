"""Decks in from other programs, and out to them."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The app for import and export."""

    name = "apps.exchange"
