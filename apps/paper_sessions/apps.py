"""Today's cards on paper, and their grades back."""

from django.apps import AppConfig


class PaperSessionsConfig(AppConfig):
    """The app of paper sessions."""

    name = "apps.paper_sessions"
