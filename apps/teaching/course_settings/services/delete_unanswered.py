"""Deletes a course while nobody has answered anything in it."""

from datetime import datetime

from django.db import transaction

from apps.cards.models import Deck
from apps.courses.models import Course
from apps.courses.services.delete_course import delete_course
from apps.reviews.services.refuse_answers import refuse_answers
from apps.teaching.lessons.services.lesson_acts import WasAnswered, any_was_answered


@transaction.atomic
def delete_unanswered_course(course: Course, *, at: datetime) -> None:
    """Delete the course with its decks. Raises WasAnswered, and then all is as it was, or CourseGone.

    The look for answers comes last: a grade that is being saved is found, and a later one is refused.
    """
    delete_course(course, at=at)
    decks = Deck.with_deleted.filter(course=course)
    refuse_answers(decks)
    if any_was_answered(decks):
        raise WasAnswered
