"""Whom of a course's people one may change, and what one may make them: only owners choose who teaches."""

from datetime import datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from apps.courses.models import Enrolment, EnrolmentQuerySet
from apps.courses.services.membership import UNDO_WITHIN
from apps.teaching.access import TeachingAccess

Role = Enrolment.Role
GIVEN_BY_OWNERS = (*Enrolment.GIVEN_BY_INSTRUCTORS, Role.INSTRUCTOR, Role.OWNER)


def roles_given_by(access: TeachingAccess) -> tuple[Role, ...]:
    """Return the roles that the person may give, and take from who has them."""
    if access.owns:
        return GIVEN_BY_OWNERS
    return Enrolment.GIVEN_BY_INSTRUCTORS if access.may_edit else ()


def editable_member(access: TeachingAccess, enrolment_id: int) -> Enrolment:
    """Return a member whom the person may change or remove, or raise Http404."""
    enrolment = get_object_or_404(access.course.enrolments.select_related("user", "course"), pk=enrolment_id)
    if enrolment.role not in roles_given_by(access):
        raise Http404
    return enrolment


def editable_members(access: TeachingAccess) -> EnrolmentQuerySet:
    """Return the members whom the person may change or remove."""
    members: EnrolmentQuerySet = access.course.enrolments.present().filter(role__in=roles_given_by(access))
    return members


def removed_members(access: TeachingAccess, now: datetime) -> EnrolmentQuerySet:
    """Return those whose removal the person may undo."""
    removed = Enrolment.with_former.removed_since(now - UNDO_WITHIN).select_related("user")
    return removed.filter(course=access.course, role__in=roles_given_by(access))
