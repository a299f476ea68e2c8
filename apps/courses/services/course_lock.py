"""The lock of a course: who saves its rows waits for others who do."""

from django.http import Http404

from apps.courses.models import Course


class CourseGone(Http404):
    """The course was deleted in the meantime: its pages are not found, as those of any deleted course."""


def lock_course(course: int) -> None:
    """Wait until nobody else saves rows of the course with this key, and let others wait for this transaction.

    Raises CourseGone.
    """
    rows = Course.with_deleted.found_by_writers().select_for_update(no_key=True)
    if not rows.filter(pk=course).values_list("pk").first():
        raise CourseGone
