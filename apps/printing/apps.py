"""Decks as PDF."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """The printing app."""

    name = "apps.printing"
