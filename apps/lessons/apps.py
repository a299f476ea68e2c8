"""Lessons and their practice pages."""

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    """The lessons app."""

    name = "apps.lessons"
