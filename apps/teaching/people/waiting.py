"""Those who are not in a course yet: invitations that nobody accepted, and people who ask to join."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Subquery

from apps.courses.models import Course, Invitation, JoinRequest
from apps.teaching.people.roster import PER_PAGE, RosterOptions


def invitations_page(course: Course, options: RosterOptions, number: str | None) -> Page[Invitation]:
    """Return a page of the invitations that nobody accepted, also of those that no longer work."""
    found = course.invitations.waiting().with_validity().select_related("group")
    if options.query:
        found = found.filter(email__icontains=options.query)
    if options.group:
        found = found.filter(group=options.group)
    return Paginator(found.order_by("email", "pk"), PER_PAGE).get_page(number)


def requests_page(course: Course, number: str | None) -> Page[JoinRequest]:
    """Return a page of the people who ask to join, the first to ask first; after them those who were declined."""
    asked = course.join_requests.select_related("user")
    return Paginator(asked.order_by(F("declined_at").asc(nulls_first=True), "pk"), PER_PAGE).get_page(number)


def asking_number(course: Course) -> Subquery:
    """Return how many people ask to join and wait for an answer, as a part of another statement."""
    rows = course.join_requests.filter(declined_at=None).order_by()
    return Subquery(rows.values("course").annotate(number=Count("pk")).values("number"))


def counts(course: Course) -> dict[str, int]:
    """Return how many wait."""
    return {
        "invited": course.invitations.waiting().count(),
        "requests": course.join_requests.filter(declined_at=None).count(),
    }
