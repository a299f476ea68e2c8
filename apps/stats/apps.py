"""What a learner can see of their answers and cards."""

from django.apps import AppConfig


class StatsConfig(AppConfig):
    """The app for statistics."""

    name = "apps.stats"
