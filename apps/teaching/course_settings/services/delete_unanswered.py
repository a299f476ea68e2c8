"""Deletes a course while nobody has answered anything in it."""

from datetime import datetime

from django.db import transaction

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.courses.services.delete_course import delete_course
from apps.teaching.lessons.services.lesson_acts import refuse_if_answered


@transaction.atomic
def delete_unanswered_course(course: Course, *, at: datetime) -> None:
    """Delete the course with its decks. Raises WasAnswered, and then all is as it was, or CourseGone."""
    delete_course(course, at=at)
    refuse_if_answered(Deck.with_deleted.filter(course=course))
