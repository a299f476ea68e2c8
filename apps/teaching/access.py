"""Who may open the teaching pages of a course, and what they may do there."""

from dataclasses import dataclass

from django.http import Http404

from apps.accounts.models import User
from apps.courses.models import Course, Enrolment
from apps.web.http import LearnerRequest


@dataclass(frozen=True)
class TeachingAccess:
    """One person in one course that they help to run. A superuser may do everything, as its owner."""

    course: Course
    role: Enrolment.Role

    @property
    def may_edit(self) -> bool:
        """Whether they may change lessons, cards and people: an assistant only looks."""
        return self.role in Enrolment.EDITORS

    @property
    def owns(self) -> bool:
        """Whether they may delete the course, and choose its instructors."""
        return self.role == Enrolment.Role.OWNER


def staff_access(request: LearnerRequest, slug: str) -> TeachingAccess:
    """Return what the person may do in the course; raise Http404 for whoever does not help to run it."""
    return _access(request.user, Course.objects.filter(slug=slug).first())


def editor_access(request: LearnerRequest, slug: str) -> TeachingAccess:
    """Return what the person may do in the course; raise Http404 for whoever may not edit it."""
    access = staff_access(request, slug)
    if not access.may_edit:
        raise Http404
    return access


def owner_access(request: LearnerRequest, slug: str) -> TeachingAccess:
    """Return what the person may do in the course; raise Http404 for all but its owners."""
    access = staff_access(request, slug)
    if not access.owns:
        raise Http404
    return access


def _access(user: User, course: Course | None) -> TeachingAccess:
    if course is None:
        raise Http404
    if user.is_superuser:
        return TeachingAccess(course, Enrolment.Role.OWNER)
    enrolment = course.enrolments.filter(user=user, role__in=Enrolment.STAFF).first()
    if enrolment is None:
        raise Http404
    return TeachingAccess(course, Enrolment.Role(enrolment.role))
