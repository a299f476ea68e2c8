"""Deletes courses: they exist for nobody from that moment on; the worker removes their lessons and decks."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from apps.courses.models import Course
from apps.courses.services.course_lock import lock_course

FREED_SLUG = Concat(Value("deleted--"), Cast("pk", CharField()))  # no title makes two hyphens in a row


@transaction.atomic
def delete_course(course: Course, *, at: datetime) -> None:
    """Mark a course and its decks as deleted, and free their slugs. Raises CourseGone where somebody else just did.

    Who saves something of the course at the same time, or joins it, comes before that or finds no course.
    """
    lock_course(course.pk)
    course.decks.update(deleted_at=at, deleted_as="final", slug=FREED_SLUG)
    Course.objects.filter(pk=course.pk).update(deleted_at=at, slug=FREED_SLUG)
