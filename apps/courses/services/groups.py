"""Groups of a course's people: made, renamed, deleted. Who puts people into one does so behind the course's lock."""

from django.db import IntegrityError, transaction

from apps.courses.models import Course, CourseGroup
from apps.courses.services.course_lock import lock_course


class GroupNameTaken(Exception):
    """The course has a group of this name."""


def create_group(course: Course, name: str) -> CourseGroup:
    """Make a group. Raises GroupNameTaken."""
    try:
        with transaction.atomic():
            return CourseGroup.objects.create(course=course, name=name)
    except IntegrityError as error:
        raise GroupNameTaken from error


def rename_group(group: CourseGroup, name: str) -> None:
    """Give a group another name. Raises GroupNameTaken."""
    try:
        with transaction.atomic():
            CourseGroup.objects.filter(pk=group.pk).update(name=name)
    except IntegrityError as error:
        raise GroupNameTaken from error


@transaction.atomic
def delete_group(group: CourseGroup) -> None:
    """Delete a group; its people stay in the course. Raises CourseGone."""
    lock_course(group.course_id)
    group.delete()


def still_there(group: CourseGroup | None) -> CourseGroup | None:
    """Return the group; None where it was deleted before the course was locked."""
    return group and CourseGroup.objects.filter(pk=group.pk).first()
