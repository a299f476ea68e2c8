"""Today's cards on paper, and their grades back."""

from django.apps import AppConfig


class PaperSessionsConfig(AppConfig):
    """The app of paper sessions."""

    name = "apps.paper_sessions"

    def ready(self) -> None:
        """Let the page of a course ask its learners whether they review on paper."""
        from apps.lessons.course_notes import below_lessons
        from apps.paper_sessions.course_note import paper_choice

        below_lessons.register(paper_choice)
