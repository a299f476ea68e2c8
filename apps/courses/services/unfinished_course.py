"""A course that exists for nobody until its lessons are copied; the worker removes one that stays so for a day."""

from datetime import datetime

from apps.courses.models import Course, CourseQuerySet
from apps.courses.services.course_lock import CourseGone
from apps.courses.services.delete_course import FREED_SLUG


def hide(course: Course, *, at: datetime) -> None:
    """Let a course that is about to be saved exist for nobody."""
    course.deleted_at, course.is_unfinished = at, True


def reveal(course: Course) -> None:
    """Let a hidden course exist. Raises CourseGone."""
    if not _hidden(course.pk).update(deleted_at=None, is_unfinished=False):
        raise CourseGone
    course.deleted_at, course.is_unfinished = None, False


def discard(course: int) -> None:
    """Leave the course with this key to the worker, if it is still hidden, and free its slug."""
    _hidden(course).update(is_unfinished=False, slug=FREED_SLUG)


def _hidden(course: int) -> CourseQuerySet:
    return Course.with_deleted.filter(pk=course, is_unfinished=True)
