"""Groups of a course's people: made, renamed, deleted."""

from django.db import IntegrityError, transaction

from apps.courses.models import Course, CourseGroup


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
    """Delete a group; its people stay in the course."""
    group.delete()
