"""The link by which people join: made, changed, closed, opened again; and used, by no more people than it allows."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.courses.models import Course, CourseGroup, JoinLink
from apps.courses.services.course_lock import lock_course
from apps.courses.services.membership import enroll
from apps.courses.services.requests import ask_to_join
from apps.web import codes


class LinkClosed(Exception):
    """The link has ended, is full or has another code, or its course is gone."""


@transaction.atomic
def save_link(
    course: Course,
    *,
    ends_at: datetime | None,
    max_people: int | None,
    needs_approval: bool,
    group: CourseGroup | None,
) -> JoinLink:
    """Make the course's link, or change until when, how many and how people join by it."""
    fields = {"ends_at": ends_at, "max_people": max_people, "needs_approval": needs_approval, "group": group}
    return JoinLink.objects.update_or_create(course=course, defaults=fields)[0]


@transaction.atomic
def renew_code(course: Course) -> None:
    """Give the link another code; the old one leads nowhere."""
    JoinLink.objects.filter(course=course).update(code=codes.new(), joined=0)


@transaction.atomic
def close_link(course: Course, *, at: datetime) -> None:
    """Let nobody in by the link any more."""
    JoinLink.objects.filter(course=course).update(ends_at=at)


@transaction.atomic
def reopen_link(course: Course, *, at: datetime) -> None:
    """Let people in by the link again: an end that has passed, and a number of people that is reached, are dropped."""
    links = JoinLink.objects.filter(course=course)
    links.filter(ends_at__lte=at).update(ends_at=None)
    links.filter(joined__gte=F("max_people")).update(max_people=None)


@transaction.atomic
def join_by_link(link: JoinLink, user: User, *, at: datetime, shows_name: bool) -> bool:
    """Make the person a learner of the link's course, or ask for it where that is needed; False: they did so before.

    Raises LinkClosed, or CourseGone. The count decides in the database, so that no two people get the last place.
    `shows_name` is what the page promised.
    """
    course = link.course
    lock_course(course.pk)
    if _came_before(link, user):
        return False
    links = JoinLink.objects.filter(pk=link.pk, code=link.code)
    if not links.open(at).update(joined=F("joined") + 1):
        raise LinkClosed
    enter = ask_to_join if link.needs_approval else enroll
    is_new = enter(course, user, at=at, group=link.group, shows_name=shows_name)
    if not is_new:  # who pressed twice takes one place
        links.update(joined=F("joined") - 1)
    return is_new


def _came_before(link: JoinLink, user: User) -> bool:
    asked = link.needs_approval and link.course.join_requests.filter(user=user).exists()
    return asked or link.course.enrolments.filter(user=user).exists()
