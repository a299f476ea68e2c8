"""People ask to be let into a course; those who run it let them in, or decline."""

from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.courses.models import Course, CourseGroup, JoinRequest
from apps.courses.services.course_lock import lock_course
from apps.courses.services.groups import still_there
from apps.courses.services.membership import enroll


@transaction.atomic
def ask_to_join(
    course: Course, user: User, *, at: datetime, shows_name: bool, message: str = "", group: CourseGroup | None = None
) -> bool:
    """Save the person's request; False: they asked before, and that request stays as it is. Raises CourseGone."""
    lock_course(course.pk)
    fields = {"created_at": at, "message": message, "group": still_there(group), "shows_name": shows_name}
    return JoinRequest.objects.get_or_create(user=user, course=course, defaults=fields)[1]


@transaction.atomic
def let_in(request: JoinRequest, *, at: datetime) -> bool:
    """Make the person a learner; False: they are a member already. Raises CourseGone."""
    lock_course(request.course_id)
    JoinRequest.objects.filter(user=request.user_id, pk=request.pk).delete()
    return enroll(request.course, request.user, at=at, group=request.group, shows_name=request.shows_name)


@transaction.atomic
def decline(request: JoinRequest, *, at: datetime) -> None:
    """Decline: the person reads so where they asked."""
    JoinRequest.objects.filter(user=request.user_id, pk=request.pk).update(declined_at=at)
