"""A course as its instructor sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeachingConfig(AppConfig):
    """The app of the pages on which a course is run."""

    name = "apps.teaching"
    verbose_name = _("Teaching")

    def ready(self) -> None:
        """Let Today show goals, people, and reports; a course its goals; and a card the numbers of its class."""
        from apps.lessons.course_notes import above_lessons
        from apps.library.card_notes import card_notes
        from apps.reviews.today_notes import today_notes
        from apps.teaching.goals import notes as goal_notes
        from apps.teaching.insight.card_note import class_numbers
        from apps.teaching.people.today import notes_about_people
        from apps.teaching.reports.today import came_of_reports, open_reports

        today_notes.register(goal_notes.on_today)
        today_notes.register(came_of_reports)
        today_notes.register(open_reports)
        today_notes.register(notes_about_people)
        above_lessons.register(goal_notes.on_course)
        card_notes.register(class_numbers)
