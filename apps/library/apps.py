"""A learner's own library: the decks they have and study, and the cards in them."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The library app."""

    name = "apps.library"
