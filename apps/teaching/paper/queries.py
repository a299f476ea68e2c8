"""Who of a course reviews on paper, and what was printed for them."""

from typing import Any

from django.core.paginator import Page, Paginator

from apps.courses.models import Course, Enrolment
from apps.paper_sessions.models import PaperPreference, PaperSession
from apps.paper_sessions.session_list import with_counts
from apps.web.statements import across_users

PAGE_SIZE = 50


@across_users("who runs a course prints for all of its learners who want paper")
def learners_on_paper(course: Course) -> list[Enrolment]:
    """Return the learners of the course who review on paper, in the order of what staff call them."""
    wanted = PaperPreference.objects.filter(course=course).values("user")
    learners = Enrolment.objects.learners().present().filter(course=course, user__in=wanted).select_related("user")
    return sorted(learners, key=lambda each: (each.name_for_staff.casefold(), each.pk))


@across_users("who runs a course sees whose grades are left to enter")
def sessions_of_class(course: Course, number: str | None) -> Page:
    """Return a page of the papers that were printed for the class, the newest first."""
    sessions = PaperSession.objects.filter(course=course).order_by("-created_at", "-pk")
    page: Page[Any] = Paginator(sessions, PAGE_SIZE).get_page(number)
    page.object_list = with_counts(page.object_list)
    return page
