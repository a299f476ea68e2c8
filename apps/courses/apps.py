"""Courses and who takes part in them."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """The courses app."""

    name = "apps.courses"
