"""What Today says of reports: once to their authors, and to instructors as long as some are open."""

from datetime import date, datetime

from apps.accounts.models import User
from apps.courses.models import Course
from apps.teaching.models import CardReport
from apps.teaching.reports.queue import open_numbers
from apps.web.page_notes import PageNote

MAX_SHOWN = 5


def came_of_reports(person: User, _today: date, _now: datetime) -> list[PageNote]:
    """Return what came of the person's reports, until they say that they have read it."""
    reports = list(CardReport.objects.filter(user=person, is_news=True).select_related("note").order_by("pk"))
    if not reports:
        return []
    shown = reports[:MAX_SHOWN]
    return [("teaching/reports/_news.html", {"reports": shown, "more": len(reports) - len(shown)})]


def open_reports(person: User, _today: date, _now: datetime) -> list[PageNote]:
    """Return how many reports are open in the courses that the person helps to run."""
    numbers = open_numbers(person)
    if not numbers:
        return []
    courses = [(course, numbers[course.slug]) for course in Course.objects.filter(slug__in=numbers)]
    return [("teaching/reports/_waiting.html", {"courses": courses})]
