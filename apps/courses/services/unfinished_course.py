"""A course that exists for nobody until its lessons are copied; the worker removes one that stays so for a day."""

from datetime import datetime

from apps.courses.models import Course, CourseQuerySet
from apps.courses.services.course_lock import CourseGone
from apps.courses.services.new_course import save_with_free_slug


def hide(course: Course, *, at: datetime) -> None:
    """Let a course that is about to be saved exist for nobody."""
    course.deleted_at, course.is_unfinished = at, True


def reveal(course: Course) -> None:
    """Let a hidden course exist, under a slug of its title. Raises CourseGone."""
    if not _hidden(course.pk).exists():
        raise CourseGone
    course.deleted_at, course.is_unfinished = None, False
    save_with_free_slug(course)


def discard(course: int) -> None:
    """Leave the course with this key to the worker, if it is still hidden."""
    _hidden(course).update(is_unfinished=False)


def _hidden(course: int) -> CourseQuerySet:
    return Course.with_deleted.filter(pk=course, is_unfinished=True)
