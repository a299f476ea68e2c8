"""Saves who reviews a course on paper."""

from apps.accounts.models import User
from apps.courses.models import Course
from apps.paper_sessions.models import PaperPreference


def choose_paper(user: User, course: Course) -> None:
    """Let those who run the course print the person's cards with those of the class."""
    PaperPreference.objects.get_or_create(user=user, course=course)


def choose_screen(user: User, course: Course) -> None:
    """Leave the person's cards out of what is printed for the class."""
    PaperPreference.objects.filter(user=user, course=course).delete()
