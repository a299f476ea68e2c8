"""The daily review: schedules, the queue, the log."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The reviews app."""

    name = "apps.reviews"
